"""Approve a month: every draft that nobody holds may be issued."""

from itertools import filterfalse

from addin.billing.calendar import Month
from addin.billing.choices import Decision, ProjectStatus
from addin.billing.money import from_cents, to_cents
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.checking import base_findings
from addin.jobs.content import Content
from addin.jobs.faults import is_left_behind, projects_left_out
from addin.jobs.month.own_lines import inactive_project, own_lines
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.sheets.bills import PrebillingLine

JOB = "approve"


def approve(content: Content, month: Month) -> Proposal:
    """Set the decision of the month's drafts to approved.

    Lines on hold, lines without an amount and lines of a project that is not active or has an
    error stay as they are.

    Raises:
        RefusedError: A table or a column is missing.
    """
    content.require_structure()
    portfolio = read_portfolio(content)
    findings = [
        *filterfalse(is_left_behind, base_findings(content, portfolio)),
        *own_lines(content, portfolio, month)[1],
    ]
    left_out = projects_left_out(content, findings)
    report = Report(JOB, str(content.book.path))
    editor = content.editor(PrebillingLine)
    net_cents, skipped = 0, set()
    for row in content.records(PrebillingLine):
        if row.month != month or row.invoice:
            continue
        project = portfolio.projects.get(row.project)
        if row.project in left_out or project is None:
            skipped.add(row.project)
            continue
        active = project.status is ProjectStatus.ACTIVE
        if not active:
            findings.append(inactive_project(project))
        if row.hold or row.amount is None or not active:
            report.unchanged += 1
            continue
        net_cents += to_cents(row.amount)
        position = editor.table.positions[row.sheet_row - editor.table.grid.first_row]
        if editor.change(position, {"decision": Decision.APPROVED}):
            report.changed += 1
        else:
            report.unchanged += 1
    report.skipped = sorted(skipped)
    report.findings = told_findings(content, findings)
    report.totals = {"net": str(from_cents(net_cents))}
    edit = editor.edit()
    return Proposal(report, [edit] if edit else [])
