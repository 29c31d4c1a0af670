"""The sheets of the comparison: totals above the headings, colours, and room at the border."""

from io import BytesIO

import openpyxl
import pytest

from addin.books.builder import build_workbook
from addin.tables.catalogue import BY_NAME
from addin.words import Language

TOTALS = 3
"""The row of the sheet between its help and its headings."""


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(build_workbook(Language.FR)))


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("Overview", ["last_month", "plan", "this_month", "difference", "value"]),
        ("WorkInProgress", ["hours", "value", "days_30", "days_60", "days_90", "older"]),
    ],
)
def test_what_is_in_view_is_added_up_above_the_headings(
    workbook: openpyxl.Workbook, table: str, fields: list[str]
) -> None:
    spec = BY_NAME[table]
    row = workbook[spec.sheet[Language.FR]][TOTALS]

    found = {
        column.name: str(cell.value)
        for column, cell in zip(spec.columns, row, strict=False)
        if "SUBTOTAL(109," in str(cell.value)
    }

    assert list(found) == fields
    for name, formula in found.items():
        assert spec.column(name).heading[Language.FR] in formula


def test_more_is_green_and_less_is_red(workbook: openpyxl.Workbook) -> None:
    for table in ("Overview", "Volumes"):
        sheet = workbook[BY_NAME[table].sheet[Language.FR]]
        rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
        assert any(">0" in rule.formula[0] for rule in rules)
        assert any("<0" in rule.formula[0] for rule in rules)


def test_no_number_touches_the_border(workbook: openpyxl.Workbook) -> None:
    sheet = workbook[BY_NAME["Prebilling"].sheet[Language.FR]]

    numbers = [cell.alignment for cell in sheet[5] if cell.alignment.horizontal == "right"]

    assert numbers
    assert {one.indent for one in numbers} == {1}
