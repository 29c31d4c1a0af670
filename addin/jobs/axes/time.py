"""Time: the approved, billable entries that no line holds, at their rates."""

from itertools import compress

import numpy as np

from addin.billing.lines import Line
from addin.billing.time import TimeTerms, time_line
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.axes.retainers import retained
from addin.jobs.month.ordinary import Ordinary
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.billed_time import rounding_of
from addin.jobs.work.pricing_time import price_time
from addin.jobs.work.time_details import Terms
from addin.jobs.work.time_groups import TimeGroups, time_groups
from addin.jobs.work.time_lines import columns_of_time, time_keys


def lines_of_time(sources: Sources, wanted: Wanted, ordinary: Ordinary | None = None) -> list[Line]:
    """One line per project, service, phase, rate, payer, detail and month of work.

    Args:
        sources: Of the month.
        wanted: Gets the findings, and the ordinary lines by column.
        ordinary: Which lines are; None for none.
    """
    time = price_time(sources, wanted)
    time = time.where(~retained(sources, time))
    if not len(time):
        return []
    terms = time_terms(sources.portfolio)
    groups = time_groups(sources, time, terms)
    if ordinary is not None:
        groups = _without_ordinary(groups, terms, wanted, ordinary)
    lines = [
        time_line(group, work, terms[group.project], sources.month)
        for group, work in groups.works()
    ]
    for line, place in zip(lines, groups.places.tolist(), strict=True):
        line.place = place
    return lines


def _without_ordinary(
    groups: TimeGroups, terms: Terms, wanted: Wanted, ordinary: Ordinary
) -> TimeGroups:
    """Leave out the groups whose lines are ordinary, and give these by column."""
    apart = groups.projects.mask(ordinary.projects.__contains__)
    keys = time_keys(groups.where(apart), ordinary.month)
    new = np.fromiter(map(ordinary.is_new, keys), np.bool_, len(keys))
    apart[apart] = new
    lines = columns_of_time(groups.where(apart), list(compress(keys, new)), terms, ordinary.month)
    wanted.ordinary.append(lines)
    return groups.where(~apart)


def time_terms(portfolio: Portfolio) -> dict[str, TimeTerms]:
    """How the time of each project is billed; of one whose client is not known, not at all."""
    terms = {}
    for code, project in portfolio.projects.items():
        client = portfolio.clients.get(project.client)
        if client is not None:
            terms[code] = TimeTerms(
                project.client, client.hours_mode, client.time_detail, rounding_of(client)
            )
    return terms
