"""What the lines of time of a project tell apart beside their service: people, tasks, entries."""

import numpy as np

from addin.billing.choices import TimeDetail
from addin.billing.time import TimeTerms
from addin.jobs.month.sources import Sources
from addin.jobs.work.priced_time import PricedTime
from addin.tables.coded import Coded, Grouped, Integers, coded, repeated
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

Terms = dict[str, TimeTerms]
"""How the time of each project is billed."""


class Details:
    """What the entries of each project are grouped by, beside their service and rate.

    Attributes:
        column: For each entry a number: 0 by service, then the people, the tasks without regard to
            capitals, and last the entries themselves.
    """

    def __init__(self, sources: Sources, time: PricedTime, terms: Terms) -> None:
        self._table: Table[TimesheetEntry] = sources.content.table(TimesheetEntry)
        self._entry_keys = sources.entry_keys
        self._time = time
        # A workbook does not tell keys apart by capitals.
        self._tasks = time.tasks.translated(str.lower)
        self._by = time.projects.translated(
            lambda project: terms[project].detail if project in terms else TimeDetail.SERVICE
        )
        self._is_by_service = set(self._by.values) <= {TimeDetail.SERVICE}
        self.column = self._numbered()

    def _numbered(self) -> Coded:
        count = len(self._time)
        if self._is_by_service:
            return repeated(0, count)
        people, tasks = len(self._time.persons.values), len(self._tasks.values)
        numbers = np.zeros(count, np.int64)
        for detail, found in (
            (TimeDetail.PERSON, 1 + self._time.persons.codes),
            (TimeDetail.TASK, 1 + people + self._tasks.codes),
            (TimeDetail.ENTRY, 1 + people + tasks + np.arange(count)),
        ):
            chosen = self._by.mask(detail.__eq__)
            numbers[chosen] = found[chosen]
        return Coded(numbers.astype(np.int32), range(1 + people + tasks + count))

    def keys(self, places: Integers) -> Coded:
        """The parts of lines' keys that the entries at these places give."""
        if self._is_by_service:
            return repeated("", len(places))
        return coded([self._key(place) for place in places.tolist()])

    def shown(self, members: Grouped) -> Coded:
        """What the line of each group says beside its service."""
        if self._is_by_service:
            return repeated("", len(members.starts))
        order = members.order.tolist()
        return coded([self._shown(order[start:end]) for start, end in members.bounds()])

    def _key(self, place: int) -> str:
        match self._detail(place):
            case TimeDetail.SERVICE:
                return ""
            case TimeDetail.PERSON:
                return self._text(self._time.persons, place)
            case TimeDetail.TASK:
                return self._text(self._tasks, place)
        return self._entry(place) or f"row {int(self._time.rows[place])}"

    def _shown(self, places: list[int]) -> str:
        match self._detail(places[0]):
            case TimeDetail.SERVICE:
                return ""
            case TimeDetail.PERSON:
                return self._text(self._time.persons, places[0])
            case TimeDetail.TASK:
                return min(self._text(self._time.tasks, place) for place in places)
        note = self._cell("note", places[0])
        return note or self._text(self._time.tasks, places[0])

    def _detail(self, place: int) -> TimeDetail:
        detail: TimeDetail = self._by.values[self._by.codes[place]]
        return detail

    def _entry(self, place: int) -> str:
        return self._cell("entry", place) or self._entry_keys.get(int(self._time.rows[place]), "")

    def _cell(self, name: str, place: int) -> str:
        index = int(self._time.rows[place]) - self._table.grid.first_row
        return self._table.values[name][self._table.positions[index]] or ""

    @staticmethod
    def _text(column: Coded, place: int) -> str:
        text: str = column.values[column.codes[place]]
        return text
