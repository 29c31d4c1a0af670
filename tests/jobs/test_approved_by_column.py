"""What may be issued is the same by column as line by line, whatever was typed over since."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mixed_office import Tables, offices
from mixed_office_desk import QuickOffice
from sample_office import Office, entry

from addin.billing.calendar import Month
from addin.errors import BillingError
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.month.ordinary import time_drafts
from addin.jobs.month.prebilled import existing_lines
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.month.wanted import wanted_lines
from addin.jobs.shared import shares
from addin.jobs.shared.shares import Approved, approved_lines
from addin.tables.sheets.bills import PrebillingLine

FEWER = settings(max_examples=max(settings().max_examples // 15, 1))
MARCH = Month(2026, 3)

CELLS: dict[str, dict[str, tuple[str | None, ...]]] = {
    "Prebilling": {
        "line": (None, "2026-02/P-1/ADV/time/100"),
        "month": ("2026-01", "2026-03"),
        "project": ("P-1", "P-3"),
        "phase": (None, "II"),
        "service": ("ADV", "TAX", None),
        "axis": ("time", "unit", "discount", None),
        "period_from": ("2026-02-02", None),
        "period_to": ("2026-01-31", "2026-02-03"),
        "quantity": ("1", "2.50", None),
        "unit": ("hour", "h:mm", None),
        "unit_price": ("100", "0", None),
        "reduction": ("10", None),
        "amount": ("0", "100.00", "100.01"),
        "quantity_override": ("2",),
        "discount_percent": ("0.1",),
        "payer_override": ("CEDAR", "ALDER"),
        "hold": ("yes",),
        "decision": ("draft", "approved"),
        "origin": (None, "time 2026-02"),
        "invoice": ("F2026-00099", None),
    },
    "Allocations": {
        "line": ("2026-02/P-1/ADV/time/100",),
        "payer": ("BIRCH", "CEDAR"),
        "amount": ("0", "100.00"),
        "vat_category": ("S", "E", "O"),
        "vat_rate": ("0", "0.06"),
        "invoice": ("F2026-00099", None),
    },
    "Timesheets": {
        "minutes": ("6", "61"),
        "project": ("P-1", "P-2"),
        "service": ("ADV", "TAX"),
        "date": ("2026-01-31", "2026-02-01", "2026-03-01"),
        "organisation": ("CEDAR", None),
        "status": ("draft", "approved"),
        "line": (None, "2026-02/P-1/ADV/time/100"),
    },
    "Clients": {"rounding_minutes": ("6", None), "vat_category": ("S", "O")},
    "Projects": {"status": ("closed", "active"), "client": ("CEDAR", "ALDER")},
}
typed = st.sampled_from(
    [
        (table, column, cell)
        for table, columns in CELLS.items()
        for column, cells in columns.items()
        for cell in cells
    ]
)
spoils = st.lists(st.tuples(st.integers(0, 20), typed), max_size=4)


def line_by_line(sources: Sources, *, by_column: bool, drafts: frozenset[str]) -> Wanted:
    """The month without a line given by column."""
    assert by_column
    assert drafts <= {row.key for row in sources.existing}
    return wanted_lines(sources)


def approved(office: Office, month: str, *, drafts: bool) -> Approved:
    """What may be issued of a month."""
    content = load(office.book)
    journal, portfolio = journal_of(content), read_portfolio(content)
    return approved_lines(content, portfolio, journal, Month.parse(month), drafts=drafts)


def hold_against_line_by_line(office: Office, month: str) -> None:
    """Every share, finding and project left out is what it is line by line, in the same order."""
    for drafts in (True, False):
        by_column = approved(office, month, drafts=drafts)
        with patch.object(shares, "wanted_lines", line_by_line):
            assert by_column == approved(office, month, drafts=drafts)


def spoil(office: QuickOffice, spoiled: list[tuple[int, tuple[str, str, str | None]]]) -> None:
    """Type over some cells."""
    for place, (table, column, cell) in spoiled:
        if count := len(office.rows(table)):
            office.type_over(table, place % count, **{column: cell})


def tried(step: partial[Any]) -> None:
    """Take a step, unless what was typed stops it."""
    try:
        step()
    except BillingError:
        return


@FEWER
@given(offices(), st.sampled_from(["bill", "generate"]), spoils, spoils)
def test_what_may_be_issued_by_column_is_what_may_be_line_by_line(
    tables: Tables, first: str, before: Any, after: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = QuickOffice(Path(folder), **tables)
        tried(partial(getattr(office, first), "2026-01"))
        tried(partial(office.generate, "2026-02"))
        tried(partial(office.approve, "2026-02"))
        spoil(office, before)
        hold_against_line_by_line(office, "2026-02")
        tried(partial(office.generate, "2026-03"))
        spoil(office, after)
        for month in ("2026-01", "2026-02", "2026-03"):
            hold_against_line_by_line(office, month)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An approved month of an hour on each of two projects."""
    found = Office(
        tmp_path,
        Projects=[{"project": code, "name": code, "client": "ALDER"} for code in ("P-1", "P-2")],
        Timesheets=[entry("T-1", "2026-03-02"), entry("T-2", "2026-03-03", project="P-2")],
    )
    found.generate("2026-03")
    found.approve("2026-03")
    return found


def sources_of(office: Office) -> Sources:
    """What March is computed from."""
    content = load(office.book)
    existing = existing_lines(content.table(PrebillingLine))
    return Sources(content, read_portfolio(content), MARCH, existing)


def test_a_draft_that_bills_its_hours_is_held_against_them_by_column(office: Office) -> None:
    sources = sources_of(office)
    drafts = time_drafts(sources)
    wanted = wanted_lines(sources, by_column=True, drafts=drafts)

    assert len(drafts) == 2
    assert not wanted.lines
    assert {key for lines in wanted.ordinary for key in lines.keys} == drafts


@pytest.mark.parametrize(
    "cells",
    [{"reduction": "1.00"}, {"invoice": "F2026-00001"}, {"month": "2026-02"}, {"axis": "unit"}],
)
def test_a_draft_that_bills_anything_else_is_looked_at_alone(
    office: Office, cells: dict[str, str | bool | None]
) -> None:
    office.put("Prebilling", {"project": "P-1"}, **cells)

    assert time_drafts(sources_of(office)) == {"2026-03/P-2/ADV/time/100"}


def test_an_hour_that_is_gone_since_is_found_by_column(office: Office) -> None:
    office.put("Timesheets", {"entry": "T-1"}, minutes="30")

    found = approved(office, "2026-03", drafts=False)

    assert [finding.code for finding in found.findings] == ["ISS-08"]
    assert found.left_out == {"P-1"}
    assert [share.row.project for share in found.shares] == ["P-2"]
