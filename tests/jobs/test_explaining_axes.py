"""How lines of every other way of billing came to be."""
# ruff: noqa: RUF001 - the sentences multiply and take off with the signs of print

from pathlib import Path
from typing import Any

import pytest
from explanations import assert_adds_up, figure, steps_of, told
from sample_office import FEE, UNITS, Office, entry

PROJECT = {"project": "P-1", "name": "Project one", "client": "ALDER"}
MINIMUM = {
    "retainer": "CARE",
    "project": "P-1",
    "kind": "minimum",
    "amount": "500.00",
    "included_hours": "5",
    "overage_rate": "110.00",
    "start": "2026-01-01",
}


def line_of(office: Office, month: str, **where: Any) -> str:
    """The key of the one line of a month with these values."""
    (row,) = [
        row
        for row in office.lines(month)
        if all(row[name] == value for name, value in where.items())
    ]
    return str(row["line"])


def assert_every_line_adds_up(office: Office, month: str) -> None:
    assert office.amounts(month)
    for line, amount in office.amounts(month).items():
        assert_adds_up(steps_of(office, line), amount)


def test_hours_covered_and_hours_beyond_are_told(tmp_path: Path) -> None:
    """7 h 30 where 500.00 covers 5 h: 500.00 + 2.5 x 110.00 = 775.00."""
    office = Office(tmp_path, Retainers=[MINIMUM], Timesheets=[entry("T-1", "2026-03-02", 450)])
    office.generate("2026-03")

    amount = told(office, line_of(office, "2026-03", axis="retainer"))
    beyond = told(office, line_of(office, "2026-03", axis="time"))

    assert amount[1:4] == [
        "Agreed: 500.00 a month, which covers 5 h (Retainers, row 5).",
        (
            "2026-03: 7.5 h worked, 5 h of its own and 0 h carried over used, 2.5 h beyond; "
            "0 h go on to the next month, 0 h lapse."
        ),
        "1 × 500.00 = 500.00",
    ]
    assert "This line bills 2.5 h beyond the hours covered (Retainers, row 5)." in beyond
    assert "An hour costs 110.00: Retainers, row 5." in beyond
    assert "2.5 × 110.00 = 275.00" in beyond
    assert_every_line_adds_up(office, "2026-03")


def test_hours_carried_over_are_told(tmp_path: Path) -> None:
    """January 3 h, at most 2 h carried: February's 4 h use 2 carried and 2 of its own."""
    rollover = {"rollover_hours": "2", "rollover_months": "1"}
    office = Office(
        tmp_path,
        Retainers=[MINIMUM | rollover],
        Timesheets=[
            entry("T-1", "2026-01-12", 180),
            entry("T-2", "2026-02-10", 240),
            entry("T-3", "2026-03-10", 480),
        ],
    )
    told_of = {}
    for month in ("2026-01", "2026-02", "2026-03"):
        office.generate(month)
        told_of[month] = told(office, line_of(office, month, axis="retainer"))[2]

    assert told_of["2026-02"].startswith("2026-02: 4 h worked, 2 h of its own and 2 h carried over")
    assert "1 h beyond" in told_of["2026-03"]


def test_the_days_of_a_first_month_are_told(tmp_path: Path) -> None:
    office = Office(tmp_path, Retainers=[MINIMUM | {"start": "2026-03-17"}])
    office.generate("2026-03")
    line = line_of(office, "2026-03", axis="retainer")

    assert "500.00 × 15 / 31 = 241.94" in told(office, line)[2]
    assert_every_line_adds_up(office, "2026-03")


def test_a_block_and_a_minimum_spend_are_told(tmp_path: Path) -> None:
    block = {
        "retainer": "PACK",
        "project": "P-1",
        "kind": "block",
        "amount": "950.00",
        "included_hours": "10",
        "start": "2026-03-05",
    }
    spend = {
        "retainer": "LEAST",
        "project": "P-1",
        "kind": "spend",
        "amount": "600.00",
        "start": "2026-01-01",
    }
    office = Office(tmp_path, Retainers=[block, spend], Units=[UNITS])
    office.generate("2026-03")

    texts = [
        " ".join(told(office, row["line"])) for row in office.lines() if row["axis"] == "retainer"
    ]

    assert "A block of 10 h for 950.00, bought on Mar 5, 2026 (Retainers, row 5)." in texts[0]
    assert "miss 54.25 of it" in texts[1]
    assert_every_line_adds_up(office, "2026-03")


