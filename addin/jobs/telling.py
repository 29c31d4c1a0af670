"""A finding in the user's words, with the names their own workbook has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from addin.errors import BillingError, Finding, RefusedError
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import TableSpec
from addin.tables.reading import Table
from addin.tables.sheets.settings import Firm, Setting
from addin.words import Language, text


@dataclass(frozen=True, slots=True)
class Told:
    """A finding ready to be read.

    Attributes:
        sheet: Name of the sheet; empty for the workbook as a whole.
        row: Number of the row; None for a whole table.
        column: Heading of the column; empty for a whole row.
        cell: Address such as ``C7``; empty unless one cell is meant.
        sentence: What is wrong and how to mend it.
        message: The same, its place in front.
    """

    code: str
    severity: str
    sheet: str
    row: int | None
    column: str
    cell: str
    sentence: str
    message: str

    def record(self) -> dict[str, Any]:
        """As the JSON report has it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


Tables = Mapping[str, Table[Any]]
SETTINGS = frozenset(column.name for column in Firm.spec.columns)
HEADINGS_AS_FOUND = frozenset({"TAB-03", "TAB-18"})
"""Findings about a heading that is named as it stands there."""


def tell(finding: Finding, tables: Tables, language: Language) -> Told:
    """Write a finding out."""
    where = finding.where
    spec = BY_NAME.get(where.table)
    table = tables.get(where.table)
    sheet = sheet_name(where.table, tables, language)
    column = _heading(spec, table, where.column, language)
    sentence = Finding(finding.code, where, _named(finding, tables, language)).sentence(language)
    place = _place(sheet, where.row, column, language)
    return Told(
        code=finding.code,
        severity=finding.severity.value,
        sheet=sheet,
        row=where.row,
        column=column,
        cell=_cell(table, where.column, where.row),
        sentence=sentence,
        message=_message(place, sentence, language),
    )


def told_of(error: BillingError, language: Language) -> list[Told]:
    """The faults for which a request is refused; none when it is refused for itself."""
    if not isinstance(error, RefusedError):
        return []
    return [tell(finding, error.tables, language) for finding in error.findings]


def sheet_name(table: str, tables: Tables, language: Language) -> str:
    """The name of a table's sheet as the user sees it."""
    found = tables.get(table)
    if found is not None and found.grid.sheet:
        return found.grid.sheet
    return BY_NAME[table].sheet[language] if table in BY_NAME else table


def _heading(
    spec: TableSpec[Any] | None, table: Table[Any] | None, name: str | None, language: Language
) -> str:
    if name is None:
        return ""
    if table is not None and name in table.headings:
        return table.headings[name]
    if spec is not None and any(column.name == name for column in spec.columns):
        return spec.column(name).heading[language]
    return name


def _named(finding: Finding, tables: Tables, language: Language) -> dict[str, object]:
    """The values of a sentence, with tables and columns under the names the user knows."""
    values = dict(finding.values)
    # The name of an Excel table itself is the same in every language.
    if finding.code != "TAB-01" and isinstance(values.get("table"), str):
        values["table"] = sheet_name(str(values["table"]), tables, language)
    if finding.code not in HEADINGS_AS_FOUND and isinstance(values.get("heading"), str):
        name, table = str(values["heading"]), tables.get(finding.where.table)
        is_setting = finding.where.table == Setting.spec.name and name in SETTINGS
        spec = Firm.spec if is_setting else BY_NAME.get(finding.where.table)
        values["heading"] = _heading(spec, table, name, language)
    return values


def _message(place: str, sentence: str, language: Language) -> str:
    return text("place.message", language, place=place, sentence=sentence) if place else sentence


def _place(sheet: str, row: int | None, column: str, language: Language) -> str:
    parts = [sheet, text("place.row", language, row=row) if row is not None else "", column]
    return ", ".join(part for part in parts if part)


def _cell(table: Table[Any] | None, name: str | None, row: int | None) -> str:
    if table is None or row is None:
        return ""
    heading = table.headings.get(name or "")
    at = table.grid.headings.index(heading) if heading in table.grid.headings else 0
    return f"{_letters(table.grid.first_column + at)}{row}"


def _letters(number: int) -> str:
    """Letters of a column, from 1.

    >>> _letters(1), _letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
