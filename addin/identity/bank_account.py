"""Bank accounts by their IBAN (BT-84) and the BIC of the bank (BT-86).

schwifty and not ``stdnum.iban``, which refuses every Belgian bank that its list does not know.
Importing it takes some 60 ms, below the 100 ms that would be worth deferring.
"""

import warnings
from dataclasses import dataclass
from functools import lru_cache

from schwifty import BIC, IBAN
from schwifty.exceptions import (
    InvalidCountryCode,
    InvalidStructure,
    NationalChecksumNotVerified,
    SchwiftyException,
)
from schwifty.registry import get_iban_spec

from addin.identity.fault import Fault, answer
from addin.identity.writing import as_typed, bare
from addin.words import Language

REMEMBERED = 16_384  # answers kept: the same accounts are looked at on every check


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank that keeps an account; empty texts where it is not in schwifty's lists."""

    bic: str
    name: str


@lru_cache(REMEMBERED)
def checked_iban(text: str) -> str | Fault:
    """An IBAN without spaces, its international and national check digits right.

    Args:
        text: As typed, with any spaces, dots and dashes, and the word IBAN in front or not.

    Returns:
        The canonical form, or why it is refused (ID-07 to ID-10).

    >>> checked_iban("be68 5390 0754 7034")
    'BE68539007547034'
    """
    number = bare(text).removeprefix("IBAN")
    try:
        expected = get_iban_spec(number[:2]).iban_length
    except InvalidCountryCode:
        return Fault("ID-07", {"iban": text})
    if len(number) != expected:
        return Fault("ID-08", {"iban": text, "found": len(number), "expected": expected})
    try:
        with warnings.catch_warnings():
            # Of some countries schwifty does not know the national check; the IBAN's own holds.
            warnings.simplefilter("ignore", NationalChecksumNotVerified)
            return str(IBAN(number, validate_bban=True))
    except InvalidStructure:
        return Fault("ID-09", {"iban": text, "country": number[:2]})
    except SchwiftyException:
        return Fault("ID-10", {"iban": text})


def printed_iban(iban: str) -> str:
    """A canonical IBAN in groups of four, as it is printed (ISO 13616).

    >>> printed_iban("BE68539007547034")
    'BE68 5390 0754 7034'
    """
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def bic_of(iban: str) -> str:
    """The BIC of the bank that keeps an account; empty when it is not in schwifty's lists.

    >>> bic_of("BE53281763170653")
    'GEBABEBB'
    """
    return bank_of(iban).bic


@lru_cache(REMEMBERED)
def bank_of(iban: str) -> Bank:
    """The bank that keeps an account, by the national code in its canonical IBAN.

    >>> bank_of("BE53281763170653")
    Bank(bic='GEBABEBB', name='BNP Paribas Fortis')
    """
    account = IBAN(iban)
    bic: BIC | None = account.bic
    return Bank("" if bic is None else str(bic), account.bank_name or "")


def iban_answer(cell: str | float | None, language: Language) -> str:
    """What the cell formula shows: ``OK``, why the IBAN is refused, or nothing for no IBAN."""
    typed = as_typed(cell)
    return answer(checked_iban(typed), language) if typed else ""
