"""Keys that never coincide, and what a line comes to with what the user overrode."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.lines import (
    Overrides,
    charge,
    hours_of,
    is_computed,
    line_key,
    round_to_minutes,
    typed_part,
)
from addin.billing.money import line_cents, part_of

MARCH = Month(2026, 3)
CODES = st.text("AB/%+-=@2026", min_size=1, max_size=7)
QUANTITIES = st.decimals(-1000, 1000, places=4)
PRICES = st.decimals(0, 1000, places=2)
DISCOUNTS = st.decimals(0, 1, places=4)
NOTHING = Overrides()


@given(st.lists(st.tuples(CODES, CODES | st.just(""), CODES), min_size=2, max_size=2, unique=True))
def test_other_codes_make_another_key(pair: list[tuple[str, str, str]]) -> None:
    one, other = (
        line_key(MARCH, project, service, typed_part(detail)) for project, service, detail in pair
    )

    assert one != other


@given(CODES, CODES, CODES, CODES)
def test_what_is_typed_is_never_taken_for_what_is_computed(
    project: str, service: str, payer: str, detail: str
) -> None:
    for computed in ("2026-02", "2026-02-01", f"@{payer}"):
        typed = line_key(MARCH, project, service, typed_part(detail))
        assert typed != line_key(MARCH, project, service, computed)


@given(CODES, CODES)
def test_a_key_never_looks_like_that_of_a_second_line(project: str, service: str) -> None:
    assert "+" not in line_key(MARCH, project, service)


@pytest.mark.parametrize(
    ("key", "axis", "computed"),
    [
        ("2026-03/P-1/PAY/unit", Axis.UNIT, True),
        ("2026-03/P-1/PAY/unit/2026-02", Axis.UNIT, True),
        ("2026-03/P-1/PAY/unit+2", Axis.UNIT, True),
        ("2026-03/P-1/PAY/unit", Axis.TIME, False),
        ("2026-03/P-1/PAY/unit", None, False),
        ("2026-03/P-1/PAY/units of mine", Axis.UNIT, False),
        ("2026-03/P-1/own/1", Axis.UNIT, False),
        ("mine", Axis.UNIT, False),
        ("", Axis.UNIT, False),
    ],
)
def test_a_computed_key_is_known_for_one(key: str, axis: Axis | None, *, computed: bool) -> None:
    assert is_computed(key, "P-1", "PAY", axis) is computed


def test_a_line_without_a_service_is_not_one_of_a_service_called_hyphen() -> None:
    assert line_key(MARCH, "P-1", "", "fixed") == "2026-03/P-1/-/fixed"
    assert line_key(MARCH, "P-1", "-", "fixed") == "2026-03/P-1/=-/fixed"
    assert line_key(MARCH, "P-1", "") == "2026-03/P-1/-"


def test_an_empty_part_is_left_out() -> None:
    assert line_key(MARCH, "P-1", "ADV", "time", "", "@BIRCH") == "2026-03/P-1/ADV/time/@BIRCH"


@given(QUANTITIES, PRICES)
def test_a_line_without_overrides_is_quantity_times_price_rounded_once(
    quantity: Decimal, price: Decimal
) -> None:
    found = charge(quantity, price, NOTHING)

    assert (found.quantity, found.unit_price, found.minutes) == (quantity, price, None)
    assert found.net_cents == found.gross_cents == line_cents(quantity, price)


@given(QUANTITIES, PRICES, QUANTITIES, PRICES, DISCOUNTS)
def test_what_is_overridden_takes_the_place_of_what_was_computed(
    quantity: Decimal, price: Decimal, other: Decimal, asked: Decimal, discount: Decimal
) -> None:
    found = charge(quantity, price, Overrides(other, asked, "", discount))

    assert found.gross_cents == line_cents(other, asked)
    assert found.net_cents == found.gross_cents - part_of(found.gross_cents, discount)


@given(QUANTITIES, PRICES, DISCOUNTS)
def test_a_negative_line_mirrors_the_positive_one(
    quantity: Decimal, price: Decimal, discount: Decimal
) -> None:
    overrides = Overrides(discount=discount)

    found = charge(-quantity, price, overrides)

    assert found.net_cents == -charge(quantity, price, overrides).net_cents


@given(QUANTITIES, PRICES)
def test_a_discount_of_100_percent_leaves_nothing(quantity: Decimal, price: Decimal) -> None:
    assert charge(quantity, price, Overrides(discount=Decimal(1))).net_cents == 0


@given(st.integers(-(10**6), 10**6), PRICES)
def test_exact_minutes_are_priced_as_minutes(minutes: int, price: Decimal) -> None:
    found = charge(hours_of(minutes, 4), price, NOTHING, by_minutes=True)

    assert found.minutes == minutes
    assert found.net_cents == line_cents(Fraction(minutes, 60), price)


@given(QUANTITIES, PRICES)
def test_the_hours_printed_are_those_of_the_minutes_priced(typed: Decimal, price: Decimal) -> None:
    found = charge(Decimal(1), price, Overrides(quantity=typed), by_minutes=True)

    assert found.minutes is not None
    assert found.quantity == hours_of(found.minutes, 4)
    assert round_to_minutes(found.quantity) == found.minutes


@pytest.mark.parametrize(
    ("typed", "minutes", "quantity", "net_cents"),
    [
        pytest.param("0.33", 20, "0.3333", 33_33, id="a third of an hour"),
        pytest.param("0.075", 5, "0.0833", 8_33, id="half a minute goes up"),
        pytest.param("-0.075", -5, "-0.0833", -8_33, id="and down below zero"),
        pytest.param("0", 0, "0.0000", 0, id="nothing"),
    ],
)
def test_a_quantity_typed_for_exact_minutes(
    typed: str, minutes: int, quantity: str, net_cents: int
) -> None:
    found = charge(Decimal(1), Decimal(100), Overrides(Decimal(typed)), by_minutes=True)

    assert (found.minutes, str(found.quantity), found.net_cents) == (minutes, quantity, net_cents)


LESS = Overrides(discount=Decimal("0.1"), discount_cents=50_00)


def test_the_reduction_comes_off_first_then_the_percentage_then_the_amount() -> None:
    found = charge(Decimal(10), Decimal(100), LESS, reduction_cents=200_00)

    assert (found.gross_cents, found.allowance_cents) == (1_000_00, 200_00 + 80_00 + 50_00)


@given(QUANTITIES, PRICES, DISCOUNTS, st.integers(0, 10**7), DISCOUNTS)
def test_what_is_taken_off_has_the_sign_of_the_line_and_never_exceeds_it(
    quantity: Decimal, price: Decimal, discount: Decimal, discount_cents: int, reduced: Decimal
) -> None:
    overrides = Overrides(discount=discount, discount_cents=discount_cents)
    reduction = part_of(line_cents(quantity, price), reduced)

    found = charge(quantity, price, overrides, reduction_cents=reduction)
    mirror = charge(-quantity, price, overrides, reduction_cents=-reduction)

    assert abs(found.net_cents) + abs(found.allowance_cents) == abs(found.gross_cents)
    assert (mirror.net_cents, mirror.allowance_cents) == (-found.net_cents, -found.allowance_cents)


@pytest.mark.parametrize("quantity", [Decimal(1), Decimal(-1)])
def test_a_discount_above_the_line_leaves_nothing(quantity: Decimal) -> None:
    assert charge(quantity, Decimal(100), Overrides(discount_cents=100_01)).net_cents == 0


@pytest.mark.parametrize(
    ("overrides", "allowance_cents"),
    [
        (Overrides(), 30_00),
        (Overrides(text="As agreed"), 30_00),
        (Overrides(quantity=Decimal(2)), 0),
        (Overrides(price=Decimal(90)), 0),
        (Overrides(quantity=Decimal(2), price=Decimal(90)), 0),
    ],
)
def test_who_says_what_to_bill_gets_no_reduction_on_it(
    overrides: Overrides, allowance_cents: int
) -> None:
    found = charge(Decimal(1), Decimal(100), overrides, reduction_cents=30_00)

    assert found.allowance_cents == allowance_cents
