"""What stands behind a line today: its entries, its units, its instalment."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, EntryStatus, HoursMode
from addin.billing.lines import Line
from addin.billing.money import from_cents
from addin.billing.prebilling import REMAINDERS, ExistingLine
from addin.billing.time import TimeEntry, hours
from addin.billing.units import Work, kept_quantity
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.prebilled import plain
from addin.jobs.sources import Wanted
from addin.jobs.timesheets import minutes_of, timesheet_rows
from addin.tables.sheets.work import TimesheetEntry


class Backing:
    """Holds the drafts of a month against what they were computed from.

    What came in since, an hour or a unit, is for the next run. What has gone or has changed is a
    finding: the line would bill what is no longer there.
    """

    def __init__(self, content: Content, wanted: Wanted, existing: Iterable[ExistingLine]) -> None:
        """``wanted`` is the month computed again; ``existing`` are the rows of prebilling."""
        self._rows = {row.key: row for row in existing}
        self._fees = {line.key: line for line in wanted.lines if line.axis not in REMAINDERS}
        self._units = dict(wanted.counted)
        for row in self._rows.values():
            if row.invoiced and row.axis is Axis.UNIT and row.generated and row.period:
                work = _work(row, row.period)
                self._units[work] = self._units.get(work, Decimal(0)) - row.quantity
        self._entries = _by_line(content, wanted.entries)

    def fault(self, line: str, place: Place, *, by_minutes: bool) -> Finding | None:
        """What is wrong with a draft; None for a sound one and for a line of the user's own."""
        row = self._rows[line]
        if not row.generated or row.invoiced or row.period is None:
            return None
        billed = found = plain(row.quantity)
        if row.axis is Axis.TIME:
            found = plain(self._hours(row, row.period, by_minutes=by_minutes))
        elif row.axis is Axis.UNIT:
            left = kept_quantity(self._units.get(_work(row, row.period), Decimal(0)))
            found = plain(min(billed, left))
        else:
            billed, found = from_cents(row.cents), _amount(row, self._fees.get(line))
        if found == billed:
            return None
        return Finding("ISS-08", place, {"line": line, "billed": billed, "found": found})

    def payers(self, line: str) -> tuple[tuple[str, Fraction], ...]:
        """Who pays a line, where its entries say so; empty when the split decides."""
        payer = self._payer(line)
        return ((payer, Fraction(1)),) if payer else ()

    def _payer(self, line: str) -> str:
        return next((entry.payer for entry in self._entries.get(line, ())), "")

    def _hours(self, row: ExistingLine, period: Period, *, by_minutes: bool) -> Decimal:
        minutes = sum(
            entry.minutes
            for entry in self._entries.get(row.key, ())
            if entry.project == row.project
            and entry.service == row.service
            and entry.payer == self._payer(row.key)
            and period.start <= entry.day <= period.end
        )
        return hours(minutes, _mode(by_minutes=by_minutes))


def _mode(*, by_minutes: bool) -> HoursMode:
    return HoursMode.MINUTES if by_minutes else HoursMode.DECIMAL


def _work(row: ExistingLine, period: Period) -> Work:
    return (row.project, row.service, Month.of(period.start))


def _amount(row: ExistingLine, line: Line | None) -> Decimal:
    """What the fee of a row comes to today; nothing when it is no longer due for these days."""
    return from_cents(line.cents if line is not None and line.period == row.period else 0)


def _by_line(content: Content, entries: Iterable[TimeEntry]) -> dict[str, list[TimeEntry]]:
    """The entries that a line has taken, by that line."""
    table = content.table(TimesheetEntry)
    lines, first_row = table.values["line"], table.grid.first_row
    found: dict[str, list[TimeEntry]] = {}
    for entry in entries:
        line = lines[table.positions[entry.row - first_row]]
        if line:
            found.setdefault(line, []).append(entry)
    return found


def hours_changed(
    content: Content, existing: Iterable[ExistingLine], month: Month, by_minutes: frozenset[str]
) -> Iterator[tuple[ExistingLine, Decimal]]:
    """The issued lines of time whose entries make other hours today, with these hours.

    An entry counts that is still approved and billable work of the line's project and service on
    its days. A line of another month of which no entry is left is not told: its month may have
    been cleared away.

    Args:
        content: The workbook.
        existing: The rows of prebilling.
        month: Month of the run.
        by_minutes: Keys of the lines that bill exact minutes.
    """
    issued = {
        row.key: row
        for row in existing
        if row.invoiced and row.generated and row.axis is Axis.TIME and row.period
    }
    minutes = _minutes_by_line(content, issued)
    for key, row in issued.items():
        if key not in minutes and row.month != month:
            continue
        mode = _mode(by_minutes=key in by_minutes)
        found = hours(minutes.get(key, 0), mode)
        if found != row.quantity:
            yield row, found


def _minutes_by_line(content: Content, lines: Mapping[str, ExistingLine]) -> dict[str, int]:
    table = content.table(TimesheetEntry)
    found: dict[str, int] = {}
    for position, row in enumerate(timesheet_rows(table)):
        line = lines.get(row.line or "")
        if line is None or line.period is None:
            continue
        counts = (
            row.status is EntryStatus.APPROVED
            and row.billable
            and (row.project, row.service) == (line.project, line.service)
            and table.sheet_row(position) not in table.faulty_rows
            and line.period.start <= row.date <= line.period.end
        )
        minutes = minutes_of(row.minutes, row.start, row.end)[0] if counts else 0
        found[line.key] = found.get(line.key, 0) + minutes
    return found
