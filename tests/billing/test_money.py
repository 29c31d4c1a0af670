"""Cents and their rounding: what must hold for every amount, and cases worth reading."""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.money import (
    exact_cents,
    from_cents,
    line_cents,
    part_of,
    round_half_away,
    to_cents,
)

CENTS = st.integers(-(10**14), 10**14)
AMOUNTS = st.decimals(-(10**9), 10**9, places=6)
SHARES = st.fractions(-2, 2, max_denominator=10_000)

# Decimal's own rounding is the second opinion: its ROUND_HALF_UP sends halves away from zero.
WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


@given(AMOUNTS)
def test_an_amount_rounds_half_away_from_zero(amount: Decimal) -> None:
    with localcontext(WIDE):
        assert to_cents(amount) == int(amount.scaleb(2).to_integral_value())


@given(AMOUNTS, AMOUNTS)
def test_a_line_is_quantity_times_price_rounded_once(quantity: Decimal, price: Decimal) -> None:
    with localcontext(WIDE):
        assert line_cents(quantity, price) == to_cents(quantity * price)


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_a_rounded_quotient_is_at_most_half_away(numerator: int, denominator: int) -> None:
    rounded = round_half_away(numerator, denominator)

    assert 2 * abs(rounded * denominator - numerator) <= denominator


@given(CENTS, SHARES)
def test_a_credit_rounds_as_its_invoice(cents: int, share: Fraction) -> None:
    assert part_of(-cents, share) == -part_of(cents, share)


@given(CENTS, SHARES)
def test_a_share_of_an_amount_is_at_most_half_a_cent_from_exact(
    cents: int, share: Fraction
) -> None:
    assert abs(part_of(cents, share) - cents * share) <= Fraction(1, 2)


@given(st.integers(-(10**40), 10**40))
def test_cents_come_back_from_euros(cents: int) -> None:
    assert exact_cents(from_cents(cents)) == cents
    assert to_cents(from_cents(cents)) == cents


@given(CENTS)
def test_an_amount_in_euros_always_has_two_decimals(cents: int) -> None:
    assert from_cents(cents).as_tuple().exponent == -2


@given(AMOUNTS)
def test_an_amount_is_exact_cents_or_none_at_all(amount: Decimal) -> None:
    exact = exact_cents(amount)

    assert exact is None if amount * 100 % 1 else exact == to_cents(amount)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        pytest.param(1, 2, 1, id="half"),
        pytest.param(-1, 2, -1, id="half-of-a-credit"),
        pytest.param(3, 2, 2, id="not-to-even"),
        pytest.param(5, 2, 3, id="not-down-to-even"),
        pytest.param(49, 100, 0, id="below-half"),
        pytest.param(-49, 100, 0, id="below-half-of-a-credit"),
        pytest.param(0, 7, 0, id="nothing"),
    ],
)
def test_halves_leave_zero_behind(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_away(numerator, denominator) == expected


@pytest.mark.parametrize("denominator", [0, -2])
def test_a_denominator_is_above_zero(denominator: int) -> None:
    with pytest.raises(AssertionError):
        round_half_away(1, denominator)


@pytest.mark.parametrize(
    ("quantity", "price", "expected"),
    [
        pytest.param(Decimal(10), Decimal("18.00"), 180_00, id="units"),
        pytest.param(Decimal(37), Decimal("14.75"), 545_75, id="payslips"),
        pytest.param(Decimal("0.83"), Decimal("100.00"), 83_00, id="50-min-as-decimal-hours"),
        pytest.param(Fraction(50, 60), Decimal("100.00"), 83_33, id="50-min-exactly"),
        pytest.param(Decimal("0.50"), Decimal("27.50"), 13_75, id="two-quarters-added-first"),
        pytest.param(Decimal("1.50"), Decimal("95.00"), 142_50, id="late-entry"),
        pytest.param(Decimal("0.45"), Decimal("2.54"), 1_14, id="rounded-down"),
        pytest.param(Decimal("0.28"), Decimal("6.87"), 1_92, id="rounded-up"),
        pytest.param(8, Decimal("85.00"), 680_00, id="whole-hours"),
    ],
)
def test_lines_of_the_worked_months(
    quantity: int | Decimal | Fraction, price: Decimal, expected: int
) -> None:
    assert line_cents(quantity, price) == expected


def test_an_amount_finer_than_a_cent_is_not_taken_for_exact() -> None:
    assert exact_cents(Decimal("0.001")) is None
    assert exact_cents(Decimal("-0.005")) is None
    assert exact_cents(Decimal("1E+3")) == 100_000
