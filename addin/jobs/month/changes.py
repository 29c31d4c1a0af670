"""What a run changes in a row of prebilling, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from addin.billing.money import from_cents
from addin.jobs.month.prebilled import plain, two_decimals
from addin.jobs.shared.allocating import Priced, Shown
from addin.jobs.shared.allocating import told as allocated
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.words import Language, text

_TOLD = ("quantity", "unit_price", "reduction", "phase")
"""Columns whose change is told, beside the amount and the payers."""

_EMPTIED = frozenset({"reduction", "phase"})
"""Those that are told when a run empties them, too."""

_SHORTENED = {"quantity": plain, "unit_price": two_decimals}


def changes(
    before: PrebillingLine,
    after: Mapping[str, Any],
    priced: Priced,
    shown: Shown,
    language: Language,
) -> str:
    """What a run changed in a row, in words; empty when the bill stays the same.

    Args:
        before: The row as it lies in the workbook.
        after: The cells that the run writes.
        priced: What the line comes to, and who pays it.
        shown: Who paid it before.
        language: Of the workbook.
    """
    told = [
        _changed(name, getattr(before, name), after[name], language)
        for name in _TOLD
        if name in after and _is_other(name, getattr(before, name), after[name])
    ]
    amount = from_cents(priced.charge.net_cents)
    if before.amount != amount:
        told.append(_changed("amount", before.amount, amount, language))
    payers = {one.payer for one in priced.payers}
    old, new = shown.of(priced.key), allocated(priced)
    if old != new and (before.amount == amount or payers != set(shown.cents(priced.key))):
        heading = Allocation.spec.column("payer").heading[language].lower()
        told.append(text("line.changed", language, what=heading, old=old or "-", new=new))
    return "; ".join(told)


def _is_other(name: str, old: object, new: object) -> bool:
    """Whether a cell is told: a quantity or a price that a run has no more stays untold."""
    return old != new and (new is not None or name in _EMPTIED)


def _changed(name: str, old: object, new: object, language: Language) -> str:
    heading = PrebillingLine.spec.column(name).heading[language].lower()
    return text(
        "line.changed", language, what=heading, old=_short(name, old), new=_short(name, new)
    )


def _short(name: str, value: object) -> object:
    if isinstance(value, Decimal) and name in _SHORTENED:
        return _SHORTENED[name](value)
    return "-" if value is None and name in _EMPTIED else value
