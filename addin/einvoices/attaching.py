"""A file put into an electronic invoice that is written already: its PDF, or the hours behind it.

The invoice is read, given the file, and written again. What Quotepart writes comes back byte for
byte, so nothing else of it can change; what somebody else wrote might not, and is refused.
"""

from dataclasses import replace

from addin.einvoices.cii import to_cii
from addin.einvoices.model import Attachment, ElectronicInvoice
from addin.einvoices.profiles import ANNEX, is_french_process
from addin.einvoices.reading import read_invoice
from addin.einvoices.ubl import to_ubl
from addin.errors import BillingError
from addin.words import catalogue, words

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = frozenset(
    {
        PDF,
        XLSX,
        "application/vnd.oasis.opendocument.spreadsheet",
        "image/jpeg",
        "image/png",
        "text/csv",
    }
)
"""What may be attached: rule BR-CL-24 of CEN."""
LEGIBLE = "LISIBLE"
"""What the French platforms call the invoice as people read it; there is one at most (BR-FR-18)."""


class NotAttachableError(BillingError):
    """A file does not go into an invoice; takes ``file`` and ``reason``."""

    code = "EIN-16"

    def __init__(self, file: str, why: str) -> None:
        reasons = catalogue("interface")["einvoice"]["attaching"]
        super().__init__(file=file, reason=words(reasons[why]))


def with_attachment(xml: bytes, name: str, mime: str, content: bytes) -> bytes:
    """An electronic invoice with one more file in it (BG-24); it stays valid.

    Args:
        xml: UBL or CII as Quotepart wrote it.
        name: Of the file (BT-122), with its ending.
        mime: Its kind, one of ``KINDS``.
        content: At least a byte.

    Returns:
        The invoice with the file in it; as it was if that very file is in it already.

    Raises:
        NotAttachableError: No file of this kind goes into an invoice; another one of this name is
            in it; or the invoice was not written by Quotepart.
        BillingError: It is no invoice at all.
    """
    name = name.strip()
    if mime not in KINDS or not content:
        raise NotAttachableError(name, "kind")
    invoice = read_invoice(xml)
    known = next((one for one in invoice.attachments if one.filename == name), None)
    if known is not None and known.content == content:
        return xml
    if known is not None:
        raise NotAttachableError(name, "taken")
    write = to_cii if b"CrossIndustryInvoice" in xml[:1024] else to_ubl
    if write(invoice) != xml:
        raise NotAttachableError(name, "foreign")
    file = Attachment(name, _kind(invoice, mime), "", content, mime, name)
    return write(replace(invoice, attachments=(*invoice.attachments, file)))


def _kind(invoice: ElectronicInvoice, mime: str) -> str:
    """What the French rules call a file of a French invoice; nothing on any other."""
    if not is_french_process(invoice.process):
        return ""
    is_first = all(one.description != LEGIBLE for one in invoice.attachments)
    return LEGIBLE if mime == PDF and is_first else ANNEX
