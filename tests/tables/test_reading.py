"""From cells to typed values: whatever the user did to the table, and every fault at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_rows import FEWER, LANGUAGES, expected, grid_of, rows

from addin.billing.choices import Axis, Basis, Timing
from addin.errors import Finding, Place
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec
from addin.tables.grid import Cell, Grid, is_empty
from addin.tables.reading import Table, read_table
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Schedule, Split
from addin.tables.sheets.work import Person, Rate, TimesheetEntry, Unit
from addin.words import Language

each_table = pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)


def shuffled(grid: Grid, order: Sequence[int]) -> Grid:
    """The same table after its columns were dragged about."""
    return replace(
        grid,
        headings=tuple(grid.headings[at] for at in order),
        columns=tuple(grid.columns[at] for at in order),
    )


def with_columns(grid: Grid, more: Mapping[str, list[Cell]]) -> Grid:
    """The same table with columns of the user's own."""
    return replace(
        grid,
        headings=(*grid.headings, *more),
        columns=(*grid.columns, *more.values()),
    )


def table_of(spec: TableSpec[Any], *lines: Mapping[str, Cell]) -> Grid:
    """A table whose cells are exactly these, by field; the others are empty."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = tuple([line.get(column.name) for line in lines] or [None] for column in spec.columns)
    assert set(names) <= {column.name for column in spec.columns}
    return Grid(spec.name, spec.sheet.en, 5, spec.headings(Language.EN), columns)


def without(grid: Grid, *headings: str) -> Grid:
    """The same table after columns were deleted."""
    kept = [at for at, heading in enumerate(grid.headings) if heading not in headings]
    return shuffled(grid, kept)


def faults(table: Table[Any]) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of every finding."""
    return [(one.code, one.where.row, one.where.column) for one in table.findings]


@each_table
@FEWER
@given(data=st.data(), language=LANGUAGES)
def test_sound_rows_are_read_as_they_were_meant_in_any_language(
    spec: TableSpec[Any], data: st.DataObject, language: Language
) -> None:
    filled = data.draw(rows(spec))
    grid = grid_of(spec, filled, language)
    order = data.draw(st.permutations(range(len(grid.headings))))

    table = read_table(spec, shuffled(grid, order))

    assert table.findings == ()
    read = [{name: values[at] for name, values in table.values.items()} for at in range(len(table))]
    if spec.name == "Settings":  # the value of a setting is read with the firm
        read = [row | {"value": None} for row in read]
        filled = [row | {"value": None} for row in filled]
    assert read == [expected(spec, row) for row in filled]
    assert [record.sheet_row for record in table.records] == [5 + at for at in range(len(filled))]


@given(
    filled=rows(Client.spec),
    blanks=st.lists(st.integers(0, 4), max_size=4),
    nothing=st.sampled_from([None, "", "  ", "\u00a0"]),
)
def test_blank_rows_in_the_middle_and_at_the_end_are_passed_over(
    filled: list[dict[str, Any]], blanks: list[int], nothing: Cell
) -> None:
    grid = grid_of(Client.spec, filled)
    columns = [list(column) for column in grid.columns]
    for at in sorted(blanks, reverse=True):
        for column in columns:
            column.insert(at, nothing)

    table = read_table(Client.spec, replace(grid, columns=tuple(columns)))

    assert table.findings == ()
    assert table.values["client"] == [row["client"] for row in filled]
    for position, row in enumerate(filled):
        cell = columns[0][table.sheet_row(position) - 5]
        assert cell == row["client"]
        assert table.positions[table.indices[position]] == position


def test_a_row_that_only_a_formula_fills_is_blank() -> None:
    grid = table_of(Person.spec, {"person": "AD", "name": "Anne"}, {"check": "OK"})

    assert len(read_table(Person.spec, grid)) == 2
    table = read_table(Person.spec, replace(grid, calculated=frozenset({"Check"})))
    assert len(table) == 1
    assert table.findings == ()


def test_a_grid_knows_its_blank_rows() -> None:
    grid = replace(
        table_of(Person.spec, {"person": "AD"}, {"check": "OK"}, {"name": " "}),
        calculated=frozenset({"Check"}),
    )

    assert [grid.blank(index) for index in range(grid.height)] == [False, True, True]
    assert Grid("Staff", "Staff", 2, (), ()).height == 0


@pytest.mark.parametrize(("cell", "empty"), [(None, True), ("", True), (" \n", True), (0, False)])
def test_a_cell_that_shows_nothing_is_empty(cell: Cell, empty: bool) -> None:  # noqa: FBT001
    assert is_empty(cell) is empty


def test_columns_of_the_users_own_are_left_alone() -> None:
    grid = table_of(Person.spec, {"person": "AD", "name": "Anne"})

    table = read_table(Person.spec, with_columns(grid, {"Birthday": ["#N/A"], "Desk": [12.0]}))

    assert table.findings == ()
    assert "Birthday" not in table.headings


