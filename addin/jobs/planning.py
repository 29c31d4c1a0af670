"""Plan a fiscal year: the instalments of every fixed fee, month by month."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import Axis, PlanStatus, ProjectStatus
from addin.billing.money import from_cents
from addin.billing.plan import Instalment, instalments
from addin.errors import Finding, Place
from addin.jobs.checking import base_findings
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
from addin.jobs.portfolio import Portfolio, read_portfolio
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Plan, Project

JOB = "plan"
FEES = frozenset({Axis.FIXED, Axis.MILESTONE})
Key = tuple[int, Month, str, str]
"""A fiscal year, a month, a project and a service."""


def plan(content: Content, year: int) -> Proposal:
    """Bring the plan of a fiscal year up to date with the schedules.

    Args:
        content: The workbook.
        year: Calendar year in which the fiscal year starts.

    Raises:
        RefusedError: A table or a column is missing.
    """
    content.require_structure()
    portfolio = read_portfolio(content)
    findings = base_findings(content, portfolio)
    left_out = projects_left_out(content, findings)
    report = Report(JOB, str(content.book.path), skipped=sorted(left_out & portfolio.codes))
    wanted = _amounts(_instalments(portfolio, year, left_out))
    editor = _merge(content, wanted, year, left_out, report)
    report.findings = told_findings(content, findings)
    report.totals = {"year": str(year), "net": str(from_cents(sum(wanted.values())))}
    edits = [editor.edit(), checks_edit(content, report.findings)]
    return Proposal(report, [edit for edit in edits if edit])


def _instalments(
    portfolio: Portfolio, year: int, left_out: frozenset[str]
) -> Iterable[tuple[int, Instalment]]:
    for project, schedules in portfolio.schedules.items():
        known = portfolio.projects.get(project)
        if project in left_out or known is None or known.status is not ProjectStatus.ACTIVE:
            continue
        first_month = portfolio.fiscal_year_start(project)
        for schedule in schedules:
            for instalment in instalments(schedule, year, first_month):
                yield year, instalment


def _amounts(found: Iterable[tuple[int, Instalment]]) -> dict[Key, int]:
    """Cents by key, in the order of months within a project."""
    amounts: dict[Key, int] = {}
    for year, instalment in found:
        schedule = instalment.schedule
        key = (year, instalment.month, schedule.project, schedule.service)
        amounts[key] = amounts.get(key, 0) + instalment.cents
    return {key: cents for key, cents in amounts.items() if cents}


def _merge(
    content: Content,
    wanted: dict[Key, int],
    year: int,
    left_out: frozenset[str],
    report: Report,
) -> TableEditor:
    editor = content.editor(Plan)
    statuses = _statuses(content)
    rest = dict(wanted)
    for position, key in enumerate(editor.table.keys()):
        status = editor.table.values["status"][position]
        if key[0] != year or key[2] in left_out:
            continue
        cents = rest.pop((key[0], key[1], key[2], key[3]), None)
        if cents is not None and status is not PlanStatus.INVOICED:
            _count(report, changed=editor.change(position, {"amount": from_cents(cents)}))
        elif cents is None and status is PlanStatus.PLANNED:
            editor.remove(position)
            report.removed += 1
        else:
            report.unchanged += 1
    for key, cents in sorted(rest.items(), key=lambda item: (item[0][2], item[0][3], item[0][1])):
        editor.add(_row(key, cents, statuses.get(key[1:], PlanStatus.PLANNED)))
        report.added += 1
    return editor


def _count(report: Report, *, changed: bool) -> None:
    if changed:
        report.changed += 1
    else:
        report.unchanged += 1


def _row(key: Key, cents: int, status: PlanStatus) -> dict[str, Any]:
    year, month, project, service = key
    return {
        "fiscal_year": year,
        "month": month,
        "project": project,
        "service": service or None,
        "amount": from_cents(cents),
        "status": status,
    }


def _statuses(content: Content) -> dict[tuple[Month, str, str], PlanStatus]:
    """How far the fees that prebilling has already have come."""
    statuses: dict[tuple[Month, str, str], PlanStatus] = {}
    for row in content.records(PrebillingLine):
        if row.axis in FEES and row.origin:
            key = (row.month, row.project, row.service or "")
            statuses[key] = PlanStatus.INVOICED if row.invoice else PlanStatus.PREBILLED
    return statuses


def instalments_passed(content: Content, month: Month) -> list[Finding]:
    """Earlier months with instalments that were never billed, from the first month generated on.

    A project that was left out of its month because of an error has its fee there: unlike hours
    and units it does not come as a catch-up of the next month.
    """
    generated = (row.month for row in content.records(PrebillingLine) if row.origin)
    first = min(generated, default=month)
    active = {
        project.project
        for project in content.records(Project)
        if project.status is ProjectStatus.ACTIVE
    }
    passed = Counter(
        row.month
        for row in content.records(Plan)
        if row.status is PlanStatus.PLANNED and row.project in active and first <= row.month < month
    )
    return [
        Finding("SCH-11", Place("Plan"), {"month": str(earlier), "count": count})
        for earlier, count in sorted(passed.items())
    ]
