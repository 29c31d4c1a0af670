"""Workbooks that Excel wrote, edited; and what LibreOffice sees in an edited file."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from addin.books.addresses import Area
from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.books.closed.package import Package
from addin.books.closed.table_part import Table
from addin.books.closed.workbook_part import read_layout
from addin.tables.grid import Cell
from books.book_contract import make_workbook
from books.closed_files import changed_members, packed_members, part

ROOT = Path(__file__).parent.parent.parent
WORKBOOKS = ROOT.parent / "shared" / "corpus" / "workbooks"
# Number of tables; every kind of edit of each can be made.
TABLES = {"Complex01.xlsx": 1, "DataTableCities.xlsx": 2, "dataValidationTableRange.xlsx": 10}
KINDS = ("update", "longer", "shorter")


@pytest.fixture(params=TABLES)
def original(request: pytest.FixtureRequest) -> Path:
    path = WORKBOOKS / str(request.param)
    if not path.exists():
        pytest.skip("the corpus of real workbooks is not here")
    return path


def edit_of(kind: str, table: Table) -> TableEdit:
    typed = next(column.heading for column in table.columns if not column.formula)
    if kind == "update":
        return TableEdit(table.name, {0: {typed: "changed"}})
    if kind == "longer":
        return TableEdit(table.name, added=[{typed: "new"}])
    return TableEdit(table.name, removed=frozenset({0}))


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
    for number, (table, kind) in enumerate((t, k) for t in tables for k in KINDS):
        path = tmp_path / f"{number}.xlsx"
        shutil.copyfile(original, path)

        check(path, table, edit_of(kind, table))


def check(path: Path, table: Table, edit: TableEdit) -> None:
    members, cells = packed_members(path), other_cells(path, table)
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
    for name in changed_members(members, path):
        assert name.startswith(
            ("xl/worksheets/", "xl/tables/", "xl/charts/", "xl/pivotCache/")
        ) or (
            name in {"xl/workbook.xml", "xl/calcChain.xml"}
            or name in {"xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
        ), name


def test_the_chart_of_a_real_workbook_shows_the_new_row(tmp_path: Path) -> None:
    original = WORKBOOKS / "DataTableCities.xlsx"
    if not original.exists():
        pytest.skip("the corpus of real workbooks is not here")
    path = tmp_path / "Cities.xlsx"
    shutil.copyfile(original, path)
    before = part(path, "xl/charts/chart1.xml")

    open_book(path).write([TableEdit("BigCity", added=[{"City": "Liège", "Population": 195_965}])])

    chart = part(path, "xl/charts/chart1.xml")
    of_the_table = re.compile(r"(\$[C-F]\$)14<")
    assert of_the_table.search(before)
    assert chart == of_the_table.sub(r"\g<1>15<", before)
    assert 'ref="C2:F16"' in part(path, "xl/tables/table1.xml")


def test_libreoffice_sees_the_same_cells(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = make_workbook(tmp_path / "Billing.xlsx")
    edit = TableEdit(
        "Plan",
        {0: {"Amount": 99.5}, 3: {"Note": "=2+2"}},
        frozenset({1}),
        [{"Code": "0005", "Amount": -1, "Note": "Noël & Cie <SPRL>"}],
    )

    open_book(path).write([edit])

    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
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
