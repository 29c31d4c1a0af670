"""Milestones by share and progress, month by month: never twice, and never forgotten."""

from pathlib import Path

import pytest
from sample_office import Office, codes

STAGES = (
    {"share": "0.3", "start": "2026-01-15", "description": "Signature"},
    {"share": "0.4", "start": "2026-02-15", "description": "Permit"},
    {"share": "0.3", "start": "2026-03-15", "description": "Delivery"},
)
PROJECT = {"project": "P-1", "name": "House", "client": "ALDER", "fee": "10000.00"}
PHASE = {"project": "P-1", "phase": "DESIGN", "name": "Design", "fee": "20000.00"}
KEY = "2026-02/P-1/ACC/progress/2026-01-01/@DESIGN"
PROGRESS = {"project": "P-1", "phase": "DESIGN", "service": "ACC", "axis": "progress"}


@pytest.fixture
def house(tmp_path: Path) -> Office:
    """A fee of 10 000.00 in stages of 30, 40 and 30 %."""
    usual = {"project": "P-1", "service": "ACC", "axis": "milestone"}
    return Office(tmp_path, Projects=[PROJECT], Schedules=[usual | one for one in STAGES])


@pytest.fixture
def school(tmp_path: Path) -> Office:
    """A phase of 20 000.00, 25 % done in January and 45 % in February."""
    rows = [
        {"month": "2026-01", "project": "P-1", "phase": "DESIGN", "percent": "0.25"},
        {"month": "2026-02", "project": "P-1", "phase": "DESIGN", "percent": "0.45"},
    ]
    return Office(
        tmp_path,
        Projects=[PROJECT],
        Phases=[PHASE],
        Schedules=[{**PROGRESS, "start": "2026-01-01"}],
        Progress=rows,
    )


def amounts(office: Office, month: str) -> list[str]:
    return [row["amount"] for row in office.lines(month)]


def test_the_fee_changes_after_the_first_stage(house: Office) -> None:
    house.bill("2026-01")
    house.put("Projects", {"project": "P-1"}, fee="11111.11")

    reports = [house.generate(month) for month in ("2026-01", "2026-02", "2026-03")]

    assert [amounts(house, month) for month in ("2026-01", "2026-02", "2026-03")] == [
        ["3000.00"],
        ["4777.78"],
        ["3333.33"],
    ]
    assert [codes(report) for report in reports] == [[], [], []]


@pytest.mark.parametrize("order", [(3, 1, 2), (2, 3, 1), (3, 2, 1)])
def test_stages_billed_in_any_order_make_the_fee(house: Office, order: tuple[int, ...]) -> None:
    house.put("Projects", {"project": "P-1"}, fee="12345.67")
    for month in order:
        house.bill(f"2026-{month:02}")

    assert house.issued_cents() == 12_345_67


def test_a_price_typed_over_is_made_good_and_a_discount_is_not(house: Office) -> None:
    house.generate("2026-01")
    house.put("Prebilling", {"project": "P-1"}, price_override="2900.00", discount_percent="0.1")
    house.bill("2026-01")

    house.generate("2026-02")

    assert amounts(house, "2026-01") == ["2610.00"]
    assert amounts(house, "2026-02") == ["4100.00"]


def test_a_run_again_changes_nothing(house: Office) -> None:
    house.generate("2026-02")
    house.generate("2026-01")
    writes = house.book.writes

    for month in ("2026-01", "2026-02"):
        report = house.generate(month)
        assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 1)
    assert house.book.writes == writes


def test_an_issued_stage_that_is_moved_is_not_billed_again(house: Office) -> None:
    house.bill("2026-01")
    house.put("Schedules", {"description": "Signature"}, start="2026-02-01")

    house.generate("2026-02")

    assert amounts(house, "2026-02") == ["4000.00"]


