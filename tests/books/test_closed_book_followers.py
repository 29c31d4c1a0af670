"""Whatever refers to the rows of a table still means the same rows after an edit."""

import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import open_book
from books.closed_files import changed_members, packed_members, part, with_new_part, with_text
from books.soundness import assert_sound

# openpyxl, the second reader, says that it does not know sparklines.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

FEES, SUMMARY = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TABLE, BOOK = "xl/tables/table1.xml", "xl/workbook.xml"
LONGER = TableEdit("Fees", removed=frozenset({1}), added=[{"Client": "New", "Fee": 9}] * 3)
SHORTER = TableEdit("Fees", removed=frozenset({1}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The sheet "My Fees" with a table in B3:D7, totals in row 8, and much that refers to it."""
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("My Fees")
        money = workbook.add_format({"num_format": "0.00"})
        sheet.add_table(
            "B3:D8",
            {
                "name": "Fees",
                "total_row": True,
                "columns": [
                    {"header": "Client", "total_string": "Total"},
                    {"header": "Fee", "total_function": "sum", "format": money},
                    {"header": "Twice", "formula": "=C4*2"},
                ],
                "data": [["A", 1], ["B", 2], ["C", 3], ["D", 4]],
            },
        )
        for row in range(4, 8):  # XlsxWriter puts one text in every row; Excel each its own
            sheet.write_formula(f"D{row}", f"=C{row}*2")
        sheet.write_formula("F4", "=SUM(C4:C7)")
        sheet.write_formula("F5", "=C6")
        sheet.data_validation("C4:C7", {"validate": "decimal", "criteria": ">", "value": 0})
        sheet.data_validation("B4:B7", {"validate": "custom", "value": "=COUNTIF($B$4:$B$7,B4)=1"})
        sheet.data_validation("F4:F9", {"validate": "list", "source": "=$B$4:$B$7"})
        sheet.conditional_format(
            "B4:D7", {"type": "formula", "criteria": "=$C4>2", "format": money}
        )
        sheet.conditional_format("C5", {"type": "formula", "criteria": "=C5>2", "format": money})
        sheet.conditional_format("C4:C7", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("H4", {"range": "'My Fees'!C4:C7"})
        sheet.ignore_errors({"number_stored_as_text": "C4:C7"})
        other = workbook.add_worksheet("Summary")
        other.write_formula("A1", "='My Fees'!C7")
        other.write_formula("A2", "=SUM('My Fees'!C4:C7)")
        other.write_formula("A3", "=\"'My Fees'!C7\"")
        other.write_formula("A4", "=C7")
        other.write_url("A5", "internal:'My Fees'!B7")
        workbook.define_name("Clients", "='My Fees'!$B$4:$B$7")
        workbook.define_name("LastFee", "='My Fees'!$C$7")
        workbook.add_worksheet("Free").write_formula("A1", "=Summary!A1")
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "='My Fees'!$C$4:$C$7", "categories": "='My Fees'!$B$4:$B$7"})
        other.insert_chart("E1", chart)
    return path


def formulas(path: Path, sheet: str, area: str) -> list[object]:
    rows = openpyxl.load_workbook(path)[sheet][area]
    return [cell.value for row in rows for cell in row]


def test_formulas_follow_on_every_sheet(path: Path) -> None:
    open_book(path).write([LONGER])

    assert formulas(path, "My Fees", "D4:D9") == [f"=C{row}*2" for row in range(4, 10)]
    assert formulas(path, "My Fees", "F4:F5") == ["=SUM(C4:C9)", "=C5"]
    assert formulas(path, "Summary", "A1:A4") == [
        "='My Fees'!C6",
        "=SUM('My Fees'!C4:C9)",
        "=\"'My Fees'!C7\"",
        "=C7",
    ]
    assert "location=\"'My Fees'!B6\"" in part(path, SUMMARY)


def test_validations_formats_and_sparklines_end_with_the_table_again(path: Path) -> None:
    open_book(path).write([LONGER])

    text = part(path, FEES)
    assert set(re.findall(r'<dataValidation [^>]*sqref="([^"]+)"', text)) == {
        "C4:C9",
        "B4:B9",
        "F4:F9",
    }
    assert "<formula1>COUNTIF($B$4:$B$9,B4)=1</formula1>" in text
    assert "<formula1>$B$4:$B$9</formula1>" in text
    assert set(re.findall(r'<conditionalFormatting sqref="([^"]+)"', text)) == {"B4:D9", "C4:C9"}
    assert "<formula>$C4&gt;2</formula>" in text
    assert "<xm:sqref>C4:C9</xm:sqref>" in text
    assert "<xm:f>'My Fees'!C4:C9</xm:f>" in text
    assert '<ignoredError sqref="C4:C9"' in text
    assert '<dimension ref="B3:F10"/>' in text


def test_a_format_on_a_row_that_goes_goes_with_it(path: Path) -> None:
    open_book(path).write([SHORTER])

    text = part(path, FEES)
    assert set(re.findall(r'<conditionalFormatting sqref="([^"]+)"', text)) == {"B4:D6", "C4:C6"}
    assert "C5&gt;2" not in text


def test_a_format_on_a_row_that_moves_moves_with_it(path: Path) -> None:
    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    text = part(path, FEES)
    assert '<conditionalFormatting sqref="C4"><cfRule type="expression"' in text
    assert "<formula>C4&gt;2</formula>" in text


def test_names_and_charts_follow(path: Path) -> None:
    open_book(path).write([LONGER])

    book, chart = part(path, BOOK), part(path, "xl/charts/chart1.xml")
    assert ">'My Fees'!$B$4:$B$9<" in book
    assert ">'My Fees'!$C$6<" in book
    assert "<c:f>'My Fees'!$C$4:$C$9</c:f>" in chart
    assert "<c:f>'My Fees'!$B$4:$B$9</c:f>" in chart


def test_the_table_and_its_totals_move(path: Path) -> None:
    open_book(path).write([LONGER])

    assert 'ref="B3:D10"' in part(path, TABLE)
    assert '<autoFilter ref="B3:D9"/>' in part(path, TABLE)
    assert formulas(path, "My Fees", "B10:C10") == ["Total", "=SUBTOTAL(109,[Fee])"]


def test_new_cells_look_like_those_above(path: Path) -> None:
    open_book(path).write([LONGER])

    sheet = openpyxl.load_workbook(path)["My Fees"]
    assert [sheet.cell(row, 3).number_format for row in range(4, 11)] == ["0.00"] * 7


@pytest.mark.parametrize(
    "edit",
    [
        TableEdit("Fees", {0: {"Fee": 5}}),
        LONGER,
        SHORTER,
        TableEdit("Fees", removed=frozenset({0, 1, 2, 3})),
        TableEdit("Fees", removed=frozenset({0, 1, 2, 3}), added=[{"Client": "New"}] * 6),
    ],
    ids=["updated", "longer", "shorter", "emptied", "filled"],
)
def test_an_edited_workbook_has_no_fault(path: Path, edit: TableEdit) -> None:
    # What points to a single record would stop it from going.
    with_text(path, FEES, '<c r="F5"><f>C6</f>', '<c r="F5"><f>1</f>')
    with_text(path, SUMMARY, "<f>'My Fees'!C7</f>", "<f>1</f>")
    with_text(path, BOOK, "'My Fees'!$C$7<", "'My Fees'!$C$3<")

    open_book(path).write([edit])

    assert_sound(path)


def test_only_what_concerns_the_edit_changes(path: Path) -> None:
    members = packed_members(path)
    open_book(path).write([TableEdit("Fees", {0: {"Fee": 5}})])
    assert changed_members(members, path) == {FEES, BOOK}

    members = packed_members(path)
    open_book(path).write([LONGER])
    assert changed_members(members, path) == {FEES, SUMMARY, TABLE, BOOK, "xl/charts/chart1.xml"}


def test_excel_is_asked_to_calculate(path: Path) -> None:
    with_text(path, BOOK, '<calcPr calcId="124519" fullCalcOnLoad="1"/>', "")

    open_book(path).write([TableEdit("Fees", {0: {"Fee": 5}})])

    assert re.search(r"</definedNames><calcPr fullCalcOnLoad=\"1\"/>", part(path, BOOK))


def with_calculation_chain(path: Path) -> Path:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    chain = f'<Relationship Id="chain" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    with_text(path, "xl/_rels/workbook.xml.rels", "</Relationships>", chain)
    override = '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    with_text(path, "[Content_Types].xml", "</Types>", override)
    return with_new_part(path, "xl/calcChain.xml", b"<calcChain/>")


@pytest.mark.parametrize("edit", [LONGER, TableEdit("Fees", {0: {"Twice": 5}})])
def test_the_order_of_calculation_goes_when_formulas_do(path: Path, edit: TableEdit) -> None:
    open_book(with_calculation_chain(path)).write([edit])

    assert "xl/calcChain.xml" not in packed_members(path)
    assert "calcChain" not in part(path, "xl/_rels/workbook.xml.rels")
    assert "calcChain" not in part(path, "[Content_Types].xml")


def test_the_list_of_figures_from_outside_goes_when_rows_move(path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="v" Type="{kind}/volatileDependencies" Target="volatile.xml"/>'
    with_text(path, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>")
    with_new_part(path, "xl/volatile.xml", b"<volTypes/>")

    open_book(path).write([SHORTER])

    assert "xl/volatile.xml" not in packed_members(path)
    assert "volatile" not in part(path, "xl/_rels/workbook.xml.rels")


def test_the_order_of_calculation_stays_when_formulas_do(path: Path) -> None:
    open_book(with_calculation_chain(path)).write([TableEdit("Fees", {0: {"Fee": 5}})])

    assert "xl/calcChain.xml" in packed_members(path)


def with_pivot_source(path: Path, source: str) -> Path:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="p" Type="{kind}/pivotCacheDefinition" Target="pivot1.xml"/>'
    with_text(path, "xl/_rels/workbook.xml.rels", "</Rel", relation + "</Rel")
    definition = (
        f'<pivotCacheDefinition xmlns="{main}"><cacheSource type="worksheet">{source}'
        "</cacheSource></pivotCacheDefinition>"
    )
    return with_new_part(path, "xl/pivot1.xml", definition.encode())


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ('<worksheetSource name="fees"/>', '<worksheetSource name="fees"/>'),
        ('<worksheetSource ref="B3:D7" sheet="My Fees"/>', 'ref="B3:D9" sheet="My Fees"'),
    ],
)
def test_a_pivot_table_over_the_table_is_refreshed(path: Path, source: str, after: str) -> None:
    open_book(with_pivot_source(path, source)).write([LONGER])

    assert after in part(path, "xl/pivot1.xml")
    assert 'refreshOnLoad="1"' in part(path, "xl/pivot1.xml")


@pytest.mark.parametrize(
    "source", ['<worksheetSource name="Other"/>', '<worksheetSource ref="A1:D7" sheet="Free"/>']
)
def test_a_pivot_table_over_something_else_is_not(path: Path, source: str) -> None:
    members = packed_members(with_pivot_source(path, source))

    open_book(path).write([LONGER])

    assert "xl/pivot1.xml" not in changed_members(members, path)


SHARED = (
    '<c r="F4"><f t="shared" ref="F4:F7" si="0">C4*$C$4</f><v>1</v></c>',
    '<c r="F5"><f t="shared" si="0"/><v>2</v></c>',
)


def test_a_shared_formula_is_written_out_before_rows_move(path: Path) -> None:
    for row, cell in enumerate(SHARED, 4):
        before = re.findall(rf'<c r="F{row}">.*?</c>', part(path, FEES))[0]
        with_text(path, FEES, before, cell)

    open_book(path).write([TableEdit("Fees", removed=frozenset({2}))])

    assert formulas(path, "My Fees", "F4:F5") == ["=C4*$C$4", "=C5*$C$4"]
    assert "shared" not in part(path, FEES)


def test_the_first_cell_of_a_shared_formula_may_be_overwritten(path: Path) -> None:
    for row in range(4, 8):
        formula = f"<f>C{row}*2</f>"
        master = '<f t="shared" ref="D4:D7" si="7">C4*2</f>'
        with_text(path, FEES, formula, master if row == 4 else '<f t="shared" si="7"/>')

    open_book(path).write([TableEdit("Fees", {0: {"Twice": 1}})])

    assert formulas(path, "My Fees", "D4:D7") == [1, "=C5*2", "=C6*2", "=C7*2"]


def test_an_array_formula_of_one_cell_moves_with_it(path: Path) -> None:
    with_text(path, FEES, "<f>C6*2</f>", '<f t="array" ref="D6">C6*2</f>')

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert '<c r="D5"><f t="array" ref="D5">C5*2</f>' in part(path, FEES)


def test_a_table_that_was_never_filled_loses_its_mark(path: Path) -> None:
    with_text(path, TABLE, ' name="Fees"', ' insertRow="1" name="Fees"')

    open_book(path).write([TableEdit("Fees", {0: {"Fee": 5}})])

    assert "insertRow" not in part(path, TABLE)


def test_an_error_value_is_read_as_its_text(path: Path) -> None:
    with_text(path, FEES, "<f>C6*2</f><v>0</v>", "<f>C6*2</f><v>#N/A</v>")
    with_text(path, FEES, '<c r="D6">', '<c r="D6" t="e">')
    before = open_book(path).read(["Fees"])["Fees"]

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert before.columns[2] == [0, 0, "#N/A", 0]
    assert open_book(path).read(["Fees"])["Fees"].columns[2] == [0, "#N/A", 0]


def test_hours_beyond_a_day_are_read_as_days(tmp_path: Path) -> None:
    path = tmp_path / "Hours.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.add_table("A1:A2", {"name": "Hours", "columns": [{"header": "Worked"}]})
        sheet.write_number("A2", 1.25, workbook.add_format({"num_format": "[h]:mm"}))

    assert open_book(path).read(["Hours"])["Hours"].columns == ([1.25],)


def test_a_heading_with_a_line_break_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        heading = {"header": "Unit\nprice"}
        workbook.add_worksheet().add_table("A1:A2", {"name": "Fees", "columns": [heading]})

    open_book(path).write([TableEdit("Fees", {0: {"Unit\nprice": 5}})])

    assert open_book(path).read(["Fees"])["Fees"].headings == ("Unit\nprice",)
    assert open_book(path).read(["Fees"])["Fees"].columns == ([5],)


def test_a_table_without_headings_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        options = {"name": "Fees", "header_row": False, "data": [["A", 1], ["B", 2]]}
        workbook.add_worksheet().add_table("B2:C3", options)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}), added=[{"Column1": "C"}])])

    grid = open_book(path).read(["Fees"])["Fees"]
    assert (grid.first_row, grid.first_column) == (2, 2)
    assert grid.columns == (["B", "C"], [2, None])


def test_two_tables_side_by_side_change_in_one_write(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        for name, area in (("Left", "A1:A4"), ("Right", "C2:C5")):
            data = [[f"{name} {number}"] for number in range(3)]
            sheet.add_table(area, {"name": name, "columns": [{"header": name}], "data": data})
        sheet.write_formula("F1", "=A4&C5")

    open_book(path).write(
        [
            TableEdit("Left", {0: {"Left": "first"}}, frozenset({1})),
            TableEdit("Right", removed=frozenset({0, 1}), added=[{"Right": "new"}] * 4),
        ]
    )

    grids = open_book(path).read(["Left", "Right"])
    assert grids["Left"].columns == (["first", "Left 2"],)
    assert grids["Right"].columns == (["Right 2", "new", "new", "new", "new"],)
    assert formulas(path, "Fees", "F1:F1") == ["=A3&C3"]


def test_a_prefix_single_quotes_and_cells_without_address_are_understood(path: Path) -> None:
    text = part(path, FEES)
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    rows = re.sub(r'<(c|row) r="[A-Z]*([0-9]+)"', r"<\1 r='\g<0>'", text[start:end])
    rows = re.sub(r"r='<(?:c|row) r=\"([A-Z0-9]+)\"'", r"r='\1'", rows)
    rows = re.sub(r"(?<=<)(/?)(row|c|v|f|is|t|sheetData)\b", r"\1x:\2", rows)
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    odd = rows.replace("<x:sheetData>", f"<x:sheetData {space}>")
    with_text(path, FEES, text[start : end + 12], odd + "</x:sheetData>")

    open_book(path).write([TableEdit("Fees", {1: {"Client": "é"}}, frozenset({0}))])

    assert open_book(path).read(["Fees"])["Fees"].columns[0] == ["é", "C", "D"]
    assert formulas(path, "My Fees", "D4:D6") == ["=C4*2", "=C5*2", "=C6*2"]
