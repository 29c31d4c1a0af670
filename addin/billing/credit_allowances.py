"""What credit notes take of the discounts of an invoice, and of what puts them back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from addin.billing.credit_left import Taxed
from addin.billing.invoice import DocumentAllowance, DocumentCharge, Invoice
from addin.billing.money import round_half_away
from addin.billing.split import split_cents


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Discounts of a document (BG-20), and what puts them back outside VAT (BG-21).

    Attributes:
        allowances: One for each reason, VAT rate and prebilling line; none of nothing.
    """

    allowances: tuple[DocumentAllowance, ...]
    charges: tuple[DocumentCharge, ...]

    def all_of_it(self) -> "LeftOver":
        """What the last credit note takes."""
        return self

    def put_back(self) -> dict[Taxed, int]:
        """Cents that are put back, by the VAT category and rate whose base they are in."""
        sums: dict[Taxed, int] = {}
        for charge in self.charges:
            taxed = (charge.vat_category, charge.vat_rate)
            sums[taxed] = sums.get(taxed, 0) + charge.cents
        return sums

    def in_proportion(self, taken: Mapping[Taxed, int], sums: Mapping[Taxed, int]) -> "LeftOver":
        """What goes with some lines: of each rate the same part of its discounts.

        Args:
            taken: Cents of the lines, by VAT category and rate.
            sums: What is left of all lines of each of them.
        """
        parts: dict[int, int] = {}
        for taxed, cents in taken.items():
            mine = [
                place
                for place, one in enumerate(self.allowances)
                if (one.vat_category, one.vat_rate) == taxed
            ]
            rests = [self.allowances[place].cents for place in mine]
            if not mine or sums[taxed] <= 0 or cents <= 0:
                continue
            whole = sum(rests)
            part = min(round_half_away(whole * cents, sums[taxed]), whole)
            parts |= dict(zip(mine, split_cents(part, rests), strict=True))
        allowances = tuple(
            replace(self.allowances[place], cents=cents)
            for place, cents in sorted(parts.items())
            if cents
        )
        return LeftOver(allowances, tuple(self._put_back(allowances)))

    def _put_back(self, allowances: Iterable[DocumentAllowance]) -> Iterable[DocumentCharge]:
        """What puts back the allowances of the same reason."""
        sums: dict[str, int] = {}
        for one in allowances:
            sums[one.reason] = sums.get(one.reason, 0) + one.cents
        for charge in self.charges:
            if cents := min(sums.get(charge.reason, 0), charge.cents):
                yield replace(charge, cents=cents)


def left_over(invoice: Invoice, notes: Iterable[Invoice]) -> LeftOver:
    """What credit notes have left of the discounts of an invoice."""
    allowances: dict[DocumentAllowance, int] = {}
    charges: dict[DocumentCharge, int] = {}
    for sign, one in ((1, invoice), *((-1, note) for note in notes)):
        for allowance in one.allowances:
            kind = replace(allowance, cents=0)
            allowances[kind] = allowances.get(kind, 0) + sign * allowance.cents
        for charge in one.charges:
            same = replace(charge, cents=0)
            charges[same] = charges.get(same, 0) + sign * charge.cents
    return LeftOver(
        tuple(replace(kind, cents=cents) for kind, cents in allowances.items() if cents),
        tuple(replace(kind, cents=cents) for kind, cents in charges.items() if cents),
    )
