"""A closed workbook keeps every promise of a book; openpyxl looks at what is in the file."""

from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from addin.books.book import Book, TableEdit
from addin.books.closed import ClosedBook, open_book
from addin.tables.grid import Cell
from books.book_contract import BookContract, Shelf, column, make_workbook


class ClosedShelf:
    """Books in files; openpyxl looks at them."""

    def open(self, path: Path) -> Book:
        return open_book(path)

    def values(self, book: Book, sheet: str, area: str) -> list[list[object]]:
        rows = _cells(book, sheet, area, results=True)
        return [[value for value, _ in row] for row in rows]

    def formulas(self, book: Book, sheet: str, area: str) -> list[list[str]]:
        rows = _cells(book, sheet, area, results=False)
        return [[str(value) if kind == "f" else "" for value, kind in row] for row in rows]


def _cells(book: Book, sheet: str, area: str, *, results: bool) -> list[list[tuple[object, str]]]:
    workbook = openpyxl.load_workbook(book.path, data_only=results)
    rows = workbook[sheet][area]
    rows = rows if isinstance(rows, tuple) else ((rows,),)
    return [[(cell.value, cell.data_type) for cell in row] for row in rows]


class TestClosedBook(BookContract):
    """The contract; where a file holds results that nobody calculated, what a file promises."""

    @pytest.fixture
    def shelf(self) -> Shelf:
        return ClosedShelf()

    def test_cells_are_read_as_what_they_are(self, book: Book) -> None:
        grid = self.plan(book)

        assert column(grid, "Datum") == [
            date(2026, 1, 31),
            date(2026, 2, 28),
            None,
            date(2026, 3, 31),
        ]
        assert column(grid, "Amount") == [83.33, 0.1, -12.5, 1e9]
        assert column(grid, "Note")[1:] == [None, "Café « Ça » — €", "=1+1 as text"]

    def test_most_of_a_column_may_change_at_once(self, book: Book) -> None:
        never_calculated: Cell = 0  # what XlsxWriter puts as the result of =1/3

        book.write([TableEdit("Plan", {row: {"Amount": row, "Mine": row} for row in (0, 2, 3)})])

        assert column(self.plan(book), "Amount") == [0, 0.1, 2, 3]
        assert column(self.plan(book), "Mine") == [0, never_calculated, 2, 3]

    def test_removed_rows_go_and_the_others_move_up(self, book: Book) -> None:
        book.write([TableEdit("Plan", removed=frozenset({0, 2}))])

        assert column(self.plan(book), "Code") == ["0002", "0004"]
        assert column(self.plan(book), "Amount") == [0.1, 1e9]
        assert ClosedShelf().formulas(book, "Plan sheet", "G4:G5") == [["=1/3"], [""]]

    def test_a_time_of_day_is_kept(self, book: Book) -> None:
        book.write([TableEdit("Payments", {0: {"Paid": time(9, 10)}})])

        cell = column(book.read(["Payments"])["Payments"], "Paid")[0]
        assert cell == pytest.approx(550 / 1440)


def test_a_table_is_found_whatever_the_case_of_its_name(tmp_path: Path) -> None:
    book = open_book(make_workbook(tmp_path / "Billing.xlsx"))

    assert book.read(["pLAN"])["pLAN"].table == "Plan"
    assert isinstance(book, ClosedBook)
