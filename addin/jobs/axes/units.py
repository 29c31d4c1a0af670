"""Units of work: what was counted, at the price agreed."""

from decimal import Decimal

from addin.billing.lines import Line
from addin.billing.prebilling import units_taken
from addin.billing.units import UnitCount, UnitTerms, Work, unit_lines, unit_price
from addin.errors import Finding, Place
from addin.jobs.portfolio import Portfolio
from addin.jobs.sources import Sources, Wanted
from addin.tables.sheets.work import Unit


def lines_of_units(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per project, service and month of work that is not billed yet."""
    portfolio = sources.portfolio
    counts: list[UnitCount] = []
    terms: dict[Work, UnitTerms] = {}
    for row in sources.content.records(Unit):
        if row.month > sources.month or row.project not in portfolio.projects:
            continue
        price = _unit_price(portfolio, row)
        if price is None or row.quantity < 0:
            wanted.findings.append(_unit_finding(row))
            wanted.left_out.add(row.project)
            continue
        unit = portfolio.services[row.service].unit or ""
        client = portfolio.projects[row.project].client
        terms[row.project, row.service, row.month] = UnitTerms(client, unit, price)
        counts.append(UnitCount(row.sheet_row, row.month, row.project, row.service, row.quantity))
        work = (row.project, row.service, row.month)
        wanted.counted[work] = wanted.counted.get(work, Decimal(0)) + row.quantity
    return unit_lines(counts, units_taken(sources.existing, sources.month), terms, sources.month)


def _unit_finding(row: Unit) -> Finding:
    if row.quantity < 0:
        place = Place("Units", row.sheet_row, "quantity")
        return Finding("TAB-19", place, {"value": row.quantity})
    return Finding("UNI-01", Place("Units", row.sheet_row, "service"), {"service": row.service})


def _unit_price(portfolio: Portfolio, row: Unit) -> Decimal | None:
    service = portfolio.services.get(row.service)
    if service is None:
        return None
    schedules = portfolio.schedules.get(row.project, [])
    return unit_price(schedules, row.service, row.month, service.unit_price)
