"""Whether every code names a row of the table it refers to."""

from collections.abc import Iterator, Mapping
from typing import Any

from addin.errors import Finding
from addin.tables.reading import Table

Tables = Mapping[str, Table[Any]]


def unknown_references(tables: Tables) -> list[Finding]:
    """Cells that name a client, project, service … that does not exist.

    A code whose own row is faulty exists: that row has a finding already. Where the table that
    lists the codes is missing, that alone is worth saying.
    """
    return [finding for table in tables.values() for finding in unknown_in(table, tables)]


def unknown_in(table: Table[Any], tables: Tables) -> Iterator[Finding]:
    """Those of one table, which may be a file to import."""
    for column in table.spec.columns:
        target = tables.get(column.refers)
        if target is None or target.spec.keys[0].name not in target.headings:
            continue
        known = set(target.values[target.spec.keys[0].name])
        for position, value in enumerate(table.values[column.name]):
            if value is not None and value not in known:
                values = {"value": value, "table": column.refers}
                yield Finding("TAB-10", table.place(position, column.name), values)
