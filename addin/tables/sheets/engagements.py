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


class Project(Record, table="Projects", sheet="Projects | Projets | Projecten | Projekte", help="The work that is billed, client by client. | Les travaux à facturer, client par client. | Het werk dat gefactureerd wordt, klant per klant. | Die Arbeit, die abgerechnet wird, Kunde für Kunde."):
    """A project or engagement of a client."""

    project: Text = column("Project | Projet | Project | Projekt", "Short code of the project, used on every other sheet. | Code court du projet, repris dans toutes les autres feuilles. | Korte code van het project, gebruikt op alle andere bladen. | Kurzer Code des Projekts, der auf allen anderen Blättern steht.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "Printed as the title of its invoices. | Imprimé comme titre de ses factures. | Wordt afgedrukt als titel van zijn facturen. | Wird als Titel seiner Rechnungen gedruckt.")
    client: Text = column("Client | Client | Klant | Kunde", "Who ordered the work. Pays all of it when the project has no row on Splits. | Donneur d'ordre. Paie le tout si le projet n'a pas de ligne dans Répartitions. | Wie het werk bestelde. Betaalt alles als het project geen rij heeft op Verdelingen. | Auftraggeber. Zahlt alles, wenn das Projekt keine Zeile auf Aufteilungen hat.", refers="Clients")
    fiscal_year: int | None = column("Fiscal year | Exercice | Boekjaar | Geschäftsjahr", "Year in which the fiscal year starts. | Année au cours de laquelle l'exercice commence. | Jaar waarin het boekjaar begint. | Jahr, in dem das Geschäftsjahr beginnt.")
    multi_payer: bool = column("Multiple payers | Payeurs multiples | Meerdere betalers | Mehrere Zahler", "Must be yes as soon as Splits names several payers. | Doit être oui dès que Répartitions cite plusieurs payeurs. | Moet ja zijn zodra Verdelingen meerdere betalers vermeldt. | Muss ja sein, sobald Aufteilungen mehrere Zahler nennt.", default=False)
    status: ProjectStatus = column("Status | Statut | Status | Status", "Only active projects are billed. | Seuls les projets à l'état actif sont facturés. | Alleen projecten met de status actief worden gefactureerd. | Nur Projekte mit dem Status aktiv werden abgerechnet.", default=ProjectStatus.ACTIVE)
    start: Day | None = column("Start | Début | Begin | Beginn", "First day of the work. | Premier jour des travaux. | Eerste dag van het werk. | Erster Tag der Arbeit.")
    end: Day | None = column("End | Fin | Einde | Ende", "Last day of the work, included. | Dernier jour des travaux, inclus. | Laatste dag van het werk, inbegrepen. | Letzter Tag der Arbeit, einschließlich.")
    budget_amount: Amount | None = column("Budget | Budget | Budget | Budget", "Expected fees, without VAT. | Honoraires prévus, hors TVA. | Verwachte erelonen, exclusief btw. | Erwartetes Honorar, ohne MwSt.")
    budget_hours: Quantity | None = column("Budget (hours) | Budget (heures) | Budget (uren) | Budget (Stunden)", "Expected hours of work. | Heures de travail prévues. | Verwachte werkuren. | Erwartete Arbeitsstunden.")
    cap_amount: Amount | None = column("Cap | Plafond | Plafond | Obergrenze", "The time billed may not go beyond it, without VAT. | Le temps facturé ne peut pas le dépasser, hors TVA. | De gefactureerde tijd mag er niet boven gaan, exclusief btw. | Die abgerechnete Zeit darf nicht darüber liegen, ohne MwSt.")
    template: Text | None = column("Template | Modèle | Sjabloon | Vorlage", "Word template of its invoices. When empty, that of the client. | Modèle Word de ses factures. Si la cellule est vide, celui du client. | Word-sjabloon van zijn facturen. Indien leeg, dat van de klant. | Word-Vorlage seiner Rechnungen. Ist die Zelle leer, die des Kunden.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Split(Record, table="Splits", sheet="Splits | Répartitions | Verdelingen | Aufteilungen", help="Who pays which share of a project. A project without a row here is paid whole by its client. | Qui paie quelle part d'un projet. Un projet sans ligne ici est payé en entier par son client. | Wie welk aandeel van een project betaalt. Een project zonder rij hier wordt volledig betaald door zijn klant. | Wer welchen Anteil eines Projekts zahlt. Ein Projekt ohne Zeile hier zahlt sein Kunde ganz."):
    """The share of one payer in a project."""

    project: Text = column("Project | Projet | Project | Projekt", "Project that is shared. | Projet à répartir. | Project dat verdeeld wordt. | Projekt, das aufgeteilt wird.", key=True, refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase with a split of its own. Empty: the whole project. | Phase qui a sa propre répartition. Vide : tout le projet. | Fase met een eigen verdeling. Leeg: het hele project. | Phase mit eigener Aufteilung. Leer: das ganze Projekt.", key=True)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Client who pays this share. | Client qui paie cette part. | Klant die dit aandeel betaalt. | Kunde, der diesen Anteil zahlt.", key=True, refers="Clients")
    basis: Basis = column("Basis | Base | Basis | Basis", "percent: the shares make exactly 100 %. weight: they are in proportion, such as 125 of 1000. | pourcentage : les parts font exactement 100 %. tantièmes : elles sont proportionnelles, par exemple 125 sur 1000. | percentage: de aandelen maken samen precies 100 %. gewicht: ze zijn evenredig, bijvoorbeeld 125 op 1000. | Prozent: Die Anteile ergeben genau 100 %. Gewicht: Sie stehen im Verhältnis, zum Beispiel 125 von 1000.", default=Basis.PERCENT)
    share: Share = column("Share | Part | Aandeel | Anteil", "60% where the basis is percent, else the figure itself, such as 125. | 60% si la base est pourcentage, sinon le chiffre lui-même, par exemple 125. | 60% als de basis percentage is, anders het getal zelf, bijvoorbeeld 125. | 60%, wenn die Basis Prozent ist, sonst die Zahl selbst, zum Beispiel 125.")
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day it applies. Empty: since always. | Premier jour d'application. Vide : depuis toujours. | Eerste dag waarop dit geldt. Leeg: sinds altijd. | Erster Tag, an dem dies gilt. Leer: seit jeher.", key=True)
    valid_to: Day | None = column("Valid to | Valable au | Geldig tot en met | Gültig bis", "Last day it applies, included. Empty: no end. | Dernier jour d'application, inclus. Vide : sans fin. | Laatste dag waarop dit geldt, inbegrepen. Leeg: zonder einde. | Letzter Tag, an dem dies gilt, einschließlich. Leer: ohne Ende.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what the shares miss to make 100 %. | OK, ou ce qui manque aux parts pour faire 100 %. | OK, of wat er aan de aandelen ontbreekt om 100 % te maken. | OK oder was den Anteilen zu 100 % fehlt.", formula="split")


class Schedule(Record, table="Schedules", sheet="Schedules | Échéanciers | Facturatieschema | Zahlungspläne", help="What the engagement letter says is billed: how much and when. | Ce que la lettre de mission prévoit de facturer : combien et quand. | Wat volgens de opdrachtbrief gefactureerd wordt: hoeveel en wanneer. | Was laut Auftragsschreiben abgerechnet wird: wie viel und wann."):
    """One thing to bill, as agreed."""

    document: Text | None = column("Document | Document | Document | Dokument", "Engagement letter or quote it comes from. | Lettre de mission ou devis d'où il vient. | Opdrachtbrief of offerte waaruit dit komt. | Auftragsschreiben oder Angebot, aus dem es stammt.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project it bills. | Projet à facturer. | Project dat gefactureerd wordt. | Projekt, das abgerechnet wird.", key=True, refers="Projects")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "What is billed. A fee without a service covers all time of the project. | Ce qui est facturé. Un forfait sans prestation couvre tout le temps du projet. | Wat gefactureerd wordt. Een forfait zonder dienst dekt alle tijd van het project. | Was abgerechnet wird. Eine Pauschale ohne Leistung deckt alle Zeit des Projekts ab.", key=True, refers="Services")
    axis: Axis = column("Axis | Axe | Facturatiewijze | Abrechnungsart", "How it is billed: fixed fee, unit of work, time or milestone. | Mode de facturation : forfait, unité d'œuvre, temps passé ou étape. | Hoe gefactureerd wordt: forfait, werkeenheid, bestede tijd of mijlpaal. | Wie abgerechnet wird: Pauschale, Leistungseinheit, Zeitaufwand oder Meilenstein.", key=True)
    periodicity: Periodicity | None = column("Periodicity | Périodicité | Periodiciteit | Rhythmus", "How often a fixed fee is billed. | À quelle fréquence un forfait est facturé. | Hoe vaak een forfait gefactureerd wordt. | Wie oft eine Pauschale abgerechnet wird.")
    amount: Price | None = column("Amount | Montant | Bedrag | Betrag", "Without VAT. For a unit of work, the price of one. | Hors TVA. Pour une unité d'œuvre, le prix d'une unité. | Exclusief btw. Voor een werkeenheid, de prijs van één eenheid. | Ohne MwSt. Bei einer Leistungseinheit der Preis einer Einheit.")
    amount_per: AmountPer | None = column("Amount per | Montant par | Bedrag per | Betrag je", "Whether the amount pays for a year, for a period or for one unit. | Si le montant vaut pour un an, pour une période ou pour une unité. | Of het bedrag geldt voor een jaar, voor een periode of voor één eenheid. | Ob der Betrag für ein Jahr, für einen Zeitraum oder für eine Einheit gilt.")
    timing: Timing = column("Timing | Terme | Facturatiemoment | Zeitpunkt", "advance: billed in the first month of the period. arrears: in its last. | à échoir : facturé le premier mois de la période. échu : le dernier. | vooraf: gefactureerd in de eerste maand van de periode. achteraf: in de laatste. | im Voraus: im ersten Monat des Zeitraums abgerechnet. nachträglich: im letzten.", default=Timing.ARREARS)
    start: Day | None = column("Start | Début | Begin | Beginn", "First day billed. | Premier jour facturé. | Eerste dag die gefactureerd wordt. | Erster Tag, der abgerechnet wird.", key=True)
    end: Day | None = column("End | Fin | Einde | Ende", "Last day billed, included. Empty: no end. | Dernier jour facturé, inclus. Vide : sans fin. | Laatste dag die gefactureerd wordt, inbegrepen. Leeg: zonder einde. | Letzter Tag, der abgerechnet wird, einschließlich. Leer: ohne Ende.")
    months: Text | None = column("Months | Mois | Maanden | Monate", "For custom only: first months of the periods, such as 1, 5, 9. | Pour personnalisé seulement : premiers mois des périodes, par exemple 1, 5, 9. | Alleen voor aangepast: eerste maanden van de periodes, bijvoorbeeld 1, 5, 9. | Nur für individuell: erste Monate der Zeiträume, zum Beispiel 1, 5, 9.")
    index: Text | None = column("Index | Indice | Index | Index", "Name of the index the fee follows. | Nom de l'indice que suit le forfait. | Naam van de index die het forfait volgt. | Name des Index, dem die Pauschale folgt.")
    description: Text | None = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice. When empty, the name of the service. | Imprimé sur la facture. Si la cellule est vide, le nom de la prestation. | Wordt afgedrukt op de factuur. Indien leeg, de naam van de dienst. | Steht auf der Rechnung. Ist die Zelle leer, der Name der Leistung.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Plan(Record, table="Plan", sheet="Plan | Plan de facturation | Facturatieplan | Abrechnungsplan", help="The instalments of the year's fixed fees, month by month. Set a status to skipped to leave one out. | Les échéances des forfaits de l'exercice, mois par mois. Mettez un statut à ignoré pour en sauter une. | De termijnen van de forfaits van het boekjaar, maand per maand. Zet een status op overgeslagen om er één weg te laten. | Die Raten der Pauschalen des Geschäftsjahres, Monat für Monat. Setzen Sie einen Status auf ausgelassen, um eine wegzulassen."):
    """The instalment of a fee in a month."""

    fiscal_year: int = column("Fiscal year | Exercice | Boekjaar | Geschäftsjahr", "Year in which the fiscal year starts. | Année au cours de laquelle l'exercice commence. | Jaar waarin het boekjaar begint. | Jahr, in dem das Geschäftsjahr beginnt.", key=True, by=Writer.QUOTEPART)
    month: Month = column("Month | Mois | Maand | Monat", "Month in which it is billed. | Mois de facturation. | Maand waarin gefactureerd wordt. | Monat, in dem abgerechnet wird.", key=True, by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Project it bills. | Projet à facturer. | Project dat gefactureerd wordt. | Projekt, das abgerechnet wird.", key=True, refers="Projects", by=Writer.QUOTEPART)
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "What is billed. | Ce qui est facturé. | Wat gefactureerd wordt. | Was abgerechnet wird.", key=True, refers="Services", by=Writer.QUOTEPART)
    amount: Amount = column("Amount | Montant | Bedrag | Betrag", "Without VAT. | Hors TVA. | Exclusief btw. | Ohne MwSt.", by=Writer.QUOTEPART)
    status: PlanStatus = column("Status | Statut | Status | Status", "skipped: this month is not billed. | ignoré : ce mois n'est pas facturé. | overgeslagen: deze maand wordt niet gefactureerd. | ausgelassen: Dieser Monat wird nicht abgerechnet.", default=PlanStatus.PLANNED)
