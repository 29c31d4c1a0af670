"""Issue a month: numbers, documents and the journal, a few invoices at a time.

An invoice is numbered, written in memory, read back and compared, and only then kept by the
journal, in a large month with others in one turn; its file follows. When a run is cut short, the
next one finds in the journal what the workbook does not know yet, writes the files that are
missing, and goes on with the rest.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from addin.billing.calendar import Month, fiscal_year_of
from addin.billing.choices import EInvoice
from addin.billing.invoice import Invoice
from addin.billing.money import from_cents
from addin.documents.output_folder import FolderPattern
from addin.errors import BillingError, Finding, Place, RefusedError, StoppedError
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
from addin.jobs.invoices.annex import write_annexes
from addin.jobs.invoices.bundling import Bundle
from addin.jobs.invoices.electronic import ElectronicFiles
from addin.jobs.invoices.filing import file_documents, require_unlisted
from addin.jobs.invoices.gathering import Gathering, Refused, faults_of
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.invoices.issued_rows import issued_edits
from addin.jobs.invoices.journal_rows import Part
from addin.jobs.invoices.lawful import seller_faults
from addin.jobs.invoices.proving import Prover
from addin.jobs.invoices.recovering import (
    DocumentNotWrittenError,
    journal_of,
    require_folder,
    write_whole,
)
from addin.jobs.invoices.settling import settled_finding, settled_parts
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.shared.shares import approved_lines
from addin.journal.dated import last_date
from addin.journal.journal import Issued
from addin.journal.numbering import Series
from addin.tables.sheets.settings import Firm
from addin.tables.sheets.work import TimesheetEntry

JOB = "issue"
SERIES = "invoice"
ALONE, TURN = 16, 64
"""How many invoices have a transaction of the journal each, and how many share one after them: what
a run waits for is the disk. Others who issue wait for a turn."""

NOTED = 4 * TURN
"""How many documents of shared turns are noted as written at once. What a run that is cut short has
written and not noted, the next one finds on the disk."""

OF_ONE = ("DOC-", "EIN-", "ISS-")
"""What the codes begin with of what is wrong with one document, the others being sound."""


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
        annexes: Whether every invoice that bills time comes with the hours behind it; else only
            those of payers who want that.
    """

    month: Month
    issue_date: date
    moment: datetime
    folder: Path | None = None
    dry_run: bool = False
    on_issued: Callable[[int, int], None] | None = None
    annexes: bool = False


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
    missing = seller_faults(content.firm)
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
        folders = FolderPattern.parse(self.firm.folder_pattern)
        self.electronic = ElectronicFiles(content, _today(request), annexes=request.annexes)
        self.prover = Prover(self.base, self.out, folders, request.month, self.electronic)
        self.findings: list[Finding] = []
        self.behind: set[str] = set()
        self.rest: Sequence[Bundle] = ()
        self.stopping = False
        self.with_annex: set[str] = set()
        self.annexes: Mapping[str, Path] = {}
        self.written: dict[str, list[str]] = {}
        self.report = Report(JOB, str(content.book.path), invoices=[], dry_run=request.dry_run)
        year = fiscal_year_of(request.issue_date, self.firm.fiscal_year_start)
        self.series = Series(SERIES, year, self.firm.number_pattern)
        self.writer = InvoiceWriter.of(
            content, self.portfolio, request.month, request.issue_date, f"{SERIES} {year}"
        )

    def proposal(self) -> Proposal:
        """Issue, then say what the workbook is to show."""
        gathered = self._gather()
        issued = self._issue(gathered.found)
        settled = self._settle(gathered.needless)
        kept = {one.number: one for one in self.journal.invoices()} if issued else {}
        if not self.request.dry_run and issued:
            moment = self.request.moment
            self._annex(issued, kept)
            self.findings += file_documents(self.journal, self.base, self.out, moment)
        self.report.skipped = sorted(self.behind)
        self.findings += self.electronic.remarks
        self.report.findings = told_findings(self.content, self.findings)
        self.report.added = len(issued)
        self.report.totals = _totals(issued)
        self.report.invoices = [self._record(invoice, kept) for invoice in issued]
        if self.request.dry_run:
            return Proposal(self.report)
        edits = issued_edits(self.content, issued, kept, settled)
        checks = checks_edit(self.content, self.report.findings)
        return Proposal(self.report, [*edits, checks] if checks else edits)

    def _gather(self) -> Gathering:
        """The documents of the month, whole projects only."""
        approved = approved_lines(self.content, self.portfolio, self.journal, self.request.month)
        gathered = Gathering(
            self.writer,
            self.prover.word,
            rehearses_all=self.request.dry_run,
            judge=self._refused_by_rules,
        )
        gathered.gather(
            approved.shares,
            approved.left_out | projects_left_out(self.content, approved.findings),
        )
        self.findings += [*approved.findings, *gathered.findings]
        if approved.waiting:
            values: dict[str, object] = {"count": approved.waiting}
            self.findings.append(Finding("ISS-04", Place("Prebilling"), values))
        elif not (gathered.found or gathered.needless or gathered.left_out):
            values = {"month": str(self.request.month)}
            self.findings.append(Finding("ISS-01", Place("Prebilling"), values))
        if gathered.found:
            self.findings += self._date_findings()
        self.behind = gathered.left_out & self.portfolio.codes
        return gathered

    def _date_findings(self) -> Iterator[Finding]:
        """A date that is still to come, or in a fiscal year before that of the last invoice."""
        issued, today = self.request.issue_date, _today(self.request)
        if issued > today:
            values = {"date": issued, "today": today}
            yield Finding("ISS-12", Place("Invoices"), values)
        last = last_date(self.journal, SERIES)
        if last and fiscal_year_of(last, self.firm.fiscal_year_start) > self.series.fiscal_year:
            values = {"date": issued, "last": last}
            yield Finding("ISS-15", Place("Invoices"), values)

    def _refused_by_rules(self, found: Sequence[Bundle]) -> Refused:
        """The documents whose electronic files, with the numbers they would get, break rules.

        What passes here is not judged again when it takes its number. It may be stopped.
        """
        clients = self.portfolio.clients
        if all(clients[bundle.payer].einvoice is EInvoice.PDF for bundle in found):
            return
        numbers = self.journal.next_numbers(self.series, self.request.issue_date, len(found))
        for bundle, number in zip(found, numbers, strict=True):
            if clients[bundle.payer].einvoice is EInvoice.PDF:
                continue
            try:
                self.electronic.proven(self.writer.rehearsed(bundle, number))
            except BillingError as error:
                yield bundle, faults_of(self.portfolio, bundle, error)
            if self.request.on_issued is not None:
                self.request.on_issued(0, len(found))

    def _settle(self, needless: Iterable[Bundle]) -> list[Part]:
        """What nobody is sent a document for, once the others of the same projects have theirs."""
        behind = self.behind.union(*(bundle.projects for bundle in self.rest))
        settled = [bundle for bundle in needless if behind.isdisjoint(bundle.projects)]
        self.findings += map(settled_finding, settled)
        return settled_parts(settled)

    def _issue(self, found: Sequence[Bundle]) -> list[Invoice]:
        if not found:
            return []
        numbers = self.journal.next_numbers(self.series, self.request.issue_date, len(found))
        require_unlisted(self.out, numbers)
        if self.request.dry_run:
            return list(map(self.writer.invoice, found, numbers))
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
                is_broken = True
            else:
                self._file(documents)
            if place <= ALONE or len(self.written) >= NOTED:
                self._note()
            if is_broken or self._is_stopped(len(issued), found, place):
                self.rest = found[place - len(turn) if is_broken else place :]
                break
        self._note()
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
            turn.look_up(line for bundle in found for line, _ in bundle.parts)
            for bundle in found:
                files: dict[str, bytes] = {}
                with_annex = self._wants_annex(bundle)
                try:
                    invoice = turn.issue(
                        self.series,
                        self.request.issue_date,
                        draft=self.writer.draft(bundle),
                        prove=partial(self.prover.prove, into=files),
                        with_annex=with_annex,
                    )
                except BillingError as error:
                    is_broken = not error.code.startswith(OF_ONE)
                    if is_broken and not (issued or invoices):
                        raise
                    self._leave_out(bundle, error)
                    if is_broken:
                        break
                else:
                    invoices.append(invoice)
                    kept[invoice.number] = files
                    self.with_annex |= {invoice.number} if with_annex else set()
        issued += invoices
        return kept, is_broken

    def _leave_out(self, bundle: Bundle, error: BillingError) -> None:
        """Tell why a document is not issued."""
        self.findings += faults_of(self.portfolio, bundle, error)
        self.behind |= set(bundle.projects)

    def _file(self, documents: Mapping[str, Mapping[str, bytes]]) -> None:
        """Write the files of issued invoices; what cannot be written the next run writes."""
        for number, files in documents.items():
            try:
                for path, document in files.items():
                    write_whole(self.base / path, document)
            except DocumentNotWrittenError as error:
                self.findings.append(Finding(error.code, Place("Invoices"), error.values))
            else:
                self.written[number] = list(files)

    def _note(self) -> None:
        """Tell the journal which files have reached the disk; else the next run finds them."""
        written, self.written = self.written, {}
        if not written:
            return
        try:
            self.journal.note_written(written)
        except BillingError as error:
            self.findings.append(Finding(error.code, Place("Invoices"), error.values))

    def _annex(self, issued: Sequence[Invoice], kept: Mapping[str, Issued]) -> None:
        """Write the annexes that go with what was issued."""
        pairs = [(one, kept[one.number]) for one in issued if one.number in self.with_annex]
        if pairs:
            self.annexes, findings = write_annexes(self.content, pairs, self.request.moment)
            self.findings += findings

    def _wants_annex(self, bundle: Bundle) -> bool:
        """Whether the hours behind an invoice go with it; an invoice of fees alone has none."""
        payer = self.portfolio.clients[bundle.payer]
        wanted = self.request.annexes or payer.time_annex
        return wanted and any(line in self._timed for line, _ in bundle.parts)

    @cached_property
    def _timed(self) -> Collection[str]:
        """The lines that bill time."""
        return {row.line for row in self.content.records(TimesheetEntry) if row.line}

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

    def _record(self, invoice: Invoice, kept: Mapping[str, Issued]) -> dict[str, Any]:
        """What the report says of an invoice."""
        paths = kept[invoice.number].documents if invoice.number in kept else ()
        annexes = [self.annexes[invoice.number]] if invoice.number in self.annexes else []
        return {
            "number": invoice.number,
            "payer": invoice.buyer.key,
            "projects": list(invoice.projects),
            "net": str(from_cents(invoice.totals.net_cents)),
            "vat": str(from_cents(invoice.totals.vat_cents)),
            "gross": str(from_cents(invoice.totals.gross_cents)),
            "files": [str(path) for path in (*(self.base / one for one in paths), *annexes)],
            "einvoice": invoice.einvoice.value,
            "attach_pdf": self.firm.attach_pdf and invoice.einvoice is not EInvoice.PDF,
        }


def _today(request: Request) -> date:
    return request.moment.astimezone().date()


def _totals(invoices: Sequence[Invoice]) -> dict[str, str]:
    return {
        "invoices": str(len(invoices)),
        "net": str(from_cents(sum(one.totals.net_cents for one in invoices))),
        "vat": str(from_cents(sum(one.totals.vat_cents for one in invoices))),
        "gross": str(from_cents(sum(one.totals.gross_cents for one in invoices))),
    }
