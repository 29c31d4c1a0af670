"""Whether every code names a row of the table it refers to."""

from typing import Any

import pytest
from memory_book import MemoryBook

from addin.errors import Finding, Place
from addin.jobs.content import load
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.reading import Table, read_table
from addin.tables.references import unknown_in, unknown_references

REFERENCES = [(spec, column) for spec in TABLES for column in spec.columns if column.refers]


def tables_of(**tables: list[dict[str, Any]]) -> dict[str, Table[Any]]:
    """The tables of a workbook with these rows."""
    book = MemoryBook(tables)
    return {name: read_table(BY_NAME[name], grid) for name, grid in book.read(BY_NAME).items()}


@pytest.mark.parametrize(("spec", "column"), REFERENCES, ids=lambda part: getattr(part, "name", ""))
def test_a_code_that_is_nowhere_is_named_with_its_place(spec: Any, column: Any) -> None:
    tables = tables_of(**{spec.name: [{column.name: "nowhere"}]})

    values = {"value": "nowhere", "table": column.refers}
    assert unknown_references(tables) == [
        Finding("TAB-10", Place(spec.name, 5, column.name), values)
    ]


def test_a_code_that_stands_in_its_table_is_known() -> None:
    tables = tables_of(
        Clients=[{"client": "C1", "name": "Dupont"}],
        Projects=[{"project": "P1", "name": "Books", "client": "C1"}],
        Splits=[{"project": "P1", "payer": "C1", "share": "1"}, {"project": None, "payer": "C1"}],
    )

    assert unknown_references(tables) == []


def test_a_code_whose_own_row_is_faulty_is_known() -> None:
    tables = tables_of(
        Clients=[{"client": "C1", "name": None, "payment_days": "soon"}],
        ClientAccounts=[{"client": "C1", "iban": "BE68539007547034"}],
    )

    assert tables["Clients"].records == []
    assert list(unknown_in(tables["ClientAccounts"], tables)) == []


def test_codes_are_not_sought_in_a_table_that_is_missing() -> None:
    book = MemoryBook({"Projects": [{"project": "P1", "name": "Books", "client": "C1"}]})
    book.drop("Clients")

    findings = load(book).findings

    assert findings == (Finding("TAB-01", Place("Clients"), {"table": "Clients"}),)


def test_codes_are_not_sought_in_a_column_that_is_missing() -> None:
    book = MemoryBook({"Projects": [{"project": "P1", "name": "Books", "client": "C1"}]})
    book.rename("Clients", "Client", to="Customer")

    assert [finding.code for finding in load(book).findings] == ["TAB-02"]
