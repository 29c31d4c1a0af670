"""Fees that follow a price index."""

from decimal import Decimal
from fractions import Fraction

from addin.billing.money import line_cents
from addin.errors import BillingError


class IndexNotPositiveError(BillingError):
    """An index stands at zero or below, so that no fee can follow it."""

    code = "SCH-21"

    def __init__(self, base: Decimal, current: Decimal) -> None:
        super().__init__(base=base, current=current)


def indexed_cents(amount: Decimal, base: Decimal, current: Decimal) -> int:
    """A fee at the index of today, in cents: amount x current / base, rounded once.

    Args:
        amount: The fee in euros as first agreed, at the base index. Taking last year's indexed
            fee instead would let the roundings of the years add up.
        base: The index when the fee was agreed; above zero.
        current: The index of today; above zero.

    Raises:
        IndexNotPositiveError: An index is zero or below.

    >>> indexed_cents(Decimal("250.00"), Decimal("130.47"), Decimal("135.80"))
    26021
    """
    if min(base, current) <= 0:
        raise IndexNotPositiveError(base, current)
    top, bottom = base.as_integer_ratio()
    return line_cents(amount, Fraction(current) * Fraction(bottom, top))
