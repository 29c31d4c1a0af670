"""After an interrupted run: what the journal knows and the workbook or the disk does not."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from addin.billing.invoice import Invoice
from addin.documents.invoices import render_invoice
from addin.documents.template_choice import own_template
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoices.electronic import ENDING, file_again
from addin.jobs.invoices.issued_rows import issued_edits
from addin.jobs.invoices.journal_rows import reached
from addin.journal.journal import Issued, Journal
from addin.journal.records import DocumentFile
from addin.journal.reopened import reopened
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import Allocation, InvoiceRow, PrebillingLine


class DocumentNotWrittenError(BillingError):
    """The folder of the invoices, or a document in it, cannot be written."""

    code = "ISS-09"

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(path=str(path), reason=error.strerror or str(error))


@dataclass(frozen=True, slots=True)
class Recovery:
    """What brings the workbook level with the journal."""

    edits: Sequence[TableEdit]
    findings: Sequence[Finding]


def journal_of(content: Content) -> Journal:
    """The journal of a workbook."""
    return Journal.beside(content.book.path, content.firm.journal_url or "")


def recovery(content: Content) -> Recovery:
    """Rows, marks and states of invoices that the journal has and the workbook lacks.

    Raises:
        BillingError: The workbook shows an invoice that is not in its journal, or the journal
            cannot be read.
    """
    journal = journal_of(content)
    known = dict.fromkeys(content.table(InvoiceRow).values["number"])
    journal.require(number for number in known if number)
    kept = {one.number: one for one in journal.invoices()}
    lost = [number for number in kept if number not in known]
    notes = [Finding("ISS-05", Place("Invoices"), {"number": number}) for number in lost]
    incomplete = {*lost, *_unmarked(content, journal.issued_lines())}
    if not (incomplete or _behind(content, kept)):
        return Recovery((), ())
    invoices = (journal.invoice(number) for number in kept if number in incomplete)
    return Recovery(issued_edits(content, invoices, kept, opened=reopened(journal)), notes)


def _behind(content: Content, kept: Mapping[str, Issued]) -> bool:
    """Whether an invoice has come further than its row says."""
    editor = content.editor(InvoiceRow)
    return any(
        number in kept and editor.would_change(position, reached(kept[number]))
        for position, number in enumerate(editor.table.values["number"])
    )


def _unmarked(content: Content, issued: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Numbers of the invoices that a row of prebilling or of the allocations should name."""
    rows = content.table(PrebillingLine).values
    named = {
        line: {number.strip() for number in (invoice or "").split(",")}
        for line, invoice in zip(rows["line"], rows["invoice"], strict=True)
    }
    for (line, _), number in issued.items():
        if line in named and number not in named[line]:
            yield number
    parts = content.table(Allocation).values
    for line, payer, shown in zip(parts["line"], parts["payer"], parts["invoice"], strict=True):
        number = issued.get((line, payer), shown)
        if number and number != shown:
            yield number


def write_missing_documents(content: Content) -> list[Finding]:
    """Write the documents of issued invoices that never reached the disk, or left it.

    One that has reached it is left as it is, and noted. A document that no longer comes out as it
    was proven, because its template was changed since, is a finding.
    """
    journal, folder = journal_of(content), content.book.path.parent
    findings = []
    there: dict[str, list[str]] = {}
    for missing in journal.documents_missing(folder):
        if _is_there(folder, missing.file):
            there.setdefault(missing.number, []).append(missing.file.path)
            continue
        document = _again(content, journal.invoice(missing.number), missing.file)
        if document is None or sha256(document).hexdigest() != missing.file.digest:
            values = {"number": missing.number, "path": missing.file.path}
            findings.append(Finding("ISS-07", Place("Invoices"), values))
            continue
        try:
            write_whole(folder / missing.file.path, document)
        except DocumentNotWrittenError as error:
            findings.append(Finding(error.code, Place("Invoices"), error.values))
        else:
            journal.documents_written(missing.number, [missing.file.path])
    if there:
        journal.note_written(there)
    return findings


def _is_there(folder: Path, file: DocumentFile) -> bool:
    """Whether a document lies on the disk as it was proven."""
    try:
        return sha256((folder / file.path).read_bytes()).hexdigest() == file.digest
    except OSError:
        return False


def _again(content: Content, invoice: Invoice, file: DocumentFile) -> bytes | None:
    """A document of an invoice made once more, which kind its path says; None if it cannot be."""
    try:
        if file.path.endswith(ENDING):
            return file_again(content, invoice, file.digest)
        return rendered(invoice, content.book.path.parent)
    except BillingError:
        return None


def rendered(invoice: Invoice, folder: Path) -> bytes:
    """The Word document of an invoice; its own template lies in or under the workbook's folder."""
    return render_invoice(invoice, own_template(folder, invoice.template))


def write_whole(path: Path, document: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        DocumentNotWrittenError: The file or its folder cannot be written.
    """
    temporary = path.with_name(f"{path.name}.part")
    try:
        try:
            temporary.write_bytes(document)
        except FileNotFoundError:  # its folder is not there yet
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(document)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise DocumentNotWrittenError(path, error) from error


def require_folder(folder: Path) -> None:
    """Make a folder and be sure that files can be written into it.

    Raises:
        DocumentNotWrittenError: They cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DocumentNotWrittenError(folder, error) from error
