"""The plan of a year, made again: it follows the schedules and keeps what has happened."""

from pathlib import Path

import pytest
from sample_office import FEE, Office, codes, two_projects


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


def test_a_month_jumped_over_is_missed_without_a_plan_too(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.generate("2026-03")

    report = office.generate("2026-06")

    assert [told.sentence[:44] for told in report.findings] == [
        "Instalments of 2026-04 never billed: 1. Gene",
        "Instalments of 2026-05 never billed: 1. Gene",
    ]
    office.generate("2026-04")
    office.generate("2026-05")
    assert codes(office.generate("2026-06")) == []


QUARTERS = {**FEE, "periodicity": "quarterly", "start": "2026-02-10", "end": "2027-01-31"}


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        pytest.param(QUARTERS, ["2026-03", "2026-06", "2026-09", "2026-12"], id="quarters"),
        pytest.param(
            {**QUARTERS, "timing": "advance"}, ["2026-04", "2026-07", "2026-10"], id="in-advance"
        ),
        pytest.param({**FEE, "axis": "milestone", "start": "2026-05-05"}, ["2026-05"], id="stage"),
        pytest.param({**FEE, "axis": "deposit", "start": "2026-05-05"}, ["2026-05"], id="deposit"),
        pytest.param(
            {**FEE, "axis": "milestone", "share": "1", "start": "2026-05-05"},
            ["2026-05"],
            id="stage-by-share",
        ),
        pytest.param({**FEE, "amount": "0"}, [], id="free"),
        pytest.param({**FEE, "amount": "0.01", "end": "2026-08-31"}, ["2026-06"], id="a-cent"),
        pytest.param({**FEE, "end": "2026-02-28"}, [], id="over-before"),
        pytest.param({**FEE, "start": "2027-01-10"}, [], id="to-come"),
        pytest.param({**FEE, "axis": "unit", "amount_per": "unit"}, [], id="units"),
    ],
)
def test_every_fee_that_came_due_is_missed_where_nothing_is_planned(
    tmp_path: Path, row: dict[str, str], missed: list[str]
) -> None:
    projects = two_projects()
    first = {**FEE, "project": "P-2", "end": "2026-03-31", "axis": "fixed"}
    office = Office(tmp_path, Projects=projects, Schedules=[first])
    office.generate("2026-03")
    office.type_row("Schedules", **row)

    report = office.generate("2027-01")

    found = [told.sentence[15:22] for told in report.findings if told.code == "SCH-11"]
    assert found == missed


def test_fees_that_have_always_run_are_missed_project_by_project(tmp_path: Path) -> None:
    always = {**FEE, "start": None}
    rows = [
        always,
        {**always, "project": "P-2"},
        {**always, "project": "P-2", "service": "TAX", "periodicity": "quarterly"},
        {**always, "project": "GONE"},
    ]
    office = Office(tmp_path, Projects=two_projects(), Schedules=rows)
    office.generate("2026-01")
    office.generate("2026-02")

    report = office.generate("2026-04")

    told = [one.sentence[15:42] for one in report.findings if one.code == "SCH-11"]
    assert told == ["2026-03 never billed: 3. Ge"]


def test_a_fee_whose_periods_changed_is_not_missed_where_its_days_are_billed(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    for month in ("2026-01", "2026-02"):
        office.bill(month)
    office.generate("2026-03")
    office.put("Schedules", {"project": "P-1"}, periodicity="quarterly")

    assert "SCH-11" not in codes(office.generate("2026-04"))


def test_one_of_two_fees_of_a_service_is_missed_although_the_other_is_billed(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.generate("2026-01")
    office.type_row("Schedules", **FEE, document="LM-8")

    (told,) = office.generate("2026-02").findings

    assert told.sentence.startswith("Instalments of 2026-01 never billed: 1.")


def test_what_the_plan_skips_or_a_project_on_hold_is_not_missed(tmp_path: Path) -> None:
    second = {**FEE, "project": "P-2"}
    projects = [*two_projects(), {**two_projects()[0], "project": "P-3"}]
    third = {**FEE, "project": "P-3", "start": "2026-03-01"}
    office = Office(tmp_path, Projects=projects, Schedules=[FEE, second, third])
    office.generate("2026-01")
    office.plan(2026)
    for project in ("P-1", "P-2"):
        office.put("Plan", {"month": "2026-02", "project": project}, status="skipped")
    office.put("Projects", {"project": "P-3"}, status="on hold")

    assert codes(office.generate("2026-04")) == ["SCH-11"]
    assert office.generate("2026-03").added == 2
    assert codes(office.generate("2026-04")) == []


# What is planned beside the fees of a calendar.


def test_stages_and_deposits_are_planned(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "House", "client": "ALDER", "fee": "12345.67"}
    stage = {"project": "P-1", "service": "ACC", "axis": "milestone", "share": "0.3"}
    rows = [
        {**stage, "axis": "deposit", "share": "0.1", "start": "2026-01-05", "service": "TAX"},
        {**stage, "start": "2026-02-01"},
        {**stage, "start": "2026-04-01", "share": "0.4"},
        {**stage, "start": "2027-02-01"},
    ]
    office = Office(tmp_path, Projects=[project], Schedules=rows)

    office.plan(2026)
    office.plan(2027)

    assert [(row["month"], row["amount"]) for row in office.rows("Plan")] == [
        ("2026-02", "3703.70"),
        ("2026-04", "4938.27"),
        ("2026-01", "1234.57"),
        ("2027-02", "3703.70"),
    ]


def test_the_plan_of_stages_follows_what_is_issued(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "House", "client": "ALDER", "fee": "10000.00"}
    stage = {"project": "P-1", "service": "ACC", "axis": "milestone", "share": "0.3"}
    rows = [{**stage, "start": "2026-02-01"}, {**stage, "start": "2026-04-01", "share": "0.7"}]
    office = Office(tmp_path, Projects=[project], Schedules=rows)
    office.plan(2026)
    office.bill("2026-02")
    office.put("Projects", {"project": "P-1"}, fee="11111.11")

    office.plan(2026)

    assert [(row["amount"], row["status"]) for row in office.rows("Plan")] == [
        ("3000.00", "invoiced"),
        ("8111.11", "planned"),
    ]


def test_a_plan_is_made_at_the_index_known_today(tmp_path: Path) -> None:
    fee = {**FEE, "periodicity": "yearly", "index": "Health", "index_base": "100"}
    health = {"index": "Health", "valid_from": "2026-01-01", "value": "104.5"}
    office = Office(tmp_path, Schedules=[fee], Indexes=[health])

    office.plan(2026)

    assert amounts(office) == ["1045.00"]


def test_a_fee_whose_index_is_not_known_yet_leaves_its_project_out_of_the_plan(
    tmp_path: Path,
) -> None:
    fee = {**FEE, "index": "Health", "index_base": "100", "start": "2025-01-01"}
    health = {"index": "Health", "valid_from": "2026-07-01", "value": "104.5"}
    office = Office(tmp_path, Schedules=[fee], Indexes=[health])

    report = office.plan(2026)

    assert codes(report) == ["IDX-02"]
    assert "has no value on Jan 1, 2026" in report.findings[0].sentence
    assert (report.skipped, office.rows("Plan")) == (["P-1"], [])
