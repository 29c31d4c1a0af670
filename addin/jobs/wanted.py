"""What a month is to bill: the lines that fees, units and time give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.choices import PlanStatus, ProjectStatus
from addin.billing.fees import fee_lines, schedule_origin
from addin.billing.lines import Line
from addin.billing.plan import bills_in
from addin.billing.prebilling import ExistingLine, Source, lines_holding_time, units_taken
from addin.billing.time import TimeEntry, TimeTerms, time_lines
from addin.billing.units import UnitCount, UnitTerms, Work, unit_lines, unit_price
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.portfolio import Portfolio
from addin.jobs.timesheets import read_timesheets
from addin.tables.sheets.engagements import Plan
from addin.tables.sheets.work import TimesheetEntry, Unit


@dataclass
class Wanted:
    """The lines of a month, and what was found while they were computed.

    Attributes:
        lines: Of sound projects only.
        left_out: Projects that cannot be billed, those given and those found.
        entries: The time entries that the lines take.
        counted: The units that there are, those of earlier months included.
    """

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    entries: list[TimeEntry] = field(default_factory=list)
    counted: dict[Work, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """What the lines of a month are computed from.

    Attributes:
        month: Month that bills.
        existing: The rows of prebilling, of every month.
        left_out: Projects known to have a fault.
        entry_keys: Keys that entries without one will get, by sheet row.
    """

    content: Content
    portfolio: Portfolio
    month: Month
    existing: list[ExistingLine]
    left_out: frozenset[str] = frozenset()
    entry_keys: Mapping[int, str] = field(default_factory=dict)


def wanted_lines(sources: Sources) -> Wanted:
    """Compute the month, whole projects only."""
    wanted = Wanted(left_out=set(sources.left_out))
    lines = [*_fees(sources), *_units(sources, wanted), *_time(sources, wanted)]
    billed = billed_projects(sources.portfolio)
    wanted.lines = [
        line for line in lines if line.project in billed and line.project not in wanted.left_out
    ]
    return wanted


def fee_sources(portfolio: Portfolio) -> frozenset[Source]:
    """What names the lines of every schedule, whatever month it bills in."""
    return frozenset(
        (project, one.service, one.axis, schedule_origin(one))
        for project, schedules in portfolio.schedules.items()
        for one in schedules
    )


def billed_projects(portfolio: Portfolio) -> frozenset[str]:
    """Active projects of a client whose row is sound."""
    return frozenset(
        project.project
        for project in portfolio.projects.values()
        if project.status is ProjectStatus.ACTIVE and project.client in portfolio.clients
    )


def _fees(sources: Sources) -> list[Line]:
    portfolio, month = sources.portfolio, sources.month
    skipped = {
        (row.project, row.service or "")
        for row in sources.content.records(Plan)
        if row.month == month and row.status is PlanStatus.SKIPPED
    }
    clients = {code: project.client for code, project in portfolio.projects.items()}
    lines: list[Line] = []
    for project, schedules in portfolio.schedules.items():
        if project in clients:
            instalments = bills_in(schedules, month, portfolio.fiscal_year_start(project))
            lines += fee_lines(instalments, clients, month)
    return [line for line in lines if (line.project, line.service) not in skipped]


def _units(sources: Sources, wanted: Wanted) -> list[Line]:
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


def _time(sources: Sources, wanted: Wanted) -> list[Line]:
    portfolio, month = sources.portfolio, sources.month
    held = lines_holding_time(sources.existing, month)
    table = sources.content.table(TimesheetEntry)
    timesheets = read_timesheets(table, portfolio, month, held)
    wanted.findings += timesheets.findings
    wanted.left_out |= timesheets.left_out
    wanted.entries = [
        entry if entry.entry else entry._replace(entry=sources.entry_keys.get(entry.row, ""))
        for entry in timesheets.entries
        if _has_client(portfolio, entry.project)
    ]
    return time_lines(wanted.entries, _terms(portfolio), month)


def _has_client(portfolio: Portfolio, project: str) -> bool:
    return portfolio.projects[project].client in portfolio.clients


def _terms(portfolio: Portfolio) -> dict[str, TimeTerms]:
    terms = {}
    for code, project in portfolio.projects.items():
        client = portfolio.clients.get(project.client)
        if client is not None:
            terms[code] = TimeTerms(project.client, client.hours_mode, client.time_detail)
    return terms
