"""The sample firm: an accounting firm with a few architects, and its October 2026.

Its rows lie in ``workbook/sample``, a file for each table, the same in every language but for the
texts. What a job computes is left out: the demo bills the month for real.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from addin.config import resource
from addin.tables.catalogue import TABLES
from addin.tables.columns import Column, Record, TableSpec, Writer
from addin.tables.kinds import Kind
from addin.tables.sheets.engagements import Phase, Project, Retainer, Schedule
from addin.tables.sheets.settings import ANYTHING, Firm
from addin.tables.sheets.work import Expense, Service, TimesheetEntry
from addin.words import Language, words

BAR = " | "
SHARED = "@"
"""What stands before the name of a text of ``texts.toml``."""


PRINTED = (
    (Service.spec, "name"),
    (Project.spec, "name"),
    (Schedule.spec, "description"),
    (Phase.spec, "name"),
    (Retainer.spec, "description"),
    (Expense.spec, "description"),
    (TimesheetEntry.spec, "task"),
)
"""Columns whose texts stand on invoices."""


def sample_rows(language: Language) -> dict[str, list[dict[str, Any]]]:
    """The rows of the sample firm.

    Args:
        language: Of its texts; names of clients and places are the same in all of them.

    Returns:
        By the Excel name of each table that has rows, in the order of the sheets. A row has every
        column but those that Excel computes, with a value of the column's own kind, a setting of
        the kind of that setting; None where it is empty.
    """
    rows = {
        spec.name: list(_rows(spec, language)) for spec in TABLES if _path(_file(spec)).is_file()
    }
    rows["Lists"] += _printed_texts(language)
    return rows


def _printed_texts(language: Language) -> list[dict[str, Any]]:
    """What invoices print, in every language, so that a payer reads it in its own."""
    texts = {
        _text(cells[name])
        for spec, name in PRINTED
        for cells in _cells(spec)
        if BAR in _text(cells.get(name, ""))
    }
    return [
        {"list": "text", "value": words(text)[language]}
        | {one.value: words(text)[one] for one in Language}
        for text in sorted(texts)
    ]


def _rows(spec: TableSpec[Record], language: Language) -> Iterator[dict[str, Any]]:
    columns = [column for column in spec.columns if column.writer is not Writer.FORMULA]
    for cells in _cells(spec):
        unknown = cells.keys() - {column.name for column in columns}
        assert not unknown, f"{spec.name} has no {unknown}"
        yield {
            column.name: _value(_kind(column, cells), cells.get(column.name, ""), language)
            for column in columns
        }


def _cells(spec: TableSpec[Record]) -> Iterator[Mapping[str, Any]]:
    """The cells of each row by column, as its file has them: row by row or field by field."""
    content = _read(_file(spec))
    for row in content["rows"]:
        yield row if "columns" not in content else dict(zip(content["columns"], row, strict=True))


def _kind(column: Column, cells: Mapping[str, Any]) -> Kind:
    """What a cell may hold; for the value of a setting that hangs on the setting."""
    return Firm.spec.column(cells["setting"]).kind if column.kind is ANYTHING else column.kind


def _value(kind: Kind, cell: Any, language: Language) -> Any:  # noqa: ANN401 - of any kind
    if not isinstance(cell, str):
        return kind.from_cell(cell)
    text = _text(cell)
    return kind.from_text(words(text)[language] if BAR in text else text) if text else None


def _text(cell: str) -> str:
    """A text, or the shared one it names."""
    return str(_read("texts")[cell.removeprefix(SHARED)]) if cell.startswith(SHARED) else cell


def _file(spec: TableSpec[Record]) -> str:
    return spec.name.lower()


@cache
def _read(name: str) -> Mapping[str, Any]:
    """Amounts are written as numbers and stay the decimals that they are."""
    return tomllib.loads(_path(name).read_text("utf-8"), parse_float=Decimal)


def _path(name: str) -> Path:
    return resource("workbook", "sample", f"{name}.toml")
