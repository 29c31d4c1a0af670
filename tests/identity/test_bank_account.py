"""Bank accounts: every bank of a country, and no wrong digit."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.bank_account import (
    Bank,
    bank_of,
    bic_of,
    checked_iban,
    iban_answer,
    printed_iban,
)
from addin.identity.fault import Fault
from addin.words import Language

ROOT = Path(__file__).parents[2]
VECTORS = ROOT.parent / "shared" / "corpus" / "ids" / "vectors.json"
IBAN = "BE68539007547034"


@pytest.mark.skipif(not VECTORS.exists(), reason="the corpus of identity numbers is not here")
def test_the_accounts_of_the_corpus_are_judged_right() -> None:
    vectors = [row for row in json.loads(VECTORS.read_text("utf-8")) if row[0] == "iban"]

    judged = [["iban", text, checked_iban(text) == text] for _, text, _ in vectors]

    assert judged == vectors
    assert vectors, "the corpus has none"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("be68 5390 0754 7034", IBAN, id="a bank that some lists lack"),
        pytest.param("IBAN: BE68-5390-0754-7034", IBAN, id="the word IBAN"),
        pytest.param("BE68\u00a05390\u202f0754 7034\u200b", IBAN, id="pasted from the web"),
        pytest.param("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", id="FR"),
        pytest.param("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", id="DE"),
        pytest.param("MA64011519000001205000534921", "MA64011519000001205000534921", id="Morocco"),
    ],
)
def test_an_account_gets_its_canonical_form(text: str, expected: str) -> None:
    assert checked_iban(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("539-0075470-34", Fault("ID-07"), id="the old Belgian number"),
        pytest.param("XX68539007547034", Fault("ID-07"), id="no such country"),
        pytest.param("", Fault("ID-07"), id="nothing"),
        pytest.param("BE6853900754703", Fault("ID-08", {"found": 15, "expected": 16}), id="short"),
        pytest.param("BE6853900754703O", Fault("ID-09", {"country": "BE"}), id="an O for a zero"),
        pytest.param("BE68539007547035", Fault("ID-10"), id="international check digits"),
        pytest.param("BE41539007547035", Fault("ID-10"), id="national check digits"),
    ],
)
def test_a_wrong_account_is_refused(text: str, expected: Fault) -> None:
    assert checked_iban(text) == Fault(expected.code, {"iban": text, **expected.values})


@given(st.integers(0, 10**10 - 1), st.integers(1, 96))
def test_the_national_check_digits_are_looked_at_too(account: int, off: int) -> None:
    right = account % 97 or 97
    wrong = (right + off - 1) % 97 + 1

    assert checked_iban(iban_of(f"{account:010}{right:02}")) == iban_of(f"{account:010}{right:02}")
    refused = checked_iban(iban_of(f"{account:010}{wrong:02}"))
    assert isinstance(refused, Fault)
    assert refused.code == "ID-10"


def iban_of(account: str) -> str:
    """A Belgian account with the international check digits that fit it (ISO 7064, 97-10)."""
    check = 98 - int(account + "111400") % 97  # B is 11, E is 14
    return f"BE{check:02}{account}"


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(checked_iban(text), str | Fault)


def test_an_account_is_printed_in_groups_of_four() -> None:
    assert printed_iban("FR1420041010050500013M02606") == "FR14 2004 1010 0505 0001 3M02 606"
    assert checked_iban(printed_iban(IBAN)) == IBAN


def test_the_bank_is_known_by_its_bic_or_left_open() -> None:
    assert bic_of("BE53281763170653") == "GEBABEBB"
    assert bic_of(IBAN) == ""


@pytest.mark.parametrize(
    ("iban", "bank"),
    [
        ("BE53281763170653", Bank("GEBABEBB", "BNP Paribas Fortis")),
        ("FR1420041010050500013M02606", Bank("PSSTFRPP", "LA BANQUE POSTALE")),
        (IBAN, Bank("", "")),
    ],
)
def test_the_bank_of_an_account_has_a_bic_and_a_name(iban: str, bank: Bank) -> None:
    assert bank_of(iban) == bank


def test_the_formula_says_ok_or_names_the_wrong_account_or_is_silent() -> None:
    assert iban_answer("BE68 5390 0754 7034", Language.DE) == "OK"
    assert iban_answer(None, Language.DE) == ""
    for language in Language:
        assert "BE68539007547035" in iban_answer("BE68539007547035", language)
