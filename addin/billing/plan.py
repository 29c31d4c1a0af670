"""What schedules bill, and when: the instalments of a fiscal year.

Amounts are shared over time by cumulative rounding: an instalment is what has come due so far,
rounded, less what came before. No instalment is more than a cent from exact and the last one makes
the total. A schedule that starts or ends within a year bills those instalments of the full year
that fall within it, the first and the last by the days served.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import Month, Period, fiscal_year_of, periods_of_year, prorated
from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.money import part_of, to_cents
from addin.errors import Finding, Place

# Units, time and progress are billed by what was done, not by the calendar.
_BY_CALENDAR = frozenset({Axis.FIXED, Axis.MILESTONE})


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row of the Schedules table: what an engagement letter says of one service.

    Attributes:
        project: Code of the project.
        service: Code of the service; empty where the fee is for all of them.
        axis: What it is measured by.
        document: The engagement letter or quote it comes from.
        periodicity: How often it bills; None where the cell is empty, as for hours or units.
        amount: In euros, rounded to cents where a fee is finer; for a unit its price. None where
            the cell is empty.
        amount_per: What the amount pays for; None where the cell is empty.
        timing: Which month of a period bills it.
        start: First day served.
        end: Last day served, inclusive; None while it runs on.
        description: Text of the line.
        row: Row number as the sheet shows it.
        custom_months: For ``custom`` only: calendar months, 1 to 12, that start a period.
    """

    project: str
    service: str
    axis: Axis
    document: str
    periodicity: Periodicity | None
    amount: Decimal | None
    amount_per: AmountPer | None
    timing: Timing
    start: date
    end: date | None
    description: str
    row: int
    custom_months: tuple[int, ...] = ()

    @property
    def at_once(self) -> bool:
        """Whether the whole amount is billed in one go, in the month of its start."""
        return self.axis is Axis.MILESTONE or self.periodicity is Periodicity.ONCE

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Schedules", self.row, column)

    def served(self, period: Period) -> Period | None:
        """The days of a period that it covers; None if there are none."""
        end = period.end if self.end is None else min(self.end, period.end)
        start = max(self.start, period.start)
        return Period(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a schedule's amount, billed once.

    Attributes:
        schedule: What it bills.
        period: The days served, within one period of the schedule.
        month: The month that bills it.
        cents: How much.
    """

    schedule: Schedule
    period: Period
    month: Month
    cents: int


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


def schedule_findings(schedule: Schedule) -> list[Finding]:
    """What keeps a schedule from being billed as it is written; empty if nothing does."""
    return [*_gaps(schedule), *_contradictions(schedule)]


def _gaps(schedule: Schedule) -> Iterator[Finding]:
    if schedule.axis not in _BY_CALENDAR:
        return
    if schedule.amount is None:
        yield Finding("SCH-02", schedule.place("amount"))
    if schedule.periodicity is None and not schedule.at_once:
        yield Finding("SCH-03", schedule.place("periodicity"))
    if schedule.amount_per is None and not schedule.at_once:
        yield Finding("SCH-08", schedule.place("amount_per"))
    if schedule.periodicity is Periodicity.CUSTOM and not _starts_are_months(schedule):
        months = ", ".join(map(str, schedule.custom_months))
        yield Finding("SCH-06", schedule.place("months"), {"months": months})


def _starts_are_months(schedule: Schedule) -> bool:
    months = schedule.custom_months
    return bool(months) and all(1 <= month <= 12 for month in months)


def _contradictions(schedule: Schedule) -> Iterator[Finding]:
    start, end, amount = schedule.start, schedule.end, schedule.amount
    if end is not None and end < start:
        yield Finding("SCH-05", schedule.place("end"), {"start": start, "end": end})
    if schedule.axis in _BY_CALENDAR and schedule.amount_per is AmountPer.UNIT:
        yield Finding("SCH-08", schedule.place("amount_per"))
    if schedule.axis is Axis.UNIT and schedule.amount_per in {AmountPer.YEAR, AmountPer.PERIOD}:
        yield Finding("SCH-09", schedule.place("amount_per"))
    if amount is not None and amount < 0:
        yield Finding("SCH-10", schedule.place("amount"), {"amount": amount})


def instalments(schedule: Schedule, fiscal_year: int, first_month: int) -> list[Instalment]:
    """What a schedule bills for the periods that start in a fiscal year, in order.

    A schedule that is billed at once has one instalment, in the year in which it starts. Units,
    time and progress have none, nor has a schedule with findings.

    Args:
        schedule: The schedule.
        fiscal_year: The calendar year in which the fiscal year starts.
        first_month: Calendar month in which fiscal years start, 1 to 12.
    """
    if schedule.axis not in _BY_CALENDAR or schedule_findings(schedule):
        return []
    if schedule.at_once:
        found = [_at_once(schedule)]
        return found if fiscal_year_of(schedule.start, first_month) == fiscal_year else []
    assert schedule.periodicity is not None
    periods = periods_of_year(
        fiscal_year, first_month, schedule.periodicity, schedule.custom_months
    )
    amounts = _full_year(schedule, len(periods))
    return [
        _instalment(schedule, part, prorated(cents, part, period))
        for period, cents in zip(periods, amounts, strict=True)
        if (part := schedule.served(period))
    ]


def _amount_cents(schedule: Schedule) -> int:
    assert schedule.amount is not None
    return to_cents(schedule.amount)


def _at_once(schedule: Schedule) -> Instalment:
    period = Period(schedule.start, schedule.end or schedule.start)
    return Instalment(schedule, period, Month.of(schedule.start), _amount_cents(schedule))


def _full_year(schedule: Schedule, periods: int) -> list[int]:
    cents = _amount_cents(schedule)
    if schedule.amount_per is AmountPer.PERIOD:
        return [cents] * periods
    return cumulative(cents, [Fraction(1, periods)] * periods)


def _instalment(schedule: Schedule, part: Period, cents: int) -> Instalment:
    # A schedule that starts or ends inside a period is billed while it runs, never before or after.
    billed_on = part.start if schedule.timing is Timing.ADVANCE else part.end
    return Instalment(schedule, part, Month.of(billed_on), cents)


def bills_in(schedules: Iterable[Schedule], month: Month, first_month: int) -> list[Instalment]:
    """The instalments that a month bills, in the order of the schedules.

    Args:
        schedules: Of any projects whose fiscal years start in the same month.
        month: The month that bills.
        first_month: Calendar month in which fiscal years start, 1 to 12.
    """
    year = fiscal_year_of(month.first, first_month)
    return [
        instalment
        for schedule in schedules
        if schedule.served(month.period)
        for fiscal_year in _years_billed(schedule, year)
        for instalment in instalments(schedule, fiscal_year, first_month)
        if instalment.month == month
    ]


def _years_billed(schedule: Schedule, year: int) -> tuple[int, ...]:
    # Only a custom period can start in one fiscal year and be billed in the next.
    return (year - 1, year) if schedule.periodicity is Periodicity.CUSTOM else (year,)
