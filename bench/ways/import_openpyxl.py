"""The same import as one would write it: openpyxl, and a pydantic model for each row.

The checks are those of ``addin.identity``, asked field by field; every row is checked before one is
written.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from addin.billing.choices import VatFiling
from addin.identity.bank_account import bank_of, checked_iban
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email
from addin.identity.phone_number import checked_mobile, printed_mobile
from addin.identity.postcode import checked_postcode
from addin.identity.vat_number import checked_vat_number
from addin.tables.kinds import choice
from addin.words import Language
from bench.measuring import Laps

FIRST_ROW = 5
NAMES = (
    "client",
    "name",
    "vat_number",
    "enterprise_number",
    "vat_filing",
    "address",
    "postcode",
    "city",
    "country",
    "language",
    "contact",
    "email",
    "mobile",
    "subscription_mode",
    "payment_days",
    "follow_up_from",
    "accounts",
)


def _sound(found: str | Fault) -> str:
    if isinstance(found, Fault):
        raise ValueError(found.code)  # noqa: TRY004 - as pydantic has it
    return found


def _belgian(check: Callable[[str, str], str | Fault]) -> Callable[[str], str]:
    return lambda text: _sound(check(text, "BE"))


def _mobile(text: str) -> str:
    return printed_mobile(_sound(checked_mobile(text, "BE")))


def _accounts(text: str) -> list[str]:
    return [_sound(checked_iban(one)) for one in text.split(";")]


def _whole(cell: object) -> object:
    return float(cell.replace(",", ".")) if isinstance(cell, str) else cell


def _day(cell: object) -> object:
    return datetime.strptime(cell, "%d/%m/%Y").date() if isinstance(cell, str) else cell  # noqa: DTZ007


class ClientIn(BaseModel):
    """A row of the list."""

    client: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    vat_number: Annotated[str, AfterValidator(_belgian(checked_vat_number))]
    enterprise_number: Annotated[str, AfterValidator(_belgian(checked_enterprise_number))]
    vat_filing: Annotated[VatFiling, BeforeValidator(choice(VatFiling).from_text)]
    address: str
    postcode: Annotated[str, AfterValidator(_belgian(checked_postcode))]
    city: str
    country: str
    language: Annotated[Language, BeforeValidator(choice(Language).from_text)]
    contact: str
    email: Annotated[str, AfterValidator(lambda text: _sound(checked_email(text)))]
    mobile: Annotated[str, AfterValidator(_mobile)]
    subscription_mode: str
    payment_days: Annotated[int, BeforeValidator(_whole)]
    follow_up_from: Annotated[date, BeforeValidator(_day)]
    accounts: Annotated[list[str], BeforeValidator(_accounts)]


def main(path: Path, source: Path) -> None:
    """Import a list of clients; a list with a fault is refused."""
    laps = Laps()
    laps.start()
    book = load_workbook(path, keep_vba=True)
    laps.lap("open")
    clients, faults = checked(source)
    laps.lap("check")
    if not faults:
        write(book, clients)
        book.save(path)
        laps.lap("write")
    laps.facts = {"added": -faults or len(clients)}
    laps.tell()


def checked(source: Path) -> tuple[list[ClientIn], int]:
    """The rows of the list, and how many faults it has."""
    clients, faults = [], 0
    seen: dict[str, set[str]] = {"client": set(), "email": set(), "enterprise_number": set()}
    sheet = load_workbook(source).worksheets[0]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        try:
            client = ClientIn(**dict(zip(NAMES, row, strict=True)))
        except ValidationError as error:
            faults += error.error_count()
            continue
        for name, known in seen.items():
            value = getattr(client, name)
            faults += value in known
            known.add(value)
        clients.append(client)
    return clients, faults


def write(book: Workbook, clients: list[ClientIn]) -> None:
    """Put the clients and their accounts below the rows of their tables."""
    sheet, accounts = book["Clients"], book["Comptes bancaires clients"]
    columns = _columns(sheet)
    shown = {name: columns[heading] for name, heading in HEADINGS.items()}
    usual = {columns[heading]: text for heading, text in DEFAULTS.items()}
    formula = sheet.cell(FIRST_ROW, columns["Contrôle"]).value
    for number, client in enumerate(clients, FIRST_ROW):
        for column, text in usual.items():
            sheet.cell(number, column, text)
        for name, column in shown.items():
            value = getattr(client, name)
            sheet.cell(number, column, _cell(value))
        sheet.cell(number, columns["Contrôle"], formula)
    _lengthen(sheet, len(clients))
    rows = [(client.client, iban) for client in clients for iban in client.accounts]
    formula = accounts.cell(FIRST_ROW, 5).value
    for number, (client_code, iban) in enumerate(rows, FIRST_ROW):
        for at, cell in enumerate((client_code, iban, bank_of(iban).bic, None, formula), 1):
            accounts.cell(number, at, cell)
    _lengthen(accounts, len(rows))


HEADINGS = {
    "client": "Client",
    "name": "Nom",
    "vat_number": "Numéro de TVA",
    "enterprise_number": "Numéro d'entreprise",
    "vat_filing": "Périodicité TVA",
    "address": "Adresse",
    "postcode": "Code postal",
    "city": "Ville",
    "country": "Pays",
    "language": "Langue",
    "contact": "Contact",
    "email": "E-mail",
    "mobile": "Mobile",
    "subscription_mode": "Abonnement",
    "payment_days": "Délai de paiement (jours)",
    "follow_up_from": "Suivi depuis le",
}
DEFAULTS = {
    "Vérification du n° de TVA": "vérifier",
    "Statut": "pas encore invité",
    "Groupes": "Everyone",
    "Facture électronique": "PDF",
    "Heures": "décimal",
    "Factures par": "projet",
    "Temps groupé par": "prestation",
    "Relevé des heures": "non",
    "Inscrit le": "22/11/2026",
}


def _cell(value: object) -> Any:  # noqa: ANN401 - as openpyxl has it
    if isinstance(value, VatFiling | Language):
        return choice(type(value)).to_cell(value, Language.FR)
    return value


def _columns(sheet: Worksheet) -> dict[str, int]:
    headings = sheet[FIRST_ROW - 1]
    return {str(cell.value): int(cell.column) for cell in headings if cell.value}


def _lengthen(sheet: Worksheet, rows: int) -> None:
    (table,) = sheet.tables.values()
    last = sheet.cell(FIRST_ROW - 1 + rows, len(table.tableColumns)).coordinate
    table.ref = table.autoFilter.ref = f"A{FIRST_ROW - 1}:{last}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
