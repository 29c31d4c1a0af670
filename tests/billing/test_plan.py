"""What schedules bill over a year: what must hold for all, and cases worth reading."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.calendar import Month, Period, fiscal_year_period, periods_of_year
from addin.billing.choices import AmountPer, Axis, Periodicity, Proration, Timing
from addin.billing.indexation import IndexBook, IndexRow
from addin.billing.money import from_cents, to_cents
from addin.billing.plan import bills_in, cumulative, due_periods, full_year_cents, instalments
from addin.billing.schedule import Schedule, schedule_findings
from addin.errors import Place

FEE = Schedule(
    project="DUPONT",
    service="ACCOUNTS",
    axis=Axis.FIXED,
    document="LM-2026-014",
    periodicity=Periodicity.MONTHLY,
    amount=Decimal("1000.00"),
    amount_per=AmountPer.YEAR,
    timing=Timing.ARREARS,
    start=date(2020, 1, 1),
    end=None,
    description="Bookkeeping",
    row=5,
)
TOTALS = st.integers(-(10**10), 10**10)
PARTS = st.lists(st.integers(0, 100), min_size=1, max_size=24).filter(any)
FIRST_MONTHS = st.integers(1, 12)
DAYS_OF_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
DAY = timedelta(days=1)
HEALTH = IndexBook(
    [
        IndexRow("Health", date(2025, 1, 1), Decimal("130.47"), 5),
        IndexRow("Health", date(2026, 1, 1), Decimal("133.12"), 6),
        IndexRow("Health", date(2027, 1, 1), Decimal("135.80"), 7),
    ]
)


def shares_of(parts: list[int]) -> list[Fraction]:
    return [Fraction(part, sum(parts)) for part in parts]


@st.composite
def running(draw: Callable[[st.SearchStrategy[object]], object]) -> Schedule:
    """A schedule that has always run and never ends."""
    build = st.builds(
        replace,
        st.just(FEE),
        amount=st.integers(0, 10**9).map(from_cents),
        periodicity=st.sampled_from([each for each in Periodicity if each != Periodicity.ONCE]),
        amount_per=st.sampled_from([AmountPer.YEAR, AmountPer.PERIOD]),
        timing=st.sampled_from(Timing),
        custom_months=st.lists(FIRST_MONTHS, min_size=1, unique=True).map(tuple),
    )
    schedule = draw(build)
    assert isinstance(schedule, Schedule)
    return schedule


RUNNING = running()
YEARLY = RUNNING.map(lambda schedule: replace(schedule, amount_per=AmountPer.YEAR))


@given(TOTALS, PARTS)
def test_instalments_add_up_to_the_total(total: int, parts: list[int]) -> None:
    assert sum(cumulative(total, shares_of(parts))) == total


@given(TOTALS, PARTS)
def test_what_has_come_due_is_never_more_than_half_a_cent_off(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)
    found = cumulative(total, shares)

    for count in range(len(shares)):
        due = total * sum(shares[: count + 1], Fraction(0))
        assert abs(sum(found[: count + 1]) - due) <= Fraction(1, 2)


@given(TOTALS, PARTS)
def test_an_instalment_is_within_a_cent_of_exact(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)

    for share, cents in zip(shares, cumulative(total, shares), strict=True):
        assert abs(cents - total * share) <= 1


@given(TOTALS, PARTS)
def test_a_credit_mirrors_the_instalments(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)

    assert cumulative(-total, shares) == [-cents for cents in cumulative(total, shares)]


@given(TOTALS, PARTS, st.data())
def test_what_is_left_completes_a_total_that_has_changed(
    total: int, parts: list[int], data: st.DataObject
) -> None:
    already = data.draw(st.lists(TOTALS, max_size=len(parts) - 1))

    left = cumulative(total, shares_of(parts), already)

    assert len(already) + len(left) == len(parts)
    assert sum(already) + sum(left) == total


@given(TOTALS, PARTS, st.integers(0, 24))
def test_going_on_bills_what_the_plan_said(total: int, parts: list[int], billed: int) -> None:
    shares = shares_of(parts)
    whole = cumulative(total, shares)

    assert cumulative(total, shares, whole[:billed]) == whole[billed:]


def test_stages_of_30_40_30() -> None:
    shares = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]

    assert cumulative(12_345_67, shares) == [3_703_70, 4_938_27, 3_703_70]


def test_a_fee_that_changes_after_the_first_stage() -> None:
    shares = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]

    assert cumulative(10_000_00, shares)[0] == 3_000_00
    assert cumulative(11_111_11, shares, [3_000_00]) == [4_777_78, 3_333_33]


def test_more_billed_than_due_comes_back_as_a_negative_instalment() -> None:
    assert cumulative(100_00, [Fraction(1, 2), Fraction(1, 2)], [150_00]) == [-50_00]


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


@pytest.mark.parametrize(
    "fee",
    [
        pytest.param(replace(FEE, periodicity=Periodicity.ONCE), id="once"),
        pytest.param(replace(FEE, axis=Axis.MILESTONE), id="milestone"),
        pytest.param(
            replace(FEE, axis=Axis.MILESTONE, periodicity=Periodicity.ONCE), id="milestone-once"
        ),
    ],
)
@pytest.mark.parametrize("timing", list(Timing))
@pytest.mark.parametrize("end", [None, date(2026, 9, 30)])
def test_a_fee_at_once_is_billed_whole_in_the_month_of_its_start(
    fee: Schedule, timing: Timing, end: date | None
) -> None:
    start = date(2026, 6, 17)
    fee = replace(fee, timing=timing, start=start, end=end)

    (only,) = bills_in([fee], Month(2026, 6), 7)

    assert only.schedule == fee
    assert only.cents == 1_000_00
    assert only.month == Month(2026, 6)
    assert only.period == Period(start, end or start)
    # June 2026 lies in the fiscal year that started in July 2025.
    assert instalments(fee, 2025, 7) == [only]
    assert instalments(fee, 2026, 7) == []
    assert bills_in([fee], Month(2026, 7), 7) == []


@pytest.mark.parametrize("axis", [Axis.UNIT, Axis.TIME, Axis.PROGRESS])
@pytest.mark.parametrize("periodicity", [Periodicity.MONTHLY, Periodicity.ONCE])
def test_what_is_billed_by_what_was_done_has_no_instalments(
    axis: Axis, periodicity: Periodicity
) -> None:
    done = replace(FEE, axis=axis, periodicity=periodicity, amount_per=AmountPer.UNIT)

    assert schedule_findings(done) == []
    assert instalments(done, 2020, 1) == []


def test_a_schedule_that_is_not_running_bills_nothing() -> None:
    ended = replace(FEE, end=date(2025, 12, 31))
    to_come = replace(FEE, start=date(2027, 1, 1))

    assert instalments(ended, 2026, 1) == instalments(to_come, 2026, 1) == []
    assert bills_in([ended, to_come], Month(2026, 1), 1) == []


def test_a_year_of_a_schedule_lies_in_the_fiscal_year_asked_for() -> None:
    served = [each.period for each in instalments(FEE, 2026, 4)]

    assert Period(served[0].start, served[-1].end) == fiscal_year_period(2026, 4)


@pytest.mark.parametrize("end", [None, date(2026, 9, 30)])
def test_a_deposit_is_billed_at_once_at_its_start(end: date | None) -> None:
    deposit = replace(
        FEE, axis=Axis.DEPOSIT, periodicity=None, amount_per=None, start=date(2026, 6, 17), end=end
    )

    (only,) = instalments(deposit, 2026, 1)

    assert (only.cents, only.month, only.period.start) == (
        1_000_00,
        Month(2026, 6),
        date(2026, 6, 17),
    )


@pytest.mark.parametrize(
    ("amount", "agreed_fee", "share", "expected"),
    [
        pytest.param("1000.00", "500.00", "0.3", 300_00, id="of-its-own-amount"),
        pytest.param(None, "500.00", "0.3", 150_00, id="of-the-fee"),
        pytest.param(None, "100.00", "0.33333333333333331", 33_33, id="a-third"),
        pytest.param(None, "0.05", "0.5", 3, id="half-a-cent-goes-up"),
    ],
)
def test_a_deposit_may_be_a_share_of_the_fee(
    amount: str | None, agreed_fee: str, share: str, expected: int
) -> None:
    deposit = replace(
        FEE,
        axis=Axis.DEPOSIT,
        amount=Decimal(amount) if amount else None,
        agreed_fee=Decimal(agreed_fee),
        share=Decimal(share),
        start=date(2026, 6, 17),
    )

    assert [each.cents for each in instalments(deposit, 2026, 1)] == [expected]


def test_a_milestone_by_share_is_no_instalment_of_the_calendar() -> None:
    stage = replace(FEE, axis=Axis.MILESTONE, share=Decimal("0.3"), start=date(2026, 6, 17))

    assert schedule_findings(stage) == []
    assert instalments(stage, 2026, 1) == bills_in([stage], Month(2026, 6), 1) == []


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


@given(RUNNING, FIRST_MONTHS)
def test_whole_periods_do_not_depend_on_how_days_are_counted(
    schedule: Schedule, first_month: int
) -> None:
    thirty = replace(schedule, proration=Proration.THIRTY_DAY)

    assert [each.cents for each in instalments(thirty, 2026, first_month)] == [
        each.cents for each in instalments(schedule, 2026, first_month)
    ]


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


@given(RUNNING, FIRST_MONTHS)
def test_a_whole_year_is_what_its_instalments_make(schedule: Schedule, first_month: int) -> None:
    found = instalments(schedule, 2026, first_month)

    assert sum(each.cents for each in found) == full_year_cents(schedule, first_month, Fraction(1))


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


@given(RUNNING)
def test_a_sound_schedule_has_no_findings(schedule: Schedule) -> None:
    assert schedule_findings(schedule) == []


def test_a_schedule_of_one_day_bills_that_day() -> None:
    one_day = replace(FEE, start=date(2026, 3, 1), end=date(2026, 3, 1))

    assert schedule_findings(one_day) == []
    assert [each.cents for each in instalments(one_day, 2026, 1)] == [2_69]


@pytest.mark.parametrize("index", ["0.5", "1", "2", "3"])
def test_a_fee_at_twice_its_index_is_twice_the_fee(index: str) -> None:
    book = IndexBook([IndexRow("X", date(2020, 1, 1), Decimal(index), 5)])
    fee = replace(FEE, index="X", index_base=Decimal(1))

    found = instalments(fee, 2026, 1, book)

    assert sum(each.cents for each in found) == to_cents(1000 * Decimal(index))


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
