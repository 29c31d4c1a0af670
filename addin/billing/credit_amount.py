"""An amount that is credited, over the VAT rates and the lines of an invoice."""

from collections.abc import Mapping

from addin.billing.credit_left import Left, Taxed, vat_of_credit
from addin.billing.money import part_of, round_half_away
from addin.billing.split import split_cents

Share = tuple[int, int]
"""Cents without VAT, and the VAT of them."""


def shares_of_net(left: Left, weights: Mapping[Taxed, int], cents: int) -> dict[Taxed, Share]:
    """An amount without VAT over VAT rates, with the VAT that each part bears.

    Args:
        left: Of the invoice.
        weights: What is left of each rate; the amount is not above their sum.
        cents: Above zero.
    """
    parts = split_cents(cents, list(weights.values()))
    return {
        taxed: (part, vat_of_credit(left, taxed, part, part_of(part, taxed[1])))
        for taxed, part in zip(weights, parts, strict=True)
    }


def shares_of_gross(left: Left, weights: Mapping[Taxed, int], cents: int) -> dict[Taxed, Share]:
    """The same of an amount with VAT: each part is a base and its VAT, and makes exactly itself.

    Not every amount is a base and the VAT of it: the VAT may be a cent beside the rounded one, so
    that what was agreed is what is paid back.
    """
    parts = split_cents(cents, list(weights.values()))
    return {
        taxed: _base_and_vat(left, taxed, part) for taxed, part in zip(weights, parts, strict=True)
    }


def _base_and_vat(left: Left, taxed: Taxed, cents: int) -> Share:
    most_base, most_vat = left.bases[taxed], left.vat[taxed]
    top, bottom = (1 + taxed[1]).as_integer_ratio()
    base = min(round_half_away(cents * bottom, top), most_base)
    vat = cents - base
    if vat > most_vat or (base == most_base and vat < most_vat):
        # All of the VAT, and what makes the amount with it: no VAT stays behind without a base.
        vat = min(most_vat, cents)
        base = cents - vat
    return base, vat


def spread(cents: int, rests: Mapping[int, int]) -> dict[int, int]:
    """An amount over lines in proportion to what is left of each, by largest remainder.

    Lines below zero, such as a deposit given back, get their part below zero.

    Args:
        cents: Not above the sum of ``rests``.
        rests: Cents left of each line, by its place; their sum is above zero.

    >>> spread(50_00, {1: 200_00, 2: -100_00})
    {1: 10000, 2: -5000}
    """
    above = {place: rest for place, rest in rests.items() if rest > 0}
    below = {place: -rest for place, rest in rests.items() if rest < 0}
    sum_above = sum(above.values())
    whole = sum_above - sum(below.values())
    part = round_half_away(cents * sum_above, whole)
    found = dict(zip(above, split_cents(part, list(above.values())), strict=True))
    if below:
        back = split_cents(part - cents, list(below.values()))
        found |= {place: -one for place, one in zip(below, back, strict=True)}
    return dict(sorted(found.items()))
