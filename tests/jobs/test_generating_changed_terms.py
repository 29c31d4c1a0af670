"""Generating a month whose schedules, projects, clients or splits have changed."""

from pathlib import Path

import pytest
from sample_office import FEE, TIME, Office, codes, entry

# Fees whose schedule changes once an instalment is issued.


@pytest.mark.parametrize(
    ("cells", "difference"),
    [
        ({"amount": "1200.00"}, "16.67"),
        ({"amount": "900.00"}, "-8.33"),
        ({"start": "2026-03-16"}, "-40.32"),
        ({"start": "2025-07-01"}, ""),
        ({"end": "2026-03-15"}, "-43.01"),
        ({"document": "LM-2026"}, ""),
        ({"document": "LM-2026", "start": "2026-03-16"}, "-40.32"),
        ({"periodicity": "quarterly", "timing": "arrears"}, "166.67"),
    ],
)
def test_an_issued_fee_is_corrected_and_not_billed_again_when_its_schedule_changes(
    office: Office, cells: dict[str, str], difference: str
) -> None:
    office.bill("2026-03")
    office.put("Schedules", {"project": "P-1"}, **cells)

    report = office.generate("2026-03")

    fee = "2026-03/P-1/ACC/fixed/2026-01-01"
    corrections = {f"{fee}/correction": difference} if difference else {}
    assert {row["line"]: row["amount"] for row in office.drafts()} == corrections
    assert codes(report) == (["PRE-04"] if difference else [])
    assert not difference or f"by {difference}" in report.findings[0].sentence


def test_a_fee_billed_month_by_month_is_compared_with_all_its_months(office: Office) -> None:
    office.bill("2026-01")
    office.bill("2026-02")
    office.put("Schedules", {"project": "P-1"}, periodicity="quarterly", timing="advance")

    report = office.generate("2026-01")

    assert codes(report) == ["PRE-04"]
    assert "by 83.33" in report.findings[0].sentence  # 250.00 less 83.33 and 83.34


def test_a_fee_that_takes_the_place_of_another_is_billed_from_its_first_day(
    office: Office,
) -> None:
    office.put("Schedules", {"project": "P-1"}, end="2026-03-15")
    office.type_row("Schedules", **FEE | {"start": "2026-03-16", "amount": "1200.00"})

    office.generate("2026-03")

    fees = [row for row in office.lines() if row["axis"] == "fixed"]
    assert [(row["period_from"], row["period_to"], row["amount"]) for row in fees] == [
        ("2026-03-01", "2026-03-15", "40.32"),
        ("2026-03-16", "2026-03-31", "51.61"),
    ]


def test_two_fees_of_one_service_are_both_billed_when_one_document_is_renamed(
    tmp_path: Path,
) -> None:
    one, two = FEE | {"document": "ONE"}, FEE | {"document": "TWO"}
    office = Office(tmp_path, Schedules=[one])
    office.bill("2026-03")
    office.put("Schedules", {"document": "ONE"}, document="FIRST")
    office.type_row("Schedules", **two)

    office.generate("2026-03")

    assert len(office.drafts()) == 1


def test_a_quarter_drafted_in_its_last_month_is_not_billed_in_its_first_too(
    tmp_path: Path,
) -> None:
    quarterly = FEE | {"periodicity": "quarterly", "timing": "arrears"}
    office = Office(tmp_path, Schedules=[quarterly])
    office.generate("2026-03")
    office.put("Schedules", {"project": "P-1"}, timing="advance")

    report = office.generate("2026-01")
    assert codes(report) == ["PRE-08"]
    assert [row["month"] for row in office.lines()] == ["2026-03"]

    office.generate("2026-03")
    office.generate("2026-01")
    assert [(row["month"], row["amount"]) for row in office.lines()] == [("2026-01", "250.00")]


def test_two_schedules_that_say_the_same_leave_their_project_out(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "One", "client": "ALDER", "start": "2026-01-01"}
    twice: list[dict[str, str | None]] = [{**FEE, "start": None}, {**FEE}]
    office = Office(tmp_path, Projects=[project], Schedules=twice)

    report = office.generate("2026-03")

    assert codes(report) == ["PRJ-03", "TAB-11"]
    assert office.lines() == []


def test_a_fee_left_behind_by_an_error_is_told_in_the_next_month(office: Office) -> None:
    office.plan(2026)
    office.generate("2026-02")
    office.put("Projects", {"project": "P-1"}, client="NOBODY")
    office.generate("2026-03")
    office.put("Projects", {"project": "P-1"}, client="ALDER")

    report = office.generate("2026-04")

    assert codes(report) == ["SCH-11"]
    assert "Instalments of 2026-03 never billed: 1" in report.findings[0].sentence
    assert codes(office.generate("2026-03")) == []


