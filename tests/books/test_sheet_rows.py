"""The rows of a sheet as slices of its XML, and the members of the zip file they lie in."""

import struct
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from addin.books.book import TableEdit
from addin.books.cell_values import cell_xml, column_cells
from addin.books.closed import archive, open_book, row_forms
from addin.books.closed.members import member_chunks, read_member
from addin.books.closed.mentions import speaks_of
from addin.books.closed.plain_rows import only_values
from addin.books.closed.sheet_rows import Row, SheetText, UnknownFormError
from addin.errors import BillingError
from addin.tables.grid import Cell
from books.closed_files import packed_members, part, with_text

SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str) -> SheetText:
    return SheetText.parse(f"<w><sheetData>{rows}</sheetData><tail/></w>".encode())


def rendered(text: SheetText) -> str:
    content = text.render().decode()
    return content.removeprefix("<w><sheetData>").removesuffix("</sheetData><tail/></w>")


def test_rows_that_nobody_asks_for_keep_their_very_bytes() -> None:
    rows = (
        "<row r=\"1\"  spans='1:2'><c r='A1'  t='n'><v>1</v></c></row>\n <row r=\"2\" ht=\"9\"/>"
        '<row r="4"><c><v>4</v></c></row><row r="7" x14ac:dyDescent="0.25"></row>'
    )
    text = sheet(rows)
    text.row(4).cells += b'<c r="C4"/>'

    assert rendered(text) == rows.replace("<c><v>4</v></c>", '<c r="A4"><v>4</v></c><c r="C4"/>')


def test_rows_come_go_and_are_found_in_their_order() -> None:
    text = sheet('<row r="2"><c r="A2"/></row><row r="3"/><row r="9"><c r="A9"/></row>')
    text.rows[5] = Row(b"", b'<c r="B5"/>')
    del text.rows[3]

    assert list(text.rows) == [2, 5, 9]
    assert len(text.rows) == 3
    assert 3 not in text.rows
    assert text.rows.get(3) is None
    assert text.last_row() == 9
    with pytest.raises(KeyError):
        del text.rows[3]
    assert rendered(text) == (
        '<row r="2"><c r="A2"/></row><row r="5"><c r="B5"/></row><row r="9"><c r="A9"/></row>'
    )


def test_rows_out_of_order_are_put_into_it() -> None:
    text = sheet('<row r="9"><c r="A9"/></row><row r="2"><c r="A2"/></row>')

    assert rendered(text) == '<row r="2"><c r="A2"/></row><row r="9"><c r="A9"/></row>'


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="2"><c r="A2"/><extLst/></row>',
        '<row r="2"><!-- <row r="3"/> --></row>',
        '<row r="2"><c r="A2"><v><![CDATA[1]]></v></c></row>',
        '<row r="2"><?note?></row>',
        '<row r="2"></sheetDate>',
    ],
)
def test_rows_that_slices_cannot_be_trusted_with_are_refused(rows: str) -> None:
    with pytest.raises(UnknownFormError):
        SheetText.parse(
            f"<w><sheetData>{rows}</w>".encode()
            if "Date>" in rows
            else (f"<w><sheetData>{rows}</sheetData></w>".encode())
        )


def test_rows_of_another_namespace_prefix_lose_it() -> None:
    text = SheetText.parse(
        b'<x:w xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="A2"><x:f>B2</x:f></x:c></x:row>'
        b"</x:sheetData></x:w>"
    )

    assert [(number, row.cells) for number, row in text.rows.with_formulas()] == [
        (2, b'<c r="A2"><f>B2</f></c>')
    ]


def test_formulas_and_marks_are_found_wherever_a_stretch_ends() -> None:
    rows = [
        f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n % 777 == 5 else ""}>'
        f'<c r="A{n}">{"<f>B1</f>" if n % 999 == 3 else ""}<v>{n * 1.25}</v></c></row>'
        for n in range(1, 12_000)
    ]
    text = sheet("".join(rows))

    marked = list(text.rows.marked(b"hidden=", range(1, 12_000)))
    assert marked == [n for n in range(1, 12_000) if n % 777 == 5]
    assert list(text.rows.marked(b"hidden=", range(6, 5_000))) == [
        n for n in range(6, 5_000) if n % 777 == 5
    ]
    assert not list(text.rows.marked(b"hidden=", range(9, 9)))
    assert [n for n, _ in text.rows.with_formulas()] == [
        n for n in range(1, 12_000) if n % 999 == 3
    ]
    assert rendered(text) == "".join(rows)


