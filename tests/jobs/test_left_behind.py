"""A line that stays behind in an earlier month is told, until it is issued or put on hold."""

from datetime import date
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.jobs.checking import check
from addin.jobs.content import load
from addin.jobs.month.left_behind import drafts_left_behind
from addin.jobs.report import ExitStatus

JUNE = Month(2026, 6)
DRAFT = {
    "line": "2026-03/P1/ADV/time/98.5",
    "month": "2026-03",
    "project": "P1",
    "client": "C1",
    "quantity": "1.67",
    "unit_price": "98.50",
    "amount": "164.50",
    "decision": "draft",
    "origin": "timesheets 2026-03",
}


def book_of(*lines: dict[str, Any]) -> MemoryBook:
    """A workbook whose prebilling holds these lines, and whose month is June."""
    return MemoryBook(
        {
            "Settings": [{"setting": "month", "value": "2026-06"}],
            "Clients": [{"client": "C1", "name": "Dupont"}],
            "Projects": [{"project": "P1", "name": "Books", "client": "C1"}],
            "Prebilling": lines,
        }
    )


def test_drafts_of_an_earlier_month_are_told_month_by_month_with_what_they_come_to() -> None:
    later = DRAFT | {"line": "2026-05/P1/ADV/time/98.5", "month": "2026-05", "amount": "10.00"}
    other = DRAFT | {"line": "2026-03/P1/ADV/time/110", "amount": "0.55", "decision": "approved"}
    found = drafts_left_behind(load(book_of(later, DRAFT, other)), JUNE)
    told = [tuple(str(value) for value in finding.values.values()) for finding in found]
    assert told == [("2026-03", "2", "165.05"), ("2026-05", "1", "10.00")]
    march, may = (finding.where.row or 0 for finding in found)
    assert march == may + 1  # it is the second row of the table


@pytest.mark.parametrize(
    "change",
    [
        {"hold": True},
        {"invoice": "2026-00003"},
        {"amount": "0.00"},
        {"amount": None},
        {"month": "2026-06"},
        {"month": "2026-07"},
    ],
    ids=str,
)
def test_what_is_held_issued_worth_nothing_or_of_this_month_is_not_left_behind(
    change: dict[str, Any],
) -> None:
    assert drafts_left_behind(load(book_of(DRAFT | change)), JUNE) == []


def test_a_check_tells_what_was_left_behind_and_asks_for_a_look() -> None:
    report = check(load(book_of(DRAFT)), date(2026, 6, 30)).report
    assert [told.code for told in report.findings if told.severity == "warning"] == ["PRE-13"]
    assert report.exit_status == ExitStatus.FINDINGS
