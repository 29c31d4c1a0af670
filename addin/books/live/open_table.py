"""One table of an open workbook, read as a whole."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlwings
from xlwings.main import Table

from addin.books.addresses import Area
from addin.books.closed.references import copied
from addin.books.live.cells import from_excel
from addin.books.live.native import (
    Value,
    columns_with_formulas,
    formulas_of,
    holds_formulas,
    rows_of,
)
from addin.books.live.rows import runs
from addin.tables.grid import Cell, Grid, taken_off

# A formula that refers to something: a cell, a column of a table, a function like ROW().
_REFERS = re.compile(r"\[|\b\$?[A-Z]{1,3}\$?\d+\b(?!\()|\(\)")
Formulas = Mapping[tuple[int, int], str]
"""The formula of a cell, by data row and column from 0."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table as it is on its sheet.

    Attributes:
        grid: What it holds.
        whole: All its cells, headings and totals included.
        area: Its data rows; of a table without any, the row below the headings.
        formulas: The formula of each cell that has one, by data row and column from 0.
        patterns: The formula of each calculated column, by column, as its first data row has it.
        totals: Whether a row of totals follows the data rows.
    """

    table: Table
    sheet: xlwings.Sheet
    grid: Grid
    whole: Area
    area: Area
    formulas: Formulas
    patterns: Mapping[int, str]
    totals: bool

    def place(self, first: int, last: int, left: int = 0, right: int | None = None) -> Area:
        """Data rows ``first`` to ``last``, columns ``left`` to ``right``, from 0 and inclusive."""
        right = len(self.grid.headings) - 1 if right is None else right
        column, row = self.area.first_column, self.area.first_row
        return Area(column + left, row + first, column + right, row + last)

    def cells(
        self, first: int, last: int, left: int = 0, right: int | None = None
    ) -> xlwings.Range:
        """The cells of such a place; they need not lie within the table."""
        return cells_of(self.sheet, self.place(first, last, left, right))

    def rows_now(self) -> int:
        """How many rows the table covers at this moment, headings and totals included."""
        return int(self.table.range.shape[0])


def cells_of(sheet: xlwings.Sheet, area: Area) -> xlwings.Range:
    """The cells of an area of a sheet."""
    return sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))


def read_table(table: Table, sheet: xlwings.Sheet) -> OpenTable:
    """Read a table: its values in one call, its formulas only where it has any.

    The row below is read with them; in the last row of a sheet no table ends.
    """
    cells = table.range
    *rows, below = rows_of(cells.resize(cells.shape[0] + 1))
    top, left = cells.row, cells.column
    whole = Area(left, top, left + len(rows[0]) - 1, top + len(rows) - 1)
    has_headings, totals = bool(table.show_headers), bool(table.show_totals)
    if has_headings:
        headings, *rows = rows
    else:
        headings = [column.name for column in table.columns]
    height = 0 if table.data_body_range is None else len(rows) - totals
    names = tuple(str(heading) for heading in headings)
    first_row = top + has_headings
    area = Area(left, first_row, whole.last_column, first_row + max(height, 1) - 1)
    found = _formulas(sheet, area, rows[:height])
    patterns = dict(_patterns(found, height))
    grid = Grid(
        table=table.name,
        sheet=sheet.name,
        first_row=first_row,
        headings=names,
        columns=_columns(rows[:height], len(names)),
        calculated=frozenset(names[column] for column in patterns),
        first_column=left,
        below=() if totals else taken_off(_columns([below], len(names))),
    )
    return OpenTable(table, sheet, grid, whole, area, found, patterns, totals)


def _columns(rows: Sequence[Sequence[Value]], width: int) -> tuple[list[Cell], ...]:
    if not rows:
        return tuple([] for _ in range(width))
    return tuple(
        [from_excel(value) if isinstance(value, datetime) else value for value in column]
        for column in zip(*rows, strict=True)
    )


def _formulas(sheet: xlwings.Sheet, area: Area, rows: Sequence[Sequence[Value]]) -> Formulas:
    """The formulas of the data rows, read from those columns only that have some."""
    found: dict[tuple[int, int], str] = {}
    for left, right in _columns_with_formulas(sheet, area) if rows else ():
        column = area.first_column
        part = Area(column + left, area.first_row, column + right, area.last_row)
        for row, texts in enumerate(formulas_of(cells_of(sheet, part))):
            for at, text in enumerate(texts, left):
                if text.startswith("=") and text != rows[row][at]:
                    found[row, at] = text
    return found


def _columns_with_formulas(sheet: xlwings.Sheet, area: Area) -> Iterator[tuple[int, int]]:
    """The columns with formulas, by first and last of each unbroken run, from 0."""
    cells = cells_of(sheet, area)
    answer = holds_formulas(cells)
    if answer is None:
        yield from runs(columns_with_formulas(cells))
    elif answer:
        yield 0, area.last_column - area.first_column


def _patterns(formulas: Formulas, height: int) -> Iterator[tuple[int, str]]:
    """The formula that most cells of a column share, as its first row has it, by column.

    A figure entered as a formula, such as ``=1/3``, refers to nothing and belongs to the user.
    """
    columns: dict[int, Counter[str]] = {}
    for (row, column), text in formulas.items():
        columns.setdefault(column, Counter())[copied(text, -row)] += 1
    for column in sorted(columns):
        formula, count = columns[column].most_common(1)[0]
        if 2 * count > height and _REFERS.search(formula):
            yield column, formula
