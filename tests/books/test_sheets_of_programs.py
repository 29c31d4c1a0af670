"""Sheets that programs wrote, read by column as calamine and openpyxl read them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from addin.books.closed.package import Package
from addin.books.closed.workbook_part import read_layout
from books.scanned_sheets import DAY, WORKBOOKS, assert_same, by_calamine, scanned


def filled_by_xlsxwriter(path: Path) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Sheet")
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        hours = book.add_format({"num_format": "[h]:mm"})
        for row in range(400):
            moment = datetime(2026, 1, 1) + timedelta(hours=7 * row)  # noqa: DTZ001 - a cell has none
            sheet.write_row(row, 0, [f"Ligne {row}", row, row / 7, row % 3 == 0, f" {row % 9} "])
            sheet.write_datetime(row, 5, moment, day)
            sheet.write_number(row, 6, row / 48, hours)
            sheet.write_formula(row, 7, f"=B{row + 1}*2", None, row * 2)
            sheet.write_rich_string(row, 8, "plain ", hours, f"rich {row % 5}", " end")


@pytest.mark.parametrize("at_once", [0, 5000, 2 << 20])
def test_a_sheet_of_xlsxwriter_is_read_as_calamine_and_openpyxl_read_it(
    tmp_path: Path, at_once: int
) -> None:
    path = tmp_path / "book.xlsx"
    filled_by_xlsxwriter(path)

    found = scanned(path, width=9, height=400, at_once=at_once)

    assert_same(found, by_calamine(path, "Sheet"))
    assert len(found) == 9 * 400
    for place, cell in by_openpyxl(path, "Sheet"):
        assert found[place] == (pytest.approx(cell) if isinstance(cell, float) else cell)


def by_openpyxl(path: Path, sheet: str) -> Iterator[tuple[tuple[int, int], object]]:
    """The filled cells that openpyxl reads; its days at midnight are days."""
    book = load_workbook(path, data_only=True)
    for row in book[sheet].iter_rows():
        for cell in row:
            value: object = cell.value
            if isinstance(value, datetime) and value.time() == time():
                value = value.date()
            if isinstance(value, timedelta):
                value = value / DAY
            if value is not None and cell.row and cell.column:
                yield (cell.row, cell.column), value
    book.close()


def test_a_book_of_openpyxl_is_read_as_calamine_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    filled_by_xlsxwriter(path)
    expected = by_calamine(path, "Sheet")
    book = load_workbook(path)
    book.save(path)

    found = scanned(path, width=9, height=400)

    assert found.keys() == {place for place in expected if place[1] != 8}  # it drops results
    assert_same(found, by_calamine(path, "Sheet"))


REAL = [
    (path, sheet)
    for path in sorted(WORKBOOKS.glob("**/*.xls[xm]"))
    for sheet in CalamineWorkbook.from_path(path).sheet_names
]


@pytest.mark.skipif(not REAL, reason="the corpus of real workbooks is not here")
@pytest.mark.parametrize(("path", "sheet"), REAL, ids=[f"{p.name}-{s}" for p, s in REAL])
def test_a_sheet_of_a_real_workbook_is_read_as_calamine_reads_it(path: Path, sheet: str) -> None:
    expected = by_calamine(path, sheet)
    with Package(path) as package:
        part = next(there.part for there in read_layout(package).sheets if there.name == sheet)
    height = max((row for row, _ in expected), default=1)
    width = max((column for _, column in expected), default=1)

    found = scanned(path, part, width=width, height=height)

    errors = {place for place, cell in found.items() if str(cell).startswith("#")} - expected.keys()
    assert_same({place: cell for place, cell in found.items() if place not in errors}, expected)
