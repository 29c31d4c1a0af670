"""Price lists by quantity: what a number of units costs, tier by tier.

A tier that starts at unit 11 holds what lies above 10, up to and with the last unit before the next
tier: of 10.5 units half a unit is the eleventh. The first tier holds everything from nothing on, so
that it may be written as starting at 1 or at 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from addin.billing.choices import TierMode
from addin.billing.money import line_cents
from addin.errors import Finding, Place

_NOTHING, _FIRST = Decimal(0), Decimal(1)


class Tier(NamedTuple):
    """The price of the units of one tier.

    Attributes:
        from_quantity: The first unit of the tier: 1, 11, 26.
        unit_price: In euros, without VAT.
    """

    from_quantity: Decimal
    unit_price: Decimal


class TierPart(NamedTuple):
    """The units of a quantity that one tier prices: one line of an invoice.

    Attributes:
        cents: Quantity x unit price, rounded once.
        from_quantity: The first unit of the tier.
    """

    quantity: Decimal
    unit_price: Decimal
    cents: int
    from_quantity: Decimal


@dataclass(frozen=True, slots=True)
class PriceList:
    """A sound price list.

    Attributes:
        tiers: Ascending; the first starts at 1 or below.
    """

    name: str
    mode: TierMode
    tiers: tuple[Tier, ...]

    def quantities(self, quantity: Decimal) -> dict[Decimal, Decimal]:
        """How much of a quantity each tier prices, by its first unit; all tiers are named."""
        parts = {part.from_quantity: part.quantity for part in self.parts(quantity)}
        return {tier.from_quantity: parts.get(tier.from_quantity, _NOTHING) for tier in self.tiers}

    def parts(self, quantity: Decimal) -> list[TierPart]:
        """The lines of a quantity."""
        return tier_parts(quantity, self.tiers, self.mode)

    def unit_price(self, from_quantity: Decimal) -> Decimal:
        """The price of the tier that starts there."""
        return next(tier.unit_price for tier in self.tiers if tier.from_quantity == from_quantity)

    def label(self, from_quantity: Decimal) -> str:
        """The units of a tier as an invoice names them: ``11-25``, or ``26+`` for the last."""
        starts = [tier.from_quantity for tier in self.tiers]
        after = starts[starts.index(from_quantity) + 1 :]
        first = _shown(from_quantity)
        return f"{first}-{_shown(after[0] - 1)}" if after else f"{first}+"


def _shown(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def tier_parts(quantity: Decimal, tiers: Sequence[Tier], mode: TierMode) -> list[TierPart]:
    """What a quantity costs, a part per tier that prices some of it, in the order of the tiers.

    Args:
        quantity: Zero or more; of nothing there are no parts.
        tiers: Of a sound list, in any order.
        mode: ``graduated``: each tier prices its own units. ``volume``: the tier that the last
            unit lies in prices them all.

    >>> tiers = [Tier(Decimal(1), Decimal("18.00")), Tier(Decimal(11), Decimal("15.50"))]
    >>> [part.cents for part in tier_parts(Decimal(12), tiers, TierMode.GRADUATED)]
    [18000, 3100]
    >>> [part.cents for part in tier_parts(Decimal(12), tiers, TierMode.VOLUME)]
    [18600]
    """
    found = [
        (tier, min(quantity, up_to) - above if up_to is not None else quantity - above)
        for tier, above, up_to in _bounds(tiers)
        if quantity > above
    ]
    if mode is TierMode.VOLUME:
        found = [(tier, quantity) for tier, _ in found[-1:]]
    return [
        TierPart(part, tier.unit_price, line_cents(part, tier.unit_price), tier.from_quantity)
        for tier, part in found
    ]


def _bounds(tiers: Sequence[Tier]) -> Iterator[tuple[Tier, Decimal, Decimal | None]]:
    """Each tier with what lies below it, and the last quantity in it; None for the last tier."""
    ascending = sorted(tiers)
    above = [_NOTHING, *(tier.from_quantity - 1 for tier in ascending[1:])]
    return zip(ascending, above, [*above[1:], None], strict=True)


def tier_amount(quantity: Decimal, tiers: Sequence[Tier], mode: TierMode) -> int:
    """What a quantity costs in cents: the sum of its lines, each rounded once."""
    return sum(part.cents for part in tier_parts(quantity, tiers, mode))


@dataclass(frozen=True, slots=True)
class TierRow:
    """One row of the Tiers table."""

    row: int
    name: str
    from_quantity: Decimal
    unit_price: Decimal
    mode: TierMode

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Tiers", self.row, column)


def price_lists(rows: Sequence[TierRow]) -> tuple[dict[str, PriceList], list[Finding]]:
    """The sound price lists by their names in small letters, and what is wrong with the others.

    The order of the rows does not matter.
    """
    by_name: dict[str, list[TierRow]] = {}
    for one in rows:
        by_name.setdefault(one.name.lower(), []).append(one)
    lists: dict[str, PriceList] = {}
    findings: list[Finding] = []
    for name, members in by_name.items():
        ascending = sorted(members, key=lambda one: (one.from_quantity, one.row))
        faults = list(_faults(ascending))
        findings += faults
        if not faults:
            tiers = tuple(Tier(one.from_quantity, one.unit_price) for one in ascending)
            lists[name] = PriceList(members[0].name, members[0].mode, tiers)
    return lists, findings


def _faults(ascending: Sequence[TierRow]) -> Iterator[Finding]:
    first = ascending[0]
    if first.from_quantity > _FIRST:
        values: Mapping[str, object] = {"tiers": first.name, "first": first.from_quantity}
        yield Finding("TIER-01", first.place("from_quantity"), values)
    mode = min(ascending, key=lambda one: one.row)
    before: TierRow | None = None
    for one in ascending:
        for column in ("from_quantity", "unit_price"):
            if getattr(one, column) < 0:
                yield Finding("TAB-19", one.place(column), {"value": getattr(one, column)})
        if one.mode is not mode.mode:
            values = {"mode": one.mode, "first_mode": mode.mode, "first": mode.row}
            yield Finding("TIER-02", one.place("mode"), {"tiers": one.name, **values})
        if before is not None and one.from_quantity <= max(before.from_quantity, _FIRST):
            values = {"tiers": one.name, "from": one.from_quantity, "first": before.row}
            yield Finding("TIER-03", one.place("from_quantity"), values)
        before = one
