"""The cap of a project in the workbook: what goes beyond is flagged, carried or written off."""

from pathlib import Path
from typing import Any

import pytest
from sample_office import TIME, Office, codes, entry

CARRIED = "2026-04/P-1/ADV/time/carried"


def office_of(folder: Path, *entries: dict[str, Any], **project: str) -> Office:
    """An office whose project has a cap of 5 000.00, with an hour worth 85.00."""
    row = {"project": "P-1", "name": "One", "client": "ALDER", "cap_amount": "5000.00"} | project
    return Office(folder, Projects=[row], Rates=[{"rate": "85.00"}], Timesheets=entries)


def billed_to_4620(folder: Path, **project: str) -> Office:
    """February billed 4 620.00 of time; March has eight hours."""
    hours = [entry(f"T-{day}", f"2026-02-{day}", 840, service="ADV") for day in range(10, 13)]
    office = office_of(folder, *hours, **project)
    office.put("Rates", {"rate": "85.00"}, rate="110.00")
    office.bill("2026-02")
    assert office.issued_cents() == 4_620_00
    office.put("Rates", {"rate": "110.00"}, rate="85.00")
    office.type_row("Timesheets", **entry("T-1", "2026-03-02", 480))
    return office


def test_380_of_680_are_billed_and_300_flagged(tmp_path: Path) -> None:
    office = billed_to_4620(tmp_path)

    (told,) = office.generate("2026-03").findings

    (line,) = office.lines("2026-03")
    assert (line["quantity"], line["unit_price"]) == ("8", "85.00")
    assert (line["reduction"], line["amount"]) == ("300.00", "380.00")
    assert (told.code, told.sheet, told.row, told.column) == ("PRJ-05", "Projects", 5, "Cap")
    assert all(figure in told.sentence for figure in ("5,000.00", "4,620.00", "300.00"))


def test_the_invoice_bills_what_the_cap_leaves(tmp_path: Path) -> None:
    office = billed_to_4620(tmp_path)

    office.bill("2026-03")

    assert office.issued_cents() == 5_000_00
    again = office.generate("2026-03")
    assert (again.added, again.changed, again.removed, codes(again)) == (0, 0, 0, [])
    assert office.rows("Timesheets", entry="T-1")[0]["invoice"]


def test_what_was_kept_back_is_billed_once_the_cap_is_raised(tmp_path: Path) -> None:
    office = billed_to_4620(tmp_path)
    office.bill("2026-03")
    office.put("Projects", {"project": "P-1"}, cap_amount="5200.00")
    office.bill("2026-04")
    assert office.amounts("2026-04") == {CARRIED: "200.00"}
    office.put("Projects", {"project": "P-1"}, cap_amount="9000.00")

    office.bill("2026-05")
    office.bill("2026-06")

    assert office.amounts("2026-05") == {CARRIED.replace("2026-04", "2026-05"): "100.00"}
    assert office.lines("2026-06") == []


def test_what_was_written_off_never_comes_back(tmp_path: Path) -> None:
    office = billed_to_4620(tmp_path, cap_mode="write off")
    office.bill("2026-03")
    office.put("Projects", {"project": "P-1"}, cap_amount="9000.00")

    report = office.generate("2026-04")

    assert (office.lines("2026-04"), codes(report)) == ([], [])


def test_writing_off_is_told(tmp_path: Path) -> None:
    office = billed_to_4620(tmp_path, cap_mode="write off")

    assert codes(office.generate("2026-03")) == ["CAP-01"]


def test_time_without_any_room_stays_unbilled(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-02", 60),
        entry("T-2", "2026-03-02", 120, service="TAX"),
        cap_amount="85.00",
    )

    (told,) = office.generate("2026-03").findings

    assert (told.code, "170.00" in told.sentence) == ("CAP-02", True)
    assert office.amounts() == {"2026-03/P-1/ADV/time/85": "85.00"}
    assert [row["line"] for row in office.rows("Timesheets")] == ["2026-03/P-1/ADV/time/85", None]


def test_time_that_waited_is_billed_as_late_work_once_there_is_room(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60), cap_amount="0.00")
    office.bill("2026-03")
    office.put("Projects", {"project": "P-1"}, cap_amount="85.00")

    office.bill("2026-04")

    assert office.amounts() == {"2026-04/P-1/ADV/time/85/2026-03": "85.00"}


def test_a_cap_counts_what_was_billed_with_its_overrides(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-02-02", 600), cap_amount="850.00")
    office.generate("2026-02")
    office.put("Prebilling", {"month": "2026-02"}, discount_percent="0.5")
    office.generate("2026-02")
    office.type_row("Timesheets", **entry("T-2", "2026-03-02", 600))

    office.generate("2026-03")

    assert office.amounts("2026-03") == {TIME.replace("100", "85"): "425.00"}


def test_hours_beyond_a_retainer_are_under_the_cap_too(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 480), cap_amount="200.00")
    office.type_row(
        "Retainers",
        retainer="R-1",
        project="P-1",
        kind="minimum",
        amount="500.00",
        included_hours="5",
        overage_rate="110.00",
        start="2026-03-01",
    )

    report = office.generate("2026-03")

    assert office.amounts() == {
        "2026-03/P-1/-/retainer/R-1": "500.00",
        "2026-03/P-1/ADV/time/retainer/R-1/110": "200.00",
    }
    assert codes(report) == ["PRJ-05"]


def test_an_hour_added_to_an_issued_line_stays_under_the_cap(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60), cap_amount="127.50")
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="120")

    office.generate("2026-03")

    assert office.issued_cents() + office.draft_cents() == 127_50


@pytest.mark.parametrize("cap", ["-1.00", "-0.01"])
def test_a_negative_cap_is_told_and_leaves_out_its_project(tmp_path: Path, cap: str) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60), cap_amount=cap)

    report = office.generate("2026-03")

    assert ("CAP-03", report.skipped) == (codes(report)[0], ["P-1"])
    assert office.lines() == []


def test_time_that_the_user_adds_by_hand_takes_its_room_at_once(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 120), cap_amount="200.00")
    own = {"quantity": "1", "unit_price": "90.00", "axis": "time", "service": "TAX"}
    office.type_row("Prebilling", month="2026-03", project="P-1", **own)

    for _ in range(2):
        office.generate("2026-03")
        assert office.draft_cents() == 200_00
