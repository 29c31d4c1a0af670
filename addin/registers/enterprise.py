"""An enterprise as a register has it, and as the form of a client wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from addin.registers.legal_forms import short_form, with_form
from addin.words import Language

OFFICIAL_NAME = "001"
"""``TypeOfDenomination``; the others are abbreviations and names of trade and of branches."""

NAME_LANGUAGES: Mapping[str, Language] = {
    "1": Language.FR,
    "2": Language.NL,
    "3": Language.DE,
    "4": Language.EN,
}
"""``Language`` of a denomination; 0 is one that is not known."""

UNDISTURBED = frozenset({"000", "001", "002", "003"})
"""``JuridicalSituation`` of one that goes on: normal, just founded, prolonged, renumbered.

All others lead to its end: bankruptcy, liquidation, merger, dissolution.
"""


class Standing(StrEnum):
    """Whether an enterprise goes on."""

    ACTIVE = "active"
    ENDING = "ending"  # bankrupt, in liquidation, merged; still in the register


@dataclass(frozen=True, slots=True)
class Denomination:
    """One of the names of an enterprise, with the codes of the register."""

    kind: str
    language: str
    name: str

    @property
    def spoken(self) -> Language | None:
        """The language of the name; None where the register does not know."""
        return NAME_LANGUAGES.get(self.language)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an enterprise is; texts are empty where the register says nothing.

    Attributes:
        seat: Whether it is the seat; else an establishment.
        country_fr: Name of the country in French; empty for Belgium. The same goes for Dutch.
        struck_off: Day since when the register holds the address for wrong; or None.
    """

    seat: bool
    street_fr: str
    street_nl: str
    house: str
    postcode: str
    city_fr: str
    city_nl: str
    country_fr: str = ""
    country_nl: str = ""
    struck_off: date | None = None

    def street(self, language: Language) -> str:
        """Street, number and box, in one line."""
        name = _in(language, self.street_fr, self.street_nl)
        return f"{name} {self.house}".strip()

    def city(self, language: Language) -> str:
        """Name of the municipality."""
        return _in(language, self.city_fr, self.city_nl)

    def country(self, language: Language) -> str:
        """Name of the country; empty for Belgium."""
        return _in(language, self.country_fr, self.country_nl)

    def line(self, language: Language) -> str:
        """The whole address in one line."""
        city = f"{self.postcode} {self.city(language)}".strip()
        parts = (self.street(language), city, self.country(language))
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise in one language.

    Attributes:
        number: Ten digits, without dots.
        name: Its official name, without its legal form.
        legal_form: In words, as the register calls it; empty for a natural person.
        short_form: As it stands behind the name, in its language, such as ``SRL``; empty where
            none is usual.
        address: Street, number and box of the seat, or of the one establishment it has.
        country: Name of the country of the seat; empty for Belgium.
        situation: Why it ends, in the words of the register; empty when it does not.
        start: First day; None where the register has none.
    """

    number: str
    name: str
    legal_form: str
    short_form: str
    address: str
    postcode: str
    city: str
    country: str
    status: Standing
    situation: str
    start: date | None
    email: str
    phone: str

    @property
    def full_name(self) -> str:
        """Its name with its legal form, as it stands on an invoice."""
        return with_form(self.name, self.short_form)


@dataclass(frozen=True, slots=True)
class Registered:
    """All that the register holds of an enterprise, in every language.

    Attributes:
        number: Ten digits, without dots.
        situation: ``JuridicalSituation``, three digits.
        legal_forms: Its legal form in words, by language; empty for a natural person.
        situations: What ``situation`` means, by language.
        names: In the order of the register.
        addresses: The seat first, then the establishments.
    """

    number: str
    situation: str
    start: date | None
    legal_forms: Mapping[str, str]
    situations: Mapping[str, str]
    names: Sequence[Denomination]
    addresses: Sequence[Address]
    email: str = ""
    phone: str = ""

    @property
    def status(self) -> Standing:
        """Whether it goes on."""
        return Standing.ACTIVE if self.situation in UNDISTURBED else Standing.ENDING

    @property
    def seat(self) -> Address | None:
        """Where it is for the law; where that is not told, its only establishment.

        The register keeps the seat of a natural person to itself.
        """
        if self.addresses and (self.addresses[0].seat or len(self.addresses) == 1):
            return self.addresses[0]
        return None

    def official_name(self, language: Language) -> Denomination | None:
        """Its official name, in this language if it has one, else in French, else in any."""
        official = [one for one in self.names if one.kind == OFFICIAL_NAME] or self.names
        by_language = {one.spoken: one for one in reversed(official)}
        first = official[0] if official else None
        return by_language.get(language) or by_language.get(Language.FR) or first

    def name(self, language: Language) -> str:
        """That name; empty where the register tells none."""
        official = self.official_name(language)
        return official.name if official else ""

    def told(self, language: Language) -> Enterprise:
        """What it is, in one language."""
        form = _described(self.legal_forms, language)
        ending = self.status is Standing.ENDING
        seat, official = self.seat, self.official_name(language)
        # The letters of the form go with the name: a Flemish firm stays a BV for whoever reads.
        spoken = (official.spoken if official else None) or language
        return Enterprise(
            number=self.number,
            name=official.name if official else "",
            legal_form=form,
            short_form=short_form(self.legal_forms.get("FR", ""), spoken),
            address=seat.street(language) if seat else "",
            postcode=seat.postcode if seat else "",
            city=seat.city(language) if seat else "",
            country=seat.country(language) if seat else "",
            status=self.status,
            situation=_described(self.situations, language) or self.situation if ending else "",
            start=self.start,
            email=self.email,
            phone=self.phone,
        )


def _in(language: Language, french: str, dutch: str) -> str:
    """The Dutch text for a reader of Dutch, else the French one; the other where one lacks."""
    return (dutch or french) if language is Language.NL else (french or dutch)


def _described(texts: Mapping[str, str], language: Language) -> str:
    """A code in words; the register has them in Dutch and French, some in German."""
    return texts.get(language.upper()) or texts.get("FR") or texts.get("NL") or ""
