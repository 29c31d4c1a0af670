"""New rows that are put together when they are asked for."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.tables.coded import coded
from addin.tables.column_updates import Block, ColumnRows
from addin.tables.editing import NoColumnError, TableEditor
from addin.tables.grid import Grid
from addin.tables.reading import read_table
from addin.tables.sheets.bills import PrebillingLine
from addin.words import Language

BLOCKS = (
    Block(("Person", "Name"), [("AN", "BE"), coded(["Anne", "Berthe"])], 2),
    Block(("Person",), [], 0),
    Block(("Person",), [["CA"]], 1),
)
ROWS = ColumnRows(BLOCKS)
AS_MAPPINGS = (
    {"Person": "AN", "Name": "Anne"},
    {"Person": "BE", "Name": "Berthe"},
    {"Person": "CA"},
)


def test_each_row_is_its_cells_by_heading() -> None:
    assert tuple(ROWS) == AS_MAPPINGS
    assert (ROWS[1], ROWS[-1], len(ROWS)) == (AS_MAPPINGS[1], AS_MAPPINGS[2], 3)


def test_a_part_of_the_rows_is_what_the_mappings_would_give() -> None:
    assert ROWS[1:] == AS_MAPPINGS[1:]
    assert ROWS[:1] == AS_MAPPINGS[:1]
    assert ROWS[1:2] == AS_MAPPINGS[1:2]
    assert ROWS[-2:-1] == AS_MAPPINGS[1:2]
    assert not ROWS[3:]


def test_rows_equal_mappings_with_the_same_cells_and_no_others() -> None:
    assert ROWS == AS_MAPPINGS
    assert AS_MAPPINGS[:2] != ROWS
    assert ROWS != "no rows"


@given(st.lists(st.integers(0, 2), max_size=5))
def test_rows_by_block_are_the_same_rows_in_the_same_places(order: list[int]) -> None:
    rows = ColumnRows(BLOCKS, order)

    by_place = {
        place: row
        for places, block in rows.blocks()
        for place, row in zip(places.tolist(), block.rows(), strict=True)
    }

    assert [by_place[place] for place in range(len(rows))] == list(rows)
    assert [rows[place] for place in range(len(rows))] == list(rows)
    assert list(ROWS.blocks())[1][0].tolist() == [2]


def prebilling(without: str = "") -> TableEditor:
    """An editor of an empty table, which may lack a column."""
    spec, language = PrebillingLine.spec, Language.FR
    columns = [column for column in spec.columns if column.name != without]
    headings = tuple(column.heading[language] for column in columns)
    grid = Grid(spec.name, spec.sheet[language], 5, headings, tuple([] for _ in columns))
    return TableEditor(read_table(spec, grid), language)


def test_rows_put_in_together_are_those_put_in_one_by_one() -> None:
    together, one_by_one = prebilling(), prebilling()
    names = ("month", "axis", "unit", "quantity", "phase")
    rows = [
        (Month(2026, 3), Axis.TIME, "hour", Decimal("1.50"), None),
        (Month(2026, 3), Axis.FIXED, None, Decimal(1), "Design"),
    ]

    together.add_all(names, rows)
    for row in rows:
        one_by_one.add(dict(zip(names, row, strict=True)))

    assert together.edit() == one_by_one.edit()
    assert [list(row.values())[1:3] for row in together.edit().added] == [
        ["temps passé", "heure"],
        ["forfait", None],
    ]


def test_rows_of_other_fields_keep_their_order() -> None:
    editor = prebilling()
    editor.add({"line": "A"})
    editor.add({"line": "B", "project": "P-1"})
    editor.add({"line": "C"})

    assert [list(row.values()) for row in editor.edit().added] == [["A"], ["B", "P-1"], ["C"]]


def test_no_rows_are_no_edit() -> None:
    editor = prebilling()
    editor.add_all(("line",), ())

    assert not editor.edit()


def test_rows_with_a_value_for_a_column_that_is_not_there_are_refused() -> None:
    editor = prebilling(without="phase")
    editor.add_all(("line", "phase"), [("A", None)])

    with pytest.raises(NoColumnError):
        editor.add_all(("line", "phase"), [("B", None), ("C", "Design")])


def test_rows_given_by_column_are_those_put_in_one_by_one() -> None:
    by_column, one_by_one = prebilling(), prebilling()
    rows: list[dict[str, Any]] = [
        {"axis": Axis.TIME, "phase": None},
        {"axis": Axis.FIXED, "phase": "Design"},
    ]

    by_column.add({"line": "A"})
    by_column.add_columns({name: coded([row[name] for row in rows]) for name in ("axis", "phase")})
    one_by_one.add({"line": "A"})
    for row in rows:
        one_by_one.add(row)

    assert by_column.edit() == one_by_one.edit()
    assert [list(row.values()) for row in by_column.edit().added] == [
        ["A"],
        ["temps passé", None],
        ["forfait", "Design"],
    ]


def test_columns_with_a_value_for_a_column_that_is_not_there_are_refused() -> None:
    editor = prebilling(without="phase")
    editor.add_columns({"line": ["A"], "phase": coded([None])})

    with pytest.raises(NoColumnError):
        editor.add_columns({"line": ["B", "C"], "phase": coded([None, "Design"])})
