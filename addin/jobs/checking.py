"""Check a workbook: every problem, each with its cell and its remedy."""

from datetime import date

from addin.billing.calendar import Month
from addin.billing.choices import Axis, ProjectStatus
from addin.billing.units import unit_schedule
from addin.errors import Finding, Place
from addin.jobs.agreed.payer_vat import foreign_rates
from addin.jobs.agreed.payers import PayerBook
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.clients.registers import register_warnings
from addin.jobs.clients.warnings import people_warnings
from addin.jobs.content import STRUCTURE, Content
from addin.jobs.faults import project_codes, projects_left_out
from addin.jobs.invoices.lawful import company_warnings
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.month.left_behind import drafts_left_behind
from addin.jobs.month.own_lines import override_findings
from addin.jobs.month.prebilled import existing_lines
from addin.jobs.month.reopening import standing_lines
from addin.jobs.month.sources import Sources
from addin.jobs.month.wanted import wanted_lines
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.work.timesheets import entry_findings
from addin.journal.reopened import reopened
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry, Unit

JOB = "check"


def check(content: Content, today: date) -> Proposal:
    """Find everything that would keep a month from being billed.

    Args:
        content: The workbook.
        today: Decides which month is looked at when the settings name none.
    """
    month = content.firm.month or Month.of(today)
    findings = list(content.findings)
    report = Report(JOB, str(content.book.path))
    if not any(finding.code in STRUCTURE for finding in findings):
        findings = all_findings(content, month)
        report.skipped = sorted(projects_left_out(content, findings) & project_codes(content))
        findings += drafts_left_behind(content, month)
        findings += register_warnings(content, today)
    report.findings = told_findings(content, findings)
    report.totals = {"month": str(month)}
    edit = checks_edit(content, report.findings)
    return Proposal(report, [edit] if edit else [])


def base_findings(content: Content, portfolio: Portfolio) -> list[Finding]:
    """What is wrong with the tables and between them, whatever the month."""
    return [
        *content.findings,
        *portfolio.findings,
        *portfolio.rates.findings(),
        *portfolio.agreements.findings(),
        *override_findings(content),
    ]


def all_findings(content: Content, month: Month) -> list[Finding]:
    """Those, and what billing a month would run into."""
    portfolio = read_portfolio(content)
    findings = base_findings(content, portfolio) + entry_findings(content.table(TimesheetEntry))
    opened = reopened(journal_of(content))
    existing = standing_lines(existing_lines(content.table(PrebillingLine)), opened)
    wanted = wanted_lines(Sources(content, portfolio, month, existing, reopened=opened.lines))
    payers = PayerBook(portfolio)
    for line in wanted.lines:
        findings += payers.payers_of(line)[1]
    findings += foreign_rates(portfolio, wanted.lines)
    findings += company_warnings(content.firm)
    findings += people_warnings(content)
    return [*findings, *wanted.findings, *missing_quantities(content, portfolio, month)]


def missing_quantities(content: Content, portfolio: Portfolio, month: Month) -> list[Finding]:
    """Projects billed by the unit for which no quantity has come in."""
    counted = {(row.project, row.service) for row in content.records(Unit) if row.month == month}
    findings = []
    for project, schedules in portfolio.schedules.items():
        row = portfolio.projects.get(project)
        if row is None or row.status is not ProjectStatus.ACTIVE:
            continue
        for service in {one.service for one in schedules if one.axis is Axis.UNIT}:
            if (project, service) in counted:
                continue
            schedule = unit_schedule(schedules, service, month)
            if schedule is not None:
                place = Place("Schedules", schedule.row, "service")
                values = {"project": project, "service": service}
                findings.append(Finding("UNI-02", place, values))
    return findings
