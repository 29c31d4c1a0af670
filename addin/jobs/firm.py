"""The settings of the firm, from the rows of their table."""

from typing import Any

from addin.errors import Finding
from addin.identity.bank_account import checked_iban
from addin.identity.endpoint import checked_endpoint
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.tables.columns import Column
from addin.tables.kinds import TEXT, CellFault
from addin.tables.reading import Table
from addin.tables.sheets.settings import Firm, Setting

LIMITS = {"fiscal_year_start": (1, 12), "payment_days": (0, 365)}
"""Smallest and largest value of settings that clients may have of their own too."""

FIRM_LIMITS = LIMITS | {"restore_days": (0, 3650), "mails_per_minute": (1, 1000)}
"""Smallest and largest value of every setting that has such."""


def read_firm(table: Table[Setting]) -> tuple[Firm, list[Finding]]:
    """The firm, with the default of every setting that has no value or a wrong one."""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    pairs = zip(table.values["setting"], table.values["value"], strict=True)
    for position, (name, cell) in enumerate(pairs):
        if name is None or cell is None:
            continue
        column = Firm.spec.column(name)
        try:
            values[name] = setting_value(column, cell)
        except CellFault as fault:
            findings.append(Finding(fault.code, table.place(position, "value"), fault.values))
    return Firm.model_construct(**values), findings


def setting_value(column: Column, cell: Any) -> Any:  # noqa: ANN401 - whatever the setting holds
    """The value of a setting, from its cell or from a file.

    Args:
        column: The field of ``Firm``.
        cell: Not empty.

    Raises:
        CellFault: It is not what the setting may be.
    """
    kind = column.kind
    typed = kind.from_text if isinstance(cell, str) and kind is not TEXT else kind.from_cell
    value = typed(cell)
    low, high = FIRM_LIMITS.get(column.name, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise CellFault("SET-02", heading=column.name, value=value, expected=f"{low}-{high}")
    if column.name == "iban":
        return _sound(checked_iban(value))
    if column.name == "vat_number":
        return _sound(checked_vat_number(value))
    if column.name == "endpoint":
        return _sound(checked_endpoint(value))
    return value


def _sound(checked: str | Fault) -> str:
    if isinstance(checked, Fault):
        raise CellFault(checked.code, **checked.values)
    return checked
