"""The invoice in a file: XML itself, or attached to a PDF as Factur-X has it."""

from io import BytesIO
from pathlib import Path

import pikepdf

from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.reading.cii import read_cii
from addin.einvoices.reading.ubl import read_ubl
from addin.einvoices.rules.documents import read_document
from addin.einvoices.rules.form import CII_INVOICE, UBL_CREDIT_NOTE, UBL_INVOICE
from addin.errors import BillingError, RefusedError

PDF_SIGN = b"%PDF-"
SIGN_BYTES = 1024
"""PDF allows other bytes before its sign, as many as this."""
INVOICE_NAMES = (
    "factur-x.xml",
    "zugferd-invoice.xml",
    "xrechnung.xml",
    "order-x.xml",
)
"""Names under which Factur-X and its forerunners attach an invoice; the first found counts."""


class NoInvoiceError(BillingError):
    """The file is XML of another kind; takes ``root``, the name of its first element."""

    code = "ERD-01"


class NoXmlInPdfError(BillingError):
    """No invoice is attached to the PDF; takes ``files``, the names of what is."""

    code = "ERD-04"


class BrokenPdfError(BillingError):
    """The PDF cannot be opened; takes ``reason``."""

    code = "ERD-05"


class LockedPdfError(BillingError):
    """The PDF asks for a password."""

    code = "ERD-06"


class NoFileError(BillingError):
    """The file cannot be read; takes ``file`` and ``reason``."""

    code = "ERD-07"


def read_file(path: Path) -> tuple[ElectronicInvoice, bytes]:
    """The invoice in a file, and the bytes of its XML.

    Raises:
        BillingError: As for ``xml_of`` and ``read_invoice``; or the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise NoFileError(file=path, reason=fault.strerror or str(fault)) from fault
    xml = xml_of(content)
    return read_invoice(xml), xml


def read_invoice(xml: bytes) -> ElectronicInvoice:
    """The terms of an invoice or a credit note, as they are written.

    Args:
        xml: UBL 2.1 or Cross Industry Invoice, of any profile.

    Raises:
        RefusedError: What no invoice goes without is missing, or a number or a date is none; all
            of it at once.
        BillingError: The XML is none, or of another kind, or could do harm.
    """
    root = read_document(xml)
    if root.tag in {UBL_INVOICE, UBL_CREDIT_NOTE}:
        invoice, reader = read_ubl(root)
    elif root.tag == CII_INVOICE:
        invoice, reader = read_cii(root)
    else:
        raise NoInvoiceError(root=str(root.tag).rpartition("}")[2])
    if reader.faults:
        raise RefusedError(reader.faults)
    return invoice


def xml_of(content: bytes) -> bytes:
    """The XML of a file: of a PDF what is attached to it, of any other file itself.

    Raises:
        BillingError: It is a PDF that cannot be opened, or that has no invoice with it.
    """
    if PDF_SIGN not in content[:SIGN_BYTES]:
        return content
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            named = {name.lower(): name for name in pdf.attachments}
            for name in INVOICE_NAMES:
                if name in named:
                    return pdf.attachments[named[name]].get_file().read_bytes()
            raise NoXmlInPdfError(files=", ".join(sorted(named.values())) or "-")
    except pikepdf.PasswordError as fault:
        raise LockedPdfError from fault
    except pikepdf.PdfError as fault:
        raise BrokenPdfError(reason=str(fault)) from fault
