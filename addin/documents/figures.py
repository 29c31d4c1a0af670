r"""Figures, dates and numbers as an invoice prints them.

The narrow and thin spaces of Unicode, which fr wants inside numbers, become ordinary no-break
spaces: Arial and Liberation Sans do not have them, and Word would take them from another font.

Babel says what parts and groups the digits, and where a currency stands; it is asked once, since
for each figure it would take ten times as long as all else that fills a template.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_interval
from babel.numbers import (
    format_currency,
    format_percent,
    get_decimal_symbol,
    get_group_symbol,
)

from addin.words import Language

_MINUS = "\N{MINUS SIGN}"
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": " ", "-": _MINUS})
# A month before its day, as in American English, is not what Brussels or Paris writes.
_LOCALES = {
    language: Locale.parse("en_GB" if language is Language.EN else language.value)
    for language in Language
}


def amount(cents: int, language: Language) -> str:
    r"""An amount without its currency.

    >>> amount(123450, Language.FR)
    '1\xa0234,50'
    """
    figure = _unsigned(cents, language)
    return f"{_MINUS}{figure}" if cents < 0 else figure


def money(cents: int, currency: str, language: Language) -> str:
    r"""An amount with its currency, where the language has it, and always two decimals.

    >>> money(123450, "EUR", Language.FR), money(500, "EUR", Language.EN)
    ('1\xa0234,50\xa0€', '€5.00')
    """
    before, after = _around(currency, language, negative=cents < 0)
    return f"{before}{_unsigned(cents, language)}{after}"


def price(unit_price: Decimal, language: Language) -> str:
    """A unit price: two decimals, or the more it has.

    >>> price(Decimal("14.7"), Language.NL), price(Decimal("0.01250"), Language.NL)
    ('14,70', '0,0125')
    """
    return _exact(unit_price, 2, language)


def quantity(number: Decimal, language: Language) -> str:
    """A quantity with the decimals that say something.

    >>> quantity(Decimal("37.00"), Language.FR), quantity(Decimal("12.330"), Language.FR)
    ('37', '12,33')
    """
    return _exact(number, 0, language)


def hours(minutes: int) -> str:
    r"""Minutes as h:mm; those that are taken back with a minus.

    >>> hours(740), ascii(hours(-90))
    ('12:20', "'\\u22121:30'")
    """
    whole, rest = divmod(abs(minutes), 60)
    return _plain(f"{'-' if minutes < 0 else ''}{whole}:{rest:02}")


@lru_cache
def percent(rate: Decimal, language: Language) -> str:
    r"""A rate, with the decimals it has.

    >>> percent(Decimal("0.055"), Language.FR), percent(Decimal("0.21"), Language.NL)
    ('5,5\xa0%', '21%')
    """
    locale = _LOCALES[language]
    places = "#,##0.##" + _further(rate)
    pattern = locale.percent_formats[None].pattern.replace("#,##0", places)
    return _plain(format_percent(rate, pattern, locale, decimal_quantization=False))


@lru_cache(maxsize=1024)
def day(when: date, language: Language) -> str:
    """A date with its month in letters.

    >>> day(date(2026, 4, 1), Language.FR), day(date(2026, 4, 30), Language.DE)
    ('1er avril 2026', '30. April 2026')
    """
    written = format_date(when, "long", _LOCALES[language])
    return re.sub("^1 ", "1er ", written) if language is Language.FR else written


@lru_cache(maxsize=1024)
def period(first: date, last: date, language: Language) -> str:
    r"""The days from ``first`` to ``last``, both inclusive; a single day as one date.

    >>> ascii(period(date(2026, 3, 1), date(2026, 3, 31), Language.EN))
    "'1\\u201331 Mar 2026'"
    """
    if first == last:
        return day(first, language)
    return _spaced(format_interval(first, last, "yMMMd", locale=_LOCALES[language]))


def grouped_by_four(number: str) -> str:
    r"""An IBAN, its groups kept on one line.

    >>> grouped_by_four("BE68539007547034")
    'BE68\xa05390\xa00754\xa07034'
    """
    return "\xa0".join(re.findall(".{1,4}", re.sub(r"\s", "", number)))


def registered(number: str) -> str:
    r"""A VAT, KBO or SIREN number with the dots or spaces of its country; any other as it is.

    >>> registered("BE0123456749"), registered("0123456749")
    ('BE\xa00123.456.749', '0123.456.749')
    >>> registered("FR12345678901"), registered("345678901"), registered("LU12345613")
    ('FR\xa012\xa0345\xa0678\xa0901', '345\xa0678\xa0901', 'LU12345613')
    """
    if belgian := re.fullmatch(r"(BE)?(\d{4})(\d{3})(\d{3})", number):
        country, *digits = belgian.groups()
        return (f"{country}\xa0" if country else "") + ".".join(digits)
    if french := re.fullmatch(r"(?:(FR)(\w\w))?(\d{3})(\d{3})(\d{3})", number):
        return "\xa0".join(filter(None, french.groups()))
    return number


@cache
def _signs(language: Language) -> tuple[str, str]:
    """What stands between the groups of three digits, and before the decimals."""
    locale = _LOCALES[language]
    return _plain(get_group_symbol(locale)), _plain(get_decimal_symbol(locale))


@cache
def _around(currency: str, language: Language, *, negative: bool) -> tuple[str, str]:
    """What stands before and after the digits of an amount with its currency."""
    one = Decimal(-1 if negative else 1)
    locale = _LOCALES[language]
    shown = _plain(format_currency(one, currency, locale=locale, currency_digits=False))
    before, _, after = shown.partition(_unsigned(100, language))
    return before, after


def _unsigned(cents: int, language: Language) -> str:
    group, point = _signs(language)
    whole, rest = divmod(abs(cents), 100)
    return f"{whole:,}".replace(",", group) + f"{point}{rest:02}"


@lru_cache(maxsize=4096)  # prices and quantities come again and again
def _exact(number: Decimal, places: int, language: Language) -> str:
    """A number with all the decimals that say something, and at least so many."""
    group, point = _signs(language)
    whole, _, decimals = f"{abs(number):,f}".partition(".")
    decimals = decimals.rstrip("0").ljust(places, "0")
    figure = whole.replace(",", group) + (f"{point}{decimals}" if decimals else "")
    return f"{_MINUS}{figure}" if number < 0 else figure


def _further(number: Decimal) -> str:
    """Places of a pattern for the decimals of a number after the second."""
    exponent = number.as_tuple().exponent
    return "#" * (-exponent - 2) if isinstance(exponent, int) else ""


def _plain(figure: str) -> str:
    return figure.translate(_SPACES)


def _spaced(text: str) -> str:
    return text.replace("\u2009", " ")
