"""Plan a fiscal year: the instalments of every fee, month by month.

Fees and deposits are planned at the index known today, milestones by share as they would be billed
today. Units, time and progress are billed by what is done and have no plan.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from addin.billing.calendar import Month, Period, fiscal_year_of
from addin.billing.choices import PlanStatus
from addin.billing.money import from_cents
from addin.billing.plan import Instalment, instalments
from addin.billing.schedule import FEES
from addin.errors import Finding, Place
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.checking import base_findings
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.month.billed_stages import stage_instalments
from addin.jobs.month.prebilled import existing_lines
from addin.jobs.month.reopening import standing_lines
from addin.jobs.month.unbilled_fees import unbilled_fees
from addin.jobs.month.wanted import billed_projects
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.journal.reopened import Reopened, reopened
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Plan

JOB = "plan"
Key = tuple[int, Month, str, str]
"""A fiscal year, a month, a project and a service."""


def plan(content: Content, year: int) -> Proposal:
    """Bring the plan of a fiscal year up to date with the schedules.

    Args:
        content: The workbook.
        year: Calendar year in which the fiscal year starts.

    Raises:
        RefusedError: A table or a column is missing.
        BillingError: The journal cannot be read.
    """
    content.require_structure()
    portfolio = read_portfolio(content)
    findings = base_findings(content, portfolio)
    left_out = projects_left_out(content, findings)
    report = Report(JOB, str(content.book.path))
    opened = reopened(journal_of(content))
    found = list(_instalments(content, portfolio, year, left_out, opened))
    faults = {one.schedule: one.fault for one in reversed(found) if one.fault is not None}
    findings += faults.values()
    unknown = {schedule.project for schedule in faults}
    left_out |= unknown
    report.skipped = sorted(left_out & portfolio.codes)
    wanted = _amounts(year, (one for one in found if one.schedule.project not in unknown))
    editor = _merge(content, wanted, year, left_out, report, opened)
    report.findings = told_findings(content, findings)
    report.totals = {"year": str(year), "net": str(from_cents(sum(wanted.values())))}
    edits = [editor.edit(), checks_edit(content, report.findings)]
    return Proposal(report, [edit for edit in edits if edit])


def _instalments(
    content: Content,
    portfolio: Portfolio,
    year: int,
    left_out: frozenset[str],
    opened: Reopened,
) -> Iterator[Instalment]:
    planned = billed_projects(portfolio) - left_out
    indexes = read_indexes(content)
    for project, schedules in portfolio.schedules.items():
        if project in planned:
            first_month = portfolio.fiscal_year_start(project)
            for schedule in schedules:
                yield from instalments(schedule, year, first_month, indexes)
    existing = standing_lines(existing_lines(content.table(PrebillingLine)), opened)
    for one in stage_instalments(content, portfolio, existing):
        project = one.schedule.project
        first_month = portfolio.fiscal_year_start(project)
        if project in planned and fiscal_year_of(one.schedule.start, first_month) == year:
            yield one


def _amounts(year: int, found: Iterable[Instalment]) -> dict[Key, int]:
    """Cents by key, in the order of months within a project."""
    amounts: dict[Key, int] = {}
    for instalment in found:
        schedule = instalment.schedule
        key = (year, instalment.month, schedule.project, schedule.service)
        amounts[key] = amounts.get(key, 0) + instalment.cents
    return {key: cents for key, cents in amounts.items() if cents}


def _merge(  # noqa: PLR0913, PLR0917 - the plan as it is, and what it is to be
    content: Content,
    wanted: dict[Key, int],
    year: int,
    left_out: frozenset[str],
    report: Report,
    opened: Reopened,
) -> TableEditor:
    editor = content.editor(Plan)
    statuses = _statuses(content, opened)
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


def _statuses(content: Content, opened: Reopened) -> dict[tuple[Month, str, str], PlanStatus]:
    """How far the fees that prebilling has already have come."""
    statuses: dict[tuple[Month, str, str], PlanStatus] = {}
    for row in content.records(PrebillingLine):
        if row.axis in FEES and row.origin and row.line not in opened.lines:
            key = (row.month, row.project, row.service or "")
            statuses[key] = PlanStatus.INVOICED if row.invoice else PlanStatus.PREBILLED
    return statuses


def instalments_passed(
    content: Content, month: Month, portfolio: Portfolio, opened: Reopened
) -> list[Finding]:
    """Earlier months with instalments that were never billed, from the first month generated on.

    A project that was left out of its month because of an error has its fee there: unlike hours
    and units it does not come as a catch-up of the next month. The plan tells what it knows; of
    what is not planned the schedules do.

    Args:
        content: The workbook.
        month: Month that is billed now.
        portfolio: What was agreed.
        opened: By credit notes.
    """
    rows = [row for row in content.records(PrebillingLine) if row.origin]
    first = min((row.month for row in rows), default=month)
    if first >= month:
        return []
    active = billed_projects(portfolio)
    planned = {
        (row.month, row.project, row.service or ""): row.status
        for row in content.records(Plan)
        if first <= row.month < month
    }
    passed = {
        key for key, status in planned.items() if status is PlanStatus.PLANNED and key[1] in active
    }
    for due in unbilled_fees(content, portfolio, Period(first.first, month.plus(-1).last), opened):
        if due not in planned and due[1] in active:
            passed.add(due)
    counts = Counter(due[0] for due in passed)
    return [
        Finding("SCH-11", Place("Plan"), {"month": str(earlier), "count": count})
        for earlier, count in sorted(counts.items())
    ]
