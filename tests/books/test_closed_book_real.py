"""Workbooks that Excel wrote, edited; and what LibreOffice sees in an edited file."""

import csv
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from excel import lint
from lxml import etree
from python_calamine import CalamineWorkbook

from addin.books.addresses import Area, column_number
from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.books.closed.package import Package
from addin.books.closed.table_part import Table
from addin.books.closed.workbook_part import read_layout
from addin.books.refusals import QueryTableError
from addin.tables.grid import Cell
from books.book_contract import make_workbook
from books.closed_files import changed_members, packed_members, part, with_parts, with_text
from books.soundness import faults_of

QUERIES = "dataValidationTableRange.xlsx"
ROOT = Path(__file__).parent.parent.parent
WORKBOOKS = ROOT.parent / "shared" / "corpus" / "workbooks"
# Number of tables; every kind of edit of each can be made.
TABLES = {"Complex01.xlsx": 1, "DataTableCities.xlsx": 2, QUERIES: 10}
KINDS = ("update", "longer", "shorter", "all at once")
GRID = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ADDRESS = "{http://www.w3.org/1999/xlink}href"
_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"(?:[^>]*/>|.*?</c>)', re.DOTALL)


def real(name: str, folder: Path) -> Path:
    """A copy of a workbook that Excel wrote."""
    original = WORKBOOKS / name
    if not original.exists():
        pytest.skip("the corpus of real workbooks is not here")
    return Path(shutil.copyfile(original, folder / name))


