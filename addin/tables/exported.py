"""Numbers and months as the programs of payroll and accounting write them.

A text that can be read in two ways is not guessed at: the other cells of its column tell, or it is
a fault.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from addin.billing.calendar import Month
from addin.tables.cells import CellFault, legible, shown
from addin.tables.grid import Cell, is_empty
from addin.tables.numbers import read_file_number, read_number
from addin.words import Language

_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2007\u2009\u202f'\u2019](?=\d{3}(?!\d))", re.ASCII)
_MINUS = "-\u2212"
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)

_YEAR, _OF_YEAR, _DAY = (
    r"(?P<year>(?:19|20)\d\d)",
    r"(?P<month>\d{1,2})",
    r"(?:0?[1-9]|[12]\d|3[01])",
)
_TIME = r"(?:[t ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_TWO = r"(?P<month>0[1-9]|1[0-2])"
_BETWEEN, _NAME = r"[-/._ ]", r"(?P<name>[^\W\d_]{3,})\.?"
_MONTHS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_YEAR}{_BETWEEN}{_OF_YEAR}(?:{_BETWEEN}{_DAY})?{_TIME}",
        rf"(?:{_DAY}{_BETWEEN})?{_OF_YEAR}{_BETWEEN}{_YEAR}{_TIME}",
        rf"{_YEAR}{_TWO}(?:0[1-9]|[12]\d|3[01])?",
    )
]
_NAMED = [
    re.compile(pattern)
    for pattern in (
        rf"(?:{_DAY}\.?{_BETWEEN})?{_NAME}{_BETWEEN}?{_YEAR}",
        rf"{_YEAR}{_BETWEEN}?{_NAME}",
    )
]
_IN_NAMES = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}{_BETWEEN}?{_TWO}(?:{_BETWEEN}?(?:0[1-9]|[12]\d|3[01]))?(?!\d)",
        rf"(?<!\d){_TWO}{_BETWEEN}{_YEAR}(?!\d)",
        rf"{_NAME}{_BETWEEN}?{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_BETWEEN}?{_NAME}",
    )
]


def read_exported_number(cell: Cell, sign: str = "") -> Decimal:
    """A number however it is written: ``1.234,50``, ``1 234,5``, ``1,234.50``, ``12-``, ``(12)``.

    Args:
        cell: Not empty.
        sign: What stands before the decimals in the cells of its column, a comma or a point;
            empty when they do not tell.

    Raises:
        CellFault: It is no number; or, like ``1.234``, can be two (MET-15).

    >>> read_exported_number("1\u202f234,50"), read_exported_number("1.234", ",")
    (Decimal('1234.50'), Decimal('1234'))
    """
    if not isinstance(cell, str):
        return read_number(cell)
    text, negative = _without_sign(legible(cell))
    if not _DIGITS.fullmatch(text):
        raise CellFault("TAB-05", value=legible(cell))
    if _EITHER.fullmatch(text) and not sign:
        whole, decimals = _plain(text, _other(text[-4])), _plain(text, text[-4])
        readings = {"whole": Decimal(whole), "decimals": Decimal(decimals)}
        raise CellFault("MET-15", value=legible(cell), **readings)
    value = read_file_number(_plain(text, sign if _EITHER.fullmatch(text) else _sign_of(text)))
    return -value if negative else value


def _without_sign(text: str) -> tuple[str, bool]:
    """The digits of a number with their points and commas, and whether it is negative."""
    text = _THOUSANDS.sub("", text.strip())
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    bare = text.strip(_MINUS)
    negative = len(text) == len(bare) + 1
    return (bare.strip() if negative else text).removeprefix("+"), negative


def _sign_of(text: str) -> str:
    """What stands before the decimals: the last sign, unless it stands more than once."""
    last = max(".,", key=text.rfind)
    return _other(last) if text.count(last) > 1 else last


def _other(sign: str) -> str:
    return "." if sign == "," else ","


def _plain(text: str, sign: str) -> str:
    """A number as Python writes it; groups of three digits must be that.

    Raises:
        CellFault: The digits before the decimals are grouped in another way.
    """
    whole, _, decimals = text.rpartition(sign) if sign in text else (text, "", "")
    if not whole.isdecimal() and whole and not _GROUPED.fullmatch(whole):
        raise CellFault("TAB-05", value=text)
    digits = whole.replace(".", "").replace(",", "") or "0"
    return f"{digits}.{decimals}" if decimals else digits


def decimal_sign(cells: Iterable[Cell]) -> str:
    """What stands before the decimals in these cells; empty when they do not tell or disagree.

    >>> decimal_sign(["1.234", "12,5", None]), decimal_sign(["1.234"])
    (',', '')
    """
    texts = (_without_sign(cell.strip())[0] for cell in cells if isinstance(cell, str))
    signs = {
        _sign_of(text)
        for text in texts
        if _DIGITS.fullmatch(text) and not text.isdecimal() and not _EITHER.fullmatch(text)
    }
    return signs.pop() if len(signs) == 1 else ""


def read_exported_month(cell: Cell) -> Month:
    """A month however it is written: ``03/2026``, ``202603``, ``mars 2026``, or a day in it.

    Days are written with the day before the month, as in Belgium and France, or by ISO 8601.

    Raises:
        CellFault: It is no month (MET-12).

    >>> str(read_exported_month("M\u00e4rz 2026")), str(read_exported_month(202603.0))
    ('2026-03', '2026-03')
    """
    if isinstance(cell, date | datetime):
        return Month.of(cell)
    text = " ".join(shown(cell).split())
    for pattern in [*_MONTHS, *_NAMED]:
        found = pattern.fullmatch(_folded(text))
        if found and (month := _month(found)) is not None:
            return month
    raise CellFault("MET-12", value=text)


def months_in_name(name: str) -> list[Month]:
    """The months that the name of a file holds, each once.

    >>> list(map(str, months_in_name("paie_2026-03"))), months_in_name("payroll")
    (['2026-03'], [])
    """
    found = (one for pattern in _IN_NAMES for one in pattern.finditer(_folded(name)))
    return sorted({month for one in found if (month := _month(one)) is not None})


def _month(found: re.Match[str]) -> Month | None:
    parts = found.groupdict()
    named = parts.get("name")
    of_year = _month_names().get(named, 0) if named else int(parts["month"])
    return Month(int(parts["year"]), of_year) if 1 <= of_year <= 12 else None


def _folded(text: str) -> str:
    """A text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@cache
def _month_names() -> dict[str, int]:
    """The names of the months and their abbreviations, in every language."""
    from babel.dates import get_month_names  # noqa: PLC0415 - only for an export

    return {
        _folded(name).rstrip("."): number
        for language in Language
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language.value).items()
    }


def is_exported_empty(cell: Cell) -> bool:
    """Whether a cell of an export says nothing: it is empty, or a dash."""
    return is_empty(cell) or (isinstance(cell, str) and cell.strip() in {"-", "\u2013", "\u2014"})
