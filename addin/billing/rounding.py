"""The minutes that are billed: the share agreed, brought to the client's step.

Worked minutes never change. The share comes first, exactly; then the step, for each entry or for
all that one person did of one thing in a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from addin.billing.choices import Rounding, RoundingPer
from addin.billing.money import round_half_away
from addin.billing.split import split_cents


@dataclass(frozen=True, slots=True)
class MinuteRounding:
    """To what a client's minutes are brought.

    Attributes:
        step: Whole minutes, 1 or more.
        mode: Up to the next step, or to the nearest one; half a step goes up.
        per: What is brought to a step.
    """

    step: int
    mode: Rounding = Rounding.UP
    per: RoundingPer = RoundingPer.ENTRY

    def round(self, minutes: Fraction) -> int:
        """Minutes, 0 or more, brought to the step.

        >>> MinuteRounding(15).round(Fraction(16)), MinuteRounding(15).round(Fraction(30))
        (30, 30)
        >>> MinuteRounding(15, Rounding.NEAREST).round(Fraction(45, 2))
        30
        """
        numerator, denominator = minutes.numerator, minutes.denominator * self.step
        if self.mode is Rounding.UP:
            return -(-numerator // denominator) * self.step
        return round_half_away(numerator, denominator) * self.step


WHOLE_MINUTES = MinuteRounding(1, Rounding.NEAREST)
"""What a client without a step has: the share of an entry is at least a number of minutes."""


@dataclass(frozen=True, slots=True)
class BilledBefore:
    """What other lines bill of a day already.

    Attributes:
        exact: The shares of those entries, before any step.
        billed: What their lines bill of them.
    """

    exact: Fraction = Fraction(0)
    billed: int = 0


NOTHING_BEFORE = BilledBefore()


def billed_minutes(
    worked: Sequence[int],
    shares: Sequence[Fraction],
    rounding: MinuteRounding = WHOLE_MINUTES,
    before: BilledBefore = NOTHING_BEFORE,
) -> list[int]:
    """The minutes billed of each entry; of a day's entries together where the step is by day.

    A day brought to a step is shared over its entries by largest remainder on whole minutes, so
    that the entries make the day. What came late gets what the whole day comes to, less what is
    billed of it, and never less than nothing.

    Args:
        worked: Minutes of each entry, above zero; for a step by day those of one day.
        shares: Part of each entry that is billable, from 0 to 1; as many as ``worked``.
        rounding: Of the client.
        before: For a step by day: the entries of that day which other lines hold.

    Returns:
        Whole minutes, in the order of the entries; of equal remainders the first is served first.

    >>> quarter_of_an_hour_a_day = MinuteRounding(15, Rounding.UP, RoundingPer.DAY)
    >>> billed_minutes([10, 10, 12], [Fraction(1)] * 3, quarter_of_an_hour_a_day)
    [14, 14, 17]
    """
    exact = [minutes * share for minutes, share in zip(worked, shares, strict=True)]
    if rounding.per is RoundingPer.ENTRY:
        return [rounding.round(one) for one in exact]
    if not any(exact):
        return [0] * len(exact)
    day = rounding.round(sum(exact, before.exact))
    return split_cents(max(day - before.billed, 0), exact)
