"""The rows that show how a template for an import is filled in."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from addin.books.sample import sample_rows
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.editing import cell_of
from addin.tables.grid import Cell
from addin.tables.import_marks import as_example
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm, Setting
from addin.words import Language

EXAMPLE_ACCOUNTS = ("BE68 5390 0754 7034; BE53 2817 6317 0653", "BE68 5390 0754 7034")
"""The bank accounts of the clients that are examples."""
SHOWN = 2
"""How many examples a template has."""
Row = Mapping[str, Any]


def typed_columns(spec: TableSpec[Any]) -> tuple[Column, ...]:
    """The columns of a table that people fill in."""
    return tuple(column for column in spec.columns if column.writer is Writer.USER)


def example_cells(spec: TableSpec[Any], language: Language) -> list[list[Cell]]:
    """The cells of each example, in the order of the columns that people fill in."""
    return [
        [_cell(spec, column, row, language) for column in typed_columns(spec)]
        for row in _examples(spec, language)
    ]


@cache
def known_examples(spec: TableSpec[Any]) -> frozenset[tuple[str, ...]]:
    """The words of every example that a template of this table has, in any language."""
    besides = EXAMPLE_ACCOUNTS if spec is Client.spec else ("",) * SHOWN
    return frozenset(
        as_example([*cells, account])
        for language in Language
        for cells, account in zip(example_cells(spec, language), besides, strict=False)
    )


def _examples(spec: TableSpec[Any], language: Language) -> Sequence[Row]:
    """Two rows of the sample firm; the fullest are the most telling."""
    rows = sample_rows(language).get(spec.name, [])
    fullest = sorted(rows, key=lambda row: sum(value is None for value in row.values()))
    return fullest[:SHOWN]


def _cell(spec: TableSpec[Any], column: Column, row: Row, language: Language) -> Cell:
    value = row.get(column.name)
    if spec is Setting.spec and column.name == "value":
        return cell_of(Firm.spec.column(row["setting"]), value, language)
    return cell_of(column, value, language)
