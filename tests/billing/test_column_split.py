"""Many amounts shared at once come out as each of them alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.column_split import split_each
from addin.billing.split import split_whole

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any)
HUGE = st.lists(st.integers(0, 10**40), min_size=1, max_size=4).filter(any)
AMOUNTS = st.lists(st.integers(-(10**12), 10**12), max_size=20)


@given(AMOUNTS, WEIGHTS | HUGE)
def test_each_amount_is_shared_as_it_is_alone(amounts: list[int], weights: list[int]) -> None:
    parts = split_each(np.array(amounts, np.int64), weights)

    assert parts.shape == (len(amounts), len(weights))
    assert parts.tolist() == [split_whole(one, weights, sum(weights)) for one in amounts]


def test_the_odd_cent_goes_to_the_payer_listed_first_in_every_row() -> None:
    assert split_each(np.array([100, -100, 2]), [1, 1, 1]).tolist() == [
        [34, 33, 33],
        [-34, -33, -33],
        [1, 1, 0],
    ]


def test_many_payers_of_equal_remainders_are_served_in_their_order() -> None:
    weights = [1, 2] * 20

    shared = split_each(np.array([100_01, -77]), weights).tolist()

    assert shared == [split_whole(100_01, weights, 60), split_whole(-77, weights, 60)]


def test_no_amounts_make_no_rows_of_whole_cents() -> None:
    for weights in ([1, 1], [10**40, 3]):
        shared = split_each(np.array([], np.int64), weights)

        assert shared.shape == (0, 2)
        assert shared.dtype == np.int64
