"""The lines of a month against the rows that there are, for the run and for the issue alike."""

from addin.billing.covering import Run, Source
from addin.billing.fees import schedule_origin
from addin.billing.plan import Schedule
from addin.billing.prebilling import Merge, merge
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.agreed.retainers import retainer_sources
from addin.jobs.month.restoring import lost_lines
from addin.jobs.month.sources import Sources, Wanted


def run_of(sources: Sources) -> Run:
    """What a run of a month knows beside its lines."""
    issued = frozenset(sources.issued)
    return Run(
        month=sources.month,
        left_out=sources.left_out,
        sources=retainer_sources(sources.content),
        schedules=schedules_by_source(sources.portfolio),
        issued=issued,
        lost=lost_lines(sources.content, issued),
        reopened=sources.reopened,
    )


def merged_month(sources: Sources, wanted: Wanted) -> Merge:
    """What a run does to the rows of prebilling; ``wanted`` is the month as computed."""
    run = run_of(sources)
    return merge(wanted.lines, sources.existing, run)


def schedules_by_source(portfolio: Portfolio) -> dict[Source, Schedule]:
    """The schedules by what names their lines, whatever month bills them."""
    return {
        (project, one.service, one.axis, schedule_origin(one)): one
        for project, schedules in portfolio.schedules.items()
        for one in schedules
    }
