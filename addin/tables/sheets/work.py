"""Who works, at which price, and what was done."""

from addin.billing.calendar import Month
from addin.billing.choices import Axis, EntryStatus, RateKind, VatCategory
from addin.tables.columns import Clock, Day, Price, Quantity, Record, Text, VatRate, Writer, column

# fmt: off


class Person(Record, table="Staff", sheet="Staff | Collaborateurs | Medewerkers | Mitarbeiter", help="The people whose time is billed."):
    """A member of staff."""

    person: Text = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Short code, such as initials.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "First and last name.")
    team: Text | None = column("Team | Équipe | Team | Team", "Rates may be given by team.", listed="team")
    email: Text | None = column("E-mail | E-mail | E-mail | E-Mail", "Of this person.")
    groups: Text | None = column("Groups | Groupes | Groepen | Gruppen", "Groups of clients this person sees.", default="Everyone")
    weekly_hours: Quantity | None = column("Weekly hours | Heures par semaine | Uren per week | Wochenstunden", "By contract.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class Service(Record, table="Services", sheet="Services | Prestations | Diensten | Leistungen", help="What the firm sells."):
    """A service, with its usual price and VAT."""

    service: Text = column("Service | Prestation | Dienst | Leistung", "Short code, used on every other sheet.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "Printed on the invoice.")
    axis: Axis | None = column("Axis | Axe | As | Achse", "How it is usually billed.")
    unit: Text | None = column("Unit | Unité | Eenheid | Einheit", "Such as hour, payslip or document.", listed="unit")
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT; for units of work without a price of their own.")
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | USt-Kategorie", "S for the usual case, E exempt, O outside VAT.", default=VatCategory.S)
    vat_rate: VatRate | None = column("VAT rate | Taux de TVA | Btw-tarief | USt-Satz", "Such as 21%; the country's standard rate when empty.")
    ledger_account: Text | None = column("Ledger account | Compte général | Grootboekrekening | Sachkonto", "Where the sale is booked.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class Rate(Record, table="Rates", sheet="Rates | Tarifs | Tarieven | Stundensätze", help="Prices of an hour; the most specific row wins: project, then client, person, team, service."):
    """The price or the cost of an hour, for whom and when; an empty cell means any."""

    person: Text | None = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Whose hour; empty for anyone.", key=True, refers="Staff")
    team: Text | None = column("Team | Équipe | Team | Team", "Which team's hour; empty for any.", key=True, listed="team")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "For which service; empty for any.", key=True, refers="Services")
    client: Text | None = column("Client | Client | Klant | Kunde", "For which client; empty for any.", key=True, refers="Clients")
    project: Text | None = column("Project | Projet | Project | Projekt", "For which project; empty for any.", key=True, refers="Projects")
    kind: RateKind = column("Kind | Type | Soort | Art", "sale: what the client pays; cost: what the hour costs.", key=True, default=RateKind.SALE)
    rate: Price = column("Rate | Tarif | Tarief | Satz", "Per hour, without VAT.")
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day; empty for always.", key=True)
    valid_to: Day | None = column("Valid to | Valable au | Geldig tot | Gültig bis", "Last day, included; empty for ever.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class TimesheetEntry(Record, table="Timesheets", sheet="Timesheets | Feuilles de temps | Tijdregistratie | Zeiterfassung", help="The hours worked, an entry a row."):
    """One stretch of work by one person."""

    entry: Text | None = column("Entry | Saisie | Registratie | Eintrag", "Number of the entry; Quotepart gives one when empty.", key=True)
    date: Day = column("Date | Date | Datum | Datum", "Day of the work.")
    person: Text = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Who worked.", refers="Staff")
    project: Text = column("Project | Projet | Project | Projekt", "For which project.", refers="Projects")
    task: Text | None = column("Task | Tâche | Taak | Aufgabe", "What it was for.")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Which service it is billed as.", refers="Services")
    start: Clock | None = column("Start | Début | Start | Beginn", "Time of day, such as 9:00.")
    end: Clock | None = column("End | Fin | Einde | Ende", "Time of day, such as 10:30.")
    minutes: int | None = column("Minutes | Minutes | Minuten | Minuten", "Minutes worked; end less start when empty.")
    billable: bool = column("Billable | Facturable | Factureerbaar | Abrechenbar", "no: worked, but not billed.", default=True)
    organisation: Text | None = column("Organisation | Organisation | Organisatie | Organisation", "Payer, when it is not the project's client.", refers="Clients")
    note: Text | None = column("Note | Note | Nota | Notiz", "For the reader of the invoice's detail.")
    status: EntryStatus = column("Status | Statut | Status | Status", "Only approved entries are billed.", default=EntryStatus.DRAFT)
    line: Text | None = column("Line | Ligne | Lijn | Zeile", "Line of prebilling that took this entry.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoice that billed this entry.", by=Writer.QUOTEPART)


class Unit(Record, table="Units", sheet="Units | Unités d'œuvre | Werkeenheden | Leistungseinheiten", help="Quantities of the month: payslips, documents, transactions."):
    """How many units of a service a project had in a month."""

    month: Month = column("Month | Mois | Maand | Monat", "Month of the work.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "For which project.", key=True, refers="Projects")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Which service.", key=True, refers="Services")
    quantity: Quantity = column("Quantity | Quantité | Aantal | Menge", "How many.")
    source: Text | None = column("Source | Source | Bron | Quelle", "Where the figure comes from.", key=True)
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")
