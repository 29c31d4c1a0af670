"""Whether a name or an address of a client is that of the register, however it is written."""

import re

from addin.registers.enterprise import Address
from addin.registers.kbo_index import likeness, plain
from addin.registers.legal_forms import SHORT_FORMS
from addin.words import Language

ALIKE = 75.0
"""From here on two names are taken for one; what differs less is a slip or an abbreviation."""

FORMS = frozenset(letters.lower() for words in SHORT_FORMS.values() for letters in words.all())
FORMS_BEFORE_2019 = frozenset({"sprlu", "ebvba", "scs", "gcv", "sca", "commva", "scri", "cvoa"})
"""Those that names still have, beside the ones of ``SHORT_FORMS``."""

WAYS = frozenset(
    {
        *("rue", "avenue", "av", "ave", "chaussee", "chee", "boulevard", "boul", "bd", "bld"),
        *("place", "pl", "square", "quai", "impasse", "allee", "route", "rte", "chemin"),
        *("de", "du", "des", "la", "le", "les", "en", "et", "van", "den", "der", "het"),
        *("boite", "bte", "bus", "box", "no", "nr"),
    }
)
"""What many streets have in common, and is abbreviated at will."""

STREET_ENDING = re.compile(r"(straat|str|laan|steenweg|stwg|stw|plein|weg|lei|dreef)$")


def same_name(one: str, other: str) -> bool:
    """Whether two names are those of one firm; its legal form is not looked at.

    >>> same_name("SPRL Boulangerie Dupont", "BOULANGERIE DUPONT")
    True
    >>> same_name("Boulangerie Dupont", "Garage Martin")
    False
    """
    return likeness(_without(one, FORMS | FORMS_BEFORE_2019), _without(other, FORMS)) >= ALIKE


def same_place(street: str, postcode: str, address: Address) -> bool:
    """Whether a client is at an address of the register, in French or in Dutch.

    Args:
        street: Street and number as typed; nothing to compare the postcode alone.
        postcode: As typed.
        address: Of the register.
    """
    if re.findall(r"\d+", postcode) != re.findall(r"\d+", address.postcode):
        return False
    house = re.findall(r"\d+", address.house)[:1]
    typed = re.findall(r"\d+", street)
    if house and typed and house[0] not in typed:
        return False
    languages = (Language.FR, Language.NL)
    return not street or any(_same_street(street, address.street(one)) for one in languages)


def _same_street(one: str, other: str) -> bool:
    """Whether two streets have the same name, without what most streets have in theirs."""
    first, second = _street_name(one), _street_name(other)
    return not first or not second or likeness(first, second) >= ALIKE


def _street_name(text: str) -> str:
    words = (word for word in plain(text).split() if word not in WAYS)
    names = (STREET_ENDING.sub("", word) for word in words if not any(map(str.isdigit, word)))
    return " ".join(name for name in names if len(name) > 1)


def _without(text: str, left_out: frozenset[str]) -> str:
    """A name without some words, unless it has no others; ``S.A.`` is one word."""
    words = plain(text.replace(".", "")).split()
    return " ".join(word for word in words if word not in left_out) or " ".join(words)
