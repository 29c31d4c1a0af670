"""Stages: milestones by share of a fee, and progress by phase."""

from collections.abc import Iterator, Sequence

from addin.billing.billed_stages import BilledRow
from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.fees import fee_lines, progress_line
from addin.billing.lines import Line
from addin.billing.money import to_cents
from addin.billing.schedule import Schedule
from addin.billing.split import as_percent
from addin.billing.stages import ProgressBilled, ProgressBook, progress_cents
from addin.jobs.agreed.progress import read_progress
from addin.jobs.axes.fees import skipped_fees
from addin.jobs.month.billed_stages import (
    BilledStages,
    RowsOf,
    Staged,
    lost_rows,
    staged_schedules,
    stages_of,
)
from addin.jobs.month.sources import Sources, Wanted


def lines_of_stages(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per milestone reached and per phase that has progressed."""
    month, skipped = sources.month, skipped_fees(sources.content, sources.month)
    staged = staged_schedules(sources.portfolio)
    if not staged:
        return []
    fixed = [row for row in sources.existing if row.invoiced or row.month != month]
    lost = [row for row in lost_rows(sources.content, staged) if row.month != month]
    billed = BilledStages(sources.content, fixed, staged, lost)
    wanted.findings += [*billed.findings, *billed.elsewhere(sources.content, month)]
    lines = []
    for project, schedules in staged.items():
        stages = stages_of(schedules, billed.rows)
        faults = [finding for one in stages for finding in one.findings()]
        wanted.findings += faults
        if any(fault.code == "STG-05" for fault in faults):
            wanted.left_out.add(project)
        client = sources.portfolio.projects[project].client
        due = [instalment for one in stages for instalment in one.to_bill()]
        lines += fee_lines(due, {project: client}, month)
    lines += _progress_lines(sources, staged, billed.rows)
    return [line for line in lines if (line.project, line.service) not in skipped]


def _progress_lines(sources: Sources, staged: Staged, rows: RowsOf) -> Iterator[Line]:
    month, book = sources.month, read_progress(sources.content)
    for project, schedules in staged.items():
        client = sources.portfolio.projects[project].client
        for one in schedules:
            done = book.on(project, one.phase, month)
            if one.axis is not Axis.PROGRESS or done is None or one.start > month.last:
                continue
            assert one.fee is not None
            billed = _progress_billed(one, book, rows.get(one, ()), month)
            cents = progress_cents(to_cents(one.fee), done.percent, billed)
            detail = f"{as_percent(done.percent)} %"
            if line := progress_line(one, client, month, cents, detail):
                yield line


def _progress_billed(
    schedule: Schedule, book: ProgressBook, rows: Sequence[BilledRow], month: Month
) -> ProgressBilled:
    later = [row for row in rows if row.month > month]
    last = max((row.month for row in later), default=None)
    then = book.on(schedule.project, schedule.phase, last) if last else None
    return ProgressBilled(
        until_cents=sum(row.cents for row in rows if row.month <= month),
        later_cents=sum(row.cents for row in later),
        later_percent=then.percent if then else None,
    )
