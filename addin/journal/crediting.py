"""Whether a credit note stays within what is left of its invoice, to the cent."""

from collections.abc import Sequence

from addin.billing.credit_left import Left, Taxed, left_of, vat_of_credit
from addin.billing.invoice import DocumentKind, Invoice, InvoiceLine, Preceding
from addin.billing.money import from_cents
from addin.errors import BillingError

__all__ = [
    "CreditMismatchError",
    "CreditTooLargeError",
    "Left",
    "left_of",
    "require_mirror",
    "vat_of_credit",
]


class CreditTooLargeError(BillingError):
    """More would be taken back than is left."""

    code = "JRN-18"


class CreditMismatchError(BillingError):
    """The credit note does not mirror the invoice that it names."""

    code = "JRN-19"


def require_mirror(invoice: Invoice, earlier: Sequence[Invoice], note: Invoice) -> None:
    """Be sure that a credit note takes back parts of its invoice and no more than is left of it.

    Args:
        invoice: As it was issued.
        earlier: The credit notes it has already.
        note: The one that is to come.

    Raises:
        CreditMismatchError: It names something else than the invoice has.
        CreditTooLargeError: It takes back more.
    """
    _require_same(invoice, note)
    before, after = left_of(invoice, earlier), left_of(invoice, [*earlier, note])
    for place, line in enumerate(invoice.lines):
        what = f"{place + 1} ({line.description})"
        _require_within(note, what, before.lines[place], after.lines[place])
    for taxed in before.bases:
        what = _named(taxed)
        _require_within(note, what, before.bases[taxed], after.bases[taxed])
        _require_within(note, what, before.vat[taxed], after.vat[taxed])
    _require_within(note, invoice.number, before.gross_cents, after.gross_cents)


def _require_within(note: Invoice, what: str, before: int, rest: int) -> None:
    """What is left keeps its sign and does not grow."""
    low, high = min(before, 0), max(before, 0)
    if not low <= rest <= high:
        raise CreditTooLargeError(
            invoice=note.preceding.number if note.preceding else "",
            what=what,
            left=from_cents(before),
            asked=from_cents(before - rest),
        )


def _require_same(invoice: Invoice, note: Invoice) -> None:
    """Payer, currency, date, lines and rates are those of the invoice."""
    taxed = {(one.vat_category, one.vat_rate) for one in invoice.totals.vat}
    differing = {
        "preceding": note.preceding != Preceding(invoice.number, invoice.issue_date),
        "kind": invoice.kind is not DocumentKind.INVOICE,
        "payer": note.buyer.key != invoice.buyer.key,
        "currency": note.currency != invoice.currency,
        "date": note.issue_date < invoice.issue_date,
        "VAT": any((one.vat_category, one.vat_rate) not in taxed for one in note.totals.vat),
        "line": not all(_is_mirrored(line, invoice) for line in note.lines),
    }
    for what, differs in differing.items():
        if differs:
            raise CreditMismatchError(invoice=invoice.number, note=note.number, what=what)


def _is_mirrored(line: InvoiceLine, invoice: Invoice) -> bool:
    if not 1 <= line.credits <= len(invoice.lines):
        return False
    theirs = invoice.lines[line.credits - 1]
    same = (theirs.line, theirs.project, theirs.vat_category, theirs.vat_rate)
    return (line.line, line.project, line.vat_category, line.vat_rate) == same


def _named(taxed: Taxed) -> str:
    category, rate = taxed
    return f"{category.value} {(100 * rate).normalize():f} %"
