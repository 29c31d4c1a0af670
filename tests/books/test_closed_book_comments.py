"""Comments and links on the rows of a table move with their rows, and go with them."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from excel.commented_book import TALKS, with_conversations
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as Sheet

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from books.closed_files import changed_members, packed_members, part, with_parts, with_text
from books.soundness import assert_sound

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
TEXTS, BOXES = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
REMOVED = TableEdit("Fees", removed=frozenset({1}))
ALL = frozenset(range(4))


def fees(path: Path, change: Callable[[Sheet], object], *, totals: bool = False) -> Path:
    """A table Fees over B3:C7, perhaps with totals in row 8, and what ``change`` does."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table(
            "B3:C8" if totals else "B3:C7",
            {
                "name": "Fees",
                "columns": [{"header": "Client", "total_string": "Total"}, {"header": "Fee"}],
                "data": [["Dupont", 1], ["Martin", 2], ["Peeters", 3], ["Noël", 4]],
                "total_row": totals,
            },
        )
        change(sheet)
    return path


def noted(sheet: Sheet) -> None:
    """Notes on every other record, on the headings, and beside and below the table."""
    for cell in ("C3", "B4", "C5", "B6", "C7", "E5", "E7", "B12"):
        sheet.write_comment(cell, f"about {cell}", {"author": "Marie"})


def written(path: Path, *edits: TableEdit) -> Worksheet:
    """The sheet after a write, which has to be sound."""
    open_book(path).write(edits)
    assert_sound(path)
    return openpyxl.load_workbook(path)["Fees"]


def notes(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}


def links(sheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: str(cell.hyperlink.target or cell.hyperlink.location)
        for row in sheet
        for cell in row
        if cell.hyperlink
    }


def boxes(path: Path) -> dict[str, tuple[int, int]]:
    """The rows from 0 at which the box of a comment begins and ends, by the comment's row."""
    found = re.findall(
        r"<x:Anchor>([^<]*)</x:Anchor>.*?<x:Row>(\d+)</x:Row><x:Column>(\d+)", part(path, BOXES)
    )
    return {
        f"{'ABCDE'[int(column)]}{int(row) + 1}": (
            int(anchor.split(",")[2]),
            int(anchor.split(",")[6]),
        )
        for anchor, row, column in found
    }


