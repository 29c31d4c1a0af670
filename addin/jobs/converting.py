"""PDFs of what was issued, each from the very Word document that was proven, and of annexes.

That of a Factur-X invoice has the invoice itself in it, as the XML that was proven.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from addin.billing.choices import EInvoice
from addin.books.book import Book
from addin.documents.manifest import Filed, ManifestNotWrittenError, enlist, listed
from addin.documents.output_folder import free_path
from addin.documents.pdf import Converted, NoOfficeError, convert, office
from addin.errors import BillingError, Finding, Place
from addin.jobs.attaching import PdfAttacher
from addin.jobs.content import Content
from addin.jobs.invoices.electronic import ENDING
from addin.jobs.invoices.filing import file_documents, files_with_pdf, name_in
from addin.jobs.invoices.recovering import journal_of, write_whole
from addin.jobs.papers import digest_of_file
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.running import run
from addin.jobs.telling import tell
from addin.journal.filed import FiledDocument, filed_documents, note_filed
from addin.journal.records import DocumentFile
from addin.tables.sheets.bills import InvoiceRow

JOB = "pdf"


@dataclass(frozen=True, slots=True)
class _Due:
    """A Word document without a PDF.

    Attributes:
        position: Of the row of its invoice.
        file: The document, and the digest with which it was proven.
        shown: Whether the row names the PDF; that of an annex it does not.
        xml: What goes into the PDF of a Factur-X invoice; None for any other.
    """

    position: int
    number: str
    document: Path
    file: DocumentFile
    shown: bool = True
    xml: DocumentFile | None = None


def make_pdfs(  # noqa: PLR0913 - each may be left out
    content: Content,
    moment: datetime,
    *,
    folder: Path | None = None,
    on_converted: Callable[[int, int], None] | None = None,
    dry_run: bool = False,
    only: Collection[str] = (),
) -> Proposal:
    """Make the PDF of every invoice and annex that has none, beside its Word document.

    The journal is told of them. What an earlier run made is kept, even one that was cut short. A
    document that is not the one that was issued is a finding, and so is one of which LibreOffice
    makes nothing.

    Args:
        content: The workbook.
        moment: When the run takes place, with its time zone.
        folder: Where the list of documents is; None for the folder of the settings.
        on_converted: Told after each document how many are done, and how many there are.
        dry_run: Count only.
        only: Numbers of the invoices whose PDFs are made, and nothing else; empty for all.

    Raises:
        NoOfficeError: LibreOffice is not installed.
        BillingError: The journal cannot be read.
    """
    content.require_structure()
    office()
    run_ = _Run(content, moment, folder, on_converted or _nobody)
    return run_.proposal(only, dry_run=dry_run)


def factur_x_of(report: Report) -> tuple[str, ...]:
    """The numbers that a run has issued whose PDF is to be made at once.

    Those of payers who want Factur-X; of every electronic form, where the firm wants the PDF in it.
    """
    issued = () if report.dry_run else report.invoices or ()
    return tuple(one["number"] for one in issued if _is_factur_x(one) or one.get("attach_pdf"))


def _is_factur_x(issued: Mapping[str, Any]) -> bool:
    return bool(issued["einvoice"] == EInvoice.FACTURX.value)


def add_factur_x(
    book: Book,
    report: Report,
    moment: datetime,
    *,
    folder: Path | None = None,
    on_converted: Callable[[int, int], None] | None = None,
) -> None:
    """Make the PDFs of what was just issued that is to have one, and tell of them in the report.

    See ``factur_x_of``. The invoices stay issued whatever comes of it: without LibreOffice the
    report says so. Where there are no such invoices, nothing is done.

    Args:
        book: The workbook, as it was written.
        report: Of the run that issued them.
        moment: When that was, with its time zone.
        folder: The folder of the documents, where it was given.
        on_converted: As for ``make_pdfs``.
    """
    numbers = factur_x_of(report)
    if not numbers:
        return

    seen: list[Content] = []

    def job(content: Content) -> Proposal:
        seen.append(content)
        return make_pdfs(content, moment, folder=folder, on_converted=on_converted, only=numbers)

    try:
        report.findings += run(book, job).findings
    except BillingError as error:
        if not seen:
            raise
        found = [Finding(error.code, Place("Invoices"), error.values)]
        if isinstance(error, NoOfficeError):
            found = list(_without_office(report))
        report.findings += [tell(one, seen[0].tables, seen[0].language) for one in found]
    else:
        _add_files(report, seen[0])


def _without_office(report: Report) -> Iterator[Finding]:
    """What has no PDF, as there is no LibreOffice."""
    issued = report.invoices or ()
    factur_x = sum(map(_is_factur_x, issued))
    if factur_x:
        yield Finding("EIN-15", Place("Invoices"), {"count": factur_x})
    others = sum(bool(one.get("attach_pdf")) and not _is_factur_x(one) for one in issued)
    if others:
        yield Finding("EIN-17", Place("Invoices"), {"count": others})


def _add_files(report: Report, content: Content) -> None:
    """Name the PDFs among the files of their invoices, and the files that have one in them."""
    journal, base = journal_of(content), content.book.path.parent
    made = filed_documents(journal)
    pdfs = {one.number: one.file.path for one in made if one.file.path.endswith(".pdf")}
    whole = {number: one.path for number, one in files_with_pdf(journal).items()}
    for invoice in report.invoices or ():
        paths = [found[invoice["number"]] for found in (pdfs, whole) if invoice["number"] in found]
        invoice["files"] += [str(base / path) for path in paths]


def _nobody(done: int, total: int) -> None:
    """Nobody wants to know."""


class _Run:
    """One run of ``pdf``."""

    def __init__(
        self,
        content: Content,
        moment: datetime,
        folder: Path | None,
        on_converted: Callable[[int, int], None],
    ) -> None:
        self.content = content
        self.moment = moment
        self.tell = on_converted
        self.base = content.book.path.parent
        self.out = folder or self.base / content.firm.output_folder
        self.journal = journal_of(content)
        self.editor = content.editor(InvoiceRow)
        self.report = Report(JOB, str(content.book.path))
        self.findings: list[Finding] = []
        self.filed: list[FiledDocument] = []

    def proposal(self, only: Collection[str], *, dry_run: bool) -> Proposal:
        """Convert, then say what the workbook is to show."""
        due = list(self._due(only))
        if dry_run:
            self.report.added = len(due)
        else:
            self.findings += file_documents(self.journal, self.base, self.out, self.moment)
            try:
                self._convert(self._as_issued(self._not_made_before(due)))
            finally:  # what was made before it was stopped is told too
                note_filed(self.journal, self.filed, self.moment)
            if self.content.firm.attach_pdf:
                self._attach(only)
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

    def _attach(self, only: Collection[str]) -> None:
        """Put the PDFs into the electronic files that are not sent yet."""
        attacher = PdfAttacher(self.content, self.editor, self.out, self.moment)
        attacher.attach(only)
        note_filed(self.journal, attacher.filed, self.moment)
        self.findings += attacher.findings

    def _due(self, only: Collection[str]) -> Iterator[_Due]:
        """The invoices of the workbook that have no PDF, or whose PDF is gone; then annexes."""
        proven: dict[str, DocumentFile] = {}
        electronic: dict[str, DocumentFile] = {}
        for one in self.journal.documents():
            if one.file.path.endswith(".docx"):
                proven.setdefault(one.number, one.file)
            elif one.file.path.endswith(ENDING):
                electronic[one.number] = one.file
        values = self.editor.table.values
        pairs = zip(values["number"], values["pdf"], strict=True)
        for position, (number, pdf) in enumerate(pairs):
            if number not in proven or (only and number not in only):
                continue
            if pdf and (self.base / pdf).is_file():
                self.report.unchanged += 1
            else:
                file, xml = proven[number], electronic.get(number)
                if xml and self.journal.invoice(number).einvoice is not EInvoice.FACTURX:
                    xml = None
                yield _Due(position, number, self.base / file.path, file, xml=xml)
        if not only:
            yield from self._due_annexes()

    def _due_annexes(self) -> Iterator[_Due]:
        filed = filed_documents(self.journal)
        made = {one.made_from for one in filed if (self.base / one.file.path).is_file()}
        rows = {number: at for at, number in enumerate(self.editor.table.values["number"])}
        for one in filed:
            if one.made_from or one.number not in rows:
                continue
            if one.file.path in made:
                self.report.unchanged += 1
            else:
                document = self.base / one.file.path
                yield _Due(rows[one.number], one.number, document, one.file, shown=False)

    def _not_made_before(self, due: list[_Due]) -> list[_Due]:
        """Those of which a run that was cut short has not made the PDF already."""
        try:
            known = listed(self.out)
        except ManifestNotWrittenError:
            return due
        waiting = []
        for one in due:
            pdf = one.document.with_suffix(".pdf")
            filed = known.get(name_in(self.out, pdf))
            if filed and filed.number == one.number and digest_of_file(pdf) == filed.sha256:
                self._note(one, pdf)
            else:
                waiting.append(one)
        return waiting

    def _as_issued(self, due: list[_Due]) -> list[_Due]:
        """Those whose documents are, byte for byte, the ones that were proven."""
        return [one for one in due if self._is_as_issued(one)]

    def _is_as_issued(self, one: _Due) -> bool:
        for column, file in (("docx", one.file), ("xml", one.xml)):
            if file is not None and digest_of_file(self.base / file.path) != file.digest:
                place = self.editor.table.place(one.position, column)
                values = {"number": one.number, "document": Path(file.path).name}
                self.findings.append(Finding("PDF-03", place, values))
                return False
        return True

    def _convert(self, due: list[_Due]) -> None:
        waiting = {one.document: one for one in due}
        for done, made in enumerate(convert([*waiting]), start=1):
            one = waiting[made.document]
            try:
                self._keep(one, made)
            except BillingError as error:  # what it cannot be written to, or put into
                place = self.editor.table.place(one.position, "pdf")
                self.findings.append(Finding(error.code, place, error.values))
            self.tell(done, len(due))

    def _keep(self, one: _Due, made: Converted) -> None:
        """Write a PDF, show it in the workbook, and put it on the list."""
        if not isinstance(made.pdf, bytes):
            place = self.editor.table.place(one.position, "pdf")
            self.findings.append(Finding(made.pdf.code, place, made.pdf.values))
            return
        pdf = self._with_invoice(one, made.pdf)
        path = free_path(made.document.with_suffix(".pdf"))
        write_whole(path, pdf)
        self._note(one, path)
        file = name_in(self.out, path)
        if file:
            enlist(self.out, [Filed(one.number, file, sha256(pdf).hexdigest(), self.moment)])

    def _with_invoice(self, one: _Due, pdf: bytes) -> bytes:
        """A PDF with the invoice in it, where it is Factur-X."""
        if one.xml is None:
            return pdf
        from addin.einvoices.factur_x import with_cii  # noqa: PLC0415 - takes 0.4 s to come in

        return with_cii(pdf, (self.base / one.xml.path).read_bytes())

    def _note(self, one: _Due, pdf: Path) -> None:
        """Show a PDF in the workbook, from its folder where it lies in or under it."""
        self.report.added += 1
        name = name_in(self.base, pdf) or pdf.as_posix()
        file = DocumentFile(name, digest_of_file(pdf))
        self.filed.append(FiledDocument(one.number, file, one.file.path))
        if one.shown:
            self.editor.change(one.position, {"pdf": name})
