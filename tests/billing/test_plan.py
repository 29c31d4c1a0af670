"""What schedules bill over a year: what must hold for all, and cases worth reading."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.calendar import Month, Period, fiscal_year_period, periods_of_year
from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.money import from_cents, to_cents
from addin.billing.plan import Schedule, bills_in, cumulative, instalments, schedule_findings
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


CUSTOM = replace(FEE, periodicity=Periodicity.CUSTOM)
STAGE = replace(FEE, axis=Axis.MILESTONE, periodicity=None, amount_per=None)


@pytest.mark.parametrize(
    ("faulty", "code", "column", "values"),
    [
        pytest.param(
            replace(FEE, start=date(2026, 3, 1), end=date(2026, 2, 28)),
            "SCH-05",
            "end",
            {"start": date(2026, 3, 1), "end": date(2026, 2, 28)},
            id="reversed",
        ),
        pytest.param(CUSTOM, "SCH-06", "months", {"months": ""}, id="no-months"),
        pytest.param(
            replace(CUSTOM, custom_months=(0, 6)), "SCH-06", "months", {"months": "0, 6"}, id="0"
        ),
        pytest.param(
            replace(CUSTOM, custom_months=(6, 13)), "SCH-06", "months", {"months": "6, 13"}, id="13"
        ),
        pytest.param(
            replace(FEE, amount_per=AmountPer.UNIT), "SCH-08", "amount_per", {}, id="fee-per-unit"
        ),
        pytest.param(
            replace(STAGE, amount_per=AmountPer.UNIT), "SCH-08", "amount_per", {}, id="stage-a-unit"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT), "SCH-09", "amount_per", {}, id="unit-priced-per-year"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT, amount_per=AmountPer.PERIOD),
            "SCH-09",
            "amount_per",
            {},
            id="unit-priced-per-period",
        ),
        pytest.param(
            replace(FEE, amount=Decimal("-0.01")),
            "SCH-10",
            "amount",
            {"amount": Decimal("-0.01")},
            id="negative",
        ),
        pytest.param(replace(FEE, amount=None), "SCH-02", "amount", {}, id="no-amount"),
        pytest.param(replace(STAGE, amount=None), "SCH-02", "amount", {}, id="stage-no-amount"),
        pytest.param(
            replace(FEE, periodicity=None), "SCH-03", "periodicity", {}, id="no-periodicity"
        ),
        pytest.param(replace(FEE, amount_per=None), "SCH-08", "amount_per", {}, id="no-amount-per"),
    ],
)
def test_a_faulty_schedule_is_told_and_bills_nothing(
    faulty: Schedule, code: str, column: str, values: dict[str, object]
) -> None:
    (finding,) = schedule_findings(faulty)

    assert finding.code == code
    assert finding.where == Place("Schedules", 5, column)
    assert finding.values == values
    assert instalments(faulty, 2026, 1) == []


def test_all_faults_of_a_schedule_are_told_together() -> None:
    faulty = replace(CUSTOM, amount_per=None, amount=Decimal(-1), end=date(2019, 12, 31))

    codes = [finding.code for finding in schedule_findings(faulty)]
    assert sorted(codes) == ["SCH-05", "SCH-06", "SCH-08", "SCH-10"]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(STAGE, id="stage"),
        pytest.param(replace(FEE, amount=Decimal(0)), id="free"),
        pytest.param(replace(FEE, periodicity=Periodicity.ONCE, amount_per=None), id="once"),
        pytest.param(
            replace(FEE, axis=Axis.TIME, periodicity=None, amount=None, amount_per=None), id="time"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT, periodicity=None, amount=None, amount_per=None), id="unit"
        ),
        pytest.param(replace(CUSTOM, custom_months=(1, 12)), id="custom"),
    ],
)
def test_what_a_schedule_does_not_need_may_be_empty(sound: Schedule) -> None:
    assert schedule_findings(sound) == []


@given(RUNNING)
def test_a_sound_schedule_has_no_findings(schedule: Schedule) -> None:
    assert schedule_findings(schedule) == []


def test_a_schedule_of_one_day_bills_that_day() -> None:
    one_day = replace(FEE, start=date(2026, 3, 1), end=date(2026, 3, 1))

    assert schedule_findings(one_day) == []
    assert [each.cents for each in instalments(one_day, 2026, 1)] == [2_69]