def test_a_heading_counts_whatever_its_case_spaces_and_line_breaks() -> None:
    grid = table_of(Client.spec, {"client": "C1", "name": "Dupont", "vat_number": "BE0123456749"})
    headings = tuple({"VAT number": " vat\n NUMBER"}.get(one, one) for one in grid.headings)

    table = read_table(Client.spec, replace(grid, headings=headings))

    assert table.values["vat_number"] == ["BE0123456749"]
    assert table.headings["vat_number"] == " vat\n NUMBER"


def test_an_empty_cell_has_the_default_of_its_column() -> None:
    grid = table_of(Schedule.spec, {"project": "P1", "axis": "fixed"})

    [schedule] = read_table(Schedule.spec, grid).records

    assert (schedule.timing, schedule.amount, schedule.service) == (Timing.ARREARS, None, None)


def test_a_missing_column_that_a_row_needs_is_named() -> None:
    grid = without(table_of(Split.spec, {"project": "P1", "payer": "C1"}), "Share")

    table = read_table(Split.spec, grid)

    place = Place("Splits", column="share")
    assert table.findings == (Finding("TAB-02", place, {"heading": "share"}),)
    assert table.values["share"] == [None]


def test_a_missing_column_that_a_job_writes_to_is_named() -> None:
    grid = without(table_of(TimesheetEntry.spec), "Line", "Invoice")

    assert faults(read_table(TimesheetEntry.spec, grid)) == [
        ("TAB-02", None, "invoice"),
        ("TAB-02", None, "line"),
    ]


def test_a_column_that_may_be_empty_may_be_deleted() -> None:
    grid = without(table_of(Client.spec, {"client": "C1", "name": "Dupont"}), "Mobile", "Check")

    assert read_table(Client.spec, grid).findings == ()


def test_a_column_that_seems_renamed_is_a_warning() -> None:
    grid = table_of(TimesheetEntry.spec)
    renamed = tuple("To bill?" if one == "Billable" else one for one in grid.headings)

    table = read_table(TimesheetEntry.spec, replace(grid, headings=renamed))

    assert faults(table) == [("TAB-22", None, "billable")]
    assert table.findings[0].severity == "warning"
    assert table.findings[0].values == {"heading": "billable"}


def test_of_two_columns_with_one_meaning_the_first_counts_and_the_other_is_named() -> None:
    grid = table_of(Person.spec, {"person": "AD", "name": "Anne"})

    table = read_table(Person.spec, with_columns(grid, {"Nom": ["Berthe"]}))

    assert table.findings == (Finding("TAB-03", Place("Staff"), {"heading": "Nom"}),)
    assert table.values["name"] == ["Anne"]


@pytest.mark.parametrize("column", [one for one in Rate.spec.columns if one.required])
def test_a_required_cell_left_empty_is_named_with_its_place(column: Any) -> None:
    assert column.name == "rate"
    grid = table_of(Rate.spec, {}, {"person": "AD"})

    table = read_table(Rate.spec, grid)

    assert table.findings == (Finding("TAB-04", Place("Rates", 6, "rate"), {"heading": "rate"}),)
    assert table.records == []
    assert table.faulty_rows == {6}