def test_renewed_cells_take_the_number_of_the_row_they_come_to() -> None:
    text = sheet(
        '<row r="5" ht="20" spans="1:9"><c r="A5"/></row><row r="6" spans="1:1"><c r="A6"/></row>'
    )
    text.rows.renew(6, b' spans="1:1"', b'<c r="A\0"><v>1</v></c>')
    text.rows[5].cells = b""

    assert not list(text.rows.bring([6], 5, b"A", b"A"))
    assert text.rows[5].cells == b'<c r="A5"><v>1</v></c>'
    assert text.last_row() == 5
    text.rows.forget_empty([5, 6])

    assert rendered(text) == '<row r="5" ht="20" spans="1:9"><c r="A5"><v>1</v></c></row>'


KINDS: Sequence[st.SearchStrategy[Cell]] = (
    st.text(max_size=8) | st.sampled_from(["_x0041_", "=1+1", "é🙂\n"]),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1890, 1, 1)),
    st.datetimes(datetime(1899, 1, 1)),  # noqa: DTZ001
    st.times(),
    st.none(),
)


@given(st.one_of(*(st.lists(kind, min_size=1, max_size=5) for kind in KINDS)), st.booleans())
def test_a_column_of_cells_is_written_as_each_of_them(
    values: list[Cell],
    since_1904: bool,  # noqa: FBT001
) -> None:
    try:
        singly = [cell_xml("B7", b"3", value, since_1904=since_1904) for value in values]
    except BillingError:
        assert column_cells(values, type(values[0]), since_1904=since_1904) is None
        return
    together = column_cells(values, type(values[0]), since_1904=since_1904)

    if together is None:
        assert "" in values
        return
    start = b'<c r="B7" s="3"'
    frames = [together.frame % text for text in together.texts] or [b"/>"] * len(values)
    assert [start + frame for frame in frames] == singly


@given(st.integers(0, 60), st.sampled_from(["Fees & more", "D'or", "Été", "Other"]))
def test_a_mention_is_found_wherever_the_part_is_cut(at: int, name: str) -> None:
    content = "<f>SUM('ÉTÉ'!A1,'Fees &amp; more'!$A$2,'d&apos;&apos;OR'!B3)</f>".encode()

    found = speaks_of([content[:at], b"", content[at:]], [name])

    assert found is (name != "Other")


def zipped(method: int) -> tuple[BytesIO, bytes]:
    content = b"".join(b"<row>%d</row>" % number for number in range(30_000))
    file = BytesIO()
    with ZipFile(file, "w", method) as target:
        target.writestr("sheet.xml", content)
    return file, content


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_a_member_is_read_whole_or_in_stretches(method: int) -> None:
    file, content = zipped(method)
    with ZipFile(file) as source:
        info = source.getinfo("sheet.xml")

        assert read_member(source, info) == content
        assert b"".join(member_chunks(source, info)) == content


