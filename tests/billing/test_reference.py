"""Structured communications."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import ogm_vcs

from addin.billing.reference import ReferenceDigitsError, structured_reference

NUMBERS = st.integers(0, 10**10 - 1)


@given(NUMBERS)
def test_another_program_accepts_every_reference(number: int) -> None:
    reference = structured_reference(str(number))

    assert ogm_vcs.is_valid(reference)
    assert re.fullmatch(r"\+\+\+\d{3}/\d{4}/\d{5}\+\+\+", reference)


@given(NUMBERS)
def test_the_number_can_be_read_back(number: int) -> None:
    digits = re.sub(r"\D", "", structured_reference(str(number)))

    assert int(digits[:10]) == number


@pytest.mark.parametrize(
    ("number", "reference"),
    [
        pytest.param("0001459325", "+++000/1459/32557+++", id="worked-month"),
        pytest.param("1459325", "+++000/1459/32557+++", id="zeros-lost"),
        pytest.param("97", "+++000/0000/09797+++", id="no-rest-is-97"),
        pytest.param("98", "+++000/0000/09801+++", id="rest-of-one-digit"),
        pytest.param("X97", "+++000/0000/09797+++", id="letters-left-out"),
        pytest.param("2026-00042", "+++020/2600/04222+++", id="invoice-number"),
    ],
)
def test_references_worth_reading(number: str, reference: str) -> None:
    assert structured_reference(number) == reference


@pytest.mark.parametrize(
    ("number", "digits"),
    [("", 0), ("none", 0), ("12345678901", 11), ("\u0661\u0662", 0), ("\u00b2", 0)],
)
def test_too_few_or_too_many_digits_are_refused(number: str, digits: int) -> None:
    with pytest.raises(ReferenceDigitsError) as caught:
        structured_reference(number)

    assert caught.value.code == "REF-01"
    assert caught.value.values == {"number": number, "digits": digits}
