"""What the workbook says of an invoice once it is issued, from the invoice itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from addin.billing.choices import InvoiceState, PlanStatus
from addin.billing.invoice import Invoice, billed_lines
from addin.billing.money import from_cents
from addin.billing.plan import FEES
from addin.jobs.content import Content
from addin.journal.journal import Issued
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import Allocation, InvoiceLineRow, InvoiceRow, PrebillingLine
from addin.tables.sheets.engagements import Plan
from addin.tables.sheets.work import Expense, TimesheetEntry


def issued_edits(
    content: Content, invoices: Iterable[Invoice], kept: Mapping[str, Issued]
) -> list[TableEdit]:
    """Write invoices into every table that speaks of them.

    Args:
        content: The workbook.
        invoices: Issued, in the order of their numbers; those that the workbook has already
            change nothing.
        kept: What the journal says of each, by number.
    """
    marks = _Marks(content, invoices)
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

    def __init__(self, content: Content, invoices: Iterable[Invoice]) -> None:
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


def _merged(known: str, numbers: Iterable[str]) -> list[str]:
    before = [number.strip() for number in known.split(",") if number.strip()]
    return list(dict.fromkeys([*before, *numbers]))


def _invoices(content: Content, marks: _Marks, kept: Mapping[str, Issued]) -> TableEditor:
    editor = content.editor(InvoiceRow)
    known = set(editor.table.values["number"])
    for invoice in marks.invoices:
        if invoice.number not in known:
            editor.add(_invoice_row(invoice, kept[invoice.number]))
    return editor


def _invoice_row(invoice: Invoice, kept: Issued) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "series": invoice.series,
        "date": invoice.issue_date,
        "due_date": invoice.due_date,
        "supply_from": invoice.supply_from,
        "supply_to": invoice.supply_to,
        "payer": invoice.buyer.key,
        "projects": ", ".join(invoice.projects),
        "net": from_cents(invoice.totals.net_cents),
        "vat": from_cents(invoice.totals.vat_cents),
        "gross": from_cents(invoice.totals.gross_cents),
        "currency": invoice.currency,
        "reference": invoice.reference,
        "state": InvoiceState.ISSUED,
        "docx": kept.documents[0] if kept.documents else None,
        "digest": kept.digest,
    }


def _lines(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(InvoiceLineRow)
    known = set(editor.table.values["number"])
    for invoice in marks.invoices:
        if invoice.number in known:
            continue
        for position, line in enumerate(invoice.lines, start=1):
            editor.add(
                {
                    "number": invoice.number,
                    "position": position,
                    "line": line.line,
                    "project": line.project,
                    "description": line.description,
                    "quantity": line.quantity,
                    "unit": line.unit or None,
                    "unit_price": line.unit_price,
                    "discount": from_cents(line.allowance_cents),
                    "net": from_cents(line.net_cents),
                    "vat_category": line.vat_category,
                    "vat_rate": line.vat_rate,
                    "period_from": line.period_from,
                    "period_to": line.period_to,
                }
            )
    return editor


def _allocations(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(Allocation)
    for position, (line, payer) in enumerate(editor.table.keys()):
        if number := marks.by_part.get((line, payer)):
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
