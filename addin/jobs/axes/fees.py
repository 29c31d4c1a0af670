"""Fees that the calendar bills: the instalments of the month."""

from collections.abc import Mapping, Sequence
from itertools import compress

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import PlanStatus
from addin.billing.fees import fee_lines, schedule_origin
from addin.billing.lines import Line
from addin.billing.plan import Instalment, bills_in
from addin.billing.prebilling import Source
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.month.fee_lines import columns_of_fees
from addin.jobs.month.ordinary import Ordinary
from addin.jobs.month.sources import Sources, Wanted
from addin.tables.sheets.engagements import Plan


def lines_of_fees(sources: Sources, wanted: Wanted, ordinary: Ordinary | None = None) -> list[Line]:
    """One line per instalment that the month bills and the plan does not skip.

    Args:
        sources: Of the month.
        wanted: Gets the findings, and the ordinary lines by column.
        ordinary: Which lines are; None for none.
    """
    clients = {code: project.client for code, project in sources.portfolio.projects.items()}
    instalments = _instalments(sources, wanted)
    if ordinary is not None:
        return _without_ordinary(instalments, clients, wanted, ordinary)
    return fee_lines(instalments, clients, sources.month)


def _instalments(sources: Sources, wanted: Wanted) -> list[Instalment]:
    """What the month bills of the fees of known projects, in their order."""
    portfolio, month = sources.portfolio, sources.month
    skipped = skipped_fees(sources.content, month)
    indexes = read_indexes(sources.content)
    found: list[Instalment] = []
    for project, schedules in portfolio.schedules.items():
        if project in portfolio.projects:
            first_month = portfolio.fiscal_year_start(project)
            found += bills_in(schedules, month, first_month, indexes)
    for one in found:
        if one.fault is not None:
            wanted.findings.append(one.fault)
            wanted.left_out.add(one.schedule.project)
    return [
        one
        for one in found
        if one.cents and (one.schedule.project, one.schedule.service) not in skipped
    ]


def _without_ordinary(
    instalments: Sequence[Instalment],
    clients: Mapping[str, str],
    wanted: Wanted,
    ordinary: Ordinary,
) -> list[Line]:
    """The lines that are not ordinary; those that are are given by column."""
    projects = (one.schedule.project for one in instalments)
    apart = np.fromiter(map(ordinary.of_fees.__contains__, projects), np.bool_, len(instalments))
    chosen = list(compress(instalments, apart.tolist()))
    lines = columns_of_fees(chosen, np.flatnonzero(apart), clients, ordinary.month)
    new = np.fromiter(map(ordinary.is_new, lines.keys), np.bool_, len(chosen))
    wanted.ordinary.append(lines.where(new))
    apart[apart] = new
    others = list(compress(instalments, (~apart).tolist()))
    found = fee_lines(others, clients, ordinary.month)
    for line, place in zip(found, np.flatnonzero(~apart).tolist(), strict=True):
        line.place = place
    return found


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
