"""What xlwings has no word for, asked of the program itself: the only place that uses ``.api``.

Each question is answered by Excel on Windows (COM), by Excel on a Mac (Apple events) and by the
engine over LibreOffice.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlwings

ON_A_MAC = sys.platform == "darwin"
Value = str | bool | float | int | Decimal | datetime | None


def rows_of(cells: xlwings.Range) -> list[list[Value]]:
    """The values of a block, row by row, in one read; an error value is its text.

    Excel hands over a cell with a currency format as a ``Decimal`` cut to four places. Where one
    is met, the block is read once more as plain numbers.
    """
    rows: list[list[Value]] = cells.options(ndim=2, err_to_str=not ON_A_MAC).value
    if ON_A_MAC:
        _errors_on_a_mac(cells, rows)
    if any(isinstance(value, Decimal) for row in rows for value in row):
        exact = two_dimensions(_plain_numbers(cells))
        for row, numbers in zip(rows, exact, strict=True):
            for column, number in enumerate(numbers):
                if isinstance(row[column], Decimal):
                    row[column] = number
    return rows


def formulas_of(cells: xlwings.Range) -> list[list[str]]:
    """The formulas of a block, in one read; of a constant cell its content as a text."""
    return [[str(text) for text in row] for row in two_dimensions(cells.formula)]


def two_dimensions(block: Any) -> Sequence[Sequence[Any]]:  # noqa: ANN401 - as the program gives it
    """Rows of cells; a program gives one cell bare, and on a Mac one row bare.

    >>> two_dimensions(5), two_dimensions([1, 2]), two_dimensions(((1,), (2,)))
    ([[5]], [[1, 2]], ((1,), (2,)))
    """
    if not isinstance(block, list | tuple):
        return [[block]]
    return block if isinstance(block[0], list | tuple) else [block]


def is_protected(sheet: xlwings.Sheet) -> bool:
    """Whether the cells of a sheet are locked."""
    if _is_calc(sheet):
        return bool(sheet.impl.protected)
    return bool(sheet.api.protect_contents.get() if ON_A_MAC else sheet.api.ProtectContents)


def has_filter_of_its_own(sheet: xlwings.Sheet) -> bool:
    """Whether rows of a sheet are hidden by a filter that belongs to no table."""
    if _is_calc(sheet):
        return bool(sheet.impl.filtered)
    return bool(sheet.api.filter_mode.get() if ON_A_MAC else sheet.api.FilterMode)


def _is_calc(sheet: xlwings.Sheet) -> bool:
    return sheet.book.app.engine.name == "calc"


def _plain_numbers(cells: xlwings.Range) -> Any:  # noqa: ANN401
    return cells.impl.exact_value if _is_calc(cells.sheet) else cells.api.Value2


def _errors_on_a_mac(cells: xlwings.Range, rows: list[list[Value]]) -> None:
    """Excel for Mac gives an error value as nothing: its text is asked for apart."""
    shown = two_dimensions(cells.api.string_value.get())
    for row, texts in zip(rows, shown, strict=True):
        for column, text in enumerate(texts):
            if row[column] is None and str(text).startswith("#"):
                row[column] = str(text)
