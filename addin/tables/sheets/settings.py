"""The firm: its settings, one row each, and the lists it may edit."""

from typing import Annotated

from addin.billing.calendar import Month
from addin.tables.columns import Record, Text, Writer, column
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT, CellFault, Kind
from addin.words import Language

# fmt: off


class Firm(Record, table="Firm", sheet="Firm | Cabinet | Kantoor | Kanzlei", help="The firm that bills, and how it bills."):
    """Every setting, one line each: what its value may be, what the sheet calls it."""

    firm_name: Text | None = column("Firm name | Nom du cabinet | Naam van het kantoor | Name der Kanzlei", "Legal name, as the law wants it on an invoice.")
    legal_form: Text | None = column("Legal form | Forme juridique | Rechtsvorm | Rechtsform", "Such as SRL, SAS, BV or GmbH.")
    vat_number: Text | None = column("VAT number | Numéro de TVA | Btw-nummer | USt-IdNr.", "With its country, such as BE0123456749.")
    enterprise_number: Text | None = column("Enterprise number | Numéro d'entreprise | Ondernemingsnummer | Unternehmensnummer", "KBO/BCE number in Belgium, SIREN in France.")
    address: Text | None = column("Address | Adresse | Adres | Anschrift", "Street and number.")
    postcode: Text | None = column("Postcode | Code postal | Postcode | Postleitzahl", "Postcode of the firm.")
    city: Text | None = column("City | Ville | Plaats | Ort", "City of the firm.")
    country: Text = column("Country | Pays | Land | Land", "Two letters: BE, FR, LU, NL, DE.", default="BE")
    email: Text | None = column("E-mail | E-mail | E-mail | E-Mail", "Printed on the invoices.")
    phone: Text | None = column("Phone | Téléphone | Telefoon | Telefon", "Printed on the invoices.")
    iban: Text | None = column("IBAN | IBAN | IBAN | IBAN", "Account the clients pay to.")
    bic: Text | None = column("BIC | BIC | BIC | BIC", "Of that account's bank.")
    language: Language = column("Language | Langue | Taal | Sprache", "Language of this workbook, and of a client without one.", default=Language.EN)
    currency: Text = column("Currency | Devise | Munt | Währung", "Three letters, such as EUR.", default="EUR")
    fiscal_year_start: int = column("First month of the fiscal year | Premier mois de l'exercice | Eerste maand van het boekjaar | Erster Monat des Geschäftsjahres", "1 for January, 7 for July.", default=1)
    number_pattern: Text = column("Invoice number pattern | Modèle de numéro | Nummerpatroon | Nummernmuster", "{year} is the fiscal year, {number:05} five digits: 2026-00042.", default="{year}-{number:05}")
    payment_days: int = column("Days to pay | Délai de paiement (jours) | Betaaltermijn (dagen) | Zahlungsziel (Tage)", "For a client without days of its own.", default=30)
    end_of_month: bool = column("Due at the end of the month | Fin de mois | Einde maand | Monatsende", "Whether the due date moves to the end of its month.", default=False)
    output_folder: Text = column("Invoice folder | Dossier des factures | Factuurmap | Rechnungsordner", "Where the documents go, beside the workbook.", default="invoices")
    journal_url: Text | None = column("Journal | Journal | Journaal | Journal", "Empty for a file beside the workbook.")
    logo: Text | None = column("Logo | Logo | Logo | Logo", "Path of a picture for the invoices.")
    month: Month | None = column("Month | Mois | Maand | Monat", "The month the ribbon works on.")


def _setting(cell: Cell) -> str:
    """The name of a setting, from that name or from its label in any language."""
    text = str(TEXT.from_cell(cell)).lower()
    for one in Firm.spec.columns:
        if text == one.name or text in (heading.lower() for heading in one.heading.all()):
            return one.name
    raise CellFault("TAB-09", value=cell, allowed=", ".join(one.name for one in Firm.spec.columns))


def _setting_cell(name: str, language: Language) -> Cell:
    return Firm.spec.column(name).heading[language]


SETTING = Kind("setting", _setting, _setting, _setting_cell, str, "@", 34)
ANYTHING = Kind("value of the setting", lambda cell: cell, lambda text: text, lambda value, _: value, lambda value: value, "General", 40)


class Setting(Record, table="Settings", sheet="Settings | Paramètres | Instellingen | Einstellungen", help="The firm that bills, and how it bills."):
    """One setting; what its value may be is said by the field of ``Firm`` with its name."""

    setting: Annotated[str, SETTING] = column("Setting | Paramètre | Instelling | Einstellung", "What is set.", key=True, by=Writer.QUOTEPART)
    value: Annotated[str, ANYTHING] | None = column("Value | Valeur | Waarde | Wert", "Fill in here.")


class ListValue(Record, table="Lists", sheet="Lists | Listes | Lijsten | Listen", help="Values that drop-downs offer, and texts that documents print; edit them freely."):
    """A value of a list, and what documents print for it in each language."""

    list: Text = column("List | Liste | Lijst | Liste", "unit, team or mention.", key=True)
    value: Text = column("Value | Valeur | Waarde | Wert", "What is chosen in a cell.", key=True)
    en: Text | None = column("English | Anglais | Engels | Englisch", "What an English document prints.")
    fr: Text | None = column("French | Français | Frans | Französisch", "What a French document prints.")
    nl: Text | None = column("Dutch | Néerlandais | Nederlands | Niederländisch", "What a Dutch document prints.")
    de: Text | None = column("German | Allemand | Duits | Deutsch", "What a German document prints.")
