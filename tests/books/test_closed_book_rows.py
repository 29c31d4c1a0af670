"""Random tables, random edits: what was asked is what two readers find, and nothing else moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.tables.grid import Cell
from books.closed_files import changed_members, packed_members

HEADINGS = ("Text", "Number", "Day", "Anything")
FORMULA = "Twice"
CONTROL = "\x01\x0b\x1f"
TEXTS = st.text(
    st.sampled_from("aé€🙂<>&\"'=_x0041_\n\t " + CONTROL) | st.characters(codec="utf-8"),
    min_size=1,
    max_size=6,
).filter(lambda text: "\r" not in text and not set(text) & set("\ufffe\uffff"))
# Fifteen digits are what XlsxWriter, too, writes without loss.
NUMBERS = st.integers(-(10**15), 10**15) | st.decimals(-(10**9), 10**9, places=4)
DAYS = st.dates(date(1904, 1, 2), date(2200, 1, 1))
VALUES: Mapping[str, st.SearchStrategy[Cell]] = {
    "Text": TEXTS,
    "Number": NUMBERS,
    "Day": DAYS,
    "Anything": TEXTS | NUMBERS | st.booleans(),
}
ROW = st.fixed_dictionaries(
    {}, optional={name: st.none() | strategy for name, strategy in VALUES.items()}
)


@dataclass(frozen=True)
class Sample:
    """A table on a sheet with neighbours."""

    rows: Sequence[Mapping[str, Cell]]
    top: int  # row of the headings, from 0
    left: int  # its first column, from 0
    totals: bool
    since_1904: bool
    order: Sequence[str]


SAMPLES = st.builds(
    Sample,
    rows=st.lists(ROW, min_size=1, max_size=5),
    top=st.integers(0, 3),
    left=st.integers(0, 27),
    totals=st.booleans(),
    since_1904=st.booleans(),
    order=st.permutations([*HEADINGS, FORMULA]),
)


def build(path: Path, sample: Sample) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": sample.since_1904}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet("Fees & more")
        height = len(sample.rows)
        columns: list[dict[str, object]] = [{"header": name} for name in sample.order]
        columns[sample.order.index(FORMULA)]["formula"] = "=Fees[[#This Row],[Number]]*2"
        if sample.totals:
            columns[sample.order.index("Number")]["total_function"] = "sum"
        bottom = sample.top + height + sample.totals
        area = (sample.top, sample.left, bottom, sample.left + len(columns) - 1)
        sheet.add_table(*area, {"name": "Fees", "columns": columns, "total_row": sample.totals})
        for number, values in enumerate(sample.rows, sample.top + 1):
            sheet.write_blank(number, sample.left + sample.order.index("Day"), None, day)
            for name, value in values.items():
                put(sheet, number, sample.left + sample.order.index(name), value, day)
        for number in range(sample.top, bottom + 6):
            sheet.write(number, sample.left + len(columns), f"right {number}")
            if sample.left:
                sheet.write(number, sample.left - 1, number)
        other = workbook.add_worksheet("Other")
        other.write("A1", "untouched")
        other.add_table("B2:C4", {"name": "Second"})


def put(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, day: object
) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif value is not None:
        assert not isinstance(value, time)
        sheet.write_number(row, column, float(value))


def wanted(rows: Sequence[Mapping[str, Cell]], edit: TableEdit) -> list[dict[str, Cell]]:
    kept = [
        {**row, **edit.updates.get(index, {})}
        for index, row in enumerate(rows)
        if index not in edit.removed
    ]
    return [*kept, *map(dict, edit.added)] or [{}]


def alike(found: object, value: Cell) -> bool:
    """Whether a cell read back is the one asked for; a file keeps numbers as doubles."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return found is value if isinstance(value, bool) else found == value
    if isinstance(value, date):
        day = found.date() if isinstance(found, datetime) else found
        return day == value
    assert not isinstance(value, time)
    return not isinstance(found, bool) and found == float(value)


