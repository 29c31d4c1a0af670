"""Merge: what may not be taken, with its cell, and then nothing is."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from staff_office import FIRM, HOURS, StaffOffice, note_files, notes, refused, rename

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from addin.jobs.sharing_out.merging import NotSharedError
from addin.jobs.sharing_out.record import UnknownCopyError


@pytest.fixture
def office(tmp_path: Path) -> StaffOffice:
    """Its file of Anne, just shared."""
    office = StaffOffice(tmp_path)
    office.share("AN")
    return office


def test_both_sides_changed_is_told_with_both_values(office: StaffOffice) -> None:
    office.type("Timesheets", 0, minutes=90)
    office.book.put("Timesheets", 0, minutes=75)

    assert refused(office) == [("SHR-08", 5, "minutes")]
    office.book.put("Timesheets", 0, minutes=90)
    assert office.merge().changed == 0


def test_units_that_both_sides_entered_are_told_unless_they_agree(office: StaffOffice) -> None:
    units: dict[str, Any] = {"month": date(2026, 11, 1), "project": "P-A", "service": "PAY"}
    office.add("Units", **units, quantity=4)
    office.book.type_row("Units", **units, quantity=5)

    assert refused(office) == [("SHR-08", 6, "quantity")]
    office.book.put("Units", 1, quantity=4)
    rows = office.merge().unchanged
    assert (office.merge().added, office.merge().unchanged) == (0, rows + 1)


def test_a_row_of_another_person_is_refused(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS, person="BO")

    assert refused(office) == [("SHR-06", 7, "person")]


def test_an_entry_is_not_handed_to_another_person(office: StaffOffice) -> None:
    office.type("Timesheets", 0, person="BO")

    assert refused(office) == [("SHR-06", 5, "person")]


@pytest.mark.parametrize("cells", [{"project": "P-B"}, {"organisation": "BIRCH"}])
def test_work_outside_the_groups_is_refused(office: StaffOffice, cells: dict[str, str]) -> None:
    office.add("Timesheets", **{**HOURS, **cells})
    office.type("Timesheets", 0, **cells)

    (column,) = cells
    assert refused(office) == [("SHR-07", 5, column), ("SHR-07", 7, column)]


def test_groups_are_those_of_the_day_of_the_merge(office: StaffOffice) -> None:
    office.type("Timesheets", 0, minutes=1)
    office.type("Clients", 0, contact="Somebody else")
    office.book.put("Clients", 0, groups="Liège")

    assert refused(office) == [("SHR-07", 5, "client"), ("SHR-07", 5, "project")]


def test_a_project_that_nobody_has_is_refused(office: StaffOffice) -> None:
    office.add("Timesheets", **{**HOURS, "project": "P-Z"})

    assert {code for code, *_ in refused(office)} == {"SHR-07", "TAB-10"}


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("Clients", {"name": "Alder & Sons"}),
        ("Projects", {"name": "Free of charge"}),
        ("Staff", {"weekly_hours": 20}),
        ("Timesheets", {"status": "approved"}),
    ],
)
def test_a_cell_that_is_to_be_read_is_not_changed(
    office: StaffOffice, table: str, cells: dict[str, str]
) -> None:
    office.type(table, 0, **cells)

    assert refused(office) == [("SHR-09", 5, *cells)]


def test_nobody_approves_their_own_new_hours(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS, status="approved")

    assert refused(office) == [("SHR-09", 7, "status")]


def test_clients_and_projects_are_not_added_from_a_shared_file(office: StaffOffice) -> None:
    office.add("Clients", client="NEW", name="New NV")
    office.add("Projects", project="P-N", name="New", client="ALDER")

    assert refused(office) == [("SHR-10", 7, None), ("SHR-10", 7, None)]


@pytest.mark.parametrize(
    ("cells", "code"), [({"invoice": "2026-00001"}, "SHR-11"), ({"status": "approved"}, "SHR-12")]
)
def test_what_is_invoiced_or_approved_is_not_changed(
    office: StaffOffice, cells: dict[str, str], code: str
) -> None:
    office.book.put("Timesheets", 0, **cells)
    assert office.merge().changed == 0

    office.type("Timesheets", 0, minutes=1)
    assert refused(office) == [(code, 5, None)]


def test_the_number_of_somebody_elses_entry_is_not_taken(office: StaffOffice) -> None:
    office.add("Timesheets", entry="T-000003", **HOURS)

    assert refused(office) == [("SHR-13", 7, "entry")]


def test_a_change_to_an_entry_that_the_firm_has_deleted_is_refused(tmp_path: Path) -> None:
    office = StaffOffice(tmp_path)
    office.share("AN")
    office.type("Timesheets", 1, minutes=1)
    office.book.put("Timesheets", 1, entry="T-000009")

    assert refused(office) == [("SHR-14", 6, None)]


def test_a_row_without_a_number_that_may_be_one_taken_before_is_asked_about(
    office: StaffOffice,
) -> None:
    office.add("Timesheets", **HOURS)
    office.merge()
    office.type("Timesheets", 2, minutes=50)

    assert refused(office) == [("SHR-15", 7, "entry")]
    office.type("Timesheets", 2, entry="T-000005")
    assert (office.merge().changed, office.column("Timesheets", "minutes")[-1]) == (1, 50)


def test_an_entry_that_the_firm_has_moved_outside_the_groups_takes_no_change(
    office: StaffOffice,
) -> None:
    office.book.put("Timesheets", 0, project="P-B")
    office.type("Timesheets", 0, minutes=5)

    assert refused(office) == [("SHR-07", 5, "project")]


def test_an_address_or_a_mobile_that_cannot_be_one_is_refused(office: StaffOffice) -> None:
    office.type("Clients", 0, email="ada@alder", mobile="12")

    assert {column for _, _, column in refused(office)} == {"email", "mobile"}


def test_a_cell_that_cannot_be_read_is_refused_with_its_place(office: StaffOffice) -> None:
    office.type("Timesheets", 0, minutes="an hour")

    assert ("TAB-05", 5, "minutes") in refused(office)


def test_what_was_wrong_in_the_firm_before_does_not_keep_hours_from_coming_back(
    tmp_path: Path,
) -> None:
    wrong = {**FIRM["Timesheets"][0], "service": "GONE", "minutes": "an hour"}
    undated = {**FIRM["Timesheets"][1], "date": None}
    office = StaffOffice(tmp_path, {**FIRM, "Timesheets": [wrong, undated]})
    office.share("AN")
    office.add("Timesheets", **HOURS)

    assert (office.merge().added, office.merge().findings) == (1, [])
    office.type("Timesheets", 1, note="now touched")
    assert refused(office) == [("TAB-04", 6, "date")]


def test_one_number_in_two_rows_is_refused(office: StaffOffice) -> None:
    office.add("Timesheets", entry="T-000001", **HOURS)

    assert ("TAB-11", 7, "entry") in refused(office)


def test_a_changed_row_and_a_copy_of_it_from_before_are_refused(office: StaffOffice) -> None:
    as_shared = {**HOURS, "date": date(2026, 10, 5), "minutes": 61, "note": "first"}
    office.add("Timesheets", entry="T-000001", person="AN", **as_shared)
    office.type("Timesheets", 0, minutes=5)

    assert refused(office) == [("TAB-11", 7, "entry")]


def test_a_lost_sheet_is_refused(office: StaffOffice) -> None:
    workbook = load_workbook(office.copy)
    try:
        del workbook["Units"]
        workbook.save(office.copy)
    finally:
        workbook.close()

    assert refused(office) == [("TAB-01", None, None)]


def test_a_lost_column_would_seem_emptied_and_is_refused(office: StaffOffice) -> None:
    heading = "Note"
    rename(office.copy, heading, "Remarks")

    assert ("TAB-02", None, "note") in refused(office)


def test_a_workbook_that_was_not_shared_is_refused(office: StaffOffice, tmp_path: Path) -> None:
    office.copy = tmp_path / "other.xlsx"
    workbook = Workbook()
    workbook.save(office.copy)
    workbook.close()

    with pytest.raises(NotSharedError, match="SHR-21"):
        office.merge()


@pytest.mark.parametrize("number", ["../../planted", "f" * 32, ""])
def test_a_file_that_this_workbook_did_not_share_is_refused(
    office: StaffOffice, tmp_path: Path, number: str
) -> None:
    (tmp_path / "planted.json").write_bytes(notes(office)[0])
    open_book(office.copy).write([TableEdit("SharedCopy", {0: {"Number": number}})])

    with pytest.raises(BillingError) as refusal:
        office.merge()
    assert isinstance(refusal.value, UnknownCopyError | NotSharedError)


def test_a_damaged_record_is_refused(office: StaffOffice) -> None:
    for path in note_files(office):
        path.write_text(json.dumps({"number": "x"}))

    with pytest.raises(UnknownCopyError, match="SHR-05"):
        office.merge()


def test_who_has_left_the_firm_brings_nothing_back(office: StaffOffice) -> None:
    office.book.put("Staff", 0, person="ANNA")

    with pytest.raises(BillingError, match="SHR-01"):
        office.merge()
