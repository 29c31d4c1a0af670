"""From time entries to lines: minutes are added first, and converted once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from addin.billing.calendar import Month, Period, valid_on
from addin.billing.choices import Axis, HoursMode, TimeDetail
from addin.billing.lines import Line, hours_of, joined_parts, line_key, typed_part
from addin.billing.money import line_cents
from addin.billing.plan import Schedule
from addin.billing.rounding import WHOLE_MINUTES, MinuteRounding
from addin.billing.stretches import Stretches

HOUR = "hour"
HOUR_MINUTES = "h:mm"
FEES = frozenset({Axis.FIXED, Axis.MILESTONE, Axis.PROGRESS})
_SAYING = FEES | {Axis.TIME}

Days = tuple[date | None, date | None]
"""First and last day, the last inclusive; None leaves an end open."""


@dataclass(frozen=True, slots=True)
class TimeTerms:
    """How the time of one client is billed."""

    client: str
    hours_mode: HoursMode = HoursMode.DECIMAL
    detail: TimeDetail = TimeDetail.SERVICE
    rounding: MinuteRounding = WHOLE_MINUTES


class Group(NamedTuple):
    """What the entries of one line have in common; different rates never share a line.

    Attributes:
        payer: Client who pays it when that is not the project's; else empty.
        detail: The person, the task in small letters, or the entry; empty when grouped by service.
    """

    project: str
    service: str
    phase: str
    payer: str
    detail: str
    rate: Decimal
    worked: Month


class Work(NamedTuple):
    """What the entries of one line come to.

    Attributes:
        worked: Minutes.
        billed: Minutes after the billable part and the rounding.
        first: First day of the work.
        last: Its last day.
        shown: What the line says beside its service.
        rows: Sheet rows of the entries, in their order.
    """

    worked: int
    billed: int
    first: date
    last: date
    shown: str
    rows: tuple[int, ...]


def days_covered(schedules: Iterable[Schedule], service: str, phase: str = "") -> Stretches[bool]:
    """On which days a fee pays for the time of a service.

    A fixed fee covers its own service, or every service when it names none, on the days it runs.
    A milestone or progress fee also covers the work that led up to it. A ``time`` schedule that
    names the service wins over both. A schedule of a phase is about the work of that phase only.
    """
    return days_covered_by(covers(schedules), service, phase)


class Cover(NamedTuple):
    """What a schedule says of who pays for time: a fee, or the hours themselves."""

    service: str
    phase: str
    by_time: bool
    days: Days


def covers(schedules: Iterable[Schedule]) -> tuple[Cover, ...]:
    """What schedules say of it, in their order; thousands of letters say the same."""
    return tuple(
        Cover(one.service, one.phase, one.axis is Axis.TIME, (_covers_from(one), one.end))
        for one in schedules
        if one.axis in _SAYING
    )


def days_covered_by(covers: Iterable[Cover], service: str, phase: str = "") -> Stretches[bool]:
    """The same as ``days_covered`` once it is known what the schedules say."""
    fees: list[Days] = []
    by_time: list[Days] = []
    for one in covers:
        if one.phase not in {"", phase}:
            continue
        if one.service == service or not (one.service or one.by_time):
            (by_time if one.by_time else fees).append(one.days)
    return _covered(tuple(fees), tuple(by_time))


@lru_cache(maxsize=1 << 12)
def _covered(fees: tuple[Days, ...], by_time: tuple[Days, ...]) -> Stretches[bool]:
    """The days on which a fee runs and no time is agreed; most letters have the same few."""

    def any_on(day: date, periods: tuple[Days, ...]) -> bool:
        return any(valid_on(day, start, end) for start, end in periods)

    return Stretches.of(
        (*fees, *by_time), lambda day: any_on(day, fees) and not any_on(day, by_time)
    )


def covered_by_fee(schedules: Iterable[Schedule], service: str, day: date, phase: str = "") -> bool:
    """Whether a fee pays for the time of a service on a day; see ``days_covered``."""
    return days_covered(schedules, service, phase).on(day)


def _covers_from(schedule: Schedule) -> date | None:
    return None if schedule.axis in {Axis.MILESTONE, Axis.PROGRESS} else schedule.start


def hours(minutes: int, mode: HoursMode) -> Decimal:
    """The quantity printed for a number of minutes, half away from zero.

    >>> hours(50, HoursMode.DECIMAL), hours(50, HoursMode.MINUTES)
    (Decimal('0.83'), Decimal('0.8333'))
    """
    return hours_of(minutes, 2 if mode is HoursMode.DECIMAL else 4)


def time_line(group: Group, work: Work, terms: TimeTerms, month: Month) -> Line:
    """The line that bills some work.

    Args:
        group: What its entries have in common.
        work: What they come to.
        terms: Of the project.
        month: Month that bills it: that of the work, or a later one, which catches up on it.
    """
    by_minutes = terms.hours_mode is HoursMode.MINUTES
    quantity = hours(work.billed, terms.hours_mode)
    late = group.worked != month
    key = _key(group, month, str(group.worked) if late else "")
    dated = late or terms.detail is TimeDetail.ENTRY
    cents = time_cents(work.billed, group.rate, terms.hours_mode)
    as_worked = work.worked == work.billed
    return Line(
        key=key,
        month=month,
        project=group.project,
        client=terms.client,
        service=group.service,
        axis=Axis.TIME,
        period=Period(work.first, work.last) if dated else _days_of(month),
        quantity=quantity,
        unit=time_unit(terms.hours_mode),
        unit_price=group.rate,
        cents=cents,
        origin=time_origin(group.worked),
        payers=((group.payer, Fraction(1)),) if group.payer else (),
        minutes=work.billed if by_minutes else None,
        detail=work.shown,
        home=_key(group, group.worked, "") if late else key,
        late=late,
        entries=work.rows,
        phase=group.phase,
        value_cents=cents if as_worked else time_cents(work.worked, group.rate, terms.hours_mode),
    )


@cache
def _days_of(month: Month) -> Period:
    return month.period


def time_cents(minutes: int, rate: Decimal, mode: HoursMode) -> int:
    """What minutes come to at a rate: the hours as printed, or the exact minutes.

    >>> [time_cents(50, Decimal(100), mode) for mode in HoursMode]
    [8300, 8333]
    """
    exact = Fraction(minutes, 60) if mode is HoursMode.MINUTES else hours(minutes, mode)
    return line_cents(exact, rate)


def time_unit(mode: HoursMode) -> str:
    """What the quantity of a line counts."""
    return HOUR_MINUTES if mode is HoursMode.MINUTES else HOUR


def time_origin(worked: Month) -> str:
    """What a line says that it was computed from."""
    return f"timesheets {worked}"


def _key(group: Group, month: Month, caught_up: str) -> str:
    """The key of a line that a month bills; ``caught_up`` is an earlier month of the work."""
    head = key_head(month, group.project, group.service)
    tail = key_tail(group.rate, caught_up, group.phase, group.payer, group.detail)
    return f"{head}/{tail}"


def key_head(month: Month, project: str, service: str) -> str:
    """How the keys of all lines of time of a service begin."""
    return line_key(month, project, service, "time")


def key_tail(rate: Decimal, caught_up: str, phase: str, payer: str, detail: str) -> str:
    """How the key of a line of time ends; for the arguments see ``Group``.

    Equal rates read alike, whatever zeros they end with.

    >>> key_tail(Decimal("95.00"), "2026-02", "", "ALDER", "")
    '95/2026-02/@ALDER'
    """
    return joined_parts(
        f"{rate.normalize():f}",
        caught_up,
        # What was typed never begins like this; see ``typed_part``.
        f"=#{phase}" if phase else "",
        f"@{payer}" if payer else "",
        typed_part(detail),
    )
