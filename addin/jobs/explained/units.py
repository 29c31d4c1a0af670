"""Lines of units: what was counted, what other lines bill of it, and the price."""

from collections.abc import Iterator
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.units import unit_schedule
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.prebilled import plain
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Unit

ROWS_SHOWN = 5


def unit_steps(asked: Asked) -> Iterator[Step]:
    """The rows of *Units* of the month of the work, and where the price stands."""
    row = asked.row
    if row.period_from is None:
        return
    work = (row.project, row.service, Month.of(row.period_from))
    counted = [
        one for one in asked.content.records(Unit) if (one.project, one.service, one.month) == work
    ]
    for one in counted[:ROWS_SHOWN]:
        place = asked.place("Units", one.sheet_row)
        yield Step("counted", {"place": place, "quantity": plain(one.quantity)})
    total = sum((one.quantity for one in counted), Decimal(0))
    if len(counted) > 1:
        yield Step("counted_total", {"count": len(counted), "quantity": plain(total)})
    elsewhere = _billed_elsewhere(asked)
    if elsewhere:
        yield Step("billed_elsewhere", {"quantity": plain(elsewhere)})
    yield from _price(asked, work[2])


def _billed_elsewhere(asked: Asked) -> Decimal:
    """What other lines bill of the same work."""
    row = asked.row
    return sum(
        (
            one.quantity or Decimal(0)
            for one in asked.content.records(PrebillingLine)
            if one.line != row.line
            and (one.project, one.service, one.axis) == (row.project, row.service, row.axis)
            and (one.period_from, one.period_to) == (row.period_from, row.period_to)
            and one.origin
        ),
        Decimal(0),
    )


def _price(asked: Asked, worked: Month) -> Iterator[Step]:
    row, portfolio = asked.row, asked.portfolio
    schedule = unit_schedule(portfolio.schedules.get(row.project, []), row.service or "", worked)
    service = portfolio.services.get(row.service or "")
    price_list = (schedule.tiers if schedule is not None else "") or (
        (service.tiers or "") if service is not None else ""
    )
    if price_list:
        values = {"price": asked.price, "tiers": price_list, "sheet": asked.sheet("Tiers")}
        yield Step("tier", values)
    elif schedule is not None and schedule.amount is not None:
        place = asked.place("Schedules", schedule.row)
        yield Step("unit_price", {"price": asked.price, "place": place})
        if schedule.index:
            yield Step("indexed_price", {"index": schedule.index, "agreed": schedule.amount})
    elif service is not None:
        place = asked.place("Services", service.sheet_row)
        yield Step("unit_price", {"price": asked.price, "place": place})
