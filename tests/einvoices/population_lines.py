"""Lines at random, in every way in which a month bills."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from einvoices.population_parties import NAMES

from addin.billing.choices import VatCategory
from addin.billing.invoice import InvoiceLine
from addin.billing.money import from_cents, line_cents

MONTH = (date(2026, 3, 1), date(2026, 3, 31))
TEXTS = (
    *NAMES,
    "Tenue des comptes <mars> & conseil",
    "Conseil\nPart de 40 % : 37 x 14,75 = 545,75",
    "\n\n  Text after empty lines",
    "Honoraires " * 18,
)
UNITS = ("", "hour", "day", "month", "quarter", "year", "piece", "km", "m²", "payslip", "ticket")


@dataclass(frozen=True, slots=True)
class Taxed:
    """What a line bears: a category, and a rate as a fraction."""

    category: VatCategory
    rate: Decimal = Decimal(0)


def line(luck: Random, place: int, taxed: Taxed) -> InvoiceLine:
    """A line of any kind.

    Args:
        luck: Where chance comes from.
        place: Makes its key differ from those of others.
        taxed: Its VAT.
    """
    return luck.choice(KINDS)(luck, _plain(luck, place, taxed))


def fee(luck: Random, place: int, taxed: Taxed, cents: int) -> InvoiceLine:
    """A fixed fee of an amount."""
    return replace(
        _plain(luck, place, taxed),
        quantity=Decimal(1),
        unit_price=from_cents(cents),
        net_cents=cents,
    )


def _plain(luck: Random, place: int, taxed: Taxed) -> InvoiceLine:
    """A quantity of something at a price of two to four decimals."""
    quantity = luck.choice((Decimal(1), Decimal(37), _decimal(luck, 1, 500, 2), Decimal("0.01")))
    unit_price = _decimal(luck, 1, 900, luck.randrange(2, 5))
    unit = luck.choice(UNITS)
    first, last = sorted(MONTH[0] + timedelta(luck.randrange(-40, 31)) for _ in range(2))
    project = luck.choice(("P-1", "P-2"))
    return InvoiceLine(
        line=f"2026-03/{project}/ADV/fixed/{place}",
        project=project,
        description=luck.choice(TEXTS),
        quantity=quantity,
        unit=unit,
        unit_name=luck.choice(NAMES[:10]) if unit else "",
        unit_price=unit_price,
        net_cents=line_cents(quantity, unit_price),
        vat_category=taxed.category,
        vat_rate=taxed.rate,
        period_from=first,
        period_to=last,
        phase=luck.choice(("", "", "Design & <build>")),
        ledger_account=luck.choice(("", "613200")),
    )


def _decimal(luck: Random, low: int, high: int, places: int) -> Decimal:
    """A number from ``low`` up to ``high``, with so many decimals."""
    scale = 10**places
    return Decimal(luck.randrange(low * scale, high * scale)).scaleb(-places)


def _usual(_luck: Random, one: InvoiceLine) -> InvoiceLine:
    return one


def _of_time(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """Hours with two decimals, or exact minutes printed h:mm; some are taken back."""
    minutes = luck.choice((1, 50, 95, 740, 6_001, -30))
    if luck.random() < 0.5:
        hours = (Decimal(minutes) / 60).quantize(Decimal("0.0001"))
        cents = line_cents(Fraction(minutes, 60), one.unit_price)
        own = {"minutes": minutes, "unit": "h:mm", "unit_name": "h:mm"}
        return replace(one, quantity=hours, net_cents=cents, **own)  # type: ignore[arg-type]
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
    cents = line_cents(hours, one.unit_price)
    return replace(one, quantity=hours, unit="hour", unit_name="heure", net_cents=cents)


def _long(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """More decimals than some receivers take."""
    quantity = luck.choice((Decimal("0.333333333"), Decimal(1000000), Decimal("12.34567")))
    price = luck.choice((Decimal("0.00123"), Decimal("24.9533333"), Decimal(99)))
    cents = line_cents(quantity, price)
    return replace(one, quantity=quantity, unit_price=price, net_cents=cents)


def _shared(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """What one of several payers pays of a line, which may be below zero."""
    cents = luck.choice((1, 33_33, 1_234_567, -10_01))
    return replace(
        one,
        quantity=Decimal(-1 if cents < 0 else 1),
        unit="",
        unit_name="",
        unit_price=from_cents(abs(cents)),
        net_cents=cents,
    )


def _discounted(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """With a discount, with what goes beyond a cap, or both; at most the whole amount."""
    cents = luck.randrange(one.net_cents + 1)
    cap_cents = luck.randrange(one.net_cents - cents + 1) if luck.random() < 0.5 else 0
    both = cents + cap_cents
    return replace(
        one, allowance_cents=both, reduction_cents=cap_cents, net_cents=one.net_cents - both
    )


def _taken_back(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """A quantity below zero, with the discount that it had."""
    net_cents = line_cents(-one.quantity, one.unit_price)
    off_cents = luck.choice((0, net_cents // 3))
    return replace(
        one, quantity=-one.quantity, allowance_cents=off_cents, net_cents=net_cents - off_cents
    )


def _deposit(luck: Random, one: InvoiceLine) -> InvoiceLine:
    cents = luck.randrange(1, 500_000)
    return replace(
        one,
        line=f"2026-01/{one.project}/-/deposit/2026-01-15",
        quantity=Decimal(1),
        unit_price=from_cents(cents),
        net_cents=cents,
    )


def _settled(luck: Random, one: InvoiceLine) -> InvoiceLine:
    """A deposit that was paid, taken off what is billed now."""
    deposit = _deposit(luck, one)
    key = f"2026-03/{one.project}/-/deposit/back/2026-01/2026-01-15"
    return replace(deposit, line=key, quantity=Decimal(-1), net_cents=-deposit.net_cents)


def _free(_luck: Random, one: InvoiceLine) -> InvoiceLine:
    return replace(one, unit_price=Decimal("0.00"), net_cents=0)


KINDS: tuple[Callable[[Random, InvoiceLine], InvoiceLine], ...] = (
    _usual,
    _usual,
    _of_time,
    _of_time,
    _long,
    _shared,
    _discounted,
    _taken_back,
    _deposit,
    _settled,
    _free,
)
