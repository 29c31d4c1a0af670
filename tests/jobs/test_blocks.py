"""Prepaid blocks in the workbook: bought, drawn down, refilled, expired."""

from pathlib import Path
from typing import Any

from sample_office import Office, codes, entry

PROJECTS = (
    {"project": "P-1", "name": "One", "client": "ALDER"},
    {"project": "P-2", "name": "Two", "client": "BIRCH"},
)
BLOCK = {
    "retainer": "B-1",
    "project": "P-1",
    "kind": "block",
    "amount": "950.00",
    "included_hours": "10",
    "overage_rate": "110.00",
    "start": "2026-01-05",
}
BOUGHT = "2026-01/P-1/-/retainer/B-1"
BEYOND = "P-1/ADV/time/retainer/B-1/110"


def office_of(folder: Path, *entries: dict[str, Any], **block: str | None) -> Office:
    """An office with a block of ten hours, bought on 5 January, and these hours."""
    return Office(folder, Projects=PROJECTS, Retainers=[{**BLOCK, **block}], Timesheets=entries)


def balances(office: Office) -> dict[str, str | None]:
    return {row["retainer"]: row["balance"] for row in office.rows("Retainers")}


def marks(office: Office) -> dict[str, str | None]:
    return {row["entry"]: row["line"] for row in office.rows("Timesheets")}


def test_a_block_is_billed_when_it_is_bought_and_drawn_down_afterwards(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-05", 240), entry("T-2", "2026-02-02", 230))

    office.bill("2026-01")
    assert (office.amounts(), balances(office)) == ({BOUGHT: "950.00"}, {"B-1": "6"})
    office.bill("2026-02")

    assert (office.lines("2026-02"), balances(office)) == ([], {"B-1": "2.17"})
    (line,) = office.lines()
    assert (line["quantity"], line["unit"], line["unit_price"]) == ("10", "hour", "95.00")
    # The hours of February are nobody's unbilled work: the line of January covers them.
    assert marks(office) == {"T-1": BOUGHT, "T-2": BOUGHT}


def test_hours_that_the_block_does_not_cover_are_billed_at_its_rate(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-01-20", 480),
        entry("T-2", "2026-02-02", 180),
        entry("T-3", "2026-02-03", 60),
    )
    office.bill("2026-01")

    office.bill("2026-02")

    beyond = f"2026-02/{BEYOND}"
    assert office.amounts("2026-02") == {beyond: "220.00"}
    assert balances(office) == {"B-1": "0"}
    assert marks(office) == {"T-1": BOUGHT, "T-2": beyond, "T-3": beyond}
    again = office.generate("2026-02")
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_without_a_rate_the_hours_beyond_keep_their_own(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 660), overage_rate=None)

    office.generate("2026-01")

    assert office.amounts()["2026-01/P-1/ADV/time/retainer/B-1/100"] == "100.00"


def test_work_before_the_purchase_and_after_the_end_is_ordinary_time(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-01-04", 60),
        entry("T-2", "2026-01-31", 60),
        entry("T-3", "2026-02-01", 60),
        end="2026-01-31",
    )
    office.bill("2026-01")

    office.bill("2026-02")

    assert office.amounts() == {
        BOUGHT: "950.00",
        "2026-01/P-1/ADV/time/100": "100.00",
        "2026-02/P-1/ADV/time/100": "100.00",
    }
    assert balances(office) == {"B-1": "9"}


def test_a_second_block_gives_once_the_first_is_used_up(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 480), entry("T-2", "2026-02-10", 360))
    second = BLOCK | {"retainer": "B-2", "start": "2026-02-01", "included_hours": "5"}
    office.type_row("Retainers", **second)
    office.bill("2026-01")

    office.bill("2026-02")

    assert office.amounts("2026-02") == {"2026-02/P-1/-/retainer/B-2": "950.00"}
    assert balances(office) == {"B-1": "0", "B-2": "1"}


