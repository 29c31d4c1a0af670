"""VAT numbers of the European Union and its neighbours, with their country in front (BT-31, BT-48).

The check digits are those of python-stdnum. Whether the number is in use only VIES knows; it is
never asked from here.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from stdnum import exceptions
from stdnum.util import get_cc_module

from addin.identity.fault import Fault, answer
from addin.identity.writing import as_typed, bare
from addin.words import Language

# Made-up numbers whose check digits are right, to show how one is written. The countries are those
# of the Union under their VAT letters, Northern Ireland (XI), and neighbours with check digits.
EXAMPLES: Mapping[str, str] = {
    "AT": "ATU12345602",
    "BE": "BE0123456749",
    "BG": "BG123456708",
    "CH": "CHE123456707TVA",
    "CY": "CY10345600F",
    "CZ": "CZ12345601",
    "DE": "DE123456704",
    "DK": "DK12345607",
    "EE": "EE123456706",
    "EL": "EL012345607",
    "ES": "ESB12345005",
    "FI": "FI12345604",
    "FR": "FR11123456782",
    "GB": "GB123456727",
    "HR": "HR12345678903",
    "HU": "HU12345607",
    "IE": "IE1234560F",
    "IT": "IT12345670108",
    "LT": "LT123456715",
    "LU": "LU12345613",
    "LV": "LV40001234504",
    "MT": "MT12345634",
    "NL": "NL123456708B01",
    "NO": "NO123456718MVA",
    "PL": "PL1234567802",
    "PT": "PT512345600",
    "RO": "RO12345607",
    "SE": "SE551234000001",
    "SI": "SI12345601",
    "SK": "SK2021234501",
    "XI": "XI123456727",
}

# ISO 3166 and VAT disagree on Greece; Monaco is in the French VAT system.
VAT_LETTERS = {"GR": "EL", "MC": "FR"}
RULES_OF = {"EL": "gr", "XI": "gb"}  # where python-stdnum keeps them
TAX_WORDS = re.compile(r"^(TVA|BTW|VAT|MWST|UST)(?=[A-Z]{2}|\d)")


def checked_vat_number(text: str, country: str = "") -> str | Fault:
    """A VAT number in the form that goes on an invoice.

    The country in front of the number counts before ``country``. Without either, ten digits, or
    nine of the old form, are Belgian and eleven characters are French. A Belgian number of nine
    digits, old or with its zero lost by Excel, gets its zero back.

    Args:
        text: As typed, with any spaces, dots and dashes.
        country: Country of the firm, two letters of ISO 3166; or empty. The number of a country
            without known check digits is taken as it is.

    Returns:
        The number with its country in front, without spaces or dots; or why it is refused
        (ID-01 to ID-03).

    >>> checked_vat_number("123.456.749", "BE")
    'BE0123456749'
    >>> checked_vat_number("0123456748").code
    'ID-03'
    """
    number = TAX_WORDS.sub("", bare(text))
    letters = _letters(number) or VAT_LETTERS.get(country, country) or _likely_country(number)
    if not letters:
        return Fault("ID-01", {"number": text, "example": EXAMPLES["BE"]})
    national = number[2:] if _letters(number) else number
    if letters not in EXAMPLES:
        return national if national.startswith(letters) else letters + national
    return _checked(national, letters, text)


def vat_number_answer(cell: str | float | None, language: Language) -> str:
    """What the cell formula shows: ``OK``, why the number is refused, or nothing for no number."""
    typed = as_typed(cell)
    return answer(checked_vat_number(typed), language) if typed else ""


def _letters(number: str) -> str:
    """The country a number begins with, in VAT letters; empty when it begins with none."""
    letters = VAT_LETTERS.get(number[:2], number[:2])
    return letters if letters in EXAMPLES else ""


def _likely_country(number: str) -> str:
    if re.fullmatch(r"\d{9,10}", number):
        return "BE"
    return "FR" if re.fullmatch(r"[0-9A-Z]{2}\d{9}", number) else ""


@lru_cache(maxsize=4096)  # an invoice asks for that of its buyer again and again
def _checked(national: str, letters: str, text: str) -> str | Fault:
    rules = get_cc_module(RULES_OF.get(letters, letters.lower()), "vat")
    assert rules is not None, letters
    # A Swiss number keeps its CHE: the rules want all of it.
    whole = letters + national if letters == "CH" else national
    try:
        number = rules.validate(whole)
    except exceptions.InvalidChecksum:
        return Fault("ID-03", {"number": text, "country": letters})
    except exceptions.ValidationError:
        values = {"number": text, "country": letters, "example": EXAMPLES[letters]}
        return Fault("ID-02", values)
    return number if number.startswith(letters) else letters + number
