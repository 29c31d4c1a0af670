"""Months, periods and fiscal years: what must hold for all, and cases worth reading."""

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import (
    Month,
    Period,
    ReversedPeriodError,
    due_date,
    fiscal_year_of,
    fiscal_year_period,
    periods_of_year,
    prorated,
    thirty_days,
    valid_on,
)
from addin.billing.choices import Periodicity, Proration

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))
PERIODS = st.tuples(DAYS, DAYS).map(lambda ends: Period(min(ends), max(ends)))
SHORT_PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)), DAYS, st.integers(0, 40)
)
YEARS = st.integers(1990, 2090)
FIRST_MONTHS = st.integers(1, 12)
CUSTOM_MONTHS = st.lists(FIRST_MONTHS, min_size=1)
CENTS = st.integers(-(10**9), 10**9)
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(start: str, end: str) -> Period:
    return Period(day(start), day(end))


@given(MONTHS)
def test_a_month_ends_the_day_before_the_next_one(month: Month) -> None:
    assert month.last + DAY == month.plus(1).first
    assert month.period.days == calendar.monthrange(month.year, month.month)[1]


@given(MONTHS)
def test_a_month_reads_back_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(-300, 300), st.integers(-300, 300))
def test_months_add_up(month: Month, some: int, more: int) -> None:
    assert month.plus(some).plus(more) == month.plus(some + more)


@given(DAYS, DAYS)
def test_months_are_in_the_order_of_their_days(one: date, other: date) -> None:
    assert (Month.of(one) < Month.of(other)) == (one < Month.of(other).first)


def test_months_are_counted_over_the_new_year() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
    assert str(Month(2026, 3)) == "2026-03"
    assert Month(2028, 2).last == day("2028-02-29")


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "2026-1", "2026-010", "10-2026", "", "\uff12026-10"]
)
def test_a_text_that_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        Month.parse(text)


@given(PERIODS)
def test_a_period_counts_both_its_ends(some: Period) -> None:
    assert some.days == some.end.toordinal() - some.start.toordinal() + 1


@given(SHORT_PERIODS)
def test_a_period_knows_the_months_of_all_its_days(some: Period) -> None:
    days = [some.start + timedelta(days=after) for after in range(some.days)]

    assert list(some.months) == sorted({Month.of(each) for each in days})


@given(PERIODS, PERIODS)
def test_an_overlap_is_what_both_periods_hold(one: Period, other: Period) -> None:
    both = one.overlap(other)

    assert both == other.overlap(one)
    if both is None:
        assert one.end < other.start or other.end < one.start
    else:
        assert both.start in {one.start, other.start}
        assert both.end in {one.end, other.end}
        assert one.start <= both.start <= both.end <= one.end
        assert other.start <= both.start <= both.end <= other.end


def test_periods_that_share_one_day_overlap_on_it() -> None:
    shared = period("2026-01-01", "2026-01-31").overlap(period("2026-01-31", "2026-02-28"))

    assert shared == period("2026-01-31", "2026-01-31")


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ReversedPeriodError) as caught:
        period("2026-03-02", "2026-03-01")

    assert caught.value.code == "SCH-20"
    assert caught.value.values == {"start": day("2026-03-02"), "end": day("2026-03-01")}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "valid"),
    [
        pytest.param(None, None, True, id="always"),
        pytest.param("2026-04-01", None, True, id="first-day"),
        pytest.param("2026-04-02", None, False, id="not-yet"),
        pytest.param(None, "2026-04-01", True, id="last-day"),
        pytest.param(None, "2026-03-31", False, id="no-longer"),
    ],
)
def test_both_ends_of_a_validity_are_inclusive(
    valid_from: str | None, valid_to: str | None, *, valid: bool
) -> None:
    start = day(valid_from) if valid_from else None
    end = day(valid_to) if valid_to else None

    assert valid_on(day("2026-04-01"), start, end) is valid


@given(DAYS, FIRST_MONTHS)
def test_every_day_lies_in_its_fiscal_year(some: date, first_month: int) -> None:
    year = fiscal_year_period(fiscal_year_of(some, first_month), first_month)

    assert year.start <= some <= year.end


@given(YEARS, FIRST_MONTHS)
def test_a_fiscal_year_starts_in_its_calendar_year_and_has_twelve_months(
    year: int, first_month: int
) -> None:
    fiscal_year = fiscal_year_period(year, first_month)

    assert fiscal_year.start == date(year, first_month, 1)
    assert fiscal_year.end + DAY == date(year + 1, first_month, 1)
    assert len(fiscal_year.months) == 12


