"""Fees that were issued and whose schedules have changed since, whichever month billed them."""

from collections.abc import Iterator, Mapping, Sequence

from addin.billing.calendar import Month
from addin.billing.change import Change
from addin.billing.choices import PlanStatus
from addin.billing.covering import Run
from addin.billing.deposits import is_settlement
from addin.billing.existing import Billed, ExistingLine, corrected_key
from addin.billing.issued_fees import Stretch, owned_rows, stretches_to_compare
from addin.billing.money import from_cents
from addin.billing.plan import FEES, Schedule
from addin.errors import Finding, Place
from addin.jobs.agreed.indexes import read_indexes
from addin.jobs.month.sources import Sources, Wanted
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Plan

Skipped = frozenset[tuple[Month, str, str]]
"""Months in which the plan leaves out the fee of a project and a service."""


def changes_of_passed_fees(
    sources: Sources, wanted: Wanted, billed: Mapping[str, Billed], run: Run
) -> list[Change]:
    """What issued fees lack of what their schedules make of the same days today.

    The instalments of the month of the run itself are compared by ``fee_changes``, but for those
    that were cut otherwise when they were issued.

    Args:
        sources: Of the month.
        wanted: What cannot be told apart is said there.
        billed: The issued lines with their corrections.
        run: The schedules of today.
    """
    rows = [billed.get(row.key) or Billed(row) for row in sources.existing if _is_fee(row, sources)]
    if not any(one.row.invoiced for one in rows):
        return []
    owned = owned_rows(rows, run.schedules)
    indexes, skipped = read_indexes(sources.content), _skipped(sources)
    changes: list[Change] = []
    for source, of_schedule in owned.of_schedule.items():
        schedule = run.schedules[source]
        first_month = sources.portfolio.fiscal_year_start(schedule.project)
        for stretch in stretches_to_compare(schedule, of_schedule, first_month, indexes):
            if not stretch.is_settled_by(sources.month) or _is_skipped(stretch, skipped):
                continue
            if stretch.is_typed and stretch.is_recut:
                wanted.findings += _told(sources, stretch, schedule)
            changes += stretch.changes()
    for one, schedule in owned.unserved:
        unserved = Stretch((one,), ())
        if unserved.is_settled_by(sources.month):
            wanted.findings += _told(sources, unserved, schedule)
    return changes


def _is_fee(row: ExistingLine, sources: Sources) -> bool:
    """Whether a row that the run may not change bills an instalment of a schedule."""
    if row.axis not in FEES or not row.generated or row.period is None:
        return False
    if row.project not in sources.portfolio.projects:
        return False
    fixed = row.invoiced or row.month != sources.month
    return fixed and not corrected_key(row.key) and not is_settlement(row.key)


def _skipped(sources: Sources) -> Skipped:
    return frozenset(
        (row.month, row.project, row.service or "")
        for row in sources.content.records(Plan)
        if row.status is PlanStatus.SKIPPED
    )


def _is_skipped(stretch: Stretch, skipped: Skipped) -> bool:
    return any(
        (one.month, one.schedule.project, one.schedule.service) in skipped
        for one in stretch.instalments
    )


def _told(sources: Sources, stretch: Stretch, schedule: Schedule) -> Iterator[Finding]:
    """Say what was billed and what is due, where nothing can be proposed."""
    billed, due = stretch.billed_cents, stretch.due_cents
    if billed != due:
        key = stretch.rows[0].row.key
        values = {
            "line": key,
            "billed": from_cents(billed),
            "due": from_cents(due),
            "row": schedule.row,
        }
        yield Finding("PRE-12", Place("Prebilling", _sheet_row(sources, key), "amount"), values)


def _sheet_row(sources: Sources, key: str) -> int | None:
    rows: Sequence[PrebillingLine] = sources.content.records(PrebillingLine)
    return next((row.sheet_row for row in rows if row.line == key), None)
