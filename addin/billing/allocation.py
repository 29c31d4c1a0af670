"""A line over its payers: every cent goes to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from addin.billing.split import split_cents


@dataclass(frozen=True, slots=True)
class Part:
    """What one payer pays of a line.

    Attributes:
        share: Of the whole, between 0 and 1.
        cents: Without VAT; the parts of a line sum to the line.
    """

    payer: str
    share: Fraction
    cents: int


def allocate(cents: int, weights: Sequence[tuple[str, Fraction]]) -> list[Part]:
    """Share a line over payers by their weights, in their order.

    >>> three_to_one = [("A", Fraction(3)), ("B", Fraction(1))]
    >>> [(part.payer, part.cents) for part in allocate(9999, three_to_one)]
    [('A', 7499), ('B', 2500)]
    """
    whole = sum(weight for _, weight in weights)
    amounts = split_cents(cents, [weight for _, weight in weights])
    return [
        Part(payer, Fraction(weight, whole), amount)
        for (payer, weight), amount in zip(weights, amounts, strict=True)
    ]
