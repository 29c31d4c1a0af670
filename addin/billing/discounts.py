"""Discounts on a whole document: what each of them takes off the lines of which VAT rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentAllowance
from addin.billing.money import from_cents, part_of
from addin.billing.split import split_cents
from addin.errors import BillingError

VatGroup = tuple[VatCategory, Decimal]
"""A VAT category and a rate: what a row of the VAT breakdown (BG-23) is made for."""

_ZERO = Decimal(0)


class DiscountTooLargeError(BillingError):
    """A discount on a document is negative, or more than its lines."""

    code = "VAT-20"

    def __init__(self, allowance_cents: int, lines_cents: int) -> None:
        super().__init__(allowance=from_cents(allowance_cents), lines=from_cents(lines_cents))


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """A line as its discounts and its VAT see it.

    Attributes:
        cents: Line net amount (BT-131).
        rate: VAT as a fraction.
        project: What a discount on the lines of one project goes by.
    """

    cents: int
    category: VatCategory
    rate: Decimal
    project: str = ""

    @property
    def group(self) -> VatGroup:
        """Of the VAT breakdown; only category S bears VAT, the rate of any other counts as 0."""
        return (self.category, self.rate if self.category is VatCategory.S else _ZERO)


@dataclass(frozen=True, slots=True)
class Discount:
    """Something to take off a document.

    Attributes:
        reason: What is printed (BT-97).
        percent: Of what other discounts have left of the lines, as a fraction; rounded once.
        cents: On top of ``percent``; of the sign of the lines.
        project: Project whose lines it is taken off; empty for all lines.
        at_most: Whether it takes what there is when the lines are less than the discount.
        line: Key of the prebilling line that grants it; empty for the terms of the client.
    """

    reason: str = ""
    percent: Decimal = _ZERO
    cents: int = 0
    project: str = ""
    at_most: bool = False
    line: str = ""


def document_allowances(
    lines: Sequence[TaxedLine], discounts: Iterable[Discount]
) -> tuple[DocumentAllowance, ...]:
    """What discounts take off each VAT category and rate of a document (BG-20).

    Those of a project come before those of the whole document; otherwise each takes its part of
    what those before it have left. A discount is shared over the categories and rates by largest
    remainder on what is left of their lines, equals to the one that comes first: negated lines and
    discounts give negated allowances.

    Raises:
        DiscountTooLargeError: A discount is below zero, or above what is left of its lines.

    >>> line = TaxedLine(800_00, VatCategory.S, Decimal("0.21"))
    >>> [one.cents for one in document_allowances([line], [Discount(percent=Decimal("0.10"))])]
    [8000]
    """
    left = _Left(lines)
    in_order = sorted(discounts, key=lambda discount: not discount.project)
    return tuple(allowance for discount in in_order for allowance in left.take(discount))


class _Left:
    """What discounts have left of the lines of a document, by project and VAT group."""

    def __init__(self, lines: Sequence[TaxedLine]) -> None:
        self._cents: dict[tuple[str, VatGroup], int] = {}
        for line in lines:
            self._add(line.project, line.group, line.cents)

    def _add(self, project: str, group: VatGroup, cents: int) -> None:
        self._cents[project, group] = self._cents.get((project, group), 0) + cents

    def take(self, discount: Discount) -> list[DocumentAllowance]:
        sums: dict[VatGroup, int] = {}
        for (project, group), cents in self._cents.items():
            if discount.project in {"", project}:
                sums[group] = sums.get(group, 0) + cents
        parts = _shared(discount, list(sums.values()))
        taken = {group: part for group, part in zip(sums, parts, strict=True) if part}
        for group, part in taken.items():
            self._add(discount.project, group, -part)
        return [
            DocumentAllowance(discount.reason, part, *group, line=discount.line)
            for group, part in taken.items()
        ]


def _shared(discount: Discount, sums: Sequence[int]) -> list[int]:
    whole = sum(sums)
    least, most = min(whole, 0), max(whole, 0)
    allowance = part_of(whole, discount.percent) + discount.cents
    if discount.at_most:
        allowance = min(max(allowance, least), most)
    if not least <= allowance <= most:
        raise DiscountTooLargeError(allowance, whole)
    if not allowance:
        return [0] * len(sums)
    # A rate whose lines sum the other way, a correction say, bears no part of the discount.
    sign = 1 if whole > 0 else -1
    return split_cents(allowance, [max(sign * cents, 0) for cents in sums])
