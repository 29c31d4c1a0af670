"""Ranges wider than a table, shapes, breaks and formulas of every form: each where it belongs."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet as Sheet

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from books.closed_files import (
    changed_members,
    packed_members,
    part,
    with_new_part,
    with_text,
)
from books.soundness import assert_sound

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
BOOK, DRAWING = "xl/workbook.xml", "xl/drawings/drawing1.xml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LONGER = TableEdit("Fees", added=[{"Client": "New"}] * 2)
SHORTER = TableEdit("Fees", removed=frozenset({1}))
FIRST_GOES = TableEdit("Fees", removed=frozenset({0}))


def fees(
    path: Path, change: Callable[[Sheet], object] | None = None, *, totals: bool = False
) -> Path:
    """A table Fees over B2:C6, perhaps with totals in row 7, and what ``change`` does."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table(
            "B2:C7" if totals else "B2:C6",
            {
                "name": "Fees",
                "columns": [
                    {"header": "Client", "total_string": "Total"},
                    {"header": "Fee", "total_function": "sum"},
                ],
                "data": [["Dupont", 1], ["Martin", 2], ["Peeters", 3], ["Noël", 4]],
                "total_row": totals,
            },
        )
        if change:
            change(sheet)
        workbook.add_worksheet("Other")
    return path


def written(path: Path, *edits: TableEdit) -> Path:
    """The workbook after a write, which has to be sound."""
    open_book(path).write(edits)
    assert_sound(path)
    return path


def condition(area: str, formula: str) -> str:
    rule = f'<cfRule type="expression" priority="1"><formula>{formula}</formula></cfRule>'
    return f'</sheetData><conditionalFormatting sqref="{area}">{rule}</conditionalFormatting>'


def conditions(path: Path) -> list[tuple[str, str]]:
    """Place and formula of each conditional format."""
    return re.findall(r'sqref="([^"]*)"><cfRule[^>]*><formula>([^<]*)', part(path, SHEET))


@pytest.mark.parametrize(
    ("area", "formula", "edit", "after"),
    [
        ("A3:E6", "$C3&gt;2", LONGER, [("A3:A6 B3:C8 D3:E6", "$C3&gt;2")]),
        ("A3:E6", "$C3&gt;2", SHORTER, [("A3:A6 B3:C5 D3:E6", "$C3&gt;2")]),
        ("A5:E5", "$C5&gt;2", FIRST_GOES, [("A5 B4:C4 D5:E5", "$C4&gt;2")]),
        ("B4:E4", "B4&gt;2", SHORTER, [("D4:E4", "D4&gt;2")]),
        ("C3:C6 E3:E6", "C3&gt;2", LONGER, [("C3:C8 E3:E6", "C3&gt;2")]),
        ("B4 E9:E12", "B4&gt;$E$9", SHORTER, [("E9:E12", "E9&gt;$E$9")]),
        ("A1:E2", "A1&gt;2", SHORTER, [("A1:E2", "A1&gt;2")]),
        ("A3:E99", "$C3&gt;2", LONGER, [("A3:E99", "$C3&gt;2")]),
    ],
)
def test_a_format_beyond_the_table_follows_inside_and_stays_outside(
    tmp_path: Path, area: str, formula: str, edit: TableEdit, after: list[tuple[str, str]]
) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    with_text(path, SHEET, "</sheetData>", condition(area, formula))

    assert conditions(written(path, edit)) == after


def test_the_limits_of_a_scale_follow_the_cells_they_name(tmp_path: Path) -> None:
    scale = (
        '</sheetData><conditionalFormatting sqref="E2"><cfRule type="colorScale" priority="1">'
        '<colorScale><cfvo type="num" val="$C$6"/><cfvo type="percentile" val="90"/>'
        '<color rgb="FFFF0000"/><color rgb="FF00FF00"/></colorScale></cfRule>'
        "</conditionalFormatting>"
    )
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", scale)

    text = part(written(path, SHORTER), SHEET)

    assert '<cfvo type="num" val="$C$5"/><cfvo type="percentile" val="90"/>' in text


def test_a_limit_on_a_row_that_goes_stops_it(tmp_path: Path) -> None:
    scale = (
        '</sheetData><conditionalFormatting sqref="E2"><cfRule type="dataBar" priority="1">'
        '<dataBar><cfvo type="num" val="$C$4"/><cfvo type="max"/><color rgb="FFFF0000"/>'
        "</dataBar></cfRule></conditionalFormatting>"
    )
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", scale)

    with pytest.raises(BillingError) as caught:
        open_book(path).write([SHORTER])

    assert (caught.value.code, caught.value.values["formula"]) == ("PATCH-09", "=$C$4")


