"""The workbook open in Excel, or in LibreOffice through its engine for xlwings."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import xlwings
from xlwings.main import Table

from addin.books.addresses import LAST_ROW, Area
from addin.books.cell_values import LONGEST_TEXT
from addin.books.live.change import Change, restore, values_of
from addin.books.live.filters import filters_lifted, refuse_lasting_filters
from addin.books.live.native import is_protected, rows_of
from addin.books.live.open_table import OpenTable, read_table
from addin.books.refusals import (
    CellsBelowError,
    DateTooEarlyError,
    NoSuchTableError,
    SheetFullError,
    TableBelowError,
    TextTooLongError,
)
from addin.errors import BillingError
from addin.tables.catalogue import TABLES
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid

# The first day that a cell of Excel can show as a date.
FIRST_DAY = date(1900, 1, 1)


class ProtectedSheetError(BillingError):
    """A sheet to be written is protected; takes ``table``, ``sheet``."""

    code = "LIVE-01"


class WriteRefusedError(BillingError):
    """Excel refused a write and all is as it was; takes ``table``, ``sheet``, ``reason``."""

    code = "LIVE-02"


class HalfWrittenError(BillingError):
    """Excel refused a write, and then to put the table back; takes ``table``, ``sheet``."""

    code = "LIVE-03"


class LiveBook:
    """An open workbook, as a ``Book``.

    Nothing is saved: the user sees the change and decides. The user's window stays as it is:
    screen updating, calculation, events, filters and selection are put back whatever happens.
    """

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book
        self.path = Path(book.fullname)

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names; one that the workbook does not have is left out.

        A column is taken for a calculated one if most of its cells hold the same formula, seen
        from their own row, and it refers to something: Excel does not tell.
        """
        return {name: opened.grid for name, opened in self._open(tables).items()}

    def _open(self, tables: Iterable[str]) -> dict[str, OpenTable]:
        """The tables by the names they were asked for; case makes no difference to Excel."""
        there = self._tables()
        found = {name: there.get(name.casefold()) for name in tables}
        return {name: read_table(*place) for name, place in found.items() if place is not None}

    def _tables(self) -> dict[str, tuple[Table, xlwings.Sheet]]:
        """Every table of the workbook, with its sheet."""
        return {
            table.name.casefold(): (table, sheet)
            for sheet in self.book.sheets
            for table in sheet.tables
        }

    def require_writable(self) -> None:
        """Refuse now what ``write`` would refuse, before anything that cannot be undone.

        Looked at are the sheets that hold one of Quotepart's tables; what depends on the rows to
        be written, such as filled cells below a table, is not known yet.

        Raises:
            ProtectedSheetError: A sheet is protected.
            FilteredError: A filter could not be set again as it was.
        """
        ours = {spec.name.casefold() for spec in TABLES}
        for name, (table, sheet) in self._tables().items():
            if name in ours:
                if is_protected(sheet):
                    raise ProtectedSheetError(table=table.name, sheet=sheet.name)
                refuse_lasting_filters(sheet)

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none.

        Raises:
            BillingError: The edits cannot be made safely; the workbook is as it was, but after
                ``HalfWrittenError``, when it should be closed without saving.
        """
        edits = [edit for edit in edits if edit]
        if not edits:
            return
        assert len({edit.table for edit in edits}) == len(edits), "one edit for each table"
        opened = self._open(edit.table for edit in edits)
        for edit in edits:
            if edit.table not in opened:
                raise NoSuchTableError(file=self.path, table=edit.table)
        changes = [Change(opened[edit.table], edit) for edit in edits]
        for change, edit in zip(changes, edits, strict=True):
            refuse_values(edit)
            refuse_obstacles(change)
        sheets = list(
            {change.opened.sheet.name: change.opened.sheet for change in changes}.values()
        )
        with undisturbed(self.book), filters_lifted(sheets):
            carry_out(changes)


def carry_out(changes: Sequence[Change]) -> None:
    """Make every change; when Excel refuses one, put all back.

    Raises:
        WriteRefusedError: Excel refused; the tables are as they were.
        HalfWrittenError: They could not be put back.
    """
    for done, change in enumerate(changes, 1):
        try:
            change.carry_out()
        except Exception as error:
            where = {"table": change.grid.table, "sheet": change.grid.sheet}
            for begun in reversed(changes[:done]):
                _put_back(begun)
            raise WriteRefusedError(**where, reason=str(error)) from error


def _put_back(change: Change) -> None:
    try:
        restore(change.opened)
    except Exception as error:
        raise HalfWrittenError(table=change.grid.table, sheet=change.grid.sheet) from error


@contextmanager
def undisturbed(book: xlwings.Book) -> Iterator[None]:
    """Work without the screen following, and leave the window as it was found."""
    selected = book.app.selection
    place = (selected.sheet, selected.address) if selected else None
    quiet = {"screen_updating": False, "enable_events": False, "display_alerts": False}
    with book.app.properties(**quiet, calculation="manual"):
        try:
            yield
        finally:
            now = book.app.selection
            if place and (now is None or (now.sheet, now.address) != place):
                sheet, address = place
                sheet.activate()
                sheet.range(address).select()


def refuse_values(edit: TableEdit) -> None:
    """Find what no cell can hold, before anything is written.

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
    """Find what is in the way of a change, before anything is written.

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
    growth = len(change.added) - len(change.removed)
    if end + growth - 1 > LAST_ROW:
        raise SheetFullError(**where, count=len(change.added))
    if change.removed or change.added:
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
        moves = bool(change.removed) or opened.totals
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
