"""The rules that the user installed, each with its version and digest, in a folder of their own."""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from addin import config
from addin.einvoices.rules.rule_files import RuleFile, digest_of
from addin.einvoices.rules.rule_sets import RULE_SETS, Rules, RuleSet, last_sure_day

_INDEX = "rules.json"


def rules_folder() -> Path:
    """Where installed rules are kept: ``.quotepart/rules`` in the user's own folder.

    ``QUOTEPART_RULES`` names another one, such as a folder that a whole firm shares.
    """
    named = os.environ.get("QUOTEPART_RULES")
    return Path(named) if named else config.log_file().parent / "rules"


@dataclass(frozen=True, slots=True)
class KeptRules:
    """The rules in a folder, and those that come with Quotepart."""

    folder: Path

    def rules(self, rule_set: RuleSet) -> Rules | None:
        """The newest version of a rule set; None where there is none."""
        installed = self.installed().get(rule_set.name)
        there = [one for one in (rule_set.carried, installed) if one is not None]
        return max(there, key=lambda one: (version_key(one.version), one.installed), default=None)

    def installed(self) -> dict[str, Rules]:
        """What the user installed, by the name of the rule set; an index that is gone is empty."""
        try:
            index = json.loads((self.folder / _INDEX).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        names = {one.name for one in RULE_SETS}
        return {name: self._read(name, facts) for name, facts in index.items() if name in names}

    def keep(self, file: RuleFile) -> Rules:
        """Put a file of rules into the folder, in place of the version that is there.

        Raises:
            OSError: The folder takes no files.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        # The name has the digest: a program that has compiled another version does not mistake it.
        kept = self.folder / f"{file.rule_set.name}-{file.digest[:16]}{file.suffix}"
        kept.write_bytes(file.content)
        index = {name: _facts(one) for name, one in self.installed().items()}
        index[file.rule_set.name] = {
            "version": file.version,
            "date": file.day.isoformat() if file.day else None,
            "file": kept.name,
            "digest": file.digest,
        }
        written = self.folder / f"{_INDEX}.new"
        written.write_text(json.dumps(index, indent=2) + "\n", "utf-8")
        written.replace(self.folder / _INDEX)
        return self.installed()[file.rule_set.name]

    def _read(self, name: str, facts: dict[str, Any]) -> Rules:
        day = date.fromisoformat(facts["date"]) if facts["date"] else None
        return Rules(
            rule_set=name,
            version=facts["version"],
            day=day,
            warn_after=last_sure_day(name, day),
            path=self.folder / facts["file"],
            digest=facts["digest"],
            installed=True,
        )


def _facts(rules: Rules) -> dict[str, Any]:
    return {
        "version": rules.version,
        "date": rules.day.isoformat() if rules.day else None,
        "file": rules.path.name,
        "digest": rules.digest,
    }


def is_whole(rules: Rules) -> bool:
    """Whether a file of rules is there and is still what it was when it was taken in."""
    try:
        return digest_of(rules.path.read_bytes()) == rules.digest
    except OSError:
        return False


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; one that is not known comes first.

    >>> version_key("3.0.9") < version_key("3.0.21")
    True
    """
    return tuple(int(part) for part in version.split(".") if part.isdigit())
