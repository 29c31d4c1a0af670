"""Edits that a sheet does not bear are refused, and the file is then the same to the byte."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import open_book
from books.closed_files import with_new_part, with_text
from books.fees_workbooks import ADDED, REMOVED, SHEET, TABLE, UPDATED, fees, refused


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    refusal = refused(fees(tmp_path / "Fees.xlsx"), UPDATED, TableEdit("Gone", added=[{}]))

    assert (refusal.code, refusal.values["table"]) == ("BOOK-11", "Gone")


def test_an_edit_without_anything_in_it_writes_nothing(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    before = path.stat()

    open_book(path).write([TableEdit("Fees"), TableEdit("Gone")])

    after = path.stat()  # to read a file may change when it was last read, and nothing else
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_hidden_filter_button_is_no_filter(tmp_path: Path) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        TABLE,
        '<autoFilter ref="A1:B4"/>',
        '<autoFilter ref="A1:B4"><filterColumn colId="0" hiddenButton="1"/></autoFilter>',
    )

    open_book(path).write([ADDED])

    assert open_book(path).read(["Fees"])["Fees"].height == 4


@pytest.mark.parametrize("fill", [lambda s: s.write("B6", 5), lambda s: s.write("B6", "=1+1")])
def test_filled_cells_below_are_not_covered(
    tmp_path: Path, fill: Callable[[xlsxwriter.worksheet.Worksheet], object]
) -> None:
    path = fees(tmp_path / "Fees.xlsx", fill)
    open_book(path).write([ADDED])

    refusal = refused(path, ADDED)

    assert refusal.code == "PATCH-03"
    assert refusal.values == {"table": "Fees", "sheet": "Fees", "cell": "B6"}


def test_another_table_below_is_not_run_into(tmp_path: Path) -> None:
    path = fees(
        tmp_path / "Fees.xlsx",
        lambda sheet: sheet.add_table("B5:C6", {"name": "Other", "header_row": False}),
    )

    refusal = refused(path, ADDED)

    assert (refusal.code, refusal.values["other"]) == ("PATCH-04", "Other")


@pytest.mark.parametrize(
    ("formula", "edit"),
    [
        ('<f t="array" ref="B2:B3">A2:A3</f>', REMOVED),
        ('<f t="array" ref="B2:B3">A2:A3</f>', TableEdit("Fees", {0: {"Fee": 5}})),
        ('<f t="dataTable" ref="B2:B3" r1="A1"/>', REMOVED),
    ],
)
def test_a_formula_that_fills_several_cells_is_not_torn(
    tmp_path: Path, formula: str, edit: TableEdit
) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"), SHEET, '<c r="B2"><v>', f'<c r="B2">{formula}<v>'
    )

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-05", "B2")


@pytest.mark.parametrize(
    ("merged", "edit"), [("A5:A7", ADDED), ("B3:B4", REMOVED), ("B5:D5", ADDED)]
)
def test_merged_cells_are_in_the_way(tmp_path: Path, merged: str, edit: TableEdit) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        SHEET,
        "</sheetData>",
        f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>',
    )

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values["cells"]) == ("PATCH-06", merged)


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ("Fees!D1", lambda sheet: sheet.write_formula("D1", "=A2")),
        (
            "Fees!D1",
            lambda sheet: sheet.conditional_format(
                "D1", {"type": "formula", "criteria": "=$A$2>0"}
            ),
        ),
    ],
)
def test_a_formula_on_a_row_that_goes_stops_it(
    tmp_path: Path, place: str, point: Callable[[xlsxwriter.worksheet.Worksheet], object]
) -> None:
    refusal = refused(fees(tmp_path / "Fees.xlsx", point), REMOVED)

    assert refusal.code == "PATCH-09"
    assert (refusal.values["table"], refusal.values["place"]) == ("Fees", place)


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")

    refusal = refused(path, TableEdit("Fees", added=[{}] * 1_048_573))

    assert (refusal.code, refusal.values["count"]) == ("PATCH-10", 1_048_573)


def test_a_text_too_long_for_a_cell(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    open_book(path).write([TableEdit("Fees", {0: {"Client": "x" * 32_767}})])

    assert refused(path, TableEdit("Fees", {0: {"Client": "x" * 32_768}})).code == "PATCH-11"
    refusal = refused(path, TableEdit("Fees", {0: {"Client": "🙂" * 16_384}}))
    assert (refusal.values["cell"], refusal.values["length"]) == ("A2", 32_768)


def test_a_day_before_the_calendar_of_excel(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    open_book(path).write([TableEdit("Fees", {0: {"Fee": date(1900, 1, 1)}})])

    assert open_book(path).read(["Fees"])["Fees"].columns[1][0] == 1
    assert refused(path, TableEdit("Fees", {0: {"Fee": date(1899, 12, 31)}})).code == "PATCH-12"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheetData>", "<sheetData><!-- a remark -->"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("<v>1</v>", "<v><![CDATA[1]]></v>"),
    ],
)
def test_a_sheet_written_in_an_unknown_way_is_not_patched(
    tmp_path: Path, before: str, after: str
) -> None:
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, before, after)

    refusal = refused(path, UPDATED)

    assert (refusal.code, refusal.values["part"]) == ("PATCH-13", "Fees")


def right_of_a_list(path: Path) -> Path:
    """The table Fees in B1:C4, with a free column left of it."""
    with xlsxwriter.Workbook(path) as workbook:
        columns = [{"header": "Client"}, {"header": "Fee"}]
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table("B1:C4", {"name": "Fees", "columns": columns})
    return path


@pytest.mark.parametrize("kind", ['t="array"', 't="dataTable" dt2D="0" dtr="1" r1="E1"'])
def test_blank_cells_that_a_formula_spreads_over_are_not_covered(tmp_path: Path, kind: str) -> None:
    formula = f'<row r="6"><c r="A6"><f {kind} ref="A6:C6">TRANSPOSE(E1:E3)</f><v>1</v></c></row>'
    path = with_text(
        right_of_a_list(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", f"{formula}</sheetData>"
    )
    open_book(path).write([ADDED])

    refusal = refused(path, ADDED)

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-03", "A6:C6")


def test_blank_cells_of_a_pivot_table_are_not_covered(tmp_path: Path) -> None:
    path = right_of_a_list(tmp_path / "Fees.xlsx")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    link = f'<Relationship Id="rIdP" Type="{kind}" Target="../pivotTables/pivotTable1.xml"/>'
    with_text(path, "xl/worksheets/_rels/sheet1.xml.rels", "</Rel", f"{link}</Rel")
    pivot = f'<pivotTableDefinition xmlns="{main}" name="P"><location ref="C6:F9"/>'
    with_new_part(
        path, "xl/pivotTables/pivotTable1.xml", f"{pivot}</pivotTableDefinition>".encode()
    )

    refusal = refused(path, TableEdit("Fees", added=[{}] * 2))

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-03", "C6:F9")