@settings(max_examples=60, deadline=None)
@given(
    sample=SAMPLES,
    updates=st.dictionaries(st.integers(0, 4), ROW, max_size=4),
    removed=st.frozensets(st.integers(0, 4)),
    added=st.lists(ROW, max_size=4),
)
def test_an_edit_gives_what_was_asked_and_leaves_everything_else(
    sample: Sample,
    updates: dict[int, dict[str, Cell]],
    removed: frozenset[int],
    added: list[dict[str, Cell]],
) -> None:
    height = len(sample.rows)
    edit = TableEdit(
        "Fees",
        {index: row for index, row in updates.items() if index < height},
        frozenset(index for index in removed if index < height),
        added,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Fees.xlsx"
        build(path, sample)
        members = packed_members(path)

        open_book(path).write([edit])

        expected = wanted(sample.rows, edit)
        check_grid(path, expected)
        check_with_openpyxl(path, sample, expected)
        assert changed_members(members, path) <= {
            "xl/workbook.xml",
            "xl/worksheets/sheet1.xml",
            "xl/tables/table1.xml",
        }


def check_grid(path: Path, expected: Sequence[Mapping[str, Cell]]) -> None:
    grid = open_book(path).read(["fees"])["fees"]
    assert grid.height == len(expected)
    assert grid.calculated == {FORMULA}
    for name in HEADINGS:
        cells = grid.columns[grid.headings.index(name)]
        for cell, row in zip(cells, expected, strict=True):
            assert alike(cell, row.get(name)), (name, cell, row.get(name))


def check_with_openpyxl(path: Path, sample: Sample, expected: Sequence[Mapping[str, Cell]]) -> None:
    sheet = openpyxl.load_workbook(path)["Fees & more"]
    first = sample.top + 2
    last = first + len(expected) - 1
    table = sheet.tables["Fees"]
    _, top, _, bottom = range_boundaries(table.ref)
    assert (top, bottom) == (first - 1, last + sample.totals)
    assert table.autoFilter.ref.endswith(str(last))
    for number, row in enumerate(expected, first):
        for place, name in enumerate(sample.order, sample.left + 1):
            cell = sheet.cell(number, place)
            if name == FORMULA:
                assert cell.value == "=Fees[[#This Row],[Number]]*2"
                continue
            value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
            assert cell.data_type != "f"
            assert alike(value, row.get(name)), (name, value, row.get(name))
    check_neighbours(sheet, sample, last)


def check_neighbours(sheet: Worksheet, sample: Sample, last: int) -> None:
    height, width = len(sample.rows), len(sample.order)
    for number in range(sample.top, sample.top + height + sample.totals + 6):
        assert sheet.cell(number + 1, sample.left + width + 1).value == f"right {number}"
        if sample.left:
            assert sheet.cell(number + 1, sample.left).value == number
    below = [
        sheet.cell(number, place).value
        for number in range(last + 1 + sample.totals, last + 12)
        for place in range(sample.left + 1, sample.left + width + 1)
    ]
    assert set(below) == {None}
    if sample.totals:
        place = sample.left + 1 + sample.order.index("Number")
        assert sheet.cell(last + 1, place).value == "=SUBTOTAL(109,[Number])"


def small(path: Path, *, since_1904: bool = False) -> Path:
    """A table with one blank row."""
    order = (*HEADINGS, FORMULA)
    build(path, Sample([{}], 0, 0, totals=False, since_1904=since_1904, order=order))
    return path


def test_numbers_keep_every_digit(tmp_path: Path) -> None:
    path = small(tmp_path / "Fees.xlsx")
    values: list[float | Decimal] = [
        Decimal("0.1") + Decimal("0.2"),
        0.1 + 0.2,
        1 / 3,
        5e-324,
        Decimal("1E+3"),
    ]

    open_book(path).write([TableEdit("Fees", added=[{"Number": value} for value in values])])

    cells = open_book(path).read(["Fees"])["Fees"].columns[1]
    assert cells == [None, *map(float, values)]


@pytest.mark.parametrize("since_1904", [False, True])
def test_moments_are_kept_to_the_second_in_both_calendars(
    tmp_path: Path,
    since_1904: bool,  # noqa: FBT001
) -> None:
    path = small(tmp_path / "Fees.xlsx", since_1904=since_1904)
    last = datetime(2026, 2, 28, 23, 59, 59)  # noqa: DTZ001
    moments = [last + timedelta(seconds=second) for second in range(3)]

    open_book(path).write([TableEdit("Fees", added=[{"Day": value} for value in moments])])

    cells = open_book(path).read(["Fees"])["Fees"].columns[2]
    assert [str(cell)[:19] for cell in cells[1:]] == [
        "2026-02-28 23:59:59",
        "2026-03-01",
        "2026-03-01 00:00:01",
    ]
