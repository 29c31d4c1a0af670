"""The form of a new client: its fields in their order, one row each."""

from dataclasses import replace
from typing import Annotated

from addin.tables.columns import Column, Needed, Record, Text, Writer, column
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT, CellFault, Kind
from addin.tables.sheets.clients import Client, ClientAccount
from addin.tables.sheets.settings import ANYTHING
from addin.words import Language, words

ACCOUNTS = "iban"
"""The field for the bank accounts, several parted by semicolons."""

FORM = (
    "country",
    "vat_number",
    "vat_check",
    "enterprise_number",
    "name",
    "legal_name",
    "client",
    "address",
    "postcode",
    "city",
    "vat_filing",
    "subscription_mode",
    "contact",
    "email",
    "mobile",
    "language",
    "iban",
    "groups",
    "accounting_software",
    "transfer",
    "connection",
    "transfer_folder",
    "purchases_email",
    "sales_email",
    "other_email",
    "sales_accounts",
    "card_statements",
    "follow_up_from",
    "unmatched_transactions",
    "hide_documents",
)
"""What the form asks for, in this order: the number first, as a register may know the rest."""

_ACCOUNTS_HELP = words(
    "Account numbers, several parted by semicolons. The bank follows from each. | Numéros de compte, séparés par des points-virgules. La banque en découle. | Rekeningnummers, gescheiden door puntkomma's. De bank volgt eruit. | Kontonummern, durch Strichpunkte getrennt. Die Bank folgt daraus."
)
_FREE = ("client", "name")
"""What a client needs and the form need not have: a register or Quotepart knows it."""


def form_column(name: str) -> Column:
    """The column that a field of the form goes into, as the form has it."""
    if name == ACCOUNTS:
        return replace(ClientAccount.spec.column("iban"), help=_ACCOUNTS_HELP, required=False)
    found = Client.spec.column(name)
    return replace(found, required=False) if name in _FREE else found


def _field(cell: Cell) -> str:
    """The name of a field, from that name or from its label in any language."""
    told = str(TEXT.from_cell(cell)).lower()
    for name in FORM:
        labels = form_column(name).heading.all()
        if told in {name, *(label.lower() for label in labels)}:
            return name
    raise CellFault("TAB-09", value=cell, allowed=", ".join(FORM))


def _field_cell(name: str, language: Language) -> Cell:
    return form_column(name).heading[language]


FIELD = Kind("field of the form", _field, _field, _field_cell, str, "@", 34)

# fmt: off


class ClientFormRow(Record, table="NewClient", optional=True, sheet="New client | Nouveau client | Nieuwe klant | Neuer Kunde", help="Fill in what you know, the VAT number first, and press Add client. What is wrong is said beside each field; then the form is empty again. | Complétez ce que vous savez, le numéro de TVA d'abord, et cliquez sur Ajouter un client. Ce qui ne va pas est dit à côté de chaque champ ; ensuite le formulaire est à nouveau vide. | Vul in wat u weet, het btw-nummer eerst, en klik op Klant toevoegen. Wat fout is, staat naast elk veld; daarna is het formulier weer leeg. | Tragen Sie ein, was Sie wissen, die MwSt.-Nummer zuerst, und drücken Sie Kunde hinzufügen. Was nicht stimmt, steht neben jedem Feld; danach ist das Formular wieder leer."):
    """One field of the form; what its value may be is said by the column it goes into."""

    field: Annotated[str, FIELD] = column("Field | Champ | Veld | Feld", "What is asked for. | Ce qui est demandé. | Wat gevraagd wordt. | Was gefragt wird.", key=True, by=Writer.QUOTEPART)
    value: Annotated[str, ANYTHING] | None = column("Value | Valeur | Waarde | Wert", "Fill in the value here. | Complétez la valeur ici. | Vul hier de waarde in. | Tragen Sie hier den Wert ein.")
    message: Text | None = column("Message | Message | Boodschap | Meldung", "What is wrong with the value, in words. | Ce qui ne va pas avec la valeur, en clair. | Wat er mis is met de waarde, in woorden. | Was mit dem Wert nicht stimmt, in Worten.", by=Writer.QUOTEPART, needed=Needed.NEVER)
