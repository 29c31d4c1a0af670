"""Generating a month: nothing billed twice, nothing lost, nothing changed without a reason."""

from pathlib import Path

import pytest
from sample_office import FEE, SERVICES, TIME, Office, billed_minutes, closed_workbook, codes, entry

from addin.billing.calendar import Month
from addin.jobs.generating import generate
from addin.jobs.running import run
from addin.words import Language


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
    ("cells", "found", "drafts"),
    [
        ({"minutes": "150"}, "3", {f"{TIME}/correction": "100.00"}),
        ({"status": "draft"}, "0.5", {f"{TIME}/correction": "-150.00"}),
        ({"billable": "no"}, "0.5", {f"{TIME}/correction": "-150.00"}),
        (
            {"project": "P-2"},
            "0.5",
            {f"{TIME}/correction": "-150.00", "2026-03/P-2/ADV/time/100": "150.00"},
        ),
        (
            {"service": "TAX"},
            "0.5",
            {f"{TIME}/correction": "-150.00", "2026-03/P-1/TAX/time/100": "150.00"},
        ),
    ],
)
def test_an_entry_that_changes_once_it_is_issued_makes_a_correction(
    office: Office, cells: dict[str, str], found: str, drafts: dict[str, str]
) -> None:
    office.type_row("Projects", project="P-2", name="Two", client="ALDER")
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, **cells)

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-07"]
    assert f"its entries make {found} today" in report.findings[0].sentence
    assert {row["line"]: row["amount"] for row in office.drafts()} == drafts


def test_a_copied_entry_that_kept_its_line_and_invoice_is_told_and_billed(
    office: Office,
) -> None:
    office.bill("2026-03")
    billed = office.rows("Timesheets", entry="T-1")[0]
    office.type_row(
        "Timesheets",
        **entry("T-9", "2026-03-21", line=billed["line"], invoice=billed["invoice"]),
    )

    assert codes(office.generate("2026-04")) == ["PRE-07"]
    assert office.amounts("2026-04")[f"{TIME}/correction"] == "100.00"


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


def test_fewer_units_than_were_issued_make_a_correction(office: Office) -> None:
    office.bill("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="35")

    report = office.generate("2026-04")

    assert codes(report) == ["PRE-04"]
    assert "by -29.50" in report.findings[0].sentence
    correction = office.rows("Prebilling", line="2026-03/P-1/PAY/unit/correction")[0]
    assert (correction["month"], correction["quantity"]) == ("2026-04", "-2")


def test_units_that_drop_while_a_draft_waits_are_billed_as_they_are_now(office: Office) -> None:
    office.generate("2026-03")
    office.put("Units", {"month": "2026-03"}, quantity="40")
    office.generate("2026-04")
    office.put("Units", {"month": "2026-03"}, quantity="35")

    office.generate("2026-03")
    office.generate("2026-04")

    units = [row for row in office.drafts() if row["axis"] == "unit"]
    assert sum(int(row["quantity"]) for row in units) == 35
