"""The workbook open in a real spreadsheet program: LibreOffice in the place of Excel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from addin.books.book import Book
from addin.books.live import LiveBook
from addin.books.native import formulas_of, rows_of
from books.book_contract import BookContract, Shelf


class OpenShelf:
    """Books open in LibreOffice."""

    def __init__(self, app: xlwings.App) -> None:
        self.app = app

    def open(self, path: Path) -> Book:
        for book in list(self.app.books):
            book.close()
        return LiveBook(self.app.books.open(path))

    def _cells(self, book: Book, sheet: str, area: str) -> xlwings.Range:
        assert isinstance(book, LiveBook)
        return book.book.sheets[sheet].range(area)

    def values(self, book: Book, sheet: str, area: str) -> list[list[object]]:
        return [list(row) for row in rows_of(self._cells(book, sheet, area))]

    def formulas(self, book: Book, sheet: str, area: str) -> list[list[str]]:
        cells = self._cells(book, sheet, area)
        return [
            [
                text if text.startswith("=") and text != value else ""
                for text, value in zip(*both, strict=True)
            ]
            for both in zip(formulas_of(cells), rows_of(cells), strict=True)
        ]


class TestLiveBook(BookContract):
    @pytest.fixture
    def shelf(self, office_app: xlwings.App) -> Iterator[Shelf]:
        shelf = OpenShelf(office_app)
        yield shelf
        for book in list(office_app.books):
            book.close()
