"""A small firm, and records that are imported into its workbook."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.errors import Finding, RefusedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.importing import import_table
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell, Grid
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


def refused_after(book: MemoryBook, table: str, *lines: Mapping[str, Cell]) -> tuple[Finding, ...]:
    """Why a second import is refused."""
    book.writes = 0
    return refused(book, table, *lines)


def rows_of(book: MemoryBook, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as they would be exported."""
    return records(load(book), BY_NAME[table])
