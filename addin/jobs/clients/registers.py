"""What the registers say of the clients: warnings, and what a form leaves empty.

Nothing here stands in the way of anybody: an import never asks a register, and whatever one says
is a warning. Only the check digits of a number decide whether it is refused.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from addin.billing.choices import VatCheck
from addin.errors import Finding, Place
from addin.identity.enterprise_number import checked_enterprise_number, printed_belgian
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.clients.likeness import same_name, same_place
from addin.jobs.content import Content
from addin.registers.enterprise import Registered, Standing
from addin.registers.faults import IndexUnusableError
from addin.registers.kbo_index import KboIndex, kbo_file
from addin.registers.vies import COUNTRIES, Outcome, ViesAnswer
from addin.tables.sheets.clients import Client
from addin.words import Language

OLD_DAYS = 100
"""The register appears every month; after three of them an index says too little."""

Row = Mapping[str, Any]
"""A client by field names; what is left empty is None, empty or not there."""

AskVies = Callable[[str], ViesAnswer]


@dataclass(frozen=True, slots=True)
class LookUp:
    """What the registers make of a new client.

    Attributes:
        filled: Fields that were empty, and what the register has for them.
        findings: Warnings, about the sheet *Clients*, without a row.
    """

    filled: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


def look_up(
    row: Row, language: Language, index: KboIndex | None, ask: AskVies | None = None
) -> LookUp:
    """Look a client up before it is written.

    Args:
        row: As typed so far; nothing is looked up where its ``vat_check`` is ``skip``.
        language: Of the names and addresses that are filled in.
        index: Of the KBO/BCE; None where there is none.
        ask: Asks VIES; None to ask nobody.

    Returns:
        Nothing for a client without a number that the registers know.
    """
    if _skipped(row):
        return LookUp()
    filled, findings = _in_kbo(row, language, index) if index is not None else ({}, [])
    vat_number = _vat_number(row)
    if ask is not None and vat_number[:2] in COUNTRIES:
        answer = ask(vat_number)
        filled = _empty_only({**row, **filled}, _told(answer)) | filled
        findings = findings + vies_findings(answer)
    return LookUp(filled, findings)


def _in_kbo(row: Row, language: Language, index: KboIndex) -> tuple[dict[str, str], list[Finding]]:
    number = belgian_number(row)
    if not number:
        return {}, []
    try:
        found = index.find(number)
    except IndexUnusableError as fault:
        return {}, [_unread(fault)]
    if found is None:
        return {}, [_missing(row, number, None, index.extract.day)]
    return _empty_only(row, _facts(found, language)), _warnings(row, found, None, language)


def register_warnings(content: Content, today: date) -> list[Finding]:
    """What the index of this computer says of the clients; nothing where there is none."""
    if not kbo_file().is_file():
        return []
    try:
        with KboIndex(kbo_file()) as index:
            return client_warnings(content.records(Client), index, today, content.language)
    except IndexUnusableError as fault:
        return [_unread(fault)]


def client_warnings(
    clients: Iterable[Client], index: KboIndex, today: date, language: Language
) -> list[Finding]:
    """Clients that have closed, are ending, or have another name or address in the register."""
    rows = [(client, vars(client)) for client in clients]
    looked_up = [(client, row, belgian_number(row)) for client, row in rows if not _skipped(row)]
    numbered = [(client, row, number) for client, row, number in looked_up if number]
    there = index.several(number for _, _, number in numbered)
    day = index.extract.day
    findings = [Finding("REG-06", Place(), {"day": day})] if _is_old(day, today, numbered) else []
    for client, row, number in numbered:
        found = there.get(number)
        if found is None:
            findings.append(_missing(row, number, client.sheet_row, day))
        else:
            findings += _warnings(row, found, client.sheet_row, language)
    return findings


def belgian_number(row: Row) -> str:
    """The ten digits of a Belgian client, by its enterprise number or its VAT number.

    Returns:
        Nothing for other clients, and for a number whose check digits are wrong.
    """
    country = _text(row, "country").upper()
    enterprise, vat = _text(row, "enterprise_number"), _text(row, "vat_number")
    if country == "BE" and enterprise:
        number = checked_enterprise_number(enterprise, "BE")
        return "" if isinstance(number, Fault) else number
    number = checked_vat_number(vat, country) if vat else ""
    if isinstance(number, Fault) or not number.startswith("BE"):
        return ""
    return number.removeprefix("BE")


def _skipped(row: Row) -> bool:
    return row.get("vat_check") == VatCheck.SKIP


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _vat_number(row: Row) -> str:
    typed = _text(row, "vat_number")
    number = checked_vat_number(typed, _text(row, "country").upper()) if typed else ""
    return "" if isinstance(number, Fault) else number


def _empty_only(row: Row, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts for fields that the user has left empty.

    An address is filled in whole or not at all, never half of one and half of another.
    """
    place = ("address", "postcode", "city")
    has_place = any(_text(row, name) for name in place)
    return {
        name: fact
        for name, fact in facts.items()
        if fact and not _text(row, name) and not (has_place and name in place)
    }


