"""Reading by column gives what reading row by row would give: every value and every finding."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.errors import Finding, Place
from addin.tables.catalogue import BY_NAME
from addin.tables.cells import CellFault
from addin.tables.columns import Column, TableSpec
from addin.tables.grid import Cell, Grid, is_empty
from addin.tables.reading import Table, by_place, read_table
from addin.words import Language

NAMES = ("Timesheets", "Prebilling", "Rates", "Clients", "Settings")
each_table = pytest.mark.parametrize("name", NAMES)

# Few different ones, so that rows repeat; many equal ones that are not alike.
CELLS: st.SearchStrategy[Cell] = st.sampled_from(
    [
        *(None, "", " ", "\u00a0", "x", "X", " x ", "C1", "C1 ", "c1", "#N/A", "#REF!"),
        *(1, 1.0, True, Decimal(1), Decimal("1.0"), Decimal("1.00"), "1", "1.0", "yes", "non"),
        *(0, 0.0, -0.0, False, Decimal(0), "0", 0.1, 0.21, 21.0, 1e12, -1e12, 12.345, 60.0, 0.5),
        *(float("nan"), float("inf"), "12,50", "1 000,5", "9:30", "24:00", "2026-03", "2026-03-05"),
        *(date(2026, 3, 5), datetime(2026, 3, 5, 0, 0), datetime(2026, 3, 5, 9, 30)),  # noqa: DTZ001
        *(time(9, 30), time(0), date(9999, 12, 31), 46000.0, 2958466.0, "approved", "brouillon"),
        *("hour", "time", "sale", "S", "percent"),
    ]
)


@st.composite
def grids(draw: st.DrawFn, name: str) -> Grid:
    """A table of any cells, its columns in any order; some computed, some of the user's own."""
    spec = BY_NAME[name]
    headings = draw(st.permutations([*spec.headings(draw(st.sampled_from(Language))), "Own"]))
    kept = headings[: draw(st.integers(1, len(headings)))]
    height = draw(st.integers(0, 8))
    columns = tuple(
        draw(
            st.lists(
                draw(st.sampled_from([CELLS, ALIKE, NOTHING])), min_size=height, max_size=height
            )
        )
        for _ in kept
    )
    calculated = frozenset(heading for heading in kept if draw(st.integers(0, 9)) == 0)
    return Grid(name, name, draw(st.integers(2, 9)), tuple(kept), columns, calculated)


ALIKE: st.SearchStrategy[Cell] = st.sampled_from(["C1", "c1 ", "C2", None])
NOTHING: st.SearchStrategy[Cell] = st.none()


class RowByRow:
    """The rows of a grid, read in the plainest way.

    Attributes:
        indices: The data rows that are not blank.
        values: Of each field, by row.
        findings: All of them, by place.
    """

    def __init__(self, spec: TableSpec[Any], grid: Grid, *, typed: bool) -> None:
        self.spec, self.grid, self.typed = spec, grid, typed
        self.indices = [index for index in range(grid.height) if not grid.blank(index)]
        self.values: dict[str, list[Any]] = {column.name: [] for column in spec.columns}
        nothing = replace(grid, columns=tuple([] for _ in grid.columns))
        headless = read_table(spec, nothing, typed=typed)
        self.headings = headless.headings
        findings = list(headless.findings)
        for column in spec.columns:
            findings += [found for index in self.indices for found in self._cell(column, index)]
        findings += [*self._missing(), *self._repeated()]
        self.findings = tuple(sorted(findings, key=by_place))

    def _at(self, column: Column, index: int) -> Cell:
        heading = self.headings.get(column.name)
        return None if heading is None else self.grid.columns[self._where(heading)][index]

    def _where(self, heading: str) -> int:
        return self.grid.headings.index(heading)

    def _cell(self, column: Column, index: int) -> list[Finding]:
        cell = self._at(column, index)
        read: Any = column.kind.from_cell
        if not self.typed and isinstance(cell, str):
            read = column.kind.from_text
        try:
            self.values[column.name].append(column.default if is_empty(cell) else read(cell))
        except CellFault as fault:
            self.values[column.name].append(None)
            return [Finding(fault.code, self._place(index, column.name), fault.values)]
        return []

    def _place(self, index: int, column: str) -> Place:
        return Place(self.spec.name, self.grid.first_row + index, column)

    def _missing(self) -> list[Finding]:
        if not self.typed:
            return []
        return [
            Finding("TAB-04", self._place(index, column.name), {"heading": column.name})
            for column in self.spec.columns
            if column.required and column.name in self.headings
            for position, index in enumerate(self.indices)
            if self.values[column.name][position] is None and is_empty(self._at(column, index))
        ]

    def _repeated(self) -> list[Finding]:
        names = [column.name for column in self.spec.keys]
        seen: dict[tuple[Any, ...], int] = {}
        findings = []
        for position, index in enumerate(self.indices if names else ()):
            parts = [self.values[name][position] for name in names]
            key = tuple(
                part.lower() if isinstance(part, str) else "" if part is None else part
                for part in parts
            )
            if any(part != "" for part in key) and seen.setdefault(key, index) != index:
                shown = ", ".join(str(part) for part in parts if part is not None)
                first = self.grid.first_row + seen[key]
                values = {"key": shown, "first": first}
                findings.append(Finding("TAB-11", self._place(index, names[-1]), values))
        return findings


