"""Share an amount between payers without losing or inventing a cent.

Largest remainder: every payer has the whole cents of its exact share, and the cents left over go
one each to those whose share was cut the most. See Balinski and Young, *Fair Representation*, 2nd
ed., Brookings, 2001.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from addin.billing.money import Exact, round_half_away
from addin.errors import BillingError

# The precision to which spreadsheets agree: a cell holding =1/3 is written with 15 to 17 digits.
_CELL_DIGITS = 14
_LARGEST_TERM = 10_000


class NegativeWeightError(BillingError):
    """A payer would be paid for receiving an invoice."""

    code = "SPL-20"

    def __init__(self, position: int, weight: Exact) -> None:
        super().__init__(position=position, weight=weight)


class NoWeightError(BillingError):
    """Nobody is left to pay."""

    code = "SPL-21"


def split_cents(total_cents: int, weights: Sequence[Exact]) -> list[int]:
    """Share an amount in proportion to weights.

    Args:
        total_cents: What is shared; negative for a credit note.
        weights: One per payer, in any one unit; only the proportions matter.

    Returns:
        Cents in the order of ``weights``. Their sum is ``total_cents``; each is less than a cent
        from exact; equal remainders go to the payer listed first; weight 0 gets 0; a credit note
        splits into the negated parts of its invoice.

    Raises:
        NegativeWeightError: A weight is below zero.
        NoWeightError: There are no weights, or all are zero.

    >>> split_cents(100_00, [1, 1, 1]), split_cents(-99_99, [Decimal("0.75"), Decimal("0.25")])
    ([3334, 3333, 3333], [-7499, -2500])
    """
    whole_weights = in_one_unit(weights)
    weight_sum = sum(whole_weights)
    if not weight_sum:
        raise NoWeightError
    return split_whole(total_cents, whole_weights, weight_sum)


def split_whole(total_cents: int, weights: Sequence[int], weight_sum: int) -> list[int]:
    """The same for weights that are whole already and have a sum above zero.

    Args:
        total_cents: What is shared; negative for a credit note.
        weights: One per payer, none below zero.
        weight_sum: What they add up to.
    """
    # On the magnitude: dividing -7 by 2 downwards would give the odd cent of a credit note to
    # another payer than that of its invoice.
    magnitude = abs(total_cents)
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(magnitude * weight, weight_sum)
        parts.append(part)
        remainders.append(remainder)

    left_over = magnitude - sum(parts)
    if left_over:
        # sorted() keeps the order of equals, so the payer listed first is served first.
        cut_most_first = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for position in cut_most_first[:left_over]:
            parts[position] += 1
    return parts if total_cents >= 0 else [-part for part in parts]


def in_one_unit(weights: Sequence[Exact]) -> list[int]:
    """Weights as whole numbers in the same proportions, in the unit that all of them have.

    Raises:
        NegativeWeightError: A weight is below zero.

    >>> in_one_unit([Decimal("0.75"), Fraction(1, 3)])
    [9, 4]
    """
    ratios = [weight.as_integer_ratio() for weight in weights]
    for position, (numerator, _) in enumerate(ratios):
        if numerator < 0:
            raise NegativeWeightError(position + 1, weights[position])
    unit = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (unit // denominator) for numerator, denominator in ratios]


def exact_share(share: Decimal) -> Fraction:
    """The share that a cell means: 0.45 is 45/100, what is left of ``=1/3`` is one third.

    A number of 14 significant digits or more is what a spreadsheet keeps of a division. It stands
    for the fraction that agrees with it to 14 digits, if there is one whose numerator and
    denominator are at most 10 000. A shorter number is itself.

    >>> exact_share(Decimal("0.3333333333333333")), exact_share(Decimal("0.3333"))
    (Fraction(1, 3), Fraction(3333, 10000))
    """
    written = Fraction(share)
    if len(share.as_tuple().digits) < _CELL_DIGITS:
        return written
    meant = written.limit_denominator(_LARGEST_TERM)
    last_digit = Fraction(10) ** (share.adjusted() - _CELL_DIGITS + 1)
    agrees = 2 * abs(meant - written) <= last_digit
    return meant if agrees and abs(meant.numerator) <= _LARGEST_TERM else written


def percent_gap(shares: Sequence[Fraction]) -> Fraction:
    """What shares miss to be 100 %, as a fraction: 0 if exact, negative if they exceed it."""
    ratios = [share.as_integer_ratio() for share in shares]
    unit = lcm(*(denominator for _, denominator in ratios))
    found = sum(numerator * (unit // denominator) for numerator, denominator in ratios)
    return Fraction(unit - found, unit)


def as_percent(share: Fraction) -> Decimal:
    """A fraction as a percentage to be read: exact where decimals can be, never 0 unless it is.

    What has no end, such as a third, is rounded to four decimals, or to its first two significant
    digits if it is smaller than that shows.

    >>> as_percent(Fraction(1, 50)), as_percent(Fraction(2, 3)), as_percent(Fraction(1, 3 * 10**9))
    (Decimal('2'), Decimal('66.6667'), Decimal('3.3E-8'))
    """
    percent = 100 * share
    places = _places(percent)
    rounded = round_half_away(percent.numerator * 10**places, percent.denominator)
    return Decimal(f"{rounded}E-{places}")


def _places(percent: Fraction) -> int:
    for places in range(2 * _CELL_DIGITS):
        if 10**places % percent.denominator == 0:
            return places
    places = 4
    while abs(percent) * 10**places < 10:
        places += 1
    return places
