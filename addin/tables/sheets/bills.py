"""What is to be billed, what was, and what is wrong."""

from addin.billing.calendar import Month
from addin.billing.choices import Axis, Decision, InvoiceState, VatCategory
from addin.tables.columns import (
    Amount,
    Day,
    Percent,
    Price,
    Quantity,
    Record,
    Share,
    Text,
    VatRate,
    Writer,
    column,
)

# fmt: off


class PrebillingLine(Record, table="Prebilling", sheet="Prebilling | Préfacturation | Voorfacturatie | Vorabrechnung", help="One row per thing to bill; what you type in the override columns stays."):
    """One thing to bill in a month."""

    line: Text | None = column("Line | Ligne | Lijn | Zeile", "Key of the line; Quotepart gives one when empty.", key=True, by=Writer.QUOTEPART)
    month: Month = column("Month | Mois | Maand | Monat", "Month that bills it.", by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Which project.", refers="Projects", by=Writer.QUOTEPART)
    client: Text | None = column("Client | Client | Klant | Kunde", "The project's client.", refers="Clients", by=Writer.QUOTEPART)
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "Which service.", refers="Services", by=Writer.QUOTEPART)
    axis: Axis | None = column("Axis | Axe | As | Achse", "What it is measured by.", by=Writer.QUOTEPART)
    description: Text | None = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice.", by=Writer.QUOTEPART)
    period_from: Day | None = column("Period from | Période du | Periode van | Zeitraum von", "First day served.", by=Writer.QUOTEPART)
    period_to: Day | None = column("Period to | Période au | Periode tot | Zeitraum bis", "Last day served, included.", by=Writer.QUOTEPART)
    quantity: Quantity | None = column("Quantity | Quantité | Aantal | Menge", "As computed.", by=Writer.QUOTEPART)
    unit: Text | None = column("Unit | Unité | Eenheid | Einheit", "Of the quantity.", listed="unit", by=Writer.QUOTEPART)
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "As computed, without VAT.", by=Writer.QUOTEPART)
    amount: Amount | None = column("Amount | Montant | Bedrag | Betrag", "Quantity x price less discount, with your overrides, without VAT.", by=Writer.QUOTEPART)
    quantity_override: Quantity | None = column("Quantity override | Quantité forcée | Ander aantal | Andere Menge", "Bill this quantity instead.")
    price_override: Price | None = column("Price override | Prix forcé | Andere prijs | Anderer Preis", "Bill this price instead.")
    text_override: Text | None = column("Text override | Texte forcé | Andere tekst | Anderer Text", "Print this text instead.")
    discount_percent: Percent | None = column("Discount | Remise | Korting | Rabatt", "On this line, such as 10%.")
    hold: bool | None = column("Hold | En attente | Aanhouden | Zurückstellen", "yes: not billed until you empty this cell.")
    decision: Decision = column("Decision | Décision | Beslissing | Entscheidung", "approved: may be issued.", default=Decision.DRAFT)
    origin: Text | None = column("Origin | Origine | Oorsprong | Herkunft", "What the line was computed from; empty for a line of your own.", by=Writer.QUOTEPART)
    change: Text | None = column("Change | Changement | Wijziging | Änderung", "What the last run changed.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoices that billed it.", by=Writer.QUOTEPART)


class Allocation(Record, table="Allocations", sheet="Allocations | Ventilation | Toewijzingen | Zuordnungen", help="One row per line and payer: who pays which part."):
    """The part of a line that one payer pays."""

    line: Text = column("Line | Ligne | Lijn | Zeile", "Line of prebilling.", key=True, refers="Prebilling", by=Writer.QUOTEPART)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Who pays it.", key=True, refers="Clients", by=Writer.QUOTEPART)
    weight: Share = column("Weight | Poids | Gewicht | Gewicht", "The payer's share of the line.", by=Writer.QUOTEPART)
    amount: Amount = column("Amount | Montant | Bedrag | Betrag", "Without VAT.", by=Writer.QUOTEPART)
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | USt-Kategorie", "For this payer.", by=Writer.QUOTEPART)
    vat_rate: VatRate = column("VAT rate | Taux de TVA | Btw-tarief | USt-Satz", "For this payer.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoice that billed it.", by=Writer.QUOTEPART)


