"""Minimum spends in the workbook: the month is topped up to the amount agreed."""

from pathlib import Path
from typing import Any

from sample_office import FEE, UNITS, Office, codes, entry

SPEND = {
    "retainer": "S-1",
    "project": "P-1",
    "kind": "spend",
    "amount": "1000.00",
    "start": "2026-01-01",
    "description": "Minimum",
}
TOP_UP = "2026-03/P-1/-/retainer/S-1"


def office_of(folder: Path, *entries: dict[str, Any], **tables: Any) -> Office:
    folder.mkdir(exist_ok=True)
    retainer = SPEND | tables.pop("retainer", {})
    return Office(folder, Retainers=[retainer], Timesheets=entries, **tables)


def test_a_month_is_topped_up_to_the_minimum(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 120), Schedules=[FEE], Units=[UNITS])

    office.bill("2026-03")

    # 83.33 of fee, 545.75 of payslips and 200.00 of time leave 170.92.
    assert office.amounts()[TOP_UP] == "170.92"
    assert office.issued_cents() == 1_000_00
    again = office.generate("2026-03")
    assert (again.added, again.changed, again.removed, codes(again)) == (0, 0, 0, [])


def test_a_month_that_reaches_the_minimum_is_not_topped_up(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 600))

    office.generate("2026-03")

    assert office.amounts() == {"2026-03/P-1/ADV/time/100": "1000.00"}


def test_what_the_user_overrides_is_not_made_good(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 120))
    office.generate("2026-03")
    office.put("Prebilling", {"line": "2026-03/P-1/ADV/time/100"}, discount_percent="0.5")

    office.generate("2026-03")

    assert office.amounts() == {"2026-03/P-1/ADV/time/100": "100.00", TOP_UP: "800.00"}


def test_late_hours_count_for_no_month_but_their_own(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-02-27", 120))

    office.generate("2026-03")

    assert office.amounts()[TOP_UP] == "1000.00"


def test_only_the_projects_and_the_service_of_the_row_count(tmp_path: Path) -> None:
    projects = [{"project": f"P-{at}", "name": "One", "client": "ALDER"} for at in (1, 2, 3)]
    office = office_of(
        tmp_path,
        *(entry(f"T-{at}", "2026-03-02", 60, project=f"P-{at}") for at in (1, 2, 3)),
        entry("T-4", "2026-03-02", 60, service="TAX"),
        Projects=projects,
        retainer={"projects": "P-2", "service": "ADV"},
    )

    office.generate("2026-03")

    assert office.amounts()["2026-03/P-1/ADV/retainer/S-1"] == "800.00"


def test_the_first_month_is_prorated_by_its_days(tmp_path: Path) -> None:
    office = office_of(tmp_path, retainer={"start": "2026-03-22"})

    office.generate("2026-03")

    assert office.amounts() == {TOP_UP: "322.58"}


def test_an_hour_that_comes_in_after_the_invoice_is_taken_off_the_top_up(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 120))
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-31", 60))

    office.generate("2026-03")

    assert office.draft_cents() == 0
    assert len(office.drafts()) == 2


def test_a_minimum_spend_waits_for_a_project_that_has_errors(tmp_path: Path) -> None:
    projects = [{"project": f"P-{at}", "name": "One", "client": "ALDER"} for at in (1, 2)]
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-02", 60),
        entry("T-2", "2026-03-02", 2_000, project="P-2"),
        Projects=projects,
        retainer={"projects": "P-2"},
    )

    report = office.generate("2026-03")

    assert "RET-08" in codes(report)
    assert (report.skipped, office.lines()) == (["P-1", "P-2"], [])


def test_a_minimum_spend_of_one_project_waits_with_it_without_another_word(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 2_000))

    report = office.generate("2026-03")

    assert (report.skipped, office.lines()) == (["P-1"], [])
    assert "RET-08" not in codes(report)


def test_a_minimum_spend_that_has_ended_or_is_on_hold_is_not_topped_up(tmp_path: Path) -> None:
    ended = office_of(tmp_path / "1", retainer={"end": "2026-02-28"})
    on_hold = office_of(tmp_path / "2")
    on_hold.put("Projects", {"project": "P-1"}, status="on hold")

    for office in (ended, on_hold):
        office.generate("2026-03")
        assert office.lines() == []


def test_what_the_user_adds_by_hand_counts_towards_the_minimum(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.type_row("Prebilling", month="2026-03", project="P-1", quantity="1", unit_price="300.00")

    for _ in range(2):
        office.generate("2026-03")
        assert office.amounts()[TOP_UP] == "700.00"
