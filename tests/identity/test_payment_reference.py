"""Structured communications: those that are made are taken, one wrong digit is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.reference import structured_reference
from addin.identity.fault import Fault
from addin.identity.payment_reference import checked_reference

ROOT = Path(__file__).parents[2]
VECTORS = ROOT.parent / "shared" / "corpus" / "ids" / "vectors.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="the corpus of identity numbers is not here")
def test_the_communications_of_the_corpus_are_judged_right() -> None:
    vectors = [row for row in json.loads(VECTORS.read_text("utf-8")) if row[0] == "ogm"]

    assert [["ogm", text, checked_reference(text) == text] for _, text, _ in vectors] == vectors
    assert vectors, "the corpus has none"


@pytest.mark.skipif(not VECTORS.exists(), reason="the corpus of identity numbers is not here")
def test_every_kind_of_the_corpus_has_a_test() -> None:
    tested = {"be_vat", "fr_tva", "fr_siren", "fr_siret", "iban", "ogm"}

    assert {row[0] for row in json.loads(VECTORS.read_text("utf-8"))} == tested


@given(st.integers(0, 10**10 - 1))
def test_every_communication_that_is_made_is_taken(number: int) -> None:
    made = structured_reference(str(number))

    assert checked_reference(made) == made
    assert checked_reference(made.replace("+", "*").replace("/", " ")) == made


@given(st.integers(0, 10**10 - 1), st.integers(1, 96))
def test_no_other_pair_of_check_digits_passes(number: int, off: int) -> None:
    right = number % 97 or 97
    wrong = (right + off - 1) % 97 + 1

    text = f"{number:010}{wrong:02}"
    assert checked_reference(text) == Fault("ID-17", {"reference": text})


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(checked_reference(text), str | Fault)
