"""Numbers of firms in their registers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.enterprise_number import (
    checked_enterprise_number,
    checked_siren,
    checked_siret,
)
from addin.identity.fault import Fault

ROOT = Path(__file__).parents[2]
VECTORS = ROOT.parent / "shared" / "corpus" / "ids" / "vectors.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="the corpus of identity numbers is not here")
def test_the_numbers_of_the_corpus_are_judged_right() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    siren = [(text, valid) for kind, text, valid in vectors if kind == "fr_siren"]
    siret = [(text, valid) for kind, text, valid in vectors if kind == "fr_siret"]

    assert [(text, checked_siren(text) == text) for text, _ in siren] == siren
    assert [(text, checked_siret(text) == text) for text, _ in siret] == siret
    assert siren, "the corpus has none"
    assert siret, "the corpus has none"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        pytest.param("0123.456.749", "BE", "0123456749", id="dots"),
        pytest.param("123456749", "BE", "0123456749", id="the zero lost by Excel"),
        pytest.param("BE 0123 456 749", "BE", "0123456749", id="with its country"),
        pytest.param("732 829 320", "FR", "732829320", id="SIREN"),
        pytest.param("732 829 320 00074", "FR", "732829320", id="SIRET"),
        pytest.param("356 000 000 49837", "FR", "356000000", id="a post office"),
        pytest.param(" B 12345 ", "LU", "B 12345", id="another country"),
    ],
)
def test_a_number_gets_the_form_of_an_invoice(text: str, country: str, expected: str) -> None:
    assert checked_enterprise_number(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        pytest.param("0123456748", "BE", Fault("ID-06", {"register": "KBO/BCE"}), id="KBO"),
        pytest.param("2123456749", "BE", Fault("ID-04"), id="an establishment"),
        pytest.param("012345674", "BE", Fault("ID-06", {"register": "KBO/BCE"}), id="cut"),
        pytest.param("01234567", "BE", Fault("ID-04"), id="cut twice"),
        pytest.param("", "BE", Fault("ID-04"), id="nothing"),
        pytest.param("732829321", "FR", Fault("ID-06", {"register": "SIREN"}), id="SIREN"),
        pytest.param("84778521", "FR", Fault("ID-05", {"register": "SIREN", "digits": 9}), id="8"),
        pytest.param("73282932000075", "FR", Fault("ID-06", {"register": "SIRET"}), id="SIRET"),
    ],
)
def test_a_wrong_number_is_refused(text: str, country: str, expected: Fault) -> None:
    assert checked_enterprise_number(text, country) == Fault(
        expected.code, {"number": text, **expected.values}
    )


def test_a_siret_has_fourteen_digits() -> None:
    assert checked_siret("732829320") == Fault(
        "ID-05", {"number": "732829320", "register": "SIRET", "digits": 14}
    )


@given(st.integers(0, 19_999_999))
def test_every_belgian_number_survives_the_loss_of_its_zero(firm: int) -> None:
    number = f"{firm:08}{97 - firm % 97:02}"
    without_zero = number.removeprefix("0")

    assert checked_enterprise_number(without_zero, "BE") == number
