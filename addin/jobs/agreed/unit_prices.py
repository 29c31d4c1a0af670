"""What a unit of work costs a project: the most specific price that somebody has given."""

from addin.billing.calendar import Month
from addin.billing.choices import AmountPer, ScheduleAxis
from addin.billing.plan import Schedule, price_on
from addin.billing.tiers import PriceList, TierRow, price_lists
from addin.billing.units import UnitPrice, unit_schedule
from addin.errors import Finding, Place
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.faults import row_values
from addin.tables.sheets.engagements import Schedule as ScheduleRow
from addin.tables.sheets.engagements import Tier
from addin.tables.sheets.work import Service


class UnitPrices:
    """Answers what a unit costs.

    The price list of the project's schedule comes first, then the amount of that schedule; then
    the price list of the service, and its usual price last.

    Attributes:
        findings: What is wrong with the price lists, and with the cells that name one.
    """

    def __init__(self, content: Content, portfolio: Portfolio) -> None:
        rows = [
            TierRow(row.sheet_row, row.tiers, row.from_quantity, row.unit_price, row.mode)
            for row in content.records(Tier)
        ]
        self._portfolio = portfolio
        self._lists, faults = price_lists(rows)
        for name in _faulty_lists(content, {row.name.lower() for row in rows}):
            self._lists.pop(name, None)
        self._typed = {
            row.sheet_row for row in content.records(ScheduleRow) if row.amount is not None
        }
        self._indexes = read_indexes(content)
        self.findings = [*faults, *_strange_names(content)]

    def price(self, project: str, service: str, month: Month) -> UnitPrice | Finding | None:
        """The price of a unit: as agreed on the last day of a month, indexed as on the first.

        Returns:
            None where the service, or the price list that is named, is not there or not sound:
            each has a finding of its own. UNI-01 where nobody has given a price.
        """
        sold = self._portfolio.services.get(service)
        if sold is None:
            return None
        schedules = self._portfolio.schedules.get(project, [])
        schedule = unit_schedule(schedules, service, month)
        if schedule is not None and schedule.tiers:
            return self._list(schedule.tiers)
        if schedule is not None and self._has_price(schedule, sold):
            found = price_on(schedule, max(month.first, schedule.start), self._indexes)
        elif sold.tiers:
            return self._list(sold.tiers)
        else:
            found = sold.unit_price
        return _no_price(service) if found is None else found

    def _has_price(self, schedule: Schedule, sold: Service) -> bool:
        """Whether a schedule has the price of a unit: typed there, or the usual one it follows."""
        typed = schedule.row in self._typed
        return (typed or not sold.tiers) and schedule.amount_per in {AmountPer.UNIT, None}

    def _list(self, name: str) -> PriceList | None:
        return self._lists.get(name.lower())


def _no_price(service: str) -> Finding:
    return Finding("UNI-01", Place("Units", column="service"), {"service": service})


def _faulty_lists(content: Content, names: set[str]) -> set[str]:
    """Names of the lists one of whose rows cannot be read; all, if that may be a row of any."""
    table = content.table(Tier)
    faulty = {row_values(table, row).get("tiers") for row in table.faulty_rows}
    return names if None in faulty else {str(name).lower() for name in faulty}


def _strange_names(content: Content) -> list[Finding]:
    """Cells that name a price list which has no row, or one that an index should change."""
    known = {name.lower() for name in content.table(Tier).values["tiers"] if name}
    cells = [
        *(("Services", row.sheet_row, row.tiers) for row in content.records(Service)),
        *(("Schedules", row.sheet_row, row.tiers) for row in content.records(ScheduleRow)),
    ]
    findings = [
        Finding("TIER-04", Place(table, row, "tiers"), {"tiers": tiers})
        for table, row, tiers in cells
        if tiers and tiers.lower() not in known
    ]
    usual = {row.service: row.tiers for row in content.records(Service)}
    for row in content.records(ScheduleRow):
        by_service = row.axis is ScheduleAxis.UNIT and row.amount is None
        tiers = row.tiers or (usual.get(row.service or "") if by_service else None)
        if row.index and tiers:
            place = Place("Schedules", row.sheet_row, "index")
            findings.append(Finding("TIER-05", place, {"tiers": tiers}))
    return findings
