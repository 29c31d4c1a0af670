"""What an issued line lacks of what it would come to today, or has too much, to the cent.

A correction is priced by itself: its quantity at the price of the issued line. Rounded apart, the
line and its corrections may miss what a fresh line of today's quantity comes to by a cent. That
cent is taken off the correction, or added to it, as a reduction.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from addin.billing.choices import Axis
from addin.billing.existing import Billed, ExistingLine, corrected_key
from addin.billing.lines import round_to_minutes
from addin.billing.money import Exact, from_cents, line_cents, part_of

_CENTS = (0, -1, 1, -2, 2, -3, 3)


@dataclass(frozen=True, slots=True)
class Change:
    """What makes an issued line come to what is due today.

    Attributes:
        quantity: To add; negative to take back.
        unit_price: At which the issued line was billed; of a fee the whole difference, without
            its sign.
        minutes: Exact minutes, negative to take back, when the line is printed as h:mm.
        reduction_cents: Part of the amount that is not billed: what it takes back that was never
            billed, being over a cap, which is negative; and the rounding.
        rounding_cents: Of the reduction, what makes all lines together exact to the cent.
    """

    billed: Billed
    quantity: Decimal
    unit_price: Decimal
    minutes: int | None = None
    reduction_cents: int = 0
    rounding_cents: int = 0

    @property
    def row(self) -> ExistingLine:
        """The issued line."""
        return self.billed.row

    @property
    def cents(self) -> int:
        """Quantity x unit price, rounded once; negative when too much was billed."""
        exact: Exact = self.quantity if self.minutes is None else Fraction(self.minutes, 60)
        return line_cents(exact, self.unit_price)

    @property
    def net_cents(self) -> int:
        """What it bills, before any discount."""
        return self.cents - self.reduction_cents

    @property
    def takes_all_back(self) -> bool:
        """Whether nothing is left of the issued line."""
        return self.quantity == -self.billed.quantity or self.cents == -self.billed.cents


def is_priced_by_hand(row: ExistingLine) -> bool:
    """Whether the user said what a line is to bill."""
    return row.overrides.quantity is not None or row.overrides.price is not None


def is_rounding(key: str, reduction_cents: int) -> bool:
    """Whether a reduction only makes a correction exact, and keeps nothing from being billed.

    >>> is_rounding("2026-03/P-1/ADV/time/95/correction", -1)
    True
    >>> is_rounding("2026-03/P-1/ADV/time/95", -1)
    False
    """
    return bool(corrected_key(key)) and reduction_cents in _CENTS


def levelled(change: Change) -> Change | None:
    """The same change with the reduction that makes all lines come to a fresh bill of today.

    Args:
        change: Of a line with a price per unit or hour, which is that of the change.

    Returns:
        None where nothing would be billed, nor anything held back by a cap be given up.
    """
    one, price = change.billed, change.unit_price
    before = _quantity(one, by_minutes=change.minutes is not None)
    more = change.quantity if change.minutes is None else Fraction(change.minutes, 60)
    fresh_cents = line_cents(before + Fraction(more), price)
    nets = _nets(one, price, by_minutes=change.minutes is not None)
    held_back = _held_back(one, line_cents(before, price) - sum(nets))
    due_cents = fresh_cents - held_back
    if held_back and change.quantity < 0:
        # What was never billed is what goes first.
        due_cents = min(fresh_cents, sum(nets))
    exact = due_cents - sum(nets)
    net_cents = exact if held_back else _discounted(one, nets, exact, change.cents)
    if not _after_discount(one.row, net_cents) and not held_back:
        return None
    reduction_cents = change.cents - net_cents
    given_up = -min(held_back, max(-change.cents, 0))
    return replace(
        change, reduction_cents=reduction_cents, rounding_cents=reduction_cents - given_up
    )


def within_paid(change: Change, settled: Collection[str]) -> Change | None:
    """What of a change concerns somebody who was sent an invoice.

    A line that was settled without one was never paid: nothing of it is given back, and of the
    corrections that were billed since no more than they come to.

    Args:
        change: Of any issued line.
        settled: Keys of the lines and corrections that nobody was sent an invoice for.

    Returns:
        The change itself where the line was invoiced, or where it bills more; less of it, or None,
        where it would take back what was never paid.
    """
    if change.net_cents > 0 or change.row.key not in settled:
        return change
    paid = [one for one in change.billed.corrections if one.key not in settled]
    if change.row.axis not in {Axis.TIME, Axis.UNIT}:
        cents = min(-change.cents, sum(one.cents for one in paid))
        return replace(change, unit_price=from_cents(cents)) if cents > 0 else None
    quantity = min(-change.quantity, sum((one.quantity for one in paid), Decimal(0)))
    if quantity <= 0:
        return None
    if quantity == -change.quantity:
        return change
    minutes = change.minutes and -sum(round_to_minutes(one.quantity) for one in paid)
    return levelled(replace(change, quantity=-quantity, minutes=minutes))


def _quantity(one: Billed, *, by_minutes: bool) -> Fraction:
    """What is billed in all, in units or hours."""
    if not by_minutes:
        return Fraction(one.quantity)
    rows = (one.row, *one.corrections)
    return Fraction(sum(round_to_minutes(row.quantity) for row in rows), 60)


def _nets(one: Billed, price: Decimal, *, by_minutes: bool) -> list[int]:
    """What the line and its corrections bill in cents, before discounts."""
    row = one.row
    if is_priced_by_hand(row):
        own = line_cents(_quantity(Billed(row), by_minutes=by_minutes), price)
    else:
        own = row.cents - row.reduction_cents
    return [own, *(other.cents - other.reduction_cents for other in one.corrections)]


def _held_back(one: Billed, missing_cents: int) -> int:
    """What a cap keeps from being billed: what is missing, where a cap reduced anything."""
    capped = any(
        not is_rounding(row.key, row.reduction_cents)
        for row in (one.row, *one.corrections)
        if row.reduction_cents
    )
    return max(missing_cents, 0) if capped else 0


def _discounted(one: Billed, nets: list[int], exact: int, by_itself: int) -> int:
    """What is to be billed so that all lines are exact once their discounts are off too.

    Each correction has its discount rounded by itself. Where many have added up, what is sought
    lies beside what this correction comes to ``by_itself``, not beside what is ``exact`` without
    discounts.
    """
    share = one.row.overrides.discount
    if not share or any(row.overrides.discount != share for row in one.corrections):
        return exact
    wanted = _after_discount(one.row, sum(nets) + exact)
    wanted -= sum(_after_discount(one.row, net) for net in nets)
    found = (middle + cents for middle in (exact, by_itself) for cents in _CENTS)
    return next((net for net in found if _after_discount(one.row, net) == wanted), exact)


def _after_discount(row: ExistingLine, cents: int) -> int:
    """An amount less the percentage that the line had taken off."""
    return cents - part_of(cents, row.overrides.discount)
