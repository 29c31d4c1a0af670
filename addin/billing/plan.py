"""What schedules bill, and when: the instalments of a fiscal year.

Amounts are shared over time by cumulative rounding: an instalment is what has come due so far,
rounded, less what came before. No instalment is more than a cent from exact and the last one makes
the total. A schedule that starts or ends within a year bills those instalments of the full year
that fall within it, the first and the last by the days served.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from addin.billing.calendar import Month, Period, fiscal_year_of, periods_of_year, prorated
from addin.billing.choices import AmountPer, Periodicity, Timing
from addin.billing.indexation import NO_INDEXES, IndexBook
from addin.billing.money import line_cents, part_of, round_half_away, to_cents
from addin.billing.schedule import AS_AGREED, FEES, Schedule, price_on, schedule_findings
from addin.billing.split import exact_share
from addin.errors import Finding

__all__ = [
    "FEES",
    "Instalment",
    "Schedule",
    "bills_in",
    "cumulative",
    "due_periods",
    "full_year_cents",
    "instalments",
    "price_on",
    "schedule_findings",
]

_ALWAYS = Period(date.min, date.max)


class Instalment(NamedTuple):
    """A part of a schedule's amount, billed once.

    Attributes:
        schedule: What it bills.
        period: The days served, within one period of the schedule.
        month: The month that bills it.
        cents: How much; 0 where ``fault`` keeps it from being known.
        fault: What is wrong with the index that it follows.
    """

    schedule: Schedule
    period: Period
    month: Month
    cents: int
    fault: Finding | None = None


def cumulative(
    total_cents: int, shares: Sequence[Fraction], already_cents: Sequence[int] = ()
) -> list[int]:
    """The instalments of a total that are still to be billed.

    Args:
        total_cents: The total as it is agreed today.
        shares: The part of the total that each instalment is, billed ones included; with shares
            that make 1 the last instalment completes the total.
        already_cents: What the first instalments were billed at, whatever the total was then.

    Returns:
        One amount per share that has not been billed. Negative where more was billed than has
        come due.

    >>> cumulative(1_000_00, [Fraction(1, 12)] * 12)[:4]
    [8333, 8334, 8333, 8333]
    """
    billed, instalments = sum(already_cents), []
    due_share = sum(shares[: len(already_cents)], Fraction(0))
    for share in shares[len(already_cents) :]:
        due_share += share
        instalment = part_of(total_cents, due_share) - billed
        instalments.append(instalment)
        billed += instalment
    return instalments


def instalments(
    schedule: Schedule, fiscal_year: int, first_month: int, indexes: IndexBook = NO_INDEXES
) -> list[Instalment]:
    """What a schedule bills for the periods that start in a fiscal year, in order.

    A schedule that is billed at once has one instalment, in the year in which it starts. Units,
    time, progress and milestones by share have none, nor has a schedule with findings.

    Args:
        schedule: The schedule.
        fiscal_year: The calendar year in which the fiscal year starts.
        first_month: Calendar month in which fiscal years start, 1 to 12.
        indexes: What indexed fees follow. An instalment is that of the full-year plan at the index
            valid on the first day of its period that the schedule serves.
    """
    if schedule_findings(schedule):
        return []
    return [
        _instalment(schedule, due, indexes) for due in _due_in(schedule, fiscal_year, first_month)
    ]


@dataclass(slots=True)
class _Due:
    """A period of a schedule before its amount is known; nobody changes one once it is made.

    Attributes:
        part: The days served within ``period``.
        month: The month that bills it.
        position: Of the period among the ``count`` of its fiscal year, from 0.
    """

    period: Period
    part: Period
    month: Month
    position: int = 0
    count: int = 1


_Year = tuple[int, int, Periodicity, tuple[int, ...]]
"""A fiscal year and how it is divided, as ``periods_of_year`` takes them."""


def _due_in(
    schedule: Schedule, fiscal_year: int, first_month: int, days: Period = _ALWAYS
) -> Sequence[_Due]:
    """The periods of a fiscal year that a sound schedule bills and that have some of these days."""
    if schedule.axis not in FEES or schedule.is_stage:
        return ()
    if schedule.at_once:
        if fiscal_year_of(schedule.start, first_month) != fiscal_year:
            return ()
        period = Period(schedule.start, schedule.end or schedule.start)
        return (_Due(period, period, Month.of(schedule.start)),)
    assert schedule.periodicity is not None
    year = (fiscal_year, first_month, schedule.periodicity, schedule.custom_months)
    return _served(year, days, schedule.timing, schedule.start, schedule.end)


@lru_cache(maxsize=1 << 13)
def _served(
    year: _Year, days: Period, timing: Timing, start: date, end: date | None
) -> Sequence[_Due]:
    """The periods of a fiscal year between two days; thousands of schedules have the same few."""
    found: list[_Due] = []
    for position, period, count in _periods_among(year, days):
        part = Period(start, end or date.max).overlap(period)
        if part is not None:
            # A schedule that starts or ends inside a period is billed while it runs, never before
            # or after.
            billed_on = part.start if timing is Timing.ADVANCE else part.end
            found.append(_Due(period, part, Month.of(billed_on), position, count))
    return found


def _periods_among(year: _Year, days: Period) -> Iterator[tuple[int, Period, int]]:
    """The periods of a fiscal year that have some of these days: their places, and of how many."""
    periods = periods_of_year(*year)
    for position, period in enumerate(periods):
        if period.start <= days.end and days.start <= period.end:
            yield position, period, len(periods)


def _instalment(schedule: Schedule, due: _Due, indexes: IndexBook) -> Instalment:
    ratio = schedule.ratio_on(due.part.start, indexes)
    if isinstance(ratio, Finding):
        return Instalment(schedule, due.part, due.month, 0, ratio)
    cents = _whole_period(schedule, due, ratio)
    if due.part != due.period:
        cents = prorated(cents, due.part, due.period, schedule.proration)
    return Instalment(schedule, due.part, due.month, cents)


def _whole_period(schedule: Schedule, due: _Due, ratio: Fraction) -> int:
    """Cents of a whole period, by cumulative rounding over the year."""
    cents = _amount_cents(schedule, ratio)
    if schedule.at_once or schedule.amount_per is AmountPer.PERIOD:
        return cents
    before = round_half_away(cents * due.position, due.count)
    return round_half_away(cents * (due.position + 1), due.count) - before


def _amount_cents(schedule: Schedule, ratio: Fraction) -> int:
    if schedule.takes_part:
        assert schedule.fee is not None
        assert schedule.share is not None
        return part_of(to_cents(schedule.fee), exact_share(schedule.share))
    assert schedule.amount is not None
    return to_cents(schedule.amount) if ratio is AS_AGREED else line_cents(schedule.amount, ratio)


def full_year_cents(schedule: Schedule, first_month: int, ratio: Fraction) -> int:
    """What a periodic fee comes to in a whole fiscal year at one index.

    Args:
        schedule: A sound fee that is billed period by period.
        first_month: Calendar month in which fiscal years start, 1 to 12.
        ratio: How far its index has come; 1 where it follows none.
    """
    assert schedule.periodicity is not None
    cents = _amount_cents(schedule, ratio)
    if schedule.amount_per is AmountPer.YEAR:
        return cents
    # How many periods a year has does not depend on which year it is.
    periods = periods_of_year(2000, first_month, schedule.periodicity, schedule.custom_months)
    return cents * len(periods)


def bills_in(
    schedules: Iterable[Schedule],
    month: Month,
    first_month: int,
    indexes: IndexBook = NO_INDEXES,
) -> list[Instalment]:
    """The instalments that a month bills, in the order of the schedules.

    Args:
        schedules: Sound ones, of any projects whose fiscal years start in the same month.
        month: The month that bills.
        first_month: Calendar month in which fiscal years start, 1 to 12.
        indexes: What indexed fees follow.
    """
    year, days = fiscal_year_of(month.first, first_month), month.period
    return [
        _instalment(schedule, due, indexes)
        for schedule in schedules
        if schedule.served(days)
        for fiscal_year in _years_billed(schedule, year)
        for due in _due_in(schedule, fiscal_year, first_month, days)
        if due.month == month
    ]


def due_periods(
    schedule: Schedule, fiscal_years: Iterable[int], first_month: int
) -> list[tuple[Month, Period]]:
    """The months that bill a fee, each with the days it bills, in order; without their amounts.

    Args:
        schedule: A sound one.
        fiscal_years: Those in which the periods start, ascending.
        first_month: Calendar month in which fiscal years start, 1 to 12.
    """
    return [
        (due.month, due.part)
        for fiscal_year in fiscal_years
        for due in _due_in(schedule, fiscal_year, first_month)
    ]


def _years_billed(schedule: Schedule, year: int) -> tuple[int, ...]:
    # Only a custom period can start in one fiscal year and be billed in the next.
    return (year - 1, year) if schedule.periodicity is Periodicity.CUSTOM else (year,)
