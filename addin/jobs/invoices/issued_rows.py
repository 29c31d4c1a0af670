"""What the workbook says of an invoice once it is issued, from the invoice itself."""

from collections.abc import Collection, Iterable, Mapping

from addin.billing.choices import Decision, PlanStatus
from addin.billing.invoice import DocumentKind, Invoice, Source, billed_lines
from addin.billing.plan import FEES
from addin.jobs.content import Content
from addin.jobs.invoices.freed import Freed
from addin.jobs.invoices.journal_rows import Part, invoice_line_rows, invoice_row, reached
from addin.jobs.month.prebilled import is_generated
from addin.journal.journal import Issued
from addin.journal.reopened import Reopened
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
    settled: Collection[Part] = (),
    opened: Reopened | None = None,
) -> list[TableEdit]:
    """Write invoices into every table that speaks of them.

    Args:
        content: The workbook.
        invoices: Issued, in the order of their numbers; those that the workbook has already
            change nothing.
        kept: What the journal says of each, by number.
        settled: What needs no invoice, as all that its payer gets comes to 0.00. A line that nobody
            gets an invoice for says so; else it names those of the others.
        opened: What credit notes have opened again, where some of the invoices are credit notes.
    """
    marks = _Marks(content, invoices, settled, opened)
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
        self,
        content: Content,
        invoices: Iterable[Invoice],
        settled: Collection[Part],
        opened: Reopened | None,
    ) -> None:
        self.invoices = list(invoices)
        self.freed = Freed.by(self.invoices, opened)
        self.by_part = {
            (line, invoice.buyer.key): invoice.number
            for invoice in self.invoices
            if invoice.kind is DocumentKind.INVOICE
            for line in billed_lines(invoice)
            if not self.freed.is_open((line, invoice.buyer.key))
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
        without = text("line.without_invoice", content.language)
        for line, payer in settled:
            self.by_part.setdefault((line, payer), without)
            self.by_line.setdefault(line, known.get(line) or without)
        self.with_notes = self.by_line | {
            line: ", ".join(_merged(self.by_line.get(line) or known.get(line) or "", notes))
            for line, notes in self.freed.numbers.items()
        }

    def reopens(self, line: str | None) -> bool:
        """Whether one of the credit notes has opened a line again for all its payers."""
        opened = self.freed.opened
        return line in self.freed.numbers and opened is not None and line in opened.lines


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
        if number := marks.by_part.get((line, payer)):
            editor.change(position, {"invoice": number})
        elif line in marks.freed.numbers and marks.freed.is_open((line, payer)):
            editor.change(position, {"invoice": None})
    return editor


def _prebilling(content: Content, marks: _Marks) -> TableEditor:
    """A line of the user's own that is open again waits for approval as it did before."""
    editor = content.editor(PrebillingLine)
    own = {
        row.line
        for row in (content.records(PrebillingLine) if marks.freed.numbers else ())
        if marks.reopens(row.line) and not is_generated(row)
    }
    for position, line in enumerate(editor.table.values["line"]):
        if line in own:
            editor.change(position, {"invoice": None, "decision": Decision.DRAFT})
        elif line in marks.with_notes:
            editor.change(position, {"invoice": marks.with_notes[line]})
    return editor


def _timesheets(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(TimesheetEntry)
    _mark(editor, marks, "entry", {"billed_minutes": None})
    return editor


def _expenses(content: Content, marks: _Marks) -> TableEditor:
    editor = content.editor(Expense)
    _mark(editor, marks, "expense", {})
    return editor


def _mark(editor: TableEditor, marks: _Marks, name: str, emptied: Mapping[str, object]) -> None:
    """Each row names the invoice of its line; one that is free again names nothing.

    Args:
        editor: Of the entries or of the expenses.
        marks: What bills what.
        name: Of the column with their numbers.
        emptied: What else goes from a row that is free again.
    """
    keys, table = editor.table.values[name], editor.table.spec.name
    for position, line in enumerate(editor.table.values["line"]):
        is_credited = line in marks.freed.numbers
        if is_credited and marks.freed.frees(line, Source(table, keys[position] or "")):
            editor.change(position, {"line": None, "invoice": None, **emptied})
        elif line in marks.by_line:
            editor.change(position, {"invoice": marks.by_line[line]})


def _plan(content: Content, marks: _Marks) -> TableEditor:
    """Instalments whose line is billed, or is to be billed again."""
    editor = content.editor(Plan)
    billed = {
        (row.month, row.project, row.service): (
            PlanStatus.PLANNED if marks.reopens(row.line) else PlanStatus.INVOICED
        )
        for row in content.records(PrebillingLine)
        if row.axis in FEES and (row.line in marks.by_line or marks.reopens(row.line))
    }
    values = editor.table.values
    keys = zip(values["month"], values["project"], values["service"], strict=True)
    for position, key in enumerate(keys):
        if key in billed:
            editor.change(position, {"status": billed[key]})
    return editor
