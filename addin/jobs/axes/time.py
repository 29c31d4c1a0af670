"""Time: the approved, billable entries that no line holds, at their rates."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import TimeDetail
from addin.billing.lines import Line
from addin.billing.time import Group, TimeTerms, Work, time_line
from addin.jobs.axes.retainers import retained
from addin.jobs.billed_time import rounding_of
from addin.jobs.portfolio import Portfolio
from addin.jobs.priced_time import PricedTime
from addin.jobs.pricing_time import price_time
from addin.jobs.sources import Sources, Wanted
from addin.tables.coded import Coded, Combined, Grouped, coded, combined, grouped
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry


def lines_of_time(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per project, service, phase, rate, payer, detail and month of work."""
    time = price_time(sources, wanted)
    time = time.where(~retained(sources, time))
    if not len(time):
        return []
    terms = time_terms(sources.portfolio)
    return [
        time_line(group, work, terms[group.project], sources.month)
        for group, work in _works(sources, time, terms)
    ]


def time_terms(portfolio: Portfolio) -> dict[str, TimeTerms]:
    """How the time of each project is billed; of one whose client is not known, not at all."""
    terms = {}
    for code, project in portfolio.projects.items():
        client = portfolio.clients.get(project.client)
        if client is not None:
            terms[code] = TimeTerms(
                project.client, client.hours_mode, client.time_detail, rounding_of(client)
            )
    return terms


def _works(
    sources: Sources, time: PricedTime, terms: dict[str, TimeTerms]
) -> Iterator[tuple[Group, Work]]:
    """What the entries of each line have in common and come to, in the order of the groups."""
    details = _Details(sources, time, terms)
    months = _months(time)
    alike = combined(
        [
            time.projects,
            time.services,
            time.phases,
            time.payers,
            details.column,
            time.rates,
            months,
        ]
    )
    members = grouped(alike)
    groups = _groups(time, alike, details, months)
    order = sorted(range(len(groups)), key=groups.__getitem__)
    works = list(_totals(time, members, details))
    return ((groups[at], works[at]) for at in order)


def _months(time: PricedTime) -> Coded:
    days, codes = np.unique(time.days, return_inverse=True)
    months = coded([Month.of(date.fromordinal(day)) for day in days.tolist()])
    return Coded(months.codes[codes], months.values)


class _Details:
    """What the entries of each project are grouped by, beside their service and rate.

    Attributes:
        column: For each entry a number: 0 by service, then the people, the tasks without regard to
            capitals, and last the entries themselves.
        is_by_service: Whether no client wants more than the service.
    """

    def __init__(self, sources: Sources, time: PricedTime, terms: dict[str, TimeTerms]) -> None:
        self._table: Table[TimesheetEntry] = sources.content.table(TimesheetEntry)
        self._keys = sources.entry_keys
        self._time = time
        # A workbook does not tell keys apart by capitals.
        self._tasks = time.tasks.translated(str.lower)
        self._by = time.projects.translated(
            lambda project: terms[project].detail if project in terms else TimeDetail.SERVICE
        )
        self.is_by_service = set(self._by.values) <= {TimeDetail.SERVICE}
        self.column = self._numbered()

    def _numbered(self) -> Coded:
        people, tasks, count = (
            len(self._time.persons.values),
            len(self._tasks.values),
            len(self._time),
        )
        numbers = np.zeros(count, np.int64)
        for detail, found in (
            (TimeDetail.PERSON, 1 + self._time.persons.codes),
            (TimeDetail.TASK, 1 + people + self._tasks.codes),
            (TimeDetail.ENTRY, 1 + people + tasks + np.arange(count)),
        ):
            chosen = self._by.mask(detail.__eq__)
            numbers[chosen] = found[chosen]
        return Coded(numbers.astype(np.int32), range(1 + people + tasks + count))

    def key(self, place: int) -> str:
        """The part of a line's key that the entry at a place gives."""
        match self._detail(place):
            case TimeDetail.SERVICE:
                return ""
            case TimeDetail.PERSON:
                return self._text(self._time.persons, place)
            case TimeDetail.TASK:
                return self._text(self._tasks, place)
        return self._entry(place) or f"row {int(self._time.rows[place])}"

    def shown(self, places: list[int]) -> str:
        """What a line with these entries says beside its service."""
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
        return self._cell("entry", place) or self._keys.get(int(self._time.rows[place]), "")

    def _cell(self, name: str, place: int) -> str:
        index = int(self._time.rows[place]) - self._table.grid.first_row
        return self._table.values[name][self._table.positions[index]] or ""

    @staticmethod
    def _text(column: Coded, place: int) -> str:
        text: str = column.values[column.codes[place]]
        return text


def _groups(time: PricedTime, alike: Combined, details: _Details, months: Coded) -> list[Group]:
    firsts = alike.firsts
    columns = (time.projects, time.services, time.phases, time.payers)
    keys = [""] * len(alike) if details.is_by_service else map(details.key, firsts.tolist())
    return list(
        map(
            Group,
            *(column.where(firsts) for column in columns),
            keys,
            time.rates.where(firsts),
            months.where(firsts),
        )
    )


def _totals(time: PricedTime, members: Grouped, details: _Details) -> Iterator[Work]:
    """What each group comes to, in the order of their codes."""
    rows, places = time.rows[members.order].tolist(), members.order.tolist()
    starts = members.starts.tolist()
    for start, end, worked, billed, first, last in zip(
        starts,
        [*starts[1:], len(rows)],
        members.sums(time.worked).tolist(),
        members.sums(time.billed).tolist(),
        map(date.fromordinal, members.smallest(time.days).tolist()),
        map(date.fromordinal, members.largest(time.days).tolist()),
        strict=True,
    ):
        shown = "" if details.is_by_service else details.shown(places[start:end])
        yield Work(worked, billed, first, last, shown, tuple(rows[start:end]))
