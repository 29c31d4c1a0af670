"""Figures and dates as each language writes them."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

LONGEST_NUMBER = 28  # digits that a decimal is rounded to


def told(value: object, language: str) -> str:
    r"""A value inside a sentence.

    >>> told(Decimal("1234.50"), "fr")
    '1\u202f234,50'
    >>> told(date(2026, 10, 31), "nl")
    '31 okt 2026'
    """
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, datetime):
        return told(value.date(), language)
    if isinstance(value, date):
        return format_date(value, format="medium", locale=language)
    return str(value)


def number(value: Decimal, language: str) -> str:
    """A number with the decimals it has, grouped; one beyond all measure with its power of ten."""
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if value.adjusted() + decimals >= LONGEST_NUMBER:
        return str(value)
    # A number is made of the signs that Babel tells of, once: to ask it for each takes 20 µs.
    minus, group, point = _signs(language)
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    figure = whole.replace(",", group) + (f"{point}{rest}" if rest else "")
    return minus + figure if value.is_signed() else figure


@cache
def _signs(language: str) -> tuple[str, str, str]:
    """What stands before a number below zero, between groups of digits, and before decimals."""
    return (
        format_decimal(-1, format="#,##0", locale=language).removesuffix("1"),
        get_group_symbol(language),
        get_decimal_symbol(language),
    )


def money(cents: int, language: str) -> str:
    """An amount without its currency.

    >>> money(123450, "de")
    '1.234,50'
    """
    return number(Decimal(cents).scaleb(-2), language)
