"""Time to lines entry by entry in plain Python: what the program does by column, told slowly."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from addin.billing.calendar import Month
from addin.billing.choices import TimeDetail
from addin.billing.lines import Line
from addin.billing.time import Group, TimeTerms, Work, time_line


class TimeEntry(NamedTuple):
    """One approved, billable stretch of work; ``billed`` minutes are the worked ones when None."""

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
    phase: str = ""
    billed: int | None = None


def time_lines(
    entries: Sequence[TimeEntry], terms: Mapping[str, TimeTerms], month: Month
) -> list[Line]:
    """One line per project, service, phase, rate, payer, detail and month of work."""
    groups: dict[Group, list[TimeEntry]] = {}
    for entry in entries:
        groups.setdefault(_group(entry, terms[entry.project].detail), []).append(entry)
    return [
        time_line(group, _work(members, terms[group.project].detail), terms[group.project], month)
        for group, members in sorted(groups.items())
    ]


def _group(entry: TimeEntry, detail: TimeDetail) -> Group:
    parts = {
        TimeDetail.SERVICE: "",
        TimeDetail.PERSON: entry.person,
        TimeDetail.TASK: entry.task.lower(),
        TimeDetail.ENTRY: entry.entry or f"row {entry.row}",
    }
    worked = Month.of(entry.day)
    return Group(
        entry.project, entry.service, entry.phase, entry.payer, parts[detail], entry.rate, worked
    )


def _work(entries: Sequence[TimeEntry], detail: TimeDetail) -> Work:
    shown = {
        TimeDetail.SERVICE: "",
        TimeDetail.PERSON: entries[0].person,
        TimeDetail.TASK: min(entry.task for entry in entries),
        TimeDetail.ENTRY: entries[0].note or entries[0].task,
    }
    return Work(
        worked=sum(entry.minutes for entry in entries),
        billed=sum(entry.minutes if entry.billed is None else entry.billed for entry in entries),
        first=min(entry.day for entry in entries),
        last=max(entry.day for entry in entries),
        shown=shown[detail],
        rows=tuple(entry.row for entry in entries),
    )
