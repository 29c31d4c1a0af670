"""The part of the workbook that a person may see: rows and columns as the policy has them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from addin.jobs.content import Content
from addin.jobs.firm import setting_value
from addin.jobs.sharing_out.policy import (
    ORDER,
    SHARED_SETTINGS,
    Rows,
    TablePolicy,
    policy_of,
)
from addin.jobs.sharing_out.sight import Sight
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.kinds import CellFault
from addin.tables.reading import Table
from addin.tables.sheets.settings import Firm, Setting

Spec = TableSpec[Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CutTable:
    """What a person gets of one table.

    Attributes:
        spec: The table with the columns they get and no others; those they only read are marked
            as filled in for them.
        rows: By field; None for an empty cell.
        positions: Position of each row among the filled rows of the workbook.
    """

    spec: Spec
    rows: Sequence[Row]
    positions: Sequence[int]


def cut_tables(content: Content, sight: Sight) -> list[CutTable]:
    """Every table that a person gets, in the order of the sheets of a shared workbook.

    A table that the workbook lacks is left out, and so is a column. Where a row names a client
    outside the person's groups beside its own, that cell is empty.
    """
    tables = [content.tables[name] for name in ORDER]
    specs = {table.spec.name: cut_spec(table) for table in tables if table.headings}
    offered = frozenset(
        column.listed for spec in specs.values() for column in spec.columns if column.listed
    )
    return [
        _cut(table, specs[table.spec.name], sight, offered)
        for table in tables
        if table.spec.name in specs
    ]


def cut_spec(table: Table[Any]) -> Spec:
    """A table with the columns of it that are shared."""
    policy, spec = policy_of(table.spec.name), table.spec
    if spec is Setting.spec:
        return spec  # by itself the builder knows it, since each row has a kind of its own
    there = [
        column
        for column in spec.columns
        if column.name in policy.seen and (column.name in table.headings or _is_formula(column))
    ]
    columns = tuple(_as_shared(column, policy) for column in there)
    return replace(spec, columns=columns)


def shared_spec(name: str) -> Spec:
    """The same of a table that has all its columns."""
    policy, spec = policy_of(name), BY_NAME[name]
    seen = (column for column in spec.columns if column.name in policy.seen)
    return replace(spec, columns=tuple(_as_shared(column, policy) for column in seen))


def _is_formula(column: Column) -> bool:
    return column.writer is Writer.FORMULA


def _as_shared(column: Column, policy: TablePolicy) -> Column:
    """A column as the person has it: what they leave empty is theirs, what they read is grey."""
    if _is_formula(column):
        return column
    if column.name == "person" and policy.takes_new:
        return replace(column, required=False)
    is_typed = column.name in policy.returned or (policy.takes_new and column.key)
    return column if is_typed else replace(column, writer=Writer.QUOTEPART)


def _cut(table: Table[Any], spec: Spec, sight: Sight, offered: frozenset[str]) -> CutTable:
    positions = [
        position
        for position in range(len(table))
        if _is_seen(spec, _row(table, position), sight, offered)
    ]
    names = [column.name for column in spec.columns if not _is_formula(column)]
    rows = [_shown(spec, names, _row(table, position), sight) for position in positions]
    if spec.name == Setting.spec.name:
        rows = [_setting(row) for row in rows]
    return CutTable(spec, rows, positions)


def _setting(row: Row) -> Row:
    """A setting with a value of its own kind; None for one that is faulty."""
    column, value = Firm.spec.column(row["setting"]), None
    with suppress(CellFault):
        value = None if row["value"] is None else setting_value(column, row["value"])
    return {"setting": row["setting"], "value": value}


def _row(table: Table[Any], position: int) -> Row:
    return {name: values[position] for name, values in table.values.items()}


def _is_seen(spec: Spec, row: Row, sight: Sight, offered: frozenset[str]) -> bool:
    seen = False
    match policy_of(spec.name).rows:
        case Rows.CLIENTS:
            seen = row["client"] in sight.clients
        case Rows.PROJECTS:
            seen = row["project"] in sight.projects
        case Rows.OWN_WORK:
            seen = row["project"] in sight.projects and sight.is_own(row["person"])
        case Rows.OWN:
            seen = sight.is_own(row["person"])
        case Rows.ALL:
            seen = True
        case Rows.OFFERED:
            seen = row["list"] in offered
        case Rows.NAMED:
            seen = row["setting"] in SHARED_SETTINGS
        case Rows.NONE:
            pass
    return seen


def _shown(spec: Spec, names: Sequence[str], row: Row, sight: Sight) -> Row:
    """The cells of a row; a client that the person may not see is not named in any of them."""
    others = {
        column.name
        for column in spec.columns
        if column.refers == "Clients" and row[column.name] not in sight.clients
    }
    return {name: None if name in others else row[name] for name in names}
