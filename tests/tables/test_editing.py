"""From the rows a job wants to the smallest edit that gives them."""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_rows import FEWER, LANGUAGES, expected, grid_of, rows

from addin.billing.calendar import Month
from addin.billing.choices import Axis, EntryStatus
from addin.tables.catalogue import TABLES
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import NoColumnError, TableEditor, cell_of, json_record, replace_rows
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from addin.tables.reading import read_table
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Person, TimesheetEntry
from addin.words import Language

each_table = pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)


def staff(*names: str | None, language: Language = Language.EN) -> TableEditor:
    """An editor of the staff; None is a blank row."""
    filled = [
        {column.name: None for column in Person.spec.columns}
        | ({"person": name[:2].upper(), "name": name} if name else {})
        for name in names
    ]
    return TableEditor(read_table(Person.spec, grid_of(Person.spec, filled, language)), language)


def entries(language: Language, *lines: dict[str, Cell]) -> TableEditor:
    """An editor of timesheets whose cells are exactly these."""
    spec = TimesheetEntry.spec
    columns = tuple([line.get(column.name) for line in lines] for column in spec.columns)
    grid = Grid(spec.name, spec.sheet[language], 5, spec.headings(language), columns)
    return TableEditor(read_table(spec, grid), language)


@each_table
@FEWER
@given(data=st.data(), language=LANGUAGES)
def test_writing_the_values_that_are_there_is_no_edit(
    spec: TableSpec[Any], data: st.DataObject, language: Language
) -> None:
    filled = data.draw(rows(spec))
    editor = TableEditor(read_table(spec, grid_of(spec, filled, language)), language)

    for position, row in enumerate(filled):
        assert not editor.change(position, expected(spec, row) if spec.name != "Settings" else {})

    assert not editor.edit()


@each_table
@FEWER
@given(data=st.data())
def test_a_row_is_read_back_from_its_json_record(spec: TableSpec[Any], data: st.DataObject) -> None:
    filled = [expected(spec, row) for row in data.draw(rows(spec))]
    if spec.name == "Settings":  # the job gives their values the JSON of their own kind
        filled = [row | {"value": None} for row in filled]
    records = json.loads(json.dumps([json_record(spec, row) for row in filled]))
    names = [column.name for column in spec.columns if column.writer is not Writer.FORMULA]
    assert all(list(record) == names for record in records)
    columns = tuple([record[name] for record in records] for name in names)

    table = read_table(spec, Grid("x.json", "x.json", 1, tuple(names), columns), typed=False)

    assert table.findings == ()
    for name in names:
        assert table.values[name] == [row[name] for row in filled]


def test_only_the_cells_that_change_are_written() -> None:
    editor = staff("Anne", "Berthe")

    assert editor.change(0, {"name": "Anne", "team": "Tax"})
    assert not editor.change(1, {"name": "Berthe"})

    assert editor.edit() == TableEdit("Staff", {0: {"Team": "Tax"}})


def test_what_would_change_is_told_without_changing_it() -> None:
    editor = staff("Anne")

    assert editor.would_change(0, {"name": "Annie", "person": "AN"}) == {"name": "Annie"}
    assert not editor.edit()


@pytest.mark.parametrize("typed", ["goedgekeurd", "APPROVED", "approuvé"])
def test_the_users_own_spelling_of_a_choice_stays(typed: str) -> None:
    editor = entries(Language.FR, {"entry": "T-1", "status": typed, "billable": "x"})

    assert not editor.change(0, {"status": EntryStatus.APPROVED, "billable": True})
    assert editor.change(0, {"status": EntryStatus.DRAFT})

    assert editor.edit().updates == {0: {"Statut": "brouillon"}}


def test_a_value_can_be_emptied() -> None:
    editor = staff("Anne")
    editor.change(0, {"team": "Tax"})
    editor.change(0, {"name": None})

    assert editor.edit().updates == {0: {"Team": "Tax", "Name": None}}


def test_a_field_the_table_has_no_column_for_is_not_written() -> None:
    grid = Grid("Staff", "Staff", 5, ("Person", "Name"), (["AD"], ["Anne"]))
    editor = TableEditor(read_table(Person.spec, grid), Language.EN)

    assert not editor.change(0, {"team": "Tax"})
    editor.add({"person": "BB", "name": "Berthe", "team": "Tax"})

    assert editor.edit() == TableEdit("Staff", added=({"Person": "BB", "Name": "Berthe"},))