def test_a_draft_of_a_stage_that_is_moved_holds_it_until_its_month_is_run_again(
    house: Office,
) -> None:
    house.generate("2026-01")
    house.put("Schedules", {"description": "Signature"}, start="2026-02-01")

    assert codes(house.generate("2026-02")) == ["PRE-08"]
    assert amounts(house, "2026-02") == ["4000.00"]

    house.generate("2026-01")
    house.generate("2026-02")
    assert amounts(house, "2026-01") == []
    assert sorted(amounts(house, "2026-02")) == ["3000.00", "4000.00"]


def test_an_issued_stage_that_is_deleted_is_told(house: Office) -> None:
    house.bill("2026-01")
    house.delete("Schedules", description="Signature")
    house.put("Schedules", {"description": "Permit"}, service="TAX")
    house.put("Schedules", {"description": "Delivery"}, service="TAX")

    report = house.generate("2026-02")

    told = {one.code: one.sentence for one in report.findings}
    assert told.keys() == {"STG-04", "STG-07"}
    assert told["STG-07"].startswith("Line 2026-01/P-1/ACC/milestone/2026-01-15 bills 3,000.00 of")


def test_stages_of_one_fee_with_different_amounts_leave_the_project_out(house: Office) -> None:
    house.put("Schedules", {"description": "Delivery"}, amount="9000.00")

    report = house.generate("2026-01")

    assert codes(report) == ["PRJ-03", "STG-05"]
    assert house.lines() == []


def test_an_amount_that_changed_after_a_stage_was_billed_may_stand_in_the_others_only(
    house: Office,
) -> None:
    house.bill("2026-01")
    for stage in ("Permit", "Delivery"):
        house.put("Schedules", {"description": stage}, amount="11111.11")

    house.generate("2026-02")

    assert amounts(house, "2026-02") == ["4777.78"]


def test_a_fee_that_changes_after_its_last_stage_is_told(house: Office) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        house.bill(month)
    house.put("Projects", {"project": "P-1"}, fee="11111.11")

    report = house.generate("2026-04")

    assert codes(report) == ["STG-06"]
    assert "changed by 1,111.11 since" in report.findings[0].sentence


def test_a_stage_that_the_plan_skips_is_not_billed_and_not_made_good(house: Office) -> None:
    house.plan(2026)
    house.put("Plan", {"month": "2026-01"}, status="skipped")

    house.generate("2026-01")
    house.generate("2026-02")

    assert [row["amount"] for row in house.lines()] == ["4000.00"]


