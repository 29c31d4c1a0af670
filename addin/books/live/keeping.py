"""The copy of an open workbook for its restore point."""

from collections.abc import Callable, Mapping
from pathlib import Path

import xlwings

from addin.books.closed import ClosedBook
from addin.books.disk import copy_flushed
from addin.books.live.difference import difference
from addin.books.live.native import is_saved, save_copy
from addin.errors import BillingError
from addin.tables.grid import Cell, Grid


class UnsavedTypingError(BillingError):
    """What was typed since the last saving cannot be kept; takes ``name``, ``reason``."""

    code = "LIVE-06"


def write_copy(
    book: xlwings.Book, file: Path, target: Path, present: Callable[[], Mapping[str, Grid]]
) -> None:
    """Write a copy of an open workbook as it is now.

    Excel on Windows does it itself. Elsewhere the file is copied, and the cells of our tables are
    put into the copy as they are in the open workbook.

    Args:
        book: The workbook.
        file: Where it was opened from.
        target: The copy.
        present: Reads our tables.

    Raises:
        UnsavedTypingError: The tables cannot be put into the copy.
        OSError: The disk or the folder refuses.
    """
    if save_copy(book, target):
        return
    copy_flushed(file, target)
    if is_saved(book):
        return
    try:
        copy, grids = ClosedBook(target), present()
        saved = copy.read(grids)
        copy.write(
            [
                difference(saved[name], columns_of(grid), grid.height)
                for name, grid in grids.items()
                if name in saved
            ]
        )
    except BillingError as error:
        target.unlink(missing_ok=True)
        raise UnsavedTypingError(name=file.name, reason=str(error)) from error


def columns_of(grid: Grid) -> dict[str, list[Cell]]:
    """The columns of a table by heading."""
    return dict(zip(grid.headings, grid.columns, strict=True))
