"""From time entries to lines: minutes are added first, and converted once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from addin.billing.calendar import Month, Period, valid_on
from addin.billing.choices import Axis, HoursMode, TimeDetail
from addin.billing.lines import Line, hours_of, line_key, typed_part
from addin.billing.money import line_cents
from addin.billing.plan import Schedule

HOUR = "hour"
HOUR_MINUTES = "h:mm"
FEES = frozenset({Axis.FIXED, Axis.MILESTONE, Axis.PROGRESS})


class TimeEntry(NamedTuple):
    """One approved, billable stretch of work.

    A tuple and not a dataclass, as a firm has them by the hundred thousand.

    Attributes:
        row: Sheet row.
        entry: Key of the entry; empty for one that has none yet.
        minutes: Worked; positive.
        payer: Client who pays it when that is not the project's; else empty.
        rate: Sale rate of an hour on its day.
        note: What the reader of a detailed invoice is told.
    """

    row: int
    entry: str
    day: date
    person: str
    project: str
    task: str
    service: str
    minutes: int
    payer: str
    rate: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimeTerms:
    """How the time of one client is billed."""

    client: str
    hours_mode: HoursMode = HoursMode.DECIMAL
    detail: TimeDetail = TimeDetail.SERVICE


class Group(NamedTuple):
    """What the entries of one line have in common; different rates never share a line.

    Attributes:
        detail: The person, the task in small letters, or the entry; empty when grouped by service.
    """

    project: str
    service: str
    payer: str
    detail: str
    rate: Decimal
    worked: Month


def covered_by_fee(schedules: Iterable[Schedule], service: str, day: date) -> bool:
    """Whether a fee pays for the time of a service on a day.

    A fixed fee covers its own service, or every service when it names none, on the days it runs.
    A milestone or progress fee also covers the work that led up to it. A ``time`` schedule that
    names the service wins over both.
    """
    running = [one for one in schedules if valid_on(day, _covers_from(one), one.end)]
    if any(one.axis is Axis.TIME and one.service == service for one in running):
        return False
    return any(one.axis in FEES and one.service in {"", service} for one in running)


def _covers_from(schedule: Schedule) -> date | None:
    return None if schedule.axis in {Axis.MILESTONE, Axis.PROGRESS} else schedule.start


def hours(minutes: int, mode: HoursMode) -> Decimal:
    """The quantity printed for a number of minutes, half away from zero.

    >>> hours(50, HoursMode.DECIMAL), hours(50, HoursMode.MINUTES)
    (Decimal('0.83'), Decimal('0.8333'))
    """
    return hours_of(minutes, 2 if mode is HoursMode.DECIMAL else 4)


def time_lines(
    entries: Sequence[TimeEntry], terms: Mapping[str, TimeTerms], month: Month
) -> list[Line]:
    """One line per project, service, rate, payer, detail and month of work.

    Args:
        entries: Entries to bill, of ``month`` or earlier; earlier ones make catch-up lines.
        terms: By project.
        month: Month that bills them.
    """
    groups: dict[Group, list[TimeEntry]] = {}
    months: dict[date, Month] = {}
    for entry in entries:
        worked = months.get(entry.day) or months.setdefault(entry.day, Month.of(entry.day))
        detail = _detail(entry, terms[entry.project].detail)
        key = Group(entry.project, entry.service, entry.payer, detail, entry.rate, worked)
        groups.setdefault(key, []).append(entry)
    return [
        _line(group, members, terms[group.project], month)
        for group, members in sorted(groups.items())
    ]


def _detail(entry: TimeEntry, detail: TimeDetail) -> str:
    match detail:
        case TimeDetail.SERVICE:
            return ""
        case TimeDetail.PERSON:
            return entry.person
        case TimeDetail.TASK:
            return entry.task.lower()  # a workbook does not tell keys apart by capitals
    return entry.entry or f"row {entry.row}"


def _shown(entries: Sequence[TimeEntry], detail: TimeDetail) -> str:
    """What the line says beside its service."""
    if detail is TimeDetail.ENTRY:
        return entries[0].note or entries[0].task
    if detail is TimeDetail.TASK:
        return min(entry.task for entry in entries)
    return entries[0].person if detail is TimeDetail.PERSON else ""


def _line(group: Group, entries: Sequence[TimeEntry], terms: TimeTerms, month: Month) -> Line:
    minutes = sum(entry.minutes for entry in entries)
    by_minutes = terms.hours_mode is HoursMode.MINUTES
    quantity = hours(minutes, terms.hours_mode)
    late = group.worked != month
    days = [entry.day for entry in entries]
    dated = late or terms.detail is TimeDetail.ENTRY
    return Line(
        key=_key(group, month),
        month=month,
        project=group.project,
        client=terms.client,
        service=group.service,
        axis=Axis.TIME,
        period=Period(min(days), max(days)) if dated else Period(month.first, month.last),
        quantity=quantity,
        unit=HOUR_MINUTES if by_minutes else HOUR,
        unit_price=group.rate,
        cents=line_cents(Fraction(minutes, 60) if by_minutes else quantity, group.rate),
        origin=f"timesheets {group.worked}",
        payer=group.payer,
        minutes=minutes if by_minutes else None,
        detail=_shown(entries, terms.detail),
        home=_key(group, group.worked),
        late=late,
        entries=tuple(entry.row for entry in entries),
    )


def _key(group: Group, month: Month) -> str:
    return line_key(
        month,
        group.project,
        group.service,
        "time",
        f"{group.rate.normalize():f}",
        str(group.worked) if group.worked != month else "",
        f"@{group.payer}" if group.payer else "",
        typed_part(group.detail),
    )
