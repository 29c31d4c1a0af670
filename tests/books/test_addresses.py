"""Addresses: what is written is what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    areas,
    column_letters,
    column_number,
)

COLUMNS, ROWS = st.integers(1, LAST_COLUMN), st.integers(1, LAST_ROW)
PAIRS = st.tuples(COLUMNS, COLUMNS).map(sorted), st.tuples(ROWS, ROWS).map(sorted)
AREAS = st.builds(lambda c, r: Area(c[0], r[0], c[1], r[1]), *PAIRS)
SMALL = st.builds(
    lambda c, r: Area(c[0], r[0], c[1], r[1]),
    st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted),
    st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted),
)


def cells(area: Area) -> set[tuple[int, int]]:
    return {
        (column, row)
        for column in range(area.first_column, area.last_column + 1)
        for row in range(area.first_row, area.last_row + 1)
    }


@given(COLUMNS)
def test_letters_and_numbers_of_columns_are_one_to_one(number: int) -> None:
    assert column_number(column_letters(number)) == number


@given(AREAS)
def test_an_area_is_read_back_as_written(area: Area) -> None:
    assert Area.parse(str(area)) == area


@given(SMALL, SMALL)
def test_areas_meet_when_they_share_a_cell(one: Area, other: Area) -> None:
    assert one.meets(other) == bool(cells(one) & cells(other))
    assert one.within(other) == (cells(one) <= cells(other))
    assert cells(one) | cells(other) <= cells(one.joined(other))


@pytest.mark.parametrize(
    ("text", "area"),
    [("D9:B2", "B2:D9"), ("$A$1", "A1"), ("XFD1048576", "XFD1048576")],
)
def test_corners_come_in_any_order(text: str, area: str) -> None:
    assert str(Area.parse(text)) == area


@pytest.mark.parametrize("text", ["", "A", "A:A", "1:3", "Sheet1!A1", "A1:B", "a1"])
def test_what_is_no_range_of_cells_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a range"):
        Area.parse(text)


def test_a_list_of_areas_skips_what_is_none() -> None:
    assert [str(area) for area in areas("A1 C:C B2:C3")] == ["A1", "B2:C3"]
