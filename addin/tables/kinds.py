"""What a cell of a column may hold, and how it is read, written and exported.

A number read from a cell becomes the shortest decimal that reads back as it: binary floats stop
here. Texts that look like numbers or dates are never guessed at; the finding offers the mend.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from addin.billing.calendar import Month
from addin.tables.grid import Cell
from addin.words import Language, label

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
COMMA = re.compile(r"[-+]?[\d. \u00a0\u202f']*\d,\d+")
SPACES = str.maketrans("", "", " \u00a0\u202f'")
EXCEL_EPOCH = date(1899, 12, 30)
ERROR_VALUES = frozenset(
    ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
ONE_BILLIONTH = Decimal("1e-9")


class CellFault(Exception):  # noqa: N818 - never shown: it becomes a finding
    """A cell that cannot be read; ``code`` and ``values`` make the finding."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


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


def _text(cell: Cell) -> str | None:
    """A code or a name; a number loses the ``.0`` that Excel's floats have."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def _decimal(cell: Cell) -> Decimal:
    if type(cell) is float:
        return Decimal(repr(cell))
    if type(cell) is int or isinstance(cell, Decimal):
        return Decimal(cell)
    if isinstance(cell, str):
        raise _not_a_number(cell)
    raise CellFault("TAB-05", value=_text(cell))


def _not_a_number(text: str) -> CellFault:
    if text.strip() in ERROR_VALUES:
        return CellFault("TAB-12", value=text.strip())
    if COMMA.fullmatch(text.strip()):
        plain = text.strip().translate(SPACES).replace(".", "").replace(",", ".")
        return CellFault("TAB-06", value=text, proposal=plain)
    return CellFault("TAB-05", value=text)


def _decimal_text(text: str) -> Decimal:
    if not NUMBER.fullmatch(text.strip()):
        raise _not_a_number(text)
    return Decimal(text.strip())


def _amount(value: Decimal) -> Decimal:
    """Two decimals; the last bits of a float that Excel shows rounded are dropped."""
    rounded = value.quantize(Decimal("0.01"))
    if abs(value - rounded) > ONE_BILLIONTH:
        raise CellFault("TAB-13", value=value, proposal=rounded)
    return rounded


def _share(value: Decimal) -> Decimal:
    return value


def _vat_rate(value: Decimal) -> Decimal:
    """A fraction; ``21`` can only mean 21 %, as no rate is 100 % or more."""
    return value if value < 1 else value.scaleb(-2)


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise CellFault("TAB-16", value=value)
    return int(value)


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise CellFault("TAB-08", value=_decimal(cell), proposal=_serial_day(cell))
    raise CellFault("TAB-12" if str(cell) in ERROR_VALUES else "TAB-07", value=_text(cell))


def day_of_serial(serial: float) -> date:
    """The day that Excel keeps as this number.

    Raises:
        CellFault: It is no day from 1900 to 9999.
    """
    if not 1 <= serial < 2_958_466:
        raise CellFault("TAB-07", value=serial)
    return EXCEL_EPOCH + timedelta(days=int(serial))


def _serial_day(serial: float) -> str:
    """What a number means as a date, to offer it; an example for a number far off."""
    try:
        return day_of_serial(serial).isoformat()
    except CellFault:
        return "2026-12-31"


def _day_text(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise CellFault("TAB-07", value=text) from None


def _month(cell: Cell) -> Month:
    if isinstance(cell, str):
        return _month_text(cell)
    return Month.of(_day(cell))


def _month_text(text: str) -> Month:
    found = re.fullmatch(r"(\d{4})-(\d\d)(-\d\d)?", text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise CellFault("TAB-14", value=text)
    return Month(int(found[1]), int(found[2]))


def _clock(cell: Cell) -> time:
    if isinstance(cell, time):
        return cell
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, timedelta) or (isinstance(cell, float | int) and 0 <= cell < 1):
        seconds = round(_seconds(cell))
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if isinstance(cell, str):
        return _clock_text(cell)
    raise CellFault("TAB-15", value=_text(cell))


def _seconds(cell: timedelta | float) -> float:
    return cell.total_seconds() if isinstance(cell, timedelta) else cell * 86400


def _clock_text(text: str) -> time:
    try:
        return time.fromisoformat(text.strip().rjust(5, "0"))
    except ValueError:
        raise CellFault("TAB-15", value=text) from None


TRUE = {"yes", "oui", "ja", "true", "vrai", "waar", "wahr", "x", "1"}
FALSE = {"no", "non", "nee", "nein", "false", "faux", "onwaar", "falsch", "0"}


def _yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = str(_text(cell)).lower()
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise CellFault("TAB-17", value=_text(cell))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def _money(value: Decimal) -> str:
    """At least two decimals."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return format(value if exponent <= -2 else value.quantize(Decimal("0.01")), "f")


def _as_is(value: Any, _: Language = Language.EN) -> Any:  # noqa: ANN401 - any kind of value
    return value


def _yes_no_cell(value: bool, language: Language) -> Cell:  # noqa: FBT001
    return label("YesNo", "yes" if value else "no")[language]


def _number_kind(
    name: str,
    number_format: str,
    to_json: Callable[[Any], Any],
    check: Callable[[Decimal], Any] = lambda value: value,
) -> Kind:
    return Kind(
        name,
        lambda cell: check(_decimal(cell)),
        lambda text: check(_decimal_text(text)),
        _as_is,
        to_json,
        number_format,
    )


TEXT = Kind("text", _text, _text, _as_is, _as_is, "@", 18)
AMOUNT = _number_kind("amount", "#,##0.00", lambda value: f"{value:.2f}", _amount)
PRICE = _number_kind("price", "#,##0.00##", _money)
QUANTITY = _number_kind("quantity", "#,##0.####", _plain)
SHARE = _number_kind("share", "0.00%", _plain, _share)
PERCENT = _number_kind("percentage", "0.##%", _plain)
VAT_RATE = _number_kind("VAT rate", "0.0#%", _plain, _vat_rate)
WHOLE = _number_kind("whole number", "0", int, _whole)
DAY = Kind("date", _day, _day_text, _as_is, lambda value: value.isoformat(), "dd/mm/yyyy", 12)
MONTH = Kind("month", _month, _month_text, lambda value, _: value.first, str, "yyyy-mm", 10)
CLOCK = Kind("time of day", _clock, _clock_text, _as_is, lambda value: f"{value:%H:%M}", "hh:mm", 9)
YES_NO = Kind("yes or no", _yes_no, _yes_no, _yes_no_cell, _as_is, width=9)


def choice(values: type[StrEnum]) -> Kind:
    """The kind of a column with a closed list: any language's label or the code is read."""
    codes: dict[str, StrEnum] = {}
    for value in values:
        codes[value.value.lower()] = value
        for text in label(values.__name__, value.value).all():
            codes.setdefault(text.lower(), value)

    def read(cell: Cell) -> StrEnum:
        found = codes.get(str(_text(cell)).lower())
        if found is None:
            raise CellFault("TAB-09", value=_text(cell), allowed=", ".join(values))
        return found

    return Kind(
        "choice",
        read,
        read,
        lambda value, language: label(values.__name__, value.value)[language],
        lambda value: value.value,
        choices=values,
    )
