"""The page of the official rules: what each of them means for the workbook."""

from collections.abc import Iterator, Mapping
from typing import Any

from addin.einvoices.rules.rule_sets import RULE_SETS, RuleSet
from addin.tables.catalogue import BY_NAME
from addin.tables.sheets.settings import Firm
from addin.words import Language, catalogue

ABOUT = """\
What Quotepart says when an official rule refuses an electronic invoice, and the cell that it sends
you to. Each finding also carries the identifier of the rule, the text of its publisher and the
numbers of EN 16931 (BT, BG). A star stands for any ending. A rule that is not here is told in the
words of its publisher.

How the rules come to your computer, and what *not run* means: [e-invoicing.md](e-invoicing.md)."""


def official_rules_page(notice: str) -> str:
    """The rule sets, then every entry with its rules, cell and sentence."""
    entries = catalogue("official_rules")
    sets = "| Rule set | Publisher | Judges | Version |\n| --- | --- | --- | --- |"
    return "\n\n".join(
        [
            "# The official rules",
            notice,
            ABOUT,
            "\n".join([sets, *map(_set_row, RULE_SETS)]),
            *(_entry(entry) for entry in entries.values()),
        ]
    )


def _set_row(one: RuleSet) -> str:
    version = f"{one.carried.version}, comes with Quotepart" if one.carried else "you install it"
    return f"| {one.title} | {one.publisher} | {', '.join(sorted(one.forms))} | {version} |"


def _entry(entry: Mapping[str, Any]) -> str:
    cells = "; ".join(_cells(entry)) or "no cell of the workbook"
    rules = ", ".join(f"`{rule}`" for rule in entry["rules"])
    return f"## {rules}\n\nTo mend: {cells}.\n\n{_shown(entry[Language.EN])}"


def _cells(entry: Mapping[str, Any]) -> Iterator[str]:
    for kind, of_whom in (("place", ""), ("seller", "of the firm: "), ("buyer", "of the client: ")):
        if kind in entry:
            table, _, column = entry[kind].partition(".")
            spec = Firm.spec if table == "Settings" else BY_NAME[table]
            yield f"{of_whom}*{spec.column(column).heading[Language.EN]}* on the sheet {table}"


def _shown(sentence: str) -> str:
    return sentence.replace("{", "*").replace("}", "*")
