"""The schedules of engagement letters, from their rows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from addin.billing.choices import Axis, Periodicity, ScheduleAxis
from addin.billing.plan import Schedule, schedule_findings
from addin.errors import Finding, Place, Severity
from addin.jobs.content import Content
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.engagements import Schedule as ScheduleRow
from addin.tables.sheets.work import Service


def read_schedules(content: Content) -> tuple[dict[str, list[Schedule]], list[Finding]]:
    """The sound schedules by project, and what is wrong with the others."""
    starts = {project.project: project.start for project in content.records(Project)}
    prices = {service.service: service.unit_price for service in content.records(Service)}
    schedules: dict[str, list[Schedule]] = {}
    findings: list[Finding] = []
    first_rows: dict[tuple[str, ...], int] = {}
    for row in content.records(ScheduleRow):
        start = row.start or starts.get(row.project)
        faults = _faults(row, start)
        if not _has_error(faults):
            schedule = _schedule(row, start, _amount(row, prices))
            faults += [*schedule_findings(schedule), *_told_twice(schedule, first_rows)]
            if not _has_error(faults):
                schedules.setdefault(row.project, []).append(schedule)
        findings += faults
    return schedules, findings


def _has_error(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _amount(row: ScheduleRow, prices: Mapping[str, Decimal | None]) -> Decimal | None:
    """The amount agreed; for a unit of work without one, the usual price of its service."""
    if row.amount is None and row.axis is ScheduleAxis.UNIT:
        return prices.get(row.service or "")
    return row.amount


def _faults(row: ScheduleRow, start: date | None) -> list[Finding]:
    """What the row lacks before it can be a schedule at all."""
    at_once = row.axis is ScheduleAxis.MILESTONE or row.periodicity is Periodicity.ONCE
    findings = []
    if row.axis is ScheduleAxis.PROGRESS:
        findings.append(_finding(row, "SCH-01", "axis", {"axis": row.axis}))
    if at_once and start is None:
        findings.append(_finding(row, "SCH-04", "start", {}))
    if _custom_months(row.months) is None:
        findings.append(_finding(row, "SCH-06", "months", {"months": row.months}))
    if row.axis is ScheduleAxis.TIME and row.amount is not None:
        findings.append(_finding(row, "SCH-07", "amount", {"rate": row.amount}))
    return findings


def _told_twice(schedule: Schedule, first_rows: dict[tuple[str, ...], int]) -> list[Finding]:
    """A schedule that an earlier row names already, once the start of the project is filled in."""
    start = "" if schedule.start == date.min else schedule.start.isoformat()
    names = (schedule.document, schedule.project, schedule.service, schedule.axis.value, start)
    first = first_rows.setdefault(tuple(name.lower() for name in names), schedule.row)
    if first == schedule.row:
        return []
    values = {"key": ", ".join(name for name in names if name), "first": first}
    return [Finding("TAB-11", schedule.place("start"), values)]


def _finding(row: ScheduleRow, code: str, column: str, values: Mapping[str, object]) -> Finding:
    return Finding(code, Place("Schedules", row.sheet_row, column), values)


def _custom_months(text: str | None) -> tuple[int, ...] | None:
    """The numbers of ``"1, 5, 9"``; None if it is anything else."""
    parts = (text or "").replace(";", ",").replace(" ", ",").split(",")
    try:
        return tuple(int(part) for part in parts if part)
    except ValueError:
        return None


def _schedule(row: ScheduleRow, start: date | None, amount: Decimal | None) -> Schedule:
    return Schedule(
        project=row.project,
        service=row.service or "",
        axis=Axis(row.axis),
        document=row.document or "",
        periodicity=row.periodicity,
        amount=amount,
        amount_per=row.amount_per,
        timing=row.timing,
        start=start or date.min,
        end=row.end,
        description=row.description or "",
        row=row.sheet_row,
        custom_months=_custom_months(row.months) or (),
    )
