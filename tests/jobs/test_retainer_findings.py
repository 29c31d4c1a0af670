"""What the rows of retainers may not say, and what a run has to say about them."""

from pathlib import Path

import pytest
from retained_office import AMOUNT, BEYOND, MINIMUM, office_of
from sample_office import codes, entry


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"amount": "-1.00"}, "RET-01", "Amount"),
        ({"end": "2026-02-28"}, "RET-02", "End"),
        ({"included_hours": None}, "RET-03", "Included hours"),
        ({"kind": "block", "included_hours": "0"}, "RET-04", "Included hours"),
        ({"kind": "block", "rollover_hours": "2"}, "RET-05", "Carried hours at most"),
        ({"projects": "P-2, P-9"}, "RET-07", "Other projects"),
    ],
)
def test_an_unusable_row_is_told_and_leaves_out_its_projects(
    tmp_path: Path, cells: dict[str, str | None], code: str, column: str
) -> None:
    hours = (entry("T-1", "2026-03-02", 60), entry("T-2", "2026-03-02", 60, project="P-2"))
    office = office_of(tmp_path, *hours, **{"projects": "P-2", **cells})

    report = office.generate("2026-03")

    (told,) = [told for told in report.findings if told.code == code]
    assert (told.sheet, told.row, told.column) == ("Retainers", 5, column)
    assert (report.skipped, office.lines()) == (["P-1", "P-2"], [])


def test_a_row_with_a_cell_that_cannot_be_read_leaves_out_its_projects(tmp_path: Path) -> None:
    office = office_of(
        tmp_path, entry("T-1", "2026-03-02", 60, project="P-2"), projects="P-2", amount="lots"
    )

    report = office.generate("2026-03")

    assert (report.skipped, office.lines()) == (["P-1", "P-2"], [])


def test_two_retainers_for_the_same_hours_bill_nothing(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60), service="ADV")
    second = MINIMUM | {"retainer": "R-2", "project": "P-2", "projects": "P-1"}
    office.type_row("Retainers", **second)

    report = office.generate("2026-03")

    (told,) = [told for told in report.findings if told.code == "RET-06"]
    assert (told.row, "row 5" in told.sentence) == (6, True)
    assert (report.skipped, office.lines()) == (["P-1", "P-2"], [])


def test_a_pool_waits_for_a_project_that_has_errors(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-02", 60),
        entry("T-2", "2026-03-02", 2_000, project="P-2"),
        projects="P-2",
    )

    report = office.generate("2026-03")

    (told,) = [told for told in report.findings if told.code == "RET-08"]
    assert (told.row, "P-2" in told.sentence) == (5, True)
    assert (report.skipped, office.lines()) == (["P-1", "P-2"], [])


def test_a_retainer_of_one_project_waits_with_it_without_another_word(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 2_000))

    report = office.generate("2026-03")

    assert (report.skipped, office.lines()) == (["P-1"], [])
    assert "RET-08" not in codes(report)


def test_a_retainer_of_a_closed_project_says_nothing(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60))
    office.put("Projects", {"project": "P-1"}, status="closed")

    report = office.generate("2026-03")

    assert (codes(report), office.lines()) == ([], [])


def test_hours_wait_while_the_project_that_bills_them_is_not_active(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 600, project="P-2"), projects="P-2")
    office.put("Projects", {"project": "P-1"}, status="on hold")

    report = office.generate("2026-03")

    assert (codes(report), office.lines()) == (["RET-11"], [])


def test_hours_that_are_gone_after_the_invoice_are_taken_back_once(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 300), entry("T-2", "2026-03-03", 60))
    own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "9000"}
    office.type_row("Prebilling", **own)
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-2"}, billable="no")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-07"]
    (draft,) = office.drafts()
    assert (draft["line"], draft["quantity"], draft["amount"]) == (
        f"{BEYOND}/correction",
        "-1",
        "-110.00",
    )
    office.type_row("Prebilling", **own)
    office.bill("2026-03")
    assert (codes(office.generate("2026-03")), office.drafts()) == ([], [])


def test_hours_beyond_an_earlier_month_are_taken_back_in_the_month_that_runs(
    tmp_path: Path,
) -> None:
    entries = (entry("T-1", "2026-03-02", 480), entry("T-2", "2026-04-03", 60))
    office = office_of(tmp_path, *entries)
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="390")

    office.generate("2026-04")
    office.generate("2026-05")

    found = [row for row in office.drafts() if row["line"] == f"{BEYOND}/correction"]
    assert [(row["month"], row["quantity"], row["amount"]) for row in found] == [
        ("2026-04", "-1.5", "-165.00")
    ]


def test_hours_that_come_back_are_billed_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 480))
    office.bill("2026-03")
    for minutes in ("390", "450"):
        office.put("Timesheets", {"entry": "T-1"}, minutes=minutes)
        own = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "9000"}
        office.type_row("Prebilling", **own)
        office.bill("2026-03")

    beyond = [row["amount"] for row in office.lines() if "retainer/R-1/110" in row["line"]]
    assert beyond == ["330.00", "-165.00", "110.00"]


@pytest.mark.parametrize("cells", [{"quantity_override": "2"}, {}])
def test_hours_that_cannot_be_told_to_be_gone_are_told(
    tmp_path: Path, cells: dict[str, str]
) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 300), entry("T-2", "2026-03-03", 60))
    office.generate("2026-03")
    office.put("Prebilling", {"line": BEYOND}, **cells)
    office.bill("2026-03")
    if cells:
        office.put("Timesheets", {"entry": "T-2"}, billable="no")
    else:
        office.delete("Timesheets", entry="T-2")

    report = office.generate("2026-04")

    (told,) = [told for told in report.findings if told.code == "RET-09"]
    assert "1.00" in told.sentence
    assert "0.00" in told.sentence
    assert [row["line"] for row in office.drafts() if "correction" in row["line"]] == []


def test_every_month_that_was_passed_over_is_told(tmp_path: Path) -> None:
    office = office_of(tmp_path, start="2026-01-01")
    office.generate("2026-01")

    report = office.generate("2026-04")

    told = [finding.sentence for finding in report.findings if finding.code == "RET-10"]
    assert ["2026-02" in told[0], "2026-03" in told[1], len(told)] == [True, True, 2]


def test_a_month_whose_row_is_lost_is_not_told_as_passed_over(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.bill("2026-03")
    office.delete("Prebilling", line=AMOUNT)

    assert "RET-10" not in codes(office.generate("2026-04"))


def test_a_month_that_was_never_generated_is_told(tmp_path: Path) -> None:
    office = office_of(tmp_path, start="2026-02-01")

    report = office.generate("2026-03")

    assert codes(report) == ["RET-10"]
    assert codes(office.generate("2026-02")) == []
    assert codes(office.generate("2026-03")) == []
