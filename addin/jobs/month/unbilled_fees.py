"""Fees that came due in some months and that no row of prebilling bills."""

from collections.abc import Iterator

from addin.billing.calendar import Month, Period, fiscal_year_of, fiscal_year_period
from addin.billing.choices import Axis
from addin.billing.deposits import is_settlement
from addin.billing.fees import schedule_origin
from addin.billing.plan import bills_in, due_periods
from addin.billing.prebilling import Source
from addin.billing.schedule import FEES, Schedule
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.axes.fees import fee_sources
from addin.jobs.content import Content
from addin.jobs.month.billed_stages import stages_to_bill
from addin.jobs.month.prebilled import existing_lines, is_generated, period_of
from addin.jobs.month.reopening import standing_lines
from addin.journal.reopened import Reopened
from addin.tables.sheets.bills import PrebillingLine

DueFee = tuple[Month, str, str]
"""A month, a project and a service."""
_Line = tuple[str, str, Axis | None]
_Due = list[tuple[Month, Period]]


def unbilled_fees(
    content: Content, portfolio: Portfolio, days: Period, opened: Reopened
) -> Iterator[DueFee]:
    """The fees of all schedules that whole months should have billed.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        days: From the first day of a month to the last of one.
        opened: By credit notes: what they have opened again is to be billed once more.
    """
    calendar, indexes = _Calendar(days), read_indexes(content)
    billed = _Billed(content, portfolio, opened)
    for project, schedules in portfolio.schedules.items():
        if project not in portfolio.projects:
            continue
        first_month = portfolio.fiscal_year_start(project)
        for one in schedules:
            due = calendar.due(one, first_month)
            for month in billed.missing(one, due):
                # What comes to nothing has no line either.
                if any(found.cents for found in bills_in([one], month, first_month, indexes)):
                    yield month, project, one.service
    if not any(one.is_stage for schedules in portfolio.schedules.values() for one in schedules):
        return
    existing = standing_lines(existing_lines(content.table(PrebillingLine)), opened)
    for stage in stages_to_bill(content, portfolio, existing):
        if stage.cents and days.start <= stage.month.first <= days.end:
            yield stage.month, stage.schedule.project, stage.schedule.service


class _Billed:
    """The days that rows of fees bill, whether issued or drafts."""

    def __init__(self, content: Content, portfolio: Portfolio, opened: Reopened) -> None:
        self._sources = fee_sources(portfolio)
        self._months: dict[Source, set[Month]] = {}
        self._rows: dict[_Line, list[tuple[str, Period]]] = {}
        for row in content.records(PrebillingLine):
            period = period_of(row)
            if is_settlement(row.line or "") or not is_generated(row) or row.line in opened.lines:
                continue
            if row.axis in FEES and period is not None:
                line = (row.project, row.service or "", row.axis)
                self._rows.setdefault(line, []).append((row.origin or "", period))
                self._months.setdefault((*line, row.origin or ""), set()).add(row.month)

    def missing(self, schedule: Schedule, due: _Due) -> Iterator[Month]:
        """The months whose days no row bills, of this fee or of one that is no longer there."""
        line = (schedule.project, schedule.service, schedule.axis)
        mine = schedule_origin(schedule)
        months = self._months.get((*line, mine), set())
        for month, part in due:
            # Nearly all are found by their month; comparing days is for those that are not.
            if month not in months and not any(
                period.overlap(part) is not None
                and (origin == mine or (*line, origin) not in self._sources)
                for origin, period in self._rows.get(line, ())
            ):
                yield month


class _Calendar:
    """When fees come due within some months; those that run all along are looked up once."""

    def __init__(self, days: Period) -> None:
        self._days = days
        self._known: dict[tuple[object, ...], _Due] = {}

    def due(self, schedule: Schedule, first_month: int) -> _Due:
        """The months among them that bill a fee, with the days each bills."""
        if schedule.axis not in FEES or schedule.is_stage:
            return []
        first = fiscal_year_of(self._days.start, first_month) - 1
        last = fiscal_year_of(self._days.end, first_month)
        # A custom period may start in one fiscal year and end in the next but one.
        whole = Period(
            fiscal_year_period(first, first_month).start,
            fiscal_year_period(last + 1, first_month).end,
        )
        years = range(first, last + 1)
        if schedule.at_once or schedule.served(whole) != whole:
            return self._within(due_periods(schedule, years, first_month))
        way = (schedule.periodicity, schedule.custom_months, schedule.timing, first_month)
        if way not in self._known:
            self._known[way] = self._within(due_periods(schedule, years, first_month))
        return self._known[way]

    def _within(self, due: _Due) -> _Due:
        first, last = Month.of(self._days.start), Month.of(self._days.end)
        return [one for one in due if first <= one[0] <= last]