def test_the_dates_of_sparklines_follow(tmp_path: Path) -> None:
    options = {"range": "Fees!C3:C6", "date_axis": "Fees!B3:B6"}
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.add_sparkline("E2", options))

    text = part(written(path, LONGER), SHEET)

    assert re.findall(r"<xm:f>([^<]*)", text) == ["Fees!B3:B8", "Fees!C3:C8"]


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM((C3:C6,B3:B6))", "SUM((C3:C8,B3:B8))"),
        ("SUM(B3:C6 C4:E5)", "SUM(B3:C8 C4:E5)"),
        ("SUM(Fees:Other!C3:C6)", "SUM(Fees:Other!C3:C6)"),
        ('SUM(INDIRECT("Fees[Fee]"))', 'SUM(INDIRECT("Fees[Fee]"))'),
        ('SUM(INDIRECT("C3:C6"))', 'SUM(INDIRECT("C3:C6"))'),
        ("SUM(C3:INDEX(C3:C6,2))", "SUM(C3:INDEX(C3:C8,2))"),
        ("SUM(OFFSET($C$3,0,0,4))", "SUM(OFFSET($C$3,0,0,4))"),
        ("SUM(Fees[Fee])+SUM(C:C)+SUM(3:6)", "SUM(Fees[Fee])+SUM(C:C)+SUM(3:6)"),
        ("SUM(Fees[[#Data],[Client]:[Fee]])", "SUM(Fees[[#Data],[Client]:[Fee]])"),
        ("SUMPRODUCT((B3:B6=E3)*C3:C6)", "SUMPRODUCT((B3:B8=E3)*C3:C8)"),
    ],
)
def test_formulas_of_every_form_follow(tmp_path: Path, formula: str, after: str) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_formula("E2", f"={formula}"))

    sheet = openpyxl.load_workbook(written(path, LONGER))["Fees"]

    assert sheet["E2"].value == f"={after}"


def test_a_formula_that_spills_beside_the_table_follows_and_stays(tmp_path: Path) -> None:
    def spill(sheet: Sheet) -> None:
        sheet.write_dynamic_array_formula("E3:E6", "=SORT(C3:C6)", None, 1)

    path = written(fees(tmp_path / "Fees.xlsx", spill), SHORTER)

    text = part(path, SHEET)
    assert '<c r="E3" cm="1"><f t="array" ref="E3:E6">_xlfn._xlws.SORT(C3:C5)</f>' in text
    assert "xl/metadata.xml" in packed_members(path)


def test_the_input_cells_of_a_what_if_table_follow(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write("E9", 5))
    kind = 't="dataTable" ref="E9:E10" dt2D="1" dtr="1" r1="C6" r2="F1"'
    with_text(path, SHEET, '<c r="E9"><v>', f'<c r="E9"><f {kind}/><v>')

    text = part(written(path, SHORTER), SHEET)

    assert f"<f {kind}/>".replace("C6", "C5") in text


def test_a_list_of_choices_by_name_needs_nothing(tmp_path: Path) -> None:
    rule = {"validate": "list", "source": '=INDIRECT("Fees[Client]")'}
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.data_validation("E2", rule))

    assert '<formula1>INDIRECT("Fees[Client]")</formula1>' in part(written(path, LONGER), SHEET)


@pytest.mark.parametrize(
    ("printed", "edit", "after"),
    [
        ("A1:E6", LONGER, "$A$1:$E$8"),
        ("A1:E6", SHORTER, "$A$1:$E$6"),
        ("B2:C6", LONGER, "$B$2:$C$8"),
        ("B2:C6", SHORTER, "$B$2:$C$5"),
        ("A1:E7", LONGER, "$A$1:$E$8"),
        ("A1:E20", LONGER, "$A$1:$E$20"),
        ("A1:E5", LONGER, "$A$1:$E$5"),
    ],
)
def test_what_is_printed_still_has_the_whole_table(
    tmp_path: Path, printed: str, edit: TableEdit, after: str
) -> None:
    def print_it(sheet: Sheet) -> None:
        sheet.print_area(printed)
        sheet.repeat_rows(0, 1)

    path = written(fees(tmp_path / "Fees.xlsx", print_it), edit)

    assert f">Fees!{after}<" in part(path, BOOK)
    assert ">Fees!$1:$2<" in part(path, BOOK)


def test_what_is_printed_keeps_its_totals(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.print_area("A1:E7"), totals=True)

    assert ">Fees!$A$1:$E$9<" in part(written(path, LONGER), BOOK)