# Projects, clients and splits that change.


@pytest.mark.parametrize("status", ["on hold", "closed"])
def test_a_project_that_is_not_active_has_no_drafts(office: Office, status: str) -> None:
    office.generate("2026-03")
    office.put("Projects", {"project": "P-1"}, status=status)

    report = office.generate("2026-03")

    assert (report.removed, office.lines(), office.rows("Allocations")) == (3, [], [])
    assert {row["line"] for row in office.rows("Timesheets")} == {None}


@pytest.mark.parametrize("status", ["on hold", "closed"])
def test_the_work_of_a_project_that_is_not_active_is_told(office: Office, status: str) -> None:
    office.put("Projects", {"project": "P-1"}, status=status)

    (told,) = office.generate("2026-04").findings

    assert (told.code, told.sheet, told.column) == ("PRJ-06", "Projects", "Status")
    assert "745.75" in told.sentence


def test_a_fee_alone_of_a_project_that_is_not_active_is_not_told(tmp_path: Path) -> None:
    closed = {"project": "P-1", "name": "One", "client": "ALDER", "status": "closed"}
    office = Office(tmp_path, Projects=[closed], Schedules=[FEE])

    assert codes(office.generate("2026-03")) == []


def test_an_own_line_of_a_closed_project_is_told_and_not_billed(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, status="closed")
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="1", unit_price="50")

    assert codes(office.generate("2026-03")) == ["PRJ-04", "PRJ-06"]
    assert codes(office.approve("2026-03")) == ["PRJ-04"]
    assert office.rows("Allocations") == []


def test_another_client_pays_the_drafts_but_nothing_that_is_issued(office: Office) -> None:
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))
    office.generate("2026-03")
    office.put("Projects", {"project": "P-1"}, client="BIRCH")

    office.generate("2026-03")

    assert [(row["payer"], row["invoice"]) for row in office.rows("Allocations")] == [
        ("ALDER", "2026-00001"),
        ("ALDER", "2026-00001"),
        ("ALDER", "2026-00001"),
        ("BIRCH", None),
    ]


def test_an_approval_does_not_outlive_the_split_it_was_given_to(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, multi_payer="yes")
    for payer, share in (("ALDER", "0.6"), ("BIRCH", "0.4")):
        office.type_row("Splits", project="P-1", payer=payer, share=share)
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Splits", {"payer": "ALDER"}, share="0.5")
    office.put("Splits", {"payer": "BIRCH"}, share="0.5")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-02"] * 3
    assert "ALDER 120.00 (S 21 %), BIRCH 80.00 (S 21 %) →" in office.lines()[2]["change"]
    assert {row["decision"] for row in office.lines()} == {"draft"}


def test_hours_follow_the_split_of_the_last_day_they_were_worked(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "One", "client": "ALDER", "multi_payer": "yes"}
    splits = [
        {"project": "P-1", "payer": "ALDER", "share": "1", "valid_to": "2026-03-31"},
        {"project": "P-1", "payer": "BIRCH", "share": "1", "valid_from": "2026-04-01"},
    ]
    entries = [entry("T-1", "2026-03-31"), entry("T-2", "2026-04-01", 30)]
    office = Office(tmp_path, Projects=[project], Splits=splits, Timesheets=entries)

    office.generate("2026-04")

    assert {row["payer"]: row["amount"] for row in office.rows("Allocations")} == {
        "ALDER": "100.00",
        "BIRCH": "50.00",
    }


def test_tasks_that_differ_in_capitals_only_share_a_line(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "time_detail": "task"}]
    entries = [
        entry("T-1", "2026-03-02", 15, task="Audit"),
        entry("T-2", "2026-03-02", 15, task="audit"),
        entry("T-3", "2026-03-02", 15, task="2026-02"),
        entry("T-4", "2026-02-02", 15),
    ]
    office = Office(tmp_path, Clients=clients, Timesheets=entries)
    office.generate("2026-03")

    report = office.generate("2026-03")

    assert {row["line"]: row["description"] for row in office.lines()} == {
        f"{TIME}/=2026-02": "Advice - 2026-02",
        f"{TIME}/2026-02": "Advice - catch-up of February 2026",
        f"{TIME}/audit": "Advice - Audit",
    }
    assert (codes(report), report.unchanged) == ([], 3)
