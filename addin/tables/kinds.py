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
from math import isfinite
from typing import Any

from addin.billing.calendar import Month
from addin.billing.money import from_cents, to_cents
from addin.tables.grid import Cell
from addin.words import Language, label

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
COMMA = re.compile(r"[-+]?[\d. \u00a0\u202f']*\d,\d+")
SPACES = str.maketrans("", "", " \u00a0\u202f'")
MONTH_FORM = re.compile(r"(\d{4})-(\d\d)")
CLOCK_FORM = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST = date(1900, 1, 1)  # what Excel has no day before
LATEST = date(9999, 12, 31)
LATEST_SERIAL = 2_958_465
LARGEST = Decimal(10) ** 12
"""Numbers stay below it: with a cent, Excel keeps no more digits of them exactly."""
CELL_DIGITS = 15  # what Excel keeps of a number that is typed
LONGEST_TEXT = 32_767
DAY_SECONDS = 24 * 60 * 60
ERROR_VALUES = frozenset(
    ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
ONE_BILLIONTH = Decimal("1e-9")
NOISE = Decimal("5e-15")  # what a sum of floats may be off by, as a part of it


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
    if not isinstance(cell, str):
        return _shown(cell)
    text = cell.strip()
    if text in ERROR_VALUES:
        raise CellFault("TAB-12", value=text)
    return text or None


def _text_of_file(text: str) -> str | None:
    # Excel counts in UTF-16: a character outside the basic plane takes two places.
    length = len(text) + sum(character > "\uffff" for character in text)
    if length > LONGEST_TEXT:
        raise CellFault("TAB-20", length=length, limit=LONGEST_TEXT)
    return _text(text)


def _shown(cell: Cell) -> str:
    """A cell as its user sees it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Decimal) or (isinstance(cell, float) and cell.is_integer()):
        return _plain(Decimal(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def _decimal(cell: Cell) -> Decimal:
    if isinstance(cell, str):
        raise _not_a_number(cell)
    if type(cell) is float and isfinite(cell):
        return _possible(Decimal(repr(cell)))
    if type(cell) is int or isinstance(cell, Decimal):
        return _possible(Decimal(cell))
    raise CellFault("TAB-05", value=_shown(cell))


def _possible(value: Decimal) -> Decimal:
    """A number within what a cell keeps; there is no negative zero."""
    if not -LARGEST < value < LARGEST:
        raise CellFault("TAB-21", value=value, low=1 - LARGEST, high=LARGEST - 1)
    return value or Decimal(0)


def _not_a_number(text: str) -> CellFault:
    if text.strip() in ERROR_VALUES:
        return CellFault("TAB-12", value=text.strip())
    if COMMA.fullmatch(text.strip()):
        plain = text.strip().translate(SPACES).replace(".", "").replace(",", ".")
        return CellFault("TAB-06", value=text, proposal=plain)
    return CellFault("TAB-05", value=text)


def _decimal_text(text: str) -> Decimal:
    """A number as the cell will keep it that it is written to."""
    if not NUMBER.fullmatch(text.strip()):
        raise _not_a_number(text)
    value = _possible(Decimal(text.strip()))
    fits = len(value.as_tuple().digits) <= CELL_DIGITS
    return value if fits else Decimal(repr(float(value)))


def _amount(value: Decimal) -> Decimal:
    """Two decimals; the last bits of a float that Excel shows rounded are dropped."""
    rounded = from_cents(to_cents(value))
    if abs(value - rounded) > max(ONE_BILLIONTH, abs(value) * NOISE):
        raise CellFault("TAB-13", value=value, proposal=rounded)
    return rounded


def _vat_rate(value: Decimal) -> Decimal:
    """A fraction; ``21`` can only mean 21 %, as no rate is 100 % or more."""
    if value < 0:
        raise CellFault("TAB-19", value=value)
    if value >= 100:
        raise CellFault("TAB-21", value=value, low=0, high=99)
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
        raise CellFault("TAB-08", value=_decimal(cell), proposal=day_of_serial(cell))
    raise CellFault("TAB-07", value=_legible(cell))


def _legible(cell: Cell) -> str:
    """A cell as its user sees it, unless that is one of Excel's errors."""
    text = _shown(cell).strip()
    if text in ERROR_VALUES:
        raise CellFault("TAB-12", value=text)
    return text


def day_of_serial(serial: float) -> date:
    """The day that Excel keeps as this number.

    Raises:
        CellFault: It is no day from 1900 to 9999.
    """
    if not 1 <= serial < LATEST_SERIAL + 1:
        raise CellFault("TAB-21", value=_decimal(serial), low=EARLIEST, high=LATEST)
    return EXCEL_EPOCH + timedelta(days=int(serial))


def _day_text(text: str) -> date:
    """ISO 8601; a time of day behind it is left out."""
    try:
        day = datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise CellFault("TAB-07", value=_legible(text)) from None
    if day < EARLIEST:
        raise CellFault("TAB-21", value=day, low=EARLIEST, high=LATEST)
    return day


def _month(cell: Cell) -> Month:
    return _month_text(cell) if isinstance(cell, str) else _countable(Month.of(_day(cell)), cell)


def _month_text(text: str) -> Month:
    found = MONTH_FORM.fullmatch(text.strip())
    if found and 1 <= int(found[2]) <= 12:
        return _countable(Month(int(found[1]), int(found[2])), text)
    try:
        return _countable(Month.of(_day_text(text)), text)
    except CellFault as fault:
        code = fault.code if fault.code == "TAB-12" else "TAB-14"
        raise CellFault(code, value=_shown(text).strip()) from None


def _countable(month: Month, cell: Cell) -> Month:
    """A month that has a month before it and one after it in the calendar."""
    if not EARLIEST.year <= month.year < LATEST.year:
        raise CellFault("TAB-14", value=_shown(cell))
    return month


def _clock(cell: Cell) -> time:
    """A time of day to the second; 24:00 is 0:00."""
    if isinstance(cell, str):
        return _clock_text(cell)
    seconds = _seconds(cell)
    if seconds is None or not 0 <= seconds <= DAY_SECONDS:
        raise CellFault("TAB-15", value=_shown(cell))
    whole = round(seconds) % DAY_SECONDS
    return time(whole // 3600, whole // 60 % 60, whole % 60)


def _seconds(cell: Cell | timedelta) -> float | None:
    """Seconds since midnight; None for what is no time of day, such as the number 9."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1_000_000
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell < 1:
        return cell * DAY_SECONDS
    return None


def _clock_text(text: str) -> time:
    found = CLOCK_FORM.fullmatch(text.strip())
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise CellFault("TAB-15", value=_legible(text)) from None


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
    raise CellFault("TAB-17", value=_shown(cell))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def _money(value: Decimal) -> str:
    """At least two decimals."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return format(value if exponent <= -2 else value.quantize(Decimal("0.01")), "f")


def _clock_json(value: time) -> str:
    """Seconds only where there are some."""
    return value.isoformat("seconds" if value.second else "minutes")


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


TEXT = Kind("text", _text, _text_of_file, _as_is, _as_is, "@", 18)
AMOUNT = _number_kind("amount", "#,##0.00", lambda value: f"{value:.2f}", _amount)
PRICE = _number_kind("price", "#,##0.00##", _money)
QUANTITY = _number_kind("quantity", "#,##0.####", _plain)
SHARE = _number_kind("share", "0.00%", _plain)
PERCENT = _number_kind("percentage", "0.##%", _plain)
VAT_RATE = _number_kind("VAT rate", "0.0#%", _plain, _vat_rate)
WHOLE = _number_kind("whole number", "0", int, _whole)
DAY = Kind("date", _day, _day_text, _as_is, lambda value: value.isoformat(), "dd/mm/yyyy", 12)
MONTH = Kind("month", _month, _month_text, lambda value, _: value.first, str, "yyyy-mm", 10)
CLOCK = Kind("time of day", _clock, _clock_text, _as_is, _clock_json, "hh:mm", 9)
NUMBERS = (AMOUNT, PRICE, QUANTITY, SHARE, PERCENT, VAT_RATE, WHOLE)
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
            raise CellFault("TAB-09", value=_shown(cell), allowed=tuple(values))
        return found

    return Kind(
        "choice",
        read,
        read,
        lambda value, language: label(values.__name__, value.value)[language],
        lambda value: value.value,
        choices=values,
    )
