"""Figures and dates at the edge of what anybody types: a right figure, or a sentence with a place.

Nothing in between: a project that cannot be billed is left out whole, and what is written can be
issued.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sample_office import FEE, SERVICES, SPLITS, UNITS, Office, codes, entry

Row = Mapping[str, Any]

MARCH = "2026-03"
ADVICE = entry("T-1", "2026-03-02", 90)
HOUR = entry("T-1", "2026-03-02", 60)
SHARED = [{"project": "P-1", "name": "Shared", "client": "ALDER", "multi_payer": "yes"}]
CAPPED = [{"project": "P-1", "name": "Capped", "client": "ALDER", "cap_amount": "0"}]
LISTED = [{**row, "tiers": "L"} if row["service"] == "PAY" else row for row in SERVICES]
DESIGN = [{"project": "P-1", "phase": "D", "fee": "1000.00"}]
BY_PROGRESS = {"project": "P-1", "phase": "D", "service": "ACC", "axis": "progress"}
RETAINER = {
    "retainer": "R-1",
    "project": "P-1",
    "kind": "minimum",
    "amount": "500.00",
    "included_hours": "5",
    "overage_rate": "110.00",
    "start": "2026-03-01",
}
COST = {
    "expense": "X-000001",
    "date": "2026-03-03",
    "project": "P-1",
    "description": "Train",
    "amount": "100.00",
    "status": "approved",
}


def payers(*rows: tuple[str, str, Any]) -> list[Row]:
    """Rows of Splits for P-1: payer, basis and share."""
    return [
        {"project": "P-1", "payer": payer, "basis": basis, "share": share}
        for payer, basis, share in rows
    ]


def tiers(*rows: tuple[str, str]) -> list[Row]:
    """A graduated price list: first unit and price."""
    return [
        {"tiers": "L", "from_quantity": first, "unit_price": price, "mode": "graduated"}
        for first, price in rows
    ]


FIGURES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an entry of 24 hours": ({"Timesheets": [entry("T-1", "2026-03-02", 1440)]}, ["2400.00"]),
    "a rate of nothing": ({"Rates": [{"rate": "0"}], "Timesheets": [ADVICE]}, ["0.00"]),
    "a rate of nine decimals": (
        {"Rates": [{"rate": "99.123456789"}], "Timesheets": [HOUR]},
        ["99.12"],
    ),
    "an entry of which nothing is billable": (
        {"Timesheets": [{**ADVICE, "billable_percent": "0"}]},
        ["0.00"],
    ),
    "a step of seven minutes": (
        {
            "Clients": [{"client": "ALDER", "rounding_minutes": "7"}],
            "Timesheets": [entry("T-1", "2026-03-02", 50)],
        },
        ["93.00"],
    ),
    "a step of nothing": (
        {
            "Clients": [{"client": "ALDER", "rounding_minutes": "0"}],
            "Timesheets": [entry("T-1", "2026-03-02", 50)],
        },
        ["83.00"],
    ),
    "a fee of nothing": ({"Schedules": [FEE | {"amount": "0"}]}, []),
    "a fee of one cent a year": ({"Schedules": [FEE | {"amount": "0.01"}]}, []),
    "a fee near the milliard": (
        {"Schedules": [FEE | {"amount": "999999999.99", "amount_per": "period"}]},
        ["999999999.99"],
    ),
    "the largest fee that a cell keeps": (
        {"Schedules": [FEE | {"amount": "999999999999.99", "amount_per": "period"}]},
        ["999999999999.99"],
    ),
    "a text of 400 characters": ({"Schedules": [FEE | {"description": "x" * 400}]}, ["83.33"]),
    "no units": ({"Units": [UNITS | {"quantity": "0"}]}, []),
    "half a unit over the edge of a tier": (
        {
            "Services": LISTED,
            "Tiers": tiers(("1", "10"), ("11", "9")),
            "Units": [UNITS | {"quantity": "10.5"}],
        },
        ["100.00", "4.50"],
    ),
    "an expense of nothing": ({"Expenses": [COST | {"amount": "0"}]}, ["0.00"]),
    "money that came back": ({"Expenses": [COST | {"amount": "-12.10"}]}, ["-12.10"]),
    "a markup of 200 %": (
        {"Expenses": [COST | {"treatment": "markup", "markup": "2"}]},
        ["300.00"],
    ),
    "a cap of nothing": ({"Projects": CAPPED, "Timesheets": [ADVICE]}, []),
    "a minimum that includes no hour": (
        {"Retainers": [RETAINER | {"included_hours": "0"}], "Timesheets": [ADVICE]},
        ["500.00", "165.00"],
    ),
    "a minimum of nothing": (
        {"Retainers": [RETAINER | {"included_hours": "0", "amount": "0"}], "Timesheets": [ADVICE]},
        ["165.00"],
    ),
    "a pool that names its own project twice": (
        {"Retainers": [RETAINER | {"projects": "P-1, P-1"}], "Timesheets": [ADVICE]},
        ["500.00"],
    ),
    "a volume of which nothing was planned": (
        {
            "Clients": [{"client": "ALDER", "fiscal_year_start": "4"}],
            "Volumes": [
                {"fiscal_year": "2025", "project": "P-1", "service": "PAY", "planned": "0"}
            ],
            "Units": [UNITS],
        },
        ["545.75"],
    ),
    "a project with nothing agreed": ({}, []),
    "work of later months": ({"Timesheets": [entry("T-1", "2026-04-01", 60)]}, []),
    "work at the end of time": ({"Timesheets": [entry("T-1", "9999-12-31", 60)]}, []),
}


@pytest.mark.parametrize("case", FIGURES)
def test_march_comes_to_the_cent_with(case: str, tmp_path: Path) -> None:
    tables, expected = FIGURES[case]
    office = Office(tmp_path, **tables)

    report = office.generate(MARCH)

    assert report.skipped == []
    assert list(office.amounts(MARCH).values()) == expected


SHARES: dict[str, tuple[list[Row], list[str]]] = {
    "the client alone": (payers(("ALDER", "percent", "1")), ["100.00"]),
    "three cells of =1/3": (
        payers(*((payer, "percent", 1 / 3) for payer in ("ALDER", "BIRCH", "CEDAR"))),
        ["33.34", "33.33", "33.33"],
    ),
    "percentages of nine decimals": (
        payers(("ALDER", "percent", "0.333333333"), ("BIRCH", "percent", "0.666666667")),
        ["33.33", "66.67"],
    ),
    "one part in a million million": (
        payers(("ALDER", "weight", "999999999999"), ("BIRCH", "weight", "1")),
        ["100.00", "0.00"],
    ),
    "a weight of nothing": (
        payers(("ALDER", "weight", "0"), ("BIRCH", "weight", "3")),
        ["0.00", "100.00"],
    ),
    "an amount that nothing is left of": (
        payers(("ALDER", "fixed", "1000"), ("BIRCH", "rest", "0")),
        ["100.00", "0.00"],
    ),
    "a cap of nothing": (
        payers(("ALDER", "cap", "0"), ("BIRCH", "rest", "0")),
        ["0.00", "100.00"],
    ),
}


@pytest.mark.parametrize("case", SHARES)
def test_an_hour_is_shared_to_the_cent_by(case: str, tmp_path: Path) -> None:
    rows, expected = SHARES[case]
    office = Office(tmp_path, Projects=SHARED, Splits=rows, Timesheets=[HOUR])

    office.bill(MARCH)

    shown = {row["payer"]: row["amount"] for row in office.rows("Allocations")}
    assert [shown.get(str(row["payer"]), "0.00") for row in rows] == expected
    assert office.issued_cents() == 100_00


REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str, int, str], str]] = {
    "an entry of no minutes": (
        {"Timesheets": [entry("T-1", "2026-03-02", 0)]},
        ("TIM-04", "Timesheets", 5, "Minutes"),
        "0 minutes were found; from 1 to 1440",
    ),
    "an entry of less than nothing": (
        {"Timesheets": [entry("T-1", "2026-03-02", -30)]},
        ("TIM-04", "Timesheets", 5, "Minutes"),
        "-30 minutes were found; from 1 to 1440",
    ),
    "a day of 25 hours": (
        {"Timesheets": [entry("T-1", "2026-03-02", 1500)]},
        ("TIM-04", "Timesheets", 5, "Minutes"),
        "1500 minutes were found; from 1 to 1440",
    ),
    "a night over midnight": (
        {"Timesheets": [{**ADVICE, "minutes": None, "start": "22:00", "end": "01:00"}]},
        ("TIM-03", "Timesheets", 5, "End"),
        "work past midnight takes two entries",
    ),
    "a 29 February that is none": (
        {"Timesheets": [entry("T-1", "2026-02-29")]},
        ("TAB-07", "Timesheets", 5, "Date"),
        "“2026-02-29” is text, a date is expected",
    ),
    "a day before there was a VAT": (
        {"Timesheets": [entry("T-1", "1900-01-01")]},
        ("VAT-21", "Services", 7, "VAT rate"),
        "Correct the date of what is billed",
    ),
    "the same entry twice": (
        {"Timesheets": [ADVICE, ADVICE]},
        ("TAB-11", "Timesheets", 6, "Entry"),
        "“T-1” stands in row 5 already",
    ),
    "a part of 150 %": (
        {"Timesheets": [{**ADVICE, "billable_percent": "1.5"}]},
        ("TIM-06", "Timesheets", 5, "Billable part"),
        "0 % to 100 % is expected",
    ),
    "an hour without a rate": (
        {"Rates": [{"rate": "100", "valid_to": "2026-03-01"}], "Timesheets": [ADVICE]},
        ("RATE-01", "Timesheets", 5, "Service"),
        "No sale rate on Mar 2, 2026 fits person ANN",
    ),
    "a rate below zero": (
        {"Rates": [{"rate": "-5"}], "Timesheets": [ADVICE]},
        ("RATE-04", "Rates", 5, "Rate"),
        "The rate is -5, where zero or more is expected",
    ),
    "two rates for one hour": (
        {"Rates": [{"rate": "100"}, {"rate": "90", "valid_from": "2026-01-01"}]}
        | {"Timesheets": [ADVICE]},
        ("RATE-02", "Rates", 6, "Valid from"),
        "This row (90) and row 5 (100) apply to the same work",
    ),
    "a step of less than nothing": (
        {"Clients": [{"client": "ALDER", "rounding_minutes": "-15"}], "Timesheets": [ADVICE]},
        ("SET-02", "Clients", 5, "Rounding (minutes)"),
        "is “-15”; 0-1440 is expected",
    ),
    "a thirteenth month": (
        {"Clients": [{"client": "ALDER", "fiscal_year_start": "13"}], "Schedules": [FEE]},
        ("SET-02", "Clients", 5, "First month of the fiscal year"),
        "is “13”; 1-12 is expected",
    ),
    "a discount of 110 %": (
        {"Clients": [{"client": "ALDER", "discount_percent": "1.1"}], "Schedules": [FEE]},
        ("PRE-05", "Clients", 5, "Discount"),
        "from 0 % to 100 % is expected",
    ),
    "a fee below zero": (
        {"Schedules": [FEE | {"amount": "-10"}]},
        ("SCH-10", "Schedules", 5, "Amount"),
        "The amount is -10, where zero or more is expected",
    ),
    "a fee beyond what a cell keeps": (
        {"Schedules": [FEE | {"amount": 1e12}]},
        ("TAB-21", "Schedules", 5, "Amount"),
        "only a value from -999,999,999,999 to 999,999,999,999 is possible",
    ),
    "a schedule that ends before it starts": (
        {"Schedules": [FEE | {"end": "2025-01-01"}]},
        ("SCH-05", "Schedules", 5, "End"),
        "The end lies before the start",
    ),
    "an index without a row": (
        {"Schedules": [FEE | {"index": "CPI"}]},
        ("IDX-01", "Schedules", 5, "Index"),
        "The index “CPI” is not on the sheet Indexes",
    ),
    "an index that starts too late": (
        {
            "Schedules": [FEE | {"index": "CPI"}],
            "Indexes": [{"index": "CPI", "valid_from": "2026-06-01", "value": "110"}],
        },
        ("IDX-02", "Schedules", 5, "Index"),
        "has no value on Jan 1, 2026",
    ),
    "an index of nothing": (
        {
            "Schedules": [FEE | {"index": "CPI", "index_base": "100"}],
            "Indexes": [{"index": "CPI", "valid_from": "2026-01-01", "value": "0"}],
        },
        ("SCH-21", "Schedules", 5, "Index"),
        "The base index is 100 and the index of today 0",
    ),
    "a service without a price": (
        {"Units": [UNITS | {"service": "ADV"}]},
        ("UNI-01", "Units", 5, "Service"),
        "There is no price for service ADV",
    ),
    "units below zero": (
        {"Units": [UNITS | {"quantity": "-3"}]},
        ("TAB-19", "Units", 5, "Quantity"),
        "-3 is negative; zero or more is expected",
    ),
    "a price list with a gap at its start": (
        {"Services": LISTED, "Tiers": tiers(("5", "10"), ("11", "9")), "Units": [UNITS]},
        ("TIER-01", "Tiers", 5, "From"),
        "The price list L starts at 5",
    ),
    "a price list that is not there": (
        {"Services": LISTED, "Units": [UNITS]},
        ("TIER-04", "Services", 6, "Price list"),
        "There is no price list “L”",
    ),
    "a tier twice": (
        {"Services": LISTED, "Tiers": tiers(("1", "10"), ("1", "9")), "Units": [UNITS]},
        ("TAB-11", "Tiers", 6, "From"),
        "stands in row 5 already",
    ),
    "a volume below zero": (
        {
            "Clients": [{"client": "ALDER", "fiscal_year_start": "4"}],
            "Volumes": [
                {"fiscal_year": "2025", "project": "P-1", "service": "PAY", "planned": "-5"}
            ],
        },
        ("TAB-19", "Volumes", 5, "Planned"),
        "-5 is negative; zero or more is expected",
    ),
    "a markup below zero": (
        {"Expenses": [COST | {"treatment": "markup", "markup": "-1"}]},
        ("TAB-19", "Expenses", 5, "Markup"),
        "-1 is negative; zero or more is expected",
    ),
    "a markup of 50 for 50 %": (
        {"Expenses": [COST | {"treatment": "markup", "markup": "50"}]},
        ("EXP-04", "Expenses", 5, "Markup"),
        "If 50 % is meant, type 50 %",
    ),
    "progress of 45 for 45 %": (
        {
            "Phases": DESIGN,
            "Schedules": [BY_PROGRESS | {"start": "2026-01-01"}],
            "Progress": [{"month": MARCH, "project": "P-1", "phase": "D", "percent": "45"}],
        },
        ("PROG-01", "Progress", 5, "Progress"),
        "45 % is typed 45% or 0.45",
    ),
    "a block of no hours": (
        {"Retainers": [RETAINER | {"kind": "block", "included_hours": "0"}]},
        ("RET-04", "Retainers", 5, "Included hours"),
        "A block needs the hours that are bought",
    ),
    "a block below zero": (
        {"Retainers": [RETAINER | {"kind": "block", "amount": "-5"}]},
        ("RET-01", "Retainers", 5, "Amount"),
        "The figure is -5, where zero or more is expected",
    ),
    "a pool with a project that is not there": (
        {"Retainers": [RETAINER | {"projects": "P-9"}]},
        ("RET-07", "Retainers", 5, "Other projects"),
        "Project P-9 is not on the sheet Projects",
    ),
    "a payer twice": (
        {"Projects": SHARED, "Splits": payers(*[("ALDER", "percent", "0.5")] * 2)},
        ("TAB-11", "Splits", 6, "Valid from"),
        "“P-1, ALDER” stands in row 5 already",
    ),
    "weights of nothing": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "weight", "0"), ("BIRCH", "weight", "0"))},
        ("SPL-09", "Splits", 5, "Share"),
        "nobody would pay",
    ),
    "a weight below zero": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "weight", "-1"), ("BIRCH", "weight", "2"))},
        ("SPL-05", "Splits", 5, "Share"),
        "is -1, where zero or more is expected",
    ),
    "a weight beyond what a cell keeps": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "weight", 1e12), ("BIRCH", "weight", "2"))},
        ("TAB-21", "Splits", 5, "Share"),
        "1,000,000,000,000 was found",
    ),
    "shares that miss a billionth": (
        {
            "Projects": SHARED,
            "Splits": payers(
                ("ALDER", "percent", "0.333333333"), ("BIRCH", "percent", "0.666666666")
            ),
        },
        ("SPL-01", "Splits", 5, "Share"),
        "total 99.9999999 %: 0.0000001 % is missing",
    ),
    "a share of 45 for 45 %": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "percent", "45"))},
        ("SPL-03", "Splits", 5, "Share"),
        "If 45 % is meant, type 45 %",
    ),
    "an amount and nobody for the rest": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "fixed", "50"))},
        ("SPL-12", "Splits", 5, "Basis"),
        "Give the basis rest to one payer",
    ),
    "two payers for the rest": (
        {"Projects": SHARED, "Splits": payers(("ALDER", "rest", "0"), ("BIRCH", "rest", "0"))},
        ("SPL-13", "Splits", 6, "Basis"),
        "Leave the basis rest to one of them",
    ),
    "shares beside weights": (
        {
            "Projects": SHARED,
            "Splits": payers(("ALDER", "percent", "0.5"), ("BIRCH", "weight", "2")),
        },
        ("SPL-07", "Splits", 6, "Basis"),
        "Use one basis for all payers",
    ),
    "payers from April on": (
        {
            "Projects": SHARED,
            "Splits": [{**row, "valid_from": "2026-04-01"} for row in SPLITS],
            "Timesheets": [ADVICE],
        },
        ("SPL-10", "Splits", 5, "Valid from"),
        "none of their rows is valid on Mar 31, 2026",
    ),
    "a client that is not there": (
        {"Projects": [{"project": "P-1", "name": "One", "client": "NOBODY"}]},
        ("TAB-10", "Projects", 5, "Client"),
        "“NOBODY” is not on the sheet Clients",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_project_is_left_out_with_a_sentence_and_a_place_for(case: str, tmp_path: Path) -> None:
    tables, place, said = REFUSED[case]
    office = Office(tmp_path, **{"Schedules": [FEE], **tables})

    report = office.generate(MARCH)

    assert report.skipped == ["P-1"]
    assert office.lines() == []
    found = {(one.code, one.sheet, one.row, one.column): one.message for one in report.findings}
    assert said in found[place]


def test_the_last_day_of_a_year_and_the_first_of_the_next_are_billed_apart(tmp_path: Path) -> None:
    days = [entry("T-1", "2026-12-31"), entry("T-2", "2027-01-01", 120)]
    office = Office(tmp_path, Timesheets=days, Schedules=[FEE])

    for month in ("2026-12", "2027-01"):
        office.generate(month)

    assert list(office.amounts("2026-12").values()) == ["83.33", "100.00"]
    assert list(office.amounts("2027-01").values()) == ["83.33", "200.00"]


def test_a_29_february_is_a_day_of_its_month(tmp_path: Path) -> None:
    schedule = FEE | {"start": "2028-02-29"}  # 83.34 x 1/29
    office = Office(tmp_path, Timesheets=[entry("T-1", "2028-02-29")], Schedules=[schedule])

    office.generate("2028-02")

    assert list(office.amounts().values()) == ["2.87", "100.00"]


@pytest.mark.parametrize("first_month", ["1", "4", "7", "10"])
def test_quarters_follow_fiscal_years_from_any_quarter_on(first_month: str, tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Clients=[{"client": "ALDER", "fiscal_year_start": first_month}],
        Schedules=[FEE | {"periodicity": "quarterly"}],
    )

    for month in (2, 3, 6, 9, 12):
        office.generate(f"2026-{month:02}")

    billed = {row["month"]: row["amount"] for row in office.lines()}
    assert billed == dict.fromkeys(["2026-03", "2026-06", "2026-09", "2026-12"], "250.00")


def test_each_client_gets_its_invoice_in_its_language(tmp_path: Path) -> None:
    languages = {"ALDER": "en", "BIRCH": "fr", "CEDAR": "nl", "DORN": "de"}
    clients = [{"client": code, "language": one} for code, one in languages.items()]
    clients[-1]["name"] = "Dorn & Söhne <GmbH>"
    projects = [{"project": code, "name": code, "client": code} for code in languages]
    work = [entry(f"T-{code}", "2026-03-02", project=code) for code in languages]
    office = Office(tmp_path, Clients=clients, Projects=projects, Timesheets=work)

    report = office.bill(MARCH)

    assert codes(report) == []
    invoices = [office.journal.invoice(one.number) for one in office.journal.invoices()]
    assert [one.buyer.name for one in invoices][-1] == "Dorn & Söhne <GmbH>"
    assert [one.totals.net_cents for one in invoices] == [100_00] * 4
