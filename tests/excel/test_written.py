"""What a test writes is looked at: a file that Excel would repair does not pass."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from books.book_contract import make_workbook
from books.closed_files import with_text

from addin.books.book import TableEdit
from addin.books.closed import ClosedBook, open_book
from excel.written import Inspector

SHEET = "xl/worksheets/sheet1.xml"
EDIT = TableEdit("Plan", {0: {"Amount": 1}})


def breaking(old: str, new: str) -> Callable[[ClosedBook, Sequence[TableEdit]], None]:
    """A way to write that leaves a fault behind."""

    def write(book: ClosedBook, edits: Sequence[TableEdit]) -> None:
        book.write(edits)
        with_text(book.path, SHEET, old, new)

    return write


@pytest.mark.unsound(reason="the file is broken so that it is found")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('<row r="13"', '<row r="2"', "comes after", id="the lint"),
        pytest.param("<pageMargins", "<pageMargin", "pageMargin", id="the schemas"),
        pytest.param('r:id="rId1"', 'r:id="rId7"', "rId7", id="a link to nowhere"),
    ],
)
def test_a_file_that_excel_would_repair_fails_its_test(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    inspector = Inspector(tmp_path)
    book = ClosedBook(make_workbook(tmp_path / "Plan.xlsx"))

    inspector.watched(breaking(old, new))(book, [EDIT])

    assert any(told.replace("7", "#") in fault for fault in inspector.faults())
    assert inspector.faults() == []


def test_a_sound_file_passes(tmp_path: Path) -> None:
    inspector = Inspector(tmp_path)
    write = inspector.watched(ClosedBook.write)

    write(ClosedBook(make_workbook(tmp_path / "Plan.xlsx")), [EDIT])

    assert len(inspector.waiting) == 1
    assert inspector.faults() == []


def test_a_fault_that_was_there_before_is_not_one_of_the_edit(tmp_path: Path) -> None:
    inspector = Inspector(tmp_path)
    path = with_text(make_workbook(tmp_path / "Plan.xlsx"), SHEET, "<pageMargins", "<pageMargin")

    inspector.watched(ClosedBook.write)(ClosedBook(path), [EDIT])

    assert inspector.faults() == []


def test_every_closed_book_of_a_test_is_watched(tmp_path: Path, inspector: Inspector) -> None:
    book = open_book(make_workbook(tmp_path / "Plan.xlsx"))
    before = len(inspector.waiting)

    book.write([EDIT])

    assert [one.path for one in inspector.waiting[before:]] == [book.path]
