"""Bill once more, from the sheets of today, what an invoice billed that is credited in this step.

What stood behind the invoice is billed as the next run would bill it: by the rates, prices, payers,
addresses and VAT that the workbook has now. Work that no invoice bills yet is left for that run, so
that the new invoice has the work of the old one, and no other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import Decision, ProjectStatus
from addin.billing.existing import first_key
from addin.billing.invoice import Invoice, Source, billed_lines
from addin.errors import BillingError, Finding, RefusedError, Severity
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import Content
from addin.jobs.foreseen import carried_out
from addin.jobs.generating import generate
from addin.jobs.invoices.bundling import Bundle, Share
from addin.jobs.invoices.gathering import Gathering
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.invoices.issued_rows import issued_edits
from addin.jobs.invoices.settling import settled_parts
from addin.jobs.month.own_lines import inactive_project
from addin.jobs.month.prebilled import is_generated
from addin.jobs.shared.shares import approved_lines
from addin.jobs.sheet_changes import SheetChanges, without_rows
from addin.journal.journal import Journal
from addin.journal.reopened import reopened
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.tables.sheets.work import Expense, TimesheetEntry

TYPED = (
    "quantity_override",
    "price_override",
    "text_override",
    "discount_percent",
    "discount_amount",
    "payer_override",
)
"""The columns of a line in which the user says otherwise than the run computes."""
FIGURES = (
    "client",
    "quantity",
    "unit",
    "unit_price",
    "amount",
    "origin",
    "period_from",
    "period_to",
)


class NothingToBillError(BillingError):
    """Nothing that the invoice billed is to be billed by the sheets of today."""

    code = "CRN-17"


class OwnWordsLostError(BillingError):
    """What the user typed beside a line has no line any more that it could go with."""

    code = "CRN-15"


@dataclass
class Reissue:
    """What a credited invoice billed, made ready to be issued again.

    Attributes:
        content: The workbook before the credit note.
        invoice: That is credited whole.
        journal: What was issued, with what the running turn has issued so far.
        prove: Makes the documents of an invoice, and raises ``BillingError`` if that fails.
        issue_date: Of the new invoices.
        series: As they name it.
    """

    content: Content
    invoice: Invoice
    journal: Journal
    prove: Callable[[Invoice], object]
    issue_date: date
    series: str
    bundles: list[Bundle] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look at the month as it is, while the invoice still stands."""
        rows = {row.line: row for row in self.content.records(PrebillingLine)}
        self._rows = {key: rows[key] for key in billed_lines(self.invoice) if key in rows}
        months = {row.month for row in self._rows.values()}
        self.month = max(months, default=Month.of(self.invoice.supply_to))
        self._require_active()
        self._before = _open_figures(self._generated(self.content), self.month)

    def after(self, note: Invoice) -> None:
        """Bill what the credit note has opened again.

        Raises:
            RefusedError: Something in the sheets of today stands in the way.
            BillingError: Nothing is left to bill (CRN-17), or what the user typed beside a line
                would be lost (CRN-15).
        """
        kept = {one.number: one for one in self.journal.invoices()}
        opened = reopened(self.journal)
        self._credited = carried_out(
            self.content, issued_edits(self.content, [note], kept, opened=opened)
        )
        sources = frozenset(source for line in note.lines for source in line.reopens)
        found = self._generated(self._credited, sources)
        fresh = self._fresh(found)
        if typed := self._typed(fresh, opened.lines):
            found = self._generated(_with(found, typed), sources, hide=False)
            fresh = self._fresh(found)
        halves = set(billed_lines(note)) - opened.lines
        self._lines = fresh
        self._approved = _with(found, {key: {"decision": Decision.APPROVED} for key in fresh})
        self._gather(fresh, halves)

    def draft(self, bundle: Bundle) -> Callable[[str], Invoice]:
        """The new invoice of a bundle, waiting for its number."""
        return self._writer.draft(bundle)

    def changes(self, invoices: Sequence[Invoice]) -> SheetChanges:
        """What the credit note and the new invoices change in the workbook.

        Args:
            invoices: The new ones, as issued.
        """
        changes = SheetChanges(self.content)
        changes.take(self._credited)
        changes.copy_rows(PrebillingLine, ("line",), self._approved, self._lines)
        changes.copy_rows(Allocation, ("line", "payer"), self._approved, self._lines)
        changes.copy_marks(TimesheetEntry, self._approved, self._lines, ["billed_minutes"])
        changes.copy_marks(Expense, self._approved, self._lines)
        kept = {one.number: one for one in self.journal.invoices()}
        opened = reopened(self.journal)
        after = changes.content
        changes.carry_out(issued_edits(after, invoices, kept, self._settled, opened))
        return changes

    def _require_active(self) -> None:
        """Refuse to leave out a project that is on hold or closed."""
        projects = read_portfolio(self.content).projects
        found = [
            inactive_project(projects[code])
            for code in self.invoice.projects
            if code in projects and projects[code].status is not ProjectStatus.ACTIVE
        ]
        if found:
            raise RefusedError(found, self.content.tables)

    def _generated(
        self, content: Content, sources: frozenset[Source] = frozenset(), *, hide: bool = True
    ) -> Content:
        """The month as a run leaves it that knows no work but what is, or was, invoiced."""
        alone = self._alone(content, sources) if hide else content
        edits = generate(alone, self.month, confirmed=True, journal=self.journal).edits
        return carried_out(alone, edits)

    def _alone(self, content: Content, sources: frozenset[Source]) -> Content:
        """The workbook without drafts of the month, and without the work they would bill."""
        drafts = {
            row.line
            for row in content.records(PrebillingLine)
            if row.month == self.month and not row.invoice and row.line not in self._rows
        }
        elsewhere = {
            row.line
            for row in content.records(PrebillingLine)
            if row.month != self.month and row.line
        }

        def waits(row: Mapping[str, Any], source: Source) -> bool:
            return not (row["invoice"] or row["line"] in elsewhere or source in sources)

        found = without_rows(content, PrebillingLine, lambda row: row["line"] in drafts)
        found = without_rows(
            found, Allocation, lambda row: row["line"] in drafts and not row["invoice"]
        )
        found = without_rows(
            found,
            TimesheetEntry,
            lambda row: waits(row, Source(TimesheetEntry.spec.name, row["entry"] or "")),
        )
        return without_rows(
            found, Expense, lambda row: waits(row, Source(Expense.spec.name, row["expense"] or ""))
        )

    def _fresh(self, found: Content) -> set[str]:
        """The lines that the credit note has brought forth."""
        after = _open_figures(found, self.month)
        return {key for key, figures in after.items() if self._before.get(key) != figures}

    def _typed(self, fresh: Iterable[str], opened: frozenset[str]) -> dict[str, Mapping[str, Any]]:
        """What the user typed beside the old lines, by the new line that it goes with."""
        by_stem: dict[str, str] = {first_key(key): key for key in fresh}
        found: dict[str, Mapping[str, Any]] = {}
        for key, row in self._rows.items():
            cells = {name: getattr(row, name) for name in TYPED if getattr(row, name) is not None}
            if not cells or key not in opened or not is_generated(row):
                continue
            new = by_stem.get(first_key(key))
            if new is None or found.setdefault(new, cells) != cells:
                raise OwnWordsLostError(invoice=self.invoice.number, line=key)
        return found

    def _gather(self, fresh: set[str], halves: set[str]) -> None:
        """Put the new documents together, all of them or none."""
        content = self._approved
        portfolio = read_portfolio(content)
        approved = approved_lines(content, portfolio, self.journal, self.month)
        mine = {
            row.project
            for row in content.records(PrebillingLine)
            if row.line in fresh or row.line in halves
        }
        if approved.left_out & (mine | set(self.invoice.projects)):
            self._refuse(approved.findings)
        payer = self.invoice.buyer.key

        def is_mine(share: Share) -> bool:
            line = share.row.line
            return line in fresh or (line in halves and share.part.payer == payer)

        self._writer = InvoiceWriter.of(
            content, portfolio, self.month, self.issue_date, self.series
        )
        gathered = Gathering(self._writer, self.prove)
        gathered.gather([share for share in approved.shares if is_mine(share)], ())
        if gathered.left_out:
            self._refuse(gathered.findings)
        if not gathered.found:
            raise NothingToBillError(invoice=self.invoice.number)
        self.bundles = gathered.found
        self._settled = settled_parts(gathered.needless)

    def _refuse(self, findings: Sequence[Finding]) -> None:
        errors = [one for one in findings if one.severity is Severity.ERROR]
        raise RefusedError(errors or findings, self.content.tables)


def _open_figures(content: Content, month: Month) -> dict[str, tuple[object, ...]]:
    """What the lines of a month come to that no invoice bills, by key."""
    return {
        row.line: tuple(getattr(row, name) for name in FIGURES)
        for row in content.records(PrebillingLine)
        if row.month == month and row.line and not row.invoice
    }


def _with(content: Content, cells: Mapping[str, Mapping[str, Any]]) -> Content:
    """The workbook with these cells in its lines, by their keys."""
    editor = content.editor(PrebillingLine)
    for position, line in enumerate(editor.table.values["line"]):
        if line in cells:
            editor.change(position, cells[line])
    return carried_out(content, [editor.edit()])
