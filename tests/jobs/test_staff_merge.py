"""Merge: what came back, once."""

from datetime import date
from pathlib import Path

import pytest
from staff_office import DAY, FIRM, HOURS, StaffOffice, notes, rename

from addin.jobs.report import ExitStatus
from addin.jobs.sharing_out.merging import NotSharedError


@pytest.fixture
def office(tmp_path: Path) -> StaffOffice:
    """Its file of Anne, just shared."""
    office = StaffOffice(tmp_path)
    office.share("AN")
    return office


def test_new_hours_come_in_as_drafts_of_the_person_with_the_next_number(
    office: StaffOffice,
) -> None:
    office.add("Timesheets", **HOURS, note="late call")
    report = office.merge()

    assert (report.added, report.changed) == (1, 0)
    assert office.column("Timesheets", "entry")[-1] == "T-000005"
    assert office.column("Timesheets", "person")[-1] == "AN"
    assert office.column("Timesheets", "note")[-1] == "late call"
    assert office.column("Timesheets", "status")[-1] is None


def test_a_changed_cell_comes_back_and_the_others_stay(office: StaffOffice) -> None:
    office.type("Timesheets", 1, minutes=15)
    office.book.put("Timesheets", 1, note="corrected in the firm")
    report = office.merge()

    assert (report.added, report.changed) == (0, 1)
    assert office.column("Timesheets", "minutes") == [61, 15, 63, 64]
    assert office.column("Timesheets", "note")[1] == "corrected in the firm"


def test_a_cell_that_was_emptied_comes_back_empty(office: StaffOffice) -> None:
    office.type("Timesheets", 0, note=None)
    office.merge()

    assert office.column("Timesheets", "note")[0] is None


def test_units_progress_expenses_and_contacts_come_back(office: StaffOffice) -> None:
    office.type("Units", 0, quantity=38)
    office.add("Units", month=date(2026, 11, 1), project="P-C", service="PAY", quantity=4)
    office.type("Progress", 0, percent=0.5)
    office.add("Expenses", date=DAY, project="P-C", description="Stamps", amount=9.6)
    office.type("Clients", 1, contact="Cid Cedar", email="cid@cedar.example")
    report = office.merge()

    assert (report.added, report.changed) == (2, 3)
    assert office.column("Units", "quantity") == [38, 4]
    assert office.column("Progress", "percent") == [pytest.approx(0.5)]
    assert office.column("Expenses", "expense") == ["X-000001", "X-000002"]
    assert office.column("Clients", "email")[2] == "cid@cedar.example"


def test_all_tables_are_written_together(office: StaffOffice) -> None:
    office.type("Units", 0, quantity=38)
    office.add("Timesheets", **HOURS)
    office.merge()

    assert office.book.writes == 1
    assert office.book.kept[0][0] == "merge"


