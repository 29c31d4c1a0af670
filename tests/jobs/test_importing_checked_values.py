"""Numbers that can be checked, and settings, as an import takes them."""

from collections.abc import Mapping

import pytest
from importing_firm import FIRM, import_, refused, refused_after, rows_of
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.errors import Place
from addin.jobs.content import load
from addin.tables.grid import Cell


@pytest.fixture
def book() -> MemoryBook:
    """A small workbook."""
    return MemoryBook(FIRM)


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
