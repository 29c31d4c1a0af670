"""What a breach of an official rule means for the workbook: which cell, and how to mend it.

The sentences and the cells are data: ``addin/words/official_rules.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from addin.einvoices.rules.verdict import Breach, Flag
from addin.errors import Finding, Place
from addin.words import Language, Words, catalogue


@dataclass(frozen=True, slots=True)
class Where:
    """The rows that an invoice comes from, as the sheets show them, from 1.

    Attributes:
        client: Of the payer on the sheet Clients; None where it is not known.
        settings: By the name of the setting.
        lines: On the sheet Prebilling, for each line of the invoice in order.
        services: On the sheet Services, likewise.
    """

    client: int | None = None
    settings: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[int | None, ...] = ()
    services: tuple[int | None, ...] = ()

    def row(self, table: str, column: str, line: int) -> int | None:
        """The row to mend; None where it is not known."""
        if table == "Settings":
            return self.settings.get(column)
        if table == "Clients":
            return self.client
        rows = {"Prebilling": self.lines, "Services": self.services}.get(table, ())
        return rows[line - 1] if 0 < line <= len(rows) else None


NOWHERE = Where()


def told(breach: Breach, where: Where = NOWHERE) -> Finding:
    """A breach as a finding: a sentence of ours where we have one, else the official text.

    Whichever it is, the values hold ``rule``, ``official`` (the text of the publisher), ``path``,
    ``found`` and ``terms`` (BT and BG numbers).
    """
    entry = _entry(breach.rule)
    if entry is None or breach.flag != Flag.FATAL:
        return _plain(breach)
    place = _place(entry, breach, where)
    return Finding("EIR-02", place, {"said": _said(entry, breach), **_values(breach)})


def _plain(breach: Breach) -> Finding:
    code = "EIR-01" if breach.flag == Flag.FATAL else "EIR-03"
    return Finding(code, Place(), _values(breach))


def _values(breach: Breach) -> dict[str, object]:
    return {
        "rule": breach.rule,
        "official": breach.text,
        "path": breach.path,
        "found": breach.found,
        "terms": breach.terms,
    }


def _said(entry: Mapping[str, Any], breach: Breach) -> Words:
    said = {one.value: str(entry[one]).replace("{found}", breach.found) for one in Language}
    return Words(**said)


def _place(entry: Mapping[str, Any], breach: Breach, where: Where) -> Place:
    side = breach.side
    if any(fnmatchcase(breach.rule, one) for one in entry.get("seller_rules", ())):
        side = "seller"
    named = entry.get(side) or entry.get("place") or entry.get("buyer")
    if named is None:
        return Place()
    table, _, column = str(named).partition(".")
    row = where.row(table, column, breach.line)
    if table != "Settings":
        return Place(table, row, column)
    # A setting is a row of its own; what is mended is its value.
    return Place(table, row, None if row is None else "value")


@cache
def _entry(rule: str) -> Mapping[str, Any] | None:
    """The entry about a rule: the one that names it, else the longest that it begins with."""
    best: tuple[int, Mapping[str, Any]] | None = None
    for entry in catalogue("official_rules").values():
        for pattern in entry["rules"]:
            exactness = len(pattern) + 100 * (pattern == rule)
            if fnmatchcase(rule, pattern) and (best is None or exactness > best[0]):
                best = exactness, entry
    return None if best is None else best[1]
