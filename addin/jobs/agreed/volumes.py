"""The volumes that flat fees are based on, once their fiscal year is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.adjustment import Volume, VolumeKey, adjustment_origin, next_fee_cents
from addin.billing.calendar import Month, fiscal_year_of, fiscal_year_period
from addin.billing.choices import Axis
from addin.billing.money import line_cents
from addin.billing.plan import full_year_cents
from addin.billing.schedule import Schedule
from addin.billing.units import UnitPrice
from addin.errors import Finding, Place
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.agreed.unit_prices import UnitPrices
from addin.jobs.content import Content
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Unit
from addin.tables.sheets.work import Volume as VolumeRow


@dataclass
class ClosingYear:
    """The volumes of a project whose fiscal year is settled.

    Attributes:
        volumes: By sheet row.
        findings: What keeps the year from being settled, and what is worth a look.
        is_sound: Whether it can be settled.
    """

    project: str
    year: int
    volumes: dict[int, Volume] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_sound: bool = True


def closing_years(content: Content, portfolio: Portfolio, month: Month) -> list[ClosingYear]:
    """The volumes of every project whose fiscal year ends with a month.

    A year that ended earlier is among them once its adjustment is issued: units that change
    afterwards are settled too. One that cannot be settled any more, as its units were cleared
    away, is not.
    """
    rows = list(content.records(VolumeRow))
    if not rows:
        return []
    settled = _settled_years(content)
    closing = [
        (row, last)
        for row in rows
        if row.project in portfolio.projects
        and (last := _last_month(row, portfolio)) <= month
        and (last == month or (row.project, row.fiscal_year) in settled)
    ]
    if not closing:
        return []
    prices = UnitPrices(content, portfolio)
    counted = _counted(content, portfolio)
    years: dict[tuple[str, int, bool], ClosingYear] = {}
    for row, last in closing:
        key = (row.project, row.fiscal_year, last < month)
        found = years.setdefault(key, ClosingYear(row.project, row.fiscal_year))
        _add(found, row, _price(row, prices, last), counted)
    return [one for (*_, is_passed), one in years.items() if not (is_passed and one.findings)]


def _last_month(row: VolumeRow, portfolio: Portfolio) -> Month:
    first_month = portfolio.fiscal_year_start(row.project)
    return Month.of(fiscal_year_period(row.fiscal_year, first_month).end)


def _settled_years(content: Content) -> frozenset[tuple[str, int]]:
    """The projects and fiscal years of which an adjustment is issued."""
    issued = {
        (row.project, row.origin or "")
        for row in content.records(PrebillingLine)
        if row.axis is Axis.ADJUSTMENT and row.invoice
    }
    return frozenset(
        (row.project, row.fiscal_year)
        for row in content.records(VolumeRow)
        if (row.project, adjustment_origin(row.fiscal_year)) in issued
    )


def _counted(content: Content, portfolio: Portfolio) -> dict[VolumeKey, Decimal]:
    """Units by fiscal year, project and service."""
    counted: dict[VolumeKey, Decimal] = {}
    for row in content.records(Unit):
        if row.project in portfolio.projects:
            first_month = portfolio.fiscal_year_start(row.project)
            key = (fiscal_year_of(row.month.first, first_month), row.project, row.service)
            counted[key] = counted.get(key, Decimal(0)) + row.quantity
    return counted


def _price(row: VolumeRow, prices: UnitPrices, month: Month) -> UnitPrice | None:
    """The price of a unit: that of the row, else that of the project or the service today."""
    if row.unit_price is not None:
        return row.unit_price
    price = prices.price(row.project, row.service, month)
    return None if isinstance(price, Finding) else price


def _add(
    closing: ClosingYear,
    row: VolumeRow,
    price: UnitPrice | None,
    counted: Mapping[VolumeKey, Decimal],
) -> None:
    """Price one row, or say why that cannot be done."""
    actual = counted.get((row.fiscal_year, row.project, row.service))
    faults = [
        _finding(row, "TAB-19", "planned", {"value": quantity})
        for quantity in (row.planned, actual or Decimal(0))
        if quantity < 0
    ]
    if price is None:
        faults.append(_finding(row, "VOL-01", "unit_price", {"service": row.service}))
    closing.findings += faults
    closing.is_sound &= not faults
    if actual is None:
        values = {"service": row.service, "year": row.fiscal_year}
        closing.findings.append(_finding(row, "VOL-02", "service", values))
    if price is not None:
        real = actual or Decimal(0)
        planned_cents, actual_cents = _cents(row.planned, price), _cents(real, price)
        closing.volumes[row.sheet_row] = Volume(row.planned, real, planned_cents, actual_cents)


def _finding(row: VolumeRow, code: str, column: str, values: Mapping[str, object]) -> Finding:
    return Finding(code, Place("Volumes", row.sheet_row, column), values)


def _cents(quantity: Decimal, price: UnitPrice) -> int:
    """What a volume costs; a price list is read for the volume of the whole year."""
    if isinstance(price, Decimal):
        return line_cents(quantity, price)
    return sum(part.cents for part in price.parts(quantity))


def flat_fees(portfolio: Portfolio, closing: ClosingYear) -> list[Schedule]:
    """The periodic fees that run on the last day of the year."""
    last = fiscal_year_period(closing.year, portfolio.fiscal_year_start(closing.project)).end
    return [
        one
        for one in portfolio.schedules.get(closing.project, [])
        if one.axis is Axis.FIXED
        and not one.at_once
        and one.start <= last
        and (one.end is None or one.end >= last)
    ]


def next_fee(content: Content, portfolio: Portfolio, closing: ClosingYear) -> int | None:
    """The flat fee of a whole year, as it stands on its last day, at the real volumes; in cents.

    None where the project has no flat fee, or where its index cannot be read.
    """
    indexes, cents = read_indexes(content), 0
    first_month = portfolio.fiscal_year_start(closing.project)
    last = fiscal_year_period(closing.year, first_month).end
    for one in flat_fees(portfolio, closing):
        ratio = one.ratio_on(last, indexes)
        if isinstance(ratio, Finding):
            return None
        cents += full_year_cents(one, first_month, ratio)
    return next_fee_cents(cents, list(closing.volumes.values()))
