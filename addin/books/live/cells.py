"""Values between Excel's cells and a grid, so that none changes its nature on the way.

Excel takes a text that is put into a cell as if it had been typed: ``0123`` loses its zero,
``=1+1`` becomes a formula, ``1/2`` a date. A leading apostrophe keeps it a text and is not part
of it; a column formatted as text needs none.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import xlwings

from addin.books.live.native import Value, rows_of
from addin.tables.grid import Cell

TEXT_FORMAT = "@"
HALF_A_SECOND = timedelta(milliseconds=500)
# What Excel reads as TRUE or FALSE in the languages of the workbook.
TRUTHS = {"TRUE", "FALSE", "VRAI", "FAUX", "WAAR", "ONWAAR", "WAHR", "FALSCH"}


def from_excel(value: Value) -> Cell:
    """A value as a grid has it: a time of day apart from a date, both to the whole second.

    >>> from_excel(datetime(1899, 12, 30, 9, 9, 59, 999000))
    datetime.time(9, 10)
    """
    if not isinstance(value, datetime):
        return value
    rounded = (value + HALF_A_SECOND).replace(microsecond=0)
    return rounded.time() if rounded.year < 1900 else rounded


def to_excel(cell: Cell, *, as_text: bool = False) -> str | bool | float | datetime | None:
    """A cell of a grid as ``Range.value`` is to be given it.

    Args:
        cell: The value; a Decimal goes down as the float nearest to it, since COM's own decimal
            type is cut to four places.
        as_text: The column is formatted as text.

    >>> to_excel("0123"), to_excel("0123", as_text=True), to_excel("Dupont & Fils")
    ("'0123", '0123', 'Dupont & Fils')
    >>> to_excel(Decimal("83.33")), to_excel(time(6)), to_excel(date(2026, 3, 1))
    (83.33, 0.25, datetime.datetime(2026, 3, 1, 0, 0))
    """
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith("'") or (not as_text and _would_change(cell)) else cell
    if cell is None or isinstance(cell, bool | datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - cells know no time zones
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second) / timedelta(1)
    return float(cell) if isinstance(cell, int | Decimal) else cell


def _would_change(text: str) -> bool:
    return (
        text.startswith(("=", "+", "-", "@", "#"))
        or any(letter.isdigit() for letter in text)
        or text.strip().upper() in TRUTHS
    )


def put(cells: xlwings.Range, rows: Sequence[Sequence[Cell]]) -> None:
    """Write a block in one call per stretch of columns of one kind.

    Args:
        cells: As many rows and columns as ``rows``.
        rows: The values; None empties a cell.
    """
    texts = [_is_text(cells, column, rows) for column in range(len(rows[0]))]
    cells.value = [
        [to_excel(cell, as_text=as_text) for cell, as_text in zip(row, texts, strict=True)]
        for row in rows
    ]
    _keep_apostrophes(cells, rows)


def _is_text(cells: xlwings.Range, column: int, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the cells of a column are formatted as text; asked only where it matters."""
    if not any(isinstance(row[column], str) and _would_change(str(row[column])) for row in rows):
        return False
    code: str | None = cells[:, column].number_format
    return code == TEXT_FORMAT


def _keep_apostrophes(cells: xlwings.Range, rows: Sequence[Sequence[Cell]]) -> None:
    """Names such as *'s-Hertogenbosch* begin with an apostrophe of their own.

    Whether the one in front of it has been taken off is looked up, and mended.
    """
    if not any(isinstance(cell, str) and cell.startswith("'") for line in rows for cell in line):
        return
    for row, (line, there) in enumerate(zip(rows, rows_of(cells), strict=True)):
        for column, text in enumerate(line):
            if isinstance(text, str) and text.startswith("'") and there[column] != text:
                cells[row, column].value = text
