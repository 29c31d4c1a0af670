"""What must hold for whatever a schedule bills over a year."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_samples import DAYS_OF_2026, FIRST_MONTHS, RUNNING, YEARLY

from addin.billing.calendar import Month, periods_of_year
from addin.billing.choices import AmountPer, Proration
from addin.billing.money import to_cents
from addin.billing.plan import bills_in, due_periods, full_year_cents, instalments
from addin.billing.schedule import Schedule, schedule_findings

DAY = timedelta(days=1)


@given(YEARLY, FIRST_MONTHS)
def test_the_instalments_of_a_year_are_the_amount(schedule: Schedule, first_month: int) -> None:
    found = instalments(schedule, 2026, first_month)

    assert sum(each.cents for each in found) == to_cents(schedule.amount or Decimal(0))


@given(RUNNING, FIRST_MONTHS)
def test_a_year_has_one_instalment_a_period(schedule: Schedule, first_month: int) -> None:
    assert schedule.periodicity is not None
    periods = periods_of_year(2026, first_month, schedule.periodicity, schedule.custom_months)

    found = instalments(schedule, 2026, first_month)

    assert [each.period for each in found] == periods
    if schedule.amount_per is AmountPer.PERIOD:
        assert {each.cents for each in found} == {to_cents(schedule.amount or Decimal(0))}


@settings(deadline=None)  # five years, month by month
@given(RUNNING, FIRST_MONTHS, DAYS_OF_2026, st.integers(0, 500))
def test_every_instalment_is_billed_in_exactly_one_month(
    schedule: Schedule, first_month: int, start: date, days: int
) -> None:
    limited = replace(schedule, start=start, end=start + timedelta(days=days))
    planned = [
        each for year in range(2024, 2029) for each in instalments(limited, year, first_month)
    ]

    billed = [
        each
        for month in range(-24, 36)
        for each in bills_in([limited], Month(2026, 1).plus(month), first_month)
    ]

    assert sorted(billed, key=lambda each: each.period.start) == planned
    assert sum(each.period.days for each in planned) == days + 1


@given(RUNNING, FIRST_MONTHS, DAYS_OF_2026)
def test_an_instalment_is_billed_in_a_month_it_serves(
    schedule: Schedule, first_month: int, start: date
) -> None:
    for each in instalments(replace(schedule, start=start), 2026, first_month):
        assert each.month in each.period.months


@given(RUNNING, FIRST_MONTHS, DAYS_OF_2026)
def test_a_schedule_that_hands_over_to_the_next_costs_the_same_to_a_cent(
    schedule: Schedule, first_month: int, last: date
) -> None:
    whole = instalments(schedule, 2026, first_month)
    until = instalments(replace(schedule, end=last), 2026, first_month)
    since = instalments(replace(schedule, start=last + DAY), 2026, first_month)

    handed_over = sum(each.cents for each in [*until, *since])
    assert abs(handed_over - sum(each.cents for each in whole)) <= 1


@given(RUNNING, FIRST_MONTHS, DAYS_OF_2026)
def test_full_periods_of_a_late_start_bill_what_the_full_year_said(
    schedule: Schedule, first_month: int, start: date
) -> None:
    full_year = {each.period: each.cents for each in instalments(schedule, 2026, first_month)}

    for each in instalments(replace(schedule, start=start), 2026, first_month):
        if each.period.start > start:
            assert each.cents == full_year[each.period]


@given(RUNNING, FIRST_MONTHS)
def test_whole_periods_do_not_depend_on_how_days_are_counted(
    schedule: Schedule, first_month: int
) -> None:
    thirty = replace(schedule, proration=Proration.THIRTY_DAY)

    assert [each.cents for each in instalments(thirty, 2026, first_month)] == [
        each.cents for each in instalments(schedule, 2026, first_month)
    ]


@given(RUNNING, FIRST_MONTHS)
def test_a_whole_year_is_what_its_instalments_make(schedule: Schedule, first_month: int) -> None:
    found = instalments(schedule, 2026, first_month)

    assert sum(each.cents for each in found) == full_year_cents(schedule, first_month, Fraction(1))


@given(RUNNING, FIRST_MONTHS, DAYS_OF_2026)
def test_what_is_due_is_what_the_instalments_bill(
    schedule: Schedule, first_month: int, start: date
) -> None:
    limited = replace(schedule, start=start)

    assert due_periods(limited, (2025, 2026), first_month) == [
        (each.month, each.period)
        for year in (2025, 2026)
        for each in instalments(limited, year, first_month)
    ]


@given(RUNNING)
def test_a_sound_schedule_has_no_findings(schedule: Schedule) -> None:
    assert schedule_findings(schedule) == []
