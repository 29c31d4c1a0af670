"""Largest remainder for many amounts at once, where a month shares them by the hundred thousand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from addin.billing.split import split_whole

Integers = NDArray[np.int64]

_LARGEST = 1 << 62
"""No product may come near the 64 bits of a number."""


def split_each(totals: Integers, weights: Sequence[int]) -> Integers:
    """Share each of many amounts in proportion to the same weights.

    Args:
        totals: Cents; negative for a credit note.
        weights: One per payer, none below zero, with a sum above zero.

    Returns:
        A row for each amount and in it the cents of each payer, as ``split_whole`` gives them.

    >>> split_each(np.array([100_00, -99_99]), [3, 1]).tolist()
    [[7500, 2500], [-7499, -2500]]
    """
    weight_sum, magnitudes = sum(weights), np.abs(totals)
    largest = int(magnitudes.max(initial=1))
    if largest * weight_sum > _LARGEST:
        rows = [split_whole(total, weights, weight_sum) for total in totals.tolist()]
        return np.array(rows, np.int64).reshape(len(rows), len(weights))
    parts, remainders = np.divmod(magnitudes[:, None] * np.array(weights, np.int64), weight_sum)
    left_over = magnitudes - parts.sum(axis=1)
    # A stable sort keeps the order of equals, so the payer listed first is served first.
    cut_most_first = np.argsort(-remainders, kind="stable")
    rank = np.argsort(cut_most_first)
    parts += rank < left_over[:, None]
    shared: Integers = np.where(totals[:, None] < 0, -parts, parts)
    return shared
