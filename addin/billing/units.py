"""From quantities of the month to lines: quantity x price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.calendar import Month, Period, valid_on
from addin.billing.choices import AmountPer, Axis
from addin.billing.lines import Line, line_key
from addin.billing.money import line_cents, round_half_away
from addin.billing.plan import Schedule

_CELL_DECIMALS = 9  # a cell keeps fifteen digits: those before the point of any count, and these

Work = tuple[str, str, Month]
"""A project, a service and the month of the work."""


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
    """What one unit of a service costs a project, and who is billed."""

    client: str
    unit: str
    unit_price: Decimal


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


def unit_lines(
    counts: Sequence[UnitCount],
    taken: Mapping[Work, Decimal],
    terms: Mapping[Work, UnitTerms],
    month: Month,
) -> list[Line]:
    """One line per project, service and month of work.

    Args:
        counts: Of ``month`` or earlier; what was not billed of an earlier month makes a catch-up
            line.
        taken: Quantities that issued lines, or drafts of other months, bill already.
        terms: Price and client of each.
        month: Month that bills them.
    """
    totals: dict[Work, Decimal] = {}
    for count in counts:
        work = (count.project, count.service, count.month)
        totals[work] = totals.get(work, Decimal(0)) + count.quantity
    lines = []
    for work in sorted(totals):
        quantity = kept_quantity(totals[work] - taken.get(work, Decimal(0)))
        if quantity > 0:
            lines.append(_line(work, quantity, terms[work], month))
    return lines


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


def _line(work: Work, quantity: Decimal, terms: UnitTerms, month: Month) -> Line:
    project, service, worked = work
    late = worked != month
    return Line(
        key=_key(work, month),
        month=month,
        project=project,
        client=terms.client,
        service=service,
        axis=Axis.UNIT,
        period=Period(worked.first, worked.last),
        quantity=quantity,
        unit=terms.unit,
        unit_price=terms.unit_price,
        cents=line_cents(quantity, terms.unit_price),
        origin=f"units {worked}",
        home=_key(work, worked),
        late=late,
    )


def _key(work: Work, month: Month) -> str:
    project, service, worked = work
    return line_key(month, project, service, "unit", str(worked) if worked != month else "")
