"""Numbers and addresses that are plainly right, accepted without the libraries that know them all.

A list of fifty thousand clients is mostly Belgian numbers in their usual form; the libraries take a
quarter of a second for a thousand of them. What is not accepted here is nothing but not accepted:
``addin.identity`` judges it.
"""

import re
from functools import lru_cache

from addin.identity.bank_account import bank_of
from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email
from addin.identity.phone_number import checked_mobile, printed_mobile

_BETWEEN = str.maketrans("", "", " .-/")
_ENTERPRISE = re.compile(r"[01]\d{9}", re.ASCII)
_IBAN = re.compile(r"BE\d{14}", re.ASCII)
_E_MAIL = re.compile(
    r"([a-z0-9]+(?:[._-][a-z0-9]+)*)@((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,})", re.ASCII
)
_MOBILE = re.compile(r"(?:\+32|0032|0)(4[5-9]\d{7})", re.ASCII)
_LONGEST_NAME = 64  # of a mailbox, RFC 5321
_SERIES = 3  # digits of a Belgian mobile number that say whose it is and how it is printed
_REST_OF_IBAN = "111400"  # B, E and two zeros as ISO 13616 counts them


def enterprise_number(text: str, country: str) -> str | None:
    """The ten digits of a Belgian enterprise number whose check digits are right; else None."""
    if country != "BE":
        return None
    number = text.translate(_BETWEEN)
    right = _ENTERPRISE.fullmatch(number) and 97 - int(number[:8]) % 97 == int(number[8:])
    return number if right else None


def vat_number(text: str, country: str) -> str | None:
    """A Belgian VAT number with its country in front; else None."""
    number = text.translate(_BETWEEN)
    if number.startswith("BE"):
        found = enterprise_number(number[2:], "BE")
    else:
        found = enterprise_number(number, country)
    return f"BE{found}" if found else None


def email(text: str) -> str | None:
    """An address of small letters, digits and points at a domain that is known to be one."""
    address = text.strip()
    found = _E_MAIL.fullmatch(address)
    plain = found and len(found[1]) <= _LONGEST_NAME and _is_domain(found[2])
    return address if plain else None


@lru_cache(maxsize=65_536)
def _is_domain(domain: str) -> bool:
    return checked_email(f"a@{domain}") == f"a@{domain}"


def mobile(text: str, country: str) -> str | None:
    """A Belgian mobile number as it is printed; else None."""
    found = _MOBILE.fullmatch(text.translate(_BETWEEN))
    if not found or (country != "BE" and text.lstrip()[:1] != "+"):
        return None
    number = found[1]
    if not _is_series(number[:_SERIES]):
        return None
    return f"+32 {number[:3]} {number[3:5]} {number[5:7]} {number[7:]}"


@lru_cache(maxsize=1000)
def _is_series(series: str) -> bool:
    """Whether numbers that begin so are mobiles, printed in groups of 3, 2, 2 and 2.

    One of them tells of all: the rules of Belgium look at three digits of a mobile number.
    """
    checked = checked_mobile(f"+32{series}123456", "BE")
    return not isinstance(checked, Fault) and printed_mobile(checked) == f"+32 {series} 12 34 56"


def iban(text: str) -> str | None:
    """A Belgian account whose two check digits are right; else None."""
    number = text.replace(" ", "")
    if not _IBAN.fullmatch(number):
        return None
    account = number[4:]
    right = int(account + _REST_OF_IBAN) % 97 == 98 - int(number[2:4])
    national = (int(account[:10]) % 97 or 97) == int(account[10:])
    return number if right and national else None


def bic(account: str) -> str | None:
    """The BIC of the bank that keeps a canonical account; None where it is not known."""
    if not account.startswith("BE"):
        return bank_of(account).bic or None
    return _belgian_bic(account[4:7], account)


_KNOWN_BICS: dict[str, str | None] = {}


def _belgian_bic(bank: str, account: str) -> str | None:
    """By the three digits of the bank; ``account`` is one of its accounts."""
    if bank not in _KNOWN_BICS:
        _KNOWN_BICS[bank] = bank_of(account).bic or None
    return _KNOWN_BICS[bank]
