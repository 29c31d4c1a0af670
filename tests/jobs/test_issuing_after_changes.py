"""Issuing a month in which something has changed since it was approved."""

from pathlib import Path

import pytest
from sample_office import (
    TIME,
    Office,
    codes,
    entry,
    own_line,
)

# What changed since the approval.


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"minutes": "60"}, "1.5"),
        ({"status": "draft"}, "0.5"),
        ({"billable": "no"}, "0.5"),
        ({"service": "TAX"}, "0.5"),
        ({"date": "2026-04-01"}, "0.5"),
        ({"organisation": "BIRCH"}, None),
    ],
)
def test_a_line_whose_hours_changed_since_is_not_issued(
    office: Office, cells: dict[str, str], found: str | None
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, **cells)

    report = office.issue("2026-03")

    assert codes(report)[0] == "ISS-08"
    assert found is None or f"bills 2, but what it was computed from gives {found}" in (
        report.findings[0].sentence
    )
    assert (report.skipped, office.journal.invoices()) == (["P-1"], [])


def test_an_hour_that_comes_in_after_the_approval_waits_for_the_next_run(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    assert codes(office.issue("2026-03")) == []

    office.generate("2026-04")
    assert [row["amount"] for row in office.drafts() if row["axis"] == "time"] == ["100.00"]


def test_a_line_without_its_origin_is_held_against_its_hours_all_the_same(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, origin=None)
    office.approve("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="60")

    assert codes(office.issue("2026-03")) == ["ISS-08"]


def test_an_entry_deleted_since_the_approval_is_not_issued(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Timesheets", entry="T-1")

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


@pytest.mark.parametrize(
    ("quantity", "expected"), [("40", []), ("37", []), ("36", ["ISS-08"]), ("0", ["ISS-08"])]
)
def test_no_more_units_are_issued_than_there_are(
    office: Office, quantity: str, expected: list[str]
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Units", {"service": "PAY"}, quantity=quantity)

    assert [code for code in codes(office.issue("2026-03")) if code == "ISS-08"] == expected


@pytest.mark.parametrize(
    "cells", [{"amount": "1200.00"}, {"end": "2026-03-15"}, {"start": "2026-04-01"}]
)
def test_a_fee_that_changed_since_the_approval_is_not_issued(
    office: Office, cells: dict[str, str]
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Schedules", {"service": "ACC"}, **cells)

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


def test_a_fee_skipped_since_the_approval_is_not_issued(office: Office) -> None:
    office.plan(2026)
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Plan", {"month": "2026-03"}, status="skipped")

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


def test_a_rate_that_changed_since_the_approval_leaves_the_line_as_it_was_approved(
    office: Office,
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Rates", {"kind": "sale"}, rate="120.00")

    assert office.issue("2026-03").totals["net"] == "829.08"


@pytest.mark.parametrize(
    ("table", "where", "cells"),
    [
        ("Splits", {"payer": "BIRCH"}, {"valid_to": "2026-02-28"}),
        ("Splits", {"payer": "BIRCH"}, {"payer": "CEDAR"}),
        ("Services", {"service": "ADV"}, {"vat_rate": "0.06"}),
        ("Services", {"service": "ADV"}, {"vat_category": "E"}),
        ("Allocations", {"payer": "BIRCH"}, {"amount": "81.00"}),
        ("Allocations", {"payer": "BIRCH"}, {"vat_rate": "0.06"}),
        ("Prebilling", {"line": TIME}, {"price_override": "90.00"}),
        ("Prebilling", {"line": TIME}, {"quantity": "3"}),
        ("Prebilling", {"line": TIME}, {"amount": "210.00"}),
        ("Prebilling", {"line": TIME}, {"period_from": None}),
        ("Prebilling", {"line": TIME}, {"period_to": "2026-02-28"}),
    ],
)
def test_what_is_not_as_it_was_shown_is_not_issued(
    shared: Office, table: str, where: dict[str, str], cells: dict[str, str | None]
) -> None:
    shared.generate("2026-03")
    shared.approve("2026-03")
    shared.put(table, where, **cells)

    report = shared.issue("2026-03")

    assert (report.skipped, shared.journal.invoices()) == (["P-1"], [])
    assert set(codes(report)) & {"ISS-06", "ISS-08", "SPL-01"}


def test_a_split_that_changes_in_the_next_month_leaves_this_one_alone(shared: Office) -> None:
    shared.generate("2026-03")
    shared.approve("2026-03")
    for payer in ("ALDER", "BIRCH"):
        shared.put("Splits", {"payer": payer}, valid_to="2026-03-31")
    shared.type_row("Splits", project="P-1", payer="CEDAR", share="1", valid_from="2026-04-01")

    assert [one["net"] for one in shared.issue("2026-03").invoices or ()] == ["120.00", "80.00"]


@pytest.mark.parametrize("line", [TIME, "2026-03/P-1/ACC/fixed/2026-01-01"])
def test_a_deleted_allocation_keeps_its_line_from_being_issued(office: Office, line: str) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Allocations", line=line)

    report = office.issue("2026-03")

    assert (codes(report), office.journal.invoices()) == (["ISS-06"], [])


def test_a_deleted_approved_line_is_not_issued_and_comes_back(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Prebilling", line=TIME)

    assert office.issue("2026-03").totals["net"] == "629.08"
    assert office.bill("2026-03").totals["net"] == "200.00"


def test_an_approved_line_that_was_never_generated_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own_line("P-1", "50.00", decision="approved")])

    report = office.issue("2026-03")

    assert codes(report) == ["ISS-06"]
    assert office.journal.invoices() == []
    assert office.bill("2026-03").totals["net"] == "50.00"


def test_a_project_put_on_hold_after_its_approval_is_not_issued(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Projects", {"project": "P-1"}, status="on hold")

    assert codes(office.issue("2026-03")) == ["ISS-01", "PRJ-04"]
    assert office.journal.invoices() == []


def test_an_error_that_comes_in_after_the_approval_leaves_the_project_out(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31", 0))

    report = office.issue("2026-03")

    assert "TIM-04" in codes(report)
    assert (report.skipped, office.journal.invoices()) == (["P-1"], [])
