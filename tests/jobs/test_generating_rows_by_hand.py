"""Generating a month whose rows somebody deleted, mended, overrode or typed."""

from pathlib import Path

import pytest
from sample_office import FEE, TIME, Office, codes, entry

# Rows that somebody deletes or mends by hand.


def test_a_deleted_draft_comes_back(office: Office) -> None:
    office.generate("2026-03")
    before = office.lines()
    office.delete("Prebilling", line=TIME)

    office.generate("2026-03")

    assert sorted(row["line"] for row in office.lines()) == sorted(row["line"] for row in before)
    assert {row["line"] for row in office.rows("Timesheets")} == {TIME}


@pytest.mark.parametrize("line", [TIME, "2026-03/P-1/PAY/unit", "2026-03/P-1/ACC/fixed/2026-01-01"])
@pytest.mark.parametrize("month", ["2026-03", "2026-04"])
def test_a_deleted_issued_line_is_never_billed_again(office: Office, line: str, month: str) -> None:
    office.bill("2026-03")
    issued = office.issued_cents()
    office.delete("Prebilling", line=line)

    office.bill(month)
    office.bill("2026-04")
    office.bill("2026-03")

    fee_of_april = 83_33
    assert office.issued_cents() == issued + fee_of_april


def test_an_hour_beside_a_deleted_issued_line_is_billed(office: Office) -> None:
    office.bill("2026-03")
    office.delete("Prebilling", line=TIME)
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    office.bill("2026-03")

    assert [(row["line"], row["amount"]) for row in office.lines() if row["axis"] == "time"] == [
        (f"{TIME}+2", "100.00")
    ]


