"""A table of twenty thousand rows, written back: what two readers find, and what stays."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from addin.books.book import TableEdit
from addin.books.closed import row_forms
from addin.books.closed.package import Package
from addin.books.closed.patching import patch
from addin.books.closed.workbook_part import read_layout
from addin.tables.grid import Cell
from books.closed_files import changed_members, packed_members, part

ROWS = 20_000
SHEET = "xl/worksheets/sheet2.xml"
HEADINGS = ("Line", "Day", "Quantity", "Price", "Text", "Billed", "Mine", "Twice")
TYPED = HEADINGS[:6]
START = date(2026, 1, 1)
FIRST_TOUCHED = 1_000


def record(number: int) -> dict[str, Cell]:
    """A line as it stands in the workbook at first; the column Mine is the user's own."""
    return {
        "Line": f"L-{number:05}",
        "Day": START + timedelta(days=number % 365),
        "Quantity": number,
        "Price": number / 8,
        "Text": None if number % 11 == 0 else f"Dupont & Fils <{number % 50}>",
        "Billed": number % 3 == 0,
        "Mine": f"my note {number}" if number % 2 else None,
    }


def renewed(number: int) -> dict[str, Cell]:
    """What a run writes into it: other values, in one row of nine none for the text."""
    return {
        "Line": f"N-{number:05} & Cie",
        "Day": START + timedelta(days=(number * 7) % 365),
        "Quantity": Decimal(number) / 100,
        "Price": None if number % 5 == 0 else Decimal("1E+2") + number,
        "Text": None if number % 9 == 0 else "=SUM(1;2) — Noël\t🙂",
        "Billed": number % 2 == 0,
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "Lines.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        money = [
            workbook.add_format({"num_format": "0.00", "bold": bold}) for bold in (False, True)
        ]
        notes = workbook.add_worksheet("Notes")
        notes.write("A1", "=Lines!A2 stands for nothing here!")
        sheet = workbook.add_worksheet("Lines")
        columns: list[dict[str, object]] = [{"header": heading} for heading in HEADINGS]
        columns[-1]["formula"] = "=Lines[[#This Row],[Quantity]]*2"
        columns[2]["total_function"] = "sum"
        area = (0, 0, ROWS + 1, len(HEADINGS) - 1)
        sheet.add_table(*area, {"name": "Lines", "columns": columns, "total_row": True})
        for number in range(ROWS):
            values = record(number)
            for column, heading in enumerate(HEADINGS[:-1]):
                style = {"Day": day, "Price": money[number % 7 == 0]}.get(heading)
                sheet.write(number + 1, column, values[heading], style)
        sheet.set_row(ROWS // 2, 30)
        sheet.write(ROWS - 5, len(HEADINGS) + 1, "beside")
    return path


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "Lines.xlsx"
    copy.write_bytes(built.read_bytes())
    return copy


def write(path: Path, change: TableEdit) -> None:
    """What a closed book does with its file, without all that guards the file."""
    with Package(path) as package:
        patch(package, read_layout(package), [change])
        temporary = package.save_beside()
    temporary.replace(path)


def edit() -> TableEdit:
    """Most rows change, some stay, some go and some come."""
    rows = range(FIRST_TOUCHED, ROWS)
    removed = frozenset(number for number in rows if number % 13 == 4)
    updates = {number: renewed(number) for number in rows if number % 13 not in (4, 6)}
    updates[ROWS - 1] = {"Text": "the last one alone"}
    added = [renewed(ROWS + number) for number in range(2_000)]
    return TableEdit("Lines", updates, removed, added)


def wanted() -> Iterator[Mapping[str, Cell]]:
    asked = edit()
    for number in range(ROWS):
        if number not in asked.removed:
            yield {**record(number), **asked.updates.get(number, {})}
    yield from asked.added


def plain(cell: Cell) -> object:
    return float(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else cell


def test_every_row_holds_what_was_asked(path: Path) -> None:
    members = packed_members(path)

    write(path, edit())

    expected = [[plain(row.get(heading)) for heading in HEADINGS[:-1]] for row in wanted()]
    with CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_name("Lines").to_python()
    found = [[None if cell == "" else cell for cell in row[:7]] for row in rows[1:-1]]
    assert len(found) == len(expected)
    # Of so many rows, only the first that differ are worth showing.
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]][:3] == []
    assert changed_members(members, path) == {SHEET, "xl/tables/table1.xml", "xl/workbook.xml"}


def test_openpyxl_finds_styles_formulas_and_totals_in_their_places(path: Path) -> None:
    write(path, edit())

    count = sum(1 for _ in wanted())
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        rows = list(book["Lines"].iter_rows(max_col=len(HEADINGS)))
    assert len(rows) >= count + 2
    assert {row[1].number_format for row in rows[1 : count + 1]} == {"dd/mm/yyyy"}
    assert {row[3].number_format for row in rows[1 : count + 1]} == {"0.00"}
    assert {row[7].value for row in rows[1 : count + 1]} == {"=Lines[[#This Row],[Quantity]]*2"}
    assert rows[count + 1][2].value == "=SUBTOTAL(109,[Quantity])"
    assert f'ref="A1:H{count + 2}"' in part(path, "xl/tables/table1.xml")


def test_rows_above_the_first_change_keep_their_very_bytes(path: Path) -> None:
    before = part(path, SHEET)

    write(path, edit())

    after = part(path, SHEET)
    end = f'<row r="{FIRST_TOUCHED + 2}"'
    start = "<sheetData>"
    assert (
        before[before.index(start) : before.index(end)]
        == after[after.index(start) : after.index(end)]
    )
    assert f'<row r="{ROWS // 2 + 1}" ' in after
    assert re.search(rf'<row r="{ROWS // 2 + 1}"[^>]* ht="30"', after)
    assert re.search(rf'<c r="J{ROWS - 4}"', after)


def test_many_rows_at_once_are_written_as_each_would_be_for_itself(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "Singly.xlsx"
    other.write_bytes(path.read_bytes())
    write(path, edit())

    monkeypatch.setattr(row_forms, "_FEWEST_CELLS", 1 << 40)
    write(other, edit())

    with ZipFile(path) as one, ZipFile(other) as two:
        pieces = zip(one.read(SHEET).split(b"<row"), two.read(SHEET).split(b"<row"), strict=True)
        assert [pair for pair in pieces if pair[0] != pair[1]][:3] == []


def test_a_hundred_cells_change_and_nothing_else(path: Path) -> None:
    members, before = packed_members(path), part(path, SHEET)
    numbers = range(7, ROWS, ROWS // 100)

    write(path, TableEdit("Lines", {n: {"Text": f"changed {n}"} for n in numbers}))

    after = part(path, SHEET)
    pattern = re.compile(
        r'<c r="E(\d+)" t="inlineStr"><is><t xml:space="preserve">changed \d+</t></is></c>'
    )
    assert [int(row) - 2 for row in pattern.findall(after)] == list(numbers)
    assert rows_without(before, numbers) == rows_without(after, numbers), "another row differs"
    assert changed_members(members, path) == {SHEET, "xl/workbook.xml"}


def rows_without(sheet: str, numbers: range) -> list[str]:
    touched = {number + 2 for number in numbers}
    rows = sheet[sheet.index("<row") : sheet.index("</sheetData>")].split('<row r="')
    return [row for number, row in enumerate(rows) if number not in touched]
