"""Monthly minimums, hours bought in advance, minimum spends."""

from addin.billing.lines import Line
from addin.jobs.sources import Sources, Wanted


def lines_of_retainers(_sources: Sources, _wanted: Wanted) -> list[Line]:
    """The fee of each retainer of the month, and the hours beyond it."""
    return []
