"""Issue a month: numbers, documents and the journal, one invoice at a time.

An invoice is numbered, written in memory, read back and compared, and only then kept by the
journal; its file follows. When a run is cut short, the next one finds in the journal what the
workbook does not know yet, writes the files that are missing, and goes on with the rest.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from addin.billing.calendar import Month, fiscal_year_of
from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice
from addin.billing.money import from_cents
from addin.documents.invoices import document_name, expected_totals, read_totals
from addin.documents.printed_rows import differing_rows
from addin.errors import BillingError, Finding, Place, RefusedError, StoppedError
from addin.jobs.bundling import Bundle, Share, bundles
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
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
        on_issued: Told after each invoice how many are done, and how many there are. It may raise
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
        self.findings: list[Finding] = []
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
        self.report.findings = told_findings(self.content, self.findings)
        self.report.added = len(issued)
        self.report.totals = _totals(issued)
        self.report.invoices = [self._record(invoice, kept) for invoice in issued]
        if self.request.dry_run:
            return Proposal(self.report)
        edits = issued_edits(self.content, issued, kept)
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
        elif not found and not left_out:
            values = {"month": str(self.request.month)}
            self.findings.append(Finding("ISS-01", Place("Prebilling"), values))
        self.report.skipped = sorted(left_out & self.portfolio.codes)
        return found

    def _sound_bundles(
        self, shares: Sequence[Share], left_out: Collection[str]
    ) -> tuple[list[Bundle], set[str]]:
        """The documents of the projects that are not left out, and those of them with a fault."""
        clients = self.portfolio.clients
        kept = [share for share in shares if share.row.project not in left_out]
        found = [bundle for bundle in bundles(kept, clients) if self.writer.is_due(bundle)]
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
            require_folder(self._folder)
        issued: list[Invoice] = []
        for place, bundle in enumerate(found, 1):
            try:
                issued.append(self._issue_one(bundle))
            except BillingError as error:
                of_the_document = error.code.startswith(("DOC-", "ISS-"))
                if not of_the_document and not issued:
                    raise
                self.findings.append(self._at_template(bundle, error))
                self.report.skipped = sorted({*self.report.skipped, *bundle.projects})
                if not of_the_document:
                    break
            if self._is_stopped(len(issued), found, place):
                break
        return issued

    def _is_stopped(self, issued: int, found: Sequence[Bundle], place: int) -> bool:
        """Tell how many are issued; whether the user wants the rest left for another run.

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
        behind = {project for bundle in found[:place] for project in bundle.projects}
        ahead = {project for bundle in found[place:] for project in bundle.projects}
        if not self.stopping or not ahead or behind & ahead:
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

    def _issue_one(self, bundle: Bundle) -> Invoice:
        documents: dict[str, bytes] = {}
        invoice = self.journal.issue(
            self.series,
            self.request.issue_date,
            draft=self.writer.draft(bundle),
            prove=lambda invoice: self._prove(invoice, documents),
            created_at=self.request.moment,
        )
        try:
            for path, document in documents.items():
                write_whole(self.base / path, document)
        except DocumentNotWrittenError as error:  # it is issued; the next run writes its document
            self.findings.append(Finding(error.code, Place("Invoices"), error.values))
        else:
            self.journal.documents_written(invoice.number, documents)
        return invoice

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
        path = self._path(document_name(invoice))
        into[path] = document
        return [DocumentFile(path, sha256(document).hexdigest())]

    @property
    def _folder(self) -> Path:
        """Of the month."""
        return self.out / f"{self.request.month.year}" / f"{self.request.month.month:02}"

    def _path(self, name: str) -> str:
        """Where a document goes, from the workbook's folder; never over an existing file."""
        path, count = self._folder / name, 1
        while path.exists():
            count += 1
            path = self._folder / f"{Path(name).stem} ({count}){Path(name).suffix}"
        return _from_folder(path, self.base)

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
