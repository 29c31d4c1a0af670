"""Which rows of a table are the same before and after it was worked on."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class RowPairs:
    """What became of the rows of a table; all of them counted from 0.

    Attributes:
        kept: Pairs of a row before and the row it is now, both ascending.
        removed: Rows before that are there no more.
        added: How many rows were put below the last kept one.
    """

    kept: Sequence[tuple[int, int]]
    removed: frozenset[int]
    added: int


def pair_rows(before: Sequence[Hashable], now: Sequence[Hashable]) -> RowPairs:
    """Pair rows by what they hold.

    Rows that hold something no other row of the table does, and that are still in the same order,
    are taken for the same; what lies between two of them is paired in order. Where a row came in
    between others, or they were sorted, a row is the one in its place: the cells are right either
    way, and only rows at the end can be added to a table of a file.

    Args:
        before: What each row held.
        now: What each row holds.

    >>> pair_rows(["a", "b", "c"], ["a", "c", "d"])
    RowPairs(kept=[(0, 0), (2, 1)], removed=frozenset({1}), added=1)
    >>> pair_rows(["a", "b"], ["a", "x", "b"])
    RowPairs(kept=[(0, 0), (1, 1)], removed=frozenset(), added=1)
    >>> pair_rows(["a", "b", "c", "d"], ["d", "c", "b", "a"]).removed
    frozenset()
    """
    same = _same(before, now)
    # A match before the first row and one after the last, so that each gap lies between two.
    ends = [(-1, -1), *same, (len(before), len(now))]
    kept: list[tuple[int, int]] = []
    removed: set[int] = set()
    for (old, new), (next_old, next_new) in pairwise(ends):
        if old >= 0:
            kept.append((old, new))
        both = min(next_old - old, next_new - new)
        kept += [(old + step, new + step) for step in range(1, both)]
        removed.update(range(old + both, next_old))
        if new + both < next_new < len(now):
            return _in_place(len(before), len(now))
    added = now[len(kept) :]
    elsewhere = {now[new] for old, new in kept if before[old] != now[new]}.union(added)
    if not elsewhere.isdisjoint(before[row] for row in removed):
        return _in_place(len(before), len(now))
    return RowPairs(kept, frozenset(removed), len(added))


def _in_place(before: int, now: int) -> RowPairs:
    both = min(before, now)
    kept = [(row, row) for row in range(both)]
    return RowPairs(kept, frozenset(range(both, before)), now - both)


def _same(before: Sequence[Hashable], now: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Rows with a content of their own on both sides, as many as stand in one order."""
    first = 0
    while first < min(len(before), len(now)) and before[first] == now[first]:
        first += 1
    start = [(row, row) for row in range(first)]
    before, now = before[first:], now[first:]
    single, again = Counter(before), Counter(now)
    place = {key: row for row, key in enumerate(now) if again[key] == 1}
    matches = [
        (row, place[key]) for row, key in enumerate(before) if single[key] == 1 and key in place
    ]
    return [*start, *((old + first, new + first) for old, new in _ascending(matches))]


def _ascending(matches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of matches whose second numbers ascend as their first ones do.

    >>> _ascending([(0, 2), (1, 0), (2, 1)])
    [(1, 0), (2, 1)]
    """
    ends: list[int] = []  # smallest last number of a run, by its length
    ending: list[int] = []  # the match that a run of that length ends with
    previous: list[int] = []
    for at, (_, new) in enumerate(matches):
        length = bisect_left(ends, new)
        previous.append(ending[length - 1] if length else -1)
        ends[length : length + 1] = [new]
        ending[length : length + 1] = [at]
    run: list[tuple[int, int]] = []
    at = ending[-1] if ending else -1
    while at >= 0:
        run.append(matches[at])
        at = previous[at]
    return run[::-1]
