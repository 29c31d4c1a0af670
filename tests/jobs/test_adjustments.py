"""A flat fee is settled on the volumes of its year: once, whole, and never by the unit as well."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_office import FEE, Office, codes, two_projects

VOLUME = {"fiscal_year": "2026", "project": "P-1", "service": "PAY", "planned": "100"}
UNITS = {"month": "2026-05", "project": "P-1", "service": "PAY", "quantity": "120"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A fee of 1 000.00 a year for 100 payslips at 14.75, of which there were 120."""
    return Office(tmp_path, Schedules=[FEE], Volumes=[VOLUME], Units=[UNITS])


def adjustments(office: Office) -> list[tuple[str, str, str]]:
    """Months, quantities and amounts of the lines of adjustments."""
    return [
        (row["month"], row["quantity"], row["amount"])
        for row in office.lines()
        if row["axis"] == "adjustment"
    ]


def figures(office: Office) -> dict[str, str | None]:
    names = ("actual", "planned_amount", "actual_amount", "difference", "next_fee")
    (row,) = office.rows("Volumes", project="P-1")
    return {name: row[name] for name in names}


def test_the_last_month_of_the_year_settles_it(office: Office) -> None:
    office.generate("2026-12")

    assert adjustments(office) == [("2026-12", "1", "295.00")]
    assert figures(office) == {
        "actual": "120",
        "planned_amount": "1475.00",
        "actual_amount": "1770.00",
        "difference": "295.00",
        "next_fee": "1295.00",
    }
    (line,) = office.lines("2026-12")[1:]
    assert (line["service"], line["description"]) == ("ACC", "Adjustment to the volumes of 2026")
    assert (line["period_from"], line["period_to"]) == ("2026-01-01", "2026-12-31")
    assert line["origin"] == "volumes 2026"


@pytest.mark.parametrize("month", ["2026-05", "2026-11", "2027-12"])
def test_another_month_settles_nothing_and_bills_no_units(office: Office, month: str) -> None:
    office.generate(month)

    assert {row["axis"] for row in office.lines()} == {"fixed"}
    assert set(figures(office).values()) == {None}


def test_a_run_again_changes_nothing(office: Office) -> None:
    office.generate("2026-12")
    writes = office.book.writes

    report = office.generate("2026-12")

    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert office.book.writes == writes


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("130", ("2026-12", "1", "147.50")), ("110", ("2026-12", "-1", "-147.50"))],
)
def test_units_that_change_after_the_settlement_are_settled_too(
    office: Office, quantity: str, expected: tuple[str, str, str]
) -> None:
    office.bill("2026-12")
    office.put("Units", {"month": "2026-05"}, quantity=quantity)

    office.generate("2026-12")

    assert adjustments(office) == [("2026-12", "1", "295.00"), expected]
    assert office.generate("2026-12").changed == 0


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("130", ("2027-02", "1", "147.50")), ("110", ("2027-02", "-1", "-147.50"))],
)
def test_units_that_change_in_the_next_year_are_settled_by_the_month_that_runs(
    office: Office, quantity: str, expected: tuple[str, str, str]
) -> None:
    office.bill("2026-12")
    office.put("Units", {"month": "2026-05"}, quantity=quantity)

    office.generate("2027-02")

    assert adjustments(office) == [("2026-12", "1", "295.00"), expected]
    assert office.generate("2027-02").changed == 0
    office.generate("2027-03")
    assert adjustments(office) == [("2026-12", "1", "295.00"), expected]


def test_a_settled_year_whose_units_were_cleared_away_stays_settled(office: Office) -> None:
    office.bill("2026-12")
    office.delete("Units", month="2026-05")

    report = office.generate("2027-01")

    assert (codes(report), len(adjustments(office))) == ([], 1)


def test_a_year_whose_adjustment_is_a_draft_is_settled_by_its_own_month(office: Office) -> None:
    office.generate("2026-12")
    office.put("Units", {"month": "2026-05"}, quantity="130")

    office.generate("2027-02")

    assert adjustments(office) == [("2026-12", "1", "295.00")]


def test_a_year_below_its_volumes_is_proposed_as_a_credit(office: Office) -> None:
    office.put("Units", {"month": "2026-05"}, quantity="90")

    office.generate("2026-12")

    assert adjustments(office) == [("2026-12", "-1", "-147.50")]
    assert figures(office)["next_fee"] == "852.50"


def test_a_volume_without_any_units_is_told(office: Office) -> None:
    office.put("Units", {"month": "2026-05"}, service="TAX")
    office.put("Services", {"service": "TAX"}, unit_price="1.00")

    report = office.generate("2026-12")

    assert [code for code in codes(report) if code != "SCH-11"] == ["VOL-02"]
    assert ("2026-12", "-1", "-1475.00") in adjustments(office)
    assert figures(office)["next_fee"] is None