def test_an_older_copy_of_the_workbook_gets_its_issued_lines_back(tmp_path: Path) -> None:
    tables = {
        "Schedules": [FEE],
        "Units": [{"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "37"}],
        "Timesheets": [entry("T-1", "2026-03-02", 90), entry("T-2", "2026-03-20", 30)],
    }
    saved = Office(tmp_path, **tables)
    lost = Office(tmp_path, **tables)
    lost.bill("2026-03")

    report = saved.generate("2026-03")

    assert codes(report) == ["ISS-05", "PRE-09", "PRE-09", "PRE-09"]
    assert saved.drafts() == []
    assert [row["invoice"] for row in saved.rows("Timesheets")] == ["2026-00001"] * 2
    assert [row["invoice"] for row in saved.rows("Allocations")] == ["2026-00001"] * 3
    assert codes(saved.generate("2026-03")) == []


def test_an_older_copy_run_for_the_next_month_bills_nothing_of_the_issued_one(
    tmp_path: Path,
) -> None:
    tables = {
        "Units": [{"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "37"}],
        "Timesheets": [entry("T-1", "2026-03-02", 90)],
    }
    saved = Office(tmp_path, **tables)
    Office(tmp_path, **tables).bill("2026-03")

    report = saved.generate("2026-04")

    assert codes(report) == ["ISS-05", "PRE-09", "PRE-09"]
    assert saved.drafts() == []


def test_a_line_issued_at_another_price_is_put_back_as_it_was_issued(tmp_path: Path) -> None:
    tables = {"Timesheets": [entry("T-1", "2026-03-02", 90)]}
    saved = Office(tmp_path, **tables)
    lost = Office(tmp_path, **tables)
    lost.generate("2026-03")
    lost.put("Prebilling", {"line": TIME}, price_override="90.00")
    lost.bill("2026-03")

    report = saved.generate("2026-03")

    assert "for 135.00" in report.findings[1].sentence
    assert "comes to 150.00" in report.findings[1].sentence
    assert [(row["amount"], row["invoice"]) for row in saved.lines()] == [("135.00", "2026-00001")]
    saved.approve("2026-03")
    assert codes(saved.issue("2026-03")) == ["ISS-01"]


def test_an_emptied_invoice_cell_is_filled_in_again(office: Office) -> None:
    office.bill("2026-03")
    office.put("Prebilling", {"line": TIME}, invoice=None)
    office.put("Allocations", {"line": TIME}, invoice=None)

    office.generate("2026-03")

    assert office.drafts() == []
    assert office.rows("Allocations", line=TIME)[0]["invoice"] == "2026-00001"


@pytest.mark.parametrize("cells", [{"amount": "1.00"}, {"payer": "BIRCH"}, {"vat_rate": "0.06"}])
def test_an_allocation_typed_over_is_computed_again_and_its_approval_taken_back(
    office: Office, cells: dict[str, str]
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    before = office.rows("Allocations")
    office.put("Allocations", {"line": TIME}, **cells)

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-02"]
    assert sorted(map(str, office.rows("Allocations"))) == sorted(map(str, before))
    assert office.lines()[2]["decision"] == "draft"


def test_a_deleted_allocation_comes_back(office: Office) -> None:
    office.generate("2026-03")
    before = office.rows("Allocations")
    office.delete("Allocations", line=TIME)

    office.generate("2026-03")

    assert office.rows("Allocations") == before


# What the user overrode.


@pytest.mark.parametrize(
    ("mode", "cells", "quantity", "amount"),
    [
        ("decimal", {"quantity_override": "1.5"}, "2", "150.00"),
        ("decimal", {"price_override": "80.00", "discount_percent": "0.10"}, "2", "144.00"),
        ("decimal", {"discount_percent": "1"}, "2", "0.00"),
        ("decimal", {"quantity_override": "-1"}, "2", "-100.00"),
        ("decimal", {"quantity_override": "0"}, "2", "0.00"),
        ("minutes", {"price_override": "100.00"}, "0.8333", "83.33"),
        ("minutes", {"quantity_override": "0.33"}, "0.8333", "33.33"),
        ("minutes", {"quantity_override": "0.075"}, "0.8333", "8.33"),
    ],
)
def test_overrides_are_applied_and_stay(
    tmp_path: Path, mode: str, cells: dict[str, str], quantity: str, amount: str
) -> None:
    minutes = 50 if mode == "minutes" else 120
    clients = [{"client": "ALDER", "hours_mode": mode}]
    office = Office(tmp_path, Clients=clients, Timesheets=[entry("T-1", "2026-03-02", minutes)])
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, text_override="Advice as agreed", **cells)

    office.generate("2026-03")
    writes = office.book.writes
    office.generate("2026-03")

    line = office.lines()[0]
    assert (line["quantity"], line["amount"]) == (quantity, amount)
    assert line["text_override"] == "Advice as agreed"
    assert [row["amount"] for row in office.rows("Allocations")] == [amount]
    assert office.book.writes == writes


def test_an_approved_line_held_back_loses_its_approval_when_it_changes(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Prebilling", {"line": TIME}, hold="yes")
    office.put("Timesheets", {"entry": "T-1"}, minutes="150")

    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, hold=None)

    assert office.lines()[2]["decision"] == "draft"


def test_a_line_that_is_gone_takes_what_was_overridden_along_and_says_so(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, price_override="90.00")
    office.put("Timesheets", {"entry": "T-1"}, billable="no")
    office.put("Timesheets", {"entry": "T-2"}, billable="no")

    assert codes(office.generate("2026-03")) == ["PRE-06"]


# Lines of the user's own.


def test_a_line_of_ones_own_is_completed_and_shared(office: Office) -> None:
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="2", unit_price="50")

    office.generate("2026-03")

    own = office.lines()[-1]  # typed before the run wrote the others
    own = next(row for row in office.lines() if row["line"] == "2026-03/P-1/own/1")
    assert (own["client"], own["amount"], own["period_to"]) == ("ALDER", "100.00", "2026-03-31")
    assert office.rows("Allocations", line=own["line"])[0]["amount"] == "100.00"


def test_a_new_line_of_ones_own_never_takes_the_key_of_an_issued_one(office: Office) -> None:
    own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "50"}
    office.type_row("Prebilling", **own)
    office.bill("2026-03")
    office.delete("Prebilling", line="2026-03/P-1/own/1")
    office.type_row("Prebilling", **own)

    office.bill("2026-03")

    assert office.drafts() == []
    assert [row["line"] for row in office.rows("InvoiceLines", number="2026-00002")] == [
        "2026-03/P-1/own/2"
    ]


@pytest.mark.parametrize("cells", [{"origin": "timesheets 2026-03"}, {"invoice": "2026-00001"}])
def test_a_copied_row_without_a_key_is_told(office: Office, cells: dict[str, str]) -> None:
    own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "50"}
    office.type_row("Prebilling", **own, **cells)

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-10", "PRJ-03"]
    assert len(office.lines()) == 1


def test_an_own_line_without_a_price_leaves_its_project_out(office: Office) -> None:
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="1")

    assert codes(office.generate("2026-03")) == ["PRE-01", "PRJ-03"]
    assert office.rows("Allocations") == []


def test_an_approved_own_line_is_a_draft_again_when_it_changes(office: Office) -> None:
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="1", unit_price="50")
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Prebilling", {"line": "2026-03/P-1/own/1"}, unit_price="60.00")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-02"]
    own = office.rows("Prebilling", line="2026-03/P-1/own/1")[0]
    assert (own["amount"], own["decision"]) == ("60.00", "draft")


def test_a_generated_row_without_its_origin_is_still_one_line(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, origin=None)

    report = office.generate("2026-03")

    assert report.totals["lines"] == "3"
    assert office.rows("Prebilling", line=TIME)[0]["origin"] == "timesheets 2026-03"
