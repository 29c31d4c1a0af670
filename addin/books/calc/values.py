"""Cell values as Excel hands them over COM, and back.

What xlwings' Windows engine gets from ``Range.Value``: every number a float, a currency cell a
``Decimal`` cut to four places, a date a ``datetime`` with UTC for a time zone, an empty cell None,
an error value one of the whole numbers below. The same rules hold here, so that code which works
over this engine has met them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

# https://learn.microsoft.com/office/vba/excel/concepts/cells-and-ranges/cell-error-values
ERROR_NUMBERS: Mapping[str, int] = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
ERROR_TEXTS: Mapping[int, str] = {number: text for text, number in ERROR_NUMBERS.items()}
# LibreOffice's own numbers; any other one is a formula that Excel would call #VALUE!.
CALC_ERRORS: Mapping[int, str] = {
    503: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
LAST_SERIAL = 2_958_466  # the day after 31 December 9999
FOUR_PLACES = Decimal("0.0001")
# One cell as COM gives it: see the rules above.
ComValue = Any

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def moment(serial: float) -> datetime | float:
    """The date of a serial number, as COM gives it; the number itself where there is none."""
    if not 0 <= serial < LAST_SERIAL:
        return serial
    return (EPOCH + timedelta(milliseconds=round(serial * 86_400_000))).replace(tzinfo=UTC)


def serial(value: date) -> float:
    """The serial number of a date or of a date with its time.

    >>> serial(date(2026, 3, 1))
    46082.0
    """
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (value.replace(tzinfo=None) - EPOCH) / timedelta(days=1)


def currency(value: float) -> Decimal:
    """What COM's currency type keeps of a number: four places."""
    return Decimal(repr(value)).quantize(FOUR_PLACES, ROUND_HALF_UP)


def typed(text: str) -> str | float | bool:
    """What Excel makes of a text put into a cell that is not formatted as text.

    Only what can be told without knowing the country: numbers with a point, TRUE and FALSE. A
    leading apostrophe is taken off and keeps the rest a text.

    >>> typed("0123"), typed("'0123"), typed("'=1"), typed("TRUE")
    (123.0, '0123', '=1', True)
    """
    if text.startswith("'"):
        return text[1:]
    if NUMBER.fullmatch(text.strip()):
        return float(text)
    return {"TRUE": True, "FALSE": False}.get(text.upper(), text)


class ValueEngine:
    """The part of an xlwings engine that needs no spreadsheet program: its conversions."""

    name = "calc"
    type = "desktop"

    @staticmethod
    def prepare_xl_data_element(value: ComValue, options: object) -> ComValue:  # noqa: ARG004
        """A value of Python as the cell takes it; an empty one is an empty text."""
        if value is None or _not_a_value(value):
            return ""
        if hasattr(value, "to_pydatetime"):  # a Timestamp of pandas
            return value.to_pydatetime()
        if hasattr(value, "item") and hasattr(value, "dtype"):  # a number of numpy
            return value.item()
        return value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[ComValue]],
        datetime_builder: Callable[..., Any],
        empty_as: object,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,  # noqa: FBT001 - xlwings calls it so
    ) -> list[list[ComValue]]:
        """Rows as the cells give them, made what the converter asked for."""

        def clean(value: ComValue) -> ComValue:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime):
                return _built(value, datetime_builder)
            if isinstance(value, float):
                return number_builder(value) if number_builder else value
            if isinstance(value, int) and value in ERROR_TEXTS:
                return ERROR_TEXTS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


def _not_a_value(value: ComValue) -> bool:
    """NaN, and what pandas calls NaT and NA."""
    return type(value).__name__ in {"NAType", "NaTType"} or (
        isinstance(value, float) and value != value  # noqa: PLR0124 - only NaN differs from itself
    )


def _built(value: datetime, builder: Callable[..., Any]) -> ComValue:
    return builder(
        year=value.year,
        month=value.month,
        day=value.day,
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        microsecond=value.microsecond,
        tzinfo=None,
    )
