"""Figures written without asking Babel for each are those that Babel writes."""

from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from addin.documents.figures import amount, day, money, percent, period, price, quantity
from addin.words import Language

LANGUAGES = st.sampled_from(Language)
CENTS = st.integers(-(10**13), 10**13)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=6) | st.decimals(
    -(10**6), 10**6, allow_nan=False, places=2
)
PLACES = "####"


def locale(language: Language) -> Locale:
    return Locale.parse("en_GB" if language is Language.EN else language.value)


def printed(by_babel: str) -> str:
    return by_babel.replace("\u202f", "\u00a0").replace("-", "\u2212")


@given(CENTS, LANGUAGES)
def test_an_amount_is_written_as_babel_writes_it(cents: int, language: Language) -> None:
    by_babel = format_decimal(Decimal(cents).scaleb(-2), "#,##0.00", locale(language))

    assert amount(cents, language) == printed(by_babel)


@given(CENTS, st.sampled_from(["EUR", "USD", "CHF", "JPY", "XOF"]), LANGUAGES)
def test_money_is_written_as_babel_writes_it(cents: int, currency: str, language: Language) -> None:
    by_babel = format_currency(
        Decimal(cents).scaleb(-2), currency, locale=locale(language), currency_digits=False
    )

    assert money(cents, currency, language) == printed(by_babel)


@given(NUMBERS, LANGUAGES)
def test_a_price_and_a_quantity_are_written_as_babel_writes_them(
    number: Decimal, language: Language
) -> None:
    for written, pattern in ((price, "#,##0.00"), (quantity, "#,##0.##")):
        by_babel = format_decimal(
            number + 0, pattern + PLACES, locale(language), decimal_quantization=False
        )
        assert written(number, language) == printed(by_babel)


@pytest.mark.parametrize("number", [Decimal("1E+3"), Decimal("1000.000"), Decimal(1000)])
def test_a_number_is_written_alike_however_it_is_kept(number: Decimal) -> None:
    assert quantity(number, Language.NL) == "1.000"
    assert price(number, Language.NL) == "1.000,00"


@pytest.mark.parametrize("nothing", [Decimal("-0"), Decimal("-0.00"), Decimal("0E+2")])
def test_nothing_has_no_sign(nothing: Decimal) -> None:
    assert (quantity(nothing, Language.FR), price(nothing, Language.FR)) == ("0", "0,00")


@given(st.decimals(0, 1, allow_nan=False, places=5), LANGUAGES)
def test_a_rate_is_written_as_babel_writes_it(rate: Decimal, language: Language) -> None:
    own = locale(language)
    pattern = own.percent_formats[None].pattern.replace("#,##0", "#,##0.##" + PLACES)
    by_babel = format_percent(rate, pattern, own, decimal_quantization=False)

    assert percent(rate, language) == printed(by_babel)


def test_days_asked_for_twice_are_the_same_in_each_language() -> None:
    march, april = date(2026, 3, 1), date(2026, 4, 30)
    once = [(day(march, each), period(march, april, each)) for each in Language]
    again = [(day(march, each), period(march, april, each)) for each in Language]

    assert once == again
    assert len(set(once)) == len(Language)
