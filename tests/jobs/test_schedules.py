"""Schedules with phases, shares, indexes and deposits: what is wrong with their rows is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import FEE, Office, codes, two_projects
from sound_rows import FEWER

from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

STAGE = {"project": "P-1", "service": "ACC", "axis": "milestone", "start": "2026-03-01"}
PROGRESS = {"project": "P-1", "service": "ACC", "axis": "progress", "start": "2026-01-01"}
PROJECT = {"project": "P-1", "name": "One", "client": "ALDER", "fee": "1000.00"}
PHASE = {"project": "P-1", "phase": "DESIGN", "fee": "500.00"}
INDEXED = {**FEE, "index": "Health"}
HEALTH = {"index": "Health", "valid_from": "2026-01-01", "value": "133.12"}


def found(office: Office, month: str = "2026-03") -> list[tuple[str, str, int | None]]:
    """Codes and places of the findings of a run, but for the projects left out."""
    report = office.generate(month)
    places = ((told.code, told.sheet, told.row) for told in report.findings)
    return [place for place in places if place[0] != "PRJ-03"]


Rows = Sequence[Mapping[str, Any]]


@pytest.mark.parametrize(
    ("rows", "code", "sheet"),
    [
        pytest.param([{**STAGE, "phase": "WORKS", "share": "0.3"}], "PHA-01", "Schedules", id="p"),
        pytest.param([{**STAGE, "share": "1.01"}], "STG-02", "Schedules", id="share"),
        pytest.param([{**INDEXED, "index": "Rents"}], "IDX-01", "Schedules", id="unknown-index"),
        pytest.param([{**INDEXED, "start": "2025-06-01"}], "IDX-02", "Schedules", id="too-early"),
        pytest.param([{**INDEXED, "start": None}], "IDX-04", "Schedules", id="from-nowhere"),
        pytest.param([{**INDEXED, "index_base": "0"}], "SCH-21", "Schedules", id="base-of-zero"),
    ],
)
def test_a_schedule_that_cannot_be_billed_leaves_its_project_out(
    tmp_path: Path, rows: Rows, code: str, sheet: str
) -> None:
    office = Office(tmp_path, Projects=[PROJECT], Schedules=rows, Phases=[PHASE], Indexes=[HEALTH])

    assert found(office) == [(code, sheet, 5)]
    assert office.lines() == []


@pytest.mark.parametrize("row", [{**STAGE, "share": "0.3"}, PROGRESS])
def test_a_share_or_progress_without_any_fee_is_told(tmp_path: Path, row: dict[str, str]) -> None:
    office = Office(tmp_path, Schedules=[row])

    assert found(office) == [("STG-01", "Schedules", 5)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"amount": "200.00"}, "60.00", id="of-its-own-amount"),
        pytest.param({"phase": "design"}, "150.00", id="of-the-phase"),
        pytest.param({}, "300.00", id="of-the-project"),
        pytest.param({"phase": "PERMIT"}, "300.00", id="of-the-project-where-the-phase-has-none"),
        pytest.param({"axis": "deposit"}, "300.00", id="deposit"),
    ],
)
def test_a_share_is_of_the_nearest_fee(tmp_path: Path, row: dict[str, str], expected: str) -> None:
    phases = [PHASE, {"project": "P-1", "phase": "PERMIT"}]
    office = Office(
        tmp_path, Projects=[PROJECT], Schedules=[{**STAGE, "share": "0.3"} | row], Phases=phases
    )

    office.generate("2026-03")

    assert list(office.amounts().values()) == [expected]


def test_the_phase_of_a_line_is_spelled_as_on_its_own_sheet(tmp_path: Path) -> None:
    fee = {**FEE, "phase": "design"}
    office = Office(tmp_path, Projects=[PROJECT], Schedules=[fee], Phases=[PHASE])

    office.generate("2026-03")

    (line,) = office.lines()
    assert (line["phase"], line["line"]) == ("DESIGN", "2026-03/P-1/ACC/fixed/2026-01-01/@DESIGN")


def test_stages_above_100_percent_leave_the_project_out_and_below_are_only_noted(
    tmp_path: Path,
) -> None:
    rows = [
        {**STAGE, "share": "0.6"},
        {**STAGE, "share": "0.5", "start": "2026-04-01"},
        {**STAGE, "project": "P-2", "amount": "100.00", "share": "0.6"},
    ]
    projects = two_projects()
    projects[0]["fee"] = "1000.00"
    office = Office(tmp_path, Projects=projects, Schedules=rows)

    assert found(office) == [("STG-03", "Schedules", 6), ("STG-04", "Schedules", 7)]
    assert [(line["project"], line["amount"]) for line in office.lines()] == [("P-2", "60.00")]


def test_the_same_stage_of_two_phases_is_not_told_twice(tmp_path: Path) -> None:
    phases = [PHASE, {**PHASE, "phase": "WORKS"}]
    rows = [{**STAGE, "phase": one["phase"], "share": "1"} for one in phases]
    office = Office(tmp_path, Projects=[PROJECT], Schedules=rows, Phases=phases)

    assert found(office) == []
    assert list(office.amounts().values()) == ["500.00", "500.00"]


@pytest.mark.parametrize("axis", ["progress", "time", "milestone"])
def test_an_index_that_is_not_used_is_told(tmp_path: Path, axis: str) -> None:
    share = "1" if axis == "milestone" else None
    row = {**STAGE, "axis": axis, "share": share, "index": "Health"}
    office = Office(tmp_path, Projects=[PROJECT], Schedules=[row], Indexes=[HEALTH])

    assert found(office) == [("IDX-05", "Schedules", 5)]


def test_a_base_of_its_own_lets_an_index_begin_after_the_fee(tmp_path: Path) -> None:
    row = {**INDEXED, "start": "2025-11-01", "index_base": "130.00"}
    office = Office(tmp_path, Schedules=[row], Indexes=[HEALTH])

    assert found(office, "2026-01") == []
    assert list(office.amounts().values()) == ["85.33"]
    assert found(office, "2025-12") == [("IDX-02", "Schedules", 5)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({**HEALTH, "index": "HEALTH", "value": "140"}, id="same-day"),
        pytest.param({"index": "Health", "valid_from": "2026-02-01", "value": None}, id="no-value"),
    ],
)
def test_a_row_of_an_index_that_is_not_clear_stops_the_fees_that_follow_it(
    tmp_path: Path, second: dict[str, Any]
) -> None:
    office = Office(tmp_path, Schedules=[{**INDEXED, "start": "2026-02-01"}], Indexes=[HEALTH])
    office.type_row("Indexes", **second)

    report = office.generate("2026-03")

    assert "IDX-03" in codes(report)
    assert office.lines() == []


def test_the_settings_say_how_days_count_where_the_schedule_does_not(tmp_path: Path) -> None:
    projects = two_projects()
    fee = {**FEE, "amount": "250.00", "amount_per": "period", "start": "2026-02-24"}
    rows = [fee, {**fee, "project": "P-2", "proration": "days"}]
    settings = [{"setting": "proration", "value": "30-day"}]
    office = Office(tmp_path, Projects=projects, Schedules=rows, Settings=settings)

    office.generate("2026-02")

    assert list(office.amounts().values()) == ["58.33", "44.64"]


@pytest.mark.parametrize("axis", ["deposit", "milestone"])
def test_what_is_billed_at_once_wants_a_day(tmp_path: Path, axis: str) -> None:
    row = {"project": "P-1", "service": "ACC", "axis": axis, "amount": "100.00"}

    assert found(Office(tmp_path, Schedules=[row])) == [("SCH-04", "Schedules", 5)]


def test_progress_is_checked_row_by_row(tmp_path: Path) -> None:
    rows = [
        {"month": "2026-01", "project": "P-1", "phase": "DESIGN", "percent": "0.5"},
        {"month": "2026-02", "project": "P-1", "phase": "DESIGN", "percent": "0.4"},
        {"month": "2026-01", "project": "P-1", "phase": "WORKS", "percent": "0.4"},
        {"month": "2026-01", "project": "P-1", "percent": "1.2"},
    ]
    schedules = [{**PROGRESS, "phase": "DESIGN"}, PROGRESS]
    office = Office(
        tmp_path, Projects=[PROJECT], Schedules=schedules, Phases=[PHASE], Progress=rows
    )

    assert found(office) == [
        ("PROG-02", "Progress", 6),
        ("PHA-01", "Progress", 7),
        ("PROG-03", "Progress", 7),
        ("PROG-01", "Progress", 8),
    ]


def test_progress_typed_twice_leaves_the_project_out(tmp_path: Path) -> None:
    rows = [{"month": "2026-01", "project": "P-1", "percent": "0.5"}]
    office = Office(tmp_path, Projects=[PROJECT], Schedules=[PROGRESS], Progress=rows)
    office.type_row("Progress", **{**rows[0], "percent": "0.6"})

    assert [place[:2] for place in found(office)] == [("TAB-11", "Progress")]
    assert office.lines() == []


ANYTHING: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(["", "x", "#N/A", "P-1", "DESIGN", "Health", "PAY", "2026-10", "12,5", "yes"]),
    st.sampled_from([0.0, -1.0, 0.5, 1.0, 13.0, 45.0, 1e-9, 1e11, 1e300, 2026.0, 46326.0]),
    st.dates(),
)
TABLES = ("Projects", "Phases", "Schedules", "Progress", "Indexes", "Volumes", "Units")


@FEWER
@given(data=st.data())
def test_no_cell_whatever_keeps_a_month_from_being_generated(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    usual = {"project": "P-1", "service": "PAY"}
    office = Office(
        tmp_path_factory.mktemp("office"),
        Projects=[PROJECT],
        Phases=[PHASE],
        Schedules=[
            {**INDEXED, "start": "2026-01-01"},
            {**STAGE, "share": "0.3"},
            {**STAGE, "share": "0.7", "start": "2026-12-01"},
            {**PROGRESS, "phase": "DESIGN"},
        ],
        Progress=[{"month": "2026-02", "project": "P-1", "phase": "DESIGN", "percent": "0.25"}],
        Indexes=[HEALTH],
        Volumes=[{**usual, "fiscal_year": "2026", "planned": "100"}],
        Units=[{**usual, "month": "2026-03", "quantity": "120"}],
    )
    for _ in range(data.draw(st.integers(1, 6))):
        [grid] = office.book.read([data.draw(st.sampled_from(TABLES))]).values()
        index = data.draw(st.integers(0, grid.height - 1))
        heading = data.draw(st.sampled_from(grid.headings))
        office.book.write([TableEdit(grid.table, {index: {heading: data.draw(ANYTHING)}})])

    report = office.generate("2026-12")

    assert all(told.message for told in report.findings)
    again = office.generate("2026-12")
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
