"""Credit an issued invoice: a credit note of a series of its own, proven as an invoice is.

It is numbered, written in memory, read back and compared, and only then kept by the journal. What
it opens again the next run bills once more; what it credits for good is never billed again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from addin.billing.calendar import Month, fiscal_year_of
from addin.billing.choices import EInvoice
from addin.billing.credit import (
    Credit,
    CreditPart,
    UnknownLineError,
    as_credit_note,
    credit_of_amount,
    credit_of_lines,
    whole_credit,
)
from addin.billing.invoice import DocumentKind, Invoice
from addin.billing.money import from_cents
from addin.documents.output_folder import FolderPattern
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoices.credit_sources import CreditSources
from addin.jobs.invoices.electronic import ElectronicFiles
from addin.jobs.invoices.filing import file_documents, require_unlisted
from addin.jobs.invoices.issued_rows import issued_edits
from addin.jobs.invoices.proving import Prover
from addin.jobs.invoices.recovering import (
    DocumentNotWrittenError,
    journal_of,
    require_folder,
    write_whole,
)
from addin.jobs.issuing import SERIES
from addin.jobs.reissuing import Reissue
from addin.jobs.report import Proposal, Report, told_findings
from addin.journal.journal import Issued
from addin.journal.numbering import Series
from addin.journal.reopened import Reopened, reopened
from addin.journal.turn import CREDITS, Turn
from addin.journal.within import journal_within, rehearsal
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import PrebillingLine

JOB = "credit"
PREFIX = "NC"
"""What the numbers of credit notes begin with, before the pattern of those of invoices."""


class NotAnInvoiceError(BillingError):
    """A credit note cannot be credited."""

    code = "CRN-05"


class UnsaidError(BillingError):
    """Nobody has said whether the work is to be billed again."""

    code = "CRN-10"


class AmountIsCommercialError(BillingError):
    """An amount cannot be told to be that of any work, so nothing can be opened again by it."""

    code = "CRN-11"


class ReissueWholeError(BillingError):
    """Only an invoice of which nothing is credited can be issued again in one step."""

    code = "CRN-12"


class CreditBeforeInvoiceError(BillingError):
    """A credit note cannot be dated before the invoice that it credits."""

    code = "CRN-18"


@dataclass(frozen=True)
class CreditRequest:
    """What the user asked for.

    Attributes:
        number: Of the invoice.
        issue_date: Of the credit note.
        moment: When it is made, with its time zone.
        lines: Places of lines from 1, each with a quantity of its unit or None for all that is
            left; empty for the whole invoice.
        amount_cents: An amount instead; None for none. With VAT if ``gross``.
        commercial: Nothing is billed again. Else ``opens_all`` or ``entries`` say what is.
        opens_all: All that stands behind what is credited.
        entries: Numbers of time entries and expenses; what they make is what is credited.
        reason: As printed; may be empty.
        reissue: Issue again at once what the invoice billed, from the sheets as they are today.
        folder: Where the documents go; None for the folder of the settings.
    """

    number: str
    issue_date: date
    moment: datetime
    lines: tuple[tuple[int, Decimal | None], ...] = ()
    amount_cents: int | None = None
    gross: bool = False
    commercial: bool = False
    opens_all: bool = False
    entries: tuple[str, ...] = ()
    reason: str = ""
    reissue: bool = False
    folder: Path | None = None
    dry_run: bool = False


def credit(content: Content, request: CreditRequest) -> Proposal:
    """Make the credit note of an invoice, wholly or in part.

    Raises:
        RefusedError: A table or a column is missing, or the sheets have faults that keep what is
            credited from being issued again.
        BillingError: It cannot be credited so (CRN-01 to CRN-18, JRN-04, JRN-12, JRN-18, JRN-19);
            no number was taken.
    """
    content.require_structure()
    _require_clear(request)
    if not request.dry_run:
        content.book.require_writable()
        content.book.keep(JOB, content.firm.restore_days)
    return _Run(content, request).proposal()


def _require_clear(request: CreditRequest) -> None:
    opens = request.opens_all or bool(request.entries)
    if request.reissue:
        if request.lines or request.amount_cents is not None or request.entries:
            raise ReissueWholeError(invoice=request.number)
        return
    if opens == request.commercial:
        raise UnsaidError(invoice=request.number)
    if opens and request.amount_cents is not None:
        raise AmountIsCommercialError(invoice=request.number)


class _Run:
    """One run of ``credit``."""

    def __init__(self, content: Content, request: CreditRequest) -> None:
        self.content, self.request, self.firm = content, request, content.firm
        self.journal = journal_of(content)
        self.invoice = self.journal.invoice(request.number)
        if self.invoice.kind is not DocumentKind.INVOICE:
            raise NotAnInvoiceError(number=request.number)
        if request.issue_date < self.invoice.issue_date:
            raise CreditBeforeInvoiceError(
                number=request.number, date=request.issue_date, issued=self.invoice.issue_date
            )
        self.base = content.book.path.parent
        self.out = request.folder or self.base / self.firm.output_folder
        folders = FolderPattern.parse(self.firm.folder_pattern)
        self.electronic = ElectronicFiles(content, request.moment.astimezone().date())
        month = Month.of(request.issue_date)
        self.prover = Prover(self.base, self.out, folders, month, self.electronic)
        self.year = fiscal_year_of(request.issue_date, self.firm.fiscal_year_start)
        self.series = Series(CREDITS, self.year, f"{PREFIX}{self.firm.number_pattern}")
        self.invoices = Series(SERIES, self.year, self.firm.number_pattern)
        self.findings: list[Finding] = []
        self.report = Report(JOB, str(content.book.path), invoices=[], dry_run=request.dry_run)

    def proposal(self) -> Proposal:
        """Credit, then say what the workbook is to show."""
        self._require_unlisted()
        if self.request.dry_run:
            self._tell(self._for_show(), {})
            return Proposal(self.report)
        require_folder(self.out)
        self._rehearse()
        files: dict[str, dict[str, bytes]] = {}
        edits: list[TableEdit] = []
        with self.journal.turn(self.request.moment) as turn:
            if self.request.reissue:
                issued, edits = self._reissue(turn, files)
            else:
                issued = [self._issue_note(turn, files)]
        self._file(files)
        kept = {one.number: one for one in self.journal.invoices()}
        if not self.request.reissue:
            opened = reopened(self.journal)
            self.findings += self._waiting(issued[0], opened)
            edits = issued_edits(self.content, issued, kept, opened=opened)
        self._tell(issued, kept)
        return Proposal(self.report, edits)

    def _require_unlisted(self) -> None:
        """Refuse numbers of which the folder already has documents."""
        used = [self.series, self.invoices] if self.request.reissue else [self.series]
        for series in used:
            numbers = self.journal.next_numbers(series, self.request.issue_date)
            require_unlisted(self.out, numbers)

    def _rehearse(self) -> None:
        """Hold the electronic credit note to the rules before others have to wait for its number.

        The rules are ready then also for the invoices that are issued with it.

        Raises:
            BillingError: It cannot be credited so, or the file breaks rules.
        """
        if self.invoice.einvoice is not EInvoice.PDF:
            taken = self._credit(self.journal.credit_notes(self.request.number))
            number = self.journal.next_numbers(self.series, self.request.issue_date)[0]
            self.electronic.proven(self._note(taken, number))

    def _issue_note(self, turn: Turn, files: dict[str, dict[str, bytes]]) -> Invoice:
        taken = self._credit(turn.credit_notes(self.request.number))
        found: dict[str, bytes] = {}
        note = turn.issue(
            self.series,
            self.request.issue_date,
            draft=lambda number: self._note(taken, number),
            prove=partial(self.prover.prove, into=found),
        )
        files[note.number] = found
        return note

    def _reissue(
        self, turn: Turn, files: dict[str, dict[str, bytes]]
    ) -> tuple[list[Invoice], list[TableEdit]]:
        """The credit note, and what takes the place of the old invoice; all of it or nothing."""
        reissue = Reissue(
            content=self.content,
            invoice=self.invoice,
            journal=journal_within(self.journal, turn),
            prove=lambda invoice: self.prover.prove(invoice, {}),
            issue_date=self.request.issue_date,
            series=f"{SERIES} {self.year}",
        )
        note = self._issue_note(turn, files)
        reissue.after(note)
        invoices = []
        for bundle in reissue.bundles:
            found: dict[str, bytes] = {}
            invoice = turn.issue(
                self.invoices,
                self.request.issue_date,
                draft=reissue.draft(bundle),
                prove=partial(self.prover.prove, into=found),
            )
            files[invoice.number] = found
            invoices.append(invoice)
        self.findings += self._otherwise(invoices)
        return [note, *invoices], reissue.changes(invoices).edits()

    def _for_show(self) -> list[Invoice]:
        """The same with the numbers that they would get."""
        if self.request.reissue:
            with rehearsal(self.journal, self.request.moment) as turn:
                issued, _ = self._reissue(turn, {})
            return issued
        taken = self._credit(self.journal.credit_notes(self.request.number))
        number = self.journal.next_numbers(self.series, self.request.issue_date)[0]
        note = self._note(taken, number)
        self.prover.prove(note, {})
        return [note]

    def _credit(self, notes: Sequence[Invoice]) -> Credit:
        """What is taken back."""
        request, invoice = self.request, self.invoice
        if request.amount_cents is not None:
            return credit_of_amount(invoice, notes, request.amount_cents, gross=request.gross)
        for place, _ in request.lines:
            if not 1 <= place <= len(invoice.lines):
                raise UnknownLineError(invoice=invoice.number, line=place, count=len(invoice.lines))
        if request.reissue and notes:
            raise ReissueWholeError(invoice=invoice.number)
        sources = CreditSources(self.content, invoice, notes, reopened(self.journal))
        if request.commercial:
            parts = [CreditPart(place, quantity) for place, quantity in request.lines]
        elif request.entries:
            parts = sources.of_rows(request.entries)
        else:
            whole = [place for place, quantity in request.lines if quantity is None]
            parts = sources.whole(whole or ([] if request.lines else self._open_places(notes)))
            parts += [
                sources.of_quantity(place, quantity)
                for place, quantity in request.lines
                if quantity is not None
            ]
        if request.lines or request.entries:
            return credit_of_lines(invoice, notes, sorted(parts, key=lambda one: one.place))
        return whole_credit(invoice, notes, {one.place: one.reopens for one in parts})

    def _open_places(self, notes: Sequence[Invoice]) -> list[int]:
        """The lines of which something is left."""
        credited = dict.fromkeys(range(1, len(self.invoice.lines) + 1), 0)
        for note in notes:
            for line in note.lines:
                credited[line.credits] += line.net_cents
        return [
            place
            for place, cents in credited.items()
            if not notes or cents != self.invoice.lines[place - 1].net_cents
        ]

    def _note(self, taken: Credit, number: str) -> Invoice:
        return as_credit_note(
            self.invoice,
            taken,
            number=number,
            series=f"{CREDITS} {self.year}",
            issue_date=self.request.issue_date,
            mentions=[self.request.reason] if self.request.reason else [],
        )

    def _otherwise(self, invoices: Sequence[Invoice]) -> Iterator[Finding]:
        """Tells that the new invoices come to something else, or go to somebody else."""
        before = (self.invoice.buyer.key, self.invoice.totals.gross_cents)
        if [(one.buyer.key, one.totals.gross_cents) for one in invoices] != [before]:
            values = {
                "invoice": self.invoice.number,
                "payer": self.invoice.buyer.key,
                "gross": from_cents(self.invoice.totals.gross_cents),
                "numbers": "; ".join(
                    f"{one.number} {one.buyer.key} {from_cents(one.totals.gross_cents)}"
                    for one in invoices
                ),
            }
            yield Finding("CRN-16", Place("Invoices"), values)

    def _file(self, files: Mapping[str, Mapping[str, bytes]]) -> None:
        """Write the documents; what cannot be written the next run writes."""
        written: dict[str, list[str]] = {}
        for number, documents in files.items():
            try:
                for path, document in documents.items():
                    write_whole(self.base / path, document)
            except DocumentNotWrittenError as error:
                self.findings.append(Finding(error.code, Place("Invoices"), error.values))
            else:
                written[number] = list(documents)
        self.journal.note_written(written)
        self.findings += file_documents(self.journal, self.base, self.out, self.request.moment)

    def _waiting(self, note: Invoice, opened: Reopened) -> Iterator[Finding]:
        """The lines of which this payer's part is open, and for which others are still billed."""
        months = {row.line: row.month for row in self.content.records(PrebillingLine)}
        for line in note.lines:
            stands = line.line in opened.lines or (line.line, note.buyer.key) in opened.cents
            if line.reopens and not stands:
                values = {
                    "line": line.line,
                    "payer": note.buyer.key,
                    "month": str(months.get(line.line, Month.of(line.period_to))),
                }
                yield Finding("CRN-13", Place("Prebilling"), values)

    def _tell(self, issued: Sequence[Invoice], kept: Mapping[str, Issued]) -> None:
        """Fill the report: amounts of a credit note are below zero, as on the sheet."""
        self.findings += self.electronic.remarks
        self.report.added = len(issued)
        self.report.findings = told_findings(self.content, self.findings)
        self.report.invoices = [self._record(one, kept) for one in issued]
        self.report.totals = {
            "invoices": str(len(issued)),
            "net": str(from_cents(sum(_sign(one) * one.totals.net_cents for one in issued))),
            "vat": str(from_cents(sum(_sign(one) * one.totals.vat_cents for one in issued))),
            "gross": str(from_cents(sum(_sign(one) * one.totals.gross_cents for one in issued))),
        }

    def _record(self, one: Invoice, kept: Mapping[str, Issued]) -> dict[str, Any]:
        paths = kept[one.number].documents if one.number in kept else ()
        sign, totals = _sign(one), one.totals
        return {
            "number": one.number,
            "payer": one.buyer.key,
            "projects": list(one.projects),
            "net": str(from_cents(sign * totals.net_cents)),
            "vat": str(from_cents(sign * totals.vat_cents)),
            "gross": str(from_cents(sign * totals.gross_cents)),
            "files": [str(self.base / path) for path in paths],
            "credits": one.preceding.number if one.preceding is not None else None,
            "einvoice": one.einvoice.value,
            "attach_pdf": self.content.firm.attach_pdf and one.einvoice is not EInvoice.PDF,
        }


def _sign(invoice: Invoice) -> int:
    return -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
