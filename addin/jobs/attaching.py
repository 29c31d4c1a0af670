"""The PDF of an invoice put into its electronic file, for a firm that wants that.

A PDF takes LibreOffice, and does not come out twice the same, so no number waits for it: what is
proven when an invoice is issued is its file without the PDF. The file with it is made beside that,
held to the same rules, told to the journal, and shown on the sheet *Invoices* as the one to send.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from addin.billing.choices import EInvoice
from addin.documents.manifest import Filed, enlist
from addin.documents.output_folder import free_path
from addin.einvoices.attaching import PDF, with_attachment
from addin.errors import BillingError, Finding
from addin.jobs.content import Content
from addin.jobs.invoices.electronic import ENDING, ElectronicFiles
from addin.jobs.invoices.filing import files_with_pdf, name_in
from addin.jobs.invoices.recovering import journal_of, write_whole
from addin.jobs.invoices.standing import JournalLedger, Standing
from addin.jobs.papers import digest_of_file
from addin.journal.filed import FiledDocument, filed_documents
from addin.journal.records import DocumentFile
from addin.tables.editing import TableEditor

FORMS = frozenset({EInvoice.PEPPOL, EInvoice.UBL_FR, EInvoice.CII_FR})
"""What is sent as XML; Factur-X is a PDF itself."""


@dataclass(frozen=True, slots=True)
class _Due:
    """An invoice whose file is to get its PDF.

    Attributes:
        position: Of its row in the table of invoices.
        xml: Its file, as it was proven.
        pdf: As the journal was told of it.
    """

    position: int
    number: str
    xml: DocumentFile
    pdf: DocumentFile


class PdfAttacher:
    """Puts PDFs into electronic files.

    Attributes:
        filed: What it has made, for the journal.
        findings: Why a file has no PDF in it; it can be sent all the same.
    """

    def __init__(
        self, content: Content, editor: TableEditor, folder: Path, moment: datetime
    ) -> None:
        self.filed: list[FiledDocument] = []
        self.findings: list[Finding] = []
        self._base = content.book.path.parent
        self._editor = editor
        self._folder = folder
        self._moment = moment
        self._journal = journal_of(content)
        self._electronic = ElectronicFiles(content, moment.astimezone().date())

    def attach(self, only: Collection[str] = ()) -> None:
        """Put the PDF into each file that has none and that nobody was sent yet.

        The journal is to know the PDFs; the rows of the invoices are given the new files. What a
        run made that was cut short is not made again.

        Args:
            only: Numbers of invoices; empty for all.
        """
        made = files_with_pdf(self._journal)
        for one in list(self._due(only)):
            known = made.get(one.number)
            if known and digest_of_file(self._base / known.path) == known.digest:
                self._editor.change(one.position, {"xml": known.path})
                continue
            try:
                self._attach(one)
            except BillingError as error:
                place = self._editor.table.place(one.position, "xml")
                self.findings.append(Finding(error.code, place, error.values))

    def _due(self, only: Collection[str]) -> Iterator[_Due]:
        proven = {
            one.number: one.file
            for one in self._journal.documents()
            if one.file.path.endswith(ENDING)
        }
        pdfs = self._pdfs()
        sent = JournalLedger(self._journal, "").standings()
        values = self._editor.table.values
        for position, (number, shown) in enumerate(
            zip(values["number"], values["xml"], strict=True)
        ):
            xml, pdf = proven.get(number), pdfs.get(number)
            if xml is None or pdf is None or shown != xml.path or (only and number not in only):
                continue
            left = sent.get(number, Standing()).attempts
            if not left and self._journal.invoice(number).einvoice in FORMS:
                yield _Due(position, number, xml, pdf)

    def _pdfs(self) -> Mapping[str, DocumentFile]:
        """The PDF of each invoice, made from its Word document."""
        words = {one.file.path for one in self._journal.documents()}
        return {
            one.number: one.file
            for one in filed_documents(self._journal)
            if one.made_from in words and one.file.path.endswith(".pdf")
        }

    def _attach(self, one: _Due) -> None:
        for file in (one.xml, one.pdf):
            if digest_of_file(self._base / file.path) != file.digest:
                place = self._editor.table.place(one.position, "xml")
                values = {"number": one.number, "document": Path(file.path).name}
                self.findings.append(Finding("PDF-03", place, values))
                return
        pdf = self._base / one.pdf.path
        xml = self._base / one.xml.path
        whole = with_attachment(xml.read_bytes(), pdf.name, PDF, pdf.read_bytes())
        self._electronic.prove(self._journal.invoice(one.number), whole)
        path = free_path(xml.with_name(f"{xml.stem} - PDF{ENDING}"))
        write_whole(path, whole)
        self._note(one, path, sha256(whole).hexdigest())

    def _note(self, one: _Due, path: Path, digest: str) -> None:
        """Show a file in the workbook, put it on the list, and keep it for the journal."""
        name = name_in(self._base, path) or path.as_posix()
        self.filed.append(FiledDocument(one.number, DocumentFile(name, digest), one.xml.path))
        self._editor.change(one.position, {"xml": name})
        listed = name_in(self._folder, path)
        if listed:
            enlist(self._folder, [Filed(one.number, listed, digest, self._moment)])
