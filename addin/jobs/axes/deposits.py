"""Deposits that later bills give back."""

from addin.billing.lines import Line
from addin.jobs.sources import Sources, Wanted


def lines_of_deposits(_sources: Sources, _wanted: Wanted) -> list[Line]:
    """One line per issued deposit with something left to settle."""
    return []
