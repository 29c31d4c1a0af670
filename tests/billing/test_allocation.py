"""A line over its payers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.allocation import Part, Proportions, allocate
from addin.billing.split import NoWeightError

WEIGHTS = st.lists(st.fractions(0, 100), min_size=1, max_size=6).filter(any)
CENTS = st.integers(-(10**10), 10**10)


@given(CENTS, WEIGHTS)
def test_the_parts_make_the_line_and_the_shares_make_one(
    cents: int, weights: list[Fraction]
) -> None:
    payers = [(f"C-{number}", weight) for number, weight in enumerate(weights)]

    parts = allocate(cents, payers)

    assert [part.payer for part in parts] == [payer for payer, _ in payers]
    assert sum(part.cents for part in parts) == cents
    assert sum(part.share for part in parts) == 1
    for part in parts:
        assert abs(part.cents - part.share * cents) < 1


def test_the_odd_cent_goes_to_the_one_listed_first() -> None:
    thirds = [(payer, Fraction(1)) for payer in "ABC"]

    assert allocate(100_00, thirds) == [
        Part("A", Fraction(1, 3), 33_34),
        Part("B", Fraction(1, 3), 33_33),
        Part("C", Fraction(1, 3), 33_33),
    ]


@given(CENTS, WEIGHTS)
def test_a_credited_line_gives_back_each_part(cents: int, weights: list[Fraction]) -> None:
    payers = [(f"C-{number}", weight) for number, weight in enumerate(weights)]

    given_back = [-part.cents for part in allocate(-cents, payers)]

    assert given_back == [part.cents for part in allocate(cents, payers)]


def test_one_payer_pays_the_line_as_it_is() -> None:
    assert allocate(-7, [("A", Fraction(3))]) == [Part("A", Fraction(1), -7)]
    assert Proportions.alone("A").parts(-7) == [Part("A", Fraction(1), -7)]


def test_payers_without_a_weight_cannot_share() -> None:
    with pytest.raises(NoWeightError):
        Proportions.of([("A", Fraction(0))])


def test_one_payer_alone_is_one_with_all_the_weight() -> None:
    alone, weighed = Proportions.alone("A"), Proportions.of([("A", Fraction(1))])

    assert (alone.payers, alone.shares) == (weighed.payers, weighed.shares)
    assert (alone.weights, alone.weight_sum) == (weighed.weights, weighed.weight_sum)
