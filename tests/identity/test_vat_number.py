"""VAT numbers: accepted in every way they are written, refused at one wrong digit."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import Finding, Place
from addin.identity.fault import Fault
from addin.identity.vat_number import EXAMPLES, checked_vat_number, vat_number_answer
from addin.words import Language

ROOT = Path(__file__).parents[2]
VECTORS = ROOT.parent / "shared" / "corpus" / "ids" / "vectors.json"

SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", "\u00a0", "\u202f", "\u200b"])


def code_of(text: str, country: str = "") -> str:
    checked = checked_vat_number(text, country)
    assert isinstance(checked, Fault), checked
    return checked.code


@pytest.mark.skipif(not VECTORS.exists(), reason="the corpus of identity numbers is not here")
@pytest.mark.parametrize("kind", ["be_vat", "fr_tva"])
def test_the_numbers_of_the_corpus_are_judged_right(kind: str) -> None:
    vectors = [row for row in json.loads(VECTORS.read_text("utf-8")) if row[0] == kind]

    judged = [[kind, text, checked_vat_number(text) == text] for _, text, _ in vectors]

    assert judged == vectors
    assert vectors, "the corpus has none"


@pytest.mark.parametrize("letters", EXAMPLES)
def test_the_example_of_each_country_is_a_number_of_it(letters: str) -> None:
    assert checked_vat_number(EXAMPLES[letters]) == EXAMPLES[letters]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        pytest.param("BE 0123.456.749", "", "BE0123456749", id="dots"),
        pytest.param("0123456749", "", "BE0123456749", id="no country"),
        pytest.param("123456749", "", "BE0123456749", id="the zero lost by Excel"),
        pytest.param("BE 123.456.749", "", "BE0123456749", id="old nine digits"),
        pytest.param("BE(0)123456749", "", "BE0123456749", id="zero in brackets"),
        pytest.param("TVA BE 0123.456.749", "", "BE0123456749", id="the word TVA"),
        pytest.param("btw 0123.456.749", "", "BE0123456749", id="the word btw"),
        pytest.param("BE0123456749", "FR", "BE0123456749", id="registered abroad"),
        pytest.param("FR 40 303 265 045", "", "FR40303265045", id="French"),
        pytest.param("40303265045", "", "FR40303265045", id="French without its country"),
        pytest.param("K7399859412", "FR", "FRK7399859412", id="French with a letter"),
        pytest.param("FR53000004605", "MC", "FR53000004605", id="Monaco"),
        pytest.param("53000004605", "MC", "FR53000004605", id="Monaco without its country"),
        pytest.param("GR012345607", "", "EL012345607", id="Greece by its ISO letters"),
        pytest.param("012345607", "GR", "EL012345607", id="Greece without letters"),
        pytest.param("12345613", "LU", "LU12345613", id="Luxembourg"),
        pytest.param("CHE-123.456.707 TVA", "CH", "CHE123456707TVA", id="Swiss"),
        pytest.param("12-3456789", "US", "US123456789", id="no known check digits"),
        pytest.param("US123456789", "US", "US123456789", id="no known check digits, with letters"),
    ],
)
def test_a_number_gets_the_form_of_an_invoice(text: str, country: str, expected: str) -> None:
    assert checked_vat_number(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        pytest.param("0123456748", "", "ID-03", id="Belgian check digits"),
        pytest.param("123456748", "BE", "ID-03", id="nine digits, wrong check digits"),
        pytest.param("FR41303265045", "", "ID-03", id="French check digits"),
        pytest.param("BE01234567", "", "ID-02", id="too short"),
        pytest.param("BE00123456749", "", "ID-02", id="too long"),
        pytest.param("BE0000000000", "", "ID-02", id="zeros"),
        pytest.param("303265045", "FR", "ID-02", id="a SIREN is not a VAT number"),
        pytest.param("BE", "", "ID-02", id="letters alone"),
        pytest.param("1,5", "", "ID-01", id="a number with decimals"),
        pytest.param("ZZ123456", "", "ID-01", id="no such country"),
        pytest.param("12345613", "", "ID-01", id="eight digits of somewhere"),
    ],
)
def test_a_wrong_number_is_refused(text: str, country: str, code: str) -> None:
    assert code_of(text, country) == code


def test_a_refusal_repeats_what_was_typed_and_shows_how_one_is_written() -> None:
    assert checked_vat_number("FR 303 265 045") == Fault(
        "ID-02", {"number": "FR 303 265 045", "country": "FR", "example": "FR11123456782"}
    )


def test_a_fault_becomes_a_finding_of_its_cell() -> None:
    where = Place("Clients", 7, "vat_number")

    assert Fault("ID-03", {"country": "BE"}).at(where) == Finding("ID-03", where, {"country": "BE"})


@given(st.integers(0, 19_999_999), st.integers(1, 96))
def test_no_other_pair_of_check_digits_passes(firm: int, off: int) -> None:
    right = 97 - firm % 97
    wrong = (right + off - 1) % 97 + 1

    assert checked_vat_number(f"{firm:08}{right:02}", "BE") == f"BE{firm:08}{right:02}"
    assert code_of(f"{firm:08}{wrong:02}", "BE") == "ID-03"


@given(st.lists(SEPARATORS, min_size=12, max_size=12))
def test_separators_change_nothing(separators: list[str]) -> None:
    parted = "".join(map("".join, zip("BE0123456749", separators, strict=True)))

    assert checked_vat_number(parted.lower()) == "BE0123456749"


@given(st.sampled_from(sorted(EXAMPLES.values())))
def test_the_form_of_an_invoice_is_final(number: str) -> None:
    assert checked_vat_number(number, "BE") == number


@given(st.text(), st.sampled_from(["", "BE", "FR", "GR", "US", "CH"]))
def test_any_text_gets_an_answer(text: str, country: str) -> None:
    assert isinstance(checked_vat_number(text, country), str | Fault)


@pytest.mark.parametrize("cell", ["0123.456.749", 123456749.0, 123456749])
def test_the_formula_says_ok(cell: str | float) -> None:
    assert vat_number_answer(cell, Language.FR) == "OK"


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_the_formula_is_silent_on_an_empty_cell(cell: str | None) -> None:
    assert vat_number_answer(cell, Language.NL) == ""


@pytest.mark.parametrize("language", Language)
def test_the_formula_names_the_wrong_number(language: Language) -> None:
    assert "0123456748" in vat_number_answer("0123456748", language)
    assert "1,5" in vat_number_answer(1.5, language)
