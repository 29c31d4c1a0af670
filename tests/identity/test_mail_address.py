"""E-mail addresses: one in a cell, in the form it is written to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("marie@dupont.be", "marie@dupont.be", id="plain"),
        pytest.param("  Marie.Dupont@DUPONT.be ", "Marie.Dupont@dupont.be", id="capitals, blanks"),
        pytest.param("Marie Dupont <marie@dupont.be>", "marie@dupont.be", id="from a mail program"),
        pytest.param('"Dupont, Marie" <marie@dupont.be>', "marie@dupont.be", id="name in quotes"),
        pytest.param("mailto:marie@dupont.be", "marie@dupont.be", id="a link of Excel"),
        pytest.param("marie+facture@dupont.example", "marie+facture@dupont.example", id="a plus"),
        pytest.param("info@société.be", "info@société.be", id="a domain with accents"),
    ],
)
def test_an_address_gets_the_form_it_is_written_to(text: str, expected: str) -> None:
    assert checked_email(text) == expected
    assert checked_email(expected) == expected


NO_ADDRESSES = (
    *("", "marie", "marie@", "@dupont.be", "marie@dupont", "marie dupont@dupont.be"),
    *("marie@dupont..be", "marie@-dupont.be", "marie@dupont.be.", "marie..d@dupont.be"),
    *("marie@localhost", "marie@dupont,be", "marie@[127.0.0.1]"),
)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert checked_email(text) == Fault("ID-12", {"email": text})


@pytest.mark.parametrize("text", ["a@dupont.be;b@dupont.be", "a@dupont.be, B <b@dupont.be>"])
def test_several_addresses_in_one_cell_are_refused(text: str) -> None:
    assert checked_email(text) == Fault("ID-13", {"email": text})


@given(st.text(max_size=40) | st.from_regex(r"[a-z@.,; <>]{1,30}", fullmatch=True))
def test_any_text_gets_an_answer_that_is_final(text: str) -> None:
    checked = checked_email(text)

    assert isinstance(checked, Fault) or checked_email(checked) == checked
