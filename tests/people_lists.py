"""Lists as people keep them, and a small firm whose workbook takes them in."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from memory_book import MemoryBook

from addin.errors import RefusedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.words import Language

FIRM: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Settings": [{"setting": "language", "value": "en"}],
    "Clients": [
        {"client": "0012", "name": "Dupont", "email": "info@dupont.be"},
        {"client": "MARTIN", "name": "Martin", "country": "FR"},
    ],
    "ClientAccounts": [{"client": "0012", "iban": "BE68 5390 0754 7034"}],
    "Staff": [{"person": "AD", "name": "Anne"}],
    "Services": [{"service": "ACC", "name": "Accounts"}],
    "Projects": [{"project": "P1", "name": "Books", "client": "0012"}],
}
TODAY = date(2026, 11, 22)


def file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    """A csv file."""
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def sheet(folder: Path, *rows: Sequence[Any]) -> Path:
    """An Excel file."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    path = folder / "list.xlsx"
    workbook.save(path)
    return path


def taken(book: MemoryBook, table: str, path: Path, **request: Any) -> Report:
    """Import a file."""
    asked = FileRequest(path, **({"today": TODAY} | request))
    return run(book, lambda content: import_file(content, BY_NAME[table], asked), recover=False)


def refused(book: MemoryBook, table: str, path: Path, **request: Any) -> list[tuple[str, Any, str]]:
    """Code, row and column of each fault; nothing is written, and all is said in each language."""
    with pytest.raises(RefusedError) as caught:
        taken(book, table, path, **request)
    assert book.writes == 0
    told = [told_of(caught.value, language) for language in Language]
    assert all(one.sentence and one.sheet == path.name for each in told for one in each)
    return [(one.code, one.row, one.column) for one in told[0]]


def rows(book: MemoryBook, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as they would be exported."""
    return records(load(book), BY_NAME[table])


def told(report: Report) -> list[tuple[str, str]]:
    """Code and column of what an import tells."""
    return [(one.code, one.column) for one in report.findings]
