"""Select and price the time entries of a month."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from addin.billing.choices import RoundingPer
from addin.billing.prebilling import lines_holding_time
from addin.billing.rounding import WHOLE_MINUTES
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.billed_time import Worked, roundings
from addin.jobs.work.entry_rates import covered_by_fees, sale_rates, work_of
from addin.jobs.work.priced_time import PricedTime, no_time
from addin.jobs.work.rates_beyond import with_rates_beyond
from addin.jobs.work.timesheets import (
    Entries,
    Fault,
    entries_to_bill,
    fault_findings,
    worked_minutes,
)
from addin.tables.coded import Coded, Integers, Mask, coded, combined
from addin.tables.sheets.work import TimesheetEntry


@dataclass
class Pricing:
    """Entries with their prices, and what keeps others from having one.

    Attributes:
        left_out: Projects one of whose free entries cannot be billed.
    """

    time: PricedTime = field(default_factory=no_time)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)


def price_time(sources: Sources, wanted: Wanted) -> PricedTime:
    """The free entries of the month and of earlier ones; found once for a run.

    What is wrong with the others is told in ``wanted``, and their projects are left out.
    """
    if wanted.time is None:
        entries, free = _entries(sources)
        by_day = {
            code
            for code, rounding in roundings(sources.portfolio).items()
            if rounding.per is RoundingPer.DAY
        }
        # The late hour of a day that is rounded as a whole counts with what is billed of that day.
        counted = free | entries.column("project").mask(by_day.__contains__) if by_day else free
        priced = _priced(sources, entries.where(counted), free[counted])
        wanted.findings += priced.findings
        wanted.left_out |= priced.left_out
        wanted.time = priced.time.where(priced.time.free)
    return wanted.time


def pool_time(sources: Sources, projects: Collection[str]) -> PricedTime:
    """The entries of some projects up to the end of the month, billed or not.

    Those that have an error, and those that a fee covers, are passed over.
    """
    entries, free = _entries(sources)
    chosen = entries.column("project").mask(projects.__contains__)
    return _priced(sources, entries.where(chosen), free[chosen]).time


def _entries(sources: Sources) -> tuple[Entries, Mask]:
    """The entries that count, and which of them this run may bill."""
    held = lines_holding_time(sources.existing, sources.month)
    entries = entries_to_bill(sources.content.table(TimesheetEntry), sources.month)
    free = entries.column("invoice").mask(lambda invoice: not invoice)
    free &= entries.column("line").mask(lambda line: line not in held)
    return entries, free


def _priced(sources: Sources, entries: Entries, free: Mask) -> Pricing:
    """Price entries; findings are about the free ones only."""
    portfolio = sources.portfolio
    pricing = Pricing()
    known = entries.column("project").mask(portfolio.projects.__contains__)
    entries, free = entries.where(known), free[known]
    # A row that names a service or a person that is not there has a finding of its own.
    named = entries.column("service").mask(portfolio.services.__contains__)
    named &= entries.column("person").mask(portfolio.staff.__contains__)
    pricing.left_out |= _projects(entries.where(free & ~named))
    entries, free = entries.where(named), free[named]

    worked, covered = worked_minutes(entries), covered_by_fees(entries, portfolio)
    rates = sale_rates(work_of(entries, portfolio), portfolio)
    rates = with_rates_beyond(rates, entries, sources.content, portfolio)
    priced = rates.mask(lambda rate: isinstance(rate, Decimal))
    faulty = free & (~worked.sound | (~covered & ~priced))
    if faulty.any():
        faults = _faults(worked.faults.where(faulty), rates.where(faulty))
        at_fault = entries.where(faulty)
        pricing.findings = fault_findings(at_fault, np.ones(len(at_fault), np.bool_), faults)
        pricing.left_out |= _projects(at_fault)

    has_client = entries.column("project").mask(_has_client(portfolio))
    sound = worked.sound & ~covered & priced & has_client
    minutes = worked.minutes[sound]
    pricing.time = _columns(sources, entries.where(sound), free[sound], minutes, rates.where(sound))
    return pricing


def _has_client(portfolio: Portfolio) -> Callable[[str], bool]:
    ordered = {code for code, row in portfolio.projects.items() if row.client in portfolio.clients}
    return ordered.__contains__


def _projects(entries: Entries) -> set[str]:
    projects = entries.column("project")
    return {projects.values[code] for code in np.unique(projects.codes).tolist()}


def _faults(minutes: Coded, rates: Coded) -> Coded:
    """What is wrong with each entry: its minutes before its rate."""
    found: list[Fault] = []
    for fault, rate in zip(minutes, rates, strict=True):
        if fault is None:
            assert isinstance(rate, Finding)
            fault = (rate.code, "service", dict(rate.values))  # noqa: PLW2901 - the other fault
        found.append(fault)
    return Coded(np.arange(len(found), dtype=np.int32), found)


def _columns(
    sources: Sources, entries: Entries, free: Mask, minutes: Integers, rates: Coded
) -> PricedTime:
    portfolio = sources.portfolio
    projects = entries.column("project")
    of_project = roundings(portfolio)
    rounding = projects.translated(lambda one: of_project.get(one, WHOLE_MINUTES))
    worked = Worked(entries, minutes, rounding, free)
    return PricedTime(
        rows=entries.rows,
        days=entries.days(),
        projects=projects,
        services=entries.column("service"),
        phases=entries.texts("phase"),
        persons=entries.column("person"),
        tasks=entries.texts("task"),
        payers=_payers(entries, portfolio),
        worked=minutes,
        billed=worked.billed(sources.entry_keys),
        rates=rates.translated(lambda rate: rate if isinstance(rate, Decimal) else None),
        lines=entries.texts("line"),
        free=free,
    )


def _payers(entries: Entries, portfolio: Portfolio) -> Coded:
    """The organisation of each entry; empty for a client who pays the whole project anyway."""
    projects, organisations = entries.column("project"), entries.texts("organisation")
    alike = combined([projects, organisations])
    columns = (projects.where(alike.firsts), organisations.where(alike.firsts))
    payers = coded(
        [
            ""
            if organisation == portfolio.projects[project].client
            and project not in portfolio.shares
            else organisation
            for project, organisation in zip(*columns, strict=True)
        ]
    )
    return Coded(payers.codes[alike.codes], payers.values)
