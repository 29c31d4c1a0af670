"""The entries of a month brought together: those of one line have everything in common."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import TimeDetail
from addin.billing.time import Group, TimeTerms, Work
from addin.jobs.priced_time import PricedTime
from addin.jobs.sources import Sources
from addin.tables.coded import (
    Coded,
    Grouped,
    Integers,
    Mask,
    coded,
    combined,
    grouped,
    in_order,
    repeated,
)
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

Terms = dict[str, TimeTerms]
"""How the time of each project is billed."""


@dataclass(frozen=True, slots=True, eq=False)
class TimeGroups:
    """Groups of entries in the order of what they have in common, by column.

    See ``Group`` and ``Work``, whose attributes these are, with one place for each group.

    Attributes:
        first: First days of the work, as ``date.toordinal`` counts them.
        last: Its last days.
        entries: Sheet rows of the entries of all groups, group after group.
        counts: How many each group has.
        places: Of each group among all groups of the month, from 0.
    """

    projects: Coded
    services: Coded
    phases: Coded
    payers: Coded
    details: Coded
    rates: Coded
    months: Coded
    worked: Integers
    billed: Integers
    first: Integers
    last: Integers
    shown: Coded
    entries: Integers
    counts: Integers
    places: Integers

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.counts)

    def where(self, mask: Mask) -> "TimeGroups":
        """The groups for which ``mask`` is true."""
        if mask.all():
            return self
        return TimeGroups(
            projects=self.projects.where(mask),
            services=self.services.where(mask),
            phases=self.phases.where(mask),
            payers=self.payers.where(mask),
            details=self.details.where(mask),
            rates=self.rates.where(mask),
            months=self.months.where(mask),
            worked=self.worked[mask],
            billed=self.billed[mask],
            first=self.first[mask],
            last=self.last[mask],
            shown=self.shown.where(mask),
            entries=self.entries[np.repeat(mask, self.counts)],
            counts=self.counts[mask],
            places=self.places[mask],
        )

    def works(self) -> list[tuple[Group, Work]]:
        """Each group on its own."""
        ends = np.cumsum(self.counts).tolist()
        rows = self.entries.tolist()
        groups = map(
            Group,
            self.projects,
            self.services,
            self.phases,
            self.payers,
            self.details,
            self.rates,
            self.months,
        )
        works = map(
            Work,
            self.worked.tolist(),
            self.billed.tolist(),
            map(date.fromordinal, self.first.tolist()),
            map(date.fromordinal, self.last.tolist()),
            self.shown,
            (tuple(rows[start:end]) for start, end in zip([0, *ends], ends, strict=False)),
        )
        return list(zip(groups, works, strict=True))


def time_groups(sources: Sources, time: PricedTime, terms: Terms) -> TimeGroups:
    """What the entries of each line have in common and come to.

    One group per project, service, phase, payer, detail, rate and month of work, in this order.
    """
    details, months = _Details(sources, time, terms), _months(time)
    kinds = [time.projects, time.services, time.phases, time.payers]
    alike = combined([*kinds, details.column, time.rates, months])
    members = grouped(alike)
    firsts = alike.firsts
    common = [
        *(column.where(firsts) for column in kinds),
        details.keys(firsts),
        time.rates.where(firsts),
        months.where(firsts),
    ]
    order = in_order(common)
    members = members.rearranged(order)
    projects, services, phases, payers, keys, rates, worked_in = (
        column.where(order) for column in common
    )
    return TimeGroups(
        projects=projects,
        services=services,
        phases=phases,
        payers=payers,
        details=keys,
        rates=rates,
        months=worked_in,
        worked=members.sums(time.worked),
        billed=members.sums(time.billed),
        first=members.smallest(time.days),
        last=members.largest(time.days),
        shown=details.shown(members),
        entries=time.rows[members.order],
        counts=np.diff(members.starts, append=len(members.order)),
        places=np.arange(len(order)),
    )


def _months(time: PricedTime) -> Coded:
    days, codes = np.unique(time.days, return_inverse=True)
    months = coded([Month.of(date.fromordinal(day)) for day in days.tolist()])
    return Coded(months.codes[codes], months.values)


class _Details:
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
