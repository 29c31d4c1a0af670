"""A line of an invoice under the norm's terms.

The norm multiplies the quantity by the price over its base quantity. That has to give the printed
amount to the cent, so that whoever works it out again finds the same:

- Hours and minutes become minutes, at a price for 60 of them: 0:50 at 100.00 an hour is 50 minutes
  at 100.00 for 60.
- A quantity with more decimals than the receiver takes, or an amount that does not follow from its
  quantity at all, becomes one of the whole amount; what was multiplied stands in the description.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from addin.billing.choices import Axis, VatCategory
from addin.billing.deposits import is_settlement
from addin.billing.invoice import InvoiceLine
from addin.billing.money import from_cents, line_cents, round_half_away
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
    if more or worked_out:
        more = "\n".join(part for part in (more.strip(), worked_out) if part)
    category, percent = _vat(line.vat_category, line.vat_rate)
    return ElectronicLine(
        identifier=str(position),
        quantity=quantity,
        unit=unit,
        net=from_cents(line.net_cents),
        price=price,
        vat_category=category,
        item=Item(name.strip() or _nameless(line), more, attributes=_unit(line, language)),
        vat_rate=percent,
        note=legible(line.phase),
        buyer_account=legible(line.ledger_account),
        period=_period(line.period_from, line.period_to),
        allowances=_taken_off(line, language),
    )


@lru_cache
def _vat(category: VatCategory, rate: Decimal) -> tuple[str, Decimal | None]:
    """The code of a category, and a rate in percent."""
    return category.value, vat_percent(category, rate)


@lru_cache
def _period(first: date, last: date) -> ServicePeriod:
    return ServicePeriod(first, last)


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
        hour_top, hour_bottom = line.unit_price.as_integer_ratio()
        cents = round_half_away(100 * line.minutes * hour_top, 60 * hour_bottom)
        if cents == gross_cents and _fits(line.unit_price, profile.price_decimals):
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
    if line.minutes is not None or line.unit in UNITS:
        return ()
    name = legible(line.unit_name)
    return _told_unit(name, language) if name else ()


@lru_cache
def _told_unit(name: str, language: Language) -> tuple[ItemAttribute, ...]:
    return (ItemAttribute(text("einvoice.unit", language), name),)


def _taken_off(line: InvoiceLine, language: Language) -> tuple[AllowanceCharge, ...]:
    """The discount and what a cap takes off, each by itself.

    What lessens an amount that is taken back, or makes a correction exact, is a charge: an
    allowance below zero is not what a receiver expects.
    """
    if not (line.allowance_cents or line.reduction_cents):
        return ()
    discount = line.allowance_cents - line.reduction_cents
    parts = zip(_reasons(language), (discount, line.reduction_cents), strict=True)
    return tuple(
        [
            AllowanceCharge(
                is_charge=cents < 0,
                amount=from_cents(abs(cents)),
                reason=reason,
                reason_code=AGREED if cents < 0 else DISCOUNT,
            )
            for reason, cents in parts
            if cents
        ]
    )


@lru_cache
def _reasons(language: Language) -> tuple[str, str]:
    """What a discount is called, and what a cap takes off."""
    return text("einvoice.discount", language), text("einvoice.cap", language)
