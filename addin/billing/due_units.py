"""What is still to be billed of a month's units.

A line bills what no other line bills yet. Where the price depends on the quantity, the whole
quantity of the month decides it, however many runs it takes to bill it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from addin.billing.choices import TierMode
from addin.billing.money import line_cents
from addin.billing.tiers import PriceList
from addin.billing.units import UnitPrice, kept_quantity

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class BilledUnits:
    """Units that a line bills already.

    Attributes:
        quantity: Negative where units are taken back.
        tier: The first unit of the tier that priced them; None when no price list did.
        line: Key of the line; of a correction that of the line it corrects.
    """

    quantity: Decimal
    unit_price: Decimal
    tier: Decimal | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class UnitPart:
    """Units that are still to be billed, at one price.

    Attributes:
        quantity: Negative where units that were billed are taken back, at the price they had.
        tier: The first unit of their tier; None without a price list.
        mirrors: Key of the line whose units are taken back; empty for others.
    """

    quantity: Decimal
    unit_price: Decimal
    tier: Decimal | None = None
    mirrors: str = ""

    @property
    def cents(self) -> int:
        """Quantity x unit price, rounded once."""
        return line_cents(self.quantity, self.unit_price)


def units_due(total: Decimal, billed: Sequence[BilledUnits], price: UnitPrice) -> list[UnitPart]:
    """What makes the billing of a month's units right: nothing when all of them are billed.

    Units that were billed under another price list stay as they were. In a list by volume a
    quantity that reaches another tier changes the price of all its units: those that were billed
    are taken back, line by line at their own price, and billed anew.

    Args:
        total: Units of the month as counted today.
        billed: Lines that bill some of them, in any order.
        price: As agreed today.

    Returns:
        Parts whose quantities are ``total`` less what is billed. When there are fewer units than
        were billed, those that were billed last are taken back, at the price they had.
    """
    total = kept_quantity(total)
    more = total - units_in(billed)
    if kept_quantity(more) == 0:
        return []
    if isinstance(price, PriceList):
        by_volume = price.mode is TierMode.VOLUME
        parts = _due_by_volume if by_volume else _due_by_tier
        return [part for part in parts(total, billed, price) if kept_quantity(part.quantity)]
    return [UnitPart(kept_quantity(more), price)] if more > 0 else taken_back(billed, -more)


def _due_by_tier(
    total: Decimal, billed: Sequence[BilledUnits], prices: PriceList
) -> list[UnitPart]:
    """Graduated: each tier lacks what it holds of the total, less what is billed of it."""
    wanted, more = prices.quantities(total), total - units_in(billed)
    by_tier = {tier: [one for one in billed if one.tier == tier] for tier in wanted}
    lacking = {tier: wanted[tier] - units_in(by_tier[tier]) for tier in wanted}
    consistent = sum(len(rows) for rows in by_tier.values()) == len(billed)
    if not consistent or sum(map(abs, lacking.values())) != abs(more):
        # Billed under another list: what comes on top of it is priced as the last units are.
        if more < 0:
            return taken_back(billed, -more)
        before = prices.quantities(units_in(billed))
        lacking = {tier: wanted[tier] - before[tier] for tier in wanted}
    return _parts(lacking, by_tier, prices)


def _due_by_volume(
    total: Decimal, billed: Sequence[BilledUnits], prices: PriceList
) -> list[UnitPart]:
    """By volume: the tier that the total reaches holds all, and the others none."""
    tiers = prices.quantities(total)
    elsewhere = [one for one in billed if one.tier not in tiers]
    by_tier = {tier: [one for one in billed if one.tier == tier] for tier in tiers}
    rest = total - units_in(elsewhere)
    lacking = {
        tier: (max(rest, _NOTHING) if holds else _NOTHING) - units_in(by_tier[tier])
        for tier, holds in tiers.items()
    }
    return [*_parts(lacking, by_tier, prices), *taken_back(elsewhere, -rest)]


def _parts(
    lacking: Mapping[Decimal, Decimal],
    by_tier: Mapping[Decimal, Sequence[BilledUnits]],
    prices: PriceList,
) -> list[UnitPart]:
    """What each tier lacks, at today's price, or has too much, at the price it was billed at."""
    parts: list[UnitPart] = []
    for tier, quantity in lacking.items():
        if quantity < 0:
            parts += taken_back(by_tier[tier], -quantity)
        else:
            parts.append(UnitPart(kept_quantity(quantity), prices.unit_price(tier), tier))
    return parts


def taken_back(billed: Sequence[BilledUnits], quantity: Decimal) -> list[UnitPart]:
    """Parts that take back some of the units billed, those of the last line first.

    Args:
        billed: In the order in which they were billed.
        quantity: How many; of none or fewer there are no parts.
    """
    parts = []
    for one in reversed(_still_billed(billed)):
        taken = min(one.quantity, quantity)
        if taken > 0:
            parts.append(UnitPart(-kept_quantity(taken), one.unit_price, one.tier, one.line))
            quantity -= taken
    return parts


def _still_billed(billed: Sequence[BilledUnits]) -> list[BilledUnits]:
    """What is left of each line once the units taken back are off it.

    They are off the line that they name, or off the last ones of their tier and price.
    """
    left = [one for one in billed if one.quantity > 0]
    for back in (one for one in billed if one.quantity < 0):
        quantity = -back.quantity
        same = [
            at
            for at, one in enumerate(left)
            if (one.tier, one.unit_price) == (back.tier, back.unit_price)
        ]
        for at in sorted(same, key=lambda at: (left[at].line == back.line, at), reverse=True):
            taken = min(left[at].quantity, quantity)
            left[at] = replace(left[at], quantity=left[at].quantity - taken)
            quantity -= taken
    return left


def units_in(billed: Iterable[BilledUnits]) -> Decimal:
    """How many units lines bill together."""
    return sum((one.quantity for one in billed), _NOTHING)
