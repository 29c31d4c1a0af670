"""What a client has agreed to pay for hours in advance, and the hours beyond.

Hours are counted in hundredths, as they are printed: the minutes of a month are added first and
converted once. A stretch of work is counted in seconds: 60 to the minute, 36 to the hundredth.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from addin.billing.calendar import Month, Period, prorated
from addin.billing.choices import RetainerKind
from addin.billing.money import line_cents, round_half_away, to_cents
from addin.billing.rollover import (
    NO_ROLLOVER,
    MonthBalance,
    MonthHours,
    RolloverTerms,
    balances,
)
from addin.errors import Finding, Place

HUNDREDTH = 36  # seconds
MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Retainer:
    """One row of the Retainers table.

    Attributes:
        name: Its key.
        project: The project that bills it.
        pool: Every project whose work it concerns, ``project`` first, then as they are listed.
        service: The service it is for; empty for all of them.
        amount: In euros: of a month, or of a block.
        included: Hundredths of an hour that the amount covers; None where the cell is empty.
        overage_rate: Price of an hour beyond; None for the entries' own rates.
        start: First day; of a block the day it is bought.
        end: Last day, inclusive; None while it runs on.
        threshold: Of a block, the hundredths under which a refill is proposed; None without one.
        row: Sheet row.
    """

    name: str
    project: str
    kind: RetainerKind
    pool: tuple[str, ...]
    service: str
    amount: Decimal
    included: int | None
    overage_rate: Decimal | None
    start: date
    end: date | None
    row: int
    description: str = ""
    rollover: RolloverTerms = NO_ROLLOVER
    threshold: int | None = None

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Retainers", self.row, column)

    def concerns(self, project: str, service: str) -> bool:
        """Whether work on a project is of the kind it is for, whatever its day."""
        return project in self.pool and self.service in {"", service}

    def served(self, month: Month) -> Period | None:
        """The days of a month on which it runs; None if there are none."""
        end = month.last if self.end is None else min(self.end, month.last)
        start = max(self.start, month.first)
        return Period(start, end) if start <= end else None

    def amount_cents(self, month: Month) -> int:
        """The amount of a month; of the first and the last one by actual days."""
        days = self.served(month)
        return prorated(to_cents(self.amount), days, month.period) if days else 0

    def included_in(self, month: Month) -> int:
        """Hundredths of an hour that a month includes, by its days as the amount is."""
        days = self.served(month)
        return prorated(self.included or 0, days, month.period) if days else 0

    def months(self, until: Month) -> Iterator[Month]:
        """The months it runs in, in order, up to ``until`` included."""
        month, last = Month.of(self.start), until
        if self.end is not None:
            last = min(until, Month.of(self.end))
        while month <= last:
            yield month
            month = month.plus(1)


@dataclass(frozen=True, slots=True)
class Work:
    """One stretch of work that a retainer concerns.

    Attributes:
        row: Sheet row; orders the work of one day.
        minutes: Billed minutes; not negative.
        rate: Its own sale rate of an hour.
        phase: Of the project; empty without one.
    """

    row: int
    day: date
    project: str
    service: str
    minutes: int
    rate: Decimal
    phase: str = ""


def hundredths(hours: Decimal) -> int:
    """Hours as hundredths of an hour, half away from zero.

    >>> hundredths(Decimal("5.005")), hundredths(Decimal(2))
    (501, 200)
    """
    return to_cents(hours)


def in_hours(count: int) -> Decimal:
    """Hundredths of an hour as hours at two decimals.

    >>> in_hours(250)
    Decimal('2.50')
    """
    return Decimal(f"{count}E-2")


def worked_hundredths(minutes: int) -> int:
    """Minutes as hundredths of an hour, half away from zero.

    >>> worked_hundredths(450), worked_hundredths(50)
    (750, 83)
    """
    return round_half_away(100 * minutes, 60)


def retainer_cents(hours: Decimal, minimum: Decimal, included: Decimal, overage: Decimal) -> int:
    """What a whole month costs: the minimum, and the hours beyond those it covers.

    Args:
        hours: Worked.
        minimum: Amount of the month in euros.
        included: Hours that it covers.
        overage: Price of an hour beyond.

    >>> terms = (Decimal("500.00"), Decimal(5), Decimal("110.00"))
    >>> [retainer_cents(Decimal(hours), *terms) for hours in ("3", "5", "5.01", "7.5")]
    [50000, 50000, 50110, 77500]
    """
    over = max(hundredths(hours) - hundredths(included), 0)
    return to_cents(minimum) + line_cents(in_hours(over), overage)


def month_balances(
    retainer: Retainer, work: Iterable[Work], until: Month
) -> dict[Month, MonthBalance]:
    """Where the hours of a minimum went, month by month from its first one.

    Args:
        retainer: Of kind minimum.
        work: All that it concerns, whether it is billed or not; days on which it does not run
            do not count.
        until: The last month to look at.
    """
    months = list(retainer.months(until))
    minutes = dict.fromkeys(months, 0)
    for one in work:
        month = Month.of(one.day)
        days = retainer.served(month) if month in minutes else None
        if days is not None and days.start <= one.day <= days.end:
            minutes[month] += one.minutes
    hours = [
        MonthHours(retainer.included_in(month), worked_hundredths(minutes[month]))
        for month in months
    ]
    return dict(zip(months, balances(hours, retainer.rollover), strict=True))


# What is wrong with the rows.


def retainer_findings(retainer: Retainer) -> list[Finding]:
    """What keeps a retainer from being billed as it is written; empty if nothing does."""
    return [*_figures(retainer), *_contradictions(retainer)]


def _figures(retainer: Retainer) -> Iterator[Finding]:
    rollover = retainer.rollover
    figures: dict[str, Decimal | None] = {
        "amount": retainer.amount,
        "included_hours": _hours_or_none(retainer.included),
        "overage_rate": retainer.overage_rate,
        "rollover_hours": in_hours(rollover.most),
        "rollover_months": Decimal(rollover.months),
        "threshold_hours": _hours_or_none(retainer.threshold),
    }
    for column, value in figures.items():
        if value is not None and value < 0:
            yield Finding("RET-01", retainer.place(column), {"value": value})


def _hours_or_none(count: int | None) -> Decimal | None:
    return None if count is None else in_hours(count)


def _contradictions(retainer: Retainer) -> Iterator[Finding]:
    start, end, kind = retainer.start, retainer.end, retainer.kind
    if end is not None and end < start:
        yield Finding("RET-02", retainer.place("end"), {"start": start, "end": end})
    if kind is RetainerKind.MINIMUM and retainer.included is None:
        yield Finding("RET-03", retainer.place("included_hours"))
    if kind is RetainerKind.BLOCK and retainer.included in {None, 0}:
        yield Finding("RET-04", retainer.place("included_hours"))
    if kind is not RetainerKind.MINIMUM and retainer.rollover.most:
        yield Finding("RET-05", retainer.place("rollover_hours"), {"kind": kind})


def overlap_findings(retainers: Sequence[Retainer]) -> list[Finding]:
    """Retainers that would take the same hour, or top up the same bill: one per pair, by row.

    Two blocks may run side by side, as the older one gives first; and a minimum spend takes no
    hours, so that it may stand beside the others.
    """
    by_project: dict[str, list[Retainer]] = {}
    for one in sorted(retainers, key=lambda one: one.row):
        for project in one.pool:
            by_project.setdefault(project, []).append(one)
    found: dict[tuple[int, int], Finding] = {}
    for project, rows in by_project.items():
        for first, second in combinations(rows, 2):
            if _collide(first, second):
                values = {"first_row": first.row, "project": project}
                finding = Finding("RET-06", second.place("project"), values)
                found.setdefault((second.row, first.row), finding)
    return [found[pair] for pair in sorted(found)]


def _collide(first: Retainer, second: Retainer) -> bool:
    spends = [one.kind is RetainerKind.SPEND for one in (first, second)]
    blocks = [one.kind is RetainerKind.BLOCK for one in (first, second)]
    if spends[0] != spends[1] or all(blocks):
        return False
    starts_before_end = max(first.start, second.start) <= min(
        first.end or date.max, second.end or date.max
    )
    same_service = "" in {first.service, second.service} or first.service == second.service
    return starts_before_end and same_service


def block_price(amount: Decimal, hours: int) -> Decimal | None:
    """What one hour of a block costs, in euros; None when that has more than four decimals.

    >>> block_price(Decimal("950.00"), 1000), block_price(Decimal("1000.00"), 1200)
    (Decimal('95'), None)
    """
    numerator, denominator = amount.as_integer_ratio()
    tenth_cents = 10_000 * 100 * numerator
    if hours <= 0 or tenth_cents % (denominator * hours):
        return None
    return Decimal(f"{round_half_away(tenth_cents, denominator * hours)}E-4").normalize() + 0