@pytest.fixture(params=TABLES)
def original(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = real(str(request.param), tmp_path)
    return unlinked(path) if request.param == QUERIES else path


def unlinked(path: Path) -> Path:
    """The workbook after its user has taken the queries off its tables."""

    def change(name: str, content: bytes) -> bytes | None:
        if name.startswith(("xl/queryTables/", "xl/tables/_rels/")) or name == "xl/connections.xml":
            return None
        content = re.sub(
            rb'<Override PartName="/xl/(?:queryTables|connections)[^>]*>', b"", content
        )
        content = re.sub(rb' tableType="queryTable"| queryTableFieldId="[0-9]*"', b"", content)
        return re.sub(rb'<Relationship [^>]*/connections"[^>]*>', b"", content)

    return with_parts(path, change)


def edit_of(kind: str, table: Table) -> TableEdit:
    typed = next(column.heading for column in table.columns if not column.formula)
    if kind == "update":
        return TableEdit(table.name, {0: {typed: "changed"}})
    if kind == "longer":
        return TableEdit(table.name, added=[{typed: "new"}])
    last = table.body.last_row - table.body.first_row
    added = [{typed: "new"}] * (kind == "all at once")
    return TableEdit(table.name, {last: {typed: "last"}}, frozenset({0}), added)


def after(
    columns: tuple[list[Cell], ...], edit: TableEdit, headings: tuple[str, ...]
) -> list[list[Cell]]:
    """The columns of a table as an edit leaves them."""
    result = []
    for heading, cells in zip(headings, columns, strict=True):
        kept = [
            edit.updates.get(index, {}).get(heading, cell)
            for index, cell in enumerate(cells)
            if index not in edit.removed
        ]
        result.append([*kept, *(row.get(heading) for row in edit.added)] or [None])
    return result


def other_cells(path: Path, table: Table) -> dict[tuple[str, int, int], object]:
    """Every cell of the workbook that is not in a table's columns from its data rows down."""
    down = table.body.rows(table.body.first_row, table.area.last_row + 1)
    cells: dict[tuple[str, int, int], object] = {}
    for name in (book := CalamineWorkbook.from_path(path)).sheet_names:
        for row, values in enumerate(
            book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
        ):
            for column, value in enumerate(values, 1):
                inside = name == table.sheet and Area(column, row, column, row).within(down)
                if value != "" and not inside:
                    cells[name, row, column] = value
    return cells


def test_an_edit_of_a_real_workbook_changes_its_table_and_no_other_cell(
    original: Path, tmp_path: Path
) -> None:
    with Package(original) as package:
        tables = read_layout(package).tables.values()
    assert len(tables) == TABLES[original.name]
    faults = lint.lint(original)
    edits = [(table, kind) for table in tables for kind in KINDS]
    # Of ten tables, eight are edited, each in another way than the one before.
    for number, (table, kind) in enumerate(edits if len(tables) <= len(KINDS) else edits[::5]):
        path = tmp_path / f"{number}.xlsx"
        shutil.copyfile(original, path)

        check(path, table, edit_of(kind, table))
        if kind == KINDS[-1]:
            assert lint.lint(path) == faults


def check(path: Path, table: Table, edit: TableEdit) -> None:
    members, cells = packed_members(path), other_cells(path, table)
    text, rels = part(path, table.sheet_part), relations(path)
    book = open_book(path)
    grid = book.read([table.name])[table.name]

    book.write([edit])

    changed = book.read([table.name])[table.name]
    for heading, found, wanted in zip(
        grid.headings, changed.columns, after(grid.columns, edit, grid.headings), strict=True
    ):
        if heading not in grid.calculated:
            assert found == wanted, (path, heading)
    assert other_cells(path, table) == cells
    assert outside(part(path, table.sheet_part), table) == outside(text, table)
    assert relations(path) == rels
    moved = bool(edit.removed or edit.added)
    for name in changed_members(members, path):
        concerned = name in {table.sheet_part, "xl/workbook.xml"}
        follows = name.startswith(("xl/worksheets/", "xl/tables/", "xl/charts/", "xl/pivotCache/"))
        chain = name in {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
        assert concerned or (moved and (follows or chain)) or "pivotCache" in name, name


def relations(path: Path) -> dict[str, str]:
    """What leads from the sheets and tables to other parts."""
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "/_rels/" in name and "sheet" in name]
        return {name: archive.read(name).decode() for name in names}


def outside(text: str, table: Table) -> dict[str, str]:
    """The cells of a sheet outside the columns of a table, to the byte, but for their formulas."""
    columns = range(table.area.first_column, table.area.last_column + 1)
    return {
        found[1] + found[2]: re.sub(r"<f.*?(?:/>|</f>)", "<f/>", found[0])
        for found in _CELL.finditer(text)
        if column_number(found[1]) not in columns
    }


@pytest.mark.parametrize("name", ["Complex01.xlsx", "DataTableCities.xlsx"])
def test_an_edited_workbook_of_excel_has_no_new_fault(name: str, tmp_path: Path) -> None:
    path = real(name, tmp_path)
    before = faults_of(path)
    with Package(path) as package:
        tables = list(read_layout(package).tables.values())

    open_book(path).write([edit_of("all at once", table) for table in tables])

    assert faults_of(path) <= before


def test_the_note_and_the_link_of_a_real_workbook_move_with_the_record(tmp_path: Path) -> None:
    path = real("Complex01.xlsx", tmp_path)
    sheet, boxes = "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml"
    # As if the note and the link of the sheet were on the last record of its table, in A17:C19.
    with_text(path, "xl/comments1.xml", 'ref="V10"', 'ref="B19"')
    with_text(path, boxes, "<x:Row>9</x:Row>", "<x:Row>18</x:Row>")
    with_text(path, boxes, "<x:Column>21<", "<x:Column>1<")
    with_text(path, sheet, '<hyperlink ref="Q5"', '<hyperlink ref="C19"')
    before = part(path, boxes)

    open_book(path).write([TableEdit("Table1", removed=frozenset({0}))])

    assert 'ref="B18"' in part(path, "xl/comments1.xml")
    moved = before.replace("<x:Row>18</x:Row>", "<x:Row>17</x:Row>")
    assert (
        part(path, boxes).split()
        == moved.replace("22, 15, 8, 10, 24, 31, 12, 9", "22, 15, 7, 10, 24, 31, 11, 9").split()
    )
    assert '<hyperlink ref="C18"' in part(path, sheet)
    assert faults_of(path) == set()


def test_the_queries_of_a_real_workbook_keep_their_rows(tmp_path: Path) -> None:
    path = real(QUERIES, tmp_path)
    book = open_book(path)
    for edit in (
        TableEdit("Table_ExternalData_1", {0: {"Value": 5}}),
        TableEdit("Table_ExternalData_1", added=[{"County": "New"}]),
    ):
        with pytest.raises(QueryTableError):
            book.write([edit])

    book.write([TableEdit("Table_ExternalData_1", {0: {"Rank": 5}})])

    assert book.read(["Table_ExternalData_1"])["Table_ExternalData_1"].columns[2][0] == 5


def test_the_chart_of_a_real_workbook_shows_the_new_row(tmp_path: Path) -> None:
    path = real("DataTableCities.xlsx", tmp_path)
    before = part(path, "xl/charts/chart1.xml")

    open_book(path).write([TableEdit("BigCity", added=[{"City": "Liège", "Population": 195_965}])])

    chart = part(path, "xl/charts/chart1.xml")
    of_the_table = re.compile(r"(\$[C-F]\$)14<")
    assert of_the_table.search(before)
    assert chart == of_the_table.sub(r"\g<1>15<", before)
    assert 'ref="C2:F16"' in part(path, "xl/tables/table1.xml")


def test_libreoffice_sees_the_same_cells(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "Billing.xlsx")
    edit = TableEdit(
        "Plan",
        {0: {"Amount": 99.5}, 3: {"Note": "=2+2"}},
        frozenset({1}),
        [{"Code": "0005", "Amount": -1, "Note": "Noël & Cie <SPRL>"}],
    )

    open_book(path).write([edit])

    convert(path, "csv:Text - txt - csv (StarCalc):44,34,76")
    with (tmp_path / "Billing.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[1:5] + row[6:7] for row in rows[2:7]] == [
        ["Code", "Datum", "Amount", "Note", "Mine"],
        ["0001", "31/01/2026", "99.50", "Dupont & Fils <SA>", "yellow"],
        ["0003", "", "-12.50", "Café « Ça » — €", ""],
        ["0004", "31/03/2026", "1,000,000,000.00", "=2+2", "7"],
        ["0005", "", "-1.00", "Noël & Cie <SPRL>", ""],
    ]
    assert rows[6][5] == "-2"  # a formula that was never calculated is
    assert [row[8] for row in rows[2:7]] == ["beside", "1", "2", "3", "4"]


def convert(path: Path, form: str) -> None:
    """Have LibreOffice write a workbook in another form, beside it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(path.parent),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def test_libreoffice_sees_notes_links_and_hidden_rows_where_they_belong(tmp_path: Path) -> None:
    path = tmp_path / "Fees.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        data = [["Dupont"], ["Martin"], ["Peeters"], ["Noël"]]
        columns = [{"header": "Client"}]
        sheet.add_table("A1:A5", {"name": "Fees", "columns": columns, "data": data})
        sheet.write_comment("A3", "on Martin")
        sheet.write_comment("A4", "on Peeters")
        sheet.write_url("A5", "https://example.org/noel", None, "Noël")
        sheet.set_row(3, None, None, {"hidden": True})

    open_book(path).write([TableEdit("Fees", removed=frozenset({1}), added=[{"Client": "New"}])])

    convert(path, "fods")
    document = etree.parse(str(tmp_path / "Fees.fods"))
    rows = [row for row in document.iter(f"{GRID}table-row") if texts(row, "table-cell")]
    found = [
        (
            *texts(row, "table-cell"),
            row.get(f"{GRID}visibility", ""),
            texts(row, "annotation"),
            [link.get(ADDRESS) for link in row.iter("{*}a")],
        )
        for row in rows
    ]
    assert found == [
        ("Client", "", [], []),
        ("Dupont", "", [], []),
        ("Peeters", "filter", ["on Peeters"], []),
        ("Noël", "", [], ["https://example.org/noel"]),
        ("New", "", [], []),
    ]


def texts(row: etree._Element, owner: str) -> list[str]:
    """The paragraphs of the cells, or of the notes, of a row."""
    paragraphs = row.iterfind(f".//{{*}}{owner}/{{*}}p")
    return ["".join(map(str, paragraph.itertext())) for paragraph in paragraphs]