def test_a_late_hour_draws_first_and_what_it_pushes_out_is_billed_once(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 480), entry("T-2", "2026-02-10", 180))
    office.bill("2026-01")
    office.bill("2026-02")
    office.type_row("Timesheets", **entry("T-3", "2026-01-25", 60))

    for month in ("2026-03", "2026-03", "2026-04"):
        office.bill(month)

    assert office.amounts("2026-02") == {f"2026-02/{BEYOND}": "110.00"}
    assert office.amounts("2026-03") == {f"2026-03/{BEYOND}/2026-02": "110.00"}
    assert office.issued_cents() == (950 + 220) * 100
    assert marks(office)["T-3"] == BOUGHT


def test_a_block_is_shared_by_the_projects_it_names(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-01-10", 540, project="P-2"),
        entry("T-2", "2026-01-20", 120),
        projects="P-2",
    )

    office.generate("2026-01")

    assert office.amounts() == {BOUGHT: "950.00", f"2026-01/{BEYOND}": "110.00"}


def test_a_block_moved_to_another_day_after_its_invoice_is_not_billed_again(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path)
    office.bill("2026-01")
    office.put("Retainers", {"retainer": "B-1"}, start="2026-02-01")

    office.bill("2026-02")

    assert office.issued_cents() == 950_00


def test_a_refill_is_proposed_when_few_hours_are_left(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 420), threshold_hours="4")

    (told,) = office.generate("2026-01").findings

    assert (told.code, told.row, told.column) == ("BLK-01", 5, "Refill below")
    assert all(figure in told.sentence for figure in ("3.00", "4.00", "10.00", "950.00", "P-1"))


def test_no_refill_is_proposed_once_there_is_a_new_block_or_enough_is_left(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 420), threshold_hours="4")
    office.type_row("Retainers", **BLOCK | {"retainer": "B-2", "threshold_hours": "4"})

    assert codes(office.generate("2026-01")) == []
    office.delete("Retainers", retainer="B-2")
    office.put("Retainers", {"retainer": "B-1"}, threshold_hours="3")
    assert codes(office.generate("2026-01")) == []


def test_hours_that_expire_unused_are_told_in_that_month_only(tmp_path: Path) -> None:
    office = office_of(
        tmp_path, entry("T-1", "2026-01-20", 420), end="2026-02-15", threshold_hours="4"
    )

    assert codes(office.generate("2026-01")) == ["BLK-01"]
    (expired,) = office.generate("2026-02").findings
    assert (expired.code, expired.column, "3.00" in expired.sentence) == ("BLK-02", "End", True)
    assert codes(office.generate("2026-03")) == []


def test_hours_beyond_a_block_that_are_gone_after_the_invoice_are_taken_back(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 600), entry("T-2", "2026-01-21", 60))
    office.bill("2026-01")
    office.put("Timesheets", {"entry": "T-2"}, billable="no")

    report = office.generate("2026-02")

    (draft,) = office.drafts()
    assert (codes(report), draft["quantity"], draft["amount"]) == (["PRE-07"], "-1", "-110.00")


def test_a_line_beyond_a_block_that_is_lost_is_not_billed_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-01-20", 720))
    office.bill("2026-01")
    office.delete("Prebilling", line=f"2026-01/{BEYOND}")
    office.type_row("Timesheets", **entry("T-2", "2026-01-31", 60))

    office.bill("2026-02")

    assert office.issued_cents() == (950 + 220 + 110) * 100


def test_a_price_that_ends_nowhere_is_billed_as_one_block(tmp_path: Path) -> None:
    office = office_of(tmp_path, amount="1000.00", included_hours="12")

    office.generate("2026-01")

    (line,) = office.lines()
    assert (line["quantity"], line["unit"], line["amount"]) == ("1", None, "1000.00")


def test_a_block_whose_month_was_never_generated_is_told(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-02-02", 60))

    report = office.generate("2026-03")

    assert codes(report) == ["BLK-03"]
    assert "B-1, bought in 2026-01, is not billed" in report.findings[0].sentence
    office.bill("2026-01")
    assert codes(office.generate("2026-03")) == []
    assert marks(office) == {"T-1": BOUGHT}


def test_a_block_that_only_the_journal_knows_is_not_told(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.bill("2026-01")
    office.delete("Prebilling", line=BOUGHT)
    office.delete("Allocations", line=BOUGHT)

    assert codes(office.generate("2026-03")) == []