@pytest.mark.parametrize("damage", ["a byte", "the size", "the checksum", "the name", "the end"])
def test_a_member_that_is_not_what_the_directory_says_is_refused(damage: str) -> None:
    file, _ = zipped(ZIP_DEFLATED)
    content = bytearray(file.getvalue())
    with ZipFile(file) as source:
        info = source.getinfo("sheet.xml")
        if damage == "a byte":
            content[info.compress_size // 2] ^= 0xFF
        elif damage == "the name":
            content[30] ^= 0x01
        elif damage == "the size":
            info.file_size -= 1
        elif damage == "the checksum":
            info.CRC ^= 1
        else:
            info.compress_size += 1 << 20
    with ZipFile(BytesIO(content)) as source:
        with pytest.raises(BadZipFile):
            read_member(source, info)
        with pytest.raises(BadZipFile):
            list(member_chunks(source, info))


def fees(path: Path, rows: int = 3) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        bold = workbook.add_format({"bold": True})
        page = workbook.add_worksheet("Fees")
        columns = [{"header": "Client"}, {"header": "Fee"}, {"header": "Note"}]
        page.add_table(0, 0, rows, 2, {"name": "Fees", "columns": columns})
        for number in range(1, rows + 1):
            page.write_row(number, 0, [f"C{number}", number], bold if number % 2 else None)
    return path


def test_a_workbook_that_would_become_too_large_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    before, book = path.read_bytes(), open_book(path)
    with ZipFile(path) as source:
        size = archive.unpacked_size(source.infolist())
    monkeypatch.setattr(archive, "UNPACKED_LIMIT", size + 1_000)

    with pytest.raises(BillingError) as caught:
        book.write([TableEdit("Fees", added=[{"Note": "n" * 30_000}])])

    assert caught.value.code == "BOOK-10"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


ODD_ROWS = {
    "a cell that is not there": ('<c r="B4" s="1"><v>3</v></c>', ""),
    "a formula": ('<c r="B4" s="1"><v>3</v></c>', '<c r="B4" s="1"><f>A1</f><v>3</v></c>'),
    "a style of the row": ('<row r="4"', '<row r="4" s="1" customFormat="1"'),
    "the kind before the style": ('<c r="A4" s="1" t="s">', '<c r="A4" t="s" s="1">'),
    "a cell beside": ('</row><row r="5"', '<c r="F4"><v>1</v></c></row><row r="5"'),
    "blanks between cells": ('</c></row><row r="5"', '</c> </row>\n<row r="5"'),
}


@pytest.mark.parametrize("odd", [None, *ODD_ROWS])
@pytest.mark.parametrize("columns", [("Client", "Fee", "Note"), ("Fee",), ("Note", "Client")])
@pytest.mark.parametrize("removed", [frozenset(), frozenset({0, 5})])
def test_rows_written_at_once_are_the_same_bytes_as_one_by_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    odd: str | None,
    columns: tuple[str, ...],
    removed: frozenset[int],
) -> None:
    values: dict[str, Cell] = {"Client": "<New>", "Fee": Decimal("1.50"), "Note": None}
    rows = {n: {name: values[name] for name in columns} for n in range(8) if n not in removed}
    edit = TableEdit("Fees", rows, removed, [rows[1], rows[2]])
    written = []
    for fewest in (1, 1_000):
        path = fees(tmp_path / f"{fewest}.xlsx", 8)
        if odd:
            with_text(path, SHEET, *ODD_ROWS[odd])
        monkeypatch.setattr(row_forms, "_FEWEST_CELLS", fewest)
        open_book(path).write([edit])
        written.append(part(path, SHEET))

    assert written[0] == written[1]


ODD_MOVES = {
    **ODD_ROWS,
    "no cells": ('<c r="A4" s="1" t="s"><v>5</v></c><c r="B4" s="1"><v>3</v></c>', ""),
    "single quotes": ('<c r="B4" s="1">', "<c r=\"B4\" s='1'>"),
    "a height": ('<row r="4"', '<row r="4" ht="30" customHeight="1"'),
}


@pytest.mark.parametrize("odd", [None, *ODD_MOVES])
@pytest.mark.parametrize("removed", [frozenset({0, 5}), frozenset({2}), frozenset({1, 2, 3})])
def test_rows_that_move_as_they_are_are_the_same_bytes_as_cell_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str | None, removed: frozenset[int]
) -> None:
    written: list[str] = []
    for plain in (only_values, lambda *_: False):
        path = fees(tmp_path / f"{len(written)}.xlsx", 8)
        if odd:
            with_text(path, SHEET, *ODD_MOVES[odd])
        monkeypatch.setattr("addin.books.closed.rows.only_values", plain)
        open_book(path).write([TableEdit("Fees", removed=removed)])
        written.append(part(path, SHEET))

    assert written[0] == written[1]


def test_sizes_go_into_the_header_of_a_member_that_is_written_piece_by_piece(
    tmp_path: Path,
) -> None:
    path = fees(tmp_path / "Fees.xlsx", 50)

    open_book(path).write([TableEdit("Fees", {0: {"Note": "x" * 20_000}})])

    content = path.read_bytes()
    with ZipFile(path) as source:
        info = source.getinfo(SHEET)
        assert source.testzip() is None
    header = struct.unpack_from("<4s5H3I", content, info.header_offset)
    assert header[6:9] == (info.CRC, info.compress_size, info.file_size)
    assert len(packed_members(path)[SHEET]) == info.compress_size
