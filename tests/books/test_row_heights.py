"""A row is as high as the texts that a job writes into it, unless somebody chose its height."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.books.closed.text_lines import printed_lines
from addin.tables.grid import Cell
from books.closed_files import part, with_text

LONG = "The hours of March 2026 were approved after the month had been billed."
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Codes, and texts in a column twenty digits wide, in rows 2 to 4."""
    path = tmp_path / "Book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Checks")
        wrapped = workbook.add_format({"text_wrap": True})
        sheet.set_column("B:C", 20)
        sheet.add_table(
            "A1:C4",
            {"name": "Checks", "columns": [{"header": one} for one in ("Code", "Text", "Note")]},
        )
        for row in (1, 2, 3):
            sheet.write_row(row, 0, [f"A-{row}"])
            sheet.write_row(row, 1, ["short", "note"], wrapped)
    return path


def heights(path: Path) -> dict[int, str]:
    """The heights of rows that have one."""
    tags = re.findall(r"<row ([^>]*)>", part(path, SHEET))
    attributes = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in tags]
    return {int(one["r"]): one["ht"] for one in attributes if "ht" in one}


def edit(
    path: Path,
    updates: Mapping[int, Mapping[str, Cell]] | None = None,
    removed: frozenset[int] = frozenset(),
    added: tuple[Mapping[str, Cell], ...] = (),
) -> None:
    open_book(path).write([TableEdit("Checks", updates or {}, removed, added)])


def test_rows_are_as_high_as_their_new_texts(path: Path) -> None:
    edit(path, {0: {"Text": LONG}}, added=({"Code": "A-4", "Text": LONG}, {"Code": "A-5"}))

    assert heights(path) == {2: "60", 5: "60"}
    assert "customHeight" not in part(path, SHEET)


def test_a_text_that_became_short_gives_the_height_back(path: Path) -> None:
    edit(path, {0: {"Text": LONG}, 1: {"Text": LONG}})
    edit(path, {0: {"Text": "short", "Note": "short"}})

    assert heights(path) == {3: "60"}


def test_a_row_keeps_the_height_for_the_texts_that_are_not_written(path: Path) -> None:
    edit(path, {0: {"Text": LONG}})
    edit(path, {0: {"Note": "short"}})
    edit(path, {0: {"Code": "A-9"}})

    assert heights(path) == {2: "60"}


def test_a_height_that_somebody_chose_stays(path: Path) -> None:
    with_text(path, SHEET, '<row r="2" spans="1:3">', '<row r="2" ht="18" customHeight="1">')

    edit(path, {0: {"Text": LONG, "Note": LONG}})

    assert heights(path) == {2: "18"}


def test_the_height_goes_to_the_row_where_the_text_goes(path: Path) -> None:
    edit(path, {2: {"Text": LONG}}, removed=frozenset({0}))

    assert heights(path) == {3: "60"}


def test_a_table_that_loses_its_rows_loses_their_height(path: Path) -> None:
    edit(path, {0: {"Text": LONG}})
    edit(path, removed=frozenset({0, 1, 2}))

    assert heights(path) == {}


def test_texts_on_one_line_make_no_row_higher(path: Path) -> None:
    edit(path, {0: {"Code": LONG}, 1: {"Text": "two words", "Note": None}})

    assert heights(path) == {}


def test_no_row_is_higher_than_excel_knows(path: Path) -> None:
    edit(path, {0: {"Text": LONG * 50}})

    assert heights(path) == {2: "409.5"}


@given(st.text(), st.floats(1, 50), st.floats(0, 20))
def test_a_wider_column_needs_no_more_lines(text: str, width: float, more: float) -> None:
    assert text.count("\n") < printed_lines(text, width + more) <= printed_lines(text, width)
