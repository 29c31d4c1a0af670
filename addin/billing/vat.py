"""VAT: what a line bears by who buys it, and what a document comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.billing.calendar import valid_on
from addin.billing.choices import VatCategory, VatRegime
from addin.billing.discounts import Discount, TaxedLine, VatGroup, document_allowances
from addin.billing.invoice import DocumentAllowance, DocumentCharge, Totals, VatTotal
from addin.billing.money import part_of
from addin.billing.territory import in_union, vat_country, vat_prefix
from addin.billing.vat_rates import VAT_RATES, VatRateKind
from addin.errors import BillingError

_ZERO = Decimal(0)


class NoStandardRateError(BillingError):
    """No standard rate is known of a country on a day."""

    code = "VAT-21"

    def __init__(self, country: str, on: date) -> None:
        super().__init__(country=country, day=on)


def standard_rate(country: str, on: date) -> Decimal:
    """The standard VAT rate of Belgium or France on a day, as a fraction.

    Raises:
        NoStandardRateError: It is another country, or a day before the rates begin.

    >>> standard_rate("BE", date(2026, 1, 1))
    Decimal('0.21')
    """
    for row in VAT_RATES:
        of_country = row.country == vat_country(country) and row.kind is VatRateKind.STANDARD
        if of_country and valid_on(on, row.since, row.until):
            return row.rate
    raise NoStandardRateError(country, on)


@dataclass(frozen=True, slots=True)
class VatTreatment:
    """What a line bears.

    Attributes:
        rate: As a fraction; 0 unless the category is S.
    """

    category: VatCategory
    rate: Decimal


REVERSE_CHARGE = VatTreatment(VatCategory.AE, _ZERO)
OUTSIDE_SCOPE = VatTreatment(VatCategory.O, _ZERO)
EXEMPT = VatTreatment(VatCategory.E, _ZERO)
_TAXED_AT_HOME = frozenset({VatCategory.S, VatCategory.Z, VatCategory.AE})
"""What a service may bear at home that is taxed where a business abroad is established."""


def vat_treatment(  # noqa: PLR0911, PLR0913  # the law asks for all of it, case by case
    *,
    seller_country: str,
    buyer_country: str,
    buyer_vat_number: str,
    buyer_category: VatCategory | None,
    service_category: VatCategory,
    service_rate: Decimal,
    on: date = date.max,
    regime: VatRegime = VatRegime.STANDARD,
    buyer_is_business: bool = False,
) -> VatTreatment | None:
    """The VAT of a service for a buyer.

    A category that the firm gave the buyer wins; S leaves a service what it is at home. Otherwise a
    service to a business is taxed where the business is established: in another member state by
    the buyer, under reverse charge (articles 44 and 196 of Directive 2006/112/EC); outside the
    Union it is outside the scope of VAT (article 44). In the Union a buyer without a VAT number is
    taken for a consumer, who pays the VAT of the seller (article 45). What is outside the scope of
    VAT at home, such as a disbursement (article 79, c), is so for every buyer.

    A small business charges no VAT at home, nor do its customers there owe it under reverse charge
    (articles 281 to 292).

    Args:
        seller_country: ISO 3166-1, two capitals.
        buyer_country: The same.
        buyer_vat_number: With its prefix, in capitals, without spaces; empty without one.
        buyer_category: What the firm laid down for this buyer; None to follow the law.
        service_category: What the service bears at home; AE where businesses owe its VAT there, as
            for building work. An exempt one stays so in the Union: it is never reverse charge.
        service_rate: Its rate at home, as a fraction.
        on: Day of the service; decides which countries are members. As it stands if left out.
        regime: Of the seller.
        buyer_is_business: Whether a buyer outside the Union is known to be a business, by a number
            of its own country.

    Returns:
        The treatment; None where it takes a person to decide: a buyer outside the Union who may be
        a consumer, or one whose VAT number is of another country than its address.
    """
    at_home = _at_home(service_category, service_rate, regime)
    if service_category is VatCategory.O:
        return at_home
    if buyer_category is VatCategory.S:
        reversed_at_home = at_home.category is VatCategory.AE
        return VatTreatment(VatCategory.S, service_rate) if reversed_at_home else at_home
    is_home = vat_country(buyer_country) == vat_country(seller_country)
    if buyer_category is not None:
        own = VatTreatment(buyer_category, _ZERO)
        is_small = regime is VatRegime.SMALL_BUSINESS and is_home
        return EXEMPT if is_small and own == REVERSE_CHARGE else own
    if is_home:
        return at_home
    if not in_union(seller_country, on):
        return None
    if not in_union(buyer_country, on):
        return OUTSIDE_SCOPE if buyer_is_business else None
    is_reversed = buyer_vat_number and service_category in _TAXED_AT_HOME
    return _reversed(buyer_country, buyer_vat_number) if is_reversed else at_home


def _reversed(country: str, number: str) -> VatTreatment | None:
    return REVERSE_CHARGE if number.startswith(vat_prefix(country)) else None


def _at_home(category: VatCategory, rate: Decimal, regime: VatRegime) -> VatTreatment:
    if regime is VatRegime.SMALL_BUSINESS and category in _TAXED_AT_HOME:
        return EXEMPT
    return VatTreatment(category, rate if category is VatCategory.S else _ZERO)


def document_totals(
    lines: Sequence[TaxedLine],
    allowances: Sequence[DocumentAllowance] = (),
    charges: Sequence[DocumentCharge] = (),
) -> Totals:
    """What a document comes to (BG-22), with its VAT breakdown (BG-23).

    VAT is computed on the sum of the rounded lines of a category and rate, less the allowances and
    plus the charges that bear it; never line by line.

    Returns:
        Totals that add up to the cent, as EN 16931 BR-CO-10 to BR-CO-15 want them. The rows of the
        breakdown come in the order of the lines, then of the charges.
    """
    bases: dict[VatGroup, int] = {}
    for line in lines:
        bases[line.group] = bases.get(line.group, 0) + line.cents
    for allowance in allowances:
        bases[allowance.vat_category, allowance.vat_rate] -= allowance.cents
    for charge in charges:
        group = (charge.vat_category, charge.vat_rate)
        bases[group] = bases.get(group, 0) + charge.cents
    vat = tuple(VatTotal(*group, cents, part_of(cents, group[1])) for group, cents in bases.items())
    net_cents, vat_cents = sum(bases.values()), sum(row.vat_cents for row in vat)
    return Totals(
        lines_cents=sum(line.cents for line in lines),
        allowance_cents=sum(allowance.cents for allowance in allowances),
        net_cents=net_cents,
        vat=vat,
        vat_cents=vat_cents,
        gross_cents=net_cents + vat_cents,
        charge_cents=sum(charge.cents for charge in charges),
    )


def totals(
    lines: Sequence[tuple[int, VatCategory, Decimal]],
    discount: Decimal = _ZERO,
    allowance_cents: int = 0,
) -> Totals:
    """What a document comes to that has at most one discount.

    Args:
        lines: Net amount in cents (BT-131), VAT category and rate as a fraction of each line.
        discount: On the sum of the lines, as a fraction: 0.10 is 10 %; rounded once.
        allowance_cents: A discount in cents, on top of ``discount``; of the sign of the lines.

    Returns:
        As ``document_totals`` does. Negated lines give negated totals.

    Raises:
        DiscountTooLargeError: The discount is below zero or above the sum of the lines.

    >>> found = totals([(800_00, VatCategory.S, Decimal("0.21"))], discount=Decimal("0.10"))
    >>> found.net_cents, found.vat_cents, found.gross_cents
    (72000, 15120, 87120)
    """
    taxed = [TaxedLine(*line) for line in lines]
    taken = document_allowances(taxed, [Discount(percent=discount, cents=allowance_cents)])
    return document_totals(taxed, taken)
