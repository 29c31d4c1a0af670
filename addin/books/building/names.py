"""The names that drop-downs draw their values from, since a validation cannot name a column."""

from collections.abc import Iterator
from typing import Any

from addin.books.building.formulas import escaped_heading, literal, whole_column
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec
from addin.words import Language


def key_name(spec: TableSpec[Any]) -> str:
    """The name of the keys of a table, such as ``Clients_client``."""
    return f"{spec.name}_{spec.keys[0].name}"


def list_name(group: str) -> str:
    """The name of the values of a list, such as ``List_unit``."""
    return f"List_{group}"


def defined_names(language: Language) -> Iterator[tuple[str, str]]:
    """Each name with the formula of what it stands for."""
    columns = [column for spec in TABLES for column in spec.columns]
    for table in sorted({column.refers for column in columns if column.refers}):
        spec = BY_NAME[table]
        yield key_name(spec), f"={whole_column(spec, spec.keys[0].name, language)}"
    for group in sorted({column.listed for column in columns if column.listed}):
        yield list_name(group), _rows_of(group, language)


def _rows_of(group: str, language: Language) -> str:
    """The values of the rows of a list, which lie together."""
    lists = BY_NAME["Lists"]
    groups = whole_column(lists, "list", language)
    heading = f"{lists.name}[[#Headers],[{escaped_heading(lists, 'value', language)}]]"
    name = literal(group)
    return f"=OFFSET({heading},MATCH({name},{groups},0),0,COUNTIF({groups},{name}),1)"
