"""A flat fee against the volumes of its year."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.adjustment import (
    Settled,
    Volume,
    adjustment_line,
    adjustment_origin,
    covered_by_volumes,
    difference_cents,
    next_fee_cents,
)
from addin.billing.calendar import Month, fiscal_year_period
from addin.billing.choices import Axis
from addin.billing.lines import Line

CENTS = st.integers(0, 10**9)
MONTHS = st.builds(Month, st.integers(2000, 2050), st.integers(1, 12))
FIRST_MONTHS = st.integers(1, 12)
SETTLED = Settled("P-1", "ALDER", "ACC", 7)


def volume(planned: int, actual: int, price_cents: int) -> Volume:
    return Volume(Decimal(planned), Decimal(actual), planned * price_cents, actual * price_cents)


PURCHASES = volume(1200, 1350, 2_50)
SALES = volume(300, 250, 3_00)


def test_services_above_and_below_the_plan_make_one_difference() -> None:
    assert (PURCHASES.difference_cents, SALES.difference_cents) == (375_00, -150_00)
    assert difference_cents([PURCHASES, SALES]) == 225_00


def test_next_years_fee_is_the_fee_at_the_real_volumes() -> None:
    assert next_fee_cents(3_900_00, [PURCHASES, SALES]) == 4_125_00
    assert next_fee_cents(150_00, [SALES]) == 0


@pytest.mark.parametrize("fee_cents", [0, 149_99])
def test_there_is_no_next_fee_without_a_fee_or_below_zero(fee_cents: int) -> None:
    assert next_fee_cents(fee_cents, [SALES]) is None


@given(st.lists(st.tuples(CENTS, CENTS)), CENTS)
def test_a_year_billed_and_settled_is_next_years_fee(
    amounts: list[tuple[int, int]], fee_cents: int
) -> None:
    volumes = [Volume(Decimal(1), Decimal(1), planned, actual) for planned, actual in amounts]

    found = next_fee_cents(fee_cents, volumes)

    if found is not None:
        assert found == fee_cents + difference_cents(volumes)


def test_the_adjustment_is_a_line_of_the_whole_year() -> None:
    line = adjustment_line(SETTLED, Month(2027, 6), 225_00, "Adjustment 2026-2027")

    assert line == Line(
        key="2027-06/P-1/ACC/adjustment/2026",
        month=Month(2027, 6),
        project="P-1",
        client="ALDER",
        service="ACC",
        axis=Axis.ADJUSTMENT,
        period=fiscal_year_period(2026, 7),
        quantity=Decimal(1),
        unit="",
        unit_price=Decimal("225.00"),
        cents=225_00,
        origin="volumes 2026",
        note="Adjustment 2026-2027",
    )
    assert line.origin == adjustment_origin(2026)


def test_a_cent_is_settled() -> None:
    line = adjustment_line(SETTLED, Month(2027, 6), 1, "")

    assert line is not None
    assert (line.quantity, line.unit_price, line.cents) == (Decimal(1), Decimal("0.01"), 1)


def test_a_credit_is_a_quantity_of_minus_one() -> None:
    line = adjustment_line(SETTLED, Month(2027, 6), -150_00, "")

    assert line is not None
    assert (line.quantity, line.unit_price, line.cents) == (Decimal(-1), Decimal("150.00"), -150_00)


def test_a_year_that_is_settled_late_keeps_its_name_and_its_days() -> None:
    line = adjustment_line(SETTLED, Month(2027, 9), 1, "", 2026)

    assert line is not None
    assert line.key == "2027-09/P-1/ACC/adjustment/2026"
    assert (line.period, line.origin) == (fiscal_year_period(2026, 7), "volumes 2026")


def test_a_year_as_planned_has_no_adjustment() -> None:
    assert adjustment_line(SETTLED, Month(2027, 6), 0, "") is None


@pytest.mark.parametrize(
    ("project", "service", "month", "expected"),
    [
        ("P-1", "ACC", Month(2026, 7), True),
        ("P-1", "ACC", Month(2027, 6), True),
        ("P-1", "ACC", Month(2027, 7), False),
        ("P-1", "ACC", Month(2026, 6), False),
        ("P-1", "PAY", Month(2026, 7), False),
        ("P-2", "ACC", Month(2026, 7), False),
    ],
)
def test_units_of_a_planned_volume_are_part_of_the_fee(
    project: str, service: str, month: Month, *, expected: bool
) -> None:
    volumes = {(2026, "P-1", "ACC")}

    assert covered_by_volumes(volumes, project, service, month, 7) is expected
