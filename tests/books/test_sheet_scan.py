"""Sheets read by column: the same cells as calamine gives."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from addin.books.addresses import column_letters
from addin.books.cell_values import cell_xml
from addin.books.closed import open_book
from addin.books.closed.package import Package
from addin.books.closed.sheet_scan import ColumnCells, WorkbookValues, scan
from addin.tables.grid import Cell
from books.raw_books import MAIN, SHEET, STYLES, write_raw_book
from books.raw_forms import SHARED, SHARED_FORMS, SHEETS, TEXTS, Form, rows_of
from books.scanned_sheets import OFTEN, assert_same, by_calamine, scanned


@OFTEN
@given(
    cells=SHEETS,
    texts=st.lists(SHARED_FORMS, min_size=SHARED, max_size=SHARED),
    since_1904=st.booleans(),
    at_once=st.sampled_from([0, 300, 2 << 20]),
    stretch=st.sampled_from([None, 7, 100]),
)
def test_every_form_that_programs_write_is_read_as_calamine_reads_it(
    cells: dict[tuple[int, int], Form],
    texts: list[str],
    since_1904: bool,  # noqa: FBT001
    at_once: int,
    stretch: int | None,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_raw_book(path, rows_of(cells), texts, since_1904=since_1904)
        found = scanned(path, at_once=at_once, stretch=stretch)
        assert_same(found, by_calamine(path, "Sheet"))


def test_an_error_value_is_its_text_whether_typed_or_computed(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" s="3" t="e"><f>1/0</f>'
        '<v>#DIV/0!</v></c><c r="C2" t="e" vm="1"><v>#VALUE!</v></c></row>'
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows))

    assert found == {(2, 1): "#N/A", (2, 2): "#DIV/0!", (2, 3): "#VALUE!"}


def test_a_number_beyond_every_day_is_a_number_whatever_its_style(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="{style}"><v>1E+10</v></c></row>'
        for row, style in enumerate(range(len(STYLES)), 1)
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows))

    assert set(found.values()) == {1e10}


def test_an_empty_sheet_has_no_cells(tmp_path: Path) -> None:
    for rows in (
        "",
        '<row r="7" ht="30"/>',
        '<row r="7"></row>',
        '<row r="7"><c r="A7" s="1"/></row>',
    ):
        assert scanned(write_raw_book(tmp_path / "book.xlsx", rows)) == {}
    whole = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert scanned(write_raw_book(tmp_path / "book.xlsx", whole)) == {}


def test_letters_of_any_alphabet_are_read_where_they_stand(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>Société {row} €</v></c>'
        f'<c r="B{row}"><v>{row}.5</v></c></row>'
        for row in range(1, 30)
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows), at_once=200)

    assert found == {(row, 1): f"Société {row} €" for row in range(1, 30)} | {
        (row, 2): row + 0.5 for row in range(1, 30)
    }


@given(
    row=st.integers(1, 1_048_576),
    column=st.integers(1, 16_384),
    cell=st.floats(allow_nan=False, allow_infinity=False) | TEXTS | st.booleans(),
)
@example(row=1_048_576, column=16_384, cell="x")
@settings(max_examples=50, deadline=None)
def test_what_quotepart_writes_is_found_at_its_address(row: int, column: int, cell: Cell) -> None:
    address = f"{column_letters(column)}{row}"
    xml = cell_xml(address, b"", cell, since_1904=False).decode()
    with tempfile.TemporaryDirectory() as folder:
        path = write_raw_book(Path(folder) / "book.xlsx", f'<row r="{row}">{xml}</row>')
        with Package(path) as package:
            found = ColumnCells.empty(column, row, 1)
            scan(package.chunks(SHEET), [found], WorkbookValues(package))

    expected = None if cell == "" else float(cell) if isinstance(cell, float) else cell
    assert found.cells.tolist() == [expected]
    assert type(found.cells[0]) is type(expected)


def test_tables_beside_and_below_each_other_are_read_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Both")
        for name, top, left in (("First", 0, 0), ("Beside", 1, 3), ("Below", 9, 0)):
            sheet.add_table(top, left, top + 3, left + 1, {"name": name})
            for row in range(1, 4):
                sheet.write_row(top + row, left, [f"{name} {row}", date(2026, 3, row).toordinal()])

    grids = open_book(path).read(["First", "Beside", "Below"])

    for name, grid in grids.items():
        assert grid.columns[0] == [f"{name} {row}" for row in (1, 2, 3)]
        assert len(grid.columns[1]) == 3


def test_attributes_are_told_apart_to_their_last_character(tmp_path: Path) -> None:
    cells = [
        's="1" t="str"',
        's="1" t="n"',
        's="10"',
        's="11"',
        's="1"',
        "",
        't="str" s="1"',
        's="0"',
    ]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"{" " if form else ""}{form}><v>{row}</v></c></row>'
        for row, form in enumerate(cells * 5, 1)
    )
    path = write_raw_book(tmp_path / "book.xlsx", rows)

    assert_same(scanned(path), by_calamine(path, "Sheet"))
