"""Drafts of earlier months that nobody issues any more."""

from itertools import groupby
from operator import attrgetter

from addin.billing.calendar import Month
from addin.billing.money import from_cents, to_cents
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.sheets.bills import PrebillingLine


def drafts_left_behind(content: Content, month: Month) -> list[Finding]:
    """Earlier months with lines to issue, one finding each, at the first of its lines.

    A line stays in the month that billed it: released from hold once that month is issued, it
    waits there, and the hours it took come in no other line. Lines on hold wait by the user's
    will, and lines of nothing are never issued.

    Args:
        content: The workbook.
        month: Month that is looked at; its own drafts and later ones are work in hand.
    """
    waiting = [row for row in content.records(PrebillingLine) if _waits(row) and row.month < month]
    findings = []
    for earlier, rows in groupby(sorted(waiting, key=attrgetter("month")), attrgetter("month")):
        lines = list(rows)
        cents = sum(to_cents(row.amount) for row in lines if row.amount is not None)
        values = {"month": earlier, "count": len(lines), "amount": from_cents(cents)}
        place = Place("Prebilling", lines[0].sheet_row, "decision")
        findings.append(Finding("PRE-13", place, values))
    return findings


def _waits(row: PrebillingLine) -> bool:
    return bool(row.amount) and not row.hold and not row.invoice