@pytest.mark.parametrize(
    ("periodicity", "count"),
    [
        (Periodicity.MONTHLY, 12),
        (Periodicity.BIMONTHLY, 6),
        (Periodicity.QUARTERLY, 4),
        (Periodicity.HALF_YEARLY, 2),
        (Periodicity.YEARLY, 1),
        (Periodicity.ONCE, 1),
    ],
)
@given(year=YEARS, first_month=FIRST_MONTHS)
def test_the_periods_of_a_year_are_equally_many_months_and_fill_it(
    periodicity: Periodicity, count: int, year: int, first_month: int
) -> None:
    periods = periods_of_year(year, first_month, periodicity)

    assert [len(each.months) for each in periods] == [12 // count] * count
    assert Period(periods[0].start, periods[-1].end) == fiscal_year_period(year, first_month)
    assert all(one.end + DAY == after.start for one, after in pairwise(periods))


@given(YEARS, FIRST_MONTHS, CUSTOM_MONTHS)
def test_custom_periods_follow_each_other_over_the_years(
    year: int, first_month: int, months: list[int]
) -> None:
    periods = [
        each
        for some_year in (year, year + 1)
        for each in periods_of_year(some_year, first_month, Periodicity.CUSTOM, months)
    ]

    assert len(periods) == 2 * len(set(months))
    assert {each.start.month for each in periods} == set(months)
    assert all(each.start.day == 1 for each in periods)
    assert all(one.end + DAY == after.start for one, after in pairwise(periods))


@given(YEARS, FIRST_MONTHS, CUSTOM_MONTHS)
def test_custom_periods_start_in_their_fiscal_year(
    year: int, first_month: int, months: list[int]
) -> None:
    for each in periods_of_year(year, first_month, Periodicity.CUSTOM, months):
        assert fiscal_year_of(each.start, first_month) == year


def test_custom_periods_run_to_the_day_before_the_next() -> None:
    assert periods_of_year(2026, 1, Periodicity.CUSTOM, [9, 3]) == [
        period("2026-03-01", "2026-08-31"),
        period("2026-09-01", "2027-02-28"),
    ]
    assert periods_of_year(2026, 1, Periodicity.CUSTOM) == []


def test_quarters_of_a_year_from_july() -> None:
    assert periods_of_year(2026, 7, Periodicity.QUARTERLY) == [
        period("2026-07-01", "2026-09-30"),
        period("2026-10-01", "2026-12-31"),
        period("2027-01-01", "2027-03-31"),
        period("2027-04-01", "2027-06-30"),
    ]


@given(CENTS, PERIODS, PERIODS)
def test_a_part_never_costs_more_than_the_whole(cents: int, part: Period, whole: Period) -> None:
    amount = prorated(cents, part, whole)

    assert min(0, cents) <= amount <= max(0, cents)


@given(CENTS, PERIODS)
def test_the_whole_period_costs_the_whole_amount(cents: int, whole: Period) -> None:
    assert prorated(cents, whole, whole) == cents


@given(CENTS, PERIODS, PERIODS)
def test_a_credit_is_prorated_as_its_invoice(cents: int, part: Period, whole: Period) -> None:
    assert prorated(-cents, part, whole) == -prorated(cents, part, whole)


@given(CENTS, MONTHS, st.integers(1, 27))
def test_two_parts_of_a_period_make_the_whole_to_within_a_cent(
    cents: int, month: Month, days: int
) -> None:
    whole = month.period
    cut = whole.start + timedelta(days=days)

    before = prorated(cents, Period(whole.start, cut - DAY), whole)
    after = prorated(cents, Period(cut, whole.end), whole)

    assert abs(before + after - cents) <= 1


@pytest.mark.parametrize(
    ("part", "month", "expected"),
    [
        pytest.param(("2026-02-24", "2026-02-28"), "2026-02", 44_64, id="5-of-28-days"),
        pytest.param(("2028-02-24", "2028-02-29"), "2028-02", 51_72, id="6-of-29-days"),
        pytest.param(("2026-02-24", "2026-12-31"), "2026-02", 44_64, id="later-days-do-not-count"),
        pytest.param(("2026-02-24", "2026-12-31"), "2026-03", 250_00, id="a-full-month"),
        pytest.param(("2026-02-24", "2026-12-31"), "2026-01", 0, id="before-the-start"),
    ],
)
def test_250_a_month_from_24_february(part: tuple[str, str], month: str, expected: int) -> None:
    assert prorated(250_00, period(*part), Month.parse(month).period) == expected


@given(PERIODS, st.integers(1, 500))
def test_months_of_thirty_days_add_up(whole: Period, days: int) -> None:
    after = Period(whole.end + DAY, whole.end + timedelta(days=days))

    both = thirty_days(Period(whole.start, after.end))

    assert thirty_days(whole) + thirty_days(after) == both


@given(MONTHS, st.integers(1, 36))
def test_every_whole_month_has_thirty_days(month: Month, count: int) -> None:
    assert thirty_days(Period(month.first, month.plus(count - 1).last)) == 30 * count


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2026-02-24", "2026-02-28", 7, id="the-end-of-february"),
        pytest.param("2028-02-24", "2028-02-29", 7, id="the-end-of-a-leap-february"),
        pytest.param("2026-02-28", "2026-02-28", 3, id="28-february"),
        pytest.param("2028-02-29", "2028-02-29", 2, id="29-february"),
        pytest.param("2028-02-28", "2028-02-28", 1, id="28-february-of-a-leap-year"),
        pytest.param("2026-01-31", "2026-01-31", 1, id="the-31st"),
        pytest.param("2026-01-30", "2026-01-30", 0, id="the-30th-of-31"),
        pytest.param("2026-04-30", "2026-04-30", 1, id="the-30th-of-30"),
        pytest.param("2026-01-01", "2026-01-30", 29, id="a-day-short-of-january"),
        pytest.param("2026-01-16", "2026-03-31", 75, id="two-months-and-a-half"),
        pytest.param("2026-01-15", "2027-01-14", 360, id="a-year"),
    ],
)
def test_days_of_a_period_in_months_of_thirty(start: str, end: str, expected: int) -> None:
    assert thirty_days(period(start, end)) == expected


