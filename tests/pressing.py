"""Ribbon buttons pressed on workbooks open in LibreOffice, and what they leave behind."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import xlwings

from addin import macros
from addin.books.book import Book
from addin.books.builder import build_workbook
from addin.books.sample import sample_rows
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.journal.journal import Journal
from addin.tables.catalogue import BY_NAME, TABLES
from addin.words import Language

Opener = Callable[[Path], xlwings.Book]
# By table, the records of its rows.
Tables = Mapping[str, list[dict[str, Any]]]


@cache
def sample(language: Language) -> bytes:
    return build_workbook(language, sample_rows(language))


@cache
def empty(language: Language) -> bytes:
    return build_workbook(language)


def put(content: bytes, folder: Path, name: str = "Classeur été.xlsm") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def press(book: xlwings.Book, verb: str, *, saved: bool = True) -> str:
    """Press a button; what its message box says.

    ``saved`` lets the book seem to be what its file holds, so that a change can be noticed.
    """
    book.app.impl.alerts.clear()  # LibreOffice is shared with other tests
    if saved:
        book.api.setModified(False)
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")  # xlwings has no other way to take it back
    ((message, title),) = book.app.impl.alerts
    book.app.impl.alerts.clear()
    assert title == "Quotepart"
    return str(message)


def touched(book: xlwings.Book) -> bool:
    """Whether the last button has written anything at all."""
    return bool(book.api.isModified())


def heading_of(book: xlwings.Book, table: str, field: str) -> xlwings.Range:
    """The heading of a column of the sample in French."""
    spec = BY_NAME[table]
    headings = book.sheets[spec.sheet[Language.FR]].tables[table].header_row_range
    assert headings is not None
    return headings[0, headings.value.index(spec.column(field).heading[Language.FR])]


def contents(book: Book) -> Tables:
    content = load(book)
    return {spec.name: records(content, spec) for spec in TABLES}


def numbers_of(path: Path) -> list[str]:
    """What the journal beside a workbook has issued."""
    return [one.number for one in Journal.beside(path, "").invoices()]


def documents(path: Path) -> list[str]:
    folder = path.parent
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.docx"))