def test_a_lost_row_of_an_issued_stage_is_put_back(house: Office) -> None:
    house.bill("2026-01")
    house.delete("Prebilling", month="2026-01")

    report = house.generate("2026-01")

    assert amounts(house, "2026-01") == ["3000.00"]
    assert "PRE-09" in codes(report)
    house.generate("2026-02")
    assert amounts(house, "2026-02") == ["4000.00"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_the_rows_is_irrelevant(tmp_path: Path, order: tuple[int, ...]) -> None:
    usual = {"project": "P-1", "service": "ACC", "axis": "milestone"}
    rows = [usual | STAGES[position] for position in order]
    office = Office(tmp_path, Projects=[PROJECT | {"fee": "0.05"}], Schedules=rows)

    for month in ("2026-01", "2026-02", "2026-03"):
        office.generate(month)

    assert list(office.amounts().values()) == ["0.02", "0.02", "0.01"]


# Progress.


def test_progress_bills_what_is_done_less_what_was_billed(school: Office) -> None:
    school.bill("2026-01")
    school.generate("2026-02")

    assert amounts(school, "2026-01") == ["5000.00"]
    assert amounts(school, "2026-02") == ["4000.00"]
    (line,) = school.lines("2026-02")
    assert (line["phase"], line["axis"]) == ("DESIGN", "progress")
    assert (line["period_from"], line["period_to"]) == ("2026-02-01", "2026-02-28")
    assert school.generate("2026-03").added == 0


def test_progress_run_for_two_months_in_any_order_is_the_same(school: Office) -> None:
    school.generate("2026-01")
    school.generate("2026-02")
    first = school.amounts()

    for month in ("2026-01", "2026-02", "2026-01"):
        report = school.generate(month)
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert school.amounts() == first


def test_a_month_jumped_over_comes_with_the_next_one_and_only_once(school: Office) -> None:
    school.bill("2026-02")

    assert amounts(school, "2026-02") == ["9000.00"]
    assert school.generate("2026-01").added == 0


def test_more_progress_in_an_issued_month_is_a_second_line(school: Office) -> None:
    school.bill("2026-01")
    school.put("Progress", {"month": "2026-01"}, percent="0.30")

    school.generate("2026-01")
    school.generate("2026-02")

    assert amounts(school, "2026-01") == ["5000.00", "1000.00"]
    assert amounts(school, "2026-02") == ["3000.00"]
    assert school.generate("2026-01").changed == 0


def test_a_fee_that_goes_down_is_given_back_in_a_negative_line(school: Office) -> None:
    school.bill("2026-01")
    school.put("Phases", {"phase": "DESIGN"}, fee="10000.00")

    school.generate("2026-02")

    (line,) = school.lines("2026-02")
    assert (line["quantity"], line["unit_price"], line["amount"]) == ("-1", "500.00", "-500.00")


def test_progress_of_a_phase_that_gets_another_code_is_not_billed_again(school: Office) -> None:
    school.bill("2026-01")
    school.put("Phases", {"phase": "DESIGN"}, phase="SKETCH")
    school.put("Schedules", {"project": "P-1"}, phase="SKETCH")
    for month in ("2026-01", "2026-02"):
        school.put("Progress", {"month": month}, phase="SKETCH")

    school.generate("2026-02")

    assert amounts(school, "2026-02") == ["4000.00"]


def test_progress_before_the_start_of_its_schedule_waits(school: Office) -> None:
    school.put("Schedules", {"project": "P-1"}, start="2026-02-10")

    school.generate("2026-01")
    school.generate("2026-02")

    (line,) = school.lines()
    assert (line["month"], line["period_from"], line["amount"]) == (
        "2026-02",
        "2026-02-10",
        "9000.00",
    )


def test_a_project_that_is_left_out_bills_all_its_progress_later(school: Office) -> None:
    school.put("Projects", {"project": "P-1"}, client="NOBODY")
    school.generate("2026-01")
    school.put("Projects", {"project": "P-1"}, client="ALDER")

    school.generate("2026-02")

    assert amounts(school, "2026-02") == ["9000.00"]


@pytest.mark.parametrize("months", [("2026-01",), ("2026-01", "2026-02")])
def test_issued_progress_whose_row_is_lost_is_not_billed_again(
    school: Office, months: tuple[str, ...]
) -> None:
    for month in months:
        school.bill(month)
        school.delete("Prebilling", month=month)

    school.generate("2026-02" if len(months) == 1 else "2026-03")

    assert school.amounts("2026-02") == ({KEY: "4000.00"} if len(months) == 1 else {})
    assert amounts(school, "2026-03") == []
    school.generate("2026-01")
    assert amounts(school, "2026-01") == ["5000.00"]


def test_what_a_lost_row_was_discounted_by_is_not_billed_again(school: Office) -> None:
    school.generate("2026-01")
    school.put("Prebilling", {"project": "P-1"}, discount_percent="0.1")
    school.bill("2026-01")
    school.delete("Prebilling", project="P-1")

    school.generate("2026-02")

    assert school.issued_cents() == 4_500_00
    assert amounts(school, "2026-02") == ["4000.00"]


def test_a_second_line_of_a_month_that_is_lost_is_not_billed_again(school: Office) -> None:
    school.bill("2026-01")
    school.put("Progress", {"month": "2026-01"}, percent="0.30")
    school.bill("2026-01")
    school.delete("Prebilling", amount="1000.00")

    school.generate("2026-02")

    assert amounts(school, "2026-02") == ["3000.00"]
