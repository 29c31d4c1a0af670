"""Where a firm receives electronic invoices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.endpoint import checked_endpoint, usual_endpoint
from addin.identity.fault import Fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0208:0123456749", "0208:0123456749", id="Belgian"),
        pytest.param(" 0208 : BE 0123.456.749 ", "0208:0123456749", id="as printed on paper"),
        pytest.param("0208:123456749", "0208:0123456749", id="the zero lost by Excel"),
        pytest.param("9925:BE0123456749", "9925:BE0123456749", id="by the VAT number"),
        pytest.param("0225:732829320", "0225:732829320", id="French"),
        pytest.param("0225:732829320_FACT", "0225:732829320_FACT", id="one of its services"),
        pytest.param("0009:73282932000074", "0009:73282932000074", id="SIRET"),
        pytest.param("0088:5790000435968", "0088:5790000435968", id="GLN"),
    ],
)
def test_an_address_is_brought_to_one_form(text: str, expected: str) -> None:
    assert checked_endpoint(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("0123456749", "ID-11", id="no scheme"),
        pytest.param("208:0123456749", "ID-11", id="three digits"),
        pytest.param("0208:", "ID-11", id="no number"),
        pytest.param("0088:", "ID-11", id="no address"),
        pytest.param("billing@dupont.example", "ID-11", id="an e-mail"),
        pytest.param("0208:0123456748", "ID-06", id="check digits"),
        pytest.param("0225:732829321", "ID-06", id="SIREN"),
        pytest.param("0009:732829320", "ID-05", id="SIRET too short"),
    ],
)
def test_what_is_no_address_is_refused(text: str, code: str) -> None:
    found = checked_endpoint(text)

    assert isinstance(found, Fault)
    assert found.code == code


@pytest.mark.parametrize(
    ("country", "enterprise_number", "vat_number", "expected"),
    [
        pytest.param("BE", "0123.456.749", "", "0208:0123456749", id="BCE"),
        pytest.param("be", "", "BE0123456749", "0208:0123456749", id="by its VAT number"),
        pytest.param("FR", "732829320", "", "0225:732829320", id="SIREN"),
        pytest.param("FR", "732 829 320 00074", "", "0225:732829320", id="SIRET"),
        pytest.param("FR", "", "FR44732829320", "0225:732829320", id="SIREN of the VAT number"),
        pytest.param("LU", "B12345", "LU15027442", "9938:LU15027442", id="Luxembourg"),
        pytest.param("LU", "B12345", "", "", id="without a VAT number"),
        pytest.param("US", "123", "", "", id="outside the Union"),
        pytest.param("BE", "", "", "", id="nothing known"),
    ],
)
def test_the_usual_address_follows_from_country_and_numbers(
    country: str, enterprise_number: str, vat_number: str, expected: str
) -> None:
    assert usual_endpoint(country, enterprise_number, vat_number) == expected


@given(st.text(max_size=30))
def test_what_is_accepted_stays_as_it_is(text: str) -> None:
    found = checked_endpoint(text)

    if not isinstance(found, Fault):
        assert checked_endpoint(found) == found
