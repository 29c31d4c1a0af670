"""The formulas of new rows, where the row above or another table changes in the same write."""

from pathlib import Path

import openpyxl
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import open_book


def workbook(path: Path) -> Path:
    """Two tables: hours with a column by address, and a count of the rows of the first."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Hours")
        columns = [{"header": "Hours"}, {"header": "Worth", "formula": "=A2*90"}]
        sheet.add_table("A1:B4", {"name": "Work", "columns": columns})
        for row in (2, 3, 4):
            sheet.write(f"A{row}", row)
            sheet.write_formula(f"B{row}", f"=A{row}*90")
        count = "=COUNT(Hours!$A$2:$A$4)"
        columns = [{"header": "Name"}, {"header": "Count", "formula": count}]
        sheet.add_table("D1:E2", {"name": "Counts", "columns": columns})
    return path


def formulas(path: Path, column: str, last: int) -> list[object]:
    sheet = openpyxl.load_workbook(path)["Hours"]
    return [sheet[f"{column}{row}"].value for row in range(2, last + 1)]


def test_a_new_row_below_a_figure_typed_over_a_formula_has_the_formula_of_its_own_row(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path / "Hours.xlsx")

    open_book(path).write([TableEdit("Work", {2: {"Worth": 100}}, added=[{"Hours": 5}])])

    assert formulas(path, "B", 5) == ["=A2*90", "=A3*90", 100, "=A5*90"]


def test_a_new_row_counts_another_table_as_it_is_after_the_same_write(tmp_path: Path) -> None:
    path = workbook(tmp_path / "Hours.xlsx")
    longer = [TableEdit("Work", added=[{"Hours": 5}]), TableEdit("Counts", added=[{"Name": "n"}])]

    open_book(path).write(longer)

    assert formulas(path, "E", 3) == ["=COUNT(Hours!$A$2:$A$5)"] * 2


def test_a_share_of_the_total_counts_new_rows_in_every_row(tmp_path: Path) -> None:
    path = tmp_path / "Shares.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Hours")
        share = "=A2/SUM($A$2:$A$4)"
        columns = [{"header": "Hours"}, {"header": "Share", "formula": share}]
        sheet.add_table("A1:B4", {"name": "Work", "columns": columns})
        for row in (2, 3, 4):
            sheet.write(f"A{row}", row)
            sheet.write_formula(f"B{row}", f"=A{row}/SUM($A$2:$A$4)")

    open_book(path).write([TableEdit("Work", removed=frozenset({0}), added=[{"Hours": 5}] * 2)])

    assert formulas(path, "B", 5) == [f"=A{row}/SUM($A$2:$A$5)" for row in (2, 3, 4, 5)]


def test_a_running_total_does_not_count_the_rows_after_its_own(tmp_path: Path) -> None:
    path = tmp_path / "Totals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Hours")
        columns = [{"header": "Hours"}, {"header": "So far", "formula": "=SUM($A$2:A2)"}]
        sheet.add_table("A1:B3", {"name": "Work", "columns": columns})
        for row in (2, 3):
            sheet.write(f"A{row}", row)
            sheet.write_formula(f"B{row}", f"=SUM($A$2:A{row})")

    open_book(path).write([TableEdit("Work", added=[{"Hours": 5}])])

    assert formulas(path, "B", 4) == [f"=SUM($A$2:A{row})" for row in (2, 3, 4)]
