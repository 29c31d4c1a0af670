"""Rows of a table as they are compared: by key, and value by value as JSON has them."""

from typing import Any

from addin.jobs.sharing_out.record import Key, Values
from addin.tables.columns import Writer
from addin.tables.reading import Table, folded_key

Rows = dict[Key, int]
"""Position of each row by its key, capitals or not."""


def json_values(table: Table[Any], position: int) -> Values:
    """A row without its key and without what Excel computes."""
    return {
        column.name: json_value(table, column.name, position)
        for column in table.spec.columns
        if not column.key and column.writer is not Writer.FORMULA
    }


def json_value(table: Table[Any], name: str, position: int) -> Any:  # noqa: ANN401 - of any kind
    """A value as JSON has it; None for an empty cell."""
    value = table.values[name][position]
    return None if value is None else table.spec.column(name).kind.to_json(value)


def key_of(table: Table[Any], position: int) -> Key:
    """What names a row; empty where it has nothing that does."""
    key = tuple(json_value(table, column.name, position) for column in table.spec.keys)
    return key if any(part is not None for part in key) else ()


def folded(key: Key) -> Key:
    """A key as keys are compared."""
    return folded_key(key)


def rows_by_key(table: Table[Any]) -> Rows:
    """The first row with each key."""
    found: Rows = {}
    for position in range(len(table)):
        found.setdefault(folded(key_of(table, position)), position)
    return found
