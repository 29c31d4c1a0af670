"""Import: all rows or none, each fault with its place, what was invoiced untouched."""

from decimal import Decimal

import pytest
from importing_firm import FIRM, import_, refused, rows_of
from memory_book import MemoryBook

from addin.billing.choices import PlanStatus
from addin.errors import Finding, Place, RefusedError
from addin.jobs.content import load
from addin.jobs.importing import FACTS, IssuedTableError
from addin.jobs.report import ExitStatus
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell


@pytest.fixture
def book() -> MemoryBook:
    """A small workbook."""
    return MemoryBook(FIRM)


def test_new_rows_are_added_below(book: MemoryBook) -> None:
    report = import_(
        book, "Staff", {"person": "BB", "name": "Berthe"}, {"person": "CC", "name": "C"}
    )

    assert (report.added, report.changed, report.unchanged) == (2, 0, 0)
    assert [row["person"] for row in rows_of(book, "Staff")] == ["AD", "BB", "CC"]
    assert report.exit_status is ExitStatus.DONE


def test_a_row_whose_key_is_there_is_updated(book: MemoryBook) -> None:
    report = import_(
        book,
        "Clients",
        {"client": "C2", "name": "Martin SA", "payment_days": "14"},
        {"client": "C1", "name": "Dupont", "payment_days": None},
    )

    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    [first, second] = rows_of(book, "Clients")
    assert (first["name"], first["payment_days"], first["city"]) == ("Dupont", None, "Namur")
    assert (second["name"], second["payment_days"], second["city"]) == ("Martin SA", 14, "Paris")


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_an_empty_cell_of_the_file_leaves_the_workbook_as_it_is(
    book: MemoryBook, nothing: Cell
) -> None:
    report = import_(book, "Clients", {"client": "C2", "name": nothing, "country": nothing})

    # A name is required of every row of a file, but not of one that only updates.
    assert (report.changed, report.unchanged) == (0, 1)
    assert rows_of(book, "Clients")[1]["country"] == "FR"


def test_a_key_is_found_whatever_its_case_and_keeps_its_spelling(book: MemoryBook) -> None:
    report = import_(book, "Clients", {"client": "c1", "name": "Dupont SA"})

    assert (report.added, report.changed) == (0, 1)
    assert [row["client"] for row in rows_of(book, "Clients")] == ["C1", "C2"]


def test_a_row_is_found_by_all_columns_of_its_key_together(book: MemoryBook) -> None:
    october = {"month": "2026-10", "project": "P1", "service": "ACC", "quantity": "4"}
    import_(book, "Units", october, october | {"month": "2026-11"})

    report = import_(book, "Units", october | {"quantity": "5"}, october | {"source": "payroll"})

    assert (report.added, report.changed) == (1, 1)
    assert [row["quantity"] for row in rows_of(book, "Units")] == ["5", "4", "4"]


def test_the_same_file_twice_changes_nothing(book: MemoryBook) -> None:
    line = {"client": "C3", "name": "Noël", "payment_days": "14", "country": "BE"}
    import_(book, "Clients", line)
    writes = book.writes

    report = import_(book, "Clients", line)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert book.writes == writes


def test_headings_may_be_those_of_any_language(book: MemoryBook) -> None:
    import_(book, "Clients", {"Klant": "C3", "Nom": "Noël", "Country": "FR", "Gsm": "+33 6"})

    row = rows_of(book, "Clients")[-1]
    assert (row["client"], row["name"], row["country"], row["mobile"]) == (
        "C3",
        "Noël",
        "FR",
        "+33 6",
    )


def test_one_bad_row_among_five_thousand_keeps_all_of_them_out(book: MemoryBook) -> None:
    lines: list[dict[str, Cell]] = [
        {"client": f"N{number}", "name": "New", "payment_days": "30"} for number in range(5_000)
    ]
    lines[4_321]["payment_days"] = "30,5"

    [finding] = refused(book, "Clients", *lines)

    assert finding.code == "TAB-06"
    assert finding.where == Place("Clients", 4_323, "payment_days")


def test_all_faults_of_a_file_are_named_at_once_in_the_order_of_its_rows(book: MemoryBook) -> None:
    findings = refused(
        book,
        "Timesheets",
        {"date": "05/10/2026", "person": "AD", "project": "P9", "service": "ACC"},
        {"date": "2026-10-05", "person": "ZZ", "project": "P1", "service": "ACC", "minutes": "x"},
        {"date": "2026-10-05", "person": "AD", "project": "P1", "billable": "perhaps"},
    )

    assert [(one.code, one.where.row, one.where.column) for one in findings] == [
        ("TAB-07", 2, "date"),
        ("TAB-10", 2, "project"),
        ("TAB-05", 3, "minutes"),
        ("TAB-10", 3, "person"),
        ("TAB-17", 4, "billable"),
        ("TAB-04", 4, "service"),
    ]


