"""From retainers to lines: the amount of a month, a block when it is bought, the hours beyond."""

from collections.abc import Iterable
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, RetainerKind
from addin.billing.lines import Line, line_key, typed_part
from addin.billing.money import from_cents, line_cents, to_cents
from addin.billing.overage import Overage
from addin.billing.retainers import Retainer, block_price, in_hours
from addin.billing.time import HOUR

FEES = frozenset({Axis.FIXED, Axis.UNIT, Axis.TIME, Axis.MILESTONE, Axis.PROGRESS})
"""Axes whose lines count towards a minimum spend."""


def retainer_origin(retainer: Retainer) -> str:
    """What names the lines of a retainer's amount, whatever their month."""
    return f"retainer {retainer.name}"


def overage_origin(retainer: Retainer, worked: Month) -> str:
    """What names the lines of the hours of a month beyond a retainer."""
    return f"{retainer_origin(retainer)} {worked}"


def amount_line(retainer: Retainer, month: Month, client: str, cents: int) -> Line:
    """The amount of a month of a minimum, or what a month misses of a minimum spend.

    Args:
        retainer: It runs in the month.
        month: Month that bills it, and that it is for.
        client: Of its project.
        cents: Without VAT.
    """
    days = retainer.served(month)
    assert days is not None, retainer
    return _line(retainer, month, client, days, (Decimal(1), "", from_cents(cents)))


def block_line(retainer: Retainer, client: str) -> Line:
    """A block of hours, billed in the month it is bought: by the hour where a price is exact."""
    assert retainer.included is not None, retainer
    month = Month.of(retainer.start)
    days = Period(retainer.start, retainer.end or month.last)
    price = block_price(retainer.amount, retainer.included)
    # What is finer than a cent would not come to the cents of the amount.
    amount = from_cents(to_cents(retainer.amount))
    if price is None or amount != retainer.amount:
        return _line(retainer, month, client, days, (Decimal(1), "", amount))
    return _line(retainer, month, client, days, (in_hours(retainer.included), HOUR, price))


def _line(
    retainer: Retainer,
    month: Month,
    client: str,
    days: Period,
    priced: tuple[Decimal, str, Decimal],
) -> Line:
    quantity, unit, unit_price = priced
    return Line(
        key=line_key(
            month,
            retainer.project,
            retainer.service,
            Axis.RETAINER.value,
            typed_part(retainer.name),
        ),
        month=month,
        project=retainer.project,
        client=client,
        service=retainer.service,
        axis=Axis.RETAINER,
        period=days,
        quantity=quantity,
        unit=unit,
        unit_price=unit_price,
        cents=line_cents(quantity, unit_price),
        origin=retainer_origin(retainer),
        note=retainer.description,
    )


def overage_line(
    retainer: Retainer, overage: Overage, worked: Month, month: Month, client: str
) -> Line:
    """Hours of a month of work beyond a retainer.

    Args:
        retainer: It prices them, or lets them keep their own rates.
        overage: The hours that are not billed yet.
        worked: Month of the work.
        month: Month that bills them.
        client: Of the project whose hours they are.
    """
    late = worked != month
    price = overage.price
    days = retainer.served(worked)
    assert days is not None, retainer
    quantity = in_hours(overage.hours)
    return Line(
        key=_overage_key(retainer, overage, worked, month),
        month=month,
        project=price.project,
        client=client,
        service=price.service,
        axis=Axis.TIME,
        period=overage.days if late else days,
        quantity=quantity,
        unit=HOUR,
        unit_price=price.rate,
        cents=line_cents(quantity, price.rate),
        origin=overage_origin(retainer, worked),
        home=_overage_key(retainer, overage, worked, worked),
        late=late,
        phase=price.phase,
    )


def _overage_key(retainer: Retainer, overage: Overage, worked: Month, month: Month) -> str:
    price = overage.price
    return line_key(
        month,
        price.project,
        price.service,
        Axis.TIME.value,
        "retainer",
        typed_part(retainer.name),
        f"{price.rate.normalize():f}",
        price.phase and f"phase {price.phase}",
        str(worked) if worked != month else "",
    )


def short_of(retainer: Retainer, month: Month, nets_cents: Iterable[int]) -> int:
    """What a month misses of a minimum spend, in cents; 0 when nothing.

    Args:
        retainer: Of kind spend.
        month: The month.
        nets_cents: What the lines of its projects come to.
    """
    assert retainer.kind is RetainerKind.SPEND, retainer
    return max(retainer.amount_cents(month) - sum(nets_cents), 0)
