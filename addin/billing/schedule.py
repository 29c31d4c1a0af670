"""What an engagement letter says of one service: how much, how often, from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import Period
from addin.billing.choices import AmountPer, Axis, Periodicity, Proration, Timing
from addin.billing.indexation import IndexBook, indexed_price
from addin.errors import Finding, Place

FEES = frozenset({Axis.FIXED, Axis.MILESTONE, Axis.DEPOSIT})
"""Axes billed by the calendar; units, time and progress are billed by what was done."""
AS_AGREED = Fraction(1)
"""How far an index has come that nothing follows."""
_AT_ONCE = frozenset({Axis.MILESTONE, Axis.DEPOSIT})


@dataclass(slots=True, unsafe_hash=True)
class Schedule:
    """One row of the Schedules table: what an engagement letter says of one service.

    Nobody changes one once it is made. That is a rule and not a lock, which would take longer than
    all the rest of a schedule.

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
        phase: Phase of the project that it bills; empty without one.
        share: For a milestone or a deposit: the part of the fee that it is, 0.30 being 30 %; None
            where it is an amount.
        agreed_fee: Fee of its phase, else of its project; None where neither has one.
        tiers: Name of the price list of a unit; empty without one.
        index: Name of the index that it follows; empty where it follows none.
        index_base: That index when the amount was agreed; None for its value on ``start``.
        proration: How the days of a part of a period count.
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
    phase: str = ""
    share: Decimal | None = None
    agreed_fee: Decimal | None = None
    tiers: str = ""
    index: str = ""
    index_base: Decimal | None = None
    proration: Proration = Proration.DAYS

    @property
    def at_once(self) -> bool:
        """Whether the whole amount is billed in one go, in the month of its start."""
        return self.axis in _AT_ONCE or self.periodicity is Periodicity.ONCE

    @property
    def takes_part(self) -> bool:
        """Whether it bills a part of a fee: a share of it, or its progress."""
        return self.axis is Axis.PROGRESS or (self.axis in _AT_ONCE and self.share is not None)

    @property
    def is_stage(self) -> bool:
        """Whether it is a milestone by share, billed cumulatively with the others of its fee."""
        return self.axis is Axis.MILESTONE and self.share is not None

    @property
    def fee(self) -> Decimal | None:
        """What shares and percentages are taken of, in euros; None if nobody says."""
        return self.amount if self.amount is not None else self.agreed_fee

    def ratio_on(self, day: date, indexes: IndexBook) -> Fraction | Finding:
        """How far its index has come since the amount was agreed; 1 where it follows none.

        A day before its start is its start: what an index was before does not concern it.
        """
        if not self.index or self.takes_part:
            return AS_AGREED
        served = max(day, self.start)
        return indexes.ratio(self.index, self.index_base, self.start, served, self.place("index"))

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Schedules", self.row, column)

    def served(self, period: Period) -> Period | None:
        """The days of a period that it covers; None if there are none."""
        if self.start <= period.start and (self.end is None or period.end <= self.end):
            return period
        end = period.end if self.end is None else min(self.end, period.end)
        start = max(self.start, period.start)
        return Period(start, end) if start <= end else None


def schedule_findings(schedule: Schedule) -> list[Finding]:
    """What keeps a schedule from being billed as it is written; empty if nothing does."""
    return [*_gaps(schedule), *_contradictions(schedule)]


def _gaps(schedule: Schedule) -> Iterator[Finding]:
    if schedule.takes_part:
        yield from _fee_gaps(schedule)
        return
    if schedule.axis not in FEES:
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


def _fee_gaps(schedule: Schedule) -> Iterator[Finding]:
    if schedule.fee is None:
        yield Finding("STG-01", schedule.place("amount"))
    if schedule.share is not None and not 0 < schedule.share <= 1:
        yield Finding("STG-02", schedule.place("share"), {"share": schedule.share})


def _starts_are_months(schedule: Schedule) -> bool:
    months = schedule.custom_months
    return bool(months) and all(1 <= month <= 12 for month in months)


def _contradictions(schedule: Schedule) -> Iterator[Finding]:
    start, end, amount = schedule.start, schedule.end, schedule.amount
    if end is not None and end < start:
        yield Finding("SCH-05", schedule.place("end"), {"start": start, "end": end})
    if schedule.axis in FEES and schedule.amount_per is AmountPer.UNIT:
        yield Finding("SCH-08", schedule.place("amount_per"))
    if schedule.axis is Axis.UNIT and schedule.amount_per in {AmountPer.YEAR, AmountPer.PERIOD}:
        yield Finding("SCH-09", schedule.place("amount_per"))
    if amount is not None and amount < 0:
        yield Finding("SCH-10", schedule.place("amount"), {"amount": amount})


def price_on(schedule: Schedule, day: date, indexes: IndexBook) -> Decimal | Finding | None:
    """The price of a unit by its schedule, at the index of a day; None where it has none."""
    if schedule.amount is None:
        return None
    ratio = schedule.ratio_on(day, indexes)
    if isinstance(ratio, Finding) or ratio == AS_AGREED:
        return ratio if isinstance(ratio, Finding) else schedule.amount
    return indexed_price(schedule.amount, ratio)
