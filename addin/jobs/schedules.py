"""The schedules of engagement letters, from their rows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from addin.billing.choices import AmountPer, Axis, Periodicity
from addin.billing.plan import Schedule, schedule_findings
from addin.errors import Finding, Place, Severity
from addin.jobs.content import Content
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.engagements import Schedule as ScheduleRow
from addin.tables.sheets.work import Service

BY_AMOUNT = frozenset({Axis.FIXED, Axis.MILESTONE, Axis.UNIT})


def read_schedules(content: Content) -> tuple[dict[str, list[Schedule]], list[Finding]]:
    """The schedules by project, and what is wrong with the others."""
    starts = {project.project: project.start for project in content.records(Project)}
    prices = {service.service: service.unit_price for service in content.records(Service)}
    schedules: dict[str, list[Schedule]] = {}
    findings: list[Finding] = []
    for row in content.records(ScheduleRow):
        amount = _amount(row, prices)
        faults = _faults(row, amount, starts)
        if all(fault.severity is not Severity.ERROR for fault in faults):
            schedule = _schedule(row, amount, starts)
            faults += schedule_findings(schedule)
            schedules.setdefault(row.project, []).append(schedule)
        findings += faults
    return schedules, findings


def _amount(row: ScheduleRow, prices: Mapping[str, Decimal | None]) -> Decimal | None:
    """The amount agreed; for a unit of work without one, the usual price of its service."""
    if row.amount is None and row.axis is Axis.UNIT:
        return prices.get(row.service or "")
    return row.amount


def _faults(
    row: ScheduleRow, amount: Decimal | None, starts: Mapping[str, date | None]
) -> list[Finding]:
    """What a fee needs before it can be put on a calendar."""
    once = row.axis is Axis.MILESTONE or row.periodicity is Periodicity.ONCE
    wrong: tuple[tuple[bool, str, str, Mapping[str, object]], ...] = (
        (row.axis is Axis.PROGRESS, "SCH-01", "axis", {"axis": row.axis}),
        (row.axis in BY_AMOUNT and amount is None, "SCH-02", "amount", {}),
        (row.axis is Axis.FIXED and row.periodicity is None, "SCH-03", "periodicity", {}),
        (once and not (row.start or starts.get(row.project)), "SCH-04", "start", {}),
        (
            row.axis is Axis.FIXED and not once and row.amount_per is None,
            "SCH-08",
            "amount_per",
            {},
        ),
        (_custom_months(row.months) is None, "SCH-06", "months", {"months": row.months}),
        (
            row.axis is Axis.TIME and row.amount is not None,
            "SCH-07",
            "amount",
            {"rate": row.amount},
        ),
    )
    return [
        Finding(code, Place("Schedules", row.sheet_row, column), values)
        for present, code, column, values in wrong
        if present
    ]


def _custom_months(text: str | None) -> tuple[int, ...] | None:
    """The numbers of ``"1, 5, 9"``; None if it is anything else."""
    parts = (text or "").replace(";", ",").replace(" ", ",").split(",")
    try:
        return tuple(int(part) for part in parts if part)
    except ValueError:
        return None


def _schedule(
    row: ScheduleRow, amount: Decimal | None, starts: Mapping[str, date | None]
) -> Schedule:
    usual = AmountPer.UNIT if row.axis in {Axis.UNIT, Axis.TIME} else AmountPer.PERIOD
    return Schedule(
        project=row.project,
        service=row.service or "",
        axis=row.axis,
        document=row.document or "",
        periodicity=row.periodicity or Periodicity.ONCE,
        amount=amount or Decimal(0),
        amount_per=row.amount_per or usual,
        timing=row.timing,
        start=row.start or starts.get(row.project) or date.min,
        end=row.end,
        description=row.description or "",
        row=row.sheet_row,
        custom_months=_custom_months(row.months) or (),
    )
