"""Clients that may be the one that is entered, shown before anything is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from addin.errors import Finding, RefusedError
from addin.identity.writing import bare
from addin.jobs.clients.likeness import FORMS, FORMS_BEFORE_2019
from addin.jobs.content import Content
from addin.registers.kbo_index import plain
from addin.tables.sheets.clients import Client

ALIKE = 82.0
"""From here on, of 100, two names are shown side by side: a letter or a short word differs."""

NUMBERS = ("enterprise_number", "vat_number")
_FORMS = FORMS | FORMS_BEFORE_2019


class AlikeClientsError(RefusedError):
    """Clients of the workbook look like the new one, and nobody has said that it is another."""

    code = "CLT-04"


def alike_clients(content: Content, values: Mapping[str, Any]) -> list[Finding]:
    """A warning for each client of the workbook that may be the same.

    Args:
        content: The workbook.
        values: The new client by field.

    Returns:
        Those with one of its numbers (CLT-01), then those with a name like one of its own
        (CLT-03); a client is named once.
    """
    found: dict[int | None, Finding] = {}
    for finding in (*_same_numbers(content, values), *_like_names(content, values)):
        found.setdefault(finding.where.row, finding)
    return list(found.values())


def _same_numbers(content: Content, values: Mapping[str, Any]) -> Iterator[Finding]:
    own = {digits_of(str(values[name])) for name in NUMBERS if values.get(name)}
    table = content.table(Client)
    for name in NUMBERS:
        for position, number in enumerate(table.values[name]):
            if number is not None and digits_of(number) in own:
                told = _told(content, position) | {"number": number}
                yield Finding("CLT-01", table.place(position, name), told)


def digits_of(number: str) -> str:
    """A number as it is compared: a Belgian firm has the same one for VAT.

    >>> digits_of("BE 0579.483.443") == digits_of("0579483443")
    True
    """
    return bare(number).removeprefix("BE")


def _like_names(content: Content, values: Mapping[str, Any]) -> Iterator[Finding]:
    own = [str(values[name]) for name in ("name", "legal_name") if values.get(name)]
    keys = {essence(name) for name in own}
    table = content.table(Client)
    columns = (table.values["name"], table.values["legal_name"])
    for position, names in enumerate(zip(*columns, strict=True)):
        known = {essence(name) for name in names if name}
        if any(token_sort_ratio(one, other) >= ALIKE for one in keys for other in known):
            told = _told(content, position) | {"found": own[0]}
            yield Finding("CLT-03", table.place(position, "name"), told)


def essence(name: str) -> str:
    """A name as it is compared: small letters without accents, signs and its legal form.

    >>> essence("Café « Chez Léon », S.R.L.")
    'cafe chez leon'
    """
    words = plain(name.replace(".", "")).split()
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def _told(content: Content, position: int) -> dict[str, object]:
    values = content.table(Client).values
    client, name = values["client"][position], values["name"][position]
    return {"client": client or "", "name": name or ""}
