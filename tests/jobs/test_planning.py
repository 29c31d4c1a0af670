"""The plan of a year, made again: it follows the schedules and keeps what has happened."""

from pathlib import Path

import pytest
from sample_office import FEE, Office, codes


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A monthly fee of 1 000.00 a year, planned for 2026."""
    office = Office(tmp_path, Schedules=[FEE])
    office.plan(2026)
    return office


def amounts(office: Office) -> list[str]:
    return [row["amount"] for row in office.rows("Plan")]


def statuses(office: Office) -> dict[str, str]:
    return {row["month"]: row["status"] for row in office.rows("Plan")}


def test_a_year_of_instalments_makes_the_fee(office: Office) -> None:
    assert amounts(office) == ["83.33", "83.34", "83.33"] * 4
    assert office.rows("Plan")[0] == {
        "fiscal_year": 2026,
        "month": "2026-01",
        "project": "P-1",
        "service": "ACC",
        "amount": "83.33",
        "status": "planned",
    }


def test_a_plan_made_again_changes_nothing(office: Office) -> None:
    writes = office.book.writes

    report = office.plan(2026)

    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 12)
    assert office.book.writes == writes


def test_a_plan_follows_its_schedule_but_for_what_is_invoiced(office: Office) -> None:
    office.bill("2026-01")
    office.put("Schedules", {"service": "ACC"}, amount="1200.00", end="2026-10-31")

    report = office.plan(2026)

    assert (report.changed, report.removed, report.unchanged) == (9, 2, 1)
    assert amounts(office) == ["83.33", *["100.00"] * 9]


def test_a_skipped_month_stays_skipped_and_is_not_billed(office: Office) -> None:
    office.put("Plan", {"month": "2026-03"}, status="skipped")

    office.plan(2026)
    office.generate("2026-03")

    assert statuses(office)["2026-03"] == "skipped"
    assert office.lines() == []


def test_the_plan_says_how_far_each_month_has_come(office: Office) -> None:
    office.bill("2026-01")
    office.generate("2026-02")

    assert list(statuses(office).values())[:3] == ["invoiced", "prebilled", "planned"]


def test_a_draft_that_goes_is_planned_again(office: Office) -> None:
    office.generate("2026-02")
    office.put("Projects", {"project": "P-1"}, status="on hold")
    office.generate("2026-02")

    assert statuses(office)["2026-02"] == "planned"


def test_a_plan_made_late_knows_what_was_billed_before_it(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.bill("2026-01")
    office.generate("2026-02")

    office.plan(2026)

    assert list(statuses(office).values())[:3] == ["invoiced", "prebilled", "planned"]


@pytest.mark.parametrize("status", ["on hold", "closed"])
def test_a_project_that_is_not_active_is_not_planned(office: Office, status: str) -> None:
    office.put("Projects", {"project": "P-1"}, status=status)

    assert office.plan(2026).removed == 12


def test_a_project_with_an_error_keeps_its_plan(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, client="NOBODY")

    report = office.plan(2026)

    assert (report.skipped, report.removed, len(office.rows("Plan"))) == (["P-1"], 0, 12)


def test_another_year_is_left_alone(office: Office) -> None:
    office.put("Schedules", {"service": "ACC"}, amount="1200.00")

    report = office.plan(2027)

    assert (report.added, report.changed) == (12, 0)
    assert amounts(office)[:3] == ["83.33", "83.34", "83.33"]


def test_months_before_the_first_one_billed_here_are_not_missed(office: Office) -> None:
    office.generate("2026-03")

    assert codes(office.generate("2026-04")) == []


def test_a_month_jumped_over_is_missed(office: Office) -> None:
    office.generate("2026-03")

    report = office.generate("2026-06")

    assert codes(report) == ["SCH-11", "SCH-11"]
    assert report.findings[0].sentence.startswith("Instalments of 2026-04 never billed: 1.")
    assert report.findings[1].sentence.startswith("Instalments of 2026-05 never billed: 1.")
