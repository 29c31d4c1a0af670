"""What holds for each of many entries on its day."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from addin.billing.stretches import Stretches
from addin.tables.coded import Coded, Combined, Integers

_DAY_BITS = 22
"""The last day of the calendar is day 3 652 059."""


def answers_by_day(
    combinations: Combined, days: Integers, found: Iterable["Stretches[Any] | None"]
) -> Coded:
    """The answer for each entry; None where there is none.

    Args:
        combinations: What an answer hangs on beside the day.
        days: Of the entries, as ``date.toordinal`` counts them.
        found: The answers of each combination; None where it has none on any day.
    """
    answers: list[Any] = [None]
    first = [0] * len(combinations)
    changing: list[int] = []
    since: list[int] = []
    if len(days):
        earliest, latest = (date.fromordinal(int(day)) for day in (days.min(), days.max()))
    for code, one in enumerate(found):
        if one is None:
            continue
        first[code] = len(answers)
        start = bisect_right(one.since, earliest) - 1
        end = bisect_right(one.since, latest)
        answers += one.answers[start:end]
        if end - start > 1:
            changing.append(code)
            # Before the earliest entry nobody asks.
            since += [(code << _DAY_BITS) + day.toordinal() for day in one.since[start:end]]
    at = np.array(first, np.int64)[combinations.codes]
    if changing:
        at += _later(combinations.codes, days, changing, np.array(since, np.int64))
    return Coded(at.astype(np.int32), answers)


def _later(codes: Integers, days: Integers, changing: list[int], since: Integers) -> Integers:
    """How many stretches after the first of its combination the day of each entry lies in."""
    changes = np.zeros(int(codes.max()) + 1, np.bool_)
    changes[changing] = True
    chosen = np.flatnonzero(changes[codes])
    keys = codes[chosen] << _DAY_BITS
    later = np.zeros(len(codes), np.int64)
    begins = np.searchsorted(since, keys)
    later[chosen] = np.searchsorted(since, keys + days[chosen], side="right") - 1 - begins
    return later