def test_a_dry_run_says_the_same_and_leaves_no_trace(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    before = notes(office)
    report = office.merge(dry_run=True)

    assert (report.added, report.dry_run) == (1, True)
    assert (office.book.writes, notes(office)) == (0, before)


def test_merging_twice_adds_nothing(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    office.type("Timesheets", 1, minutes=15)
    office.merge()
    report = office.merge()

    assert (report.added, report.changed, office.book.writes) == (0, 0, 1)
    assert report.findings == []


def test_the_same_hours_twice_in_the_file_are_two_entries(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    office.merge()
    office.add("Timesheets", **HOURS)

    assert office.merge().added == 1
    assert office.merge().added == 0
    assert office.column("Timesheets", "minutes").count(45) == 2


def test_a_person_who_goes_on_working_in_the_file_brings_only_what_is_new(
    office: StaffOffice,
) -> None:
    office.add("Timesheets", **HOURS)
    office.merge()
    office.add("Timesheets", **{**HOURS, "minutes": 20})
    office.type("Timesheets", 0, minutes=10)
    report = office.merge()

    assert (report.added, report.changed) == (1, 1)
    assert office.column("Timesheets", "minutes") == [10, 62, 63, 64, 45, 20]


def test_what_the_firm_corrected_after_a_merge_stays_corrected(office: StaffOffice) -> None:
    office.type("Timesheets", 0, minutes=10)
    office.merge()
    office.book.put("Timesheets", 0, minutes=30)
    report = office.merge()

    assert (report.changed, report.findings) == (0, [])
    assert office.column("Timesheets", "minutes")[0] == 30


def test_an_old_file_merged_after_a_new_one_takes_nothing_again(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    office.merge()
    old = office.copy
    office.share("AN")
    office.type("Timesheets", 2, minutes=50)
    office.merge()
    office.copy = old

    assert (office.merge().added, office.column("Timesheets", "minutes")[-1]) == (0, 50)


def test_a_number_of_the_persons_own_is_kept_and_known_again(office: StaffOffice) -> None:
    office.add("Timesheets", entry="N-1", **HOURS)
    office.merge()
    office.type("Timesheets", 2, minutes=46)
    report = office.merge()

    assert (report.added, report.changed) == (0, 1)
    assert office.column("Timesheets", "entry")[-1] == "N-1"
    assert office.column("Timesheets", "minutes")[-1] == 46


def test_rows_that_lie_outside_the_groups_by_now_may_come_back_unchanged(
    office: StaffOffice,
) -> None:
    office.book.put("Clients", 0, groups="Liège")

    assert office.merge().changed == 0


def test_a_read_only_cell_that_says_what_the_firm_says_by_now_is_no_change(
    office: StaffOffice,
) -> None:
    office.type("Timesheets", 0, status="approved")
    office.book.put("Timesheets", 0, status="approved")

    assert office.merge().findings == []


def test_an_entry_that_the_firm_has_deleted_stays_deleted(office: StaffOffice) -> None:
    office.book.put("Timesheets", 1, entry="T-000009")

    assert (office.merge().added, office.book.writes) == (0, 0)


def test_an_undone_merge_is_told_and_taken_again_only_when_asked(
    office: StaffOffice, tmp_path: Path
) -> None:
    office.add("Timesheets", **HOURS)
    office.type("Timesheets", 0, minutes=10)
    office.merge()
    after = StaffOffice(tmp_path)
    after.copy = office.copy
    report = after.merge()

    assert [told.code for told in report.findings] == ["SHR-16", "SHR-16"]
    assert (report.added, report.changed, after.book.writes) == (0, 0, 0)
    again = after.merge(again=True)
    assert (again.added, again.changed) == (1, 1)
    assert after.column("Timesheets", "entry")[-1] == "T-000005"
    assert after.merge(again=True).findings == []


def test_a_deleted_row_stays_in_the_firm_and_is_told(office: StaffOffice) -> None:
    office.delete("Timesheets", 1)
    report = office.merge()

    assert [told.code for told in report.findings] == ["SHR-17"]
    assert report.exit_status is ExitStatus.FINDINGS
    assert office.column("Timesheets", "entry")[1] == "T-000002"


def test_hours_that_the_firm_has_entered_too_are_told(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    office.book.type_row("Timesheets", **HOURS, person="AN", entry="T-000010")
    report = office.merge()

    assert [told.code for told in report.findings] == ["SHR-18"]
    assert office.column("Timesheets", "entry")[-2:] == ["T-000010", "T-000011"]


def test_hours_like_others_of_the_same_file_are_nothing_to_tell(office: StaffOffice) -> None:
    office.add("Timesheets", **{**HOURS, "date": date(2026, 10, 5), "minutes": 61})
    report = office.merge()

    assert (report.added, report.findings) == (1, [])


def test_a_number_that_was_given_once_is_not_given_again(office: StaffOffice) -> None:
    office.add("Timesheets", **HOURS)
    office.merge()
    office.book.put("Timesheets", 4, entry="T-000002x")
    office.book.type_row("Prebilling", line="L", origin="expense X-000007", project="P-A")
    office.add("Timesheets", **{**HOURS, "minutes": 5})
    office.add("Expenses", date=DAY, project="P-A", description="Bus", amount=3)

    assert [told.code for told in office.merge().findings] == ["SHR-16"]
    assert office.column("Timesheets", "entry")[-1] == "T-000006"
    assert office.column("Expenses", "expense")[-1] == "X-000008"


def test_a_file_that_a_program_has_saved_anew_comes_back_the_same(office: StaffOffice) -> None:
    rename(office.copy, "no such heading", "")
    report = office.merge()

    assert (report.added, report.changed, report.findings) == (0, 0, [])


def test_columns_that_the_person_added_are_not_taken_and_that_is_told(
    office: StaffOffice,
) -> None:
    office.book.drop_column("Timesheets", "Note")
    report = office.merge()

    assert [told.code for told in report.findings] == ["SHR-22"]


def test_what_is_noted_holds_nothing_that_the_file_does_not(office: StaffOffice) -> None:
    (content,) = notes(office)

    assert b"Birch" not in content
    assert b"77.31" not in content


def test_a_workbook_that_cannot_be_written_leaves_the_file_to_be_merged_later(
    office: StaffOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.add("Timesheets", **HOURS)

    def fails(_: object) -> None:
        raise NotSharedError(file="full disk")

    with monkeypatch.context() as patch:
        patch.setattr(office.book, "write", fails)
        with pytest.raises(NotSharedError):
            office.merge()

    assert office.merge().added == 1
    assert FIRM["Timesheets"][0]["entry"] == "T-000001"
