"""Rows of a table are known again by what they hold."""

from hypothesis import given
from hypothesis import strategies as st

from addin.books.calc.saving.row_pairs import RowPairs, pair_rows

ROWS = st.lists(st.integers(0, 12), max_size=12)


def carried_out(before: list[int], now: list[int], pairs: RowPairs) -> list[int]:
    """What the file holds in the end: rows out, values in place, rows added below."""
    rows = [(at, value) for at, value in enumerate(before) if at not in pairs.removed]
    values = {old: now[new] for old, new in pairs.kept}
    return [values[at] for at, _ in rows] + now[len(now) - pairs.added :]


@given(before=ROWS, now=ROWS)
def test_whatever_happened_the_file_holds_what_the_document_does(
    before: list[int], now: list[int]
) -> None:
    pairs = pair_rows(before, now)

    assert carried_out(before, now, pairs) == now
    assert sorted([old for old, _ in pairs.kept] + [*pairs.removed]) == list(range(len(before)))
    assert [new for _, new in pairs.kept] == list(range(len(now) - pairs.added))


@given(rows=st.lists(st.integers(), unique=True, max_size=20), data=st.data())
def test_rows_that_go_leave_the_others_their_identity(rows: list[int], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else set()
    more = data.draw(st.lists(st.integers(10**30, 10**31), unique=True, max_size=4))
    kept = [row for at, row in enumerate(rows) if at not in gone]
    if gone:
        more = []  # a row that goes at the end and one that comes there may be one that changed

    pairs = pair_rows(rows, [*kept, *more])

    assert pairs.removed == gone
    assert all(rows[old] == kept[new] for old, new in pairs.kept)
    assert pairs.added == len(more)


def test_a_row_that_changed_stays_the_same_row() -> None:
    assert pair_rows(["a", "b", "c"], ["a", "B", "c"]).kept == [(0, 0), (1, 1), (2, 2)]


def test_equal_rows_are_paired_in_their_order() -> None:
    pairs = pair_rows(["x", "x", "x"], ["x", "x"])

    assert pairs == RowPairs([(0, 0), (1, 1)], frozenset({2}), 0)


def test_sorted_rows_are_those_in_their_places() -> None:
    assert pair_rows(["c", "a", "b"], ["a", "b", "c"]) == RowPairs(
        [(0, 0), (1, 1), (2, 2)], frozenset(), 0
    )