@pytest.mark.parametrize(
    ("table", "where", "cells", "code", "sheet"),
    [
        ("Volumes", {}, {"service": "ADV"}, "VOL-01", "Volumes"),
        ("Volumes", {}, {"planned": "-1"}, "TAB-19", "Volumes"),
        ("Units", {}, {"quantity": "-1"}, "TAB-19", "Volumes"),
    ],
)
def test_a_year_that_cannot_be_settled_leaves_its_project_out(
    office: Office, table: str, where: dict[str, str], cells: dict[str, str], code: str, sheet: str
) -> None:
    office.put(table, where, **cells)

    report = office.generate("2026-12")

    assert (code, sheet) in [(told.code, told.sheet) for told in report.findings]
    assert (report.skipped, office.lines()) == (["P-1"], [])
    assert set(figures(office).values()) == {None}


@pytest.mark.parametrize(
    ("cells", "schedules", "expected"),
    [
        pytest.param({"unit_price": "2.50"}, [], "50.00", id="of-the-row"),
        pytest.param({}, [{"amount": "10.00"}], "200.00", id="of-the-project"),
        pytest.param({}, [{"tiers": "YEAR"}], "40.00", id="of-a-price-list-for-the-whole-year"),
        pytest.param({}, [], "295.00", id="of-the-service"),
    ],
)
def test_volumes_are_priced_like_units(
    tmp_path: Path,
    cells: dict[str, str],
    schedules: list[dict[str, Any]],
    expected: str,
) -> None:
    unit = {"project": "P-1", "service": "PAY", "axis": "unit", "start": "2026-01-01"}
    tiers = [
        {"tiers": "YEAR", "from_quantity": "1", "unit_price": "5.00", "mode": "graduated"},
        {"tiers": "YEAR", "from_quantity": "101", "unit_price": "2.00", "mode": "graduated"},
    ]
    office = Office(
        tmp_path,
        Schedules=[FEE, *({**unit, **one} for one in schedules)],
        Volumes=[VOLUME | cells],
        Units=[UNITS],
        Tiers=tiers,
    )

    office.generate("2026-12")

    assert adjustments(office) == [("2026-12", "1", expected)]


def test_next_years_fee_is_that_of_a_whole_year_at_the_index_of_its_end(tmp_path: Path) -> None:
    fee = {**FEE, "amount_per": "period", "amount": "100.00", "start": "2026-05-17"}
    rows = [
        fee | {"index": "Health", "index_base": "100"},
        {**FEE, "axis": "milestone", "start": "2026-02-01"},
        {**FEE, "service": "TAX", "periodicity": "yearly", "end": "2026-11-30"},
    ]
    health = [
        {"index": "Health", "valid_from": "2026-01-01", "value": "100"},
        {"index": "Health", "valid_from": "2026-12-01", "value": "110"},
    ]
    office = Office(tmp_path, Schedules=rows, Indexes=health, Volumes=[VOLUME], Units=[UNITS])

    office.generate("2026-12")

    assert figures(office)["next_fee"] == "1615.00"  # 12 x 110.00 + 295.00


def test_a_flat_fee_whose_index_is_not_clear_has_no_next_one(tmp_path: Path) -> None:
    rows = [FEE | {"periodicity": "yearly", "index": "Health", "index_base": "100"}]
    health = [{"index": "Health", "valid_from": "2026-01-01", "value": "100"}]
    office = Office(tmp_path, Schedules=rows, Indexes=health, Volumes=[VOLUME], Units=[UNITS])
    office.type_row("Indexes", index="Health", valid_from=date(2026, 6, 1), value=0)

    office.generate("2026-12")

    assert figures(office)["difference"] == "295.00"
    assert figures(office)["next_fee"] is None


def test_a_project_without_a_flat_fee_has_no_next_one(tmp_path: Path) -> None:
    office = Office(tmp_path, Volumes=[VOLUME], Units=[UNITS])

    office.generate("2026-12")

    assert adjustments(office) == [("2026-12", "1", "295.00")]
    assert figures(office)["next_fee"] is None
    assert office.lines()[0]["service"] is None


def test_several_flat_fees_leave_the_service_of_the_adjustment_open(tmp_path: Path) -> None:
    fees = [FEE, {**FEE, "service": "TAX"}]
    office = Office(tmp_path, Schedules=fees, Volumes=[VOLUME], Units=[UNITS])

    office.generate("2026-12")

    (line,) = [row for row in office.lines() if row["axis"] == "adjustment"]
    assert line["service"] is None
    assert figures(office)["next_fee"] == "2295.00"


def test_a_year_that_another_month_has_in_draft_is_not_settled_twice(office: Office) -> None:
    """The client's fiscal year is moved after its adjustment was drafted in December."""
    office.generate("2026-12")
    office.put("Clients", {"client": "ALDER"}, fiscal_year_start="7")

    office.generate("2027-06")

    months = [month for month, _, _ in adjustments(office)]
    assert months == ["2026-12", "2027-06"]
    assert adjustments(office)[1] == ("2027-06", "-1", "-1770.00")


def test_only_the_projects_of_the_closing_year_are_settled(tmp_path: Path) -> None:
    volumes = [VOLUME, {**VOLUME, "project": "P-2", "fiscal_year": "2025"}]
    units = [UNITS, {**UNITS, "project": "P-2"}]
    office = Office(tmp_path, Projects=two_projects(), Volumes=volumes, Units=units)

    office.generate("2026-12")

    assert [(row["project"], row["axis"]) for row in office.lines()] == [
        ("P-1", "adjustment"),
        ("P-2", "unit"),
    ]
