"""What a cell of a column may hold, and how it is read, written and exported."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from addin.tables.cells import CellFault, plain, read_file_text, read_text, shown
from addin.tables.grid import Cell
from addin.tables.moments import (
    EXCEL_EPOCH,
    clock_text,
    day_of_serial,
    read_clock,
    read_day,
    read_file_clock,
    read_file_day,
    read_file_month,
    read_month,
)
from addin.tables.numbers import amount, money, read_file_number, read_number, vat_rate, whole
from addin.tables.units import unit_code, unit_shown
from addin.words import Language, label

__all__ = ["EXCEL_EPOCH", "CellFault", "Kind", "choice", "day_of_serial"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way a cell can hold a value.

    Attributes:
        name: What the documentation calls it.
        from_cell: Value of a cell of a workbook; raises ``CellFault``. Never gets an empty cell.
        from_text: Value of a field of a csv or json file; raises ``CellFault``.
        to_cell: The cell that shows a value in a language.
        to_json: The value in a JSON record.
        number_format: Excel's format of the column.
        width: Of the column, in characters.
        choices: The closed list the value is taken from, if there is one.
    """

    name: str
    from_cell: Callable[[Any], Any]
    from_text: Callable[[str], Any]
    to_cell: Callable[[Any, Language], Cell]
    to_json: Callable[[Any], Any]
    number_format: str = "General"
    width: int = 14
    choices: type[StrEnum] | None = None


TRUE = {"yes", "oui", "ja", "true", "vrai", "waar", "wahr", "x", "1"}
FALSE = {"no", "non", "nee", "nein", "false", "faux", "onwaar", "falsch", "0"}


def _yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = str(read_text(cell)).lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise CellFault("TAB-17", value=shown(cell))


def _as_is(value: Any, _: Language = Language.EN) -> Any:  # noqa: ANN401 - any kind of value
    return value


def _yes_no_cell(value: bool, language: Language) -> Cell:  # noqa: FBT001
    return label("YesNo", "yes" if value else "no")[language]


def _unit(text: str | None) -> str | None:
    return None if text is None else unit_code(text)


def _number_kind(
    name: str,
    number_format: str,
    to_json: Callable[[Any], Any],
    check: Callable[[Decimal], Any] = lambda value: value,
) -> Kind:
    return Kind(
        name,
        lambda cell: check(read_number(cell)),
        lambda text: check(read_file_number(text)),
        _as_is,
        to_json,
        number_format,
    )


TEXT = Kind("text", read_text, read_file_text, _as_is, _as_is, "@", 18)
UNIT = Kind(
    "unit",
    lambda cell: _unit(read_text(cell)),
    lambda text: _unit(read_file_text(text)),
    unit_shown,
    _as_is,
    "@",
    14,
)
AMOUNT = _number_kind("amount", "#,##0.00", lambda value: f"{value:.2f}", amount)
PRICE = _number_kind("price", "#,##0.00##", money)
QUANTITY = _number_kind("quantity", "#,##0.####", plain)
SHARE = _number_kind("share", "0.00%", plain)
PERCENT = _number_kind("percentage", "0.##%", plain)
VAT_RATE = _number_kind("VAT rate", "0.0#%", plain, vat_rate)
WHOLE = _number_kind("whole number", "0", int, whole)
DAY = Kind(
    "date", read_day, read_file_day, _as_is, lambda value: value.isoformat(), "dd/mm/yyyy", 12
)
MONTH = Kind("month", read_month, read_file_month, lambda value, _: value.first, str, "yyyy-mm", 10)
CLOCK = Kind("time of day", read_clock, read_file_clock, _as_is, clock_text, "hh:mm", 9)
NUMBERS = (AMOUNT, PRICE, QUANTITY, SHARE, PERCENT, VAT_RATE, WHOLE)
YES_NO = Kind("yes or no", _yes_no, _yes_no, _yes_no_cell, _as_is, width=9)


def choice(values: type[StrEnum]) -> Kind:
    """The kind of a column with a closed list: any language's label or the code is read."""
    labels = {value: label(values.__name__, value.value) for value in values}
    codes: dict[str, StrEnum] = {}
    for value, words in labels.items():
        codes[value.value.lower()] = value
        for text in words.all():
            codes.setdefault(text.lower(), value)

    def read(cell: Cell) -> StrEnum:
        found = codes.get(str(read_text(cell)).lower())
        if found is None:
            raise CellFault("TAB-09", value=shown(cell), allowed=tuple(values))
        return found

    return Kind(
        "choice",
        read,
        read,
        lambda value, language: labels[value][language],
        lambda value: value.value,
        choices=values,
    )
