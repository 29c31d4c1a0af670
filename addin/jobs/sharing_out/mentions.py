"""Texts of shared rows in which a client is named whom the person may not see.

What is typed freely cannot be cut by a rule, so it is looked through: the user is told of each
cell, and decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.errors import Finding
from addin.jobs.content import Content
from addin.jobs.sharing_out.cutting import CutTable
from addin.jobs.sharing_out.policy import policy_of
from addin.jobs.sharing_out.sight import Sight
from addin.tables.sheets.clients import Client

NAMING = ("name", "legal_name", "email", "billing_email", "vat_number", "contact")
"""The columns of *Clients* by which a client is known to people."""

_SHORTEST = 4  # what is shorter stands in too many words by chance
_WORD = re.compile(r"\w+")

_Text = tuple[str, int, str, str]
"""Table, position in the workbook, column, and the text in small letters."""


def mentions(content: Content, tables: Sequence[CutTable], sight: Sight) -> list[Finding]:
    """A warning for each text of a shared row that names a client outside the person's groups."""
    texts = list(_texts(tables))
    words = {word for *_, text in texts for word in _WORD.findall(text)}
    hidden = [name for name in _hidden_names(content, sight) if words.issuperset(_words(name))]
    return [
        Finding("SHR-19", content.tables[table].place(position, column), {"name": name})
        for table, position, column, text in texts
        for name in hidden
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text)
    ]


def _texts(tables: Sequence[CutTable]) -> Iterator[_Text]:
    for table in tables:
        policy = policy_of(table.spec.name)
        for position, row in zip(table.positions, table.rows, strict=True):
            for column in policy.texts:
                if row.get(column):
                    yield table.spec.name, position, column, str(row[column]).casefold()


def _hidden_names(content: Content, sight: Sight) -> list[str]:
    """What clients outside are called and no client inside is, each once."""
    values = content.table(Client).values
    inside: set[str] = set()
    outside: dict[str, str] = {}
    for position, client in enumerate(values["client"]):
        for name in _names(values, position):
            if client in sight.clients:
                inside.add(name.casefold())
            elif len(name) >= _SHORTEST:
                outside.setdefault(name.casefold(), name)
    return [name for folded, name in outside.items() if folded not in inside]


def _names(values: Mapping[str, list[Any]], position: int) -> Iterator[str]:
    for column in NAMING:
        name = values[column][position]
        if name:
            yield str(name).strip()


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())
