"""What is rare in a closed workbook: how other programs write it, and what goes wrong on a disk."""

import struct
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.books.closed.sheet_cells import cut, with_cell
from addin.books.closed.sheet_rows import Row, SheetText
from addin.errors import BillingError
from books.closed_files import changed_members, packed_members, part, with_parts, with_text

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"


def fees(path: Path) -> Path:
    """Two tables on two sheets, the second with a formula on the first by address."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        columns = [{"header": "Client"}, {"header": "Fee"}]
        data = [["Dupont", 1], ["Martin", 2], ["Peeters", 3]]
        sheet.add_table("A1:B4", {"name": "Fees", "columns": columns, "data": data})
        other = workbook.add_worksheet("Shares")
        total = {"header": "Of all", "formula": "=SUM(Fees!$B$2:$B$4)"}
        other.add_table("A1:B3", {"name": "Shares", "columns": [{"header": "Share"}, total]})
    return path


def test_the_formula_of_another_table_follows(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")

    open_book(path).write([TableEdit("Fees", added=[{"Client": "New"}])])

    assert "SUM(Fees!$B$2:$B$5)" in part(path, "xl/tables/table2.xml")
    sheet = openpyxl.load_workbook(path)["Shares"]
    assert [sheet[cell].value for cell in ("B2", "B3")] == ["=SUM(Fees!$B$2:$B$5)"] * 2


def test_the_formula_of_another_table_on_a_row_that_goes_stops_it(tmp_path: Path) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"), "xl/tables/table2.xml", "SUM(Fees!$B$2:$B$4)", "Fees!$B$2"
    )
    for _ in range(2):  # the cells of the column say the same
        with_text(path, "xl/worksheets/sheet2.xml", "SUM(Fees!$B$2:$B$4)", "1")

    with pytest.raises(BillingError) as caught:
        open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert (caught.value.code, caught.value.values["place"]) == ("PATCH-09", "Shares")


def test_a_name_for_a_row_that_goes_stops_it(tmp_path: Path) -> None:
    name = '<definedNames><definedName name="first">Fees!$A$2</definedName></definedNames><calcPr'
    path = with_text(fees(tmp_path / "Fees.xlsx"), "xl/workbook.xml", "<calcPr", name)

    with pytest.raises(BillingError) as caught:
        open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert (caught.value.code, caught.value.values["place"]) == ("PATCH-09", "first")


def test_a_link_to_a_row_that_goes_stays_a_link(tmp_path: Path) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        "xl/worksheets/sheet2.xml",
        "</sheetData>",
        '</sheetData><hyperlinks><hyperlink ref="D1" location="Fees!A2"/></hyperlinks>',
    )

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert 'location="Fees!A2"' in part(path, "xl/worksheets/sheet2.xml")


def test_the_icons_of_a_format_follow_their_limits(tmp_path: Path) -> None:
    rule = (
        '</sheetData><conditionalFormatting sqref="D2"><cfRule type="iconSet" priority="1">'
        '<iconSet><cfvo type="percent" val="0"/><cfvo type="formula" val="$B$4"/></iconSet>'
        "</cfRule></conditionalFormatting>"
    )
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", rule)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert '<cfvo type="formula" val="$B$3"/>' in part(path, SHEET)


def test_the_last_validation_takes_its_list_with_it(tmp_path: Path) -> None:
    rules = (
        '</sheetData><dataValidations count="1"><dataValidation type="whole" sqref="B3">'
        "<formula1>1</formula1></dataValidation></dataValidations>"
    )
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", rules)

    open_book(path).write([TableEdit("Fees", removed=frozenset({1}))])

    assert "dataValidation" not in part(path, SHEET)


def test_a_sparkline_goes_with_its_row_and_moves_with_it(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        columns = [{"header": name} for name in ("Jan", "Feb", "Line")]
        sheet.add_table("A1:C4", {"name": "Fees", "columns": columns})
        for row in (2, 3, 4):
            sheet.write_row(f"A{row}", [row, row])
            sheet.add_sparkline(f"C{row}", {"range": f"Fees!A{row}:B{row}"})

    open_book(path).write([TableEdit("Fees", removed=frozenset({1}))])
    lines = part(path, SHEET)
    assert lines.count("<x14:sparkline>") == 2
    assert "<xm:f>Fees!A3:B3</xm:f><xm:sqref>C3</xm:sqref>" in lines

    open_book(path).write([TableEdit("Fees", removed=frozenset({0, 1}))])
    open_book(path).write([TableEdit("Fees", removed=frozenset({0}), added=[{"Jan": 1}] * 2)])
    assert "<xm:sqref>C2</xm:sqref>" in part(path, SHEET)


def test_columns_and_rows_with_a_style_pass_it_to_new_cells(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        columns = [{"header": name} for name in ("A", "B")]
        sheet.add_table("A1:B3", {"name": "Fees", "columns": columns})
        sheet.set_column("B:B", 10, workbook.add_format({"num_format": "0.0"}))
        sheet.set_row(2, None, workbook.add_format({"num_format": "0.000"}))

    open_book(path).write([TableEdit("Fees", {0: {"A": 1, "B": 1}, 1: {"A": 2}})])

    written = openpyxl.load_workbook(path)["Fees"]
    assert written["A2"].number_format == "General"
    assert written["B2"].number_format == "0.0"
    assert written["A3"].number_format == "0.000"


def test_a_formula_column_that_was_typed_over_is_a_formula_in_new_rows(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")

    open_book(path).write([TableEdit("Shares", {1: {"Of all": 5}}, added=[{"Share": 1}])])
    assert openpyxl.load_workbook(path)["Shares"]["B4"].value == "=SUM(Fees!$B$2:$B$4)"

    open_book(path).write([TableEdit("Shares", removed=frozenset({0, 1, 2}))])
    assert openpyxl.load_workbook(path)["Shares"]["B2"].value == "=SUM(Fees!$B$2:$B$4)"


def test_a_formula_column_may_be_an_array_formula(tmp_path: Path) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        "xl/tables/table2.xml",
        "<calculatedColumnFormula>",
        '<calculatedColumnFormula array="1">',
    )

    open_book(path).write([TableEdit("Shares", added=[{"Share": 1}])])

    assert '<c r="B4"><f t="array" ref="B4">SUM(' in part(path, "xl/worksheets/sheet2.xml")


def test_the_height_of_a_row_stays_with_the_row_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table("A1:A4", {"name": "Fees", "data": [[1], [2], [3]]})
        sheet.set_row(3, 30)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])
    open_book(path).write([TableEdit("Fees", added=[{}] * 2)])

    heights = openpyxl.load_workbook(path)["Fees"].row_dimensions
    assert [heights[row].height for row in (2, 3, 4, 5)] == [None, None, 30, None]


def test_a_member_that_is_cut_short_is_not_copied(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")  # of the last member: none lies behind it
    content[entry + 20 : entry + 24] = struct.pack("<I", len(content))
    path.write_bytes(content)

    with pytest.raises(BillingError) as caught:
        open_book(path).write([TableEdit("Fees", added=[{}])])

    assert caught.value.code == "BOOK-04"
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_is_missing_is_told(tmp_path: Path) -> None:
    path = with_parts(fees(tmp_path / "Fees.xlsx"), lambda n, c: None if n == TABLE else c)

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert (caught.value.code, caught.value.values["part"]) == ("BOOK-04", TABLE)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (TABLE, 'ref="A1:B4"', 'ref="everywhere"'),
        ("xl/workbook.xml", "</workbook>", ""),
    ],
)
def test_a_part_that_makes_no_sense_is_told(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    path = with_text(fees(tmp_path / "Fees.xlsx"), name, before, after)

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert (caught.value.code, caught.value.values["part"]) == ("BOOK-04", name)


def test_a_sheet_that_only_one_reader_understands_is_damaged(tmp_path: Path) -> None:
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, '<c r="B2">', '<c r="B2" t="zz">')

    with pytest.raises(BillingError) as caught:
        open_book(path).read(["Fees"])

    assert caught.value.code == "BOOK-04"


def test_a_program_that_keeps_the_file_open_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    before = path.read_bytes()

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(BillingError) as caught:
        open_book(path).write([TableEdit("Fees", added=[{}])])

    assert caught.value.code == "BOOK-07"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_remarks_and_dates_of_members_are_kept(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    with ZipFile(path, "a") as archive:
        archive.comment = b"made by the firm"
        dates = [info.date_time for info in archive.infolist()]
    members = packed_members(path)

    open_book(path).write([TableEdit("Fees", {0: {"Fee": 5}})])

    with ZipFile(path) as archive:
        assert archive.comment == b"made by the firm"
        assert [info.date_time for info in archive.infolist()] == dates
        assert archive.testzip() is None
    assert changed_members(members, path) == {SHEET, "xl/workbook.xml"}


def test_a_sheet_without_rows_gets_its_first() -> None:
    text = SheetText.parse(b'<worksheet xmlns="x"><sheetData/><pageMargins/></worksheet>')
    text.rows[3] = Row(b"", b'<c r="B3"/>')

    assert text.render() == (
        b'<worksheet xmlns="x"><sheetData><row r="3"><c r="B3"/></row></sheetData><pageMargins/>'
        b"</worksheet>"
    )


def test_rows_and_cells_without_address_follow_the_one_before() -> None:
    text = SheetText.parse(
        b"<w><sheetData><row r='5'><c t='b'><v>1</v></c><c r='D5'/><c/></row>\n<row/>"
        b'<row spans="1:2"><c><v>2</v></c></row></sheetData></w>'
    )

    assert {number: row.cells.strip() for number, row in text.rows.items()} == {
        5: b'<c r="A5" t="b"><v>1</v></c><c r="D5"/><c r="E5"/>',
        6: b"",
        7: b'<c r="A7"><v>2</v></c>',
    }


def test_a_row_is_cut_where_the_table_begins_and_ends() -> None:
    cells = b"".join(b'<c r="%b1"/>' % letters for letters in (b"A", b"C", b"Z", b"AA", b"AC"))

    assert cut(cells, 3, 27) == (
        b'<c r="A1"/>',
        b'<c r="C1"/><c r="Z1"/><c r="AA1"/>',
        b'<c r="AC1"/>',
    )
    assert cut(cells, 30, 40) == (cells, b"", b"")
    assert cut(b"", 1, 5) == (b"", b"", b"")
    assert with_cell(cells, 28, 1, b'<c r="AB1"/>').index(b"AB1") > cells.index(b"AA1")
