"""The cells of tables, read from a closed workbook."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from addin.books.addresses import column_number
from addin.books.closed.package import Package
from addin.books.closed.sheet_rows import SheetText, UnknownFormError
from addin.books.closed.table_part import Table
from addin.books.refusals import DamagedFileError, UnknownContentError
from addin.tables.grid import Cell, Grid

_Read = str | bool | int | float | datetime | date | time | timedelta

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

    def column(self, number: int, first_row: int, last_row: int) -> list[Cell]:
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
        UnknownContentError: A sheet with error values is written in a way not known here.
    """
    if not tables:
        return []
    sheets: dict[str, SheetCells] = {}
    try:
        with CalamineWorkbook.from_path(package.path) as book:
            for table in tables:
                if table.sheet_part not in sheets:
                    # First, for it makes sure that the part is not larger than it says.
                    errors = _errors(package, table)
                    sheet = book.get_sheet_by_name(table.sheet)
                    start = sheet.start or (0, 0)
                    sheets[table.sheet_part] = SheetCells(sheet.to_python(), start, errors)
    except CalamineError as fault:
        raise DamagedFileError(file=package.path, part=str(fault)) from fault
    return [_grid(table, sheets[table.sheet_part]) for table in tables]


def _grid(table: Table, sheet: SheetCells) -> Grid:
    body = table.body
    columns = {
        column.number: sheet.column(column.number, body.first_row, body.last_row)
        for column in table.columns
    }
    for (row, column), error in sheet.errors.items():
        if column in columns and body.first_row <= row <= body.last_row:
            columns[column][row - body.first_row] = error
    return Grid(
        table=table.name,
        sheet=table.sheet,
        first_row=body.first_row,
        first_column=body.first_column,
        headings=tuple(column.heading for column in table.columns),
        columns=tuple(columns.values()),
        calculated=frozenset(column.heading for column in table.columns if column.formula),
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
