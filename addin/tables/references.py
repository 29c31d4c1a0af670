"""Whether every code names a row of the table it refers to."""

from collections.abc import Mapping
from typing import Any

from addin.errors import Finding
from addin.tables.reading import Table

Tables = Mapping[str, Table[Any]]


def unknown_references(tables: Tables) -> list[Finding]:
    """Cells that name a client, project, service … that does not exist.

    A code whose own row is faulty exists: that row has a finding already.
    """
    findings = []
    for table in tables.values():
        for column in table.spec.columns:
            target = tables.get(column.refers)
            if target is None:
                continue
            known = set(target.values[target.spec.keys[0].name])
            for position, value in enumerate(table.values[column.name]):
                if value is not None and value not in known:
                    values = {"value": value, "table": column.refers}
                    findings.append(Finding("TAB-10", table.place(position, column.name), values))
    return findings
