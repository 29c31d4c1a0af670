"""Cells of a sheet read by column, and by calamine, to be held against each other."""

import struct
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from python_calamine import CalamineWorkbook

from addin.books.closed.package import Package
from addin.books.closed.sheet_scan import ColumnCells, WorkbookValues, scan
from addin.tables.grid import Cell
from books.raw_books import SHEET

ROOT = Path(__file__).parent.parent.parent
WORKBOOKS = ROOT.parent / "shared" / "corpus" / "workbooks"
WIDTH, HEIGHT = 8, 40
DAY = timedelta(days=1)
OFTEN = settings(max_examples=150, deadline=None)

Cells = dict[tuple[int, int], Cell]


def plain(cell: Any) -> Cell:
    """A cell of calamine's as a grid has it."""
    return None if cell == "" else cell / DAY if isinstance(cell, timedelta) else cell


def by_calamine(path: Path, sheet: str) -> Cells:
    """The filled cells of a sheet by row and column, from 1."""
    with CalamineWorkbook.from_path(path) as book:
        there = book.get_sheet_by_name(sheet)
        top, left = there.start or (0, 0)
        return {
            (top + row, left + column): plain(cell)
            for row, cells in enumerate(there.to_python(), 1)
            for column, cell in enumerate(cells, 1)
            if cell != ""
        }


def scanned(
    path: Path,
    part: str = SHEET,
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    at_once: int = 2 << 20,
    stretch: int | None = None,
) -> Cells:
    """The same by column."""
    with Package(path) as package:
        values = WorkbookValues(package)
        columns = [ColumnCells.empty(number, 1, height) for number in range(1, width + 1)]
        content = package.read(part)
        step = stretch or len(content)
        stretches = (content[at : at + step] for at in range(0, len(content), step))
        scan(stretches, columns, values, at_once=at_once)
    return {
        (row, column.number): cell
        for column in columns
        for row, cell in enumerate(column.cells.tolist(), 1)
        if cell is not None
    }


def exact(cells: Mapping[tuple[int, int], Cell]) -> dict[tuple[int, int], object]:
    """Cells in a form in which 1, 1.0 and True, and 0.0 and -0.0, are different."""
    return {
        place: struct.pack("<d", cell) if isinstance(cell, float) else (type(cell), cell)
        for place, cell in cells.items()
    }


def assert_same(found: Cells, expected: Cells) -> None:
    assert exact(found) == exact(expected), (found, expected)