def test_notes_move_with_their_rows_and_go_with_them(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", noted)
    before = boxes(path)

    sheet = written(path, REMOVED)

    assert notes(sheet) == {
        "C3": "about C3",
        "B4": "about B4",
        "B5": "about B6",
        "C6": "about C7",
        "E5": "about E5",
        "E7": "about E7",
        "B12": "about B12",
    }
    after = boxes(path)
    assert after.keys() == notes(sheet).keys()
    assert after["B5"] == tuple(row - 1 for row in before["B6"])
    assert after["E7"] == before["E7"]


def test_notes_stay_where_no_row_moves(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", noted)
    members = packed_members(path)

    edit = TableEdit("Fees", {0: {"Client": "x"}}, added=[{"Client": "y"}])
    sheet = written(path, edit)

    assert notes(sheet)["C7"] == "about C7"
    assert changed_members(members, path) == {SHEET, TABLE, "xl/workbook.xml"}


def test_a_box_never_rises_above_the_sheet(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_comment("B6", "high"))
    before = "<x:Anchor>2, 15, 4, 10, 4, 15, 8, 4</x:Anchor>"
    with_text(path, BOXES, before, "<x:Anchor>2, 15, 0, 10, 4, 15, 8, 4</x:Anchor>")

    written(path, REMOVED)

    assert boxes(path) == {"B5": (0, 8)}


def test_a_note_on_the_totals_moves_with_them(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_comment("B8", "sum"), totals=True)

    assert notes(written(path, TableEdit("Fees", added=[{}, {}]))) == {"B10": "sum"}
    assert notes(written(path, TableEdit("Fees", removed=frozenset({0})))) == {"B9": "sum"}


def test_a_table_that_is_filled_anew_keeps_no_note_of_its_old_rows(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", noted)

    sheet = written(path, TableEdit("Fees", removed=ALL, added=[{"Client": "New"}] * 2))

    assert notes(sheet).keys() == {"C3", "E5", "E7", "B12"}


@pytest.mark.parametrize("edit", [TableEdit("Fees", removed=ALL), REMOVED])
def test_the_last_note_takes_its_parts_with_it(tmp_path: Path, edit: TableEdit) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_comment("C5", "only"))
    with_conversations(path, {"C5": ["only", "one"]})

    written(path, edit)

    members = packed_members(path)
    assert not members.keys() & {TEXTS, BOXES, TALKS}
    assert "legacyDrawing" not in part(path, SHEET)
    assert "omment" not in part(path, LINKS) + part(path, "[Content_Types].xml")


def test_a_single_row_that_is_replaced_loses_its_note(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_comment("B4", "old"))
    written(path, TableEdit("Fees", removed=frozenset({1, 2, 3})))

    sheet = written(path, TableEdit("Fees", removed=frozenset({0}), added=[{"Client": "New"}]))

    assert notes(sheet) == {}
    assert sheet["B4"].value == "New"


def test_conversations_move_with_their_rows_and_go_with_them(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", noted)
    said = {"C5": ["Too high?", "No"], "B6": ["Paid?", "Yes", "Fine"], "E7": ["Beside"]}
    with_conversations(path, said)

    sheet = written(path, REMOVED)

    found = re.findall(r'ref="([A-Z]+\d+)".*?<text>([^<]*)', part(path, TALKS))
    assert found == [("B5", "Paid?"), ("B5", "Yes"), ("B5", "Fine"), ("E7", "Beside")]
    assert notes(sheet)["B5"] == "about B6"


def test_other_shapes_of_the_old_drawing_stay_as_they_are(tmp_path: Path) -> None:
    def with_button(sheet: Sheet) -> None:
        sheet.insert_button("E2", {"macro": "Go"})
        sheet.write_comment("C5", "gone")

    path = fees(tmp_path / "Fees.xlsx", with_button)
    place = "<x:Row>4</x:Row><x:Column>2</x:Column>"
    with_text(path, BOXES, "<x:PrintObject>", f"{place}<x:PrintObject>")
    button = re.findall(r'<v:shape [^>]*type="#_x0000_t201".*?</v:shape>', part(path, BOXES))

    written(path, REMOVED)

    assert len(button) == 1
    assert button[0] in part(path, BOXES)
    assert "Note" not in part(path, BOXES)
    assert "legacyDrawing" in part(path, SHEET)


def test_boxes_as_excel_writes_them_are_understood(tmp_path: Path) -> None:
    def spaced(name: str, content: bytes) -> bytes:
        if name != BOXES:
            return content
        text = re.sub(r"<x:Anchor>", "<x:Anchor>\r\n    ", content.decode())
        return text.replace("></v:textbox>", "><br></v:textbox>").encode()

    path = with_parts(fees(tmp_path / "Fees.xlsx", noted), spaced)

    open_book(path).write([REMOVED])

    assert "<x:Row>4</x:Row><x:Column>1</x:Column>" in part(path, BOXES)
    assert "<x:Row>4</x:Row><x:Column>2</x:Column>" not in part(path, BOXES)


def test_a_note_on_blank_cells_that_new_rows_need_is_not_given_to_them(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_comment("C9", "for later"))
    open_book(path).write([TableEdit("Fees", added=[{}])])
    before = path.read_bytes()

    with pytest.raises(BillingError) as caught:
        open_book(path).write([TableEdit("Fees", added=[{}])])

    assert caught.value.code == "PATCH-07"
    assert caught.value.values == {"table": "Fees", "sheet": "Fees", "cell": "C9"}
    assert path.read_bytes() == before


def linked(sheet: Sheet) -> None:
    """Links to pages and to places, on records and beside them."""
    for cell in ("B4", "B5", "B6", "E5"):
        sheet.write_url(cell, f"https://example.org/{cell}", None, cell)
    sheet.write_url("C7", "internal:Fees!B4", None, "first")


def test_links_move_with_their_rows_and_go_with_them(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", linked)

    sheet = written(path, REMOVED)

    assert links(sheet) == {
        "B4": "https://example.org/B4",
        "B5": "https://example.org/B6",
        "C6": "Fees!B4",
        "E5": "https://example.org/E5",
    }
    assert [sheet[cell].value for cell in ("B5", "C6")] == ["B6", "first"]
    assert "example.org/B5" not in part(path, LINKS)


def test_an_address_that_two_links_share_stays_for_the_other(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", linked)
    address = re.findall(r'<hyperlink ref="B5" (r:id="[^"]*")', part(path, SHEET))[0]
    with_text(path, SHEET, "</hyperlinks>", f'<hyperlink ref="E9" {address}/></hyperlinks>')

    written(path, REMOVED)

    assert "example.org/B5" in part(path, LINKS)


def test_the_last_link_takes_the_list_with_it(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_url("B5", "https://example.org"))

    written(path, REMOVED)

    assert "hyperlink" not in part(path, SHEET) + part(path, LINKS)


def test_a_link_over_several_records_keeps_those_that_stay(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_url("B5", "internal:Fees!A1"))
    with_text(path, SHEET, 'hyperlink ref="B5"', 'hyperlink ref="B5:C7"')

    written(path, REMOVED)

    assert 'hyperlink ref="B5:C6"' in part(path, SHEET)


@pytest.mark.parametrize(
    ("where", "edit"),
    [("C8", TableEdit("Fees", added=[{}])), ("B5:E5", REMOVED), ("A6:B6", REMOVED)],
)
def test_a_link_in_the_way_of_the_rows_stops_them(
    tmp_path: Path, where: str, edit: TableEdit
) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.write_url("E9", "internal:Fees!A1"))
    with_text(path, SHEET, 'hyperlink ref="E9"', f'hyperlink ref="{where}"')

    with pytest.raises(BillingError) as caught:
        open_book(path).write([edit])

    assert (caught.value.code, caught.value.values["cell"]) == ("PATCH-08", where)
