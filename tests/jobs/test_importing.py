"""Import: all rows or none, each fault with its place, what was invoiced untouched."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.billing.choices import PlanStatus
from addin.books.building.content import cell_for
from addin.books.sample import sample_rows
from addin.errors import Finding, Place, RefusedError
from addin.jobs.content import Content, load
from addin.jobs.exporting import as_csv, as_json, records
from addin.jobs.generating import generate
from addin.jobs.importing import FACTS, IssuedTableError, import_table
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.report import ExitStatus, Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.grid import Cell, Grid
from addin.tables.sources import read_source
from addin.words import Language

FIRM: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Settings": [
        {"setting": "language", "value": "en"},
        {"setting": "payment_days", "value": 30.0},
        {"setting": "month", "value": "2026-10"},
    ],
    "Clients": [
        {"client": "C1", "name": "Dupont", "vat_number": "BE0123456749", "city": "Namur"},
        {"client": "C2", "name": "Martin", "country": "FR", "city": "Paris"},
    ],
    "Staff": [{"person": "AD", "name": "Anne"}],
    "Services": [{"service": "ACC", "name": "Accounts"}],
    "Projects": [{"project": "P1", "name": "Books", "client": "C1"}],
    "Timesheets": [
        {
            "entry": "T-000007",
            "date": "2026-10-05",
            "person": "AD",
            "project": "P1",
            "service": "ACC",
            "minutes": 60,
            "invoice": "2026-00001",
        }
    ],
}


@pytest.fixture
def book() -> MemoryBook:
    """A small workbook."""
    return MemoryBook(FIRM)


def source(*lines: Mapping[str, Cell]) -> Grid:
    """A file of records."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = tuple([line.get(name) for line in lines] for name in names)
    return Grid("new.csv", "new.csv", 2, tuple(names), columns)


def import_(book: MemoryBook, table: str, *lines: Mapping[str, Cell]) -> Report:
    """Import records into a table."""
    grid = source(*lines)
    return run(book, lambda content: import_table(content, BY_NAME[table], grid), recover=False)


def refused(book: MemoryBook, table: str, *lines: Mapping[str, Cell]) -> tuple[Finding, ...]:
    """Why an import is refused; each reason can be said in every language."""
    before = rows_of(book, table)
    with pytest.raises(RefusedError) as caught:
        import_(book, table, *lines)
    assert book.writes == 0
    assert rows_of(book, table) == before
    for language in Language:
        assert caught.value.sentence(language)
        for told in told_of(caught.value, language):
            assert told.message.startswith("new.csv")
            assert told.sentence
    return caught.value.findings