def test_new_rows_first_fill_the_blank_rows_at_the_end() -> None:
    editor = staff("Anne", None, "Berthe", None, None)

    for name in ("Carl", "Dora", "Emil"):
        editor.add({"person": name, "name": name})

    edit = editor.edit()
    assert edit.updates == {
        3: {"Person": "Carl", "Name": "Carl"},
        4: {"Person": "Dora", "Name": "Dora"},
    }
    assert edit.added == ({"Person": "Emil", "Name": "Emil"},)
    assert edit.removed == frozenset()


def test_fewer_new_rows_than_blank_ones_leave_the_others_blank() -> None:
    editor = staff(None, None)
    editor.add({"person": "AD"})

    assert editor.edit() == TableEdit("Staff", {0: {"Person": "AD"}})
    assert editor.edit() == TableEdit("Staff", {0: {"Person": "AD"}}), "asking twice is the same"


def test_a_removed_row_is_named_by_its_place_in_the_grid() -> None:
    editor = staff("Anne", None, "Berthe")
    editor.remove(1)

    assert editor.edit() == TableEdit("Staff", removed=frozenset({2}))


@given(
    st.lists(st.sampled_from(["Anne", "Berthe", "Carl"]), max_size=4, unique=True),
    st.lists(st.sampled_from(["Anne", "Dora", "Emil", "Fien"]), max_size=4, unique=True),
)
def test_rows_put_in_the_place_of_others_are_all_that_is_left(
    before: list[str], after: list[str]
) -> None:
    editor = staff(*before)

    replace_rows(editor, [{"person": name[:2].upper(), "name": name} for name in after])

    edit = editor.edit()
    kept = [edit.updates.get(at, {}).get("Name", name) for at, name in enumerate(before)]
    left = [name for at, name in enumerate(kept) if at not in edit.removed]
    assert left + [row["Name"] for row in edit.added] == after
    assert all(edit.updates.values()), "no row is touched without a change"


@pytest.mark.parametrize(
    ("name", "value", "cells"),
    [
        ("month", Month(2026, 3), [date(2026, 3, 1)] * 4),
        ("amount", Decimal("83.33"), [Decimal("83.33")] * 4),
        ("hold", True, ["yes", "oui", "ja", "ja"]),
        ("axis", Axis.TIME, ["time", "temps passé", "bestede tijd", "Zeitaufwand"]),
        ("description", None, [None] * 4),
    ],
)
def test_a_cell_shows_a_value_in_the_language_of_the_workbook(
    name: str, value: object, cells: list[Cell]
) -> None:
    column = PrebillingLine.spec.column(name)

    assert [cell_of(column, value, language) for language in Language] == cells


def test_a_time_of_day_is_written_as_one() -> None:
    assert cell_of(TimesheetEntry.spec.column("start"), time(9), Language.NL) == time(9)


def test_a_record_leaves_out_what_excel_computes() -> None:
    row = {column.name: None for column in Person.spec.columns} | {"person": "AD", "check": "OK"}

    assert json_record(Person.spec, row) == {
        "person": "AD",
        "name": None,
        "team": None,
        "email": None,
        "groups": None,
        "weekly_hours": None,
    }


def test_an_edit_that_changes_nothing_is_false() -> None:
    assert not TableEdit("Staff")
    assert TableEdit("Staff", added=({"Person": "AD"},))
    assert TableEdit("Staff", removed=frozenset({0}))


def test_a_column_that_an_older_workbook_lacks_is_asked_for_when_there_is_something_to_write() -> (
    None
):
    spec = PrebillingLine.spec
    grid = grid_of(spec, [{column.name: None for column in spec.columns}], Language.FR)
    left = [at for at, heading in enumerate(grid.headings) if heading != "Phase"]
    older = Grid(
        grid.table,
        grid.sheet,
        grid.first_row,
        tuple(grid.headings[at] for at in left),
        tuple(grid.columns[at] for at in left),
    )
    editor = TableEditor(read_table(spec, older), Language.FR)

    editor.add({"line": "1", "phase": None})
    with pytest.raises(NoColumnError) as refused:
        editor.add({"line": "2", "phase": "ESQ"})

    assert refused.value.code == "TAB-23"
    assert refused.value.values == {"table": "Prebilling", "heading": "Phase"}
