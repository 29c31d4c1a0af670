"""Instalments of a fee that follows an index."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schedule_samples import FEE, FIRST_MONTHS, HEALTH, RUNNING

from addin.billing.calendar import Month
from addin.billing.choices import AmountPer, Periodicity
from addin.billing.indexation import IndexBook, IndexRow
from addin.billing.money import to_cents
from addin.billing.plan import bills_in, full_year_cents, instalments
from addin.billing.schedule import Schedule
from addin.errors import Place

INDEXED = replace(
    FEE,
    amount=Decimal("250.00"),
    amount_per=AmountPer.PERIOD,
    index="Health",
    start=date(2025, 1, 1),
)


def test_a_fee_follows_its_index_from_the_base_and_never_in_a_chain() -> None:
    found = [instalments(INDEXED, year, 1, HEALTH)[0].cents for year in (2025, 2026, 2027, 2030)]

    assert found == [250_00, 255_08, 260_21, 260_21]


def test_a_base_index_of_its_own_counts_from_there() -> None:
    fee = replace(INDEXED, index_base=Decimal(100), start=date.min)

    assert instalments(fee, 2026, 1, HEALTH)[0].cents == 332_80


def test_a_period_is_billed_at_the_index_of_its_first_day() -> None:
    """The quarter from December to February starts at the index of December."""
    fee = replace(INDEXED, periodicity=Periodicity.QUARTERLY, start=date(2025, 3, 1))

    found = instalments(fee, 2025, 3, HEALTH)

    assert [each.cents for each in found] == [250_00] * 4
    assert instalments(fee, 2026, 3, HEALTH)[0].cents == 255_08


def test_a_fee_that_starts_with_a_new_index_is_billed_as_agreed() -> None:
    """Its first period started at an older index, which it never had anything to do with."""
    fee = replace(INDEXED, periodicity=Periodicity.YEARLY, start=date(2026, 1, 1))

    (first,) = instalments(fee, 2025, 7, HEALTH)

    assert (first.period.start, first.cents) == (date(2026, 1, 1), 123_97)  # 181 of 365 days


def test_an_index_that_moves_in_the_year_changes_the_instalments_that_are_left() -> None:
    fee = replace(INDEXED, amount=Decimal("1000.00"), amount_per=AmountPer.YEAR)

    found = [each.cents for each in instalments(fee, 2025, 7, HEALTH)]

    assert found == [83_33, 83_34, 83_33] * 2 + [85_02, 85_03] * 3


@given(RUNNING, FIRST_MONTHS, st.decimals("50", "200", places=2))
def test_a_year_at_one_index_is_the_indexed_amount(
    schedule: Schedule, first_month: int, index: Decimal
) -> None:
    book = IndexBook([IndexRow("X", date(2020, 1, 1), index, 5)])
    fee = replace(
        schedule, amount_per=AmountPer.YEAR, index="X", index_base=Decimal(100), start=date.min
    )
    ratio = fee.ratio_on(date(2026, 1, 1), book)
    assert isinstance(ratio, Fraction)

    found = instalments(fee, 2026, first_month, book)

    assert fee.amount is not None
    assert sum(each.cents for each in found) == to_cents(fee.amount * index * Decimal("0.01"))
    assert sum(each.cents for each in found) == full_year_cents(fee, first_month, ratio)


@pytest.mark.parametrize(
    ("index", "start", "code"),
    [
        pytest.param("Rents", date(2025, 1, 1), "IDX-01", id="unknown"),
        pytest.param("Health", date(2024, 1, 1), "IDX-02", id="not-yet"),
        pytest.param("Health", date.min, "IDX-04", id="from-nowhere"),
    ],
)
def test_an_instalment_whose_index_is_not_known_is_told_and_comes_to_nothing(
    index: str, start: date, code: str
) -> None:
    fee = replace(INDEXED, index=index, start=start)

    found = bills_in([fee], Month(2026, 3), 1, HEALTH)

    assert [(each.fault.code, each.fault.where, each.cents) for each in found if each.fault] == [
        (code, Place("Schedules", 5, "index"), 0)
    ]
    assert [(each.schedule, each.period, each.month) for each in found] == [
        (fee, Month(2026, 3).period, Month(2026, 3))
    ]


@pytest.mark.parametrize("index", ["0.5", "1", "2", "3"])
def test_a_fee_at_twice_its_index_is_twice_the_fee(index: str) -> None:
    book = IndexBook([IndexRow("X", date(2020, 1, 1), Decimal(index), 5)])
    fee = replace(FEE, index="X", index_base=Decimal(1))

    found = instalments(fee, 2026, 1, book)

    assert sum(each.cents for each in found) == to_cents(1000 * Decimal(index))
