"""A line of an invoice under the norm's terms.

The norm multiplies the quantity by the price over its base quantity. That has to give the printed
amount to the cent, so that whoever works it out again finds the same:

- Hours and minutes become minutes, at a price for 60 of them: 0:50 at 100.00 an hour is 50 minutes
  at 100.00 for 60.
- A quantity with more decimals than the receiver takes, or an amount that does not follow from its
  quantity at all, becomes one of the whole amount; what was multiplied stands in the description.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from addin.billing.choices import Axis, VatCategory
from addin.billing.deposits import is_settlement
from addin.billing.invoice import InvoiceLine
from addin.billing.money import from_cents, line_cents
from addin.einvoices.codes import AGREED, DISCOUNT, MINUTE, ONE, UNITS
from addin.einvoices.markup import legible
from addin.einvoices.model import (
    AllowanceCharge,
    ElectronicLine,
    Item,
    ItemAttribute,
    Price,
    ServicePeriod,
)
from addin.einvoices.profiles import Profile
from addin.words import Language, text
from addin.words.figures import number

_HOUR_MINUTES = Decimal(60)


def electronic_line(
    position: int, line: InvoiceLine, profile: Profile, language: Language
) -> ElectronicLine:
    """A line of an invoice.

    Args:
        position: From 1.
        line: With its figures.
        profile: How many decimals a receiver takes.
        language: Of the buyer.
    """
    # The first line of which anything is left names what is sold; a name there has to be.
    name, _, more = legible(line.description).lstrip().partition("\n")
    quantity, unit, price, worked_out = _multiplied(line, profile, language)
    description = "\n".join(part for part in (more.strip(), worked_out) if part)
    return ElectronicLine(
        identifier=str(position),
        quantity=quantity,
        unit=unit,
        net=from_cents(line.net_cents),
        price=price,
        vat_category=line.vat_category.value,
        item=Item(name.strip() or _nameless(line), description, attributes=_unit(line, language)),
        vat_rate=vat_percent(line.vat_category, line.vat_rate),
        note=legible(line.phase),
        buyer_account=legible(line.ledger_account),
        period=ServicePeriod(line.period_from, line.period_to),
        allowances=_taken_off(line, language),
    )


def _nameless(line: InvoiceLine) -> str:
    """What names a line without a description: its project, or its key."""
    return legible(line.project) or line.line


@lru_cache
def vat_percent(category: VatCategory, rate: Decimal) -> Decimal | None:
    """A rate in percent: 0 where no VAT is due, None outside its scope.

    >>> vat_percent(VatCategory.S, Decimal("0.055")), vat_percent(VatCategory.AE, Decimal("0.21"))
    (Decimal('5.50'), Decimal('0.00'))
    """
    if category is VatCategory.O:
        return None
    percent = 100 * rate if category is VatCategory.S else Decimal(0)
    return max(percent.normalize(), percent.quantize(Decimal("0.01")), key=_decimals)


def is_deposit(key: str) -> bool:
    """Whether a line bills a deposit, by its key.

    >>> is_deposit("2026-01/P-1/-/deposit/2026-01-15"), is_deposit("2026-01/P-1/-/fixed/2026-01")
    (True, False)
    """
    return key.split("/")[3:4] == [Axis.DEPOSIT.value] and not is_settlement(key)


def _multiplied(
    line: InvoiceLine, profile: Profile, language: Language
) -> tuple[Decimal, str, Price, str]:
    """Quantity, unit and price, and what was multiplied where these do not tell it."""
    gross_cents = line.net_cents + line.allowance_cents
    if line.minutes is not None:
        exact = line_cents(Fraction(line.minutes, 60), line.unit_price) == gross_cents
        if exact and _fits(line.unit_price, profile.price_decimals):
            price = Price(line.unit_price, base_quantity=_HOUR_MINUTES, base_unit=MINUTE)
            return Decimal(line.minutes), MINUTE, price, ""
    elif line_cents(line.quantity, line.unit_price) == gross_cents and (
        _fits(line.quantity, profile.quantity_decimals)
        and _fits(line.unit_price, profile.price_decimals)
    ):
        return line.quantity, UNITS.get(line.unit, ONE), Price(line.unit_price), ""
    sign = -1 if gross_cents < 0 else 1
    return Decimal(sign), ONE, Price(from_cents(abs(gross_cents))), _worked_out(line, language)


def _fits(figure: Decimal, decimals: int | None) -> bool:
    return decimals is None or _decimals(figure.normalize()) <= decimals


def _decimals(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(-exponent, 0)


def _worked_out(line: InvoiceLine, language: Language) -> str:
    """What was multiplied, as it is printed: ``12:20 x 95``."""
    quantity = number(line.quantity.normalize() + 0, language.value)
    if line.minutes is not None:
        minus = "-" if line.minutes < 0 else ""
        quantity = "{}{}:{:02}".format(minus, *divmod(abs(line.minutes), 60))
    return f"{quantity} {line.unit_name} x {number(line.unit_price, language.value)}"


def _unit(line: InvoiceLine, language: Language) -> tuple[ItemAttribute, ...]:
    """The unit in words, where the list of codes has none for it."""
    name = legible(line.unit_name)
    if line.minutes is not None or not name or line.unit in UNITS:
        return ()
    return (ItemAttribute(text("einvoice.unit", language), name),)


def _taken_off(line: InvoiceLine, language: Language) -> tuple[AllowanceCharge, ...]:
    """The discount and what a cap takes off, each by itself.

    What lessens an amount that is taken back, or makes a correction exact, is a charge: an
    allowance below zero is not what a receiver expects.
    """
    discount = line.allowance_cents - line.reduction_cents
    parts = (("einvoice.discount", discount), ("einvoice.cap", line.reduction_cents))
    return tuple(
        AllowanceCharge(
            is_charge=cents < 0,
            amount=from_cents(abs(cents)),
            reason=text(key, language),
            reason_code=AGREED if cents < 0 else DISCOUNT,
        )
        for key, cents in parts
        if cents
    )
