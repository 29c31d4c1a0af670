"""A table as it lies in a workbook or in a file to import: headings over columns of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | bool | int | float | Decimal | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table, column by column.

    Attributes:
        table: Name of the Excel table, or of the imported file.
        sheet: Name of its sheet as the user sees it.
        first_row: Number of the first data row as the sheet shows it, from 1.
        headings: The headings, as they are.
        columns: One list of cells per heading, all of the same length. An empty cell is None; a
            number is a float or an int, a date a ``datetime`` or ``date``, a time of day a
            ``time``; an error value such as ``#N/A`` is its text.
        calculated: Headings whose cells are filled by a formula of the table.
        first_column: Number of the sheet's column that holds the first heading, from 1.
        below: What stands right below the last data row, outside the table; empty where nothing
            does, or where a row of totals follows.
    """

    table: str
    sheet: str
    first_row: int
    headings: tuple[str, ...]
    columns: tuple[list[Cell], ...]
    calculated: frozenset[str] = frozenset()
    first_column: int = 1
    below: tuple[Cell, ...] = ()

    @property
    def height(self) -> int:
        """Number of data rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    def blank(self, index: int) -> bool:
        """Whether nobody has filled data row ``index`` (from 0); formulas do not count."""
        return all(
            is_empty(column[index])
            for heading, column in zip(self.headings, self.columns, strict=True)
            if heading not in self.calculated
        )


def taken_off(columns: Sequence[list[Cell]]) -> tuple[Cell, ...]:
    """Take the last cell off each column, as ``below`` has them."""
    cells = tuple(column.pop() for column in columns)
    return () if all(map(is_empty, cells)) else cells


def is_empty(cell: Cell) -> bool:
    """Whether a cell shows nothing: a space that was typed to clear it counts as nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
