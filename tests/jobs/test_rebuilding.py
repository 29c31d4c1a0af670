"""What was issued comes back from the journal into a workbook that has lost it."""

from pathlib import Path
from typing import Any

import pytest
from sample_office import FEE, SHARED, SPLITS, Office, codes, entry

from addin.jobs.content import load
from addin.jobs.rebuilding import rebuild
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.journal import ForeignJournalError
from addin.tables.edits import TableEdit

ISSUED = ("Invoices", "InvoiceLines", "Allocations")


def tables() -> dict[str, list[dict[str, Any]]]:
    return {
        "Projects": [SHARED],
        "Splits": [*SPLITS],
        "Schedules": [FEE],
        "Timesheets": [entry("T-1", "2026-03-02", 90)],
    }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A month of two payers, issued."""
    office = Office(tmp_path, **tables())
    office.bill("2026-03")
    return office


def rebuilt(office: Office, *, force: bool = False, dry_run: bool = False) -> Report:
    return run(
        office.book,
        lambda content: rebuild(content, force=force),
        dry_run=dry_run,
        recover=False,
    )


def differences(office: Office) -> list[str]:
    return codes(run(office.book, verify, recover=False, dry_run=True))


def without_weights(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In one order; the journal does not keep the weights."""
    rows = [{name: row[name] for name in row if name != "weight"} for row in rows]
    return sorted(rows, key=lambda row: (row["invoice"], row["line"]))


def empty(office: Office, *names: str) -> None:
    content = load(office.book)
    rows = {name: frozenset(content.tables[name].indices) for name in names}
    office.book.write([TableEdit(name, removed=removed) for name, removed in rows.items()])


def test_a_workbook_that_agrees_is_left_alone(office: Office) -> None:
    before = office.book.writes

    report = rebuilt(office)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 2 + 4 + 4)
    assert report.findings == []
    assert office.book.writes == before


def test_rows_that_were_lost_come_back_as_they_were(office: Office) -> None:
    before = {name: office.rows(name) for name in ISSUED}
    empty(office, *ISSUED)

    report = rebuilt(office)

    assert report.added == 2 + 4 + 4
    assert differences(office) == []
    assert office.rows("Invoices") == before["Invoices"]
    assert office.rows("InvoiceLines") == before["InvoiceLines"]
    assert without_weights(office.rows("Allocations")) == without_weights(before["Allocations"])


def test_a_weight_comes_back_as_near_as_the_cents_tell(office: Office) -> None:
    empty(office, "Allocations")
    rebuilt(office)

    weights = [float(row["weight"]) for row in office.rows("Allocations")]
    assert weights == pytest.approx([0.6, 0.6, 0.4, 0.4], abs=0.0001)


def test_one_lost_row_among_others_comes_back(office: Office) -> None:
    office.delete("InvoiceLines", number="2026-00001", position=2)

    assert rebuilt(office).added == 1
    assert differences(office) == []


@pytest.mark.usefixtures("office")
def test_a_workbook_from_before_the_month_is_brought_level(tmp_path: Path) -> None:
    old = Office(tmp_path, **tables())

    report = rebuilt(old)
    assert (report.added, report.changed) == (10, 0)

    old.generate("2026-03")
    assert old.drafts() == []
    assert {row["invoice"] for row in old.lines()} == {"2026-00001, 2026-00002"}
    assert {row["invoice"] for row in old.rows("Timesheets")} == {"2026-00001, 2026-00002"}
    assert differences(old) == []


def test_a_dry_run_shows_what_would_come_back(office: Office) -> None:
    empty(office, *ISSUED)

    assert rebuilt(office, dry_run=True).added == 10
    assert office.rows("Invoices") == []


def test_a_cell_that_differs_is_named_and_changed_only_when_forced(office: Office) -> None:
    office.put("Invoices", {"number": "2026-00001"}, net="1.00")

    report = rebuilt(office)
    assert codes(report) == ["VER-01"]
    assert office.rows("Invoices", number="2026-00001")[0]["net"] == "1.00"

    report = rebuilt(office, force=True)
    assert (report.changed, codes(report)) == (1, [])
    assert differences(office) == []


def test_a_row_that_nobody_issued_stays_and_is_named(office: Office) -> None:
    line = dict(office.rows("InvoiceLines")[0])
    office.type_row("InvoiceLines", **line | {"position": 9})

    assert codes(rebuilt(office, force=True)) == ["VER-03"]
    assert len(office.rows("InvoiceLines")) == 5


def test_an_invoice_that_the_journal_does_not_know_stops_it(office: Office) -> None:
    office.type_row("Invoices", **dict(office.rows("Invoices")[0]) | {"number": "2025-00001"})

    with pytest.raises(ForeignJournalError):
        rebuilt(office, force=True)
