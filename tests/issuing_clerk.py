"""A clerk who issues a month of a closed workbook, in a process that may be killed."""

from datetime import UTC, date, datetime
from pathlib import Path

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs.issuing import Request, issue
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify

MONTH = Month(2026, 3)


def issue_month(path: Path) -> Report:
    """Issue March on its last day."""
    request = Request(MONTH, date(2026, 3, 31), datetime(2026, 3, 31, 18, tzinfo=UTC))
    return run(open_book(path), lambda content: issue(content, request))


def verified(path: Path) -> Report:
    """Workbook, journal and documents, compared."""
    return run(open_book(path), verify, dry_run=True, recover=False)
