"""A line over its payers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.allocation import Part, allocate

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
