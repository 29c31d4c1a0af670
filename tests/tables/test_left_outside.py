"""A row that was pasted below a table is told: nobody else would miss its hours."""

from dataclasses import replace
from typing import Any

import pytest
from sound_rows import grid_of

from addin.tables.catalogue import TABLES
from addin.tables.columns import Record, TableSpec
from addin.tables.grid import Cell
from addin.tables.reading import read_table
from addin.tables.sheets.work import TimesheetEntry
from addin.words import Language

HOUR: dict[str, Cell] = {
    "date": "2026-10-05",
    "person": "AB",
    "project": "P1",
    "service": "ADV",
    "minutes": 90,
}


def found(record: type[Record], below: dict[str, Cell]) -> list[tuple[str, int | None]]:
    grid = grid_of(record.spec, [], Language.FR)
    cells = tuple(below.get(column.name) for column in record.spec.columns)
    table = read_table(record.spec, replace(grid, below=cells))
    return [(one.code, one.where.row) for one in table.findings if one.code == "TAB-24"]


@pytest.mark.parametrize("missing", ["", *HOUR])
def test_a_row_below_the_table_is_told_with_its_place(missing: str) -> None:
    below = {name: cell for name, cell in HOUR.items() if name != missing}

    assert found(TimesheetEntry, below) == [("TAB-24", 5)]


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_whatever_the_table_a_full_row_below_it_is_told(spec: TableSpec[Any]) -> None:
    whole: dict[str, Cell] = {column.name: "x" for column in spec.columns}

    assert found(spec.record, whole) == [("TAB-24", 5)]


@pytest.mark.parametrize(
    "below",
    [
        {},
        {"date": "Total", "minutes": 5400},
        {"task": "to be continued", "minutes": 90},
        {"date": " ", "person": "", "project": None, "service": "ADV", "minutes": 90},
        {"date": "see the sheet of October"},
    ],
)
def test_a_note_or_a_sum_below_the_table_is_nothing_to_tell(below: dict[str, Cell]) -> None:
    assert found(TimesheetEntry, below) == []
