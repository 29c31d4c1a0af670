"""Marks of entries that somebody emptied, copied or left behind."""

from pathlib import Path

import pytest
from sample_office import TIME, Office, codes, entry

# Entries of an issued line.


@pytest.mark.parametrize("month", ["2026-03", "2026-04"])
@pytest.mark.parametrize("entries", [("T-1",), ("T-2",), ("T-1", "T-2")])
def test_an_issued_entry_whose_marks_are_emptied_goes_back_to_its_line(
    office: Office, entries: tuple[str, ...], month: str
) -> None:
    office.bill("2026-03")
    before = office.rows("Timesheets")
    for key in entries:
        office.put("Timesheets", {"entry": key}, line=None, invoice=None)

    report = office.generate(month)

    assert [code for code in codes(report) if code != "UNI-02"] == ["PRE-11"] * len(entries)
    assert f"line {TIME} of invoice 2026-00001" in report.findings[-1].sentence
    assert office.rows("Timesheets") == before
    assert [row for row in office.drafts() if row["axis"] == "time"] == []


def test_an_entry_that_kept_its_invoice_goes_back_whatever_its_minutes(office: Office) -> None:
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, line=None, minutes="60")

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-07", "PRE-11"]
    assert {row["line"] for row in office.rows("Timesheets")} == {TIME}
    assert office.amounts()[f"{TIME}/correction"] == "-50.00"


def test_new_work_of_other_minutes_is_not_taken_for_an_entry_that_is_gone(office: Office) -> None:
    office.bill("2026-03")
    office.delete("Timesheets", entry="T-2")
    office.type_row("Timesheets", **entry("T-3", "2026-03-21", 60))

    office.generate("2026-03")

    assert {row["line"]: row["amount"] for row in office.drafts()} == {
        f"{TIME}/correction": "-50.00",
        f"{TIME}+2": "100.00",
    }


def test_each_person_gets_back_their_own_entry(tmp_path: Path) -> None:
    entries = [
        entry("T-1", "2026-03-02", 60),
        entry("T-2", "2026-03-02", 60, person="BEN"),
        entry("T-3", "2026-03-03", 60, organisation="BIRCH"),
    ]
    clients = [{"client": "ALDER", "time_detail": "person"}]
    office = Office(tmp_path, Clients=clients, Timesheets=entries)
    office.bill("2026-03")
    before = office.rows("Timesheets")
    for key in ("T-1", "T-2", "T-3"):
        office.put("Timesheets", {"entry": key}, line=None, invoice=None)

    office.generate("2026-04")

    assert office.rows("Timesheets") == before
    assert office.drafts() == []


@pytest.mark.parametrize("per", ["entry", "day"])
def test_minutes_that_were_rounded_go_back_as_they_were_billed(tmp_path: Path, per: str) -> None:
    clients = [{"client": "ALDER", "rounding_minutes": "15", "rounding_per": per}]
    entries = [entry("T-1", "2026-03-02", 10), entry("T-2", "2026-03-02", 10)]
    entries.append(entry("T-3", "2026-03-03", 20, billable_percent="0.5"))
    office = Office(tmp_path, Clients=clients, Timesheets=entries)
    office.bill("2026-03")
    before = office.rows("Timesheets")
    office.put("Timesheets", {"entry": "T-2"}, line=None, invoice=None)

    report = office.generate("2026-03")

    assert codes(report) == ["PRE-11"]
    assert office.rows("Timesheets") == before
    assert office.drafts() == []


def test_a_client_who_gets_a_step_later_is_not_billed_again_for_it(tmp_path: Path) -> None:
    entries = [entry("T-1", "2026-03-02", 10), entry("T-2", "2026-03-02", 10)]
    office = Office(tmp_path, Timesheets=entries)
    office.bill("2026-03")
    office.put("Clients", {"client": "ALDER"}, rounding_minutes="15")

    assert codes(office.generate("2026-03")) == []

    office.put("Timesheets", {"entry": "T-2"}, minutes="40")  # which are 45 by now
    office.generate("2026-03")
    assert office.rows("Prebilling", line=f"{TIME}/correction")[0]["quantity"] == "0.59"


