"""Stages of a fee: milestones that are shares of it, and its progress.

Both are cumulative: what comes due next is what the fee of today asks for so far, less what was
billed, so that a fee that changes on the way is made good by what is still to bill.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from addin.billing.calendar import Month
from addin.billing.money import part_of
from addin.billing.schedule import Schedule
from addin.billing.split import as_percent, exact_share
from addin.errors import Finding, Place

StageGroup = tuple[str, str, str]
"""A project, a phase and a document: the stages that make one fee together."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone that is a share of a fee.

    Attributes:
        share: Its part of the fee, 3/10 being 30 %.
        fee_cents: The whole fee as it is agreed today.
        billed_cents: What it was billed at, before discounts; None while it is to be billed.
    """

    share: Fraction
    fee_cents: int
    billed_cents: int | None = None


def stage_cents(stages: Sequence[Stage]) -> list[int]:
    """What each stage of a fee comes to: as it was billed, or as it is to be billed today.

    A stage brings what was billed up to its share of today's fee. The last one to be billed also
    makes good what stages after it were billed otherwise, so that whatever the order in which they
    are billed all of them make the fee.

    Args:
        stages: All stages of one fee, in their order.

    Returns:
        Cents in the same order; negative where more was billed than is due.

    >>> tenths = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]
    >>> stage_cents([Stage(share, 12_345_67) for share in tenths])
    [370370, 493827, 370370]
    """
    last_open = max((at for at, one in enumerate(stages) if one.billed_cents is None), default=-1)
    after = sum(one.billed_cents or 0 for one in stages[last_open + 1 :])
    whole = sum((one.share for one in stages), Fraction(0))
    due, already, found = Fraction(0), 0, []
    for position, one in enumerate(stages):
        due += one.share
        cents = one.billed_cents
        if cents is None and position == last_open:
            cents = part_of(one.fee_cents, whole) - after - already
        elif cents is None:
            cents = part_of(one.fee_cents, due) - already
        already += cents
        found.append(cents)
    return found


def unbilled_change(stages: Sequence[Stage]) -> int:
    """What the fee of today comes to beyond its stages, once all of them are billed.

    0 while a stage is still to be billed, which will make it good.
    """
    if not stages or any(one.billed_cents is None for one in stages):
        return 0
    whole = sum((one.share for one in stages), Fraction(0))
    return part_of(stages[-1].fee_cents, whole) - sum(one.billed_cents or 0 for one in stages)


def stage_groups(schedules: Iterable[Schedule]) -> dict[StageGroup, list[Schedule]]:
    """The milestones by share of each fee, by their first day; those of one day by service."""
    groups: dict[StageGroup, list[Schedule]] = {}
    for one in schedules:
        if one.is_stage:
            group = (one.project, one.phase.lower(), one.document.lower())
            groups.setdefault(group, []).append(one)
    for found in groups.values():
        found.sort(key=lambda one: (one.start, one.service, one.row))
    return groups


def share_findings(schedules: Iterable[Schedule]) -> list[Finding]:
    """Shares of a fee that make more than 100 % together, or less.

    Args:
        schedules: Sound schedules; others than milestones by share are passed over.
    """
    findings = []
    for stages in stage_groups(schedules).values():
        total = sum((exact_share(one.share) for one in stages if one.share), Fraction(0))
        if total != 1:
            code = "STG-03" if total > 1 else "STG-04"
            gap = as_percent(abs(total - 1))
            values = {"total": as_percent(total), "gap": gap, "count": len(stages)}
            findings.append(Finding(code, stages[-1].place("share"), values))
    return findings


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One row of the Progress table.

    Attributes:
        phase: Empty for a project without phases.
        percent: Cumulative: how much of the fee is done by the end of the month, 0.45 being 45 %.
        row: Row number as the sheet shows it.
    """

    month: Month
    project: str
    phase: str
    percent: Fraction
    row: int

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Progress", self.row, column)


class ProgressBook:
    """How far every fee has come, month by month; the order of the rows does not matter."""

    def __init__(self, rows: Iterable[ProgressRow] = ()) -> None:
        self._rows: dict[tuple[str, str], list[ProgressRow]] = {}
        for row in sorted(rows, key=lambda one: (one.month, one.row)):
            self._rows.setdefault((row.project, row.phase.lower()), []).append(row)

    def on(self, project: str, phase: str, month: Month) -> ProgressRow | None:
        """The row of the latest month up to this one; None if nothing was typed yet."""
        rows = self._rows.get((project, phase.lower()), [])
        return max(
            (row for row in rows if row.month <= month), key=lambda row: row.month, default=None
        )

    def findings(self) -> list[Finding]:
        """What is wrong with the percentages: below 0, above 100 %, lower than before."""
        findings = []
        for rows in self._rows.values():
            before = Fraction(0)
            for row in rows:
                values = {"percent": as_percent(row.percent), "before": as_percent(before)}
                if not 0 <= row.percent <= 1:
                    findings.append(Finding("PROG-01", row.place("percent"), values))
                elif row.percent < before:
                    findings.append(Finding("PROG-02", row.place("percent"), values))
                before = row.percent
        return findings

    def without_schedule(self, asked: Iterable[tuple[str, str]]) -> list[Finding]:
        """Progress of which nothing is billed; ``asked`` are projects and phases billed by it."""
        known = {(project, phase.lower()) for project, phase in asked}
        return [
            Finding(
                "PROG-03", rows[0].place("project"), {"project": key[0], "phase": rows[0].phase}
            )
            for key, rows in self._rows.items()
            if key not in known
        ]


@dataclass(frozen=True, slots=True)
class ProgressBilled:
    """What lines bill of a fee by its progress already, before discounts.

    Attributes:
        until_cents: Lines of the month billed and of earlier ones.
        later_cents: Lines of later months.
        later_percent: How far the fee had come in the last of those; None without any.
    """

    until_cents: int = 0
    later_cents: int = 0
    later_percent: Fraction | None = None


def progress_cents(fee_cents: int, percent: Fraction, billed: ProgressBilled) -> int:
    """What a month bills of a fee: what is done of it, less what is billed already.

    Lines of later months keep what they bill, and a month that is run after them bills no more
    than they have left.

    Args:
        fee_cents: The whole fee as it is agreed today.
        percent: Done by the end of the month, 9/20 being 45 %.
        billed: By lines that the run may not change.

    Returns:
        Cents; negative where the fee or the progress went down below what was billed.

    >>> progress_cents(20_000_00, Fraction(45, 100), ProgressBilled(until_cents=5_000_00))
    400000
    """
    due = part_of(fee_cents, percent)
    if billed.later_percent is not None:
        due = min(due, part_of(fee_cents, billed.later_percent) - billed.later_cents)
    return due - billed.until_cents
