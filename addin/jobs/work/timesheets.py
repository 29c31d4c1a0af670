"""The rows of the timesheets: which of them count, and the minutes of each."""

from datetime import time
from typing import NamedTuple

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import EntryStatus
from addin.errors import Finding
from addin.tables.coded import Coded, Integers, Mask, combined
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

DAY_MINUTES = 24 * 60


class Entries:
    """Some rows of the timesheets, by column.

    Attributes:
        positions: Of the rows among the filled ones, in their order.
        rows: Their numbers on the sheet.
    """

    def __init__(self, table: Table[TimesheetEntry], positions: Integers) -> None:
        self.table = table
        self.positions = positions
        self.rows = sheet_rows(table)[positions]

    def __len__(self) -> int:
        return len(self.positions)

    def column(self, name: str) -> Coded:
        """A column; an empty cell is None."""
        return self.table.coded(name).where(self.positions)

    def texts(self, name: str) -> Coded:
        """A column of texts; an empty cell is the empty text."""
        return self.column(name).translated(lambda text: text or "")

    def days(self) -> Integers:
        """The days, as ``date.toordinal`` counts them; 0 where a cell cannot be read."""
        return self.column("date").numbers(lambda day: 0 if day is None else day.toordinal())

    def where(self, mask: Mask) -> "Entries":
        """Those for which ``mask`` is true."""
        return Entries(self.table, self.positions[mask])


def sheet_rows(table: Table[TimesheetEntry]) -> Integers:
    """The number on the sheet of every filled row."""
    count = len(table.indices)
    if count and table.indices[-1] - table.indices[0] == count - 1:  # no blank row in between
        return np.arange(count, dtype=np.int64) + table.sheet_row(0)
    return np.array(table.indices, np.int64) + table.grid.first_row


def entries_to_bill(table: Table[TimesheetEntry], month: Month) -> Entries:
    """The sound, approved and billable entries up to the end of a month, billed or not."""
    last = month.last
    wanted = table.coded("status").mask(lambda status: status is EntryStatus.APPROVED)
    wanted &= table.coded("billable").mask(bool)
    wanted &= table.coded("date").mask(lambda day: day is not None and day <= last)
    if table.faulty_rows:
        faulty = np.fromiter(table.faulty_rows, np.int64, len(table.faulty_rows))
        wanted &= ~np.isin(sheet_rows(table), faulty)
    return Entries(table, np.flatnonzero(wanted))


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


class Worked(NamedTuple):
    """The minutes of some entries.

    Attributes:
        minutes: Worked; 0 where something is wrong with them.
        faults: What is wrong with each entry; None for nothing.
    """

    minutes: Integers
    faults: Coded

    @property
    def sound(self) -> Mask:
        """Which entries have minutes."""
        return self.minutes > 0


def worked_minutes(entries: Entries) -> Worked:
    """The minutes worked, each way of typing them looked at once, and their billable part."""
    names = ("minutes", "start", "end", "billable_percent")
    columns = [entries.column(name) for name in names]
    alike = combined(columns)
    typed = zip(*(column.where(alike.firsts) for column in columns), strict=True)
    answers = [_checked(*one) for one in typed]
    codes = alike.codes.astype(np.int32)
    minutes = np.fromiter((worked for worked, _ in answers), np.int64, len(answers))
    return Worked(minutes[codes], Coded(codes, [fault for _, fault in answers]))


def _checked(
    minutes: int | None, start: time | None, end: time | None, share: object
) -> tuple[int, Fault | None]:
    worked, fault = minutes_of(minutes, start, end)
    if fault is None and share is not None and not 0 <= share <= 1:  # type: ignore[operator]
        return 0, ("TIM-06", "billable_percent", {"share": share})
    return worked, fault


def entry_findings(table: Table[TimesheetEntry]) -> list[Finding]:
    """What is wrong with the minutes of any entry, billed or not."""
    entries = Entries(table, np.arange(len(table), dtype=np.int64))
    worked = worked_minutes(entries)
    return fault_findings(entries, ~worked.sound, worked.faults, passed_over=table.faulty_rows)


def fault_findings(
    entries: Entries, wrong: Mask, faults: Coded, passed_over: frozenset[int] = frozenset()
) -> list[Finding]:
    """A finding for each entry for which ``wrong`` is true, in the order of the sheet."""
    places = np.flatnonzero(wrong)
    found = zip(entries.positions[places].tolist(), faults.where(places), strict=True)
    return [
        Finding(code, entries.table.place(position, column), dict(values))
        for position, (code, column, values) in found
        if entries.table.sheet_row(position) not in passed_over
    ]