def test_page_breaks_stay_with_the_row_of_the_sheet(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.set_h_pagebreaks([4, 10]))
    before = re.findall(r"<rowBreaks.*?</rowBreaks>", part(path, SHEET))

    text = part(
        written(
            path,
            SHORTER,
        ),
        SHEET,
    )

    assert re.findall(r"<rowBreaks.*?</rowBreaks>", text) == before
    assert 'id="4"' in before[0]


def test_cells_that_are_watched_or_filled_by_a_scenario_follow(tmp_path: Path) -> None:
    scenario = (
        '</sheetData><scenarios><scenario name="low"><inputCells r="C6" val="1"/></scenario>'
        "</scenarios>"
    )
    watch = '<cellWatches><cellWatch r="C6"/></cellWatches><tableParts'
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", scenario)
    with_text(path, SHEET, "<tableParts", watch)

    text = part(written(path, SHORTER), SHEET)

    assert '<inputCells r="C5"' in text
    assert '<cellWatch r="C5"' in text


def boxed(path: Path) -> Path:
    """A text box that shows the total, beside the table, with an anchor over its rows."""
    options = {"textlink": "=Fees!$C$7"}
    return fees(path, lambda sheet: sheet.insert_textbox("E4", "10", options), totals=True)


def test_a_text_box_shows_the_total_where_it_is(tmp_path: Path) -> None:
    path = boxed(tmp_path / "Fees.xlsx")
    before = part(path, DRAWING)
    assert 'textlink="Fees!$C$7"' in before

    after = part(written(path, LONGER), DRAWING)

    assert after == before.replace('textlink="Fees!$C$7"', 'textlink="Fees!$C$9"')


