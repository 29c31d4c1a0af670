"""What credit notes have left of an invoice, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice

Taxed = tuple[VatCategory, Decimal]
"""A category and a rate of VAT."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an invoice, with the signs that it has there.

    Attributes:
        lines: Cents without VAT of each of its lines, in their order.
        bases: Cents without VAT of each row of its VAT breakdown; ``vat`` the VAT of it.
        gross_cents: With VAT.
    """

    lines: tuple[int, ...]
    bases: Mapping[Taxed, int]
    vat: Mapping[Taxed, int]
    gross_cents: int

    @property
    def net_cents(self) -> int:
        """Without VAT, over all categories and rates."""
        return sum(self.bases.values())


def left_of(invoice: Invoice, credit_notes: Iterable[Invoice]) -> Left:
    """What credit notes have left of an invoice."""
    lines = [line.net_cents for line in invoice.lines]
    bases = {(one.vat_category, one.vat_rate): one.base_cents for one in invoice.totals.vat}
    vat = {(one.vat_category, one.vat_rate): one.vat_cents for one in invoice.totals.vat}
    gross = invoice.totals.gross_cents
    for note in credit_notes:
        gross -= note.totals.gross_cents
        for line in note.lines:
            lines[line.credits - 1] -= line.net_cents
        for total in note.totals.vat:
            bases[total.vat_category, total.vat_rate] -= total.base_cents
            vat[total.vat_category, total.vat_rate] -= total.vat_cents
    return Left(tuple(lines), bases, vat, gross)


def vat_of_credit(left: Left, taxed: Taxed, base_cents: int, computed_cents: int) -> int:
    """The VAT of a part that is credited: the last one takes what is left, and none takes more.

    Args:
        left: Before this credit note.
        taxed: Category and rate.
        base_cents: Credited in it, without VAT.
        computed_cents: VAT of ``base_cents``, rounded once.
    """
    if base_cents == left.bases[taxed]:
        return left.vat[taxed]
    lowest, highest = sorted((0, left.vat[taxed]))
    return min(max(computed_cents, lowest), highest)
