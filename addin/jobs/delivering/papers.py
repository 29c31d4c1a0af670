"""The files of an issued document, in the form that an accounting software takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from addin.billing.choices import EInvoice
from addin.billing.invoice import Invoice
from addin.delivery.software import FileForm
from addin.delivery.transfers.transfer import CarriedFile
from addin.documents.file_names import safe_name
from addin.einvoices.attaching import PDF, with_attachment
from addin.einvoices.building import electronic_invoice
from addin.einvoices.profiles import PROFILES
from addin.einvoices.ubl import to_ubl
from addin.errors import BillingError
from addin.jobs.invoices.electronic import ENDING
from addin.journal.filed import filed_documents
from addin.journal.journal import Journal

PDF_ENDING = ".pdf"
UBL = frozenset({EInvoice.PEPPOL, EInvoice.UBL_FR})
"""The forms of e-invoices that are UBL already."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A document and where its files are, from the workbook's folder; None for none.

    Attributes:
        pdf: Path of its PDF.
        xml: Path of its e-invoice.
    """

    number: str
    pdf: str | None
    xml: str | None


class PaperMissingError(BillingError):
    """A PDF is missing, or is not the one that was made; takes ``number`` and ``document``."""

    code = "DLV-13"


class Papers:
    """The files of issued documents, made as they are asked for.

    Args:
        journal: It has issued them.
        base: The workbook's folder.
        firm: Name of the firm, for the names of the files at others.
    """

    def __init__(self, journal: Journal, base: Path, firm: str) -> None:
        self._journal = journal
        self._base = base
        self._firm = firm
        known = [(one.number, one.file) for one in journal.documents()]
        known += [(one.number, one.file) for one in filed_documents(journal)]
        self._digests = {(number, file.path): file.digest for number, file in known}

    def files(self, document: Issued, form: FileForm, *, is_sale: bool) -> Iterator[CarriedFile]:
        """The files of a document, the PDF first: where two belong together, the UBL is waited for.

        Args:
            document: What was issued.
            form: What the accounting software takes.
            is_sale: Whether it goes to the firm's own books.

        Raises:
            PaperMissingError: Its PDF has not been made, or is not the one that was made.
            BillingError: The PDF does not go into the e-invoice.
        """
        picture = self._proven(document.number, document.pdf)
        if picture is None:
            expected = document.pdf or f"{safe_name(document.number)}{PDF_ENDING}"
            raise PaperMissingError(number=document.number, document=expected)
        for name in names(document.number, self._firm, form, is_sale=is_sale):
            if name.endswith(PDF_ENDING):
                yield CarriedFile(name, picture)
            else:
                yield CarriedFile(name, self._ubl(document, picture, form))

    def _ubl(self, document: Issued, picture: bytes, form: FileForm) -> bytes:
        """The e-invoice that the payer gets, where it is UBL; else one made from the journal."""
        invoice = self._journal.invoice(document.number)
        own = self._proven(document.number, document.xml) if invoice.einvoice in UBL else None
        xml = own or ubl(invoice)
        if form is FileForm.UBL_AND_PDF:
            return xml
        return with_attachment(xml, Path(document.pdf or "").name, PDF, picture)

    def _proven(self, number: str, path: str | None) -> bytes | None:
        """A file that is still what the journal knows; None for any other."""
        try:
            content = (self._base / path).read_bytes() if path else b""
        except OSError:
            return None
        known = self._digests.get((number, path or ""))
        return content if content and sha256(content).hexdigest() == known else None


def names(number: str, firm: str, form: FileForm, *, is_sale: bool) -> tuple[str, ...]:
    """What the files of a document are called; the PDF first.

    In the books of others the name begins with the firm, so that suppliers with like numbers do
    not get into each other's way.
    """
    name = safe_name(number if is_sale else f"{firm} {number}")
    endings = {FileForm.UBL: (ENDING,), FileForm.UBL_AND_PDF: (PDF_ENDING, ENDING)}
    return tuple(name + ending for ending in endings.get(form, (PDF_ENDING,)))


def ubl(invoice: Invoice) -> bytes:
    """A document as UBL, whichever form its payer gets; the same bytes whenever it is made."""
    form = invoice.einvoice if invoice.einvoice in UBL else EInvoice.PEPPOL
    return to_ubl(electronic_invoice(replace(invoice, einvoice=form)), PROFILES[form])
