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
"""The right form of a text, or what is wrong with it, by the country of its row."""

Checks = Mapping[str, Mapping[str, Check]]
"""Checks by table and column."""

CHECKED: Checks = {
    "Clients": {
        "vat_number": checked_vat_number,
        "enterprise_number": checked_enterprise_number,
    },
    "ClientAccounts": {"iban": lambda text, _: checked_iban(text)},
}
"""Columns whose text has check digits, by table."""


def in_canonical_form(
    content: Content, source: Table[Any], rows: Incoming, checks: Checks = CHECKED
) -> list[Finding]:
    """Bring the values to import into the form in which they are kept and printed.

    Args:
        content: The workbook.
        source: The rows to import.
        rows: The same; their values are changed in place.
        checks: The columns that are looked at.

    Returns:
        What is wrong with them.
    """
    if source.spec is Setting.spec:
        return [
            finding
            for position in range(len(source))
            for finding in _setting(content, source, rows, position)
        ]
    findings: list[Finding] = []
    looked_at = checks.get(source.spec.name, {})
    countries = _countries(content, source, rows) if looked_at else []
    for column, check in looked_at.items():
        values = rows.values[column]
        pairs = list(zip(values, countries, strict=True))
        checked = {pair: check(*pair) for pair in dict.fromkeys(pairs) if pair[0] is not None}
        faults = {pair: found for pair, found in checked.items() if isinstance(found, Fault)}
        values[:] = [checked.get(pair) for pair in pairs]
        for position, pair in enumerate(pairs) if faults else ():
            if pair in faults:
                values[position] = pair[0]
                findings.append(faults[pair].at(source.place(position, column)))
    return findings


def _countries(content: Content, source: Table[Any], rows: Incoming) -> list[str]:
    """The country of each client: that of the workbook where the source leaves it empty."""
    given = rows.values.get("country", [None] * len(source))
    filled = rows.filled.get("country", [False] * len(source))
    known = content.tables[source.spec.name].values.get("country")
    return [
        (country if existing is None or is_given else known[existing] if known else None) or ""
        for country, is_given, existing in zip(given, filled, rows.existing, strict=True)
    ]


def _setting(content: Content, source: Table[Any], rows: Incoming, position: int) -> list[Finding]:
    """Let the value of a setting be a cell of its own kind; one that says the same stays."""
    name, given = rows.values["setting"][position], rows.values["value"][position]
    if name is None or given is None:
        return []
    column = Firm.spec.column(name)
    try:
        value = setting_value(column, given)
    except CellFault as fault:
        return [Finding(fault.code, source.place(position, "value"), fault.values)]
    known, existing = content.tables[Setting.spec.name].values["value"], rows.existing[position]
    cell = None if existing is None else known[existing]
    says_the_same = cell is not None and _is_setting(column, cell, value)
    right = cell if says_the_same else cell_of(column, value, content.language)
    rows.values["value"][position] = right
    return []


def _is_setting(column: Column, cell: Cell, value: object) -> bool:
    """Whether a cell holds this value of a setting already, however it is written."""
    try:
        return bool(setting_value(column, cell) == value)
    except CellFault:
        return False
