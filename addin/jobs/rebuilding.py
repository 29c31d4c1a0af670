"""Bring back what was issued into a workbook that has lost it, from the journal."""

from collections.abc import Iterator, Mapping
from typing import Any

from addin.errors import Finding
from addin.jobs.content import Content
from addin.jobs.invoices.issued_rows import issued_edits
from addin.jobs.invoices.journal_rows import Row
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.verifying import TABLES, Kept, cell_findings, sheet_findings
from addin.journal.journal import Journal
from addin.tables.columns import Record
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import Allocation, InvoiceLineRow, InvoiceRow

JOB = "rebuild"
Keyed = Mapping[tuple[Any, ...], Row]


def rebuild(content: Content, *, force: bool = False) -> Proposal:
    """Make Invoices, Invoice lines and Allocations show all that was issued.

    What is missing is added below; a row that nobody issued stays and is named. The marks of the
    other sheets, such as the invoice of a line of prebilling, follow.

    Args:
        content: The workbook.
        force: Also change the cells that say something else than the journal.

    Raises:
        BillingError: A sheet is missing, the journal cannot be read, or the workbook shows an
            invoice that is not in it.
    """
    content.require_structure(*TABLES)
    journal = journal_of(content)
    journal.require(number for number in content.table(InvoiceRow).values["number"] if number)
    kept = Kept.of(journal)
    report = Report(JOB, str(content.book.path))
    edits = [
        _edit(content, InvoiceRow, kept.invoices, report, force=force),
        _edit(content, InvoiceLineRow, kept.lines, report, force=force),
        _edit(content, Allocation, kept.allocations, report, force=force),
    ]
    edits += _marks(content, journal, {edit.table for edit in edits})
    report.findings = told_findings(content, _left_over(content, kept, force=force))
    return Proposal(report, [edit for edit in edits if edit])


def _edit(
    content: Content, record: type[Record], wanted: Keyed, report: Report, *, force: bool
) -> TableEdit:
    """What one table lacks, and, if it is to be forced, what it says otherwise."""
    editor = content.editor(record)
    known = set()
    for position, key in enumerate(editor.table.keys()):
        if key not in wanted or key in known:
            continue
        known.add(key)
        if force and _put_back(content, editor, position, wanted[key]):
            report.changed += 1
        else:
            report.unchanged += 1
    missing = [row for key, row in wanted.items() if key not in known]
    for row in missing:
        editor.add(row)
    report.added += len(missing)
    return editor.edit()


def _put_back(content: Content, editor: TableEditor, position: int, wanted: Row) -> bool:
    """Give the cells that differ what the journal has; whether there were any."""
    differing = cell_findings(editor.table, position, wanted, content.language)
    names = [finding.where.column for finding in differing if finding.where.column]
    return editor.change(position, {name: wanted[name] for name in names})


def _marks(content: Content, journal: Journal, done: set[str]) -> Iterator[TableEdit]:
    """The numbers that rows of the other sheets name."""
    kept = {one.number: one for one in journal.invoices()}
    invoices = [journal.invoice(number) for number in kept]
    return (edit for edit in issued_edits(content, invoices, kept) if edit.table not in done)


def _left_over(content: Content, kept: Kept, *, force: bool) -> list[Finding]:
    """What stays different: rows that nobody issued, and cells, unless they are forced."""
    told = {"VER-03"} if force else {"VER-01", "VER-03"}
    return [finding for finding in sheet_findings(content, kept) if finding.code in told]
