"""VAT: what a line bears by who buys it, and what a document comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.billing.calendar import valid_on
from addin.billing.choices import VatCategory
from addin.billing.discounts import Discount, TaxedLine, VatGroup, document_allowances
from addin.billing.invoice import DocumentAllowance, DocumentCharge, Totals, VatTotal
from addin.billing.money import part_of
from addin.billing.territory import in_union, vat_country, vat_prefix
from addin.errors import BillingError

_ZERO = Decimal(0)


class NoStandardRateError(BillingError):
    """No standard rate is known of a country on a day."""

    code = "VAT-21"

    def __init__(self, country: str, on: date) -> None:
        super().__init__(country=country, day=on)


@dataclass(frozen=True, slots=True)
class StandardRate:
    """The rate that applies where no other is laid down.

    Attributes:
        rate: As a fraction.
        since: First day.
        until: Last day, inclusive; None while it applies.
    """

    country: str
    rate: Decimal
    since: date
    until: date | None = None


STANDARD_RATES = (
    # Belgium: Royal Decree no. 20 of 20 July 1970, art. 1.
    StandardRate("BE", Decimal("0.21"), date(1996, 1, 1)),
    # France: Code général des impôts, art. 278.
    StandardRate("FR", Decimal("0.196"), date(2000, 4, 1), date(2013, 12, 31)),
    StandardRate("FR", Decimal("0.20"), date(2014, 1, 1)),
)


def standard_rate(country: str, on: date) -> Decimal:
    """The standard VAT rate of Belgium or France on a day, as a fraction.

    Raises:
        NoStandardRateError: It is another country, or a day before the rates begin.

    >>> standard_rate("BE", date(2026, 1, 1))
    Decimal('0.21')
    """
    for row in STANDARD_RATES:
        if row.country == vat_country(country) and valid_on(on, row.since, row.until):
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


def vat_treatment(  # noqa: PLR0913  # the law asks for all of it
    *,
    seller_country: str,
    buyer_country: str,
    buyer_vat_number: str,
    buyer_category: VatCategory | None,
    service_category: VatCategory,
    service_rate: Decimal,
    on: date = date.max,
) -> VatTreatment | None:
    """The VAT of a service for a buyer.

    A category that the firm gave the buyer wins; S leaves a service what it is. Otherwise a service
    to a business in another member state is taxed where the buyer is established, by the buyer:
    reverse charge, by articles 44 and 196 of Directive 2006/112/EC. A buyer without a VAT number is
    taken for a consumer, who pays the VAT of the seller (article 45). What is outside the scope of
    VAT at home, such as a disbursement (article 79, c), is so for every buyer.

    Args:
        seller_country: ISO 3166-1, two capitals.
        buyer_country: The same.
        buyer_vat_number: With its prefix, in capitals, without spaces; empty without one.
        buyer_category: What the firm laid down for this buyer; None to follow the law.
        service_category: What the service bears at home. One that bears no VAT there keeps its
            category within the Union: an exempt service does not become reverse charge.
        service_rate: Its rate at home, as a fraction.
        on: Day of the service; decides which countries are members. As it stands if left out.

    Returns:
        The treatment; None where it takes a person to decide: a buyer outside the Union, or one
        whose VAT number is of another country than its address.
    """
    at_home = VatTreatment(service_category, _rate_of(service_category, service_rate))
    if buyer_category is VatCategory.S or service_category is VatCategory.O:
        return at_home
    if buyer_category is not None:
        return VatTreatment(buyer_category, _ZERO)
    if vat_country(buyer_country) == vat_country(seller_country):
        return at_home
    if not (in_union(buyer_country, on) and in_union(seller_country, on)):
        return None
    if not buyer_vat_number or service_category not in {VatCategory.S, VatCategory.Z}:
        return at_home
    return REVERSE_CHARGE if buyer_vat_number.startswith(vat_prefix(buyer_country)) else None


def _rate_of(category: VatCategory, rate: Decimal) -> Decimal:
    return rate if category is VatCategory.S else _ZERO


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
