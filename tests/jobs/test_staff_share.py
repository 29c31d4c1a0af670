"""Share: one person's part of the workbook, and nothing that is not theirs."""

from pathlib import Path

import pytest
from books.soundness import assert_sound
from staff_office import FIRM, MOMENT, StaffOffice, everything_in, found_in

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.errors import BillingError, RefusedError
from addin.jobs.content import load
from addin.jobs.generating import generate
from addin.jobs.report import ExitStatus
from addin.jobs.running import run
from addin.jobs.sharing_out.policy import LOOKED_AT
from addin.jobs.sharing_out.sharing import CopyExistsError, ShareRequest, share
from addin.jobs.sharing_out.sight import (
    NoGroupsError,
    SeveralPeopleError,
    UnknownPersonError,
    sight_of,
)
from addin.tables.catalogue import BY_NAME
from addin.words import Language


@pytest.fixture
def office(tmp_path: Path) -> StaffOffice:
    """Its firm, with nothing shared yet."""
    return StaffOffice(tmp_path)


def test_a_person_gets_the_clients_of_their_groups_and_of_everyone(office: StaffOffice) -> None:
    office.share("AN")

    assert office.shared("Clients", "client") == ["ALDER", "CEDAR"]
    assert office.shared("Projects", "project") == ["P-A", "P-C"]


def test_a_person_gets_their_own_work_on_these_projects(office: StaffOffice) -> None:
    office.share("AN")

    assert office.shared("Timesheets", "entry") == ["T-000001", "T-000002"]
    assert office.shared("Expenses", "expense") == ["X-000001"]
    assert office.shared("Staff", "person") == ["AN"]


def test_a_client_in_several_groups_is_seen_by_each_of_them(office: StaffOffice) -> None:
    office.share("BO")

    assert office.shared("Clients", "client") == ["ALDER", "BIRCH", "CEDAR"]


@pytest.mark.parametrize("name", ["an", "ANNE@parc.example", "Anne Ash"])
def test_a_person_is_found_by_code_address_or_name(office: StaffOffice, name: str) -> None:
    assert sight_of(load(office.book), name).person == "AN"


def test_nothing_of_others_is_left_in_any_part_of_the_file(office: StaffOffice) -> None:
    office.share("AN")
    content = everything_in(office.copy)

    others = ("Birchwood", "birchwood.example", "0403170701", "P-B", "Merger", "Bob", "T-000003")
    kept = ("77.31", "14.79", "61.23", "4321.09", "0.1234", "0.17", "BE68", "BE71", "secret-server")
    groups = ("Brussels", "Liège", "fiche de paie")
    assert [text for text in (*others, *kept, *groups) if found_in(content, text)] == []
    assert [text for text in ("Alder", "Anne Ash", "37") if not found_in(content, text)] == []


def test_a_payer_outside_the_groups_is_not_named_beside_an_entry(tmp_path: Path) -> None:
    entries = [{**FIRM["Timesheets"][0], "organisation": "BIRCH"}]
    office = StaffOffice(tmp_path, {**FIRM, "Timesheets": entries})
    office.share("AN")

    assert office.shared("Timesheets", "organisation") == [None]
    assert office.merge().changed == 0
    assert office.column("Timesheets", "organisation") == ["BIRCH"]


def test_a_client_listed_twice_is_seen_only_where_both_rows_may_be(tmp_path: Path) -> None:
    twice = [*FIRM["Clients"], {"client": "cedar", "name": "Cedar two", "groups": "Liège"}]
    office = StaffOffice(tmp_path, {**FIRM, "Clients": twice})

    assert sight_of(load(office.book), "AN").clients == {"ALDER"}


def test_a_client_whose_groups_cannot_be_read_is_seen_by_nobody(office: StaffOffice) -> None:
    office.book.put("Clients", 2, groups="#N/A")

    assert sight_of(load(office.book), "AN").clients == {"ALDER"}


def test_who_is_not_on_the_sheet_of_staff_gets_nothing(office: StaffOffice) -> None:
    with pytest.raises(UnknownPersonError) as refusal:
        office.share("CARL")

    assert "AN, BO" in refusal.value.sentence(Language.EN)
    assert not office.copy.exists()


def test_of_two_people_of_one_name_none_is_guessed(tmp_path: Path) -> None:
    staff = [{"person": code, "name": "Sam"} for code in ("S1", "S2")]
    office = StaffOffice(tmp_path, {**FIRM, "Staff": staff, "Timesheets": [], "Expenses": []})

    with pytest.raises(SeveralPeopleError, match="SHR-02"):
        office.share("sam")


@pytest.mark.parametrize("table", ["Clients", "Staff"])
def test_without_a_column_of_groups_nothing_is_shared(office: StaffOffice, table: str) -> None:
    office.book.drop_column(table, BY_NAME[table].column("groups").heading.en)

    with pytest.raises(NoGroupsError, match="SHR-03"):
        office.share()


