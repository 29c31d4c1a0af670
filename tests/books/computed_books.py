"""Workbooks as LibreOffice shows them, every formula worked out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlwings

from addin.billing.calendar import Month
from addin.books.building.home_page import LAST_COLUMN, LEGEND_ROW
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.kinds import EXCEL_EPOCH
from addin.words import Language
from books.built_books import Rows, built

MARCH = Month(2026, 3)
# The last row that is read; no table of these tests has more.
LAST_ROW = 60


@dataclass(frozen=True)
class Computed:
    """A workbook as LibreOffice shows it, every formula worked out.

    Attributes:
        language: Of its sheets.
        rows: What was filled in.
        columns: The cells of the check and link columns, from the first row of the table, by the
            names of both.
        home: The cells of the first sheet, dates as the numbers that Excel stores.
        link: The formula of the first link of Checks.
    """

    language: Language
    rows: Rows
    columns: Mapping[tuple[str, str], Sequence[Any]]
    home: list[list[Any]]
    link: str

    def checks(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The check column beside some of the rows, which stand below each other."""
        first = next(place for place, row in enumerate(self.rows[table]) if row is rows[0])
        return list(self.columns[table, "check"][first : first + len(rows)])


Type = Callable[[xlwings.Book], None]


def untouched(_: xlwings.Book) -> None:
    """Nothing is typed into the workbook."""


def computed(
    app: xlwings.App, path: Path, language: Language, rows: Rows, typed: Type = untouched
) -> Computed:
    """What a workbook of these rows shows once something was typed into it."""
    path.write_bytes(built(language, rows))
    book = app.books.open(path)
    try:
        typed(book)
        book.api.calculateAll()
        columns = {
            (spec.name, one.name): column(book, spec.name, one.name, language)
            for spec in TABLES
            for one in spec.columns
            if one.name in {"check", "link"}
        }
        checks = book.sheets[BY_NAME["Checks"].sheet[language]]
        link = checks.range("H5").api.getFormula()
        return Computed(language, rows, columns, home(book), link)
    finally:
        book.close()


def column(book: xlwings.Book, table: str, field: str, language: Language) -> list[Any]:
    """The cells of a column, from the first row of the table."""
    spec = BY_NAME[table]
    number = spec.columns.index(spec.column(field)) + 1
    sheet = book.sheets[spec.sheet[language]]
    values: list[Any] = sheet.range((5, number), (LAST_ROW, number)).value
    return values


SOUND_CLIENTS = (
    {"client": "DUPONT", "name": "Dupont & Fils"},
    {"client": "PEETERS", "name": "Peeters"},
    {"client": "MAES", "name": "Maes"},
)


def home(book: xlwings.Book) -> list[list[Any]]:
    """The cells of the first sheet, dates as the numbers that Excel stores."""
    values = book.sheets[0].range((1, 1), (LEGEND_ROW, LAST_COLUMN + 1)).value
    return [[shown(value) for value in row] for row in values]


def shown(value: Any) -> Any:
    if isinstance(value, date):
        return (date(value.year, value.month, value.day) - EXCEL_EPOCH).days
    return "" if value is None else value
