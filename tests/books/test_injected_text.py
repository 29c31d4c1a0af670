"""A text that looks like a formula stays a text: in the file, in LibreOffice, in csv and back."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlwings
from quotepart_command import column_of, quotepart

from addin.books.closed import open_book
from addin.jobs.founding import found
from addin.tables.edits import TableEdit
from addin.tables.sources import read_source
from addin.words import Language
from books.book_contract import HEADINGS, make_workbook

TEXTS = [
    '=HYPERLINK("http://192.0.2.1","click")',
    "=1+1",
    "+32 2 555 01 00",
    "-5+cmd|' /C calc'!A0",
    "@SUM(1)",
    "'=1+1",
    "{=1+1}",
    "x;=1+1",
    "#N/A",
    "=",
]
PAIRS = list(zip(TEXTS[::2], TEXTS[1::2], strict=True))


def test_texts_in_a_closed_file_are_no_formulas_to_libreoffice(
    tmp_path: Path, office_app: xlwings.App
) -> None:
    path = make_workbook(tmp_path / "Billing.xlsx")
    [grid] = open_book(path).read(["Plan"]).values()
    last, *rest = ({HEADINGS[0]: one, HEADINGS[3]: two} for one, two in PAIRS)
    open_book(path).write([TableEdit("Plan", {grid.height - 1: last}, added=rest)])

    book = office_app.books.open(path)
    try:
        sheet, first = book.sheets["Plan sheet"], grid.first_row + grid.height - 1
        for row, pair in enumerate(PAIRS, first):
            for column, text in zip("BE", pair, strict=True):
                cell = sheet.range(f"{column}{row}")
                assert not cell.impl.has_formula, text
                assert cell.value == text
    finally:
        book.close()


def test_texts_in_a_closed_file_are_no_formulas_to_openpyxl(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "Billing.xlsx")
    updates = {row: {HEADINGS[3]: text} for row, text in enumerate(TEXTS[:4])}
    open_book(path).write([TableEdit("Plan", updates)])

    cells = [row[0] for row in openpyxl.load_workbook(path)["Plan sheet"]["E4:E7"]]

    assert [cell.value for cell in cells] == TEXTS[:4]
    assert "<f>HYPERLINK" not in ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """A new workbook with colleagues whose names look like formulas."""
    path = found(tmp_path / "Billing.xlsm", Language.EN)
    source = tmp_path / "staff.json"
    names = ", ".join(
        f'{{"person": "P{number}", "name": {text!r}}}'.replace("'", '"')
        for number, text in enumerate(HARMFUL)
    )
    source.write_text(f"[{names}]", "utf-8")
    assert quotepart("import", "staff", path, source).status == 0
    return path


HARMFUL = ["=1+1", "+32 2", "-5", "@SUM(1)", "x;=1+1"]


def test_an_imported_name_that_looks_like_a_formula_is_exported_and_read_back(
    firm: Path, tmp_path: Path
) -> None:
    assert list(column_of(firm, "Staff", "name")) == HARMFUL
    csv = tmp_path / "staff.csv"

    assert quotepart("export", "staff", firm, "-o", csv).status == 0

    grid = read_source(csv)
    assert grid.columns[grid.headings.index("name")] == HARMFUL
    again = quotepart("import", "staff", firm, csv, "--json")
    assert (again.report["unchanged"], again.report["changed"]) == (len(HARMFUL), 0)


def test_an_exported_name_is_no_formula_when_libreoffice_opens_the_csv_file(
    firm: Path, tmp_path: Path, office_app: xlwings.App
) -> None:
    csv = tmp_path / "staff.csv"
    quotepart("export", "staff", firm, "-o", csv)

    book = office_app.books.open(csv)
    try:
        cells = book.sheets[0].range("A1:J6")
        assert not any(cell.impl.has_formula for cell in cells)
    finally:
        book.close()


def test_a_cell_of_text_stays_text_when_the_user_types_into_it_again(firm: Path) -> None:
    sheet = openpyxl.load_workbook(firm)["Staff"]

    named = [cell for row in sheet.iter_rows() for cell in row if cell.value in HARMFUL]

    assert len(named) == len(HARMFUL)
    assert {(cell.data_type, cell.number_format) for cell in named} == {("s", "@")}
