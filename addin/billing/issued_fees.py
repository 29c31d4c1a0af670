"""Issued instalments held against what their schedule makes of the same days today.

A fee is billed by days, however they are cut: a quarter that was issued is right as long as the
three months of today come to the same. Days that hang together, in what was issued and in what is
agreed, are compared as a whole; the difference is a correction of their first line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from addin.billing.calendar import Month, Period, fiscal_year_of
from addin.billing.change import Change, is_priced_by_hand
from addin.billing.choices import Periodicity
from addin.billing.corrections import amount_change
from addin.billing.covering import Source, source_of
from addin.billing.existing import Billed, ExistingLine
from addin.billing.indexation import IndexBook
from addin.billing.plan import FEES, Instalment, Schedule, instalments


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that hang together: the rows that bill them, and the instalments of today.

    Attributes:
        rows: Issued, or drafts of another month than that of the run, in order of their days.
        instalments: Of one schedule, in order; none where it serves these days no more.
    """

    rows: tuple[Billed, ...]
    instalments: tuple[Instalment, ...]

    @property
    def due_cents(self) -> int:
        """What the schedule makes of these days today."""
        return sum(one.cents for one in self.instalments)

    @property
    def billed_cents(self) -> int:
        """What the rows come to, corrections and the user's own figures in."""
        rows = (row for one in self.rows for row in (one.row, *one.corrections))
        return sum(row.net_cents for row in rows)

    @property
    def is_recut(self) -> bool:
        """Whether the days were cut otherwise when they were issued."""
        return (len(self.rows), len(self.instalments)) != (1, 1)

    @property
    def is_typed(self) -> bool:
        """Whether the user said what one of the rows is to bill."""
        return any(is_priced_by_hand(one.row) for one in self.rows)

    def is_settled_by(self, month: Month) -> bool:
        """Whether a run of a month is to compare them, rather than an earlier or a later one.

        A run compares the one instalment of its own month itself, and leaves later months alone.
        An instalment that bills more days than were issued waits for the month that bills it.
        """
        rows = [one.row for one in self.rows]
        if any(not row.invoiced or row.month > month for row in rows):
            return False
        of_the_month = self.instalments and self.instalments[0].month == month
        if len(self.instalments) == 1 and of_the_month and self.due_cents:
            return False
        if not self.instalments and any(row.month == month for row in rows):
            return False
        waiting = [one for one in self.instalments if one.month > month]
        return all(_days_billed(one.period, rows) == one.period.days for one in waiting)

    def changes(self) -> Iterator[Change]:
        """What makes the rows come to what is due; nothing where the user typed an amount."""
        return amount_change(self.rows, self.due_cents)


def _days_billed(period: Period, rows: Sequence[ExistingLine]) -> int:
    """How many days of a period some rows bill."""
    parts = [row.period.overlap(period) for row in rows if row.period is not None]
    return sum(part.days for part in parts if part is not None)


def stretches(
    schedule: Schedule, rows: Sequence[Billed], first_month: int, indexes: IndexBook
) -> list[Stretch]:
    """The days that rows bill of a schedule, and what it makes of them today.

    Args:
        schedule: A fee that the calendar bills.
        rows: With a period, in any order.
        first_month: Calendar month in which fiscal years start, 1 to 12.
        indexes: What indexed fees follow.

    Returns:
        In order of days; none where an index is missing, which is told elsewhere.
    """
    agreed = _agreed_today(schedule, rows, first_month, indexes)
    return [] if agreed is None else _stretches(rows, agreed)


def stretches_to_compare(
    schedule: Schedule, rows: Sequence[Billed], first_month: int, indexes: IndexBook
) -> list[Stretch]:
    """The same as ``stretches``; none where every row comes to the instalment of its days.

    Nearly all do for good.
    """
    agreed = _agreed_today(schedule, rows, first_month, indexes)
    if agreed is None or _are_instalments(rows, agreed):
        return []
    return _stretches(rows, agreed)


