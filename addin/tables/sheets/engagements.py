"""What was agreed: projects, who pays them, their schedules and the plan that follows."""

from addin.billing.calendar import Month
from addin.billing.choices import (
    AmountPer,
    Axis,
    Basis,
    Periodicity,
    PlanStatus,
    ProjectStatus,
    Timing,
)
from addin.tables.columns import Amount, Day, Price, Quantity, Record, Share, Text, Writer, column

# fmt: off


class Project(Record, table="Projects", sheet="Projects | Projets | Projecten | Projekte", help="The work that is billed, client by client."):
    """A project or engagement of a client."""

    project: Text = column("Project | Projet | Project | Projekt", "Short code, used on every other sheet.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "Printed as the title of its invoices.")
    client: Text = column("Client | Client | Klant | Kunde", "Who ordered it, and pays what no split gives to another.", refers="Clients")
    fiscal_year: int | None = column("Fiscal year | Exercice | Boekjaar | Geschäftsjahr", "Year in which the fiscal year starts.")
    multi_payer: bool = column("Multiple payers | Payeurs multiples | Meerdere betalers | Mehrere Zahler", "Must be yes as soon as Splits names several payers.", default=False)
    status: ProjectStatus = column("Status | Statut | Status | Status", "Only active projects are billed.", default=ProjectStatus.ACTIVE)
    start: Day | None = column("Start | Début | Start | Beginn", "First day of the work.")
    end: Day | None = column("End | Fin | Einde | Ende", "Last day of the work.")
    budget_amount: Amount | None = column("Budget | Budget | Budget | Budget", "Expected fees, without VAT.")
    budget_hours: Quantity | None = column("Budget (hours) | Budget (heures) | Budget (uren) | Budget (Stunden)", "Expected hours of work.")
    cap_amount: Amount | None = column("Cap | Plafond | Plafond | Obergrenze", "The time billed may not go beyond it, without VAT.")
    template: Text | None = column("Template | Modèle | Sjabloon | Vorlage", "Word template of its invoices; the client's when empty.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class Split(Record, table="Splits", sheet="Splits | Répartitions | Verdelingen | Aufteilungen", help="Who pays which share of a project; a project without a row is paid whole by its client."):
    """The share of one payer in a project."""

    project: Text = column("Project | Projet | Project | Projekt", "Which project is shared.", key=True, refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Empty for the whole project.", key=True)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Client who pays this share.", key=True, refers="Clients")
    basis: Basis = column("Basis | Base | Basis | Basis", "percent: the shares make 100 %; weight: proportions, such as tantièmes.", default=Basis.PERCENT)
    share: Share = column("Share | Part | Aandeel | Anteil", "60% as percent, or a weight such as 125.")
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day; empty for always.", key=True)
    valid_to: Day | None = column("Valid to | Valable au | Geldig tot | Gültig bis", "Last day, included; empty for ever.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is missing to 100 %.", formula="split")


class Schedule(Record, table="Schedules", sheet="Schedules | Échéanciers | Schema's | Zeitpläne", help="What the engagement letter says is billed, how much and when."):
    """One thing to bill, as agreed."""

    document: Text | None = column("Document | Document | Document | Dokument", "Engagement letter or quote it comes from.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Which project it bills.", key=True, refers="Projects")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "What is billed; a fee without a service covers all time of the project.", key=True, refers="Services")
    axis: Axis = column("Axis | Axe | As | Achse", "fixed fee, unit of work, time or milestone.", key=True)
    periodicity: Periodicity | None = column("Periodicity | Périodicité | Periodiciteit | Rhythmus", "How often a fixed fee is billed.")
    amount: Price | None = column("Amount | Montant | Bedrag | Betrag", "Without VAT; for a unit of work, its price.")
    amount_per: AmountPer | None = column("Amount per | Montant par | Bedrag per | Betrag je", "The amount pays for a year, for a period or for one unit.")
    timing: Timing = column("Timing | Moment | Tijdstip | Zeitpunkt", "advance: first month of the period; arrears: its last.", default=Timing.ARREARS)
    start: Day | None = column("Start | Début | Start | Beginn", "First day billed.", key=True)
    end: Day | None = column("End | Fin | Einde | Ende", "Last day billed, included; empty for no end.")
    months: Text | None = column("Months | Mois | Maanden | Monate", "For custom: first months of the periods, such as 1, 5, 9.")
    index: Text | None = column("Index | Indice | Index | Index", "Name of the index the fee follows.")
    description: Text | None = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice; the name of the service when empty.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class Plan(Record, table="Plan", sheet="Plan | Plan de facturation | Facturatieplan | Abrechnungsplan", help="The instalments of the year's fixed fees, month by month; set a status to skipped to leave one out."):
    """The instalment of a fee in a month."""

    fiscal_year: int = column("Fiscal year | Exercice | Boekjaar | Geschäftsjahr", "Year in which the fiscal year starts.", key=True, by=Writer.QUOTEPART)
    month: Month = column("Month | Mois | Maand | Monat", "Month that bills it.", key=True, by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Which project it bills.", key=True, refers="Projects", by=Writer.QUOTEPART)
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "What is billed.", key=True, refers="Services", by=Writer.QUOTEPART)
    amount: Amount = column("Amount | Montant | Bedrag | Betrag", "Without VAT.", by=Writer.QUOTEPART)
    status: PlanStatus = column("Status | Statut | Status | Status", "skipped: this month is not billed.", default=PlanStatus.PLANNED)
