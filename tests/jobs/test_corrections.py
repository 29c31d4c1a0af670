"""Corrections in a workbook: proposed, told, issued once, and held against their sources."""

from pathlib import Path
from typing import Any

import pytest
from explanations import assert_adds_up, steps_of
from sample_office import FEE, SHARED, SPLITS, TIME, Office, codes, entry, own_line

from addin.documents.invoice_view import invoice_context

FEE_LINE = "2026-03/P-1/ACC/fixed/2026-01-01"
CORRECTION = f"{TIME}/correction"


def issued(office: Office) -> Office:
    """March is issued, and with it a line of 9 000.00 that keeps what follows above zero."""
    own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "9000"}
    office.bill("2026-03")
    office.type_row("Prebilling", **own)
    return office


def corrections(office: Office) -> dict[str, str]:
    """What the corrections that are drafts come to."""
    return {row["line"]: row["amount"] for row in office.drafts() if "correction" in row["line"]}


@pytest.mark.parametrize(
    ("table", "where", "cells"),
    [
        ("Timesheets", {"entry": "T-1"}, {"minutes": "30"}),
        ("Timesheets", {"entry": "T-2"}, {"billable": "no"}),
        ("Units", {"month": "2026-03"}, {"quantity": "30"}),
        ("Schedules", {"project": "P-1"}, {"amount": "2400.00"}),
        ("Schedules", {"project": "P-1"}, {"end": "2026-03-20"}),
    ],
)
def test_once_a_correction_is_issued_nothing_is_left_to_correct(
    office: Office, table: str, where: dict[str, str], cells: dict[str, str]
) -> None:
    issued(office).put(table, where, **cells)
    office.generate("2026-03")
    assert len(corrections(office)) == 1

    office.bill("2026-03")

    report = office.generate("2026-03")
    assert (codes(report), report.added, office.drafts()) == ([], 0, [])


def test_what_is_mended_back_is_corrected_back(office: Office) -> None:
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="30")
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="90")

    office.generate("2026-03")

    assert corrections(office) == {f"{CORRECTION}+2": "100.00"}


def test_a_correction_that_is_not_due_any_more_goes(office: Office) -> None:
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="30")
    office.generate("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="90")

    report = office.generate("2026-03")

    assert (codes(report), corrections(office)) == ([], {})


def test_a_correction_in_the_draft_of_another_month_is_not_proposed_again(office: Office) -> None:
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="30")
    office.generate("2026-04")

    office.generate("2026-05")
    office.generate("2026-03")

    assert [row["month"] for row in office.drafts() if row["line"] == CORRECTION] == ["2026-04"]


def test_an_issued_month_is_not_corrected_in_an_earlier_one(office: Office) -> None:
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="30")

    assert "PRE-07" not in codes(office.generate("2026-02"))


def test_a_correction_mirrors_who_was_billed_what(shared: Office) -> None:
    issued(shared)
    for payer in ("ALDER", "BIRCH"):
        shared.put("Splits", {"payer": payer}, share="0.5")
    shared.put("Timesheets", {"entry": "T-1"}, status="draft")

    shared.generate("2026-03")

    parts = shared.rows("Allocations", line=CORRECTION)
    assert [(row["payer"], row["amount"]) for row in parts] == [
        ("ALDER", "-120.00"),
        ("BIRCH", "-80.00"),
    ]


def test_the_journal_tells_who_was_billed_when_the_allocations_are_gone(shared: Office) -> None:
    issued(shared)
    for payer in ("ALDER", "BIRCH"):
        shared.delete("Allocations", line=TIME, payer=payer)
        shared.put("Splits", {"payer": payer}, share="0.5")
    shared.put("Timesheets", {"entry": "T-1"}, minutes="60")

    shared.generate("2026-03")

    parts = shared.rows("Allocations", line=CORRECTION)
    assert [row["amount"] for row in parts] == ["-60.00", "-40.00"]


def test_a_line_given_for_nothing_needs_no_correction(shared: Office) -> None:
    own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "9000"}
    shared.type_row("Prebilling", **own)
    shared.generate("2026-03")
    shared.put("Prebilling", {"line": TIME}, discount_percent="1")
    shared.bill("2026-03")
    shared.put("Timesheets", {"entry": "T-1"}, minutes="60")

    report = shared.generate("2026-03")

    assert (codes(report), shared.rows("Allocations", line=CORRECTION)) == ([], [])


@pytest.mark.parametrize(
    ("cells", "minutes", "amount"),
    [
        ({"price_override": "80.00"}, "90", "-40.00"),
        ({"discount_percent": "0.10"}, "90", "-45.00"),
        ({"discount_amount": "20.00"}, "90", "-50.00"),
        ({"quantity_override": "5"}, "90", None),
        ({"text_override": "As agreed"}, "90", "-50.00"),
    ],
)
def test_a_correction_is_priced_as_the_line_was(
    shared: Office, cells: dict[str, Any], minutes: str, amount: str | None
) -> None:
    shared.generate("2026-03")
    shared.put("Prebilling", {"line": TIME}, **cells)
    issued(shared).put("Timesheets", {"entry": "T-1"}, minutes=minutes)

    shared.generate("2026-03")

    assert corrections(shared) == ({CORRECTION: amount} if amount else {})


