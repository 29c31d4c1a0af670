"""What xlwings has no word for, asked of the program itself: the only place that uses ``.api``.

Each question is answered by Excel on Windows (COM), by Excel on a Mac (Apple events) and by the
engine over LibreOffice.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings
from xlwings.main import Table

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


def tables_of(book: xlwings.Book) -> list[tuple[Table, xlwings.Sheet]]:
    """Every table of a workbook, with its sheet, in the order of the sheets."""
    if book.impl.app.engine.name == "calc":
        found = book.impl.tables()
        return [(Table(impl=one), xlwings.Sheet(impl=one.parent)) for one in found]
    return [(table, sheet) for sheet in book.sheets for table in sheet.tables]


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


def is_filtered(table: Table) -> bool:
    """Whether a table hides rows by its filter; on a Mac, whether it may do so."""
    if not table.show_autofilter:
        return False
    if _is_calc(table.parent) or ON_A_MAC:
        return True
    own = table.api.AutoFilter
    return own is not None and bool(own.FilterMode)


def holds_formulas(cells: xlwings.Range) -> bool | None:
    """Whether the cells of a block hold formulas: all of them, none, or, if None, some."""
    if _is_calc(cells.sheet):
        found = cells.impl.has_formula
    else:
        found = cells.api.has_formula.get() if ON_A_MAC else cells.api.HasFormula
    return found if isinstance(found, bool) else None


def columns_with_formulas(cells: xlwings.Range) -> list[int]:
    """The columns of a block in which a cell holds a formula, from 0."""
    if _is_calc(cells.sheet):
        found: list[int] = cells.impl.columns_with_formulas
        return found
    width = cells.shape[1]
    return [at for at in range(width) if holds_formulas(cells[:, at]) is not False]


def delete_up(sheet: xlwings.Sheet, areas: Sequence[str]) -> None:
    """Take several areas out in one call; the cells below each move up.

    Args:
        sheet: Where they lie.
        areas: Their addresses, from the top down.
    """
    if _is_calc(sheet):
        sheet.impl.delete_up(areas)
    else:
        sheet.range(",".join(areas)).delete("up")


def scroll_of(book: xlwings.Book) -> tuple[int, int]:
    """The first row and the first column that the window shows below what is frozen."""
    if book.impl.app.engine.name == "calc":
        row, column = book.impl.scroll
    elif ON_A_MAC:
        window = book.app.api.active_window
        row, column = window.scroll_row.get(), window.scroll_column.get()
    else:
        window = book.app.api.ActiveWindow
        row, column = window.ScrollRow, window.ScrollColumn
    return int(row), int(column)


def scroll_to(book: xlwings.Book, place: tuple[int, int]) -> None:
    """Let the window show this row and this column first."""
    if book.impl.app.engine.name == "calc":
        book.impl.scroll = place
    elif ON_A_MAC:
        window = book.app.api.active_window
        window.scroll_row.set(place[0])
        window.scroll_column.set(place[1])
    else:
        window = book.app.api.ActiveWindow
        window.ScrollRow, window.ScrollColumn = place


def save_copy(book: xlwings.Book, path: Path) -> bool:
    """Write a copy of the workbook as it is now, with what has not been saved yet.

    Returns:
        Whether the program can do so. LibreOffice would lose parts of the workbook, and no word of
        Excel for Mac leaves the open workbook under its own name.
    """
    if book.impl.app.engine.name == "calc" or ON_A_MAC:
        return False
    book.api.SaveCopyAs(str(path))
    return True


def is_saved(book: xlwings.Book) -> bool:
    """Whether the open workbook is what its file holds."""
    if book.impl.app.engine.name == "calc":
        return not book.api.isModified()
    return bool(book.api.saved.get() if ON_A_MAC else book.api.Saved)


def _is_calc(sheet: xlwings.Sheet) -> bool:
    # Asked of what stands behind it: an xlwings book looks for its file each time it is made.
    name: str = sheet.impl.book.app.engine.name
    return name == "calc"


def _plain_numbers(cells: xlwings.Range) -> Any:  # noqa: ANN401
    return cells.impl.exact_value if _is_calc(cells.sheet) else cells.api.Value2


def _errors_on_a_mac(cells: xlwings.Range, rows: list[list[Value]]) -> None:
    """Excel for Mac gives an error value as nothing: its text is asked for apart."""
    shown = two_dimensions(cells.api.string_value.get())
    for row, texts in zip(rows, shown, strict=True):
        for column, text in enumerate(texts):
            if row[column] is None and str(text).startswith("#"):
                row[column] = str(text)