def test_a_stage_is_told_with_what_the_stages_up_to_it_come_to(tmp_path: Path) -> None:
    """12 345.67 at 30/40/30: 3 703.70, 4 938.27, 3 703.70."""
    stage = {"project": "P-1", "axis": "milestone"}
    office = Office(
        tmp_path,
        Projects=[PROJECT | {"fee": "12345.67"}],
        Schedules=[
            stage | {"share": share, "start": f"2026-0{month}-15"}
            for month, share in ((1, "0.3"), (2, "0.4"), (3, "0.3"))
        ],
    )
    office.bill("2026-01")
    office.generate("2026-02")
    (line,) = office.amounts("2026-02")

    found = told(office, line)

    assert found[1:3] == [
        "Stage of 40 % of a fee of 12,345.67 (Schedules, row 6).",
        "70 % of the fee is 8,641.97; less 3,703.70 of other lines = 4,938.27.",
    ]
    assert_every_line_adds_up(office, "2026-02")
    assert_every_line_adds_up(office, "2026-01")


def test_progress_is_told_with_what_was_billed_before(tmp_path: Path) -> None:
    schedule = {"project": "P-1", "phase": "DES", "axis": "progress"}
    office = Office(
        tmp_path,
        Phases=[{"project": "P-1", "phase": "DES", "name": "Design", "fee": "20000.00"}],
        Schedules=[schedule | {"start": "2026-01-01"}],
        Progress=[
            {"month": month, "project": "P-1", "phase": "DES", "percent": percent}
            for month, percent in (("2026-02", "0.25"), ("2026-03", "0.45"))
        ],
    )
    office.bill("2026-02")
    office.generate("2026-03")
    (line,) = office.amounts("2026-03")

    found = told(office, line)

    assert found[1:4] == [
        "The whole fee is 20,000.00 (Schedules, row 5).",
        "Done by the end of the month: 45 % (Progress, row 6).",
        "45 % of the fee is 9,000.00; less 5,000.00 of other lines = 4,000.00.",
    ]
    assert_every_line_adds_up(office, "2026-03")


def test_expenses_are_told_with_their_markup_or_as_disbursements(tmp_path: Path) -> None:
    expense = {"project": "P-1", "status": "approved", "date": "2026-03-04"}
    office = Office(
        tmp_path,
        Expenses=[
            expense
            | {
                "expense": "X-000001",
                "description": "Train",
                "amount": "33.35",
                "treatment": "markup",
                "markup": "0.1",
            },
            expense
            | {
                "expense": "X-000002",
                "description": "Court fee",
                "amount": "120.00",
                "treatment": "disbursement",
            },
        ],
    )
    office.generate("2026-03")
    train, court = (told(office, row["line"]) for row in office.lines())

    assert train[1:3] == [
        "Expense X-000001 of Mar 4, 2026: 33.35 (Expenses, row 5).",
        "33.35 + 10 % = 36.69, rounded once.",
    ]
    assert "VAT of ALDER: outside the scope (O), paid in the client's name." in court
    assert_every_line_adds_up(office, "2026-03")


def test_what_goes_beyond_a_cap_and_comes_back_is_told(tmp_path: Path) -> None:
    """A cap of 5 000.00, 4 620.00 billed: of 8 h x 85.00 = 680.00 only 380.00 are."""
    office = Office(
        tmp_path,
        Projects=[PROJECT | {"cap_amount": "5000.00"}],
        Rates=[{"rate": "85.00"}],
        Timesheets=[entry(f"T-{at}", f"2026-02-{at + 1:02}", 1087) for at in range(1, 4)],
    )
    office.bill("2026-02")
    billed = figure(steps_of(office, line_of(office, "2026-02")), "amount", "amount")
    office.type_row("Timesheets", **entry("T-9", "2026-03-02", 480))
    office.generate("2026-03")
    line = line_of(office, "2026-03")

    found = told(office, line)

    reduced = 680 - (5000 - billed)
    assert f"− {reduced}, which is not billed because of a cap." in found
    assert_every_line_adds_up(office, "2026-03")
    office.bill("2026-03")
    office.put("Projects", {"project": "P-1"}, cap_amount="9000.00")
    office.generate("2026-04")
    assert told(office, line_of(office, "2026-04"))[1] == (
        f"{reduced} that the cap of the project had held back (Projects, row 5); "
        "there is room for it now."
    )


def test_a_deposit_and_what_gives_it_back_are_told(tmp_path: Path) -> None:
    deposit = {"project": "P-1", "axis": "deposit", "amount": "300.00", "start": "2026-02-01"}
    office = Office(tmp_path, Schedules=[deposit], Timesheets=[entry("T-1", "2026-03-02", 600)])
    office.bill("2026-02")
    office.generate("2026-03")
    paid = line_of(office, "2026-02")
    back = line_of(office, "2026-03", axis="deposit")

    assert told(office, paid)[1] == "Agreed: 300.00, billed at once (Schedules, row 5)."
    assert told(office, back)[1] == f"Gives back 300.00 of the deposit {paid}, which was 300.00."
    assert_every_line_adds_up(office, "2026-03")