def test_a_discount_in_euros_is_taken_back_with_the_whole_line(shared: Office) -> None:
    shared.generate("2026-03")
    shared.put("Prebilling", {"line": TIME}, discount_percent="0.1", discount_amount="20.00")
    issued(shared).put("Timesheets", {"entry": "T-1"}, status="draft")

    shared.generate("2026-03")

    assert corrections(shared) == {CORRECTION: "-160.00"}  # 200.00 less 20.00 less 20.00


def test_a_correction_that_makes_the_invoice_negative_waits_for_a_credit_note(
    shared: Office,
) -> None:
    shared.bill("2026-03")
    shared.put("Timesheets", {"entry": "T-1"}, minutes="60")

    report = shared.bill("2026-03")

    assert codes(report) == ["ISS-02"] * 2
    assert shared.issued_cents() == 200_00


@pytest.mark.parametrize(
    ("table", "where", "cells"),
    [
        ("Timesheets", {"entry": "T-1"}, {"minutes": "90"}),
        ("Timesheets", {"entry": "T-1"}, {"minutes": "60"}),
        ("Prebilling", {"line": CORRECTION}, {"quantity": "-3"}),
    ],
)
def test_a_correction_is_held_against_its_sources_before_it_is_issued(
    office: Office, table: str, where: dict[str, str], cells: dict[str, str]
) -> None:
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="30")
    office.generate("2026-03")
    office.approve("2026-03")
    office.put(table, where, **cells)

    report = office.issue("2026-03")

    assert set(codes(report)) & {"ISS-08", "ISS-06"}
    assert report.skipped == ["P-1"]


def test_a_task_called_correction_is_no_correction(tmp_path: Path) -> None:
    entries = [
        entry("T-1", "2026-03-02", 60),
        entry("T-2", "2026-03-02", 60, task="correction"),
    ]
    clients = [{"client": "ALDER", "time_detail": "task"}]
    office = Office(tmp_path, Clients=clients, Timesheets=entries)
    office.bill("2026-03")

    assert codes(office.generate("2026-03")) == []
    assert {row["amount"] for row in office.lines()} == {"100.00"}


EXPENSE = {
    "expense": "X-1",
    "date": "2026-03-05",
    "person": "ANN",
    "project": "P-1",
    "description": "Train",
    "amount": "80.00",
    "status": "approved",
}


@pytest.mark.parametrize("month", ["2026-01", "2026-02"])
def test_an_issued_expense_is_not_taken_back_in_an_earlier_month(
    tmp_path: Path, month: str
) -> None:
    office = Office(tmp_path, Expenses=[EXPENSE])
    office.bill("2026-03")

    report = office.generate(month)

    assert (codes(report), office.drafts()) == ([], [])


def test_an_expense_that_changes_once_it_is_issued_is_corrected(tmp_path: Path) -> None:
    office = Office(tmp_path, Expenses=[EXPENSE, EXPENSE | {"expense": "X-2"}])
    office.bill("2026-03")
    office.put("Expenses", {"expense": "X-1"}, amount="95.00")
    office.put("Expenses", {"expense": "X-2"}, status="draft")

    report = office.generate("2026-04")

    assert codes(report) == ["PRE-04", "PRE-04"]
    assert sorted(corrections(office).values()) == ["-80.00", "15.00"]


def test_a_schedule_that_ended_before_its_last_instalment_is_taken_back(tmp_path: Path) -> None:
    project = SHARED | {"name": "One"}
    office = Office(tmp_path, Projects=[project], Splits=SPLITS, Schedules=[FEE])
    office.bill("2026-03")
    office.put("Schedules", {"project": "P-1"}, end="2026-02-28")

    office.generate("2026-03")

    assert corrections(office) == {f"{FEE_LINE}/correction": "-83.33"}
    parts = office.rows("Allocations", line=f"{FEE_LINE}/correction")
    assert [row["amount"] for row in parts] == ["-50.00", "-33.33"]


def test_the_rounding_of_a_correction_is_told_and_is_no_cap(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Rates=[{"rate": "72.35"}], Timesheets=[entry("T-1", "2026-03-02", 140)]
    )
    issued(office).put("Timesheets", {"entry": "T-1"}, minutes="115")
    line = "2026-03/P-1/ADV/time/72.35/correction"

    office.type_row("Prebilling", **own_line("P-1", "9000"))
    office.bill("2026-03")

    (row,) = office.rows("Prebilling", line=line)
    assert (row["quantity"], row["reduction"], row["amount"]) == ("-0.41", "0.01", "-29.67")
    assert row["description"] == "Correction of Advice - rounding -0.01"
    assert_adds_up(steps_of(office, line), "-29.67")
    number = office.journal.invoices()[-1].number
    printed = invoice_context(office.journal.invoice(number))["lines"]
    assert isinstance(printed, list)
    (shown,) = [one for one in printed if "rounding" in one["description"]]
    assert [sign in shown["amount"] for sign in ("29", "67")] == [True, True]
    assert (shown["reduction"], shown["discount"]) == ("", "")
