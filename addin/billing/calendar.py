"""Months, periods and fiscal years as billing counts them.

Every period includes its first and its last day. Fiscal year Y is the one that starts in calendar
year Y, whatever the month it starts in.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Self

from addin.billing.choices import Periodicity, Proration
from addin.billing.money import round_half_away
from addin.errors import BillingError

_DAY = timedelta(days=1)
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTHS_LONG = {
    Periodicity.MONTHLY: 1,
    Periodicity.BIMONTHLY: 2,
    Periodicity.QUARTERLY: 3,
    Periodicity.HALF_YEARLY: 6,
    Periodicity.YEARLY: 12,
    Periodicity.ONCE: 12,
}


class ReversedPeriodError(BillingError):
    """A period would end before it starts."""

    code = "SCH-20"

    def __init__(self, start: date, end: date) -> None:
        super().__init__(start=start, end=end)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month.

    >>> Month.parse("2026-10").plus(3).last
    datetime.date(2027, 1, 31)
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-10``.

        Raises:
            ValueError: The text is not a year of four digits, a hyphen and a month 01 to 12.
        """
        found = _ISO_MONTH.fullmatch(text)
        if not found:
            message = f"{text!r} is not a month such as 2026-10"
            raise ValueError(message)
        return cls.of(date(int(found[1]), int(found[2]), 1))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def period(self) -> "Period":
        """All of its days."""
        return Period(self.first, self.last)

    def plus(self, months: int) -> Self:
        """The month so many later; earlier if negative."""
        year, month = divmod(12 * self.year + self.month - 1 + months, 12)
        return type(self)(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days.

    Attributes:
        start: First day.
        end: Last day, inclusive; never before ``start``.

    Raises:
        ReversedPeriodError: The end is before the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ReversedPeriodError(self.start, self.end)

    @property
    def days(self) -> int:
        """Number of days, first and last included."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month it touches, in order."""
        first, last = Month.of(self.start), Month.of(self.end)
        count = 12 * (last.year - first.year) + last.month - first.month + 1
        return tuple(first.plus(months) for months in range(count))

    def overlap(self, other: "Period") -> "Period | None":
        """The days that lie in both; None if there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None


def valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether a row is valid on a day; both ends are inclusive, None leaves an end open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def fiscal_year_of(day: date, first_month: int) -> int:
    """The fiscal year in which a day lies: the calendar year in which it starts.

    Args:
        day: Any day.
        first_month: Calendar month in which fiscal years start, 1 to 12.
    """
    return day.year if day.month >= first_month else day.year - 1


def fiscal_year_period(year: int, first_month: int) -> Period:
    """The twelve months of a fiscal year.

    >>> fiscal_year_period(2026, 7).end
    datetime.date(2027, 6, 30)
    """
    opening = Month(year, first_month)
    return Period(opening.first, opening.plus(11).last)


def periods_of_year(
    year: int, first_month: int, periodicity: Periodicity, custom_months: Sequence[int] = ()
) -> list[Period]:
    """The billing periods that start in a fiscal year, in order.

    Args:
        year: Fiscal year, the calendar year in which it starts.
        first_month: Calendar month in which fiscal years start, 1 to 12.
        periodicity: How long the periods are; ``once`` gives the whole year.
        custom_months: For ``custom`` only: calendar months, 1 to 12 in any order, each the first of
            a period that runs to the day before the next one. The last period may end in the
            next fiscal year; over the years the periods leave no day out and count none twice.
    """
    if periodicity is Periodicity.CUSTOM:
        offsets = tuple(sorted({(month - first_month) % 12 for month in custom_months}))
    else:
        offsets = tuple(range(0, 12, _MONTHS_LONG[periodicity]))
    return list(_periods(Month(year, first_month), offsets))


@cache
def _periods(opening: Month, offsets: tuple[int, ...]) -> tuple[Period, ...]:
    starts = [opening.plus(offset) for offset in offsets]
    nexts = [*starts[1:], *(start.plus(12) for start in starts[:1])]
    return tuple(
        Period(start.first, after.first - _DAY) for start, after in zip(starts, nexts, strict=True)
    )


def prorated(cents: int, part: Period, whole: Period, proration: Proration = Proration.DAYS) -> int:
    """The amount of a period for a part of it, rounded once.

    Args:
        cents: Amount of the whole period.
        part: The days served; those outside ``whole`` do not count.
        whole: The period.
        proration: Whether days count as the calendar has them or in months of thirty.

    >>> served = Period(date(2026, 2, 24), date(2026, 2, 28))
    >>> prorated(250_00, served, Month(2026, 2).period)
    4464
    >>> prorated(250_00, served, Month(2026, 2).period, Proration.THIRTY_DAY)
    5833
    """
    served = part.overlap(whole)
    if served is None or served == whole:
        return cents if served else 0
    if proration is Proration.DAYS:
        return round_half_away(cents * served.days, whole.days)
    return round_half_away(cents * thirty_days(served), thirty_days(whole))


def thirty_days(period: Period) -> int:
    """Days of a period where every month has thirty (30/360, European convention).

    Each day counts as one but for three: the last day of February counts as three, two in a leap
    year; of the 30th and the 31st of a long month the 30th counts as none, so that a period up to
    the 30th is a day short of the month. Whole months count thirty each, and two periods in a row
    count what both make together. Excel gives the same: ``DAYS360(first; last + 1; TRUE)``.

    >>> thirty_days(Period(date(2026, 1, 16), date(2026, 3, 31)))
    75
    """
    return _thirty_day_number(period.end + _DAY) - _thirty_day_number(period.start)


def _thirty_day_number(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def due_date(issued: date, days: int, *, end_of_month: bool) -> date:
    """The day by which an invoice is to be paid.

    Args:
        issued: Date of the invoice.
        days: Days of grace, added first.
        end_of_month: Whether it is then put off to the end of that month.
    """
    due = issued + timedelta(days=days)
    return Month.of(due).last if end_of_month else due
