"""Sheets of a document open in LibreOffice."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from xlwings import base_classes

from addin.books.addresses import Area
from addin.books.calc.named import Named
from addin.books.calc.names import Names
from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.ranges import Range
from addin.books.calc.tables import Table, Tables
from addin.books.calc.unsupported import tell_left_out

if TYPE_CHECKING:
    from addin.books.calc.books import Book

Corner = str | tuple[int, ...] | Range


@tell_left_out
class Sheets(Named["Sheet"], base_classes.Sheets):
    """The sheets of a book, from left to right."""

    def __init__(self, book: "Book") -> None:
        self.book = book

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.book.document.Sheets

    def keys(self) -> Sequence[str]:
        """Their names."""
        names: Sequence[str] = self.api.ElementNames
        return names

    def item(self, key: str) -> "Sheet":
        """The sheet of this name."""
        return Sheet(self.api.getByName(key), self.book)

    @property
    def active(self) -> "Sheet":
        """The sheet that the window shows."""
        return Sheet(self.book.document.CurrentController.ActiveSheet, self.book)

    def add(
        self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None
    ) -> "Sheet":
        """A new sheet, at the front unless told otherwise."""
        place = before.index - 1 if before else after.index if after else 0
        free = (f"Sheet{number}" for number in range(1, len(self) + 2))
        name = name or next(candidate for candidate in free if candidate not in self)
        self.api.insertNewByName(name, place)
        return self.item(name)


@tell_left_out
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, xl: UnoObject, book: "Book") -> None:
        self._name: str = xl.Name
        self._book = book

    @property
    def xl(self) -> UnoObject:
        """The UNO object, asked for each time: deleting cells spoils one that is at hand."""
        return self._all.getByName(self._name)

    @cached_property
    def _all(self) -> UnoObject:
        """The sheets of the document, which nothing spoils."""
        return self.book.document.Sheets

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.xl

    @property
    def book(self) -> "Book":
        """The book it is in."""
        return self._book

    @property
    def index(self) -> int:
        """Its place from the left, from 1."""
        return int(self.xl.RangeAddress.Sheet) + 1

    @property
    def name(self) -> str:
        """What its tab says."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value
        self._name = value

    @property
    def visible(self) -> bool:
        """Whether it has a tab."""
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xl.IsVisible = value

    @property
    def tables(self) -> Tables:
        """The tables on it."""
        return Tables(self)

    @property
    def names(self) -> Names:
        """The names of the whole book: LibreOffice keeps a table's sheet apart from them."""
        return Names(self.book)

    @property
    def protected(self) -> bool:
        """Whether its cells are locked."""
        return bool(self.xl.isProtected())

    @property
    def filtered(self) -> bool:
        """Whether a filter that belongs to no table hides rows.

        LibreOffice keeps such a filter as a nameless database range of the sheet.
        """
        nameless = self.book.document.getPropertyValue("UnnamedDatabaseRanges")
        place = self.index - 1
        if not nameless.hasByTable(place):
            return False
        return bool(nameless.getByTable(place).getFilterDescriptor().getFilterFields3())

    def block(self, row: int, column: int, height: int = 1, width: int = 1) -> Range:
        """The cells from a row and a column on, both from 1."""
        found = self.xl.getCellRangeByPosition(
            column - 1, row - 1, column + width - 2, row + height - 2
        )
        return Range(found, self, (row, column, height, width))

    @property
    def cells(self) -> Range:
        """All of it."""
        return Range(self.xl, self)

    def range(self, arg1: Corner, arg2: Corner | None = None) -> Range:
        """The cells of an address, a name, a table, or between two corners.

        Raises:
            ValueError: A name that stands for no cells.
        """
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return self.block(*arg1)
        if isinstance(arg1, tuple) and isinstance(arg2, tuple):
            (top, bottom), (left, right) = (sorted(pair) for pair in zip(arg1, arg2, strict=True))
            return self.block(top, left, bottom - top + 1, right - left + 1)
        first = self._corner(arg1)
        if arg2 is None:
            return first
        second = self._corner(arg2)
        top, left = min(first.row, second.row), min(first.column, second.column)
        bottom = max(corner.row + corner.shape[0] for corner in (first, second))
        right = max(corner.column + corner.shape[1] for corner in (first, second))
        return self.block(top, left, bottom - top, right - left)

    def _corner(self, corner: Corner) -> Range:
        if isinstance(corner, Range):
            return corner
        if isinstance(corner, tuple):
            return self.block(*corner)
        document, text = self.book.document, corner.replace("$", "")
        if document.DatabaseRanges.hasByName(text):  # in Excel, a table's name is its body
            body = Table(document.DatabaseRanges.getByName(text), self).data_body_range
            if body is not None:
                return body
        if text in self.book.names:
            return self.book.names(text).refers_to_range
        return Range(self.xl.getCellRangeByName(text), self)

    @property
    def used_range(self) -> Range:
        """From the first cell to the last filled one."""
        cursor = self.xl.createCursor()
        cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
        end = cursor.RangeAddress
        return self.block(1, 1, end.EndRow + 1, end.EndColumn + 1)

    def clear_contents(self) -> None:
        """Empty every cell."""
        self.cells.clear_contents()

    def clear(self) -> None:
        """Empty every cell, formats and all."""
        self.cells.clear()

    def delete_up(self, areas: Sequence[str]) -> None:
        """Take the cells of several areas out; those below move up.

        Args:
            areas: Their addresses, from the top down.
        """
        upwards = bridge().Enum("com.sun.star.sheet.CellDeleteMode", "UP")
        place = self.index - 1
        for area in map(Area.parse, reversed(areas)):
            going = bridge().createUnoStruct("com.sun.star.table.CellRangeAddress")
            going.Sheet = place
            going.StartColumn, going.StartRow = area.first_column - 1, area.first_row - 1
            going.EndColumn, going.EndRow = area.last_column - 1, area.last_row - 1
            self.xl.removeRange(going, upwards)

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as large as their contents."""
        self.cells.autofit(axis)

    def activate(self) -> None:
        """Show it in the window."""
        self.book.document.CurrentController.setActiveSheet(self.xl)

    select = activate

    def delete(self) -> None:
        """Take it out of the book."""
        self.book.sheets.api.removeByName(self.name)