class InvoiceRow(Record, table="Invoices", sheet="Invoices | Factures | Facturen | Rechnungen", help="Every invoice issued; nothing here is ever edited."):
    """An invoice that has left the firm."""

    number: Text = column("Number | Numéro | Nummer | Nummer", "Without a gap, per series.", key=True, by=Writer.QUOTEPART)
    series: Text = column("Series | Série | Reeks | Reihe", "Kind of document and fiscal year.", by=Writer.QUOTEPART)
    date: Day = column("Date | Date | Datum | Datum", "Day of issue.", by=Writer.QUOTEPART)
    due_date: Day = column("Due date | Échéance | Vervaldatum | Fälligkeit", "Last day to pay.", by=Writer.QUOTEPART)
    supply_from: Day = column("Supply from | Prestation du | Prestatie van | Leistung von", "First day served.", by=Writer.QUOTEPART)
    supply_to: Day = column("Supply to | Prestation au | Prestatie tot | Leistung bis", "Last day served, included.", by=Writer.QUOTEPART)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Who pays it.", refers="Clients", by=Writer.QUOTEPART)
    projects: Text = column("Projects | Projets | Projecten | Projekte", "Projects it bills.", by=Writer.QUOTEPART)
    net: Amount = column("Net | HTVA | Excl. btw | Netto", "Without VAT.", by=Writer.QUOTEPART)
    vat: Amount = column("VAT | TVA | Btw | USt", "VAT amount.", by=Writer.QUOTEPART)
    gross: Amount = column("Gross | TVAC | Incl. btw | Brutto", "With VAT.", by=Writer.QUOTEPART)
    currency: Text = column("Currency | Devise | Munt | Währung", "Three letters.", by=Writer.QUOTEPART)
    reference: Text = column("Reference | Communication | Mededeling | Verwendungszweck", "Structured communication of the payment.", by=Writer.QUOTEPART)
    state: InvoiceState = column("State | État | Staat | Stand", "How far it has come.", by=Writer.QUOTEPART)
    paid: Amount | None = column("Paid | Payé | Betaald | Bezahlt", "What has come in.", by=Writer.QUOTEPART)
    docx: Text | None = column("Word | Word | Word | Word", "The document.", by=Writer.QUOTEPART)
    pdf: Text | None = column("PDF | PDF | PDF | PDF", "The document.", by=Writer.QUOTEPART)
    xml: Text | None = column("XML | XML | XML | XML", "The structured invoice.", by=Writer.QUOTEPART)
    digest: Text = column("Digest | Empreinte | Controlegetal | Prüfsumme", "Fingerprint of its content.", by=Writer.QUOTEPART)


class InvoiceLineRow(Record, table="InvoiceLines", sheet="Invoice lines | Lignes de facture | Factuurlijnen | Rechnungszeilen", help="Every line of every invoice issued."):
    """A line of an invoice that has left the firm."""

    number: Text = column("Number | Numéro | Nummer | Nummer", "Invoice it is on.", key=True, refers="Invoices", by=Writer.QUOTEPART)
    position: int = column("Position | Position | Positie | Position", "1 for the first.", key=True, by=Writer.QUOTEPART)
    line: Text = column("Line | Ligne | Lijn | Zeile", "Line of prebilling it bills.", by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Which project.", by=Writer.QUOTEPART)
    description: Text = column("Description | Libellé | Omschrijving | Bezeichnung", "As printed.", by=Writer.QUOTEPART)
    quantity: Quantity = column("Quantity | Quantité | Aantal | Menge", "As printed.", by=Writer.QUOTEPART)
    unit: Text | None = column("Unit | Unité | Eenheid | Einheit", "Of the quantity.", by=Writer.QUOTEPART)
    unit_price: Price = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT.", by=Writer.QUOTEPART)
    discount: Amount = column("Discount | Remise | Korting | Rabatt", "Taken off this line.", by=Writer.QUOTEPART)
    net: Amount = column("Net | HTVA | Excl. btw | Netto", "Without VAT.", by=Writer.QUOTEPART)
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | USt-Kategorie", "As printed.", by=Writer.QUOTEPART)
    vat_rate: VatRate = column("VAT rate | Taux de TVA | Btw-tarief | USt-Satz", "As printed.", by=Writer.QUOTEPART)
    period_from: Day = column("Period from | Période du | Periode van | Zeitraum von", "First day served.", by=Writer.QUOTEPART)
    period_to: Day = column("Period to | Période au | Periode tot | Zeitraum bis", "Last day served, included.", by=Writer.QUOTEPART)


define = column  # a field of the next table has that name


class CheckRow(Record, table="Checks", sheet="Checks | Contrôles | Controles | Prüfungen", help="What the last check or run found, each with its cell and its remedy."):
    """A finding of the last run."""

    severity: Text = define("Severity | Gravité | Ernst | Schwere", "error: its project is left out; warning: worth a look.", by=Writer.QUOTEPART)
    code: Text = define("Code | Code | Code | Code", "For the manual.", by=Writer.QUOTEPART)
    sheet: Text | None = define("Sheet | Feuille | Blad | Blatt", "Where it is.", by=Writer.QUOTEPART)
    row: int | None = define("Row | Ligne | Rij | Zeile", "Number of the row.", by=Writer.QUOTEPART)
    column: Text | None = define("Column | Colonne | Kolom | Spalte", "Heading of the column.", by=Writer.QUOTEPART)
    message: Text = define("What is wrong, and the remedy | Anomalie et remède | Fout en oplossing | Fehler und Abhilfe", "In words.", by=Writer.QUOTEPART)
    cell: Text | None = define("Cell | Cellule | Cel | Zelle", "Address of the cell.", by=Writer.QUOTEPART)
    link: Text | None = define("Go to | Aller à | Ga naar | Gehe zu", "Click to go to the cell.", formula="link")
