"""Lines of fees: the amount agreed, its index, the instalment and the days served."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import (
    Period,
    fiscal_year_of,
    periods_of_year,
    thirty_days,
)
from addin.billing.choices import AmountPer, Axis, Proration
from addin.billing.fees import schedule_origin
from addin.billing.indexation import index_ratio
from addin.billing.money import from_cents, line_cents, part_of, to_cents
from addin.billing.plan import Instalment, Schedule, full_year_cents, instalments
from addin.billing.split import as_percent, exact_share
from addin.errors import Finding
from addin.jobs.explained.stages import progress_steps, stage_steps
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.prebilled import two_decimals


def fee_steps(asked: Asked) -> Iterator[Step]:
    """What the schedule says, and how its amount became that of the line."""
    schedule = schedule_of(asked)
    if schedule is None:
        yield Step("schedule_gone", {"sheet": asked.sheet("Schedules")})
        return
    if schedule.axis is Axis.PROGRESS:
        yield from progress_steps(asked, schedule)
        return
    if schedule.is_stage:
        yield from stage_steps(asked, schedule)
        return
    place = asked.place("Schedules", schedule.row)
    if schedule.share is not None and schedule.fee is not None:
        share = exact_share(schedule.share)
        fee_cents = to_cents(schedule.fee)
        values = {"percent": as_percent(share), "fee": from_cents(fee_cents), "place": place}
        yield Step("part_of_fee", {**values, "cents": from_cents(part_of(fee_cents, share))})
        return
    assert schedule.amount is not None
    amount = two_decimals(schedule.amount)
    if schedule.at_once:
        yield Step("fee_once", {"amount": amount, "place": place})
        yield from _indexed(asked, schedule, schedule.amount)
        return
    values = {"amount": amount, "per": schedule.amount_per, "periodicity": schedule.periodicity}
    yield Step("fee", {**values, "place": place})
    yield from _indexed(asked, schedule, schedule.amount)
    yield from _instalment(asked, schedule)


def schedule_of(asked: Asked) -> Schedule | None:
    """The schedule that a line names in its origin; None when it is no longer there."""
    row = asked.row
    return next(
        (
            one
            for one in asked.portfolio.schedules.get(row.project, [])
            if schedule_origin(one) == row.origin
            and one.axis is row.axis
            and (one.service, one.phase) == (row.service or "", row.phase or "")
        ),
        None,
    )


def _indexed(asked: Asked, schedule: Schedule, amount: Decimal) -> Iterator[Step]:
    """The amount at the index of the first day served, always from the one first agreed."""
    if not schedule.index or asked.row.period_from is None:
        return
    base: Decimal | Finding | None = schedule.index_base
    if base is None:
        base = asked.indexes.value_on(schedule.index, schedule.start)
    current = asked.indexes.value_on(schedule.index, asked.row.period_from)
    if isinstance(base, Decimal) and isinstance(current, Decimal):
        cents = line_cents(amount, index_ratio(base, current))
        values = {"index": schedule.index, "base": base, "current": current}
        shown = {"amount": two_decimals(amount), "cents": from_cents(cents)}
        yield Step("indexed", {**values, **shown})


def _instalment(asked: Asked, schedule: Schedule) -> Iterator[Step]:
    """Which instalment of the year it is, and the part of its days that was served."""
    found = _found(asked, schedule)
    if found is None:
        yield Step("fee_otherwise", {"cents": from_cents(0)})
        return
    instalment, period, position, count = found
    ratio = schedule.ratio_on(instalment.period.start, asked.indexes)
    assert not isinstance(ratio, Finding)
    first_month = asked.portfolio.fiscal_year_start(schedule.project)
    year_cents = full_year_cents(schedule, first_month, ratio)
    whole = year_cents // count
    if schedule.amount_per is AmountPer.YEAR and count > 1:
        before, due = (part_of(year_cents, Fraction(at, count)) for at in (position, position + 1))
        whole = due - before
        values = {"n": position + 1, "count": count, "cents": from_cents(whole)}
        yield Step("instalment", {**values, "due": from_cents(due), "before": from_cents(before)})
    if instalment.period != period:
        yield _prorated(schedule, instalment, period, whole)
    if from_cents(instalment.cents) != asked.row.unit_price:
        yield Step("fee_otherwise", {"cents": from_cents(instalment.cents)})


def _found(asked: Asked, schedule: Schedule) -> tuple[Instalment, Period, int, int] | None:
    """The instalment of the line's days, its whole period, and which of how many in its year.

    None when the schedule no longer bills these days.
    """
    start = asked.row.period_from
    first_month = asked.portfolio.fiscal_year_start(schedule.project)
    assert schedule.periodicity is not None
    if start is None:
        return None
    year = fiscal_year_of(start, first_month)
    # A custom period can start in one fiscal year and serve days of the next.
    for candidate in (year, year - 1):
        periods = periods_of_year(
            candidate, first_month, schedule.periodicity, schedule.custom_months
        )
        for one in instalments(schedule, candidate, first_month, asked.indexes):
            if one.period.start == start:
                at = next(at for at, whole in enumerate(periods) if whole.overlap(one.period))
                return one, periods[at], at, len(periods)
    return None


def _prorated(schedule: Schedule, instalment: Instalment, period: Period, whole: int) -> Step:
    by_days = schedule.proration is Proration.DAYS
    count = (lambda part: part.days) if by_days else thirty_days
    values = {
        "days": count(instalment.period),
        "whole": count(period),
        "start": instalment.period.start,
        "end": instalment.period.end,
        "amount": from_cents(whole),
        "cents": from_cents(instalment.cents),
    }
    return Step("prorated" if by_days else "prorated_30", values)
