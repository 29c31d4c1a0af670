"""How far projects and phases have come, from their rows."""

from addin.billing.choices import ScheduleAxis
from addin.billing.split import exact_share
from addin.billing.stages import ProgressBook, ProgressRow
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.sheets.engagements import Phase
from addin.tables.sheets.engagements import Schedule as ScheduleRow
from addin.tables.sheets.work import Progress

PhaseKey = tuple[str, str]
"""A project and a phase in small letters."""


def read_progress(content: Content) -> ProgressBook:
    """The sound rows of the sheet Progress."""
    return ProgressBook(
        ProgressRow(
            row.month, row.project, row.phase or "", exact_share(row.percent), row.sheet_row
        )
        for row in content.records(Progress)
    )


def read_phases(content: Content) -> dict[PhaseKey, Phase]:
    """The sound rows of the sheet Phases."""
    return {(row.project, row.phase.lower()): row for row in content.records(Phase)}


def progress_findings(content: Content) -> list[Finding]:
    """What is wrong with the sheet Progress, whatever the month."""
    rows = content.records(Progress)
    if not rows:
        return []
    phases = read_phases(content)
    findings = [
        Finding(
            "PHA-01",
            Place("Progress", row.sheet_row, "phase"),
            {"phase": row.phase, "project": row.project},
        )
        for row in rows
        if row.phase and (row.project, row.phase.lower()) not in phases
    ]
    asked = [
        (row.project, row.phase or "")
        for row in content.records(ScheduleRow)
        if row.axis is ScheduleAxis.PROGRESS
    ]
    book = read_progress(content)
    return [*findings, *book.findings(), *book.without_schedule(asked)]
