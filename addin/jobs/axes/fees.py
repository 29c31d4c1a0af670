"""Fees that the calendar bills: the instalments of the month."""

from addin.billing.calendar import Month
from addin.billing.choices import PlanStatus
from addin.billing.fees import fee_lines, schedule_origin
from addin.billing.lines import Line
from addin.billing.plan import bills_in
from addin.billing.prebilling import Source
from addin.jobs.content import Content
from addin.jobs.indexes import read_indexes
from addin.jobs.ordinary import Ordinary
from addin.jobs.portfolio import Portfolio
from addin.jobs.sources import Sources, Wanted
from addin.tables.sheets.engagements import Plan


def lines_of_fees(sources: Sources, wanted: Wanted, ordinary: Ordinary | None = None) -> list[Line]:
    """One line per instalment that the month bills and the plan does not skip.

    Args:
        sources: Of the month.
        wanted: Gets the findings, and the ordinary lines by column.
        ordinary: Which lines are; None for none.
    """
    portfolio, month = sources.portfolio, sources.month
    skipped = skipped_fees(sources.content, month)
    indexes = read_indexes(sources.content)
    clients = {code: project.client for code, project in portfolio.projects.items()}
    lines: list[Line] = []
    for project, schedules in portfolio.schedules.items():
        if project not in clients:
            continue
        instalments = bills_in(schedules, month, portfolio.fiscal_year_start(project), indexes)
        for one in instalments:
            if one.fault is not None:
                wanted.findings.append(one.fault)
                wanted.left_out.add(project)
        lines += fee_lines(instalments, clients, month)
    lines = [line for line in lines if (line.project, line.service) not in skipped]
    if ordinary is None:
        return lines
    by_column, others = ordinary.apart(lines)
    wanted.ordinary.append(by_column)
    return others


def skipped_fees(content: Content, month: Month) -> frozenset[tuple[str, str]]:
    """Projects and services whose instalment of the month the user has left out."""
    return frozenset(
        (row.project, row.service or "")
        for row in content.records(Plan)
        if row.month == month and row.status is PlanStatus.SKIPPED
    )


def fee_sources(portfolio: Portfolio) -> frozenset[Source]:
    """What names the lines of every schedule, whatever month it bills in."""
    return frozenset(
        (project, one.service, one.axis, schedule_origin(one))
        for project, schedules in portfolio.schedules.items()
        for one in schedules
    )
