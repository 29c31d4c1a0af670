"""Entries whose marks somebody emptied, given back to the issued line that bills them."""

from collections.abc import Sequence


def returned(minutes: Sequence[int], lacking: int) -> list[int]:
    """Which unmarked entries an issued line has lost: some that make exactly what it lacks.

    Where no choice of them does, none is given back: it cannot be told from new work.

    Args:
        minutes: Of each entry that may be the line's, above zero, in their order.
        lacking: Minutes that the line bills and that the entries which name it do not make.

    Returns:
        Their places, the first possible ones.

    >>> returned([60, 30, 45, 15], 45), returned([60, 30], 45)
    ([1, 3], [])
    """
    if lacking <= 0:
        return []
    # Bit m of possible[i] tells whether entries from the i-th on can make m minutes.
    possible, at_most = [1], (1 << (lacking + 1)) - 1
    for spent in reversed(minutes):
        possible.append(possible[-1] | (possible[-1] << spent & at_most))
    possible.reverse()
    if not possible[0] >> lacking & 1:
        return []
    places = []
    for place, spent in enumerate(minutes):
        rest = lacking - spent
        if rest >= 0 and possible[place + 1] >> rest & 1:
            places.append(place)
            lacking = rest
    return places
