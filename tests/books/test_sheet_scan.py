"""Sheets read by column: the same cells as calamine gives, and whatever is odd is left to it."""

import struct
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from addin.books.addresses import column_letters
from addin.books.cell_values import cell_xml
from addin.books.closed import open_book, table_cells
from addin.books.closed.package import Package
from addin.books.closed.sheet_rows import UnknownFormError
from addin.books.closed.sheet_scan import ColumnCells, WorkbookValues, scan
from addin.books.closed.workbook_part import read_layout
from addin.tables.grid import Cell
from books.closed_files import with_parts
from books.raw_books import MAIN, SHEET, STYLES, write_raw_book

ROOT = Path(__file__).parent.parent.parent
WORKBOOKS = ROOT.parent / "shared" / "corpus" / "workbooks"
WIDTH, HEIGHT = 8, 40
DAY = timedelta(days=1)
OFTEN = settings(max_examples=150, deadline=None)

Cells = dict[tuple[int, int], Cell]


def plain(cell: Any) -> Cell:
    """A cell of calamine's as a grid has it."""
    return None if cell == "" else cell / DAY if isinstance(cell, timedelta) else cell


def by_calamine(path: Path, sheet: str) -> Cells:
    """The filled cells of a sheet by row and column, from 1."""
    with CalamineWorkbook.from_path(path) as book:
        there = book.get_sheet_by_name(sheet)
        top, left = there.start or (0, 0)
        return {
            (top + row, left + column): plain(cell)
            for row, cells in enumerate(there.to_python(), 1)
            for column, cell in enumerate(cells, 1)
            if cell != ""
        }


def scanned(
    path: Path,
    part: str = SHEET,
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    at_once: int = 2 << 20,
    stretch: int | None = None,
) -> Cells:
    """The same by column."""
    with Package(path) as package:
        values = WorkbookValues(package)
        columns = [ColumnCells.empty(number, 1, height) for number in range(1, width + 1)]
        content = package.read(part)
        step = stretch or len(content)
        stretches = (content[at : at + step] for at in range(0, len(content), step))
        scan(stretches, columns, values, at_once=at_once)
    return {
        (row, column.number): cell
        for column in columns
        for row, cell in enumerate(column.cells.tolist(), 1)
        if cell is not None
    }


def exact(cells: Mapping[tuple[int, int], Cell]) -> dict[tuple[int, int], object]:
    """Cells in a form in which 1, 1.0 and True, and 0.0 and -0.0, are different."""
    return {
        place: struct.pack("<d", cell) if isinstance(cell, float) else (type(cell), cell)
        for place, cell in cells.items()
    }


def assert_same(found: Cells, expected: Cells) -> None:
    assert exact(found) == exact(expected), (found, expected)


# What programs write into a cell: its attributes behind the address, and what is inside.
Form = tuple[str, str]

LETTERS = st.sampled_from("aZ09 \t\n&<>'\"_xé€\u00a0\u2003😀.,;=-+@#/") | st.characters(
    exclude_categories=["Cs", "Cc"]
)
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(
    [
        "_x000D_\n",
        "a\r\nb\rc",
        "\r",
        "_x005F_x0041_",
        "_xD83D__xDE00_",
        " x ",
        "",
        "=A1",
        "_x0041",
        "a_x00e9_",
    ]
)
SHORT_NUMBERS = st.integers(0, 99_999_999).map(str) | st.sampled_from(["007", "0", "00000000"])
DAY_NUMBERS = st.floats(0, 60_000).map(repr) | st.sampled_from(
    ["0", "1", "59", "60", "61", "0.5", "0.99999999999", "46000.123456789", "2958465", "-1.5"]
)
ANY_NUMBERS = (
    st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
    | st.integers(-(10**20), 10**20).map(str)
    | st.sampled_from(["1E-3", "1.5E+300", "-0", "-0.0", "1.", ".5", "+4", "1e999", "5e-324"])
)
PLAIN_STYLES = [
    at for at, code in enumerate(STYLES) if code in ("General", "0.00", "@", "[Red]0.0")
]
SHARED = 12


def styled(style: int | None) -> str:
    return "" if style is None else f' s="{style}"'