def test_the_volumes_of_a_year_are_told(tmp_path: Path) -> None:
    volume = {
        "fiscal_year": "2026",
        "project": "P-1",
        "service": "PAY",
        "planned": "30",
        "unit_price": "14.75",
    }
    office = Office(tmp_path, Volumes=[volume], Units=[UNITS])
    office.generate("2026-12")

    found = told(office, line_of(office, "2026-12", axis="adjustment"))

    assert found[1:3] == [
        "Volumes, row 5: 30 planned at 442.50, 37 real at 545.75, difference 103.25",
        "In all 103.25 more than planned, less what was settled before.",
    ]
    assert_every_line_adds_up(office, "2026-12")


def test_a_correction_names_the_issued_line(office: Office) -> None:
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-2"}, minutes="90")
    office.generate("2026-03")
    line = next(row["line"] for row in office.drafts())

    assert told(office, line)[1].startswith("Corrects the line 2026-03/P-1/ADV/time/100 (invoice 2")
    assert_adds_up(steps_of(office, line), office.amounts()[line])


def test_rounded_minutes_are_told_beside_those_worked(tmp_path: Path) -> None:
    client = {"client": "ALDER", "rounding_minutes": "15"}
    office = Office(
        tmp_path,
        Clients=[client],
        Timesheets=[
            entry("T-1", "2026-03-02", 16),
            entry("T-2", "2026-03-03", 60, billable_percent="0.5"),
        ],
    )
    office.generate("2026-03")

    found = told(office, line_of(office, "2026-03"))

    assert found[1:5] == [
        "Mar 2, 2026: Ann, 16 min worked, 30 min billed",
        "Mar 3, 2026: Ann, 60 min worked, 30 min billed",
        (
            "The minutes of this client are brought to steps of 15 min (Clients, row 5); "
            "those worked stay as they are."
        ),
        "In all 60 min / 60 = 1.00 h, converted once, at two decimals.",
    ]
    assert_every_line_adds_up(office, "2026-03")


@pytest.mark.parametrize("percent", [None, "0.1"])
def test_a_discount_on_a_project_is_told(tmp_path: Path, percent: str | None) -> None:
    discount: dict[str, Any] = {"month": "2026-03", "project": "P-1", "axis": "discount"}
    discount |= {"description": "Goodwill"}
    given = {"discount_percent": percent} if percent else {"quantity": "1", "unit_price": "50.00"}
    office = Office(tmp_path, Schedules=[FEE], Prebilling=[discount | given])
    office.generate("2026-03")
    line = line_of(office, "2026-03", axis="discount")

    found = steps_of(office, line)

    assert str(figure(found, "amount", "amount")) == ("-8.33" if percent else "-50.00")
    assert [step.key for step in found].count("discount_project") == bool(percent)


def test_the_agreement_that_a_line_came_from_may_be_gone(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE], Retainers=[MINIMUM])
    office.bill("2026-03")
    office.delete("Schedules", project="P-1")
    office.delete("Retainers", retainer="CARE")

    gone = [told(office, line)[1] for line in office.amounts("2026-03")]

    assert gone == [
        "The agreement that it was computed from is no longer on the sheet Schedules.",
        "The agreement that it was computed from is no longer on the sheet Retainers.",
    ]


def test_a_deposit_that_is_a_share_of_the_fee_is_told(tmp_path: Path) -> None:
    deposit = {"project": "P-1", "axis": "deposit", "share": "0.3", "start": "2026-03-01"}
    office = Office(tmp_path, Projects=[PROJECT | {"fee": "12345.67"}], Schedules=[deposit])
    office.generate("2026-03")
    line = line_of(office, "2026-03")

    assert told(office, line)[1] == "30 % × 12,345.67 = 3,703.70 (Schedules, row 5)."
    assert_every_line_adds_up(office, "2026-03")


def test_hours_beyond_at_their_own_rates_name_the_rows_of_the_rates(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Retainers=[MINIMUM | {"overage_rate": None}],
        Timesheets=[entry("T-1", "2026-03-02", 450)],
    )
    office.generate("2026-03")

    beyond = told(office, line_of(office, "2026-03", axis="time"))

    assert "An hour costs 100.00: Rates, row 5." in beyond
    assert_every_line_adds_up(office, "2026-03")
