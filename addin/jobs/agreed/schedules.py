"""The schedules of engagement letters, from their rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from addin.billing.choices import Axis, Periodicity, Proration, ScheduleAxis
from addin.billing.schedule import Schedule, schedule_findings
from addin.billing.stages import share_findings
from addin.errors import Finding, Place, Severity
from addin.jobs.agreed.indexes import index_findings, read_indexes
from addin.jobs.agreed.progress import PhaseKey, progress_findings, read_phases
from addin.jobs.content import Content
from addin.tables.sheets.engagements import Phase, Project
from addin.tables.sheets.engagements import Schedule as ScheduleRow
from addin.tables.sheets.work import Service

_AT_ONCE = frozenset({ScheduleAxis.MILESTONE, ScheduleAxis.DEPOSIT})


@dataclass(frozen=True)
class _Terms:
    """What completes the row of a schedule."""

    projects: Mapping[str, Project]
    phases: Mapping[PhaseKey, Phase]
    prices: Mapping[str, Decimal | None]
    proration: Proration

    def phase(self, row: ScheduleRow) -> Phase | None:
        """The phase that a row names."""
        return self.phases.get((row.project, row.phase.lower())) if row.phase else None

    def start(self, row: ScheduleRow) -> date | None:
        """The first day served: its own, else that of the project."""
        project = self.projects.get(row.project)
        return row.start or (project.start if project else None)

    def agreed_fee(self, row: ScheduleRow) -> Decimal | None:
        """The fee of its phase, else of its project."""
        phase, project = self.phase(row), self.projects.get(row.project)
        if phase is not None and phase.fee is not None:
            return phase.fee
        return project.fee if project else None

    def amount(self, row: ScheduleRow) -> Decimal | None:
        """The amount agreed; for a unit of work without one, the usual price of its service."""
        if row.amount is None and row.axis is ScheduleAxis.UNIT:
            return self.prices.get(row.service or "")
        return row.amount


def read_schedules(content: Content) -> tuple[dict[str, list[Schedule]], list[Finding]]:
    """The sound schedules by project, and what is wrong with the others and with progress."""
    terms = _Terms(
        {project.project: project for project in content.records(Project)},
        read_phases(content),
        {service.service: service.unit_price for service in content.records(Service)},
        content.firm.proration,
    )
    indexes = read_indexes(content)
    schedules: dict[str, list[Schedule]] = {}
    findings: list[Finding] = []
    first_rows: dict[tuple[object, ...], int] = {}
    for row in content.records(ScheduleRow):
        faults = _faults(row, terms)
        if not _has_error(faults):
            schedule = _schedule(row, terms)
            faults += [
                *schedule_findings(schedule),
                *index_findings([schedule], indexes),
                *_told_twice(schedule, first_rows),
            ]
            if not _has_error(faults):
                schedules.setdefault(row.project, []).append(schedule)
        findings += faults
    findings += share_findings(chain.from_iterable(schedules.values()))
    return schedules, findings + progress_findings(content)


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _faults(row: ScheduleRow, terms: _Terms) -> list[Finding]:
    """What the row lacks before it can be a schedule at all."""
    at_once = row.axis in _AT_ONCE or row.periodicity is Periodicity.ONCE
    findings = []
    if row.phase and terms.phase(row) is None:
        values = {"phase": row.phase, "project": row.project}
        findings.append(_finding(row, "PHA-01", "phase", values))
    if at_once and terms.start(row) is None:
        findings.append(_finding(row, "SCH-04", "start", {}))
    if _custom_months(row.months) is None:
        findings.append(_finding(row, "SCH-06", "months", {"months": row.months}))
    if row.axis is ScheduleAxis.TIME and row.amount is not None:
        findings.append(_finding(row, "SCH-07", "amount", {"rate": row.amount}))
    return findings


def _told_twice(schedule: Schedule, first_rows: dict[tuple[object, ...], int]) -> list[Finding]:
    """A schedule that an earlier row names already, once the start of the project is filled in."""
    typed = (schedule.document, schedule.project, schedule.phase, schedule.service)
    names = (*map(str.lower, typed), schedule.axis.value, schedule.start)
    first = first_rows.setdefault(names, schedule.row)
    if first == schedule.row:
        return []
    start = "" if schedule.start == date.min else schedule.start.isoformat()
    names = (*typed, schedule.axis.value, start)
    values = {"key": ", ".join(str(name) for name in names if name), "first": first}
    return [Finding("TAB-11", schedule.place("start"), values)]


def _finding(row: ScheduleRow, code: str, column: str, values: Mapping[str, object]) -> Finding:
    return Finding(code, Place("Schedules", row.sheet_row, column), values)


@lru_cache(maxsize=1 << 10)
def _custom_months(text: str | None) -> tuple[int, ...] | None:
    """The numbers of ``"1, 5, 9"``; None if it is anything else."""
    parts = (text or "").replace(";", ",").replace(" ", ",").split(",")
    try:
        return tuple(int(part) for part in parts if part)
    except ValueError:
        return None


def _schedule(row: ScheduleRow, terms: _Terms) -> Schedule:
    phase = terms.phase(row)
    return Schedule(
        project=row.project,
        service=row.service or "",
        axis=Axis(row.axis),
        document=row.document or "",
        periodicity=row.periodicity,
        amount=terms.amount(row),
        amount_per=row.amount_per,
        timing=row.timing,
        start=terms.start(row) or date.min,
        end=row.end,
        description=row.description or "",
        row=row.sheet_row,
        custom_months=_custom_months(row.months) or (),
        phase=phase.phase if phase else "",
        share=row.share,
        agreed_fee=terms.agreed_fee(row),
        tiers=row.tiers or "",
        index=row.index or "",
        index_base=row.index_base,
        proration=row.proration or terms.proration,
    )
