"""What a run writes beside the time entries, and that it takes it back with the line."""

from pathlib import Path
from typing import Any

from sample_office import TIME, Office, entry

from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.tables.catalogue import BY_NAME

STEP = [{"client": "ALDER", "name": "Alder SRL", "rounding_minutes": 15}]


def marks(office: Office) -> list[tuple[Any, ...]]:
    names = ("entry", "line", "minutes", "billed_minutes")
    rows = records(load(office.book), BY_NAME["Timesheets"])
    return [tuple(row[name] for name in names) for row in rows]


def test_each_entry_names_its_line_and_the_minutes_billed_of_it(tmp_path: Path) -> None:
    rows = [entry("T-000007", "2026-03-02", 50), {**entry("", "2026-03-03", 20), "entry": None}]
    office = Office(tmp_path, Clients=STEP, Timesheets=rows)

    office.generate("2026-03")

    assert marks(office) == [("T-000007", TIME, 50, 60), ("T-000008", TIME, 20, 30)]


def test_an_entry_that_is_not_billed_has_no_mark(tmp_path: Path) -> None:
    rows = [
        entry("T-1", "2026-03-02", billable="no"),
        entry("T-2", "2026-03-02", status="draft"),
        entry("T-3", "2026-04-01"),
    ]
    office = Office(tmp_path, Timesheets=rows)

    office.generate("2026-03")

    assert [line for _, line, _, _ in marks(office)] == [None, None, None]


def test_an_entry_that_is_withdrawn_loses_its_marks(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=[entry("T-1", "2026-03-02"), entry("T-2", "2026-03-02")])
    office.generate("2026-03")

    office.book.put("Timesheets", 1, billable="no")
    office.generate("2026-03")

    assert marks(office) == [("T-1", TIME, 60, 60), ("T-2", None, 60, None)]


def test_a_second_run_writes_no_mark(tmp_path: Path) -> None:
    office = Office(tmp_path, Clients=STEP, Timesheets=[entry("T-1", "2026-03-02", 50)])
    office.generate("2026-03")
    writes = office.book.writes

    office.generate("2026-03")

    assert office.book.writes == writes


def test_a_workbook_without_the_column_is_billed_all_the_same(tmp_path: Path) -> None:
    office = Office(tmp_path, Clients=STEP, Timesheets=[entry("T-1", "2026-03-02", 50)])
    office.book.rename("Timesheets", "Billed minutes", "My own minutes")

    office.generate("2026-03")

    row = records(load(office.book), BY_NAME["Prebilling"])[0]
    assert (row["quantity"], row["amount"], row["value"]) == ("1", "100.00", "83.00")


def test_a_part_beyond_the_whole_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [entry("T-1", "2026-03-02", billable_percent="50")]
    office = Office(tmp_path, Timesheets=rows)

    report = office.generate("2026-03")

    told = [one for one in report.findings if one.code == "TIM-06"]
    assert [(one.sheet, one.column) for one in told] == [("Timesheets", "Billable part")]
    assert "0 % to 100 %" in told[0].message
    assert records(load(office.book), BY_NAME["Prebilling"]) == []
