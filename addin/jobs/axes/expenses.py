"""Expenses and disbursements that are passed on."""

from addin.billing.lines import Line
from addin.jobs.sources import Sources, Wanted


def lines_of_expenses(_sources: Sources, _wanted: Wanted) -> list[Line]:
    """One line per expense that no line holds."""
    return []
