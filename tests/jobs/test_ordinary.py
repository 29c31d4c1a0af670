"""What a run gives by column is what it would give line by line: cells, order, findings and all."""

import tempfile
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from mixed_office import MONTHS, Tables, offices
from mixed_office_desk import QuickOffice
from sample_office import FEE, Office, entry

from addin.billing.calendar import Month
from addin.errors import BillingError
from addin.jobs import generating
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import Content, load
from addin.jobs.generating import generate
from addin.jobs.month.ordinary import Ordinary
from addin.jobs.month.prebilled import existing_lines
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.month.wanted import billed_projects, wanted_lines
from addin.jobs.report import Proposal
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import PrebillingLine

FEWER = settings(max_examples=max(settings().max_examples // 30, 1))
MARCH = Month(2026, 3)


def line_by_line(sources: Sources, *, by_column: bool) -> Wanted:
    """The month without a line given by column."""
    assert by_column
    return wanted_lines(sources)


def proposed(content: Content, month: Month) -> tuple[Proposal | str, Proposal | str]:
    """What a run proposes by column, and line by line; or why it refuses to."""
    ways = (partial(wanted_lines), line_by_line)
    found: list[Proposal | str] = []
    for way in ways:
        with patch.object(generating, "wanted_lines", way):
            try:
                found.append(generate(content, month, confirmed=True))
            except BillingError as error:
                found.append(str(error))
    return found[0], found[1]


def cells(proposal: Proposal | str) -> object:
    """The edits as plain values, their rows in order."""
    if isinstance(proposal, str):
        return proposal
    return [_plain(edit) for edit in proposal.edits], proposal.report


def _plain(edit: TableEdit) -> object:
    updates = {index: dict(row) for index, row in edit.updates.items()}
    return edit.table, updates, edit.removed, [list(row.items()) for row in edit.added]


@FEWER
@given(offices())
def test_a_month_by_column_is_the_month_line_by_line(tables: Tables) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = QuickOffice(Path(folder), **tables)
        for month in MONTHS[1:]:
            for _ in range(2):  # when nothing is there yet, and once the month is
                by_column, alone = proposed(load(office.book), Month.parse(str(month)))
                assert cells(by_column) == cells(alone)
                if not isinstance(by_column, str):
                    office.book.write(by_column.edits)


def ordinary_of(office: Office) -> Ordinary:
    """Which lines of March are ordinary there."""
    content = load(office.book)
    portfolio = read_portfolio(content)
    existing = existing_lines(content.table(PrebillingLine))
    sources = Sources(content, portfolio, MARCH, existing)
    return Ordinary(sources, billed_projects(portfolio))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A fee, and an hour on each of two projects."""
    return Office(
        tmp_path,
        Projects=[{"project": code, "name": code, "client": "ALDER"} for code in ("P-1", "P-2")],
        Schedules=[FEE],
        Timesheets=[entry("T-1", "2026-03-02"), entry("T-2", "2026-03-03", project="P-2")],
    )


def test_a_first_month_is_all_ordinary(office: Office) -> None:
    content = load(office.book)
    portfolio = read_portfolio(content)
    wanted = wanted_lines(Sources(content, portfolio, MARCH, []), by_column=True)

    assert not wanted.lines
    assert [len(lines) for lines in wanted.ordinary] == [1, 2]


def test_a_line_with_a_row_is_not_new(office: Office) -> None:
    office.generate("2026-03")
    keys = [line["line"] for line in office.lines("2026-03")]
    ordinary = ordinary_of(office)

    assert not any(map(ordinary.is_new, keys))
    assert ordinary.is_new("2026-04/P-1/ADV/time/100")


def test_a_project_with_a_cap_is_seen_together(office: Office) -> None:
    assert {"P-1", "P-2"} <= ordinary_of(office).projects

    office.put("Projects", {"project": "P-1"}, cap_amount="100.00")

    assert "P-1" not in ordinary_of(office).projects
