"""What is checked of a file that people made, beyond what a script's records have to be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from addin.errors import Finding, Place
from addin.identity.bank_account import checked_iban
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email
from addin.identity.phone_number import checked_mobile, printed_mobile
from addin.identity.postcode import checked_postcode
from addin.identity.vat_number import checked_vat_number
from addin.jobs.content import Content
from addin.jobs.imports import plainly_right
from addin.jobs.imports.canonical import Check, Checks
from addin.jobs.imports.incoming import Incoming
from addin.tables.catalogue import BY_NAME
from addin.tables.reading import Table
from addin.tables.sheets.clients import Client

E_MAILS = ("email", "billing_email", "purchases_email", "sales_email", "other_email")
ALONE = {"email": "IMP-19", "enterprise_number": "IMP-23", "vat_number": "IMP-23"}
"""Columns of clients whose values no two of them should have, and what is said of it."""


def _vat_number(text: str, country: str) -> str | Fault:
    return plainly_right.vat_number(text, country) or checked_vat_number(text, country)


def _enterprise_number(text: str, country: str) -> str | Fault:
    plain = plainly_right.enterprise_number(text, country)
    return plain or checked_enterprise_number(text, country)


def _email(text: str, _: str) -> str | Fault:
    return plainly_right.email(text) or checked_email(text)


def _mobile(text: str, country: str) -> str | Fault:
    plain = plainly_right.mobile(text, country)
    if plain:
        return plain
    found = checked_mobile(text, country)
    return found if isinstance(found, Fault) else printed_mobile(found)


def checked_account(text: str, _: str = "") -> str | Fault:
    """An IBAN in its canonical form, or what is wrong with it."""
    return plainly_right.iban(text) or checked_iban(text)


CHECKED_OF_PEOPLE: Checks = {
    "Clients": {
        "vat_number": _vat_number,
        "enterprise_number": _enterprise_number,
        "postcode": checked_postcode,
        "mobile": _mobile,
        **dict.fromkeys(E_MAILS, _email),
    },
    "ClientAccounts": {"iban": checked_account},
    "Staff": {"email": _email},
}
"""Columns whose text has one right form, by table, in a file of people."""


def checks_that_tell(table: str, findings: list[Finding]) -> Checks:
    """The checks of people's files, which tell of the zeros that they put back in front.

    Args:
        table: Whose columns they are of.
        findings: Gets a note for each column with such a number.
    """
    told: set[str] = set()

    def telling(name: str, check: Check) -> Check:
        def checked(text: str, country: str) -> str | Fault:
            found = check(text, country)
            if found != text and name not in told and _got_zeros(text, found):
                told.add(name)
                values = {"found": text, "read": found}
                findings.append(Finding("IMP-16", Place(table, column=name), values))
            return found

        return checked

    own: Mapping[str, Check] = CHECKED_OF_PEOPLE.get(table, {})
    known = {column.name for column in BY_NAME[table].columns}
    return {table: {name: telling(name, check) for name, check in own.items() if name in known}}


def _got_zeros(text: str, found: str | Fault) -> bool:
    """Whether digits alone were typed, and zeros stand before them now."""
    typed = text.strip()
    return typed.isdecimal() and isinstance(found, str) and found.endswith(f"0{typed}")


Compare = Callable[[Content, Table[Any], Incoming], Iterable[Finding]]


def discounts_too_large(table: Table[Any]) -> Iterator[Finding]:
    """Discounts of clients that *Check* would refuse: 3 where 3 % is meant."""
    if table.spec is not Client.spec:
        return
    for position, discount in enumerate(table.values["discount_percent"]):
        if discount is not None and not 0 <= discount < 1:
            place = table.place(position, "discount_percent")
            yield Finding("PRE-05", place, {"discount": discount})


def alike_clients(content: Content, source: Table[Any], rows: Incoming) -> Iterator[Finding]:
    """Clients with an e-mail, an enterprise or a VAT number that another one has.

    The other may stand in the file or in the workbook. It is named with its row.
    """
    if source.spec is not Client.spec:
        return
    for name, code in ALONE.items():
        if name in rows.filled and _perhaps_alike(content, rows, name):
            yield from _alike(content, source, rows, name, code)


def _perhaps_alike(content: Content, rows: Incoming, name: str) -> bool:
    """Whether any value stands twice at all; most lists have none."""
    given = [value.casefold() for value in rows.values[name] if value is not None]
    known = {value.casefold() for value in content.table(Client).values[name] if value is not None}
    different = set(given)
    return len(different) < len(given) or not known.isdisjoint(different)


def _alike(
    content: Content, source: Table[Any], rows: Incoming, name: str, code: str
) -> Iterator[Finding]:
    known = content.table(Client)
    changed = {
        existing
        for existing, is_given in zip(rows.existing, rows.filled[name], strict=True)
        if is_given
    }
    others: dict[str, tuple[str, str, int]] = {}
    for position, value in enumerate(known.values[name]):
        if value is not None and position not in changed:
            client = known.values["client"][position]
            place = (client, known.grid.sheet, known.sheet_row(position))
            others.setdefault(value.casefold(), place)
    for position, value in enumerate(rows.values[name]):
        if value is None:
            continue
        place = (rows.values["client"][position], source.grid.sheet, source.sheet_row(position))
        client, sheet, row = others.setdefault(value.casefold(), place)
        if (sheet, row) != place[1:]:
            values = {"value": value, "client": client or "", "sheet": sheet, "first": row}
            yield Finding(code, source.place(position, name), values)
