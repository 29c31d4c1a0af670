"""A workbook made before a heading was changed is read as before."""

from decimal import Decimal

import pytest

from addin.tables.catalogue import TABLES
from addin.tables.grid import Cell, Grid
from addin.tables.reading import read_table
from addin.tables.sheets.work import Expense
from addin.words import Language


@pytest.mark.parametrize("language", [Language.FR, Language.NL])
@pytest.mark.parametrize("heading", ["Marge", " MARGE "])
def test_the_markup_is_found_under_its_earlier_heading(heading: str, language: Language) -> None:
    name = Expense.spec.column("markup").heading[language]
    headings = [heading if one == name else one for one in Expense.spec.headings(language)]
    values: dict[str, Cell] = {
        "date": "2026-10-01",
        "project": "P-1",
        "description": "Train",
        "amount": 10.0,
    }
    cells = [
        [0.1 if one.name == "markup" else values.get(one.name)] for one in Expense.spec.columns
    ]
    grid = Grid("Expenses", "Frais", 5, tuple(headings), tuple(cells))

    table = read_table(Expense.spec, grid)

    assert table.values["markup"] == [Decimal("0.1")]
    assert not [one for one in table.findings if one.where.column == "markup"]


def test_an_earlier_heading_is_none_of_another_column() -> None:
    for spec in TABLES:
        for column in spec.columns:
            others = {
                heading
                for other in spec.columns
                if other is not column
                for heading in (other.name, *other.heading.all(), *other.earlier)
            }
            assert not others & set(column.earlier), (spec.name, column.name)
