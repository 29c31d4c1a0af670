"""A number is written as Babel writes it."""

from decimal import Decimal

from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from addin.words import Language
from addin.words.figures import number

NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(-(10**14), 10**14),
    st.integers(-12, 6),
)


@given(NUMBERS, st.sampled_from(Language))
@example(Decimal("-0.00"), Language.FR)
@example(Decimal("1E+6"), Language.DE)
def test_a_number_has_the_signs_of_its_language_and_its_own_decimals(
    value: Decimal, language: Language
) -> None:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(0, -exponent)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    usual = format_decimal(value, format=pattern, locale=language.value, decimal_quantization=False)
    beyond = value.adjusted() + places >= 28

    assert number(value, language.value) == (str(value) if beyond else usual)
