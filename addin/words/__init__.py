"""Every sentence and label that a user reads, in four languages.

The texts lie in the TOML files of this folder. A label is written in one line, its languages
parted by bars: ``"Amount | Montant | Bedrag | Betrag"``. A sentence has a line per language.
"""

import locale
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from addin.words.figures import told


class Language(StrEnum):
    """The languages of the workbook and of the documents."""

    EN = "en"
    FR = "fr"
    NL = "nl"
    DE = "de"


@dataclass(frozen=True, slots=True)
class Words:
    """One meaning in the four languages."""

    en: str
    fr: str
    nl: str
    de: str

    def __getitem__(self, language: Language) -> str:
        """The text in a language."""
        text: str = getattr(self, language.value)
        return text

    def all(self) -> tuple[str, ...]:
        """The text in each language, in the order of ``Language``."""
        return (self.en, self.fr, self.nl, self.de)


WINDOWS_NAMES = {"french": "fr", "dutch": "nl", "german": "de"}
"""The languages as the locales of Windows are called, such as ``Dutch_Belgium``."""


def system_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language to speak when no workbook says which: that of the machine.

    ``QUOTEPART_LANGUAGE`` decides, if it is set to one of the four.
    """
    names = ("QUOTEPART_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((environment[name] for name in names if environment.get(name)), "")
    wanted = wanted or (locale.getlocale()[0] or "")
    name = wanted.lower().partition("_")[0]
    code = WINDOWS_NAMES.get(name, name[:2])
    return Language(code) if code in set(Language) else Language.EN


def words(text: str) -> Words:
    """Read ``"en | fr | nl | de"``.

    >>> words("Amount | Montant | Bedrag | Betrag")[Language.NL]
    'Bedrag'
    """
    parts = [part.strip() for part in text.split("|")]
    assert len(parts) == len(Language), f"{len(parts)} languages instead of 4: {text}"
    return Words(*parts)


@cache
def catalogue(name: str) -> Mapping[str, Any]:
    """One of the TOML files of this folder: ``findings``, ``choices``, ``interface``, ``lists``."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


def label(group: str, key: str) -> Words:
    """The label of a value of a list: ``label("Axis", "fixed")``."""
    return words(catalogue("choices")[group][key])


def job_name(job: str) -> Words:
    """What the user calls a job, by its name on the command line.

    >>> job_name("issue")[Language.FR]
    'émission'
    """
    found = catalogue("interface")["job"].get(job)
    return words(found) if found else Words(job, job, job, job)


def text(key: str, language: Language, **values: object) -> str:
    """A text of the interface, its values filled in: ``text("home.title", language)``."""
    template = _interface(key)[language]
    return _fill(template, language, values)


@cache
def _interface(key: str) -> Words:
    found: Any = catalogue("interface")
    for part in key.split("."):
        found = found[part]
    return words(found)


def sentence(code: str, language: Language, values: Mapping[str, object]) -> str:
    """What a finding or an error with this code says.

    Args:
        code: A heading of ``findings.toml``, such as ``SPL-01``.
        language: The reader's language.
        values: What the braces of the sentence stand for. Decimals, dates and months are
            written as the language writes them.
    """
    return _fill(catalogue("findings")[code][language.value], language, values)


def _fill(template: str, language: Language, values: Mapping[str, object]) -> str:
    return template.format_map({key: _told(value, language) for key, value in values.items()})


def _told(value: object, language: Language) -> str:
    """A value of a closed list under its label; several of them parted by commas."""
    if isinstance(value, Words):
        return value[language]
    if isinstance(value, tuple):
        return ", ".join(_told(one, language) for one in value)
    group = type(value).__name__
    if isinstance(value, StrEnum) and group in catalogue("choices"):
        return label(group, value.value)[language]
    return told(value, language)
