"""A finding in the user's words, with the names their own workbook has."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.billing.choices import Basis, Periodicity
from addin.books.refusals import FileMissingError
from addin.errors import Finding, Place, RefusedError
from addin.jobs.content import Content, load
from addin.jobs.telling import sheet_name, tell, told_of
from addin.tables.reading import read_table
from addin.tables.sheets.clients import Client
from addin.words import Language


def content_in(language: Language, **tables: Any) -> Content:
    """A workbook in a language."""
    return load(MemoryBook(tables, language))


@pytest.mark.parametrize(
    ("language", "place"),
    [
        (Language.EN, "Clients, row 5, Days to pay: "),
        (Language.FR, "Clients, ligne 5, Délai de paiement (jours) : "),
        (Language.NL, "Klanten, rij 5, Betaaltermijn (dagen): "),
        (Language.DE, "Kunden, Zeile 5, Zahlungsziel (Tage): "),
    ],
)
def test_a_finding_begins_with_its_place_in_the_language_of_the_workbook(
    language: Language, place: str
) -> None:
    content = content_in(language, Clients=[{"client": "C1", "name": "D", "payment_days": "12,5"}])
    [finding] = content.findings

    told = tell(finding, content.tables, language)

    assert told.message == place + told.sentence
    assert "12,5" in told.sentence
    assert (told.row, told.severity, told.code) == (5, "error", "TAB-06")
    assert told.record() == {
        "code": "TAB-06",
        "severity": "error",
        "sheet": told.sheet,
        "row": 5,
        "column": told.column,
        "message": told.message,
    }


def test_sheets_and_headings_have_the_names_the_user_gave_them() -> None:
    book = MemoryBook({"Clients": [{"client": "C1", "name": None}]}, Language.EN)
    book.rename("Clients", "Name", to="nom")
    grid = replace(book.read(["Clients"])["Clients"], sheet="Mes clients")
    table = read_table(Client.spec, grid)

    told = tell(table.findings[0], {"Clients": table}, Language.FR)

    assert (told.sheet, told.column) == ("Mes clients", "nom")
    assert "« nom »" in told.sentence


@pytest.mark.parametrize(
    ("first_column", "column", "cell"),
    [(1, "client", "A7"), (2, "name", "C7"), (25, "legal_name", "AA7"), (701, "name", "ZZ7")],
)
def test_the_address_of_a_cell_counts_from_where_the_table_begins(
    first_column: int, column: str, cell: str
) -> None:
    [grid] = MemoryBook({}).read(["Clients"]).values()
    table = read_table(Client.spec, replace(grid, first_row=7, first_column=first_column))

    finding = Finding("TAB-04", Place("Clients", 7, column), {"heading": column})
    told = tell(finding, {"Clients": table}, Language.EN)

    assert told.cell == cell


def test_a_finding_about_a_row_points_to_its_first_cell() -> None:
    content = content_in(Language.EN)
    finding = Finding("IMP-07", Place("Timesheets", 9), {"key": "T-1"})

    told = tell(finding, content.tables, Language.EN)

    assert (told.cell, told.column) == ("A9", "")
    assert told.message.startswith("Timesheets, row 9: The row “T-1”")


def test_a_finding_about_a_table_points_to_no_cell() -> None:
    content = content_in(Language.EN)

    told = tell(Finding("TAB-18", Place("Staff"), {"heading": "x"}), content.tables, Language.EN)

    assert (told.cell, told.row) == ("", None)
    assert told.message.startswith("Staff: ")


def test_a_finding_about_the_workbook_is_the_sentence_alone() -> None:
    told = tell(Finding("WB-01", Place(), {"path": "x.xlsm"}), {}, Language.EN)

    assert told.message == told.sentence
    assert told.sheet == ""


def test_a_table_that_is_missing_is_called_by_its_usual_sheet() -> None:
    assert sheet_name("Clients", {}, Language.NL) == "Klanten"
    assert sheet_name("staff.csv", {}, Language.NL) == "staff.csv"


def test_a_reference_names_the_sheet_it_refers_to() -> None:
    content = content_in(Language.DE, Projects=[{"project": "P1", "name": "B", "client": "C9"}])

    [told] = [tell(one, content.tables, Language.DE) for one in content.findings]

    assert "„C9“" in told.sentence
    assert "Kunden" in told.sentence


@pytest.mark.parametrize("code", ["TAB-03", "TAB-18"])
def test_a_heading_of_a_file_is_named_as_it_stands_there(code: str) -> None:
    """``phone`` is a setting, and ``name`` a column: the user's own heading is neither."""
    content = content_in(Language.FR)
    for heading in ("phone", "name"):
        finding = Finding(code, Place("Clients"), {"heading": heading})
        assert f"« {heading} »" in tell(finding, content.tables, Language.FR).sentence


def test_a_setting_is_named_by_its_label() -> None:
    content = content_in(Language.FR)

    def heading(name: str) -> str:
        finding = Finding("SET-01", Place("Settings"), {"heading": name})
        return tell(finding, content.tables, Language.FR).sentence

    assert heading("iban").startswith("« IBAN »")
    assert heading("firm_name").startswith("« Nom du cabinet »")
    assert heading("setting").startswith("« Paramètre »")


def test_a_column_that_no_table_has_keeps_its_name() -> None:
    told = tell(Finding("TAB-04", Place("Clients", 5, "x"), {"heading": "x"}), {}, Language.EN)

    assert told.column == "x"
    assert "“x”" in told.sentence


def test_choices_are_named_by_their_labels() -> None:
    values = {"value": "weekly", "allowed": tuple(Periodicity)}
    finding = Finding("TAB-09", Place("Schedules", 5, "periodicity"), values)

    told = tell(finding, {}, Language.FR)

    assert "mensuel, bimestriel, trimestriel" in told.sentence


def test_figures_are_written_as_the_language_writes_them() -> None:
    values = {"payer": "C1", "project": "P1", "share": Decimal("45.5"), "basis": Basis.PERCENT}

    told = tell(Finding("SPL-03", Place("Splits", 5, "share"), values), {}, Language.FR)

    assert "45,5" in told.sentence


def test_a_refusal_tells_all_its_findings_and_an_error_none() -> None:
    findings = [
        Finding("TAB-04", Place("Clients", row, "name"), {"heading": "name"}) for row in (5, 6)
    ]

    assert [told.row for told in told_of(RefusedError(findings), Language.EN)] == [5, 6]
    assert told_of(FileMissingError(file="x.xlsm"), Language.EN) == []
