"""One table of an open workbook, read as a whole."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlwings
from xlwings.main import Table

from addin.books.addresses import Area
from addin.books.closed.references import copied
from addin.books.live.cells import from_excel
from addin.books.live.native import formulas_of, rows_of
from addin.tables.grid import Grid

# A formula that refers to something: a cell, a column of a table, a function like ROW().
_REFERS = re.compile(r"\[|\b\$?[A-Z]{1,3}\$?\d+\b(?!\()|\(\)")


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table as it is on its sheet.

    Attributes:
        grid: What it holds.
        area: Its data rows; of a table without any, the row below the headings.
        formulas: The formula of each cell that has one, by data row and column from 0.
        patterns: The formula of each calculated column, by column, as its first data row has it.
        totals: Whether a row of totals follows the data rows.
    """

    table: Table
    sheet: xlwings.Sheet
    grid: Grid
    area: Area
    formulas: Mapping[tuple[int, int], str]
    patterns: Mapping[int, str]
    totals: bool

    def cells(
        self, first: int, last: int, left: int = 0, right: int | None = None
    ) -> xlwings.Range:
        """Data rows ``first`` to ``last``, columns ``left`` to ``right``, from 0 and inclusive."""
        right = len(self.grid.headings) - 1 if right is None else right
        return self.sheet.range(
            (self.area.first_row + first, self.area.first_column + left),
            (self.area.first_row + last, self.area.first_column + right),
        )


def read_table(table: Table, sheet: xlwings.Sheet) -> OpenTable:
    """Read a table: its values in one call, its formulas in another."""
    whole = table.range
    rows, formulas = rows_of(whole), formulas_of(whole)
    if table.show_headers:
        headings, *rows = rows
        del formulas[0]
        first_row = whole.row + 1
    else:
        headings = [column.name for column in table.columns]
        first_row = whole.row
    totals = table.show_totals
    height = 0 if table.data_body_range is None else len(rows) - totals
    found = {
        (row, column): formulas[row][column]
        for row in range(height)
        for column in range(len(headings))
        if _is_formula(formulas[row][column], rows[row][column])
    }
    patterns = {
        column: pattern
        for column in range(len(headings))
        if (pattern := _pattern([found.get((row, column), "") for row in range(height)]))
    }
    names = tuple(str(heading) for heading in headings)
    grid = Grid(
        table=table.name,
        sheet=sheet.name,
        first_row=first_row,
        headings=names,
        columns=tuple(
            [from_excel(rows[row][column]) for row in range(height)] for column in range(len(names))
        ),
        calculated=frozenset(names[column] for column in patterns),
    )
    last_column = whole.column + len(names) - 1
    area = Area(whole.column, first_row, last_column, first_row + max(height, 1) - 1)
    return OpenTable(table, sheet, grid, area, found, patterns, totals)


def _is_formula(formula: str, value: object) -> bool:
    """A text that begins with an equals sign is its own content; a formula never is its result."""
    return formula.startswith("=") and formula != value


def _pattern(formulas: Sequence[str]) -> str:
    """The formula that most cells of a column share, as its first row has it; empty for none.

    A figure entered as a formula, such as ``=1/3``, refers to nothing and belongs to the user.
    """
    shared = Counter(copied(text, -row) if text else "" for row, text in enumerate(formulas))
    if not shared:
        return ""
    formula, count = shared.most_common(1)[0]
    return formula if 2 * count > len(formulas) and _REFERS.search(formula) else ""
