"""Days, months and times of day, of cells and of files."""

import re
from datetime import date, datetime, time, timedelta

from addin.billing.calendar import Month
from addin.tables.cells import CellFault, legible, shown
from addin.tables.grid import Cell
from addin.tables.numbers import read_number

MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?", re.ASCII)
EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST = date(1900, 1, 1)  # what Excel has no day before
LATEST = date(9999, 12, 31)
LATEST_SERIAL = 2_958_465
DAY_SECONDS = 24 * 60 * 60
NO_HOUR = 99


def read_day(cell: Cell) -> date:
    """The day of a cell of a workbook; a time of day with it is left out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise CellFault("TAB-08", value=read_number(cell), proposal=day_of_serial(cell))
    raise CellFault("TAB-07", value=legible(cell))


def day_of_serial(serial: float) -> date:
    """The day that Excel keeps as this number.

    Raises:
        CellFault: It is no day from 1900 to 9999.
    """
    if not 1 <= serial < LATEST_SERIAL + 1:
        raise CellFault("TAB-21", value=read_number(serial), low=EARLIEST, high=LATEST)
    return EXCEL_EPOCH + timedelta(days=int(serial))


def read_file_day(field: str) -> date:
    """The day of a file, by ISO 8601; a time of day behind it is left out."""
    try:
        day = datetime.fromisoformat(field.strip()).date()
    except ValueError:
        raise CellFault("TAB-07", value=legible(field)) from None
    if day < EARLIEST:
        raise CellFault("TAB-21", value=day, low=EARLIEST, high=LATEST)
    return day


def read_month(cell: Cell) -> Month:
    """The month of a cell of a workbook: ``2026-10`` or any day in it."""
    if isinstance(cell, str):
        return read_file_month(cell)
    return _countable(Month.of(read_day(cell)), cell)


def read_file_month(field: str) -> Month:
    """The month of a file: ``2026-10`` or a day in it."""
    text = legible(field)
    found = MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12:
        return _countable(Month(int(found[1]), int(found[2])), text)
    try:
        day = read_file_day(text)
    except CellFault:
        raise CellFault("TAB-14", value=text) from None
    return _countable(Month.of(day), text)


def _countable(month: Month, cell: Cell) -> Month:
    """A month that has one before it and one after it in the calendar."""
    if not EARLIEST.year <= month.year < LATEST.year:
        raise CellFault("TAB-14", value=shown(cell))
    return month


def read_clock(cell: Cell) -> time:
    """The time of day of a cell of a workbook, to the second; 24:00 is 0:00."""
    if isinstance(cell, str):
        return read_file_clock(cell)
    seconds = _seconds(cell)
    if seconds is None or not 0 <= seconds <= DAY_SECONDS:
        raise CellFault("TAB-15", value=shown(cell))
    whole = round(seconds) % DAY_SECONDS
    return time(whole // 3600, whole // 60 % 60, whole % 60)


def _seconds(cell: Cell) -> float | None:
    """Seconds since midnight; None for what is no time of day, such as the number 9."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1_000_000
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell < 1:
        return cell * DAY_SECONDS
    return None


def read_file_clock(field: str) -> time:
    """The time of day of a file, such as ``9:30`` or ``09:30:15``."""
    found = CLOCK.fullmatch(field.strip())
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (NO_HOUR, 0, 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise CellFault("TAB-15", value=legible(field)) from None


def clock_text(value: time) -> str:
    """A time of day as JSON has it; seconds only where there are some.

    >>> clock_text(time(9, 30)), clock_text(time(9, 30, 15))
    ('09:30', '09:30:15')
    """
    return value.isoformat("seconds" if value.second else "minutes")
