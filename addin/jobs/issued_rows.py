"""What the workbook says of an invoice once it is issued, from the invoice itself."""

from collections.abc import Collection, Iterable, Mapping

from addin.billing.choices import PlanStatus
from addin.billing.invoice import Invoice, billed_lines
from addin.billing.plan import FEES
from addin.jobs.content import Content
from addin.jobs.journal_rows import invoice_line_rows, invoice_row, reached
from addin.journal.journal import Issued
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import Allocation, InvoiceLineRow, InvoiceRow, PrebillingLine
from addin.tables.sheets.engagements import Plan
from addin.tables.sheets.work import Expense, TimesheetEntry
from addin.words import text


def issued_edits(
    content: Content,
    invoices: Iterable[Invoice],
    kept: Mapping[str, Issued],
    settled: Collection[str] = (),
) -> list[TableEdit]:
    """Write invoices into every table that speaks of them.

    Args:
        content: The workbook.
        invoices: Issued, in the order of their numbers; those that the workbook has already
            change nothing.
        kept: What the journal says of each, by number.
        settled: Keys of the lines of 0.00 that need no invoice.
    """
    marks = _Marks(content, invoices, settled)
    editors = [
        _invoices(content, marks, kept),
        _lines(content, marks),
        _allocations(content, marks),
        _prebilling(content, marks),
        _timesheets(content, marks),
        _expenses(content, marks),
        _plan(content, marks),
    ]
    return [edit for editor in editors if (edit := editor.edit())]


class _Marks:
    """Which invoice bills which line for whom."""

    def __init__(
        self, content: Content, invoices: Iterable[Invoice], settled: Collection[str]
    ) -> None:
        self.invoices = list(invoices)
        self.by_part = {
            (line, invoice.buyer.key): invoice.number
            for invoice in self.invoices
            for line in billed_lines(invoice)
        }
        numbers: dict[str, list[str]] = {}
        for (line, _), number in self.by_part.items():
            numbers.setdefault(line, []).append(number)
        cells = content.table(PrebillingLine).values
        known = dict(zip(cells["line"], cells["invoice"], strict=True))
        self.by_line = {
            line: ", ".join(_merged(known.get(line) or "", found))
            for line, found in numbers.items()
        }
        self.without = dict.fromkeys(settled, text("line.without_invoice", content.language))
        self.by_line |= self.without


def _merged(known: str, numbers: Iterable[str]) -> list[str]:
    before = [number.strip() for number in known.split(",") if number.strip()]
    return list(dict.fromkeys([*before, *numbers]))


def _invoices(content: Content, marks: _Marks, kept: Mapping[str, Issued]) -> TableEditor:
    editor = content.editor(InvoiceRow)
    known = set(editor.table.values["number"])
    for position, number in enumerate(editor.table.values["number"]):
        if number in kept:
            editor.change(position, reached(kept[number]))
    for invoice in marks.invoices:
        if invoice.number not in known:
            editor.add(invoice_row(invoice, kept[invoice.number]))
    return editor


def _lines(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(InvoiceLineRow)
    known = set(editor.table.values["number"])
    for invoice in marks.invoices:
        if invoice.number in known:
            continue
        for row in invoice_line_rows(invoice):
            editor.add(row)
    return editor


def _allocations(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(Allocation)
    for position, (line, payer) in enumerate(editor.table.keys()):
        if number := marks.by_part.get((line, payer)) or marks.without.get(line):
            editor.change(position, {"invoice": number})
    return editor


def _prebilling(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(PrebillingLine)
    for position, line in enumerate(editor.table.values["line"]):
        if line in marks.by_line:
            editor.change(position, {"invoice": marks.by_line[line]})
    return editor


def _timesheets(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(TimesheetEntry)
    for position, line in enumerate(editor.table.values["line"]):
        if line in marks.by_line:
            editor.change(position, {"invoice": marks.by_line[line]})
    return editor


def _expenses(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(Expense)
    for position, line in enumerate(editor.table.values["line"]):
        if line in marks.by_line:
            editor.change(position, {"invoice": marks.by_line[line]})
    return editor


def _plan(content: Content, marks: _Marks) -> TableEditor:
    """Instalments whose line is billed."""
    editor = content.editor(Plan)
    billed = {
        (row.month, row.project, row.service)
        for row in content.records(PrebillingLine)
        if row.line in marks.by_line and row.axis in FEES
    }
    values = editor.table.values
    keys = zip(values["month"], values["project"], values["service"], strict=True)
    for position, key in enumerate(keys):
        if key in billed:
            editor.change(position, {"status": PlanStatus.INVOICED})
    return editor
