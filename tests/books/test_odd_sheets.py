"""What is odd in a sheet, or beyond what is worth knowing, is left to calamine."""

from pathlib import Path

import pytest

from addin.books.closed import open_book, table_cells
from addin.books.closed.package import Package
from addin.books.closed.sheet_rows import UnknownFormError
from addin.books.closed.sheet_scan import ColumnCells, WorkbookValues, scan
from books.closed_files import with_parts
from books.raw_books import MAIN, write_raw_book
from books.scanned_sheets import Cells, assert_same, by_calamine, scanned


def sheet_of(rows: str, *, head: str = "", opening: str = f'<worksheet xmlns="{MAIN}">') -> str:
    closing = "</" + opening[1:].split(" ", maxsplit=1)[0].rstrip(">") + ">"
    declared = head or '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declared}{opening}<sheetData>{rows}</sheetData>{closing}"


ONE = '<row r="2"><c r="A2"><v>5</v></c></row>'
ODD = {
    "rich text in a cell": '<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
    "</is></c></row>",
    "the reading of a Japanese text": '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t>'
    '<phoneticPr fontId="1"/></is></c></row>',
    "a cell without an address": '<row r="2"><c><v>5</v></c></row>',
    "a row without a number": '<row><c r="A2"><v>5</v></c></row>',
    "the address behind the style": '<row r="2"><c s="1" r="A2"><v>5</v></c></row>',
    "single quotes": "<row r='2'><c r='A2'><v>5</v></c></row>",
    "single quotes around a style": """<row r="2"><c r="A2" s='1'><v>5</v></c></row>""",
    "columns out of order": '<row r="2"><c r="B2"><v>5</v></c><c r="A2"><v>6</v></c></row>',
    "a cell twice": '<row r="2"><c r="A2"><v>5</v></c><c r="A2"><v>6</v></c></row>',
    "rows out of order": f'<row r="3"><c r="A3"><v>6</v></c></row>{ONE}',
    "a cell of another row": '<row r="3"><c r="A2"><v>5</v></c></row>',
    "lower case": '<row r="2"><c r="a2"><v>5</v></c></row>',
    "a zero before the row": '<row r="2"><c r="A02"><v>5</v></c></row>',
    "blanks between tags": '<row r="2">\n  <c r="A2">\n    <v>5</v>\n  </c>\n</row>',
    "a blank around a number": '<row r="2"><c r="A2"><v> 5</v></c></row>',
    "a word for a number": '<row r="2"><c r="A2"><v>five</v></c></row>',
    "two points in a number": '<row r="2"><c r="A2"><v>1.2.3</v></c></row>',
    "a word for yes": '<row r="2"><c r="A2" t="b"><v>true</v></c></row>',
    "a day of ISO 8601": '<row r="2"><c r="A2" t="d"><v>2026-03-01</v></c></row>',
    "a comment": f"<!-- note -->{ONE}",
    "a comment in a cell": '<row r="2"><c r="A2"><!-- note --><v>5</v></c></row>',
    "unparsed characters": '<row r="2"><c r="A2" t="str"><v><![CDATA[a<b]]></v></c></row>',
    "a space in the value's tag": '<row r="2"><c r="A2" t="str"><v xml:space="preserve"> a</v></c>'
    "</row>",
    "a text of its own in the value": '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c>'
    '</row><row r="3"><c r="A3" t="inlineStr"><v>b</v></c></row>',
    "a text of its own in a number": '<row r="2"><c r="A2"><is><t>5</t></is></c></row>',
    "an attribute that is not known": '<row r="2"><c r="A2" q="1"><v>5</v></c></row>',
    "a style that is not there": '<row r="2"><c r="A2" s="99"><v>5</v></c></row>',
    "a prefix": sheet_of(
        '<x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row>',
        opening=f'<x:worksheet xmlns:x="{MAIN}">',
    ).replace("sheetData", "x:sheetData"),
    "another encoding": sheet_of(ONE, head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "an attribute of the rows": sheet_of(ONE).replace("<sheetData>", '<sheetData xml:space="x">'),
    "a comment in front": sheet_of(ONE, head='<?xml version="1.0"?><!-- note -->'),
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_what_is_odd_is_left_to_calamine(tmp_path: Path, rows: str) -> None:
    path = write_raw_book(tmp_path / "book.xlsx", rows)

    with pytest.raises(UnknownFormError):
        scanned(path)

    grid = open_book(path).read(["Data"])["Data"]
    expected = by_calamine(path, "Sheet")
    found: Cells = {
        (row, column): cell
        for column, cells in enumerate(grid.columns, 1)
        for row, cell in enumerate(cells, grid.first_row)
        if cell is not None
    }
    assert_same(found, expected)


ODD_TEXTS = {
    "an entity that XML does not have": "<si><t>a&nbsp;b</t></si>",
    "a character that is none": "<si><t>a&#xD800;b</t></si>",
    "unparsed characters": "<si><t><![CDATA[a]]></t></si>",
    "tags that do not match": "<si><t>a</t></r></si>",
    "a tag in a text": "<si><t>a<b/></t></si>",
    "a character with a number too high": "<si><t>a&#x110000;</t></si>",
    "two texts without a tag between": "<si><t>a</t></si>b</si>",
    "something between the texts": "<si><t>a</t></si><si><t>b</t></si>more",
}


@pytest.mark.parametrize("texts", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_shared_texts_are_left_to_calamine(tmp_path: Path, texts: str) -> None:
    path = write_raw_book(tmp_path / "book.xlsx", ONE, [texts])

    with pytest.raises(UnknownFormError):
        scanned(path)


@pytest.mark.parametrize("place", ["9", "-1", "1.0", "123456789"])
def test_a_text_that_is_not_there_is_left_to_calamine(tmp_path: Path, place: str) -> None:
    rows = f'<row r="2"><c r="A2" t="s"><v>{place}</v></c></row>'
    path = write_raw_book(tmp_path / "book.xlsx", rows, ["<si><t>only</t></si>"])

    with pytest.raises(UnknownFormError):
        scanned(path)


def test_a_sheet_that_stops_short_is_left_to_calamine(tmp_path: Path) -> None:
    whole = sheet_of(ONE)
    for end in (whole.index("<sheetData>") + 4, whole.index("</row>"), whole.index("</sheetData>")):
        with pytest.raises(UnknownFormError):
            scanned(write_raw_book(tmp_path / "book.xlsx", whole[:end]))


def test_bytes_that_are_no_text_are_left_to_calamine(tmp_path: Path) -> None:
    content = sheet_of('<row r="2"><c r="A2" t="str"><v>?</v></c></row>').encode()
    path = write_raw_book(tmp_path / "book.xlsx", ONE)
    with Package(path) as package:
        values = WorkbookValues(package)
    columns = [ColumnCells.empty(1, 1, 5)]

    with pytest.raises(UnknownFormError):
        scan([content.replace(b"?</v>", b"\xe9</v>")], columns, values)


def test_a_sheet_of_which_one_cell_is_odd_is_read_whole_by_calamine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = ODD["rich text in a cell"].replace("</row>", '<c r="B2" t="e"><v>#N/A</v></c></row>')
    path = write_raw_book(tmp_path / "book.xlsx", odd)

    grid = open_book(path).read(["Data"])["Data"]

    assert (grid.columns[0][0], grid.columns[1][0]) == ("ab", "#N/A")
    monkeypatch.setattr(table_cells, "CalamineWorkbook", None)
    plain_path = write_raw_book(tmp_path / "plain.xlsx", ONE)
    assert open_book(plain_path).read(["Data"])["Data"].columns[0][0] == 5.0


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_workbook_without_a_part_that_it_names_is_left_to_calamine(
    tmp_path: Path, part: str
) -> None:
    path = write_raw_book(tmp_path / "book.xlsx", ONE)
    with_parts(path, lambda name, content: None if name == part else content)

    assert open_book(path).read(["Data"])["Data"].columns[0][0] == 5.0


def test_a_head_without_end_is_left_to_calamine(tmp_path: Path) -> None:
    columns = '<cols><col min="1" max="2" width="9"/></cols>'
    long = sheet_of(ONE).replace("<sheetData>", columns * 40_000 + "<sheetData>")
    path = write_raw_book(tmp_path / "book.xlsx", long)

    with pytest.raises(UnknownFormError):
        scanned(path, stretch=1 << 16)


def test_a_column_of_very_many_styles_is_left_to_calamine(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" cm="{row}"><v>{row}</v></c></row>' for row in range(1, 300)
    )
    path = write_raw_book(tmp_path / "book.xlsx", rows)

    with pytest.raises(UnknownFormError):
        scanned(path, height=300)
    assert len(scanned(path, height=150)) == 150
