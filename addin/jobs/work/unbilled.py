"""Billable time that no invoice bills yet, and what it is worth."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import compress
from typing import NamedTuple

from addin.billing.stretches import Stretches
from addin.billing.time import days_covered
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.work.timesheets import minutes_of
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry

_NAMES = (
    "date",
    "person",
    "project",
    "service",
    "phase",
    "minutes",
    "start",
    "end",
    "billable",
    "billable_percent",
    "line",
    "invoice",
)


class _Row(NamedTuple):
    day: date
    person: str
    project: str
    service: str
    phase: str | None
    minutes: int | None
    start: time | None
    end: time | None
    billable: bool
    billable_percent: Decimal | None
    line: str | None
    invoice: str | None


class Worked(NamedTuple):
    """The work on a project at one rate and of one age that is still to be billed.

    Attributes:
        age: How many of the limits asked for it is older than.
        minutes: The part of the time worked that is billable, exact.
        value: In euros at the sale rate of its day, exact; None when no rate is to be had.
        line: Key of the draft that has taken it; empty for none.
    """

    age: int
    project: str
    minutes: Fraction
    value: Fraction | None
    line: str


_Alike = tuple[int, str, Decimal | None, Decimal | None, str]
"""Age, project, billable share, rate and draft of entries that may be added."""


def unbilled_time(
    content: Content, portfolio: Portfolio, until: date, ages: Collection[int] = ()
) -> Iterator[Worked]:
    """Billable work up to a day that is not invoiced, approved or not.

    What a fixed fee, a stage or progress pays for is left out: it is never billed by the hour.
    Minutes are added before anything is multiplied: a firm has entries by the million.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        until: Last day that counts.
        ages: The oldest work of each age but the last, in days before ``until``.
    """
    rows = content.records(PrebillingLine)
    drafts = {row.line for row in rows if row.line and not row.invoice}
    invoiced = {row.line for row in rows if row.line and row.invoice}
    rate_of, fee_covers = _rate_finder(portfolio), _fee_finder(portfolio)
    age = cache(lambda day: age_of(day, until, ages))
    summed: dict[_Alike, int] = {}
    for row in _billable(content, until, invoiced):
        if row.project not in portfolio.projects:
            continue
        worked, fault = minutes_of(row.minutes, row.start, row.end)
        if fault is not None or fee_covers(row.project, row.service, row.phase or "", row.day):
            continue
        rate = rate_of(row.person, row.service, row.project, row.day)
        line = row.line if row.line in drafts else None
        alike = (age(row.day), row.project, row.billable_percent, rate, line or "")
        summed[alike] = summed.get(alike, 0) + worked
    for (old, project, share, rate, line), worked in summed.items():
        minutes = Fraction(worked) if share is None else worked * Fraction(share)
        value = None if rate is None else minutes * Fraction(rate) / 60
        yield Worked(old, project, minutes, value, line)


def age_of(day: date, until: date, ages: Collection[int]) -> int:
    """How many of the limits, in days before ``until``, a day is older than.

    >>> [age_of(date(2026, 3, day), date(2026, 3, 31), (10, 20)) for day in (21, 20, 10)]
    [0, 1, 2]
    """
    return sum((until - day).days > limit for limit in ages)


def _billable(content: Content, until: date, invoiced: Collection[str]) -> Iterator[_Row]:
    """The sound entries that are billable and not invoiced: few, where a firm has years of them."""
    table = content.table(TimesheetEntry)
    names = ("billable", "invoice", "line", "date")
    cells = zip(*(table.values[name] for name in names), strict=True)
    faulty = table.faulty_rows
    wanted = [
        billable
        and not invoice
        and line not in invoiced
        and table.sheet_row(position) not in faulty
        and day <= until
        for position, (billable, invoice, line, day) in enumerate(cells)
    ]
    columns = (compress(table.values[name], wanted) for name in _NAMES)
    return map(_Row._make, zip(*columns, strict=True))


def minutes_by_project(content: Content) -> dict[str, int]:
    """All minutes worked on each project, billable or not."""
    table = content.table(TimesheetEntry)
    names = ("project", "minutes", "start", "end")
    found: dict[str, int] = {}
    for project, minutes, start, end in zip(*(table.values[name] for name in names), strict=True):
        if project:
            worked, _ = minutes_of(minutes, start, end)
            found[project] = found.get(project, 0) + worked
    return found


def _rate_finder(portfolio: Portfolio) -> Callable[[str, str, str, date], Decimal | None]:
    """Asks for each sale rate once; None where there is none, or not one alone."""

    @cache
    def rate(person: str, service: str, project: str, day: date) -> Decimal | None:
        if person not in portfolio.staff:
            return None
        found = portfolio.sale_rate(person, service, project, day)
        return None if isinstance(found, Finding) else found

    return rate


def _fee_finder(portfolio: Portfolio) -> Callable[[str, str, str, date], bool]:
    """Asks once on which days a fee pays for the work of a service in a phase."""

    @cache
    def covered(project: str, service: str, phase: str) -> Stretches[bool]:
        return days_covered(portfolio.schedules.get(project, ()), service, phase)

    return lambda project, service, phase, day: covered(project, service, phase).on(day)
