"""Postcodes: the form of each country, and the zeros that Excel drops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.fault import Fault
from addin.identity.postcode import checked_postcode


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("1000", "BE", "1000"),
        ("B-1000", "BE", "1000"),
        ("BE 1000", "be", "1000"),
        (" 75 001 ", "FR", "75001"),
        ("F-75001", "FR", "75001"),
        ("1000", "FR", "01000"),
        ("98000", "MC", "98000"),
        ("L-1234", "LU", "1234"),
        ("1012ab", "NL", "1012 AB"),
        ("4109", "DE", "04109"),
        ("144", "IT", "00144"),
        ("LT-4340", "LT", "04340"),
        ("1073", "LV", "LV-1073"),
        ("950", "PL", "00-950"),
        ("1000001", "PT", "1000-001"),
        ("11455", "SE", "11455"),
        ("10000", "CZ", "100 00"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("d02x285", "IE", "D02 X285"),
        ("95014-1234", "US", "95014-1234"),
        ("Box 7", "AE", "Box 7"),
        (" anything ", "ZZ", "anything"),
        (" anything ", "", "anything"),
    ],
)
def test_a_postcode_gets_the_form_of_its_country(text: str, country: str, expected: str) -> None:
    assert checked_postcode(text, country) == expected
    assert checked_postcode(expected, country) == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("75001", "BE", id="French in Belgium"),
        pytest.param("0999", "BE", id="no Belgian one begins with a zero"),
        pytest.param("100", "BE", id="no zero was lost"),
        pytest.param("96000", "FR", id="no such department"),
        pytest.param("100", "FR", id="two zeros are a slip"),
        pytest.param("02 33", "FR", id="a zero that was typed was not lost"),
        pytest.param("1012", "NL", id="its letters lack"),
        pytest.param("-", "BE", id="no digit"),
        pytest.param("", "BE", id="nothing"),
    ],
)
def test_a_postcode_of_no_place_is_refused(text: str, country: str) -> None:
    refused = checked_postcode(text, country)

    assert isinstance(refused, Fault)
    assert (refused.code, refused.values["postcode"]) == ("ID-16", text)
    assert checked_postcode(str(refused.values["example"]), country) == refused.values["example"]


@given(st.integers(1000, 95999))
def test_a_zero_that_excel_dropped_comes_back_in_france(number: int) -> None:
    assert checked_postcode(str(number), "FR") == f"{number:05}"


@given(st.text(max_size=12), st.sampled_from(["BE", "FR", "GB", "NL", "PT", "US", "AE", ""]))
def test_any_text_gets_an_answer_that_is_final(text: str, country: str) -> None:
    checked = checked_postcode(text, country)

    assert isinstance(checked, Fault) or checked_postcode(checked, country) == checked