@pytest.mark.parametrize(
    ("spec", "column", "cell", "code"),
    [
        (Rate.spec, "rate", "ninety", "TAB-05"),
        (Rate.spec, "rate", "95,00", "TAB-06"),
        (Rate.spec, "valid_from", "01/10/2026", "TAB-07"),
        (Rate.spec, "valid_from", 46326.0, "TAB-08"),
        (Rate.spec, "kind", "purchase", "TAB-09"),
        (Rate.spec, "rate", "#DIV/0!", "TAB-12"),
        (BY_NAME["Projects"], "budget_amount", 0.125, "TAB-13"),
        (Unit.spec, "month", "October", "TAB-14"),
        (TimesheetEntry.spec, "start", "9h30", "TAB-15"),
        (TimesheetEntry.spec, "minutes", 7.5, "TAB-16"),
        (TimesheetEntry.spec, "billable", "perhaps", "TAB-17"),
        (BY_NAME["Services"], "vat_rate", -0.21, "TAB-19"),
        (Rate.spec, "rate", 1e15, "TAB-21"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_place(
    spec: TableSpec[Any], column: str, cell: Cell, code: str
) -> None:
    table = read_table(spec, table_of(spec, {column: cell}))

    found = [one for one in table.findings if one.where.column == column]
    assert [one.code for one in found] == [code]
    assert found[0].where == Place(spec.name, 5, column)
    assert table.values[column] == [None]
    assert table.records == []


def test_every_fault_is_found_at_once() -> None:
    grid = table_of(
        TimesheetEntry.spec,
        {"entry": "T-1", "date": "31/10/2026", "person": "AD", "minutes": 7.5, "billable": "?"},
        {},
        {"entry": "t-1", "date": 46326.0, "project": "#N/A", "service": "S", "start": "9h"},
    )

    assert faults(read_table(TimesheetEntry.spec, grid)) == [
        ("TAB-17", 5, "billable"),
        ("TAB-07", 5, "date"),
        ("TAB-16", 5, "minutes"),
        ("TAB-04", 5, "project"),
        ("TAB-04", 5, "service"),
        ("TAB-08", 7, "date"),
        ("TAB-11", 7, "entry"),
        ("TAB-04", 7, "person"),
        ("TAB-12", 7, "project"),
        ("TAB-15", 7, "start"),
    ]


def test_a_key_stands_once_whatever_its_case() -> None:
    codes: list[Cell] = ["AD", "BB", "ad", 7.0, "7"]
    lines: list[dict[str, Cell]] = [{"person": code, "name": "Anne"} for code in codes]

    table = read_table(Person.spec, table_of(Person.spec, *lines))

    assert table.findings == (
        Finding("TAB-11", Place("Staff", 7, "person"), {"key": "ad", "first": 5}),
        Finding("TAB-11", Place("Staff", 9, "person"), {"key": "7", "first": 8}),
    )


def test_a_key_of_several_columns_stands_once_as_a_whole() -> None:
    march = datetime(2026, 3, 1)  # noqa: DTZ001 - a cell has no time zone
    line: dict[str, Cell] = {"month": march, "project": "P1", "service": "PAY", "quantity": 4.0}
    lines: list[dict[str, Cell]] = [
        line,
        line | {"service": "HR"},
        line | {"month": date(2026, 3, 20)},
    ]

    table = read_table(Unit.spec, table_of(Unit.spec, *lines))

    values = {"key": "2026-03, P1, PAY", "first": 5}
    assert table.findings == (Finding("TAB-11", Place("Units", 7, "source"), values),)


def test_a_key_left_empty_is_no_key_yet() -> None:
    line: dict[str, Cell] = {
        "date": date(2026, 3, 2),
        "person": "AD",
        "project": "P1",
        "service": "ACC",
        "minutes": 60,
    }

    assert read_table(TimesheetEntry.spec, table_of(TimesheetEntry.spec, line, line)).findings == ()


def test_a_table_without_a_key_may_hold_a_row_twice() -> None:
    line = {"severity": "error", "code": "TAB-04", "message": "Empty."}

    assert read_table(BY_NAME["Checks"], table_of(BY_NAME["Checks"], line, line)).findings == ()


def test_a_file_may_have_some_of_the_columns_and_numbers_as_texts() -> None:
    grid = Grid(
        "splits.csv",
        "splits.csv",
        2,
        ("payer", "Projet", "Aandeel", "Grundlage", "Basis"),
        (["C1"], ["P1"], ["0.45"], ["x"], ["weight"]),
    )

    table = read_table(Split.spec, grid, typed=False)

    assert table.findings == (Finding("TAB-18", Place("Splits"), {"heading": "Grundlage"}),)
    row = {name: values[0] for name, values in table.values.items()}
    assert (row["project"], row["payer"]) == ("P1", "C1")
    assert (row["share"], row["basis"]) == (Decimal("0.45"), Basis.WEIGHT)
    assert "valid_from" not in table.headings


def test_a_field_of_a_file_that_is_no_text_is_read_as_a_cell() -> None:
    grid = Grid("x.json", "x.json", 1, ("project", "axis", "amount"), ([1001], ["fixed"], [12000]))

    [row] = read_table(Schedule.spec, grid, typed=False).records

    assert (row.project, row.axis, row.amount) == ("1001", Axis.FIXED, Decimal(12000))


@each_table
@FEWER
@given(data=st.data())
def test_no_cell_whatever_keeps_a_table_from_being_read(
    spec: TableSpec[Any], data: st.DataObject
) -> None:
    """Anything may stand anywhere: each cell has a value or a finding, and never an exception."""
    cells = st.lists(ANYTHING, min_size=3, max_size=3)
    columns = tuple(data.draw(cells) for _ in spec.columns)
    headings = spec.headings(Language.FR)

    table = read_table(spec, Grid(spec.name, spec.sheet.fr, 2, headings, columns))

    places = {(one.where.row, one.where.column) for one in table.findings}
    for column, given_cells in zip(spec.columns, columns, strict=True):
        for position, index in enumerate(table.indices):
            is_lost = table.values[column.name][position] is None and column.default is None
            if is_lost and not is_empty(given_cells[index]):
                assert (2 + index, column.name) in places


ANYTHING: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.sampled_from(["#N/A", "yes", "2026-10", "31/10/2026", "12,5", "9:30", "1e999", " "]),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False),
    st.datetimes(),
    st.dates(),
    st.times(),
)
