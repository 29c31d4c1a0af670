"""An invoice as a Word document: written, and read back to prove its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addin.billing.invoice import DocumentKind, Invoice
from addin.documents.invoice_view import invoice_context
from addin.documents.letterhead import with_logo
from addin.documents.marks import cents_shown, marked_texts
from addin.documents.payment_code import payment_code
from addin.documents.template_choice import CREDIT_NOTE, INVOICE, template_path
from addin.documents.template_errors import UnclearFigureError, UnmarkedFigureError
from addin.documents.word import WordTemplate

# The content control in which each printed figure stands.
MARKS = {
    "number": "invoice_number",
    "net_cents": "total_net",
    "vat_cents": "total_vat",
    "gross_cents": "total_gross",
}
CODE_FIELD = "payment_code"
EARLY_MARK = "early_gross"
"""That of what an early payment comes to, on an invoice that offers it."""


@dataclass(frozen=True, slots=True)
class PrintedTotals:
    """What a document shows where its template marks the number and the totals.

    Attributes:
        early_cents: What an early payment comes to; None if there is no such mark, or it is empty.
    """

    number: str
    net_cents: int
    vat_cents: int
    gross_cents: int
    early_cents: int | None = None


def render_invoice(invoice: Invoice, template: Path | None = None) -> bytes:
    """The invoice as a ``.docx``; the same invoice always makes the same bytes.

    Args:
        invoice: What to print, or a credit note; a number that starts with ``PRO-`` is marked as
            a draft.
        template: Instead of those that ship: a file, or a folder of templates.

    Raises:
        BillingError: The template or the logo cannot be used; its codes start with ``DOC-``.
    """
    kind = CREDIT_NOTE if invoice.kind is DocumentKind.CREDIT_NOTE else INVOICE
    ready = ready_template(template_path(kind, invoice.language, template), invoice.logo)
    fields = invoice_context(invoice)
    if CODE_FIELD in ready.fields:
        fields[CODE_FIELD] = payment_code(invoice) or ""
    return ready.render(fields)


def ready_template(path: Path, logo: str = "") -> WordTemplate:
    """A template, made ready once, and again when it or the logo has changed.

    Args:
        path: The file.
        logo: Path of the picture that stands in place of ``{{ logo }}``; empty for none.

    Raises:
        BillingError: The template or the logo cannot be used; its codes start with ``DOC-``.
    """
    picture = Path(logo) if logo else None
    return _template(path, picture, _version(path), _version(picture))


def expected_totals(invoice: Invoice) -> PrintedTotals:
    """What the document of an invoice must show, to be compared with what it does show."""
    totals, early = invoice.totals, invoice.early
    return PrintedTotals(
        invoice.number,
        totals.net_cents,
        totals.vat_cents,
        totals.gross_cents,
        early.gross_cents if early else None,
    )


def read_totals(docx: bytes) -> PrintedTotals:
    """What a written invoice shows as its number and its totals, read from its marked places.

    The places are content controls of Word, by their tag: ``invoice_number``, ``total_net``,
    ``total_vat`` and ``total_gross``, and ``early_gross`` on an invoice that may be paid early. A
    mark may come more than once, if it says the same.

    Raises:
        DamagedDocumentError: Word could not open the document.
        UnmarkedFigureError: A mark is missing.
        UnclearFigureError: A marked text is no amount, or two of them differ.
    """
    found = marked_texts(docx)
    return PrintedTotals(
        number=_only(found, MARKS["number"]),
        net_cents=_cents(found, MARKS["net_cents"]),
        vat_cents=_cents(found, MARKS["vat_cents"]),
        gross_cents=_cents(found, MARKS["gross_cents"]),
        early_cents=_cents(found, EARLY_MARK) if any(found.get(EARLY_MARK, ())) else None,
    )


def _version(path: Path | None) -> tuple[int, int]:
    """Changes when the file does, so that a template edited in Word is read again."""
    try:
        status = path.stat() if path else None
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size) if status else (0, 0)


@lru_cache(maxsize=32)
def _template(path: Path, logo: Path | None, *_versions: tuple[int, int]) -> WordTemplate:
    plain = WordTemplate(path)
    if logo is None:
        return plain
    return WordTemplate(with_logo(path.read_bytes(), logo), path.name)


def _only(found: Mapping[str, Sequence[str]], mark: str) -> str:
    texts = sorted(set(found.get(mark, ())))
    if not texts:
        raise UnmarkedFigureError(mark=mark)
    if len(texts) > 1:
        raise UnclearFigureError(mark=mark, found=" / ".join(texts))
    return texts[0]


def _cents(found: Mapping[str, Sequence[str]], mark: str) -> int:
    return cents_shown(_only(found, mark), mark)
