"""A closed workbook keeps every promise of a book; openpyxl looks at what is in the file."""

from pathlib import Path

import openpyxl
import pytest

from addin.books.book import Book
from addin.books.closed import ClosedBook, open_book
from books.book_contract import BookContract, Shelf, make_workbook


class ClosedShelf:
    """Books in files; openpyxl looks at them."""

    def open(self, path: Path) -> Book:
        """Open the file."""
        return open_book(path)

    def values(self, book: Book, sheet: str, area: str) -> list[list[object]]:
        """The results that the file holds."""
        rows = _cells(book, sheet, area, results=True)
        return [[value for value, _ in row] for row in rows]

    def formulas(self, book: Book, sheet: str, area: str) -> list[list[str]]:
        """The formulas, an empty text where there is none."""
        rows = _cells(book, sheet, area, results=False)
        return [[str(value) if kind == "f" else "" for value, kind in row] for row in rows]


def _cells(book: Book, sheet: str, area: str, *, results: bool) -> list[list[tuple[object, str]]]:
    workbook = openpyxl.load_workbook(book.path, data_only=results)
    rows = workbook[sheet][area]
    rows = rows if isinstance(rows, tuple) else ((rows,),)
    return [[(cell.value, cell.data_type) for cell in row] for row in rows]


class TestClosedBook(BookContract):
    """The contract, in a file."""

    @pytest.fixture
    def shelf(self) -> Shelf:
        """Files."""
        return ClosedShelf()


def test_a_table_is_found_whatever_the_case_of_its_name(tmp_path: Path) -> None:
    book = open_book(make_workbook(tmp_path / "Billing.xlsx"))

    assert book.read(["pLAN"])["pLAN"].table == "Plan"
    assert isinstance(book, ClosedBook)
