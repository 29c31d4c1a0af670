"""The time entries a run bills: read by column, as a firm has them by the hundred thousand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cache
from itertools import compress
from typing import NamedTuple

from addin.billing.calendar import Month
from addin.billing.choices import EntryStatus
from addin.billing.time import TimeEntry, covered_by_fee
from addin.errors import Finding
from addin.jobs.portfolio import Portfolio
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

DAY_MINUTES = 24 * 60


class Row(NamedTuple):
    """The cells of an entry that billing looks at, named as the columns are."""

    entry: str | None
    date: date
    person: str
    project: str
    task: str | None
    service: str
    start: time | None
    end: time | None
    minutes: int | None
    billable: bool
    organisation: str | None
    note: str | None
    status: EntryStatus
    line: str | None
    invoice: str | None


@dataclass
class Timesheets:
    """The entries to bill in a month, and what keeps others from being billed.

    Attributes:
        left_out: Projects one of whose entries cannot be billed.
    """

    entries: list[TimeEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)


def read_timesheets(
    table: Table[TimesheetEntry], portfolio: Portfolio, month: Month, held: frozenset[str]
) -> Timesheets:
    """Select and price the entries of ``month`` and the unbilled ones of earlier months.

    Args:
        table: All entries.
        portfolio: What was agreed.
        month: Month that bills them.
        held: Keys of the lines whose entries stay with them: issued, or drafts of other months.
    """
    result = Timesheets()
    rate_of, fee_covers = _rates(portfolio), _coverage(portfolio)
    worked = cache(minutes_of)
    for position, row in _to_bill(table, month, held):
        if row.project not in portfolio.projects:
            continue
        if row.service not in portfolio.services or row.person not in portfolio.staff:
            result.left_out.add(row.project)  # its own row has the finding
            continue
        minutes, fault = worked(row.minutes, row.start, row.end)
        rate = rate_of(row.person, row.service, row.project, row.date)
        if fault is None and fee_covers(row.project, row.service, row.date):
            continue
        if fault is None and isinstance(rate, Finding):
            fault = (rate.code, "service", dict(rate.values))
        if fault is not None:
            result.findings.append(_finding(table, position, fault))
            result.left_out.add(row.project)
            continue
        assert isinstance(rate, Decimal)
        payer = _payer(row, portfolio)
        result.entries.append(_entry(table.sheet_row(position), row, minutes, payer, rate))
    return result


def _to_bill(
    table: Table[TimesheetEntry], month: Month, held: frozenset[str]
) -> Iterator[tuple[int, Row]]:
    """The approved, billable entries up to the end of the month that no line holds."""
    last, faulty = month.last, table.faulty_rows
    names = ("status", "billable", "invoice", "line", "date")
    cells = zip(*(table.values[name] for name in names), strict=True)
    wanted = [
        status is EntryStatus.APPROVED
        and billable
        and not invoice
        and line not in held
        and table.sheet_row(position) not in faulty
        and day <= last
        for position, (status, billable, invoice, line, day) in enumerate(cells)
    ]
    columns = (compress(table.values[name], wanted) for name in Row._fields)
    return zip(
        compress(range(len(table)), wanted),
        map(Row._make, zip(*columns, strict=True)),
        strict=True,
    )


def timesheet_rows(table: Table[TimesheetEntry]) -> Iterator[Row]:
    """Every filled row, sound or not; the cells of a faulty one may be None."""
    columns = (table.values[name] for name in Row._fields)
    return map(Row._make, zip(*columns, strict=True))


def _payer(row: Row, portfolio: Portfolio) -> str:
    """The organisation of an entry; empty for the client of a project who pays it whole anyway."""
    client = portfolio.projects[row.project].client
    if row.organisation == client and row.project not in portfolio.shares:
        return ""
    return row.organisation or ""


def _entry(sheet_row: int, row: Row, minutes: int, payer: str, rate: Decimal) -> TimeEntry:
    return TimeEntry(
        sheet_row,
        row.entry or "",
        row.date,
        row.person,
        row.project,
        row.task or "",
        row.service,
        minutes,
        payer,
        rate,
        row.note or "",
    )


Fault = tuple[str, str, dict[str, object]]
"""The code, the column and the values of what is wrong with an entry."""


def minutes_of(
    minutes: int | None, start: time | None, end: time | None
) -> tuple[int, Fault | None]:
    """Minutes worked, or what is wrong with them.

    The minutes count where they are given; end less start where they are not. An end at 0:00 is
    midnight.
    """
    computed = None
    if start is not None and end is not None:
        computed = (_minute(end) or DAY_MINUTES) - _minute(start)
        if computed <= 0:
            return 0, ("TIM-03", "end", {"end": f"{end:%H:%M}", "start": f"{start:%H:%M}"})
    if minutes is None:
        return (computed, None) if computed else (0, ("TIM-01", "minutes", {}))
    if computed is not None and computed != minutes:
        return 0, ("TIM-02", "minutes", {"minutes": minutes, "computed": computed})
    if not 0 < minutes <= DAY_MINUTES:
        return 0, ("TIM-04", "minutes", {"minutes": minutes})
    return minutes, None


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _finding(table: Table[TimesheetEntry], position: int, fault: Fault) -> Finding:
    code, column, values = fault
    return Finding(code, table.place(position, column), dict(values))


def _rates(portfolio: Portfolio) -> Callable[[str, str, str, date], Decimal | Finding]:
    """Find a sale rate, each question asked once."""
    known: dict[tuple[str, str, str, date], Decimal | Finding] = {}

    def rate(person: str, service: str, project: str, day: date) -> Decimal | Finding:
        question = (person, service, project, day)
        if question not in known:
            known[question] = portfolio.sale_rate(*question)
        return known[question]

    return rate


def _coverage(portfolio: Portfolio) -> Callable[[str, str, date], bool]:
    """Ask whether a fee covers some time, each question once."""
    known: dict[tuple[str, str, date], bool] = {}

    def covers(project: str, service: str, day: date) -> bool:
        schedules = portfolio.schedules.get(project)
        if not schedules:
            return False
        question = (project, service, day)
        if question not in known:
            known[question] = covered_by_fee(schedules, service, day)
        return known[question]

    return covers


def entry_findings(table: Table[TimesheetEntry]) -> list[Finding]:
    """What is wrong with the minutes of any entry, billed or not."""
    names = ("minutes", "start", "end")
    worked = list(zip(*(table.values[name] for name in names), strict=True))
    faults = {one: fault for one in set(worked) if (fault := minutes_of(*one)[1]) is not None}
    if not faults:
        return []
    return [
        _finding(table, position, faults[one])
        for position, one in enumerate(worked)
        if one in faults and table.sheet_row(position) not in table.faulty_rows
    ]
