"""Values that have one right form: numbers of firms and accounts, and settings."""

from collections.abc import Callable, Mapping
from typing import Any

from addin.errors import Finding
from addin.identity.bank_account import checked_iban
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.content import Content
from addin.jobs.firm import setting_value
from addin.jobs.imports.incoming import Incoming
from addin.tables.columns import Column
from addin.tables.editing import cell_of
from addin.tables.grid import Cell
from addin.tables.kinds import CellFault
from addin.tables.reading import Table
from addin.tables.sheets.settings import Firm, Setting

Check = Callable[[str, str], str | Fault]
CHECKED: Mapping[str, Mapping[str, Check]] = {
    "Clients": {
        "vat_number": checked_vat_number,
        "enterprise_number": checked_enterprise_number,
    },
    "ClientAccounts": {"iban": lambda text, _: checked_iban(text)},
}
"""Columns whose text has check digits, by table."""


def in_canonical_form(content: Content, source: Table[Any], row: Incoming) -> list[Finding]:
    """Bring the values of a row to import into the form in which they are kept and printed.

    Args:
        content: The workbook.
        source: The rows to import.
        row: One of them; its values are changed in place.

    Returns:
        What is wrong with them.
    """
    if source.spec is Setting.spec:
        return _setting(content, source, row)
    findings = []
    for column, check in CHECKED.get(source.spec.name, {}).items():
        if row.values[column] is None:
            continue
        checked = check(row.values[column], _country(content, source, row))
        if isinstance(checked, Fault):
            findings.append(checked.at(source.place(row.position, column)))
        else:
            row.values[column] = checked
    return findings


def _country(content: Content, source: Table[Any], row: Incoming) -> str:
    """The country of a client: that of the workbook where the source leaves it empty."""
    if row.existing is None or "country" in row.given:
        return row.values.get("country") or ""
    known = content.tables[source.spec.name].values
    return known["country"][row.existing] or "" if "country" in known else ""


def _setting(content: Content, source: Table[Any], row: Incoming) -> list[Finding]:
    """Let the value of a setting be a cell of its own kind; one that says the same stays."""
    name, given = row.values["setting"], row.values["value"]
    if name is None or given is None:
        return []
    column = Firm.spec.column(name)
    try:
        value = setting_value(column, given)
    except CellFault as fault:
        return [Finding(fault.code, source.place(row.position, "value"), fault.values)]
    known = content.tables[Setting.spec.name].values["value"]
    cell = None if row.existing is None else known[row.existing]
    says_the_same = cell is not None and _is_setting(column, cell, value)
    row.values["value"] = cell if says_the_same else cell_of(column, value, content.language)
    return []


def _is_setting(column: Column, cell: Cell, value: object) -> bool:
    """Whether a cell holds this value of a setting already, however it is written."""
    try:
        return bool(setting_value(column, cell) == value)
    except CellFault:
        return False
