"""Amounts in whole cents, and the one rule by which they are rounded.

Half a cent goes away from zero, so that a credit note rounds as its invoice does. Every other
module rounds through this one.
"""

from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def round_half_away(numerator: int, denominator: int) -> int:
    """The whole number nearest to a quotient; a half goes away from zero.

    Args:
        numerator: What is divided; may be negative.
        denominator: By what; above zero.

    >>> round_half_away(5, 2), round_half_away(-5, 2), round_half_away(7, 3)
    (3, -3, 2)
    """
    assert denominator > 0, denominator
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def to_cents(amount: Exact) -> int:
    """An amount in euros as cents, rounded where it is finer than a cent.

    >>> to_cents(Decimal("255.0776"))
    25508
    """
    numerator, denominator = amount.as_integer_ratio()
    return round_half_away(100 * numerator, denominator)


def exact_cents(amount: Decimal) -> int | None:
    """An amount in euros as cents; None if it is finer than a cent.

    >>> exact_cents(Decimal("83.330")), exact_cents(Decimal("83.333"))
    (8333, None)
    """
    numerator, denominator = amount.as_integer_ratio()
    cents, rest = divmod(100 * numerator, denominator)
    return None if rest else cents


def from_cents(cents: int) -> Decimal:
    """Cents as an amount in euros, always with two decimals.

    >>> from_cents(8330)
    Decimal('83.30')
    """
    # Written out rather than scaled: scaling keeps only the 28 digits of the decimal context.
    return Decimal(f"{cents}E-2")


def line_cents(quantity: Exact, unit_price: Exact) -> int:
    """Net amount of a line: quantity x unit price in euros, rounded once.

    >>> line_cents(Decimal("12.33"), Decimal("95.00"))
    117135
    """
    quantity_top, quantity_bottom = quantity.as_integer_ratio()
    price_top, price_bottom = unit_price.as_integer_ratio()
    return round_half_away(100 * quantity_top * price_top, quantity_bottom * price_bottom)


def part_of(cents: int, share: Exact) -> int:
    """A share of an amount, rounded once; 0.21 of it is 21 %.

    >>> part_of(35061, Decimal("0.21"))
    7363
    """
    numerator, denominator = share.as_integer_ratio()
    return round_half_away(cents * numerator, denominator)