@given(CENTS, MONTHS, st.integers(1, 12))
def test_thirty_days_bill_a_whole_period_whole(cents: int, month: Month, count: int) -> None:
    whole = Period(month.first, month.plus(count - 1).last)

    assert prorated(cents, whole, whole, Proration.THIRTY_DAY) == cents
    longer = Period(whole.start - DAY, whole.end + DAY)
    assert prorated(cents, longer, whole, Proration.THIRTY_DAY) == cents


@given(CENTS, MONTHS, st.integers(1, 27))
def test_two_parts_make_the_whole_in_months_of_thirty_days(
    cents: int, month: Month, days: int
) -> None:
    whole = month.period
    cut = whole.start + timedelta(days=days)

    before = prorated(cents, Period(whole.start, cut - DAY), whole, Proration.THIRTY_DAY)
    after = prorated(cents, Period(cut, whole.end), whole, Proration.THIRTY_DAY)

    assert abs(before + after - cents) <= 1


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(("2026-02-24", "2026-12-31"), ("2026-02-01", "2026-02-28"), 58_33, id="7/30"),
        pytest.param(
            ("2026-02-15", "2026-12-31"), ("2026-01-01", "2026-03-31"), 127_78, id="46/90"
        ),
        pytest.param(
            ("2025-01-01", "2026-01-30"), ("2026-01-01", "2026-01-31"), 241_67, id="29/30"
        ),
        pytest.param(("2026-01-31", "2026-12-31"), ("2026-01-01", "2026-01-31"), 8_33, id="1/30"),
        pytest.param(("2026-04-01", "2026-12-31"), ("2026-01-01", "2026-03-31"), 0, id="outside"),
    ],
)
def test_250_in_months_of_thirty_days(
    part: tuple[str, str], whole: tuple[str, str], expected: int
) -> None:
    assert prorated(250_00, period(*part), period(*whole), Proration.THIRTY_DAY) == expected


@given(DAYS, st.integers(0, 120))
def test_a_due_date_at_the_end_of_the_month_is_never_earlier(issued: date, days: int) -> None:
    due = due_date(issued, days, end_of_month=False)
    put_off = due_date(issued, days, end_of_month=True)

    assert due == issued + timedelta(days=days)
    assert (put_off.year, put_off.month) == (due.year, due.month)
    assert (put_off + DAY).day == 1


@pytest.mark.parametrize(
    ("issued", "days", "end_of_month", "due"),
    [
        pytest.param("2026-01-31", 30, False, "2026-03-02", id="30-days"),
        pytest.param("2026-01-31", 30, True, "2026-03-31", id="30-days-end-of-month"),
        pytest.param("2026-02-10", 0, True, "2026-02-28", id="end-of-this-month"),
        pytest.param("2026-02-10", 0, False, "2026-02-10", id="at-once"),
    ],
)
def test_due_dates(issued: str, days: int, due: str, *, end_of_month: bool) -> None:
    assert due_date(day(issued), days, end_of_month=end_of_month) == day(due)
