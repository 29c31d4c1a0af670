"""Stages: milestones by share of a fee, and progress by phase."""

from addin.billing.lines import Line
from addin.jobs.sources import Sources, Wanted


def lines_of_stages(_sources: Sources, _wanted: Wanted) -> list[Line]:
    """One line per milestone reached and per phase that has progressed."""
    return []