def _agreed_today(
    schedule: Schedule, rows: Sequence[Billed], first_month: int, indexes: IndexBook
) -> list[Instalment] | None:
    """The instalments of the years of some rows; None where nothing can be compared."""
    if schedule.is_stage or not rows:
        return None
    first = fiscal_year_of(min(_days(one).start for one in rows), first_month)
    # Only a custom period can start in the fiscal year before that of its first day billed.
    first -= schedule.periodicity is Periodicity.CUSTOM
    last = fiscal_year_of(max(_days(one).end for one in rows), first_month)
    agreed = [
        one
        for year in range(first, last + 1)
        for one in instalments(schedule, year, first_month, indexes)
    ]
    return None if any(one.fault is not None for one in agreed) else agreed


def _stretches(rows: Sequence[Billed], agreed: Sequence[Instalment]) -> list[Stretch]:
    parts: list[tuple[Period, Billed | Instalment]] = [
        *((_days(one), one) for one in rows),
        *((one.period, one) for one in agreed),
    ]
    parts.sort(key=lambda part: (part[0].start, part[0].end))
    return [found for group in _together(parts) if (found := _stretch(group)).rows]


def _are_instalments(rows: Sequence[Billed], agreed: Sequence[Instalment]) -> bool:
    """Whether every row comes to the instalment of its days."""
    due = {one.period.start: one for one in agreed}
    for one in rows:
        # Taken out, so that a second row of the same days does not find it.
        today = due.pop(_days(one).start, None)
        if today is None or today.period != one.row.period or today.cents != one.cents:
            return False
    return True


def _days(one: Billed) -> Period:
    assert one.row.period is not None
    return one.row.period


def _together(
    parts: Sequence[tuple[Period, Billed | Instalment]],
) -> Iterator[list[Billed | Instalment]]:
    """Parts in order of their first day, in groups that have no day in common."""
    group: list[Billed | Instalment] = []
    end = None
    for days, part in parts:
        if end is not None and days.start > end:
            yield group
            group = []
        end = days.end if end is None else max(end, days.end)
        group.append(part)
    yield group


def _stretch(group: Sequence[Billed | Instalment]) -> Stretch:
    return Stretch(
        tuple(one for one in group if isinstance(one, Billed)),
        tuple(one for one in group if isinstance(one, Instalment)),
    )


@dataclass(frozen=True, slots=True)
class OwnedRows:
    """The rows of fees by the schedule that they bill.

    Attributes:
        of_schedule: Those that name it, and those of a schedule that is there no more and that can
            only be this one, mended since: it alone serves their days.
        unserved: Rows of a mended schedule whose days it does not serve any more, with it.
    """

    of_schedule: Mapping[Source, Sequence[Billed]]
    unserved: Sequence[tuple[Billed, Schedule]]


def owned_rows(rows: Sequence[Billed], schedules: Mapping[Source, Schedule]) -> OwnedRows:
    """Find the schedule of each row.

    Args:
        rows: Of fees, with a period.
        schedules: As agreed today.
    """
    found: dict[Source, list[Billed]] = {}
    strays: dict[Source, list[Billed]] = {}
    for one in rows:
        source = source_of(one.row)
        owner = found if source in schedules else strays
        owner.setdefault(source, []).append(one)
    unserved: list[tuple[Billed, Schedule]] = []
    if not strays:
        return OwnedRows(found, unserved)
    of_line: dict[tuple[object, ...], list[Source]] = {}
    for source in schedules:
        of_line.setdefault(source[:3], []).append(source)
    for stray, of_stray in strays.items():
        mended = _mended(of_stray, of_line.get(stray[:3], ()), schedules, found)
        for one in of_stray:
            if mended is not None and _serves(schedules[mended], one):
                found.setdefault(mended, []).append(one)
            elif mended is not None:
                unserved.append((one, schedules[mended]))
    return OwnedRows(found, unserved)


def _mended(
    rows: Sequence[Billed],
    candidates: Sequence[Source],
    schedules: Mapping[Source, Schedule],
    owned: Mapping[Source, Sequence[Billed]],
) -> Source | None:
    """The one schedule that rows of another origin can only bill; None where it cannot be told."""
    fitting = [
        source
        for source in candidates
        if schedules[source].axis in FEES
        and schedules[source].phase == rows[0].row.phase
        and any(_serves(schedules[source], one) for one in rows)
        and not any(_days(own).overlap(_days(one)) for own in owned.get(source, ()) for one in rows)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _serves(schedule: Schedule, one: Billed) -> bool:
    return schedule.served(_days(one)) is not None