def test_a_file_that_is_there_is_not_replaced(office: StaffOffice, tmp_path: Path) -> None:
    office.copy = tmp_path / "1.xlsx"
    office.copy.write_bytes(b"a week of work")

    with pytest.raises(CopyExistsError, match="SHR-04"):
        office.share()
    assert office.copy.read_bytes() == b"a week of work"


def test_the_file_is_named_after_the_person_and_lies_beside_the_workbook(
    office: StaffOffice, tmp_path: Path
) -> None:
    report = share(office.book, ShareRequest("AN", "a" * 32, MOMENT))

    assert Path(report.file) == tmp_path / "Billing - Anne Ash 2026-10-31.xlsx"


def test_a_file_of_another_ending_gets_its_own(office: StaffOffice, tmp_path: Path) -> None:
    request = ShareRequest("AN", "a" * 32, MOMENT, tmp_path / "anne.v2")

    assert Path(share(office.book, request).file).name == "anne.v2.xlsx"


def test_a_file_whose_record_cannot_be_kept_is_not_left_behind(
    office: StaffOffice, tmp_path: Path
) -> None:
    (tmp_path / "Billing.quotepart").write_text("in the way")

    with pytest.raises(BillingError, match="BOOK-"):
        office.share()
    assert not office.copy.exists()


def test_the_same_rows_give_the_same_bytes(office: StaffOffice, tmp_path: Path) -> None:
    requests = [ShareRequest("AN", "b" * 32, MOMENT, tmp_path / f"{name}.xlsx") for name in "xy"]
    first, second = (Path(share(office.book, one).file).read_bytes() for one in requests)

    assert first == second


def test_the_file_opens_in_excel_without_a_word(office: StaffOffice) -> None:
    office.share()

    assert_sound(office.copy)


def test_no_formula_or_name_leads_to_what_is_not_there(office: StaffOffice) -> None:
    office.share()
    content = everything_in(office.copy)

    assert "#REF!" not in content
    unshared = set(BY_NAME) - set(open_book(office.copy).read(BY_NAME))
    assert unshared >= {"Prebilling", "Invoices", "Rates", "Splits"}
    assert [name for name in unshared if f"{name}[" in content or f"{name}_" in content] == []


def test_nobody_bills_from_a_shared_file(office: StaffOffice) -> None:
    office.share()
    before = office.copy.read_bytes()

    with pytest.raises(RefusedError):
        run(open_book(office.copy), lambda content: generate(content, Month(2026, 10)))
    assert office.copy.read_bytes() == before


def test_a_shared_text_that_names_a_client_outside_is_told(tmp_path: Path) -> None:
    entry = {**FIRM["Timesheets"][0], "note": "As for birchwood sa, see mail"}
    office = StaffOffice(tmp_path, {**FIRM, "Timesheets": [entry]})

    report = office.share()

    assert [(told.code, told.cell) for told in report.findings] == [("SHR-19", "O5")]
    assert "Birchwood SA" in report.findings[0].sentence
    assert report.exit_status is ExitStatus.FINDINGS


def test_a_word_that_only_begins_like_a_client_outside_is_not_told(tmp_path: Path) -> None:
    clients = [*FIRM["Clients"], {"client": "D", "name": "Ash Co", "groups": "Liège"}]
    expenses = [{**FIRM["Expenses"][0], "description": "Ash Company, by train, with Co of Ash"}]
    office = StaffOffice(tmp_path, {**FIRM, "Clients": clients, "Expenses": expenses})

    assert office.share().findings == []


def test_a_name_that_a_client_inside_has_too_is_not_told(tmp_path: Path) -> None:
    namesake = {"client": "ALDER2", "name": "Alder SRL", "groups": "Liège"}
    entry = {**FIRM["Timesheets"][0], "note": "Alder SRL"}
    tables = {**FIRM, "Clients": [*FIRM["Clients"], namesake], "Timesheets": [entry]}

    assert StaffOffice(tmp_path, tables).share().findings == []


def test_columns_of_the_users_own_stay_in_the_firm_and_that_is_told(office: StaffOffice) -> None:
    office.book.rename("Clients", BY_NAME["Clients"].column("template").heading.en, "Our margin")
    office.book.put("Clients", 0, contact="Ada")

    report = office.share()

    assert [told.code for told in report.findings] == ["SHR-20"]
    assert not found_in(everything_in(office.copy), "Our margin")


def test_a_table_that_an_older_workbook_lacks_is_left_out(office: StaffOffice) -> None:
    office.book.drop("Expenses")
    office.share()

    assert "Expenses" not in open_book(office.copy).read(BY_NAME)
    assert office.merge().findings == []


def test_a_shared_file_comes_back_unchanged_as_it_went(office: StaffOffice) -> None:
    shared = office.share()
    report = office.merge()

    rows = sum(int(shared.totals[name.lower()]) for name in LOOKED_AT)
    assert (report.added, report.changed, report.unchanged) == (0, 0, rows)
    assert office.book.writes == 0