STYLED = st.none() | st.integers(0, len(STYLES) - 1)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A cell as Excel, LibreOffice, XlsxWriter, openpyxl or Quotepart writes it."""
    style, formula = styled(draw(STYLED)), draw(st.sampled_from(["", "", *FORMULAS]))
    text = escape(draw(TEXTS))
    form: Form = draw(
        st.one_of(
            st.builds(lambda number: (style, f"<v>{number}</v>"), DAY_NUMBERS | SHORT_NUMBERS),
            st.builds(
                lambda at, number: (styled(at), f"{formula}<v>{number}</v>"),
                st.sampled_from(PLAIN_STYLES),
                ANY_NUMBERS | SHORT_NUMBERS,
            ),
            st.builds(lambda at: (f'{style} t="s"', f"<v>{at}</v>"), st.integers(0, SHARED - 1)),
            st.builds(lambda yes: (f'{style} t="b"', f"{formula}<v>{yes:d}</v>"), st.booleans()),
            st.just((f'{style} t="str"', f"{formula}<v>{text}</v>")),
            st.just((f'{style} t="inlineStr"', f"<is><t>{text}</t></is>")),
            st.just((f'{style} t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>')),
            st.just((style, formula)),
            st.just((style, "")),
            st.just((f'{style} t="s"', "<v></v>")),
            st.just((f'{style} t="str"', f"{formula}<v/>")),
            st.just((style, f"{formula}<v></v>")),
        )
    )
    return form


FORMULAS = (
    "<f>A1+1</f>",
    '<f t="shared" ref="B2:B9" si="0">"&lt;"&amp;A1</f>',
    '<f t="shared" si="0"/>',
    '<f t="array" ref="C3">SUM(A1:A3/2)</f>',
    "<f>A1\r\n  +A2</f>",
)


def cell_of(row: int, column: int, form: Form) -> str:
    attributes, inside = form
    opening = f'<c r="{column_letters(column)}{row}"{attributes}'
    return f"{opening}>{inside}</c>" if inside else f"{opening}/>"


def rows_of(cells: Mapping[tuple[int, int], Form]) -> str:
    """The XML of rows; a row without cells is closed at once."""
    rows: dict[int, list[str]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(cell_of(row, column, cells[row, column]))
    spans = ' spans="1:8" x14ac:dyDescent="0.25"'
    last = max(rows, default=0)
    return "".join(
        f'<row r="{row}"{spans}>{"".join(rows[row])}</row>' if row in rows else f'<row r="{row}"/>'
        for row in range(1, last + 1)
        if row in rows or row % 3
    ).replace(' x14ac:dyDescent="0.25"', ' ht="15"')


SHEETS = st.dictionaries(
    st.tuples(st.integers(1, HEIGHT), st.integers(1, WIDTH)), forms(), max_size=60
)
SHARED_FORMS = st.builds(
    lambda text, form: form.format(escape(text)),
    TEXTS,
    st.sampled_from(
        [
            "<si><t>{}</t></si>",
            '<si><t xml:space="preserve">{}</t></si>',
            "<si><r><t>a </t></r><r><rPr><b/></rPr><t xml:space='preserve'>{}</t></r></si>",
            '<si><t>{}</t><rPh sb="0" eb="1"><t>ignored</t></rPh></si>',
            "<si/>",
            "<si><t/></si>",
        ]
    ),
)


@OFTEN
@given(
    cells=SHEETS,
    texts=st.lists(SHARED_FORMS, min_size=SHARED, max_size=SHARED),
    since_1904=st.booleans(),
    at_once=st.sampled_from([0, 300, 2 << 20]),
    stretch=st.sampled_from([None, 7, 100]),
)
def test_every_form_that_programs_write_is_read_as_calamine_reads_it(
    cells: dict[tuple[int, int], Form],
    texts: list[str],
    since_1904: bool,  # noqa: FBT001
    at_once: int,
    stretch: int | None,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_raw_book(path, rows_of(cells), texts, since_1904=since_1904)
        found = scanned(path, at_once=at_once, stretch=stretch)
        assert_same(found, by_calamine(path, "Sheet"))


def test_an_error_value_is_its_text_whether_typed_or_computed(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" s="3" t="e"><f>1/0</f>'
        '<v>#DIV/0!</v></c><c r="C2" t="e" vm="1"><v>#VALUE!</v></c></row>'
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows))

    assert found == {(2, 1): "#N/A", (2, 2): "#DIV/0!", (2, 3): "#VALUE!"}


def test_a_number_beyond_every_day_is_a_number_whatever_its_style(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="{style}"><v>1E+10</v></c></row>'
        for row, style in enumerate(range(len(STYLES)), 1)
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows))

    assert set(found.values()) == {1e10}


def test_an_empty_sheet_has_no_cells(tmp_path: Path) -> None:
    for rows in (
        "",
        '<row r="7" ht="30"/>',
        '<row r="7"></row>',
        '<row r="7"><c r="A7" s="1"/></row>',
    ):
        assert scanned(write_raw_book(tmp_path / "book.xlsx", rows)) == {}
    whole = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert scanned(write_raw_book(tmp_path / "book.xlsx", whole)) == {}


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


def test_letters_of_any_alphabet_are_read_where_they_stand(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><v>Société {row} €</v></c>'
        f'<c r="B{row}"><v>{row}.5</v></c></row>'
        for row in range(1, 30)
    )

    found = scanned(write_raw_book(tmp_path / "book.xlsx", rows), at_once=200)

    assert found == {(row, 1): f"Société {row} €" for row in range(1, 30)} | {
        (row, 2): row + 0.5 for row in range(1, 30)
    }


def test_bytes_that_are_no_text_are_left_to_calamine(tmp_path: Path) -> None:
    content = sheet_of('<row r="2"><c r="A2" t="str"><v>?</v></c></row>').encode()
    path = write_raw_book(tmp_path / "book.xlsx", ONE)
    with Package(path) as package:
        values = WorkbookValues(package)
    columns = [ColumnCells.empty(1, 1, 5)]

    with pytest.raises(UnknownFormError):
        scan([content.replace(b"?</v>", b"\xe9</v>")], columns, values)


@given(
    row=st.integers(1, 1_048_576),
    column=st.integers(1, 16_384),
    cell=st.floats(allow_nan=False, allow_infinity=False) | TEXTS | st.booleans(),
)
@example(row=1_048_576, column=16_384, cell="x")
@settings(max_examples=50, deadline=None)
def test_what_quotepart_writes_is_found_at_its_address(row: int, column: int, cell: Cell) -> None:
    address = f"{column_letters(column)}{row}"
    xml = cell_xml(address, b"", cell, since_1904=False).decode()
    with tempfile.TemporaryDirectory() as folder:
        path = write_raw_book(Path(folder) / "book.xlsx", f'<row r="{row}">{xml}</row>')
        with Package(path) as package:
            found = ColumnCells.empty(column, row, 1)
            scan(package.chunks(SHEET), [found], WorkbookValues(package))

    expected = None if cell == "" else float(cell) if isinstance(cell, float) else cell
    assert found.cells.tolist() == [expected]
    assert type(found.cells[0]) is type(expected)


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


def test_tables_beside_and_below_each_other_are_read_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Both")
        for name, top, left in (("First", 0, 0), ("Beside", 1, 3), ("Below", 9, 0)):
            sheet.add_table(top, left, top + 3, left + 1, {"name": name})
            for row in range(1, 4):
                sheet.write_row(top + row, left, [f"{name} {row}", date(2026, 3, row).toordinal()])

    grids = open_book(path).read(["First", "Beside", "Below"])

    for name, grid in grids.items():
        assert grid.columns[0] == [f"{name} {row}" for row in (1, 2, 3)]
        assert len(grid.columns[1]) == 3


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


def test_attributes_are_told_apart_to_their_last_character(tmp_path: Path) -> None:
    cells = [
        's="1" t="str"',
        's="1" t="n"',
        's="10"',
        's="11"',
        's="1"',
        "",
        't="str" s="1"',
        's="0"',
    ]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"{" " if form else ""}{form}><v>{row}</v></c></row>'
        for row, form in enumerate(cells * 5, 1)
    )
    path = write_raw_book(tmp_path / "book.xlsx", rows)

    assert_same(scanned(path), by_calamine(path, "Sheet"))
