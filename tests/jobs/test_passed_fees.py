"""Fees that were issued and whose schedules changed since, in the months that follow."""

from pathlib import Path
from typing import Any

import pytest
from sample_office import FEE, Office, codes

MONTHLY = FEE | {"amount": "100.00", "amount_per": "period"}
LINE = "P-1/ACC/fixed/2026-01-01"


def issued(folder: Path, *months: str, **cells: Any) -> Office:
    """Some months of a monthly fee of 100.00 are issued, or of another fee."""
    office = Office(folder, Schedules=[MONTHLY | cells])
    for month in months:
        bill(office, month)
    return office


def bill(office: Office, month: str) -> None:
    """Issue a month beside a line of 9 000.00, which keeps its invoice above zero."""
    own = {"month": month, "project": "P-1", "quantity": "1", "unit_price": "9000"}
    office.type_row("Prebilling", **own)
    office.bill(month)


def change(office: Office, **cells: str | None) -> None:
    """Type over the schedule."""
    office.put("Schedules", {"project": "P-1"}, **cells)


def corrections(office: Office, month: str) -> dict[str, str]:
    """What the corrections that a run of a month proposes come to."""
    office.generate(month)
    return {
        row["line"]: row["amount"]
        for row in office.drafts()
        if "correction" in row["line"] and row["month"] == month
    }


def test_a_fee_that_changes_is_corrected_in_the_month_that_is_generated(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, amount="120.00")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-04", "PRE-04"]
    assert corrections(office, "2026-03") == {
        f"2026-01/{LINE}/correction": "20.00",
        f"2026-02/{LINE}/correction": "20.00",
    }
    assert office.amounts("2026-03")[f"2026-03/{LINE}"] == "120.00"


