"""Report on a month before it is generated: clients, work in progress, budgets.

The same figures are shown, given to a script, or put on the sheets *Overview* and
*WorkInProgress*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from addin.billing.calendar import Month
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.budget import Budget, budgets
from addin.jobs.content import Content
from addin.jobs.foreseen import carried_out
from addin.jobs.generating import generate
from addin.jobs.overview import (
    ClientMonth,
    ProjectWork,
    month_overview,
    totals_of,
    work_in_progress,
)
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.columns import Record
from addin.tables.editing import json_record, replace_rows
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import OverviewRow, WorkInProgressRow

REPORT = "report"
COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class MonthReport:
    """What there is to know of a month before it is generated.

    Attributes:
        report: What generating it would find and leave out; nothing of it was carried out.
    """

    report: Report
    month: Month
    clients: list[ClientMonth]
    work: list[ProjectWork]
    budgets: list[Budget]

    def record(self) -> dict[str, Any]:
        """As one JSON object."""
        return {
            **self.report.record(),
            "month": str(self.month),
            "overview": [json_record(OverviewRow.spec, one.row()) for one in self.clients],
            "work_in_progress": [
                json_record(WorkInProgressRow.spec, one.row()) for one in self.work
            ],
            "budget": [one.record() for one in self.budgets],
        }


def month_report(content: Content, month: Month) -> MonthReport:
    """Look at a month as generating it would leave it.

    Raises:
        BillingError: The month cannot be generated.
    """
    generated = generate(content, month, confirmed=True)
    portfolio = read_portfolio(content)
    clients = month_overview(content, carried_out(content, generated.edits), month)
    work, findings = work_in_progress(content, portfolio, month)
    report = Report(REPORT, str(content.book.path), skipped=generated.report.skipped, dry_run=True)
    report.findings = [*generated.report.findings, *told_findings(content, findings)]
    report.totals = {"month": str(month), **totals_of(clients, work)}
    return MonthReport(report, month, clients, work, budgets(content, portfolio))


def compare(content: Content, month: Month) -> Proposal:
    """Fill the sheets *Overview* and *WorkInProgress*, those of the two that there are.

    Raises:
        BillingError: The month cannot be generated.
    """
    found = month_report(content, month)
    edits = [
        _sheet(content, OverviewRow, (one.row() for one in found.clients)),
        _sheet(content, WorkInProgressRow, (one.row() for one in found.work)),
    ]
    changed = sum(map(bool, edits))
    report = replace(found.report, job=COMPARE, changed=changed, dry_run=False)
    return Proposal(report, [edit for edit in edits if edit])


def _sheet(content: Content, record: type[Record], rows: Iterable[dict[str, Any]]) -> TableEdit:
    editor = content.editor(record)
    if editor.table.headings:
        replace_rows(editor, rows)
    return editor.edit()
