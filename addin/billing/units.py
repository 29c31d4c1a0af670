"""Quantities of the month, and what a unit of them costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.calendar import Month, valid_on
from addin.billing.choices import AmountPer, Axis
from addin.billing.money import round_half_away
from addin.billing.plan import Schedule
from addin.billing.tiers import PriceList

_CELL_DECIMALS = 9  # a cell keeps fifteen digits: those before the point of any count, and these

Work = tuple[str, str, Month]
"""A project, a service and the month of the work."""

UnitPrice = Decimal | PriceList
"""What one unit costs, or the list that tells it by quantity."""


@dataclass(frozen=True, slots=True)
class UnitCount:
    """A quantity of a service that a project had in a month."""

    row: int
    month: Month
    project: str
    service: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """What the units of a service cost a project, and who is billed."""

    client: str
    unit: str
    price: UnitPrice


def unit_schedule(schedules: Sequence[Schedule], service: str, month: Month) -> Schedule | None:
    """The schedule that prices a unit of a service on the last day of a month; the latest wins."""
    running = [
        one
        for one in schedules
        if one.axis is Axis.UNIT
        and one.service == service
        and valid_on(month.last, one.start, one.end)
    ]
    return max(running, key=lambda one: one.start, default=None)


def unit_price(
    schedules: Sequence[Schedule], service: str, month: Month, usual: Decimal | None
) -> Decimal | None:
    """Price of a unit: by the project's schedule, else the usual price of the service."""
    schedule = unit_schedule(schedules, service, month)
    if schedule is None or schedule.amount_per not in {AmountPer.UNIT, None}:
        return usual
    return schedule.amount


def kept_quantity(quantity: Decimal) -> Decimal:
    """A quantity as a cell keeps it, so that a second run finds it unchanged: to nine decimals.

    >>> kept_quantity(Decimal("0.3333333333333333") + 1000), kept_quantity(Decimal("12.50"))
    (Decimal('1000.333333333'), Decimal('12.50'))
    """
    exponent = quantity.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent >= -_CELL_DECIMALS:
        return quantity
    numerator, denominator = quantity.as_integer_ratio()
    rounded = round_half_away(numerator * 10**_CELL_DECIMALS, denominator)
    return Decimal(f"{rounded}E-{_CELL_DECIMALS}")
