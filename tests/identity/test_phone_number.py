"""Mobile numbers: as they are dialled from anywhere, whatever way they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.fault import Fault
from addin.identity.phone_number import checked_mobile, printed_mobile

BELGIAN, FRENCH = "+32470123456", "+33612345678"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        pytest.param("0470 12 34 56", "BE", BELGIAN, id="at home"),
        pytest.param("0470/12.34.56", "BE", BELGIAN, id="slash and dots"),
        pytest.param("470123456", "BE", BELGIAN, id="its zero lost by Excel"),
        pytest.param("+32 (0)470 12 34 56", "BE", BELGIAN, id="zero in brackets"),
        pytest.param("0032 470 12 34 56", "BE", BELGIAN, id="two zeros"),
        pytest.param("32470123456", "BE", BELGIAN, id="the country without its plus"),
        pytest.param("+32 470 12 34 56", "FR", BELGIAN, id="of another country"),
        pytest.param("+32 470 12 34 56", "", BELGIAN, id="no country beside it"),
        pytest.param("06 12 34 56 78", "FR", FRENCH, id="French"),
        pytest.param("612345678", "FR", FRENCH, id="French, its zero lost"),
        pytest.param("(621) 123 456", "LU", "+352621123456", id="Luxembourg has no zero"),
        pytest.param("0170 1234567", "DE", "+491701234567", id="German"),
        pytest.param("+1 202 555 0143", "BE", "+12025550143", id="mobile or not, as in America"),
    ],
)
def test_a_mobile_number_gets_its_country_and_loses_its_signs(
    text: str, country: str, expected: str
) -> None:
    assert checked_mobile(text, country) == expected
    assert checked_mobile(expected, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        pytest.param("1234", "BE", "ID-14", id="too short"),
        pytest.param("0470 12 34 5", "BE", "ID-14", id="a digit lacks"),
        pytest.param("0470 12 34 567", "BE", "ID-14", id="a digit too many"),
        pytest.param("0470 12 34 56", "", "ID-14", id="of which country"),
        pytest.param("none", "BE", "ID-14", id="a word"),
        pytest.param("", "BE", "ID-14", id="nothing"),
        pytest.param("02 511 11 11", "BE", "ID-15", id="a Belgian landline"),
        pytest.param("01 42 34 20 00", "FR", "ID-15", id="a French landline"),
        pytest.param("0800 120 33", "BE", "ID-15", id="a free number"),
    ],
)
def test_what_is_no_mobile_number_is_refused(text: str, country: str, code: str) -> None:
    refused = checked_mobile(text, country)

    assert isinstance(refused, Fault)
    assert (refused.code, refused.values["mobile"]) == (code, text)


def test_a_number_is_printed_in_groups() -> None:
    assert printed_mobile(FRENCH) == "+33 6 12 34 56 78"
    assert checked_mobile(printed_mobile(BELGIAN), "FR") == BELGIAN


@given(st.text(max_size=25), st.sampled_from(["", "BE", "FR", "ZZ"]))
def test_any_text_gets_an_answer(text: str, country: str) -> None:
    assert isinstance(checked_mobile(text, country), str | Fault)
