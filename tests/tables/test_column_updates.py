"""Updates by column read as updates by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.coded import Coded
from addin.tables.column_updates import KEPT, ColumnUpdates
from addin.tables.edits import TableEdit

CODES = st.integers(KEPT, 2)
ROWS = st.dictionaries(st.integers(0, 50), st.tuples(CODES, CODES), max_size=12)
LINES = ["2026-03/P-1", None, "2026-03/P-2"]
MINUTES = [15, 30, None]


def by_column(rows: dict[int, tuple[int, int]]) -> ColumnUpdates:
    indices = sorted(rows)
    lines, minutes = (np.array([rows[at][place] for at in indices], np.int32) for place in (0, 1))
    columns = {"Line": Coded(lines, LINES), "Minutes": Coded(minutes, MINUTES)}
    return ColumnUpdates(np.array(indices, np.int64), columns)


@given(ROWS)
def test_updates_by_column_are_updates_by_row(rows: dict[int, tuple[int, int]]) -> None:
    expected = {
        index: {
            heading: values[code]
            for heading, values, code in (
                ("Line", LINES, rows[index][0]),
                ("Minutes", MINUTES, rows[index][1]),
            )
            if code != KEPT
        }
        for index in sorted(rows)
    }

    updates = by_column(rows)

    assert dict(updates) == expected
    assert list(updates.items()) == list(expected.items())
    assert list(updates.values()) == list(expected.values())
    assert list(updates) == sorted(rows)
    assert updates == expected
    assert bool(TableEdit("Timesheets", updates)) is bool(rows)


def test_a_row_that_is_not_touched_has_no_cells() -> None:
    updates = by_column({3: (0, KEPT), 7: (KEPT, 1)})

    assert updates[7] == {"Minutes": 30}
    assert updates.get(5) is None
    assert 8 not in updates
    with pytest.raises(KeyError):
        updates[4]


@given(ROWS, st.integers(0, 9), st.frozensets(st.integers(0, 50)))
def test_updates_under_other_numbers_are_those_of_the_rows_that_stay(
    rows: dict[int, tuple[int, int]], by: int, without: frozenset[int]
) -> None:
    updates = by_column(rows)

    moved = updates.moved(by, without)

    expected = {at + by: updates[at] for at in updates if at not in without}
    assert dict(moved) == expected
    assert moved.indices.tolist() == sorted(expected)
    assert set(moved.headings) == {heading for row in expected.values() for heading in row}