def assert_same(table: Table[Any], plain: RowByRow) -> None:
    """Compare also what is equal to Python but not alike, such as 1 and True."""
    assert table.indices == plain.indices
    assert repr(dict(table.values)) == repr(plain.values)
    assert repr(table.findings) == repr(plain.findings)
    rows = [plain.grid.first_row + index for index in plain.indices]
    faulty = {found.where.row for found in plain.findings if found.where.row in table.faulty_rows}
    expected = [
        plain.spec.record.model_construct(
            sheet_row=row, **{name: values[at] for name, values in plain.values.items()}
        )
        for at, row in enumerate(rows)
        if row not in faulty
    ]
    assert repr(table.records) == repr(expected)
    fields = [record.model_fields_set for record in expected]
    assert [record.model_fields_set for record in table.records] == fields


@each_table
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_table_of_a_workbook_is_read_as_row_by_row(name: str, data: st.DataObject) -> None:
    grid = data.draw(grids(name))
    spec = BY_NAME[name]

    assert_same(read_table(spec, grid), RowByRow(spec, grid, typed=True))


@each_table
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_file_to_import_is_read_as_row_by_row(name: str, data: st.DataObject) -> None:
    grid = data.draw(grids(name))
    spec = BY_NAME[name]

    assert_same(read_table(spec, grid, typed=False), RowByRow(spec, grid, typed=False))


def test_a_bad_cell_among_many_good_ones_is_named_each_time_it_stands_there() -> None:
    spec, count = BY_NAME["Timesheets"], 3000
    grid = Grid(
        "Timesheets",
        "Timesheets",
        5,
        ("Entry", "Date", "Person", "Project", "Service", "Minutes"),
        (
            [f"T{number}" for number in range(count)],
            [date(2026, 3, 1 + number % 31) for number in range(count)],
            ["AD"] * count,
            [None if number == 1500 else "P1" for number in range(count)],
            ["Accounts"] * count,
            ["1,5" if number in (7, 2999) else 60.0 for number in range(count)],
        ),
    )

    table = read_table(spec, grid)

    rows = [(one.code, one.where.row, one.where.column) for one in table.findings if one.where.row]
    assert rows == [
        ("TAB-06", 5 + 7, "minutes"),
        ("TAB-04", 5 + 1500, "project"),
        ("TAB-06", 5 + 2999, "minutes"),
    ]
    assert len(table.records) == count - 3


def test_faults_of_equal_cells_can_be_changed_apart() -> None:
    spec = BY_NAME["Rates"]
    grid = Grid("Rates", "Rates", 2, ("Rate",), (["1,5", "1,5"],))

    first, second = (one for one in read_table(spec, grid).findings if one.code == "TAB-06")

    assert first.values == second.values
    assert first.values is not second.values
