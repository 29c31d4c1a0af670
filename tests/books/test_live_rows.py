"""Rows brought together into few calls, and what must change in a table."""

from datetime import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from addin.books.addresses import Area
from addin.books.live.bringing_back import matched
from addin.books.live.difference import difference
from addin.books.live.rows import FEW_CALLS, LONGEST_ADDRESS, batches, runs, stretches
from addin.tables.grid import Grid

rows_of_a_table = st.sets(st.integers(0, 300), max_size=80).map(sorted)


@given(rows_of_a_table)
def test_runs_name_each_row_once(rows: list[int]) -> None:
    found = [row for first, last in runs(rows) for row in range(first, last + 1)]

    assert found == rows


@given(rows_of_a_table, st.sets(st.integers(0, 300)))
def test_stretches_hold_what_changes_and_nothing_delicate(
    rows: list[int], delicate: set[int]
) -> None:
    found = list(stretches(rows, delicate.__contains__))

    covered = [row for first, last in found for row in range(first, last + 1)]
    assert set(rows) <= set(covered)
    assert not (set(covered) - set(rows)) & delicate
    assert covered == sorted(set(covered))


@given(rows_of_a_table)
def test_without_anything_delicate_a_column_takes_few_calls(rows: list[int]) -> None:
    assert len(list(stretches(rows, lambda _: False))) <= FEW_CALLS


@given(st.integers(1, 1_000_000), st.sets(st.integers(0, 40_000), min_size=1, max_size=500))
def test_batches_of_addresses_fit_and_come_from_the_bottom_up(top: int, places: set[int]) -> None:
    areas = [Area(2, top + place, 30, top + place) for place in sorted(places)]

    found = list(batches(areas))

    assert all(len(",".join(map(str, batch))) <= LONGEST_ADDRESS for batch in found)
    assert [area for batch in reversed(found) for area in batch] == areas
    assert len(found) <= 1 + len(areas) // 10


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=30, unique=True),
    st.sets(st.integers(0, 29), max_size=10),
    st.integers(0, 3),
)
def test_rows_that_were_not_changed_are_matched_with_themselves(
    then: list[tuple[object, ...]], gone: set[int], added: int
) -> None:
    stay = [row for row in range(len(then)) if row not in gone]
    now = [then[row] for row in stay] + [("new", f"new {number}") for number in range(added)]

    pairs = list(matched(now, then))

    assert pairs == list(enumerate(stay))


def test_a_row_that_was_changed_is_matched_by_what_is_left_of_it() -> None:
    then = [("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z")]

    assert list(matched([("b", 2, "changed"), ("c", 9, "z")], then)) == [(0, 1), (1, 2)]
    assert list(matched([("all", "new", "here")], then)) == []


def grid(*amounts: object) -> Grid:
    names = tuple(f"n{place}" for place in range(len(amounts)))
    return Grid(
        "Plan",
        "Sheet",
        4,
        ("Name", "Amount", "Double"),
        (list(names), list(amounts), [0] * len(amounts)),  # type: ignore[arg-type]
        calculated=frozenset({"Double"}),
    )


def test_only_what_differs_is_written() -> None:
    edit = difference(
        grid(5, datetime(2026, 3, 1), 7),  # noqa: DTZ001 - cells know no time zones
        {"Name": ["n0", "n1", "x"], "Amount": [Decimal(5), datetime(2026, 3, 1), 7.0]},  # noqa: DTZ001
        3,
    )

    assert edit.updates == {2: {"Name": "x"}}
    assert not edit.removed
    assert not edit.added


def test_formulas_and_columns_that_are_not_named_are_left_alone() -> None:
    edit = difference(grid(1), {"Amount": [2], "Double": [9], "Gone": [1]}, 1)

    assert edit.updates == {0: {"Amount": 2}}


def test_rows_are_added_or_removed_at_the_end() -> None:
    longer = difference(grid(1), {"Amount": [1, 2, 3]}, 3)
    assert longer.added == [{"Amount": 2}, {"Amount": 3}]

    shorter = difference(grid(1, 2, 3), {"Amount": [1]}, 1)
    assert shorter.removed == {1, 2}
    assert not shorter.updates
