"""The cells of tables, read from a closed workbook."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from addin.books.addresses import column_number
from addin.books.closed.package import Package
from addin.books.closed.sheet_rows import SheetText, UnknownFormError
from addin.books.closed.sheet_scan import ColumnCells, WorkbookValues, scan
from addin.books.closed.table_part import Table
from addin.books.closed.vast_contents import refuse_vast_contents
from addin.books.refusals import DamagedFileError, UnknownContentError
from addin.tables.grid import Cell, Grid, taken_off

_Read = str | bool | int | float | datetime | date | time | timedelta

Columns = dict[str, list[list[Cell]]]
"""The cells of tables by column, by the name of the part that defines the table.

The row below the data comes with them."""

_DAY = timedelta(days=1)
_ERROR = re.compile(
    rb'<c r="([A-Z]+)[0-9]+"[^>]*\bt="e"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class SheetCells:
    """What one pass over a sheet gives.

    Attributes:
        rows: The used rectangle.
        start: Row and column of its first cell, from 0.
        errors: Texts such as ``#N/A`` by row and column number of the sheet, from 1.
    """

    rows: list[list[_Read]]
    start: tuple[int, int]
    errors: Mapping[tuple[int, int], str]

    def columns(self, table: Table) -> list[list[Cell]]:
        """The cells of a table and the row below it, column by column."""
        first_row, last_row = _rows_of(table)
        columns = {
            column.number: self._column(column.number, first_row, last_row)
            for column in table.columns
        }
        for (row, column), error in self.errors.items():
            if column in columns and first_row <= row <= last_row:
                columns[column][row - first_row] = error
        return list(columns.values())

    def _column(self, number: int, first_row: int, last_row: int) -> list[Cell]:
        """The cells of a column in some rows of the sheet, both inclusive."""
        top, index = self.start[0] + 1, number - self.start[1] - 1
        height = last_row - first_row + 1
        if not self.rows or not 0 <= index < len(self.rows[0]):
            return [None] * height
        above: list[Cell] = [None] * min(max(top - first_row, 0), height)
        used = self.rows[max(first_row - top, 0) : max(last_row - top + 1, 0)]
        # Hours in a format such as [h]:mm are a number of days to Excel, and to us.
        cells = above + [
            None if cell == "" else cell / _DAY if isinstance(cell, timedelta) else cell
            for cell in [row[index] for row in used]
        ]
        return cells + [None] * (height - len(cells))


def read_grids(package: Package, tables: Sequence[Table]) -> list[Grid]:
    """The cells of tables, each sheet read once.

    Raises:
        DamagedFileError: A sheet cannot be read.
        UnknownContentError: A sheet with error values is written in a way not known here, or one
            written so holds a number in the format of a duration that is beyond every day.
    """
    by_sheet: dict[str, list[Table]] = {}
    for table in tables:
        by_sheet.setdefault(table.sheet_part, []).append(table)
    if not by_sheet:
        return []
    columns: Columns = {}
    with suppress(UnknownFormError):
        values = WorkbookValues(package)
        for there in by_sheet.values():
            with suppress(UnknownFormError):
                columns |= _scanned(package, there, values)
    left = [there for there in by_sheet.values() if there[0].part not in columns]
    if left:
        columns |= _read_whole(package, left)
    return [_grid(table, columns[table.part]) for table in tables]


def _scanned(package: Package, tables: Sequence[Table], values: WorkbookValues) -> Columns:
    """The columns of the tables on one sheet."""
    columns = {table.part: _empty_columns(table) for table in tables}
    content = package.chunks(tables[0].sheet_part)
    scan(content, [column for there in columns.values() for column in there], values)
    return {part: [column.cells.tolist() for column in there] for part, there in columns.items()}


def _empty_columns(table: Table) -> list[ColumnCells]:
    first, last = _rows_of(table)
    return [ColumnCells.empty(column.number, first, last - first + 1) for column in table.columns]


def _rows_of(table: Table) -> tuple[int, int]:
    """The first data row, and the row below the last."""
    return table.body.first_row, table.body.last_row + 1


def _read_whole(package: Package, sheets: Sequence[list[Table]]) -> Columns:
    """The same by calamine, which knows every form that a sheet may have."""
    columns: Columns = {}
    refuse_vast_contents(package, [tables[0].sheet_part for tables in sheets])
    try:
        with CalamineWorkbook.from_path(package.path) as book:
            for tables in sheets:
                # First, for it makes sure that the part is not larger than it says.
                errors = _errors(package, tables[0])
                sheet = book.get_sheet_by_name(tables[0].sheet)
                rows = _sheet_rows(sheet, package.path)
                cells = SheetCells(rows, sheet.start or (0, 0), errors)
                for table in tables:
                    columns[table.part] = cells.columns(table)
    except CalamineError as fault:
        raise DamagedFileError(file=package.path, part=str(fault)) from fault
    return columns


def _sheet_rows(sheet: CalamineSheet, path: Path) -> list[list[_Read]]:
    try:
        return sheet.to_python()
    except OverflowError as fault:  # a number in the format of a duration, beyond every day
        raise UnknownContentError(file=path, part=sheet.name) from fault


def _grid(table: Table, columns: Sequence[list[Cell]]) -> Grid:
    below = taken_off(columns)
    return Grid(
        table=table.name,
        sheet=table.sheet,
        first_row=table.body.first_row,
        first_column=table.body.first_column,
        headings=tuple(column.heading for column in table.columns),
        columns=tuple(columns),
        calculated=frozenset(column.heading for column in table.columns if column.formula),
        below=() if table.totals else below,
    )


def _errors(package: Package, table: Table) -> dict[tuple[int, int], str]:
    """The error values of a sheet, which calamine reads as empty cells."""
    content = package.read(table.sheet_part)
    if b'"e"' not in content and b"'e'" not in content:
        return {}
    try:
        rows = SheetText.parse(content).rows
    except UnknownFormError as fault:
        raise UnknownContentError(file=package.path, part=table.sheet) from fault
    return {
        (number, column_number(letters.decode())): error.decode()
        for number, row in rows.items()
        if b't="e"' in row.cells
        for letters, error in _ERROR.findall(row.cells)
    }
