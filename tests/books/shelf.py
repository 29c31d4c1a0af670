"""How the tests of the contract open a book and look at its cells from outside."""

from pathlib import Path
from typing import Protocol

from addin.books.book import Book
from addin.tables.grid import Cell, Grid


class Shelf(Protocol):
    """Opens one kind of book and looks at its cells."""

    def open(self, path: Path) -> Book:
        """Open the workbook."""

    def values(self, book: Book, sheet: str, area: str) -> list[list[object]]:
        """The values of some cells after a write, row by row; None where a cell is empty."""

    def formulas(self, book: Book, sheet: str, area: str) -> list[list[str]]:
        """Their formulas as Excel writes them, row by row; an empty text where there is none."""


def column(grid: Grid, heading: str) -> list[Cell]:
    """The cells under a heading."""
    return grid.columns[grid.headings.index(heading)]