def _facts(found: Registered, language: Language) -> dict[str, str]:
    told = found.told(language)
    return {
        "name": told.name,
        "legal_name": told.full_name,
        "enterprise_number": printed_belgian(told.number),
        **({} if told.country else _place(told.address, told.postcode, told.city)),
    }


def _told(answer: ViesAnswer) -> dict[str, str]:
    names = {"name": answer.name, "legal_name": answer.name}
    return names | _place(answer.address, answer.postcode, answer.city)


def _place(address: str, postcode: str, city: str) -> dict[str, str]:
    return {"address": address, "postcode": postcode, "city": city}


def vies_findings(answer: ViesAnswer) -> list[Finding]:
    """What VIES has against a number, or that it said nothing; nothing for a known one."""
    where = Place("Clients", None, "vat_number")
    if answer.outcome is Outcome.VALID:
        return []
    if answer.outcome is Outcome.INVALID:
        return [Finding("REG-07", where, {"number": answer.number})]
    return [Finding("REG-08", where, {"number": answer.number, "reason": answer.reason})]


def _missing(row: Row, number: str, sheet_row: int | None, day: date) -> Finding:
    values = {"number": printed_belgian(number), "day": day}
    return Finding("REG-01", _numbered_at(row, sheet_row), values)


def _unread(fault: IndexUnusableError) -> Finding:
    """An index that cannot be read stops nobody: nothing was looked up, and that is told."""
    return Finding("REG-14", Place(), fault.values)


def _numbered_at(row: Row, sheet_row: int | None) -> Place:
    typed = "enterprise_number" if _text(row, "enterprise_number") else "vat_number"
    return Place("Clients", sheet_row, typed)


def _warnings(
    row: Row, found: Registered, sheet_row: int | None, language: Language
) -> list[Finding]:
    """What differs from the register; of what the row leaves empty, nothing."""
    findings: list[Finding] = []
    where, number = _numbered_at(row, sheet_row), printed_belgian(found.number)
    if found.status is Standing.ENDING:
        values = {"number": number, "situation": found.told(language).situation}
        findings.append(Finding("REG-04", where, values))
    if found.seat and found.seat.struck_off:
        struck = {"number": number, "day": found.seat.struck_off}
        findings.append(Finding("REG-05", where, struck))
    return (
        findings
        + _name_warnings(row, found, sheet_row, language)
        + _place_warnings(row, found, sheet_row, language)
    )


def _name_warnings(
    row: Row, found: Registered, sheet_row: int | None, language: Language
) -> list[Finding]:
    columns = [name for name in ("legal_name", "name") if _text(row, name)]
    names = [one.name for one in found.names]
    if not columns or not names:
        return []
    if any(same_name(_text(row, column), name) for column in columns for name in names):
        return []
    values = {"found": _text(row, columns[0]), "registered": found.name(language)}
    return [Finding("REG-02", Place("Clients", sheet_row, columns[0]), values)]


def _place_warnings(
    row: Row, found: Registered, sheet_row: int | None, language: Language
) -> list[Finding]:
    """The client is neither at the seat nor at an establishment that the register has."""
    street, postcode, city = (_text(row, name) for name in ("address", "postcode", "city"))
    if _text(row, "country").upper() != "BE" or not postcode or not found.addresses:
        return []
    if any(same_place(street, postcode, one) for one in found.addresses):
        return []
    seat = found.seat or found.addresses[0]
    typed = f"{' '.join(street.split())}, {postcode} {city}".strip(", ")
    values = {"found": typed, "registered": seat.line(language)}
    return [Finding("REG-03", Place("Clients", sheet_row, "address"), values)]


def _is_old(day: date, today: date, asked: Sequence[object]) -> bool:
    return bool(asked) and (today - day).days > OLD_DAYS
