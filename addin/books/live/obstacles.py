"""What is in the way of a change to an open workbook, found before anything is written."""

from datetime import date

from addin.books.addresses import LAST_ROW, Area
from addin.books.cell_values import LONGEST_TEXT
from addin.books.live.change import Change, values_of
from addin.books.live.native import is_protected, rows_of
from addin.books.refusals import (
    CellsBelowError,
    DateTooEarlyError,
    SheetFullError,
    TableBelowError,
    TextTooLongError,
)
from addin.errors import BillingError
from addin.tables.edits import TableEdit

# The first day that a cell of Excel can show as a date.
FIRST_DAY = date(1900, 1, 1)


class ProtectedSheetError(BillingError):
    """A sheet to be written is protected; takes ``table``, ``sheet``."""

    code = "LIVE-01"


def refuse_values(edit: TableEdit) -> None:
    """Find what no cell can hold.

    Raises:
        TextTooLongError: A text has more characters than a cell takes.
        DateTooEarlyError: A date lies before Excel's calendar.
    """
    for heading, value in values_of(edit):
        cell = f"{edit.table}[{heading}]"
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise TextTooLongError(cell=cell, length=len(value), start=value[:40])
        # A datetime is a date as well, but the two do not compare.
        if isinstance(value, date) and value.year < FIRST_DAY.year:
            raise DateTooEarlyError(cell=cell, date=value)


def refuse_obstacles(change: Change) -> None:
    """Find what keeps a table from being changed.

    Raises:
        ProtectedSheetError: The sheet is protected.
        SheetFullError: There are not enough rows.
        TableBelowError: Another table would be covered, or would have to move.
        CellsBelowError: Filled cells would be covered.
    """
    opened, where = change.opened, {"table": change.grid.table, "sheet": change.grid.sheet}
    if is_protected(opened.sheet):
        raise ProtectedSheetError(**where)
    end = opened.area.first_row + change.grid.height + opened.totals
    growth = change.growth
    if end + growth - 1 > LAST_ROW:
        raise SheetFullError(**where, count=len(change.added))
    if change.removed or change.added or change.inserted:
        _refuse_tables(change, end, growth)
    if growth > 0:
        _refuse_cells(change, end, growth)


def _refuse_tables(change: Change, end: int, growth: int) -> None:
    """Another table is in the way of growing, or would be cut by moving what lies below."""
    opened = change.opened
    coming = opened.area.rows(end, max(end + growth - 1, end))
    below = opened.area.rows(end, LAST_ROW)
    for other in opened.sheet.tables:
        if other.name == change.grid.table:
            continue
        there = Area.parse(other.range.address)
        moves = bool(change.removed or change.inserted) or opened.totals
        cut = moves and there.meets(below) and not there.within(below)
        if cut or (growth > 0 and there.meets(coming)):
            where = {"table": change.grid.table, "sheet": change.grid.sheet}
            raise TableBelowError(**where, other=other.name)


def _refuse_cells(change: Change, end: int, growth: int) -> None:
    first = end - change.opened.area.first_row
    rows = rows_of(change.opened.cells(first, first + growth - 1))
    for row, cells in enumerate(rows, end):
        for column, value in enumerate(cells, change.opened.area.first_column):
            if value is not None:
                cell = str(Area(column, row, column, row))
                where = {"table": change.grid.table, "sheet": change.grid.sheet}
                raise CellsBelowError(**where, cell=cell)
