"""The year-end adjustment of a flat fee on real volumes."""

from addin.billing.lines import Line
from addin.jobs.sources import Sources, Wanted


def lines_of_adjustments(_sources: Sources, _wanted: Wanted) -> list[Line]:
    """One line per project whose fiscal year ends with the month."""
    return []
