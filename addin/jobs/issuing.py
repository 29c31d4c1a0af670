"""Issue a month: numbers, documents and the journal, a few invoices at a time.

An invoice is numbered, written in memory, read back and compared, and only then kept by the
journal, in a large month with others in one turn; its file follows. When a run is cut short, the
next one finds in the journal what the workbook does not know yet, writes the files that are
missing, and goes on with the rest.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from addin.billing.calendar import Month, fiscal_year_of
from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice
from addin.billing.money import from_cents
from addin.documents.invoices import expected_totals, read_totals
from addin.documents.output_folder import FolderPattern, document_path
from addin.documents.printed_rows import differing_rows
from addin.errors import BillingError, Finding, Place, RefusedError, StoppedError
from addin.jobs.bundling import Bundle, Share, bundles
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
from addin.jobs.filing import file_documents
from addin.jobs.invoicing import InvoiceWriter
from addin.jobs.issued_rows import issued_edits
from addin.jobs.portfolio import Portfolio, read_portfolio
from addin.jobs.recovering import (
    DocumentNotWrittenError,
    journal_of,
    rendered,
    require_folder,
    write_whole,
)
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.shares import approved_lines
from addin.journal.journal import Issued
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile
from addin.tables.sheets.settings import Firm

JOB = "issue"
SERIES = "invoice"
REHEARSAL = "PRO-0001"
ALONE, TURN = 16, 32
"""How many invoices have a transaction of the journal each, and how many share one after them: what
a run waits for is the disk. Others who issue wait for a turn."""
PROVEN = {
    "number": "number",
    "net": "net_cents",
    "VAT": "vat_cents",
    "gross": "gross_cents",
    "early payment": "early_cents",
}
"""What a document must show as it was computed, and where ``PrintedTotals`` has it."""
LAW = ("firm_name", "vat_number", "address", "postcode", "city", "country", "iban")
"""Settings without which nothing is issued: what the law wants of the seller on an invoice (in the
European Union Directive 2006/112/EC, art. 226), and the account to pay to."""


class FigureDifferenceError(BillingError):
    """The written document says another figure than the one computed."""

    code = "ISS-03"


@dataclass(frozen=True)
class Request:
    """What the user asked for.

    Attributes:
        issue_date: Date of every invoice of the run.
        folder: Where the documents go; None for the folder of the settings.
        moment: When the run takes place, with its time zone.
        dry_run: Compute and show, but take no number and write nothing.
        on_issued: Told after each turn how many are done, and how many there are. It may raise
            ``StoppedError``: what is issued stays so, and the rest is left for another run.
    """

    month: Month
    issue_date: date
    moment: datetime
    folder: Path | None = None
    dry_run: bool = False
    on_issued: Callable[[int, int], None] | None = None


def issue(content: Content, request: Request) -> Proposal:
    """Number and write the invoices of a month's approved lines.

    Raises:
        RefusedError: A table, a column or a setting that the law wants is missing.
        BillingError: The journal or the folder of the invoices cannot be used, or the date is
            before that of the last invoice.
    """
    content.require_structure()
    _require_settings(content)
    if not request.dry_run:
        content.book.require_writable()
        content.book.keep(JOB, content.firm.restore_days)
    return _Run(content, request).proposal()


def _require_settings(content: Content) -> None:
    firm = content.firm
    missing = [
        Finding("SET-01", Place("Settings"), {"heading": name})
        for name in LAW
        if not getattr(firm, name)
    ]
    faulty = [one for one in content.findings if one.where.table == "Settings"]
    if missing or faulty:
        raise RefusedError([*missing, *faulty], content.tables)


class _Run:
    """One run of ``issue``."""

    def __init__(self, content: Content, request: Request) -> None:
        self.content = content
        self.request = request
        self.firm: Firm = content.firm
        self.portfolio: Portfolio = read_portfolio(content)
        self.journal = journal_of(content)
        self.base = content.book.path.parent
        self.out = request.folder or self.base / self.firm.output_folder
        self.folders = FolderPattern.parse(self.firm.folder_pattern)
        self.findings: list[Finding] = []
        self.settled: list[str] = []
        self.stopping = False
        self.report = Report(JOB, str(content.book.path), invoices=[], dry_run=request.dry_run)
        year = fiscal_year_of(request.issue_date, self.firm.fiscal_year_start)
        self.series = Series(SERIES, year, self.firm.number_pattern)
        self.writer = InvoiceWriter.of(
            content, self.portfolio, request.month, request.issue_date, f"{SERIES} {year}"
        )

    def proposal(self) -> Proposal:
        """Issue, then say what the workbook is to show."""
        issued = self._issue(self._bundles())
        kept = {one.number: one for one in self.journal.invoices()} if issued else {}
        if not self.request.dry_run and issued:
            moment = self.request.moment
            self.findings += file_documents(self.journal, self.base, self.out, moment)
        self.report.findings = told_findings(self.content, self.findings)
        self.report.added = len(issued)
        self.report.totals = _totals(issued)
        self.report.invoices = [self._record(invoice, kept) for invoice in issued]
        if self.request.dry_run:
            return Proposal(self.report)
        edits = issued_edits(self.content, issued, kept, self.settled)
        checks = checks_edit(self.content, self.report.findings)
        return Proposal(self.report, [*edits, checks] if checks else edits)

    def _bundles(self) -> list[Bundle]:
        """The documents to issue, whole projects only, in the order of the sheet."""
        approved = approved_lines(self.content, self.portfolio, self.journal, self.request.month)
        self.findings += approved.findings
        left_out = approved.left_out | projects_left_out(self.content, self.findings)
        found, faulty = self._sound_bundles(approved.shares, left_out)
        while faulty:  # what is left of a payer's projects may make another document
            left_out |= faulty
            found, faulty = self._sound_bundles(approved.shares, left_out)
        if approved.waiting:
            values: dict[str, object] = {"count": approved.waiting}
            self.findings.append(Finding("ISS-04", Place("Prebilling"), values))
        elif not (found or self.settled or left_out):
            values = {"month": str(self.request.month)}
            self.findings.append(Finding("ISS-01", Place("Prebilling"), values))
        if self.settled:
            values = {"count": len(self.settled)}
            self.findings.append(Finding("ISS-11", Place("Prebilling"), values))
        self.report.skipped = sorted(left_out & self.portfolio.codes)
        return found

    def _sound_bundles(
        self, shares: Sequence[Share], left_out: Collection[str]
    ) -> tuple[list[Bundle], set[str]]:
        """The documents of the projects that are not left out, and those of them with a fault."""
        clients = self.portfolio.clients
        kept = [share for share in shares if share.row.project not in left_out]
        together = bundles(kept, clients)
        found = [bundle for bundle in together if not bundle.is_nil]
        self.settled = _on_nil_documents_only(together)
        faulty: set[str] = set()
        documents = Counter(project for bundle in found for project in bundle.projects)
        for bundle in found:
            spread = any(documents[project] > 1 for project in bundle.projects)
            faults = self._faults(bundle)
            if not faults and (spread or self.request.dry_run):
                faults = self._rehearsed(bundle)
            if faults:
                self.findings += faults
                faulty |= set(bundle.projects)
        return found, faulty

    def _faults(self, bundle: Bundle) -> list[Finding]:
        """What keeps a bundle from being an invoice."""
        payer = self.portfolio.clients[bundle.payer]
        place = Place("Clients", payer.sheet_row, "address")
        faults = []
        if not (payer.address and payer.postcode and payer.city):
            faults.append(Finding("PAY-03", place, {"payer": payer.client}))
        reverse = any(share.terms.vat.category is VatCategory.AE for share in bundle.shares)
        if reverse and not payer.vat_number:
            where = Place("Clients", payer.sheet_row, "vat_number")
            faults.append(Finding("PAY-01", where, {"payer": payer.client}))
        return [*faults, *self.writer.sum_faults(bundle)]

    def _rehearsed(self, bundle: Bundle) -> list[Finding]:
        """What keeps its document from being written.

        It is found before any number is taken, so that a project that is paid by several is not
        issued to some of them only.
        """
        try:
            self._prove(self.writer.invoice(bundle, REHEARSAL), {})
        except BillingError as error:
            return [self._at_template(bundle, error)]
        return []

    def _issue(self, found: Sequence[Bundle]) -> list[Invoice]:
        if self.request.dry_run:
            return self._numbered_for_show(found)
        if found:
            require_folder(self.out)
        issued: list[Invoice] = []
        place = 0
        while place < len(found):
            turn = found[place : place + (TURN if place >= ALONE else 1)]
            place += len(turn)
            try:
                documents, is_broken = self._issue_turn(turn, issued)
            except BillingError as error:  # of the journal: nothing of this turn is kept
                if not issued:
                    raise
                self._leave_out(turn[0], error)
                break
            self._file(documents)
            if is_broken or self._is_stopped(len(issued), found, place):
                break
        return issued

    def _issue_turn(
        self, found: Sequence[Bundle], issued: list[Invoice]
    ) -> tuple[dict[str, dict[str, bytes]], bool]:
        """Issue some documents in one transaction of the journal, so that it waits once.

        Args:
            found: The documents of the turn.
            issued: What the run has issued; those of the turn are added when they are kept.

        Returns:
            The files to write, by the number of their invoice; whether the journal refuses more.
        """
        kept: dict[str, dict[str, bytes]] = {}
        invoices: list[Invoice] = []
        is_broken = False
        with self.journal.turn(self.request.moment) as turn:
            for bundle in found:
                files: dict[str, bytes] = {}
                try:
                    invoice = turn.issue(
                        self.series,
                        self.request.issue_date,
                        draft=self.writer.draft(bundle),
                        prove=partial(self._prove, into=files),
                    )
                except BillingError as error:
                    is_broken = not error.code.startswith(("DOC-", "ISS-"))
                    if is_broken and not (issued or invoices):
                        raise
                    self._leave_out(bundle, error)
                    if is_broken:
                        break
                else:
                    invoices.append(invoice)
                    kept[invoice.number] = files
        issued += invoices
        return kept, is_broken

    def _leave_out(self, bundle: Bundle, error: BillingError) -> None:
        """Tell why a document is not issued."""
        self.findings.append(self._at_template(bundle, error))
        self.report.skipped = sorted({*self.report.skipped, *bundle.projects})

    def _file(self, documents: Mapping[str, Mapping[str, bytes]]) -> None:
        """Write the files of issued invoices; what cannot be written the next run writes."""
        written: dict[str, list[str]] = {}
        for number, files in documents.items():
            try:
                for path, document in files.items():
                    write_whole(self.base / path, document)
            except DocumentNotWrittenError as error:
                self.findings.append(Finding(error.code, Place("Invoices"), error.values))
            else:
                written[number] = list(files)
        try:
            self.journal.note_written(written)
        except BillingError as error:
            self.findings.append(Finding(error.code, Place("Invoices"), error.values))

    def _is_stopped(self, issued: int, found: Sequence[Bundle], place: int) -> bool:
        """Tell how many are issued, after each turn; whether the rest is left for another run.

        No project is left with some of its invoices issued and others not.

        Args:
            issued: How many invoices of the run.
            found: All its documents.
            place: How many of them have been gone through.
        """
        try:
            if self.request.on_issued is not None:
                self.request.on_issued(issued, len(found))
        except StoppedError:
            self.stopping = True
        if not self.stopping:
            return False
        behind = {project for bundle in found[:place] for project in bundle.projects}
        ahead = {project for bundle in found[place:] for project in bundle.projects}
        if not ahead or behind & ahead:
            return False
        values = {"done": issued, "total": len(found)}
        self.findings.append(Finding("ISS-10", Place("Prebilling"), values))
        return True

    def _numbered_for_show(self, found: Sequence[Bundle]) -> list[Invoice]:
        """The invoices with the numbers they would get."""
        if not found:
            return []
        numbers = self.journal.next_numbers(self.series, self.request.issue_date, len(found))
        return [
            self.writer.invoice(bundle, number)
            for bundle, number in zip(found, numbers, strict=True)
        ]

    def _at_template(self, bundle: Bundle, error: BillingError) -> Finding:
        client = self.portfolio.clients[bundle.payer]
        return Finding(error.code, Place("Clients", client.sheet_row, "template"), error.values)

    def _prove(self, invoice: Invoice, into: dict[str, bytes]) -> list[DocumentFile]:
        """Write the document in memory, read it back, and compare to the cent."""
        document = rendered(invoice, self.base)
        printed, due = read_totals(document), expected_totals(invoice)
        for what, field in PROVEN.items():
            shown, computed = getattr(printed, field), getattr(due, field)
            if shown != computed:
                raise FigureDifferenceError(
                    number=invoice.number,
                    what=what,
                    printed=_figure(shown),
                    computed=_figure(computed),
                )
        for mark, row, computed_row in differing_rows(invoice, document):
            raise FigureDifferenceError(
                number=invoice.number,
                what=mark,
                printed=_figure(row),
                computed=_figure(computed_row),
            )
        place = document_path(self.out, self.folders, self.request.month, invoice)
        path = _from_folder(place, self.base)
        into[path] = document
        return [DocumentFile(path, sha256(document).hexdigest())]

    def _record(self, invoice: Invoice, kept: Mapping[str, Issued]) -> dict[str, Any]:
        """What the report says of an invoice."""
        paths = kept[invoice.number].documents if invoice.number in kept else ()
        return {
            "number": invoice.number,
            "payer": invoice.buyer.key,
            "projects": list(invoice.projects),
            "net": str(from_cents(invoice.totals.net_cents)),
            "vat": str(from_cents(invoice.totals.vat_cents)),
            "gross": str(from_cents(invoice.totals.gross_cents)),
            "files": [str(self.base / path) for path in paths],
        }


def _on_nil_documents_only(found: Iterable[Bundle]) -> list[str]:
    """The lines for which nobody gets an invoice, as they are given to all for nothing."""
    nil: dict[str, bool] = {}
    for bundle in found:
        for share in (*bundle.shares, *bundle.discounts):
            line = share.row.line or ""
            nil[line] = nil.get(line, True) and bundle.is_nil
    return [line for line, on_nil_only in nil.items() if on_nil_only]


def _figure(value: str | int | None) -> str | Decimal:
    """A proven value as a sentence says it; a hyphen for what is not there."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else from_cents(value)


def _totals(invoices: Sequence[Invoice]) -> dict[str, str]:
    return {
        "invoices": str(len(invoices)),
        "net": str(from_cents(sum(one.totals.net_cents for one in invoices))),
        "vat": str(from_cents(sum(one.totals.vat_cents for one in invoices))),
        "gross": str(from_cents(sum(one.totals.gross_cents for one in invoices))),
    }


def _from_folder(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()
