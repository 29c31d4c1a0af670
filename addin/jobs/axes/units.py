"""Units of work: what was counted, at the price agreed."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from addin.billing.adjustment import covered_by_volumes
from addin.billing.billed_units import billed_units
from addin.billing.lines import Line
from addin.billing.unit_lines import unit_lines
from addin.billing.units import UnitCount, UnitPrice, UnitTerms, Work
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.agreed.unit_prices import UnitPrices
from addin.jobs.axes.adjustments import volume_keys
from addin.jobs.faults import projects_left_out
from addin.jobs.month.sources import Sources, Wanted
from addin.tables.sheets.work import Unit


def lines_of_units(sources: Sources, wanted: Wanted) -> list[Line]:
    """A line per project, service, month of work and tier of what is not billed yet.

    Units that a yearly flat fee is founded on are part of it: they make no line.
    """
    prices = UnitPrices(sources.content, sources.portfolio)
    wanted.findings += prices.findings
    wanted.left_out |= projects_left_out(sources.content, prices.findings)
    counts: list[UnitCount] = []
    terms: dict[Work, UnitTerms] = {}
    for row in _counted(sources):
        work = (row.project, row.service, row.month)
        price = _price(row, prices)
        if price is None or isinstance(price, Finding):
            wanted.findings += [price] if price is not None else []
            wanted.left_out.add(row.project)
            continue
        terms[work] = _terms(sources.portfolio, row, price)
        counts.append(UnitCount(row.sheet_row, row.month, row.project, row.service, row.quantity))
        wanted.counted[work] = wanted.counted.get(work, Decimal(0)) + row.quantity
        wanted.unit_prices[work] = price
    billed = billed_units(sources.existing, sources.month)
    lines = unit_lines(counts, billed, terms, sources.month)
    return [replace(line, payers=_who_paid(sources, line.mirrors)) for line in lines]


def _who_paid(sources: Sources, line: str) -> tuple[tuple[str, Fraction], ...]:
    """The payers of an issued line whose units are taken back; none of any other line."""
    paid = sources.issued.get(line, {}).items()
    return tuple((payer, Fraction(abs(cents))) for payer, cents in paid if cents)


def _counted(sources: Sources) -> list[Unit]:
    """The rows of the month and of earlier ones that are billed by the unit."""
    portfolio, content = sources.portfolio, sources.content
    volumes = volume_keys(content)
    return [
        row
        for row in content.records(Unit)
        if row.month <= sources.month
        and row.project in portfolio.projects
        and not covered_by_volumes(
            volumes,
            row.project,
            row.service,
            row.month,
            portfolio.fiscal_year_start(row.project),
        )
    ]


def _price(row: Unit, prices: UnitPrices) -> UnitPrice | Finding | None:
    """The price of a unit, or what is wrong with the row; None if that is told elsewhere."""
    if row.quantity < 0:
        place = Place("Units", row.sheet_row, "quantity")
        return Finding("TAB-19", place, {"value": row.quantity})
    price = prices.price(row.project, row.service, row.month)
    if isinstance(price, Finding) and price.where.table == Unit.spec.name:
        return replace(price, where=Place("Units", row.sheet_row, "service"))
    return price


def _terms(portfolio: Portfolio, row: Unit, price: UnitPrice) -> UnitTerms:
    service = portfolio.services[row.service]
    return UnitTerms(portfolio.projects[row.project].client, service.unit or "", price)
