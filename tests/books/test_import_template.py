"""The template of an import: it says what a column takes, and its examples stay out."""

from pathlib import Path

import openpyxl
import pytest
from memory_book import MemoryBook

from addin.books.import_examples import SHOWN, example_cells, typed_columns
from addin.books.import_template import has_template, import_template, template_name
from addin.errors import RefusedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.sources import SourceEmptyError
from addin.words import Language

CLIENTS = BY_NAME["Clients"]
WITH_TEMPLATE = [spec for spec in TABLES if has_template(spec)]


def template(folder: Path, table: str, language: Language) -> Path:
    """A template on the disk."""
    path = folder / f"{template_name(BY_NAME[table], language)}.xlsx"
    path.write_bytes(import_template(BY_NAME[table], language))
    return path


def test_tables_that_only_quotepart_writes_have_no_template() -> None:
    names = {spec.name for spec in WITH_TEMPLATE}

    assert {"Clients", "Splits", "Timesheets", "Units", "Schedules", "Staff"} <= names
    assert not names & {"Invoices", "InvoiceLines", "Checks", "Overview", "NewClient"}


@pytest.mark.parametrize("language", Language)
def test_its_headings_drop_downs_and_help_are_those_of_the_table(
    tmp_path: Path, language: Language
) -> None:
    path = template(tmp_path, "Clients", language)

    workbook = openpyxl.load_workbook(path)
    sheet, guide = workbook.worksheets
    headings = [cell.value for cell in sheet[1]]
    known = [column.heading[language] for column in typed_columns(CLIENTS)]
    assert [heading for heading in headings if heading in known] == known
    assert sheet.title == CLIENTS.sheet[language]
    helps = [one.prompt for one in sheet.data_validations.dataValidation]
    assert len(helps) == len(headings) - 1
    assert all(helps)
    lists = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert len(lists) > 10
    told = [row[0].value for row in guide.iter_rows()]
    assert set(headings[1:]) <= set(told)
    workbook.close()


@pytest.mark.parametrize("language", Language)
def test_its_examples_are_never_imported(tmp_path: Path, language: Language) -> None:
    path = template(tmp_path, "Clients", language)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    at = [cell.value for cell in sheet[1]]
    client, name = (CLIENTS.column(one).heading[language] for one in ("client", "name"))
    accounts = at.index(CLIENTS.column("mobile").heading[language]) + 2
    sheet.cell(SHOWN + 2, at.index(client) + 1, "NEW")
    sheet.cell(SHOWN + 2, at.index(name) + 1, "New client")
    sheet.cell(SHOWN + 2, accounts, "BE68 5390 0754 7034")
    workbook.save(path)
    workbook.close()
    book = MemoryBook({})

    report = run(
        book, lambda content: import_file(content, CLIENTS, FileRequest(path)), recover=False
    )

    assert (report.added, report.findings) == (1, [])
    assert [row["client"] for row in records(load(book), CLIENTS)] == ["NEW"]
    [account] = records(load(book), BY_NAME["ClientAccounts"])
    assert (account["client"], account["iban"]) == ("NEW", "BE68539007547034")


def test_an_example_that_somebody_has_filled_in_is_refused(tmp_path: Path) -> None:
    path = template(tmp_path, "Staff", Language.FR)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["C2"] = "Somebody else"
    workbook.save(path)
    workbook.close()

    with pytest.raises(RefusedError) as caught:
        run(
            MemoryBook({}),
            lambda content: import_file(content, BY_NAME["Staff"], FileRequest(path)),
            recover=False,
        )

    assert [(one.code, one.where.row) for one in caught.value.findings] == [("IMP-18", 2)]


@pytest.mark.parametrize("spec", WITH_TEMPLATE, ids=lambda spec: str(spec.name))
def test_every_template_can_be_read_and_has_nothing_to_import(tmp_path: Path, spec: object) -> None:
    table = next(one for one in TABLES if one is spec)
    path = template(tmp_path, table.name, Language.DE)

    def taken() -> Report:
        request = FileRequest(path)
        return run(
            MemoryBook({}), lambda content: import_file(content, table, request), recover=False
        )

    if example_cells(table, Language.DE):
        report = taken()
        assert (report.added, report.changed, report.findings) == (0, 0, [])
    else:  # the sample firm has no row of it
        with pytest.raises(SourceEmptyError):
            taken()


def test_the_same_template_is_made_every_time() -> None:
    assert import_template(CLIENTS, Language.NL) == import_template(CLIENTS, Language.NL)
