"""Rows that are written, added or removed, brought together into few calls.

A call costs Excel as much as hundreds of cells, whatever it carries.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from addin.books.addresses import Area

LONGEST_ADDRESS = 255
"""Characters of an address that Excel takes:
https://learn.microsoft.com/office/vba/api/excel.worksheet.range"""

# Up to so many runs of changed rows in a column are written one by one.
FEW_CALLS = 8


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run of ascending numbers.

    >>> list(runs([1, 2, 3, 7, 9, 10]))
    [(1, 3), (7, 7), (9, 10)]
    """
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1]
            start = place


def stretches(rows: Sequence[int], is_delicate: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """What to write in one call each, first and last row.

    Cells between those that change are written back as they are where that saves calls.

    Args:
        rows: Those that change, ascending.
        is_delicate: Whether the cell of a row would not survive being written back; such a one is
            never among them, unless it changes itself.
    """
    apart = list(runs(rows))
    most_change = bool(rows) and 2 * len(rows) > rows[-1] - rows[0] + 1
    if len(apart) <= FEW_CALLS and not most_change:
        yield from apart
        return
    changed = set(rows)
    joined = [row for row in range(rows[0], rows[-1] + 1) if row in changed or not is_delicate(row)]
    for first, last in runs(joined):
        inside = rows[bisect_left(rows, first) : bisect_right(rows, last)]
        if inside:
            yield inside[0], inside[-1]


def batches(areas: Sequence[Area]) -> Iterator[list[Area]]:
    """Areas, as many at a time as one address can name.

    Args:
        areas: From the top down.

    Returns:
        The last areas first, so that those still to come stay where they are when these are taken
        out; within a batch from the top down.
    """
    waiting: list[Area] = []
    length = 0
    for area in reversed(areas):
        more = len(str(area)) + bool(waiting)
        if length + more > LONGEST_ADDRESS:
            yield waiting[::-1]
            waiting, length, more = [], 0, len(str(area))
        waiting.append(area)
        length += more
    if waiting:
        yield waiting[::-1]
