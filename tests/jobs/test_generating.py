"""Generating a month: nothing billed twice, nothing lost, nothing changed without a reason."""

from pathlib import Path

import pytest
from sample_office import FEE, SERVICES, Office, closed_workbook, codes, entry

from addin.billing.calendar import Month
from addin.jobs.generating import generate
from addin.jobs.running import run
from addin.words import Language

TIME = "2026-03/P-1/ADV/time/100"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One project with a monthly fee, payslips and two hours of advice in March."""
    return Office(
        tmp_path,
        Schedules=[FEE],
        Units=[{"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "37"}],
        Timesheets=[entry("T-1", "2026-03-02", 90), entry("T-2", "2026-03-20", 30)],
    )


def billed_minutes(office: Office) -> int:
    """Minutes of the entries that an invoice names."""
    return sum(row["minutes"] for row in office.rows("Timesheets") if row["invoice"])


def test_a_month_has_a_line_per_fee_unit_and_kind_of_time(office: Office) -> None:
    office.generate("2026-03")

    assert office.amounts() == {
        "2026-03/P-1/ACC/fixed/2026-01-01": "83.33",
        "2026-03/P-1/PAY/unit": "545.75",
        TIME: "200.00",
    }


def test_a_second_run_writes_nothing_at_all(office: Office) -> None:
    office.generate("2026-03")
    writes = office.book.writes

    report = office.generate("2026-03")

    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 3)
    assert office.book.writes == writes


def test_a_dry_run_shows_the_lines_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    report = office.generate("2026-03", dry_run=True)

    assert (report.added, report.dry_run, office.book.writes) == (3, True, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_leaves_a_closed_workbook_as_it_is_to_the_byte(tmp_path: Path) -> None:
    """Thirds, sevenths, quarters of a cent and hours without an end come back from their cells."""
    path = tmp_path / "Billing.xlsm"
    payers = ("ALDER", "BIRCH", "CEDAR")
    third = "0.3333333333333333"
    book = closed_workbook(
        path,
        Language.DE,
        Clients=[
            {"client": "ALDER", "name": "Alder", "hours_mode": "minutes", "time_detail": "entry"},
            {"client": "BIRCH", "name": "Birch", "hours_mode": "decimal", "time_detail": "person"},
            {"client": "CEDAR", "name": "Cedar", "hours_mode": "minutes", "time_detail": "task"},
        ],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=SERVICES,
        Projects=[
            {"project": code, "name": code, "client": payer, "multi_payer": "yes"}
            for code, payer in zip(("P-1", "P/2", "3.50"), payers, strict=True)
        ],
        Splits=[
            {"project": "P-1", "payer": payer, "share": third, "basis": "percent"}
            for payer in payers
        ]
        + [
            {"project": "P/2", "payer": payer, "share": str(weight), "basis": "weight"}
            for weight, payer in enumerate(payers, start=7)
        ],
        Schedules=[FEE, FEE | {"project": "P/2", "amount": "99.99", "document": "7/3"}],
        Rates=[{"rate": "33.333333333333336"}],
        Units=[
            {"month": "2026-03", "project": code, "service": "PAY", "quantity": quantity}
            for code, quantity in (("P-1", "1234.3333333333333"), ("P/2", "0.1"), ("3.50", "7"))
        ]
        + [
            {
                "month": "2026-03",
                "project": "P-1",
                "service": "PAY",
                "quantity": third,
                "source": "2",
            }
        ],
        Timesheets=[
            entry("", "2026-03-02", 1, project="P-1", task="2026-02"),
            entry("", "2026-03-02", 7, project="P/2", task="A"),
            entry("", "2026-03-02", 11, project="3.50", task="a"),
            entry("", "2026-02-02", 13, project="3.50", task="A"),
        ],
    )
    first = run(book, lambda content: generate(content, Month(2026, 3)))
    before = path.read_bytes()

    second = run(book, lambda content: generate(content, Month(2026, 3)))

    assert (codes(first), first.added) == ([], 9)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 9)
    assert path.read_bytes() == before


# Late hours.


@pytest.mark.parametrize("months", [("2026-03", "2026-04"), ("2026-04", "2026-03")])
def test_a_late_hour_comes_once_whichever_month_is_run_first(
    office: Office, months: tuple[str, str]
) -> None:
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    for month in (*months, *months):
        office.generate(month)

    late = [row for row in office.drafts() if row["axis"] == "time"]
    assert [row["amount"] for row in late] == ["100.00"]
    assert late[0]["month"] == months[0]


def test_each_late_hour_of_an_issued_month_has_its_own_line(office: Office) -> None:
    for number in range(3, 6):
        office.bill("2026-03")
        office.type_row("Timesheets", **entry(f"T-{number}", "2026-03-31"))
    office.bill("2026-03")

    assert [row["line"] for row in office.lines() if row["axis"] == "time"] == [
        TIME,
        f"{TIME}+2",
        f"{TIME}+3",
        f"{TIME}+4",
    ]
    assert billed_minutes(office) == 300


def test_an_hour_in_the_draft_of_another_month_stays_there(office: Office) -> None:
    office.type_row("Timesheets", **entry("T-0", "2026-02-10"))
    office.generate("2026-02")

    office.generate("2026-03")

    assert office.amounts("2026-02")["2026-02/P-1/ADV/time/100"] == "100.00"
    assert office.amounts("2026-03")[TIME] == "200.00"


def test_an_entry_typed_without_a_number_gets_one_and_is_billed_once(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=[entry("T-7", "2026-03-02"), entry("", "2026-03-03")])

    office.generate("2026-03")

    assert [(row["entry"], row["line"]) for row in office.rows("Timesheets")] == [
        ("T-7", TIME),
        ("T-000008", TIME),
    ]
    assert office.amounts() == {TIME: "200.00"}


# Entries that change once they are drafted.


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        ({"minutes": "150"}, {TIME: "300.00"}),
        ({"status": "draft"}, {TIME: "50.00"}),
        ({"billable": "no"}, {TIME: "50.00"}),
        ({"date": "2026-04-01"}, {TIME: "50.00"}),
        ({"service": "TAX"}, {TIME: "50.00", "2026-03/P-1/TAX/time/100": "150.00"}),
        ({"person": "BEN"}, {TIME: "200.00"}),
        ({"organisation": "BIRCH"}, {TIME: "50.00", f"{TIME}/@BIRCH": "150.00"}),
        ({"organisation": "ALDER"}, {TIME: "200.00"}),
    ],
)
def test_a_draft_follows_its_entries(
    office: Office, cells: dict[str, str], amounts: dict[str, str]
) -> None:
    office.generate("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, **cells)

    office.generate("2026-03")

    assert {key: cents for key, cents in office.amounts().items() if "/time/" in key} == amounts


def test_an_entry_moved_to_another_project_leaves_its_draft(tmp_path: Path) -> None:
    projects = [
        {"project": code, "name": code, "client": client}
        for code, client in (("P-1", "ALDER"), ("P-2", "BIRCH"))
    ]
    office = Office(tmp_path, Projects=projects, Timesheets=[entry("T-1", "2026-03-02")])
    office.generate("2026-03")

    office.put("Timesheets", {"entry": "T-1"}, project="P-2")
    office.generate("2026-03")

    assert office.amounts() == {"2026-03/P-2/ADV/time/100": "100.00"}
    assert [(row["payer"], row["amount"]) for row in office.rows("Allocations")] == [
        ("BIRCH", "100.00")
    ]


@pytest.mark.parametrize(
    ("cells", "found"),
    [({"minutes": "150"}, "3"), ({"status": "draft"}, "0.5"), ({"project": "P-2"}, "0.5")],
)
def test_an_entry_that_changes_once_it_is_issued_is_told_and_not_billed(
    office: Office, cells: dict[str, str], found: str
) -> None:
    office.type_row("Projects", project="P-2", name="Two", client="ALDER")
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, **cells)

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-07"]
    assert f"its entries make {found} today" in report.findings[0].sentence
    assert office.drafts() == []


def test_a_copied_entry_that_kept_its_line_and_invoice_is_told(office: Office) -> None:
    office.bill("2026-03")
    billed = office.rows("Timesheets", entry="T-1")[0]
    office.type_row(
        "Timesheets",
        **entry("T-9", "2026-03-21", line=billed["line"], invoice=billed["invoice"]),
    )

    assert codes(office.generate("2026-04")) == ["UNI-02", "PRE-07"][1:]


def test_entries_cleared_away_from_an_old_month_are_not_told(office: Office) -> None:
    office.bill("2026-03")
    office.delete("Timesheets", entry="T-1")
    office.delete("Timesheets", entry="T-2")

    assert codes(office.generate("2026-04")) == []
    assert codes(office.generate("2026-03")) == ["PRE-07"]


# Units.


def test_units_added_once_the_month_is_issued_come_as_a_remainder(office: Office) -> None:
    office.bill("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="40")

    office.generate("2026-03")

    assert [(row["line"], row["quantity"]) for row in office.drafts()] == [
        ("2026-03/P-1/PAY/unit+2", "3")
    ]


@pytest.mark.parametrize("months", [("2026-03", "2026-04"), ("2026-04", "2026-03")])
def test_late_units_come_once_whichever_month_is_run_first(
    office: Office, months: tuple[str, str]
) -> None:
    office.bill("2026-03")
    office.type_row(
        "Units", month="2026-03", project="P-1", service="PAY", quantity="3", source="late"
    )

    for month in (*months, *months):
        office.generate(month)

    late = [row for row in office.drafts() if row["axis"] == "unit"]
    assert [(row["month"], row["quantity"], row["period_to"]) for row in late] == [
        (months[0], "3", "2026-03-31")
    ]


def test_fewer_units_than_were_issued_are_told(office: Office) -> None:
    office.bill("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="35")

    report = office.generate("2026-04")

    assert codes(report) == ["PRE-04"]
    assert "by -29.50" in report.findings[0].sentence


def test_units_that_drop_while_a_draft_waits_are_billed_as_they_are_now(office: Office) -> None:
    office.generate("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="40")
    office.generate("2026-04")
    office.put("Units", {"month": "2026-03"}, quantity="35")

    office.generate("2026-03")
    office.generate("2026-04")

    units = [row for row in office.drafts() if row["axis"] == "unit"]
    assert sum(int(row["quantity"]) for row in units) == 35


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
def test_an_issued_fee_is_not_billed_again_when_its_schedule_changes(
    office: Office, cells: dict[str, str], difference: str
) -> None:
    office.bill("2026-03")
    office.put("Schedules", {"project": "P-1"}, **cells)

    report = office.generate("2026-03")

    assert office.drafts() == []
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


# Projects, clients and splits that change.


@pytest.mark.parametrize("status", ["on hold", "closed"])
def test_a_project_that_is_not_active_has_no_drafts(office: Office, status: str) -> None:
    office.generate("2026-03")
    office.put("Projects", {"project": "P-1"}, status=status)

    report = office.generate("2026-03")

    assert (report.removed, office.lines(), office.rows("Allocations")) == (3, [], [])
    assert {row["line"] for row in office.rows("Timesheets")} == {None}


def test_an_own_line_of_a_closed_project_is_told_and_not_billed(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, status="closed")
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="1", unit_price="50")

    assert codes(office.generate("2026-03")) == ["PRJ-04"]
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