def test_a_text_box_understands_the_quotes_of_a_sheet_name(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet('The "fees" & more')
        sheet.add_table("B2:C6", {"name": "Fees", "columns": [{"header": "Client"}, {}]})
        sheet.insert_textbox("E4", "10", {"textlink": "='The fees'!$C$6"})
    sheets = "'The &quot;fees&quot; &amp; more'"
    with_text(path, DRAWING, "'The fees'", sheets)

    assert f'textlink="{sheets}!$C$5"' in part(written(path, SHORTER), DRAWING)


def test_a_shape_that_shows_no_moved_cell_stays_as_it_is(tmp_path: Path) -> None:
    path = fees(
        tmp_path / "Fees.xlsx",
        lambda sheet: sheet.insert_textbox("E4", "10", {"textlink": "=Other!$C$7"}),
    )
    members = packed_members(path)

    written(path, LONGER)

    assert changed_members(members, path) == {SHEET, TABLE, BOOK}


def test_a_shape_on_a_row_that_goes_stops_it(tmp_path: Path) -> None:
    path = boxed(tmp_path / "Fees.xlsx")
    with_text(path, DRAWING, "Fees!$C$7", "Fees!$C$4")

    with pytest.raises(BillingError) as caught:
        open_book(path).write([SHORTER])

    assert caught.value.code == "PATCH-09"
    assert caught.value.values == {"table": "Fees", "place": "Fees", "formula": "Fees!$C$4"}


def test_the_controls_of_a_form_follow_their_cells(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.insert_button("E4", {"macro": "Go"}))
    boxes = "xl/drawings/vmlDrawing1.vml"
    old = "<x:FmlaRange>$B$3:$B$6</x:FmlaRange><x:FmlaLink>$C$6</x:FmlaLink></x:ClientData>"
    with_text(path, boxes, "</x:ClientData>", old)
    link = f'<Relationship Id="rIdC" Type="{KIND}/ctrlProp" Target="../ctrlProps/p.xml"/>'
    with_text(path, LINKS, "</Relationships>", f"{link}</Relationships>")
    control = '<formControlPr objectType="List" fmlaLink="$C$6" fmlaRange="$B$3:$B$6"/>'
    with_new_part(path, "xl/ctrlProps/p.xml", control.encode())

    open_book(path).write([SHORTER])

    assert 'fmlaLink="$C$5" fmlaRange="$B$3:$B$5"' in part(path, "xl/ctrlProps/p.xml")
    drawing = part(path, boxes)
    assert "<x:FmlaRange>$B$3:$B$5</x:FmlaRange><x:FmlaLink>$C$5</x:FmlaLink>" in drawing
    assert "<x:Anchor>" in drawing


@pytest.mark.parametrize(
    ("source", "after"),
    [("A2:E6", "A2:E8"), ("B2:C6", "B2:C8"), ("A2:E4", "A2:E4"), ("A2:E30", "A2:E30")],
)
def test_a_pivot_table_over_the_table_and_more_has_the_new_rows(
    tmp_path: Path, source: str, after: str
) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    relation = f'<Relationship Id="p" Type="{KIND}/pivotCacheDefinition" Target="pivot1.xml"/>'
    with_text(path, "xl/_rels/workbook.xml.rels", "</Rel", f"{relation}</Rel")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cache = f'<worksheetSource ref="{source}" sheet="Fees"/></cacheSource></pivotCacheDefinition>'
    head = f'<pivotCacheDefinition xmlns="{main}"><cacheSource type="worksheet">'
    with_new_part(path, "xl/pivot1.xml", f"{head}{cache}".encode())

    open_book(path).write([LONGER])

    assert f'ref="{after}"' in part(path, "xl/pivot1.xml")
    assert 'refreshOnLoad="1"' in part(path, "xl/pivot1.xml")


def test_a_chart_of_a_newer_kind_follows(tmp_path: Path) -> None:
    """A waterfall and its like name their cells twice: in the chart and by hidden names."""
    path = fees(tmp_path / "Fees.xlsx")
    name = '<definedNames><definedName name="_xlchart.v1.0" hidden="1">Fees!$C$3:$C$6'
    with_text(path, BOOK, "<calcPr", f"{name}</definedName></definedNames><calcPr")
    space = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    data = '<cx:numDim type="val"><cx:f dir="row">Fees!$C$3:$C$6</cx:f></cx:numDim>'
    chart = f'<cx:chartSpace xmlns:cx="{space}">{data}<cx:f>_xlchart.v1.0</cx:f></cx:chartSpace>'
    with_new_part(path, "xl/charts/chartEx1.xml", chart.encode())

    open_book(path).write([LONGER])

    text = part(path, "xl/charts/chartEx1.xml")
    assert text == chart.replace("$C$6", "$C$8")
    assert ">Fees!$C$3:$C$8<" in part(path, BOOK)


def test_the_slicers_and_controls_of_a_table_stay_as_they_are(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.insert_button("E4", {"macro": "Go"}))
    office = "http://schemas.microsoft.com/office"
    slicer = (
        '</tableParts><extLst><ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}"'
        f' xmlns:x14="{office}/spreadsheetml/2009/9/main"><x14:slicerList>'
        '<x14:slicer r:id="rIdS"/></x14:slicerList></ext></extLst>'
    )
    with_text(path, SHEET, "</tableParts>", slicer)
    kind = f"{office}/2007/relationships/slicer"
    link = f'<Relationship Id="rIdS" Type="{kind}" Target="../slicers/s.xml"/>'
    with_text(path, LINKS, "</Relationships>", f"{link}</Relationships>")
    with_new_part(path, "xl/slicers/s.xml", b'<slicers><slicer name="Client"/></slicers>')
    cache = (
        b'<slicerCacheDefinition><tableSlicerCache tableId="1" column="1"/></slicerCacheDefinition>'
    )
    with_new_part(path, "xl/slicerCaches/c.xml", cache)
    members = packed_members(path)

    open_book(path).write([TableEdit("Fees", {1: {"Fee": 5}}, frozenset({0}), [{}] * 3)])

    assert changed_members(members, path) == {SHEET, TABLE, BOOK}
    assert '<x14:slicer r:id="rIdS"/>' in part(path, SHEET)


def test_an_update_changes_its_cells_and_not_a_byte_of_another_row(tmp_path: Path) -> None:
    def much(sheet: Sheet) -> None:
        sheet.write_formula("E3", "=C3*2")
        sheet.write_row("E4", ["beside", 1.5])
        sheet.write_comment("B4", "agreed")
        sheet.write_url("B5", "https://example.org")
        sheet.set_row(4, 30)

    path = fees(tmp_path / "Fees.xlsx", much)
    members, before = packed_members(path), rows_of(path)

    edit = TableEdit("Fees", {0: {"Fee": 10}, 2: {"Client": "Peeters & Co", "Fee": 30}})
    written(path, edit)

    assert changed_members(members, path) == {SHEET, BOOK}
    after = rows_of(path)
    assert {row for row in before if before[row] != after[row]} == {"3", "5"}
    assert after["3"] == before["3"].replace("<v>1</v>", "<v>10</v>", 1)
    cells = re.compile(r"<c .*?(?:/>|</c>)")
    assert len(cells.findall(after["5"])) == len(cells.findall(before["5"])) == 2


def rows_of(path: Path) -> dict[str, str]:
    """The rows of the sheet, to the byte, by their number."""
    return {
        number: row
        for row, number in re.findall(r'(<row r="(\d+)".*?</row>)', part(path, SHEET), re.DOTALL)
    }
