"""What a cell of the workbook says on entry and what it takes."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from addin.books.building.layout import LAST_ROW, letter_of
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.sheets.settings import Firm
from addin.words import Language, label
from books.built_books import empty

every_language = pytest.mark.parametrize("language", Language)
COLUMNS = [(spec, column) for spec in TABLES for column in spec.columns]


def validations(language: Language) -> dict[tuple[str, str], DataValidation]:
    """The validation of each table's columns, in the last row that has one."""
    book = openpyxl.load_workbook(BytesIO(empty(language)))
    found = {}
    for spec in TABLES:
        for one in book[spec.sheet[language]].data_validations.dataValidation:
            for column in spec.columns:
                if f"{letter_of(spec, column.name)}{LAST_ROW + 1}" in one.sqref:
                    found[spec.name, column.name] = one
    return found


@every_language
def test_every_column_tells_what_belongs_in_it_far_below_the_table(language: Language) -> None:
    found = validations(language)

    for spec, column in COLUMNS:
        one = found[spec.name, column.name]
        assert one.showInputMessage
        assert column.help[language] in str(one.prompt)
        assert str(one.promptTitle).rstrip("…* ") in column.heading[language]


@every_language
def test_a_column_that_must_be_filled_is_marked(language: Language) -> None:
    found = validations(language)

    for spec, column in COLUMNS:
        marked = str(found[spec.name, column.name].promptTitle).endswith(" *")
        assert marked == (column.required and column.writer is Writer.USER)


@every_language
def test_a_closed_list_offers_its_labels_and_nothing_else(language: Language) -> None:
    found = validations(language)

    for spec, column in COLUMNS:
        if column.kind.choices and column.writer is Writer.USER:
            one = found[spec.name, column.name]
            group = column.kind.choices.__name__
            labels = [label(group, value.value)[language] for value in column.kind.choices]
            assert one.formula1 == '"' + ",".join(labels) + '"'
            assert (one.type, one.showErrorMessage, one.errorStyle) == ("list", True, None)


def rule(table: str, field: str) -> DataValidation:
    return validations(Language.EN)[table, field]


def test_a_reference_offers_the_keys_of_the_other_sheet() -> None:
    one = rule("Projects", "client")

    assert (one.type, one.formula1) == ("list", "Clients_client")
    assert one.error == (
        "This is not on the sheet Clients yet. Add it there first, or choose from the drop-down."
    )


def test_every_name_in_a_drop_down_is_defined() -> None:
    names = openpyxl.load_workbook(BytesIO(empty(Language.EN))).defined_names

    used = {
        str(one.formula1)
        for one in validations(Language.EN).values()
        if one.type == "list" and not str(one.formula1).startswith('"')
    }
    assert used <= names.keys()
    assert {"Clients_client", "Projects_project", "List_unit", "List_team"} <= used
    assert names["Clients_client"].attr_text == "Clients[Client]"


def test_a_list_of_the_firm_offers_values_and_takes_others() -> None:
    one = rule("Services", "unit")

    assert (one.type, one.formula1, one.showErrorMessage) == ("list", "List_unit", False)


@pytest.mark.parametrize(
    ("table", "field", "kind", "lowest", "highest"),
    [
        ("Clients", "payment_days", "whole", "0", "365"),
        ("Clients", "fiscal_year_start", "whole", "1", "12"),
        ("Clients", "discount_percent", "decimal", "0", "1"),
        ("Expenses", "markup", "decimal", "0", "2"),
        ("Schedules", "amount", "decimal", "0", None),
        ("Timesheets", "minutes", "whole", "1", "1440"),
        ("Timesheets", "start", "time", "0", "0.999988425925926"),
        ("Splits", "valid_from", "date", "32874", "2958465"),
        ("Units", "month", "date", "32874", "2958465"),
    ],
)
def test_a_figure_has_its_limits(
    table: str, field: str, kind: str, lowest: str, highest: str | None
) -> None:
    one = rule(table, field)

    limits = one.formula1, one.formula2
    assert one.type == kind
    assert [float(limit) if limit else None for limit in limits] == [
        float(lowest),
        float(highest) if highest else None,
    ]
    assert one.error


def test_typing_where_quotepart_writes_is_asked_about_not_refused() -> None:
    for spec, field in ((BY_NAME["Invoices"], "net"), (BY_NAME["Prebilling"], "amount")):
        one = rule(spec.name, field)
        assert (one.type, one.formula1, one.errorStyle) == ("custom", "FALSE", "warning")


def test_a_line_of_ones_own_may_be_typed_into_prebilling() -> None:
    assert rule("Prebilling", "project").formula1 == "Projects_project"
    assert rule("Prebilling", "unit_price").errorStyle is None


@every_language
def test_each_setting_has_its_own_help_and_rule(language: Language) -> None:
    sheet = openpyxl.load_workbook(BytesIO(empty(language)))[BY_NAME["Settings"].sheet[language]]
    by_cell = {str(one.sqref): one for one in sheet.data_validations.dataValidation}

    for row, setting in enumerate(Firm.spec.columns, start=5):
        assert sheet.cell(row, 1).value == setting.heading[language]
        assert setting.help[language] in str(by_cell[f"B{row}"].prompt)
    assert by_cell[cell_of(Firm.spec, "fiscal_year_start")].formula2 == "12"
    assert by_cell[cell_of(Firm.spec, "month")].type == "date"
    assert by_cell[cell_of(Firm.spec, "language")].type == "list"


def cell_of(spec: TableSpec[Firm], name: str) -> str:
    column: Column = spec.column(name)
    return f"B{5 + spec.columns.index(column)}"


@pytest.mark.parametrize("field", ["reduction", "value", "amount", "origin"])
def test_what_a_run_computes_on_prebilling_asks_before_it_is_typed_over(field: str) -> None:
    one = rule("Prebilling", field)

    assert (one.type, one.formula1, one.errorStyle) == ("custom", "FALSE", "warning")


def test_the_lists_offered_hold_those_of_printed_texts() -> None:
    offered = str(rule("Lists", "list").formula1).strip('"').split(",")

    assert {"unit", "team", "mention", "text"} <= {*offered}
