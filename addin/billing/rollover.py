"""Included hours that a month leaves unused, and what becomes of them.

Everything is counted in hundredths of an hour, as hours are printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from addin.billing.choices import RolloverOrder


@dataclass(frozen=True, slots=True)
class MonthHours:
    """A month of a retainer, in hundredths of an hour; neither is negative.

    Attributes:
        included: What the amount of the month covers.
        used: What was worked.
    """

    included: int
    used: int


@dataclass(frozen=True, slots=True)
class RolloverTerms:
    """How many unused hours live on, and for how long.

    Attributes:
        most: Hundredths of an hour that a month may hand on in all; 0 for none.
        months: Number of months after its own in which an hour may be used.
        order: Whether the oldest hours are used first, or the month's own.
    """

    most: int = 0
    months: int = 1
    order: RolloverOrder = RolloverOrder.OLDEST


NO_ROLLOVER = RolloverTerms()


@dataclass(frozen=True, slots=True)
class MonthBalance:
    """Where the hours of a month went, in hundredths of an hour.

    ``used_carried + used_own + over`` is what was worked, and ``used_carried + used_own +
    carried_out + lapsed`` is what there was: ``included + carried_in``.

    Attributes:
        included: What the amount of the month covers.
        carried_in: Unused hours of the months before.
        used_carried: Of those, what was used.
        used_own: Of the included hours, what was used.
        over: Hours beyond all of them.
        carried_out: What the next month is handed.
        lapsed: What nobody can use any more.
    """

    included: int
    carried_in: int
    used_carried: int
    used_own: int
    over: int
    carried_out: int
    lapsed: int


def balances(
    months: Iterable[MonthHours], terms: RolloverTerms = NO_ROLLOVER
) -> list[MonthBalance]:
    """Follow the hours of a retainer from its first month on.

    What the limit in hours cuts off is the oldest, so that the hours which are kept can be used
    for longest.

    Args:
        months: In order, without a gap.
        terms: What is carried.

    >>> two_hours = RolloverTerms(most=200, months=1)
    >>> worked = [MonthHours(500, hours) for hours in (300, 400, 800)]
    >>> [(one.carried_in, one.used_own, one.over) for one in balances(worked, two_hours)]
    [(0, 300, 0), (200, 200, 0), (200, 500, 100)]
    """
    found: list[MonthBalance] = []
    carried: list[tuple[int, int]] = []  # month and hours left of it, the oldest first
    for at, month in enumerate(months):
        lots = [*carried, (at, month.included)]
        left = _used(lots, month.used, terms.order)
        carried = _kept(left, at + 1, terms)
        carried_in = sum(hours for _, hours in lots[:-1])
        used_own = month.included - left[-1][1]
        used_carried = carried_in - sum(hours for _, hours in left[:-1])
        carried_out = sum(hours for _, hours in carried)
        found.append(
            MonthBalance(
                included=month.included,
                carried_in=carried_in,
                used_carried=used_carried,
                used_own=used_own,
                over=month.used - used_carried - used_own,
                carried_out=carried_out,
                lapsed=sum(hours for _, hours in left) - carried_out,
            )
        )
    return found


def _used(lots: list[tuple[int, int]], used: int, order: RolloverOrder) -> list[tuple[int, int]]:
    """What the work of a month leaves of its lots; the last lot is its own."""
    left = dict(lots)
    own_first = [lots[-1], *lots[:-1]]
    for month, hours in lots if order is RolloverOrder.OLDEST else own_first:
        taken = min(hours, used)
        left[month] -= taken
        used -= taken
    return list(left.items())


def _kept(left: list[tuple[int, int]], after: int, terms: RolloverTerms) -> list[tuple[int, int]]:
    """The lots of which something may still be used in the month numbered ``after``."""
    alive = [(month, hours) for month, hours in left if after - month <= terms.months]
    kept: list[tuple[int, int]] = []
    room = terms.most
    for month, hours in reversed(alive):
        if taken := min(hours, room):
            kept.insert(0, (month, taken))
            room -= taken
    return kept
