"""Indexed fees."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.indexation import IndexNotPositiveError, indexed_cents
from addin.billing.money import from_cents, to_cents

FEES = st.decimals(0, 10**7, places=2)
INDEXES = st.decimals("50", "200", places=2)


@given(FEES, INDEXES)
def test_a_fee_does_not_move_while_the_index_stands_still(fee: Decimal, index: Decimal) -> None:
    assert indexed_cents(fee, index, index) == to_cents(fee)


@given(FEES, INDEXES, INDEXES)
def test_an_indexed_fee_is_at_most_half_a_cent_from_exact(
    fee: Decimal, base: Decimal, current: Decimal
) -> None:
    indexed = indexed_cents(fee, base, current)

    assert 2 * abs(indexed * base - 100 * fee * current) <= base


@pytest.mark.parametrize(("current", "expected"), [("133.12", 255_08), ("135.80", 260_21)])
def test_250_at_index_130_47_follows_from_the_base(current: str, expected: int) -> None:
    assert indexed_cents(Decimal("250.00"), Decimal("130.47"), Decimal(current)) == expected


def test_an_index_may_be_told_as_a_factor() -> None:
    assert indexed_cents(Decimal("250.00"), Decimal(1), Decimal("1.0203")) == 255_08


def test_chaining_the_years_would_be_a_cent_off() -> None:
    last_year = from_cents(255_08)

    assert indexed_cents(last_year, Decimal("133.12"), Decimal("135.80")) == 260_22


@pytest.mark.parametrize(("base", "current"), [("0", "133.12"), ("130.47", "-1")])
def test_an_index_of_zero_or_less_is_refused(base: str, current: str) -> None:
    with pytest.raises(IndexNotPositiveError) as caught:
        indexed_cents(Decimal(250), Decimal(base), Decimal(current))

    assert caught.value.code == "SCH-21"
    assert caught.value.values == {"base": Decimal(base), "current": Decimal(current)}
