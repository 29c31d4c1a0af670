"""What a month is to bill: the lines that every axis gives."""

from collections.abc import Iterable, Iterator

from addin.billing.choices import Axis, ProjectStatus
from addin.billing.lines import Line
from addin.billing.money import from_cents
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.axes.adjustments import lines_of_adjustments
from addin.jobs.axes.caps import adjusted, corrections_under_caps
from addin.jobs.axes.corrections import lines_of_corrections
from addin.jobs.axes.deposits import lines_of_deposits
from addin.jobs.axes.expenses import lines_of_expenses
from addin.jobs.axes.fees import lines_of_fees
from addin.jobs.axes.retainers import lines_of_retainers
from addin.jobs.axes.stages import lines_of_stages
from addin.jobs.axes.time import lines_of_time
from addin.jobs.axes.units import lines_of_units
from addin.jobs.month.ordinary import Ordinary
from addin.jobs.month.sources import Sources, Wanted

WORK = frozenset({Axis.TIME, Axis.UNIT, Axis.EXPENSE})
"""Axes of what was done or spent; a fee is not due while its project is not active."""


def wanted_lines(
    sources: Sources, *, by_column: bool = False, drafts: frozenset[str] = frozenset()
) -> Wanted:
    """Compute the month, whole projects only.

    Args:
        sources: What it is computed from.
        by_column: Give ordinary lines as ``Wanted.ordinary``, and not one by one.
        drafts: Keys of rows beside which a line is still ordinary.
    """
    wanted = Wanted(left_out=set(sources.left_out))
    billed = billed_projects(sources.portfolio)
    ordinary = Ordinary(sources, billed, drafts) if by_column else None
    lines = [
        *lines_of_fees(sources, wanted, ordinary),
        *lines_of_stages(sources, wanted),
        *lines_of_adjustments(sources, wanted),
        *lines_of_units(sources, wanted),
        *lines_of_retainers(sources, wanted),
        *lines_of_time(sources, wanted, ordinary),
        *lines_of_expenses(sources, wanted),
    ]
    wanted.waiting += _waiting(sources.portfolio, wanted, lines)
    lines = adjusted(sources, wanted, _billed(sources, wanted, lines))
    corrections = _billed(sources, wanted, lines_of_corrections(sources, wanted, lines))
    lines += corrections_under_caps(sources, wanted, corrections, lines)
    lines += lines_of_deposits(sources, wanted, lines)
    wanted.lines = _billed(sources, wanted, lines)
    return wanted


def _waiting(portfolio: Portfolio, wanted: Wanted, lines: Iterable[Line]) -> Iterator[Finding]:
    """Work that was done for projects that are on hold or closed, so that it is not forgotten."""
    cents: dict[str, int] = {}
    for line in lines:
        project = portfolio.projects[line.project]
        if project.status is not ProjectStatus.ACTIVE and line.axis in WORK:
            cents[line.project] = cents.get(line.project, 0) + line.cents
    for code, found in sorted(cents.items()):
        if found and code not in wanted.left_out:
            place = Place("Projects", portfolio.projects[code].sheet_row, "status")
            yield Finding("PRJ-06", place, {"project": code, "amount": from_cents(found)})


def _billed(sources: Sources, wanted: Wanted, lines: Iterable[Line]) -> list[Line]:
    """The lines of the projects that can be billed."""
    billed = billed_projects(sources.portfolio) - wanted.left_out
    return [line for line in lines if line.project in billed]


def billed_projects(portfolio: Portfolio) -> frozenset[str]:
    """Active projects of a client whose row is sound."""
    return frozenset(
        project.project
        for project in portfolio.projects.values()
        if project.status is ProjectStatus.ACTIVE and project.client in portfolio.clients
    )