def rows_of(book: MemoryBook, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as they would be exported."""
    return records(load(book), BY_NAME[table])


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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("123456749", "BE0123456749"),
        ("0123.456.749", "BE0123456749"),
        ("be 0123 456 749", "BE0123456749"),
        (123456749, "BE0123456749"),
    ],
)
def test_a_vat_number_is_kept_in_its_canonical_form(
    book: MemoryBook, typed: Cell, kept: str
) -> None:
    import_(book, "Clients", {"client": "C3", "name": "Noël", "vat_number": typed})

    assert rows_of(book, "Clients")[-1]["vat_number"] == kept


def test_a_vat_number_with_wrong_check_digits_is_refused(book: MemoryBook) -> None:
    [finding] = refused(
        book, "Clients", {"client": "C3", "name": "Noël", "vat_number": "0123456748"}
    )

    assert (finding.code, finding.where) == ("ID-03", Place("Clients", 2, "vat_number"))
    assert finding.values["number"] == "0123456748"


def test_a_register_number_is_checked_by_the_country_of_its_row(book: MemoryBook) -> None:
    line = {"client": "C3", "name": "Noël", "country": "FR", "enterprise_number": "732 829 320"}
    import_(book, "Clients", line, {**line, "client": "C4", "enterprise_number": "73282932000074"})

    assert [row["enterprise_number"] for row in rows_of(book, "Clients")][2:] == ["732829320"] * 2


@pytest.mark.parametrize("country", [{}, {"country": ""}])
def test_a_register_number_is_checked_by_the_country_that_the_workbook_knows(
    book: MemoryBook, country: Mapping[str, Cell]
) -> None:
    import_(book, "Clients", {"client": "C2", "enterprise_number": "732829320", **country})

    assert rows_of(book, "Clients")[1]["enterprise_number"] == "732829320"
    codes = [
        finding.code
        for finding in refused_after(
            book, "Clients", {"client": "C1", "enterprise_number": "732829320", **country}
        )
    ]
    assert codes == ["ID-06"]


def refused_after(book: MemoryBook, table: str, *lines: Mapping[str, Cell]) -> tuple[Finding, ...]:
    """Why a second import is refused."""
    book.writes = 0
    return refused(book, table, *lines)


def test_an_iban_is_kept_in_its_canonical_form_and_refused_when_mistyped(book: MemoryBook) -> None:
    import_(book, "ClientAccounts", {"client": "C1", "iban": "be68 5390 0754 7034"})
    assert rows_of(book, "ClientAccounts")[0]["iban"] == "BE68539007547034"

    [finding] = refused_after(book, "ClientAccounts", {"client": "C1", "iban": "BE68539007547035"})
    assert (finding.code, finding.where) == ("ID-10", Place("ClientAccounts", 2, "iban"))


def test_settings_are_imported_as_cells_of_their_own_kind(book: MemoryBook) -> None:
    report = import_(
        book,
        "Settings",
        {"setting": "payment_days", "value": "30"},
        {"setting": "month", "value": "2026-11"},
        {"setting": "Fin de mois", "value": "oui"},
        {"setting": "iban", "value": "BE68 5390 0754 7034"},
        {"setting": "phone", "value": None},
    )

    assert (report.added, report.changed, report.unchanged) == (3, 1, 1)
    firm = load(book).firm
    assert (firm.month, firm.end_of_month, firm.iban) == (
        Month(2026, 11),
        True,
        "BE68539007547034",
    )
    assert load(book).tables["Settings"].values["value"][1:2] == [30.0]


def test_a_setting_that_cannot_be_is_refused(book: MemoryBook) -> None:
    findings = refused(
        book,
        "Settings",
        {"setting": "payment_days", "value": "soon"},
        {"setting": "fiscal_year_start", "value": 13},
        {"setting": "vat_number", "value": "0123456748"},
        {"setting": "colour", "value": "red"},
    )

    assert [(one.code, one.where.row, one.where.column) for one in findings] == [
        ("TAB-05", 2, "value"),
        ("SET-02", 3, "value"),
        ("ID-03", 4, "value"),
        ("TAB-09", 5, "setting"),
    ]


def test_a_setting_whose_cell_is_faulty_can_be_mended_by_import(book: MemoryBook) -> None:
    book.put("Settings", 1, value="soon")

    assert import_(book, "Settings", {"setting": "payment_days", "value": 14}).changed == 1
    assert load(book).firm.payment_days == 14


def test_a_workbook_that_lacks_a_table_takes_no_import(book: MemoryBook) -> None:
    book.drop("Services")

    with pytest.raises(RefusedError) as caught:
        import_(book, "Staff", {"person": "BB", "name": "Berthe"})

    assert [finding.code for finding in caught.value.findings] == ["TAB-01"]


MENTIONS = [
    {"reason": "late payment", "language": "fr", "text": "Payable au comptant."},
    {"reason": "late payment", "country": "BE", "language": "nl", "text": "Contant te betalen."},
]


def filled_in(language: Language) -> MemoryBook:
    """The sample firm with its October generated: every table that has rows has some."""
    cells = {
        name: [
            {one.name: cell_for(BY_NAME[name], one, row, language) for one in BY_NAME[name].columns}
            for row in rows
        ]
        for name, rows in {"Mentions": MENTIONS, **sample_rows(language)}.items()
    }
    book = MemoryBook(cells, language)
    run(book, lambda content: plan(content, 2026), recover=False)
    run(book, lambda content: generate(content, Month(2026, 10)), recover=False)
    run(book, lambda content: compare(content, Month(2026, 10)), recover=False)
    return book


IN_ORDER = [
    "Settings",
    "Lists",
    "Mentions",
    "Groups",
    "Connections",
    "Staff",
    "Services",
    "Clients",
    "ClientAccounts",
    "Projects",
    "Phases",
    "Rates",
    "Tiers",
    "Indexes",
    "Metrics",
    "Splits",
    "Schedules",
    "Retainers",
    "Units",
    "Progress",
    "Expenses",
    "Volumes",
    "Plan",
    "Timesheets",
    "Overview",
    "Prebilling",
    "Allocations",
    "WorkInProgress",
]
NOT_IN_THE_SAMPLE = {"Checks", "Mappings", "Deliveries", "NewClient"}
"""Tables whose rows come from the jobs of other tests."""


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("language", Language)
def test_what_is_exported_can_be_imported_into_an_empty_workbook(
    tmp_path: Path, language: Language, form: str
) -> None:
    """Every table that may be imported, codes before what refers to them."""
    assert set(IN_ORDER) == {spec.name for spec in TABLES} - FACTS - NOT_IN_THE_SAMPLE
    full, empty = load(filled_in(language)), MemoryBook({}, Language.EN)
    for name in [name for name in IN_ORDER if len(full.tables[name])]:
        path = tmp_path / f"{name}.{form}"
        path.write_text(exported(full, name, form), "utf-8", newline="")
        grid = read_source(path)
        report = run(empty, importer(name, grid), recover=False)
        assert (report.added, report.findings) == (len(full.tables[name]), [])

        assert records(load(empty), BY_NAME[name]) == records(full, BY_NAME[name])
        again = run(empty, importer(name, grid), recover=False)
        assert (again.added, again.changed) == (0, 0)


def exported(content: Content, name: str, form: str) -> str:
    """A table as the command line writes it."""
    return (as_csv if form == "csv" else as_json)(content, BY_NAME[name])


def importer(name: str, grid: Grid) -> Any:
    """The job that imports a file."""
    return lambda content: import_table(content, BY_NAME[name], grid)


def test_an_amount_of_a_file_is_kept_to_the_cent(book: MemoryBook) -> None:
    import_(book, "Projects", {"project": "P1", "budget_amount": "1234567890.10"})

    assert load(book).tables["Projects"].values["budget_amount"] == [Decimal("1234567890.10")]
