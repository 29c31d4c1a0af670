"""What rows of prebilling bill of stages and progress already, schedule by schedule.

A row names its schedule by its origin. A schedule whose first day, phase or document was mended
since is known again by what stayed the same, so that nothing is billed twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.fees import origin_document, origin_without_phase, schedule_origin
from addin.billing.schedule import Schedule

STAGED = frozenset({Axis.MILESTONE, Axis.PROGRESS})
"""Axes of which what is billed is counted against the whole fee."""


@dataclass(frozen=True, slots=True)
class BilledRow:
    """A row of prebilling that a run may not change: issued, or a draft of another month.

    Attributes:
        key: Of the line.
        start: First day of its period; None if the row does not tell.
        cents: What it bills before discounts, the user's price and quantity in: a discount is
            given, and does not come back with the next stage.
    """

    key: str
    month: Month
    project: str
    service: str
    axis: Axis
    phase: str
    origin: str
    start: date | None
    cents: int


def by_schedule(
    rows: Iterable[BilledRow], schedules: Sequence[Schedule]
) -> tuple[dict[Schedule, list[BilledRow]], list[BilledRow]]:
    """The rows that bill each schedule, and those whose schedule is no longer there.

    Args:
        rows: Of one project, in any order.
        schedules: Milestones and progress of that project, in any order.

    Returns:
        A milestone takes the rows of its origin, else one that fits and that nobody names; a fee by
        progress takes all that fit.
    """
    ordered = sorted(schedules, key=lambda one: (one.start, one.service, one.row))
    by_origin = {(one.axis, one.service, schedule_origin(one)): one for one in ordered}
    found: dict[Schedule, list[BilledRow]] = {one: [] for one in ordered}
    strays, orphans = [], []
    for row in sorted(rows, key=lambda one: (one.start or date.min, one.key)):
        named = by_origin.get((row.axis, row.service, row.origin))
        if named is not None:
            found[named].append(row)
        else:
            strays.append(row)
    for row in strays:
        fitting = [one for one in ordered if _fits(row, one)]
        free = [one for one in fitting if one.axis is Axis.PROGRESS or not found[one]]
        if free:
            found[free[0]].append(row)
        else:
            orphans.append(row)
    return found, orphans


def _fits(row: BilledRow, schedule: Schedule) -> bool:
    """Whether a row that names another schedule can only mean this one, mended since."""
    if row.axis is not schedule.axis:
        return False
    origin = schedule_origin(schedule)
    if row.origin == origin:
        return True  # its service was mended
    if row.service != schedule.service:
        return False
    without_phase = origin_without_phase(row.origin, row.phase)
    if without_phase == origin_without_phase(origin, schedule.phase):
        return True  # its phase was
    if row.phase.lower() != schedule.phase.lower():
        return False
    same_document = origin_document(row.origin, row.phase) == origin_document(
        origin, schedule.phase
    )
    return same_document or schedule.axis is Axis.PROGRESS  # its first day, or its document
