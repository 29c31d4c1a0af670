"""The rows of prebilling, those that the user has just typed among them."""

from dataclasses import replace

from addin.billing.existing import ExistingLine
from addin.jobs.month.prebilled import charge_of, existing_line, is_generated
from addin.jobs.month.sources import Sources
from addin.tables.sheets.bills import PrebillingLine


def rows_with_own(sources: Sources) -> list[ExistingLine]:
    """All rows; those of the user as they stand, whether a run has named them or not.

    Their amount is written by a run and says nothing before it; so it is computed here. A second
    run would otherwise see other rows than the first.
    """
    table = sources.content.table(PrebillingLine)
    own = [
        replace(
            existing_line(row, table, sources.issued),
            net_cents=charge_of(row).net_cents,
        )
        for row in table.records
        if not is_generated(row)
    ]
    named = {row.key for row in own}
    return [*(row for row in sources.existing if row.key not in named), *own]