# Entries of a draft.


@pytest.mark.parametrize("month", ["2026-03", "2026-04"])
def test_a_deleted_draft_frees_its_entries(office: Office, month: str) -> None:
    office.generate("2026-03")
    office.delete("Prebilling", line=TIME)
    office.put("Timesheets", {"entry": "T-2"}, status="draft")

    office.generate(month)

    lines = {row["entry"]: row["line"] for row in office.rows("Timesheets")}
    late = f"2026-04{TIME.removeprefix('2026-03')}/2026-03"
    assert lines == {"T-1": TIME if month == "2026-03" else late, "T-2": None}
    assert office.journal.invoices() == []


def test_a_copied_row_of_prebilling_leaves_its_project_out(office: Office) -> None:
    office.generate("2026-03")
    before = office.rows("Timesheets")
    office.type_row("Prebilling", month="2026-03", project="P-1", line=TIME, axis="time")

    report = office.generate("2026-03")

    assert "TAB-11" in codes(report)
    assert report.skipped == ["P-1"]
    assert office.rows("Timesheets") == before


def test_an_entry_with_a_copied_mark_is_in_one_draft_only(office: Office) -> None:
    office.generate("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-04-02", line=TIME))

    office.generate("2026-03")
    office.generate("2026-04")

    assert {row["entry"]: row["line"] for row in office.rows("Timesheets")} == {
        "T-1": TIME,
        "T-2": TIME,
        "T-3": "2026-04/P-1/ADV/time/100",
    }


# A renamed project or service is no change of work.


@pytest.mark.parametrize(("table", "name"), [("Projects", "project"), ("Services", "service")])
def test_a_code_that_was_renamed_everywhere_corrects_nothing(
    office: Office, table: str, name: str
) -> None:
    office.bill("2026-03")
    old = {"project": "P-1", "service": "ADV"}[name]
    office.put(table, {name: old}, **{name: "NEW"})
    for key in ("T-1", "T-2"):
        office.put("Timesheets", {"entry": key}, **{name: "NEW"})
    if name == "project":
        for other in ("Schedules", "Units"):
            office.put(other, {"project": "P-1"}, project="NEW")

    office.generate("2026-04")

    assert [row["line"] for row in office.drafts() if "/time/" in row["line"]] == []


# What the run changed, in words.


def test_the_column_change_tells_quantity_amount_payers_and_phase(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "One", "client": "ALDER", "multi_payer": "yes"}
    office = Office(
        tmp_path,
        Projects=[project],
        Phases=[{"project": "P-1", "phase": "DESIGN", "name": "Design"}],
        Timesheets=[entry("T-1", "2026-03-02", 60)],
    )
    office.generate("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="120")
    office.type_row("Splits", project="P-1", payer="BIRCH", share="1")
    office.put("Prebilling", {"line": TIME}, phase="DESIGN", reduction="10.00")

    office.generate("2026-03")

    assert office.lines()[0]["change"] == (
        "quantity 1 → 2; reduction 10.00 → -; phase DESIGN → -; amount 100.00 → 200.00; "
        "payer ALDER 100.00 (S 21 %) → BIRCH 200.00 (S 21 %)"
    )


def test_a_day_that_is_rounded_and_withdrawn_once_it_is_issued_is_taken_back(
    tmp_path: Path,
) -> None:
    clients = [{"client": "ALDER", "rounding_minutes": "15", "rounding_per": "day"}]
    office = Office(tmp_path, Clients=clients, Timesheets=[entry("T-1", "2026-03-02", 50)])
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, status="draft")

    office.generate("2026-03")

    assert [row["amount"] for row in office.drafts()] == ["-100.00"]