def test_it_is_corrected_once(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01")
    change(office, amount="120.00")
    before = corrections(office, "2026-03")

    again = office.generate("2026-03")

    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert corrections(office, "2026-04") == {}
    bill(office, "2026-03")
    assert corrections(office, "2026-03") == corrections(office, "2026-05") == {}
    assert list(before.values()) == ["20.00"]


def test_a_correction_that_is_deleted_comes_back_once(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, amount="120.00")
    found = corrections(office, "2026-03")
    office.delete("Prebilling", line=f"2026-01/{LINE}/correction")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-04", "PRE-04"]
    assert corrections(office, "2026-03") == found
    parts = office.rows("Allocations", line=f"2026-01/{LINE}/correction")
    assert [row["amount"] for row in parts] == ["20.00"]


def test_the_parts_of_a_deleted_correction_go_with_it(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, amount="120.00")
    office.generate("2026-03")
    office.delete("Prebilling", line=f"2026-01/{LINE}/correction")
    office.delete("Prebilling", line=f"2026-02/{LINE}/correction")
    change(office, amount="100.00")

    report = office.generate("2026-03")

    assert codes(report) == []
    assert [row for row in office.rows("Allocations") if "correction" in row["line"]] == []


def test_a_fee_that_has_ended_is_taken_back_from_the_months_after(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02", "2026-03")
    change(office, end="2026-02-14")

    assert corrections(office, "2026-04") == {
        f"2026-02/{LINE}/correction": "-50.00",
        f"2026-03/{LINE}/correction": "-100.00",
    }


def test_a_fee_that_started_within_an_issued_month_is_taken_back_in_part(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01")
    change(office, start="2026-01-17")

    assert corrections(office, "2026-02") == {f"2026-01/{LINE}/correction": "-51.61"}


def test_a_start_that_passes_whole_issued_months_is_told_with_the_figures(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, start="2026-02-01", amount="120.00")

    report = office.generate("2026-03")

    assert corrections(office, "2026-03") == {f"2026-02/{LINE}/correction": "20.00"}
    (told,) = [one for one in report.findings if one.code == "PRE-12"]
    assert "100.00" in told.sentence
    assert "0.00 of them" in told.sentence


def test_a_row_that_is_used_again_for_a_later_fee_leaves_the_earlier_one_alone(
    tmp_path: Path,
) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, start="2026-03-01", amount="120.00")

    assert corrections(office, "2026-03") == {}
    assert codes(office.generate("2026-03")) == []


@pytest.mark.parametrize(
    ("timing", "amount", "difference"),
    [
        ("advance", "100.00", None),
        ("arrears", "100.00", None),
        ("advance", "110.00", "30.00"),
        ("arrears", "90.00", "-30.00"),
    ],
)
def test_a_quarter_that_is_billed_by_the_month_today_is_compared_as_a_quarter(
    tmp_path: Path, timing: str, amount: str, difference: str | None
) -> None:
    cells = {"periodicity": "quarterly", "amount": "300.00", "timing": timing}
    first = "2026-01" if timing == "advance" else "2026-03"
    office = issued(tmp_path, first, **cells)
    change(office, periodicity="monthly", amount=amount)

    found = corrections(office, "2026-04")

    assert found == ({f"{first}/{LINE}/correction": difference} if difference else {})
    assert office.amounts("2026-04")[f"2026-04/{LINE}"] == amount
    bill(office, "2026-04")
    assert corrections(office, "2026-02") == {}


@pytest.mark.parametrize(("timing", "month"), [("advance", "2026-03"), ("arrears", "2026-06")])
def test_months_that_are_billed_by_the_half_year_today_make_the_half_year(
    tmp_path: Path, timing: str, month: str
) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, periodicity="half-yearly", amount="630.00", timing=timing)

    assert corrections(office, month) == {f"2026-01/{LINE}/correction": "430.00"}
    bill(office, month)
    assert corrections(office, "2026-07") == {}


def test_a_half_year_in_arrears_waits_for_its_last_month(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-02")
    change(office, periodicity="half-yearly", amount="630.00", timing="arrears")

    assert corrections(office, "2026-04") == {}


def test_a_later_month_is_left_alone(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01", "2026-03")
    change(office, amount="120.00")

    assert corrections(office, "2026-02") == {f"2026-01/{LINE}/correction": "20.00"}


def test_a_fee_whose_amount_was_typed_stays(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[MONTHLY])
    office.generate("2026-01")
    office.put("Prebilling", {"line": f"2026-01/{LINE}"}, price_override="80.00")
    bill(office, "2026-01")
    change(office, amount="120.00")

    assert corrections(office, "2026-02") == {}
    assert codes(office.generate("2026-02")) == []


def test_a_typed_fee_that_is_cut_otherwise_today_is_told_with_the_figures(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Schedules=[MONTHLY | {"periodicity": "quarterly", "amount": "300.00"}]
    )
    office.generate("2026-03")
    office.put("Prebilling", {"line": f"2026-03/{LINE}"}, price_override="280.00")
    bill(office, "2026-03")
    change(office, periodicity="monthly", amount="100.00")

    report = office.generate("2026-04")

    (told,) = [one for one in report.findings if one.code == "PRE-12"]
    assert "280.00" in told.sentence
    assert "300.00" in told.sentence
    assert corrections(office, "2026-04") == {}


def test_a_month_that_the_plan_skips_is_not_corrected(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01")
    skipped = {"fiscal_year": "2026", "month": "2026-01", "project": "P-1", "service": "ACC"}
    office.type_row("Plan", **skipped, amount="100.00", status="skipped")
    change(office, amount="120.00")

    assert corrections(office, "2026-02") == {}


def test_a_letter_that_got_a_name_is_still_the_same_fee(tmp_path: Path) -> None:
    office = issued(tmp_path, "2026-01")
    change(office, document="Letter 7")

    assert corrections(office, "2026-02") == {}
    change(office, amount="120.00")
    assert corrections(office, "2026-02") == {f"2026-01/{LINE}/correction": "20.00"}


def test_an_index_that_was_wrong_is_corrected_too(tmp_path: Path) -> None:
    indexes = [
        {"index": "HEALTH", "valid_from": "2025-01-01", "value": "100"},
        {"index": "HEALTH", "valid_from": "2026-02-01", "value": "110"},
    ]
    office = Office(
        tmp_path,
        Schedules=[MONTHLY | {"index": "HEALTH", "start": "2025-01-01"}],
        Indexes=indexes,
    )
    bill(office, "2026-02")
    office.put("Indexes", {"value": "110"}, value="112")

    found = corrections(office, "2026-03")

    assert list(found.values()) == ["2.00"]
