"""A line over its payers: every cent goes to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from addin.billing.split import NoWeightError, in_one_unit, split_whole

_ALL = Fraction(1)


class Part(NamedTuple):
    """What one payer pays of a line.

    Attributes:
        share: Of the whole, between 0 and 1.
        cents: Without VAT; the parts of a line sum to the line.
    """

    payer: str
    share: Fraction
    cents: int


@dataclass(frozen=True, slots=True, eq=False)
class Proportions:
    """Payers and the shares by which they divide every line, ready for use.

    They are told apart by identity, as a run asks for the same ones a great many times.

    Attributes:
        payers: In their order.
        shares: Of each, between 0 and 1; they make exactly 1.
        weights: The shares in one unit.
        weight_sum: How many units there are.
    """

    payers: tuple[str, ...]
    shares: tuple[Fraction, ...]
    weights: tuple[int, ...]
    weight_sum: int

    @classmethod
    def of(cls, weights: Sequence[tuple[str, Fraction]]) -> "Proportions":
        """Those of payers with weights of any unit.

        Raises:
            NegativeWeightError: A weight is below zero.
            NoWeightError: There are no weights, or all are zero.
        """
        whole_weights = tuple(in_one_unit([weight for _, weight in weights]))
        weight_sum = sum(whole_weights)
        if not weight_sum:
            raise NoWeightError
        return cls(
            payers=tuple(payer for payer, _ in weights),
            shares=tuple(Fraction(weight, weight_sum) for weight in whole_weights),
            weights=whole_weights,
            weight_sum=weight_sum,
        )

    @classmethod
    def alone(cls, payer: str) -> "Proportions":
        """One payer, who pays everything."""
        return cls((payer,), (_ALL,), (1,), 1)

    def parts(self, cents: int) -> list[Part]:
        """Share a line, by largest remainder; see ``split_cents``."""
        if len(self.payers) == 1:
            return [Part(self.payers[0], _ALL, cents)]
        amounts = split_whole(cents, self.weights, self.weight_sum)
        return list(map(Part, self.payers, self.shares, amounts))


def allocate(cents: int, weights: Sequence[tuple[str, Fraction]]) -> list[Part]:
    """Share a line over payers by their weights, in their order.

    >>> three_to_one = [("A", Fraction(3)), ("B", Fraction(1))]
    >>> [(part.payer, part.cents) for part in allocate(9999, three_to_one)]
    [('A', 7499), ('B', 2500)]
    """
    return Proportions.of(weights).parts(cents)
