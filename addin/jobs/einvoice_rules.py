"""The official rules on this computer: which there are, taking in new ones, proving them whole."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from addin.billing.choices import EInvoice
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.judging import DESK, damaged, expired
from addin.einvoices.rules.kept import KeptRules, is_whole, version_key
from addin.einvoices.rules.rule_files import NotRulesError, RuleFile, look_at
from addin.einvoices.rules.rule_sets import RULE_SETS, Rules, RuleSet
from addin.errors import BillingError, Finding, Place

_LARGEST_BYTES = 20_000_000
"""Of a file of rules; those of Peppol have 0.2 MB, the largest of all 2 MB."""

_MOST_MEMBERS = 20_000
_ISSUED = frozenset(Form(one.value) for one in EInvoice if one is not EInvoice.PDF)
"""What Quotepart writes; rules for anything else are for reading, and missed by few."""

_ENDINGS = (".sch", ".xslt", ".xsl")
_SMALLEST_INVOICE = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'


class UnknownRulesError(BillingError):
    """Takes ``file``, ``rule_set``, ``version`` and ``digest``."""

    code = "RUL-02"


class OlderRulesError(BillingError):
    """Takes ``file``, ``rule_set``, ``version`` and ``there``, the version in use."""

    code = "RUL-03"


class UnreadableRulesError(BillingError):
    """Takes ``file`` and ``reason``."""

    code = "RUL-04"


class UnusableRulesError(BillingError):
    """Takes ``file``, ``rule_set`` and ``reason``, as Saxon tells it."""

    code = "RUL-06"


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule set and the version of it that is run.

    Attributes:
        rules: None where the user has to install it.
        finding: What is amiss; None where all is well.
    """

    rule_set: RuleSet
    rules: Rules | None
    finding: Finding | None

    def record(self) -> dict[str, Any]:
        """As the JSON report has it."""
        rules = self.rules
        source = "" if rules is None else ("installed" if rules.installed else "carried")
        return {
            "name": self.rule_set.name,
            "title": self.rule_set.title,
            "publisher": self.rule_set.publisher,
            "forms": sorted(self.rule_set.forms),
            "source": source,
            "version": rules.version if rules else None,
            "date": _iso(rules.day) if rules else None,
            "warn_after": _iso(rules.warn_after) if rules else None,
            "file": str(rules.path) if rules else None,
            "digest": rules.digest if rules else None,
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def listed(kept: KeptRules, today: date) -> list[Listed]:
    """Every rule set there is, whether it can be run, and whether it is out of date."""
    return [_listed(one, kept.rules(one), today) for one in RULE_SETS]


def _listed(rule_set: RuleSet, rules: Rules | None, today: date) -> Listed:
    if rules is None and not rule_set.forms & _ISSUED:
        return Listed(rule_set, None, None)
    if rules is None:
        values = {"rule_set": rule_set.title, "publisher": rule_set.publisher}
        return Listed(rule_set, None, Finding("EIR-04", Place(), values))
    return Listed(rule_set, rules, expired(rules) if rules.is_expired(today) else None)


def verified(kept: KeptRules, today: date) -> list[Listed]:
    """The same, and whether each file is to the letter what was taken in."""
    return [
        Listed(one.rule_set, one.rules, damaged(one.rules))
        if one.rules is not None and not is_whole(one.rules)
        else one
        for one in listed(kept, today)
    ]


def install(
    file: Path, kept: KeptRules, *, force: bool = False, dry_run: bool = False, desk: Desk = DESK
) -> list[RuleFile]:
    """Take in the official rules that a file holds.

    Args:
        file: The publisher's zip file, or one ``.sch`` or ``.xslt`` file out of it.
        kept: Where they are kept.
        force: Also a version that is not known to be official, or is older than the one there.
        dry_run: Look and prove only.
        desk: The program that proves that they can be run.

    Returns:
        What was taken in. Of a zip file, what is older than the rules in use is left out.

    Raises:
        BillingError: Nothing of it can be taken in; nothing was changed.
    """
    found = _rule_files(file)
    newer = [one for one in found if not _is_older(one, kept, force=force)]
    if not newer:
        raise _older(file, found[0], kept)
    for one in newer:
        if not one.is_published and not force:
            raise _unknown(file, one)
        _prove(file, one, desk)
    if not dry_run:
        _keep(newer, kept)
    return newer


def _keep(files: Sequence[RuleFile], kept: KeptRules) -> None:
    try:
        for one in files:
            kept.keep(one)
    except OSError as fault:
        raise UnreadableRulesError(file=kept.folder, reason=fault.strerror or fault) from fault


def _rule_files(file: Path) -> list[RuleFile]:
    """The newest file of each rule set, Schematron before what was compiled from it."""
    newest: dict[str, RuleFile] = {}
    for name, content in _contents(file):
        try:
            one = look_at(content, name)
        except NotRulesError:
            continue
        there = newest.get(one.rule_set.name)
        if there is None or _order(one) > _order(there):
            newest[one.rule_set.name] = one
    if not newest:
        raise NotRulesError(file=file, known=tuple(one.title for one in RULE_SETS))
    return [newest[one.name] for one in RULE_SETS if one.name in newest]


def _order(file: RuleFile) -> tuple[tuple[int, ...], bool, bool]:
    return version_key(file.version), file.is_published, file.suffix == ".sch"


def _contents(file: Path) -> Iterator[tuple[str, bytes]]:
    """What may be rules in a file: itself, or the members of a zip file."""
    try:
        content = file.read_bytes()
        if content.startswith(b"PK"):
            yield from _members(content)
        elif len(content) <= _LARGEST_BYTES:
            yield str(file), content
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        raise UnreadableRulesError(file=file, reason=reason) from fault


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist()[:_MOST_MEMBERS]:
            if member.filename.endswith(_ENDINGS) and member.file_size <= _LARGEST_BYTES:
                yield member.filename, archive.read(member)


def _is_older(file: RuleFile, kept: KeptRules, *, force: bool) -> bool:
    """Whether it would not be run, or not without being asked for twice."""
    carried, there = file.rule_set.carried, kept.rules(file.rule_set)
    if carried is not None and version_key(file.version) < version_key(carried.version):
        return True
    if there is None or force:
        return False
    return version_key(file.version) < version_key(there.version)


def _older(file: Path, older: RuleFile, kept: KeptRules) -> OlderRulesError:
    there = kept.rules(older.rule_set)
    return OlderRulesError(
        file=file,
        rule_set=older.rule_set.title,
        version=older.version or "?",
        there=there.version if there else "",
    )


def _unknown(file: Path, unknown: RuleFile) -> UnknownRulesError:
    return UnknownRulesError(
        file=file,
        rule_set=unknown.rule_set.title,
        version=unknown.version or "?",
        digest=unknown.digest,
    )


def _prove(file: Path, one: RuleFile, desk: Desk) -> None:
    """Run the rules once, so that a broken file is told now and not when invoices are issued."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"rules-{one.digest[:16]}{one.suffix}"
        path.write_bytes(one.content)
        reply = desk.ask([path], _SMALLEST_INVOICE)
    fault = reply.answers[0].fault if reply.answers else "-"
    if fault:
        raise UnusableRulesError(file=file, rule_set=one.rule_set.title, reason=fault)
