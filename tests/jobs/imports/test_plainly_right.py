"""What is accepted at once is what the libraries accept, in the same form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.bank_account import bank_of, checked_iban
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.mail_address import checked_email
from addin.identity.phone_number import checked_mobile, printed_mobile
from addin.identity.vat_number import checked_vat_number
from addin.jobs.imports import plainly_right

COUNTRIES = st.sampled_from(["BE", "FR", ""])
DIGITS = st.text("0123456789", min_size=8, max_size=8)


def with_check(digits: str) -> str:
    """An enterprise number whose check digits are right."""
    return f"{digits}{97 - int(digits) % 97:02}"


@given(DIGITS.map(with_check) | st.text("019 .", max_size=12), COUNTRIES)
def test_an_enterprise_number_is_accepted_as_its_register_has_it(text: str, country: str) -> None:
    found = plainly_right.enterprise_number(text, country)

    assert found is None or found == checked_enterprise_number(text, country)


@given(DIGITS.map(with_check), st.sampled_from(["", "BE", "BE ", "FR", "TVA BE"]), COUNTRIES)
def test_a_vat_number_is_accepted_as_its_country_has_it(
    digits: str, letters: str, country: str
) -> None:
    text = f"{letters}{digits[:4]}.{digits[4:7]}.{digits[7:]}"

    found = plainly_right.vat_number(text, country)
    assert found is None or found == checked_vat_number(text, country)


@pytest.mark.parametrize("text", ["BE 0123.456.749", "0123456749", "BE0123456749"])
def test_the_usual_forms_of_a_number_are_accepted(text: str) -> None:
    assert plainly_right.vat_number(text, "BE") == "BE0123456749"
    assert plainly_right.vat_number(text.replace("749", "748"), "BE") is None


@given(st.integers(0, 10**10 - 1), st.integers(0, 99))
def test_an_account_is_accepted_as_its_bank_has_it(first: int, check: int) -> None:
    account = f"{first:010}{first % 97 or 97:02}"
    right = f"BE{98 - int(account + '111400') % 97:02}{account}"
    other = f"BE{check:02}{account}"

    assert plainly_right.iban(right) == checked_iban(right) == right
    assert plainly_right.iban(other) is None or checked_iban(other) == other
    assert plainly_right.bic(right) == (bank_of(right).bic or None)


def test_an_account_of_another_country_has_its_bank() -> None:
    assert plainly_right.iban("FR1420041010050500013M02606") is None
    account = "DE89370400440532013000"
    assert plainly_right.bic(account) == bank_of(account).bic


@given(st.integers(0, 10**8 - 1), st.sampled_from(["+32 4", "04", "0032 4", "+324"]), COUNTRIES)
def test_a_mobile_is_accepted_as_it_is_printed(number: int, before: str, country: str) -> None:
    text = f"{before}{number:08}"
    found = plainly_right.mobile(text, country)

    checked = checked_mobile(text, country)
    assert found is None or (isinstance(checked, str) and found == printed_mobile(checked))


def test_the_usual_mobile_is_accepted() -> None:
    assert plainly_right.mobile("0478 11 22 33", "BE") == "+32 478 11 22 33"
    assert plainly_right.mobile("0478 11 22 33", "FR") is None


@given(st.from_regex(r"[a-z0-9._-]{1,12}@[a-z0-9.-]{1,9}\.[a-z]{1,4}", fullmatch=True))
def test_an_address_is_accepted_as_mail_has_it(text: str) -> None:
    found = plainly_right.email(text)
    assert found is None or found == checked_email(text)


def test_the_usual_address_is_accepted() -> None:
    assert plainly_right.email(" anne.martin@cabinet-x.be ") == "anne.martin@cabinet-x.be"
    assert plainly_right.email(f"{'a' * 65}@cabinet.be") is None
    assert plainly_right.email("Anne@cabinet.be") is None
