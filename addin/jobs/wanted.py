"""What a month is to bill: the lines that every axis gives."""

from addin.billing.choices import ProjectStatus
from addin.jobs.axes.adjustments import lines_of_adjustments
from addin.jobs.axes.deposits import lines_of_deposits
from addin.jobs.axes.expenses import lines_of_expenses
from addin.jobs.axes.fees import lines_of_fees
from addin.jobs.axes.retainers import lines_of_retainers
from addin.jobs.axes.stages import lines_of_stages
from addin.jobs.axes.time import lines_of_time
from addin.jobs.axes.units import lines_of_units
from addin.jobs.portfolio import Portfolio
from addin.jobs.sources import Sources, Wanted


def wanted_lines(sources: Sources) -> Wanted:
    """Compute the month, whole projects only."""
    wanted = Wanted(left_out=set(sources.left_out))
    lines = [
        *lines_of_fees(sources),
        *lines_of_stages(sources, wanted),
        *lines_of_adjustments(sources, wanted),
        *lines_of_units(sources, wanted),
        *lines_of_retainers(sources, wanted),
        *lines_of_time(sources, wanted),
        *lines_of_expenses(sources, wanted),
        *lines_of_deposits(sources, wanted),
    ]
    billed = billed_projects(sources.portfolio)
    wanted.lines = [
        line for line in lines if line.project in billed and line.project not in wanted.left_out
    ]
    return wanted


def billed_projects(portfolio: Portfolio) -> frozenset[str]:
    """Active projects of a client whose row is sound."""
    return frozenset(
        project.project
        for project in portfolio.projects.values()
        if project.status is ProjectStatus.ACTIVE and project.client in portfolio.clients
    )
