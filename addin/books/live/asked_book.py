"""An open workbook as its own cell formulas look at it: values, and of our columns only.

LibreOffice calculates a cell that is read. A column of the user's may hold the very formulas that
are being calculated, and to read it would ask each of them from within the other; what Excel
computes in our own tables, such as their check columns, nobody needs for an answer.
"""

from collections.abc import Iterable
from datetime import datetime

import xlwings
from xlwings.main import Table

from addin.books.live.cells import from_excel
from addin.books.live.live_book import LiveBook
from addin.books.live.native import rows_of
from addin.books.live.rows import runs
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Writer
from addin.tables.grid import Cell, Grid
from addin.tables.reading import match_headings


class AskedBook(LiveBook):
    """An open workbook that is only ever read."""

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names with our columns only, without their formulas."""
        there = self._tables()
        asked = [name for name in tables if name.casefold() in there]
        return {name: _values(name, *there[name.casefold()]) for name in asked}


def _values(name: str, table: Table, sheet: xlwings.Sheet) -> Grid:
    spec = BY_NAME[name]
    row = table.header_row_range
    headings = [one.name for one in table.columns] if row is None else rows_of(row)[0]
    there = Grid(name, sheet.name, 0, tuple(map(str, headings)), ())
    found, _ = match_headings(spec, there)
    ours = sorted(
        found[column.name]
        for column in spec.columns
        if column.name in found and column.writer is not Writer.FORMULA
    )
    body = table.data_body_range
    first_row = 0 if body is None else body.row
    columns: list[list[Cell]] = []
    for left, right in runs(ours):
        columns += _columns(body, left, right)
    kept = tuple(there.headings[at] for at in ours)
    return Grid(name, sheet.name, first_row, kept, tuple(columns))


def _columns(body: xlwings.Range | None, left: int, right: int) -> list[list[Cell]]:
    if body is None:
        return [[] for _ in range(left, right + 1)]
    rows = rows_of(body[:, left : right + 1])
    return [
        [from_excel(value) if isinstance(value, datetime) else value for value in column]
        for column in zip(*rows, strict=True)
    ]
