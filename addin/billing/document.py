"""What a document comes to with its discounts, and what it comes to when it is paid early."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.choices import VatCategory
from addin.billing.discounts import Discount, TaxedLine, document_allowances
from addin.billing.invoice import DocumentAllowance, DocumentCharge, Totals
from addin.billing.vat import document_totals

# Countries where VAT is on what an early payment leaves, whether the buyer pays early or not:
# Belgium, VAT code, article 28, 1°. Elsewhere a discount that is not yet taken is still taxed, and
# VAT is corrected when it is: France, Code général des impôts, articles 267, II, 1° and 272, 1.
UNTAXED_WHEN_OFFERED = frozenset({"BE"})


@dataclass(frozen=True, slots=True)
class EarlyTerms:
    """A discount that a payer may take by paying early.

    Attributes:
        percent: Of the total without VAT, as a fraction.
        country: Of the seller, ISO 3166-1, two capitals.
        reason: What is printed beside its amount, where it changes the VAT.
    """

    percent: Decimal
    country: str
    reason: str = ""

    @property
    def taxed(self) -> bool:
        """Whether VAT is on the whole amount until the discount is taken."""
        return self.country not in UNTAXED_WHEN_OFFERED


@dataclass(frozen=True, slots=True)
class DocumentSums:
    """A document with all that is taken off it and added to it.

    Attributes:
        allowances: By discount, category and rate (BG-20).
        charges: What keeps an early payment discount in the amount to pay (BG-21).
        early_discount_cents: What an early payment saves, without VAT.
        early_gross_cents: What is paid early; the total if there is nothing to save.
    """

    totals: Totals
    allowances: tuple[DocumentAllowance, ...]
    charges: tuple[DocumentCharge, ...]
    early_discount_cents: int
    early_gross_cents: int


def document_sums(
    lines: Sequence[TaxedLine], discounts: Iterable[Discount] = (), early: EarlyTerms | None = None
) -> DocumentSums:
    """Take the discounts off the lines of a document, and work out an early payment.

    An early payment discount is a part of what the discounts leave, rounded once and shared over
    the VAT rates by largest remainder. Where VAT is on what it leaves, it is an allowance at each
    rate, and a charge that is exempt from VAT puts the same amount back: the total is that of the
    lines with the lower VAT, and paying early is leaving out the charge. So it is written in
    Belgian e-invoices (VBO-FEB, "Cash discount", for the Belgian Peppol authority).

    Raises:
        DiscountTooLargeError: A discount is below zero, or above what is left of its lines.

    >>> line = TaxedLine(100_00, VatCategory.S, Decimal("0.21"))
    >>> found = document_sums([line], early=EarlyTerms(Decimal("0.02"), "BE"))
    >>> found.totals.vat_cents, found.totals.gross_cents, found.early_gross_cents
    (2058, 12058, 11858)
    """
    allowances = document_allowances(lines, discounts)
    plain = document_totals(lines, allowances)
    off = _early_allowances(lines, allowances, early) if early else ()
    saved = sum(allowance.cents for allowance in off)
    if early is None or not saved:
        return DocumentSums(plain, allowances, (), 0, plain.gross_cents)
    if early.taxed:
        paid_early = document_totals(lines, [*allowances, *off]).gross_cents
        return DocumentSums(plain, allowances, (), saved, paid_early)
    charge = DocumentCharge(early.reason, saved, VatCategory.E, Decimal(0))
    totals = document_totals(lines, [*allowances, *off], [charge])
    return DocumentSums(totals, (*allowances, *off), (charge,), saved, totals.gross_cents - saved)


def _early_allowances(
    lines: Sequence[TaxedLine], allowances: Sequence[DocumentAllowance], early: EarlyTerms
) -> tuple[DocumentAllowance, ...]:
    left = [
        *lines,
        *(TaxedLine(-one.cents, one.vat_category, one.vat_rate) for one in allowances),
    ]
    return document_allowances(left, [Discount(early.reason, early.percent)])
