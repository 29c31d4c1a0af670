"""What schedules bill over a year: cases worth reading."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from schedule_samples import FEE

from addin.billing.calendar import Month, Period, fiscal_year_period
from addin.billing.choices import AmountPer, Axis, Periodicity, Proration, Timing
from addin.billing.plan import bills_in, due_periods, full_year_cents, instalments
from addin.billing.schedule import schedule_findings


def test_a_thousand_a_year_in_twelve_months() -> None:
    found = instalments(FEE, 2026, 1)

    assert [each.cents for each in found] == [83_33, 83_34, 83_33] * 4
    assert [str(each.month) for each in found[::11]] == ["2026-01", "2026-12"]
    assert [sum(each.cents for each in found[at : at + 3]) for at in (0, 3, 6, 9)] == [250_00] * 4


def test_250_a_month_from_24_february() -> None:
    fee = replace(
        FEE, amount=Decimal("250.00"), amount_per=AmountPer.PERIOD, start=date(2026, 2, 24)
    )

    found = instalments(fee, 2026, 1)

    assert [each.cents for each in found] == [44_64] + [250_00] * 10
    assert found[0].period == Period(date(2026, 2, 24), date(2026, 2, 28))
    leap = replace(fee, start=date(2028, 2, 24))
    assert instalments(leap, 2028, 1)[0].cents == 51_72


def test_a_fiscal_year_from_july_bills_its_quarters_in_advance() -> None:
    fee = replace(
        FEE,
        amount=Decimal("3100.00"),
        periodicity=Periodicity.QUARTERLY,
        timing=Timing.ADVANCE,
    )

    assert [(str(each.month), each.cents) for each in instalments(fee, 2026, 7)] == [
        ("2026-07", 775_00),
        ("2026-10", 775_00),
        ("2027-01", 775_00),
        ("2027-04", 775_00),
    ]
    assert bills_in([fee], Month(2026, 8), 7) == []
    assert [each.cents for each in bills_in([fee, fee], Month(2027, 4), 7)] == [775_00, 775_00]


@pytest.mark.parametrize(
    ("timing", "months"),
    [
        (Timing.ADVANCE, ["2026-02", "2026-04", "2026-07"]),
        (Timing.ARREARS, ["2026-03", "2026-06", "2026-08"]),
    ],
)
def test_a_schedule_inside_the_year_bills_while_it_runs(timing: Timing, months: list[str]) -> None:
    fee = replace(
        FEE,
        periodicity=Periodicity.QUARTERLY,
        timing=timing,
        start=date(2026, 2, 15),
        end=date(2026, 8, 10),
    )

    found = instalments(fee, 2026, 1)

    # 45 of the 90 days of the first quarter, 41 of the 92 of the third.
    assert [each.cents for each in found] == [125_00, 250_00, 111_41]
    assert [str(each.month) for each in found] == months
    assert [each.schedule for each in found] == [fee] * 3


def test_a_custom_period_is_billed_in_the_next_fiscal_year() -> None:
    fee = replace(FEE, periodicity=Periodicity.CUSTOM, custom_months=(3, 9))

    found = instalments(fee, 2026, 1)

    assert [(str(each.month), each.cents) for each in found] == [
        ("2026-08", 500_00),
        ("2027-02", 500_00),
    ]
    assert bills_in([fee], Month(2027, 2), 1) == found[1:]


def test_a_schedule_that_is_not_running_bills_nothing() -> None:
    ended = replace(FEE, end=date(2025, 12, 31))
    to_come = replace(FEE, start=date(2027, 1, 1))

    assert instalments(ended, 2026, 1) == instalments(to_come, 2026, 1) == []
    assert bills_in([ended, to_come], Month(2026, 1), 1) == []


def test_a_year_of_a_schedule_lies_in_the_fiscal_year_asked_for() -> None:
    served = [each.period for each in instalments(FEE, 2026, 4)]

    assert Period(served[0].start, served[-1].end) == fiscal_year_period(2026, 4)


def test_250_a_month_in_months_of_thirty_days() -> None:
    fee = replace(
        FEE,
        amount=Decimal("250.00"),
        amount_per=AmountPer.PERIOD,
        start=date(2026, 2, 24),
        end=date(2026, 5, 15),
        proration=Proration.THIRTY_DAY,
    )

    assert [each.cents for each in instalments(fee, 2026, 1)] == [58_33, 250_00, 250_00, 125_00]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"end": date(2019, 12, 31)}, id="reversed"),
        pytest.param({"periodicity": Periodicity.CUSTOM}, id="no-months"),
        pytest.param({"periodicity": Periodicity.CUSTOM, "custom_months": (0, 6)}, id="month-0"),
        pytest.param({"amount_per": AmountPer.UNIT}, id="per-unit"),
        pytest.param({"amount": None}, id="no-amount"),
        pytest.param({"amount": Decimal("-0.01")}, id="negative"),
        pytest.param({"periodicity": None}, id="no-periodicity"),
        pytest.param({"axis": Axis.DEPOSIT, "share": Decimal(30)}, id="share-30"),
        pytest.param({"axis": Axis.DEPOSIT, "share": Decimal(1), "amount": None}, id="no-fee"),
    ],
)
def test_a_faulty_schedule_bills_nothing(cells: dict[str, Any]) -> None:
    assert instalments(replace(FEE, **cells), 2020, 1) == []


def test_a_schedule_of_one_day_bills_that_day() -> None:
    one_day = replace(FEE, start=date(2026, 3, 1), end=date(2026, 3, 1))

    assert schedule_findings(one_day) == []
    assert [each.cents for each in instalments(one_day, 2026, 1)] == [2_69]


@pytest.mark.parametrize(
    ("periodicity", "first_month", "custom_months", "whole_year"),
    [
        (Periodicity.MONTHLY, 1, (), 12_000_00),
        (Periodicity.QUARTERLY, 7, (), 4_000_00),
        (Periodicity.CUSTOM, 1, (1, 3, 10), 3_000_00),
    ],
)
def test_a_fee_of_1000_a_period_comes_to_one_for_each_period_of_the_year(
    periodicity: Periodicity, first_month: int, custom_months: tuple[int, ...], whole_year: int
) -> None:
    fee = replace(
        FEE, periodicity=periodicity, amount_per=AmountPer.PERIOD, custom_months=custom_months
    )

    assert full_year_cents(fee, first_month, Fraction(1)) == whole_year
    by_year = replace(fee, amount_per=AmountPer.YEAR)
    assert full_year_cents(by_year, first_month, Fraction(11, 10)) == 1_100_00


def test_the_months_that_bill_a_fee_are_known_with_their_days() -> None:
    half_yearly = replace(FEE, periodicity=Periodicity.HALF_YEARLY, start=date(2026, 3, 15))

    assert due_periods(half_yearly, (2026, 2027), 1) == [
        (Month(2026, 6), Period(date(2026, 3, 15), date(2026, 6, 30))),
        (Month(2026, 12), Period(date(2026, 7, 1), date(2026, 12, 31))),
        (Month(2027, 6), Period(date(2027, 1, 1), date(2027, 6, 30))),
        (Month(2027, 12), Period(date(2027, 7, 1), date(2027, 12, 31))),
    ]