def test_a_heading_that_means_nothing_is_a_warning(book: MemoryBook) -> None:
    report = import_(book, "Staff", {"person": "BB", "name": "Berthe", "phone": "1"})

    assert report.added == 1
    assert report.exit_status is ExitStatus.FINDINGS
    [told] = report.findings
    assert (told.code, told.severity, told.sheet) == ("TAB-18", "warning", "new.csv")
    assert "“phone”" in told.message


def test_a_column_that_this_workbook_has_no_place_for_is_a_warning(book: MemoryBook) -> None:
    book.rename("Staff", "Team", to="Equipe de nuit")

    report = import_(book, "Staff", {"person": "BB", "name": "Berthe", "team": "Tax"})

    assert [told.code for told in report.findings] == ["TAB-18"]
    assert report.added == 1


def test_what_excel_computes_is_taken_from_no_file(book: MemoryBook) -> None:
    report = import_(book, "Staff", {"person": "BB", "name": "Berthe", "check": "OK"})

    assert report.findings == []
    assert load(book).tables["Staff"].values["check"] == [None, None]


def test_a_key_that_stands_twice_in_the_file_is_refused(book: MemoryBook) -> None:
    line = {"person": "BB", "name": "Berthe"}

    assert refused(book, "Staff", line, {"person": "bb", "name": "B"}) == (
        Finding("TAB-11", Place("Staff", 3, "person"), {"key": "bb", "first": 2}),
    )


def test_a_new_row_needs_what_every_row_needs(book: MemoryBook) -> None:
    findings = refused(book, "Projects", {"project": "P1"}, {"project": "P2", "client": " "})

    assert findings == (
        Finding("TAB-04", Place("Projects", 3, "client"), {"heading": "client"}),
        Finding("TAB-04", Place("Projects", 3, "name"), {"heading": "name"}),
    )


def test_a_code_that_the_workbook_does_not_have_is_refused(book: MemoryBook) -> None:
    assert refused(book, "Projects", {"project": "P1", "client": "C9"}) == (
        Finding("TAB-10", Place("Projects", 2, "client"), {"value": "C9", "table": "Clients"}),
    )


@pytest.mark.parametrize("table", sorted(FACTS))
def test_what_was_issued_is_not_imported(book: MemoryBook, table: str) -> None:
    with pytest.raises(IssuedTableError) as caught:
        import_(book, table, {"number": "2026-00001"})

    assert caught.value.values == {"table": BY_NAME[table].sheet.en}
    assert caught.value.code == "IMP-06"


def test_a_row_that_was_invoiced_is_not_changed(book: MemoryBook) -> None:
    line: dict[str, Cell] = {"entry": "t-000007", "minutes": "60"}
    assert import_(book, "Timesheets", line).unchanged == 1

    assert refused(book, "Timesheets", line | {"minutes": "90"}) == (
        Finding("IMP-07", Place("Timesheets", 2), {"key": "t-000007"}),
    )


def test_an_instalment_that_was_invoiced_is_not_changed() -> None:
    planned = {
        "fiscal_year": "2026",
        "month": "2026-10",
        "project": "P1",
        "service": "ACC",
        "amount": "100.00",
        "status": PlanStatus.INVOICED.value,
    }
    later = planned | {"month": "2026-11", "status": PlanStatus.PLANNED.value}
    book = MemoryBook({**FIRM, "Plan": [planned, later]})

    assert [one.code for one in refused(book, "Plan", planned | {"amount": "90.00"})] == ["IMP-07"]
    assert import_(book, "Plan", later | {"amount": "90.00"}).changed == 1


def test_an_entry_without_a_number_gets_one_that_neither_side_has(book: MemoryBook) -> None:
    line = {
        "date": "2026-10-06",
        "person": "AD",
        "project": "P1",
        "service": "ACC",
        "minutes": "30",
    }

    import_(book, "Timesheets", line, line | {"entry": "T-000009"}, line)

    entries = [row["entry"] for row in rows_of(book, "Timesheets")]
    assert entries == ["T-000007", "T-000010", "T-000009", "T-000011"]


def test_a_workbook_that_lacks_a_table_takes_no_import(book: MemoryBook) -> None:
    book.drop("Services")

    with pytest.raises(RefusedError) as caught:
        import_(book, "Staff", {"person": "BB", "name": "Berthe"})

    assert [finding.code for finding in caught.value.findings] == ["TAB-01"]


def test_an_amount_of_a_file_is_kept_to_the_cent(book: MemoryBook) -> None:
    import_(book, "Projects", {"project": "P1", "budget_amount": "1234567890.10"})

    assert load(book).tables["Projects"].values["budget_amount"] == [Decimal("1234567890.10")]
