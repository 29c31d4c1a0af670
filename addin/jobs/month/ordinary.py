"""Which lines of a month are ordinary: seen alone, as nothing else has to do with them."""

from addin.billing.choices import Axis
from addin.billing.corrections import is_plain_time
from addin.billing.existing import ExistingLine
from addin.jobs.agreed.retainers import read_retainers
from addin.jobs.month.sources import Sources
from addin.tables.sheets.bills import Allocation, PrebillingLine

_AMONG_OTHERS = frozenset({Axis.DISCOUNT, Axis.DEPOSIT})
"""Axes of rows that hang on what the other lines of their project come to."""


class Ordinary:
    """Tells ordinary lines from those that have to be looked at one by one.

    An ordinary line has no row and no invoice; where drafts are held against their hours, it may
    have the row of such a draft. Its project has no cap, no retainer, no payer who pays an amount,
    no deposit and no discount of the user's own: nothing for which lines are seen together.

    Attributes:
        projects: Whose time may be ordinary.
        of_fees: Whose fees may be too: other rows of a project may bill the days of an instalment.
    """

    def __init__(
        self, sources: Sources, billed: frozenset[str], drafts: frozenset[str] = frozenset()
    ) -> None:
        """Look at the rows that there are.

        Args:
            sources: Of the month.
            billed: The projects that may be billed at all.
            drafts: Keys of rows beside which a line is still ordinary; see ``time_drafts``.
        """
        content, portfolio = sources.content, sources.portfolio
        rows = content.table(PrebillingLine).values
        shown = content.table(Allocation).values["line"]
        self.month = sources.month
        self._known = {*rows["line"], *shown} - drafts | {*sources.issued, *sources.reopened}
        pairs = zip(rows["project"], rows["axis"], strict=True)
        together = {project for project, axis in pairs if axis in _AMONG_OTHERS}
        for retainer in read_retainers(content).sound:
            together.update(retainer.pool)
        for code, project in portfolio.projects.items():
            if project.cap_amount is not None:
                together.add(code)
        for code, shares in portfolio.shares.items():
            if any(share.limit_cents is not None for share in shares):
                together.add(code)
        # Of a line that was issued and is gone from the sheets, only its key tells the project.
        is_lost = not sources.issued.keys() <= set(rows["line"])
        self.projects = frozenset() if is_lost else billed - sources.left_out - together
        self.of_fees = self.projects.difference(rows["project"])

    def is_new(self, key: str) -> bool:
        """Whether neither a row nor an invoice bears a key, save a draft that may."""
        return key not in self._known


def time_drafts(sources: Sources) -> frozenset[str]:
    """Keys of the drafts of the month that bill the hours of their entries, and all of them."""
    others = {row.key for row in sources.existing if not _is_time_draft(row, sources)}
    return frozenset(row.key for row in sources.existing) - others


def _is_time_draft(row: ExistingLine, sources: Sources) -> bool:
    as_computed = not (row.invoiced or row.reduction_cents) and row.month == sources.month
    return as_computed and is_plain_time(row)
