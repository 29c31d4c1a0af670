"""What was agreed: projects, who pays them, their schedules and the plan that follows."""

from addin.billing.calendar import Month
from addin.billing.choices import (
    AmountPer,
    Basis,
    CapMode,
    Periodicity,
    PlanStatus,
    ProjectStatus,
    Proration,
    RetainerKind,
    RolloverOrder,
    ScheduleAxis,
    SplitPer,
    TierMode,
    Timing,
)
from addin.tables.columns import (
    Amount,
    Day,
    Needed,
    Percent,
    Price,
    Quantity,
    Record,
    Share,
    Text,
    Writer,
    column,
)

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
    fee: Amount | None = column("Fee | Honoraires | Ereloon | Honorar", "Whole fee agreed, without VAT: what stages by share and progress bill. | Honoraires totaux convenus, hors TVA : base des étapes en part et de l'avancement. | Volledig afgesproken ereloon, exclusief btw: basis van mijlpalen per aandeel en voortgang. | Vereinbartes Gesamthonorar, ohne MwSt.: Grundlage von Meilensteinen nach Anteil und Fortschritt.")
    cap_amount: Amount | None = column("Cap | Plafond | Plafond | Obergrenze", "The time billed may not go beyond it, without VAT. | Le temps facturé ne peut pas le dépasser, hors TVA. | De gefactureerde tijd mag er niet boven gaan, exclusief btw. | Die abgerechnete Zeit darf nicht darüber liegen, ohne MwSt.")
    cap_mode: CapMode | None = column("Beyond the cap | Au-delà du plafond | Boven het plafond | Über der Obergrenze", "carry: billed when there is room again. write off: never billed. When empty, carry. | reporter : facturé quand il y a de nouveau de la place. abandonner : jamais facturé. Si la cellule est vide, reporter. | overdragen: gefactureerd als er weer ruimte is. afboeken: nooit. Indien leeg, overdragen. | vortragen: abgerechnet, wenn wieder Platz ist. abschreiben: nie. Ist die Zelle leer, vortragen.")
    order_reference: Text | None = column("Order number | Bon de commande | Bestelnummer | Bestellnummer", "Number of the client's purchase order, where it wants it on its invoices, such as PO 4711. | Numéro du bon de commande du client, s'il doit figurer sur ses factures, par exemple BC-2026-15. | Nummer van de bestelbon van de klant, als die op zijn facturen moet staan, bijvoorbeeld PO 4711. | Nummer der Bestellung des Kunden, wenn sie auf seinen Rechnungen stehen soll, zum Beispiel PO 4711.")
    template: Text | None = column("Template | Modèle | Sjabloon | Vorlage", "Word template of its invoices. When empty, that of the client. | Modèle Word de ses factures. Si la cellule est vide, celui du client. | Word-sjabloon van zijn facturen. Indien leeg, dat van de klant. | Word-Vorlage seiner Rechnungen. Ist die Zelle leer, die des Kunden.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Split(Record, table="Splits", sheet="Splits | Répartitions | Verdelingen | Aufteilungen", help="Who pays which share of a project. A project without a row here is paid whole by its client. | Qui paie quelle part d'un projet. Un projet sans ligne ici est payé en entier par son client. | Wie welk aandeel van een project betaalt. Een project zonder rij hier wordt volledig betaald door zijn klant. | Wer welchen Anteil eines Projekts zahlt. Ein Projekt ohne Zeile hier zahlt sein Kunde ganz."):
    """The share of one payer in a project."""

    project: Text = column("Project | Projet | Project | Projekt", "Project that is shared. | Projet à répartir. | Project dat verdeeld wordt. | Projekt, das aufgeteilt wird.", key=True, refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase with a split of its own. Empty: the whole project. | Phase qui a sa propre répartition. Vide : tout le projet. | Fase met een eigen verdeling. Leeg: het hele project. | Phase mit eigener Aufteilung. Leer: das ganze Projekt.", key=True)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Client who pays this share. | Client qui paie cette part. | Klant die dit aandeel betaalt. | Kunde, der diesen Anteil zahlt.", key=True, refers="Clients")
    basis: Basis = column("Basis | Base | Basis | Basis", "percent: the shares make exactly 100 %. weight: in proportion, such as 125 of 1000. fixed: so many euros a month. cap: everything up to so many euros. rest: what the others leave. Per says over what the euros count. | pourcentage : les parts font exactement 100 %. tantièmes : en proportion, par exemple 125 sur 1000. fixe : tant d'euros par mois. plafond : tout, jusqu'à tant d'euros. solde : ce que les autres laissent. Par dit sur quoi se comptent les euros. | percentage: de aandelen maken precies 100 %. gewicht: evenredig, bijvoorbeeld 125 op 1000. vast: zoveel euro per maand. plafond: alles tot zoveel euro. rest: wat de anderen overlaten. Per zegt waarover de euro's tellen. | Prozent: Die Anteile ergeben genau 100 %. Gewicht: im Verhältnis, etwa 125 von 1000. fest: so viele Euro im Monat. Obergrenze: alles bis zu so vielen Euro. Rest: was die anderen übrig lassen. Je sagt, worüber die Euro zählen.", default=Basis.PERCENT)
    share: Share = column("Share | Part | Aandeel | Anteil", "60% where the basis is percent. A weight: the figure itself, such as 125. fixed or cap: the amount in euros, without VAT. rest: 0. | 60% si la base est pourcentage. Des tantièmes : le chiffre lui-même, par exemple 125. fixe ou plafond : le montant en euros, hors TVA. solde : 0. | 60% als de basis percentage is. Een gewicht: het getal zelf, bijvoorbeeld 125. vast of plafond: het bedrag in euro, exclusief btw. rest: 0. | 60%, wenn die Basis Prozent ist. Ein Gewicht: die Zahl selbst, zum Beispiel 125. fest oder Obergrenze: der Betrag in Euro, ohne MwSt. Rest: 0.")
    per: SplitPer | None = column("Per | Par | Per | Je", "Over what a fixed amount or a cap is counted. When empty, a month for a fixed amount and the total for a cap. | Sur quoi se compte un montant fixe ou un plafond. Si la cellule est vide, le mois pour un montant fixe, le total pour un plafond. | Waarover een vast bedrag of plafond telt. Indien leeg, de maand voor een vast bedrag, het totaal voor een plafond. | Worüber ein fester Betrag oder eine Obergrenze zählt. Ist die Zelle leer, der Monat bzw. insgesamt.")
    ceiling: Amount | None = column("Ceiling | Maximum | Maximum | Höchstbetrag", "A percentage never comes to more than this; the row with the basis rest pays what is beyond. | Un pourcentage ne dépasse jamais ce montant ; la ligne de base solde paie l'excédent. | Een percentage komt nooit boven dit bedrag; de rij met basis rest betaalt wat erboven ligt. | Ein Prozentsatz kommt nie über diesen Betrag; die Zeile mit der Basis Rest zahlt, was darüber liegt.")
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day it applies. Empty: since always. | Premier jour d'application. Vide : depuis toujours. | Eerste dag waarop dit geldt. Leeg: sinds altijd. | Erster Tag, an dem dies gilt. Leer: seit jeher.", key=True)
    valid_to: Day | None = column("Valid to | Valable au | Geldig tot en met | Gültig bis", "Last day it applies, included. Empty: no end. | Dernier jour d'application, inclus. Vide : sans fin. | Laatste dag waarop dit geldt, inbegrepen. Leeg: zonder einde. | Letzter Tag, an dem dies gilt, einschließlich. Leer: ohne Ende.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what the shares miss to make 100 %. | OK, ou ce qui manque aux parts pour faire 100 %. | OK, of wat er aan de aandelen ontbreekt om 100 % te maken. | OK oder was den Anteilen zu 100 % fehlt.", formula="split")


class Schedule(Record, table="Schedules", sheet="Schedules | Échéanciers | Facturatieschema | Zahlungspläne", help="What the engagement letter says is billed: how much and when. | Ce que la lettre de mission prévoit de facturer : combien et quand. | Wat volgens de opdrachtbrief gefactureerd wordt: hoeveel en wanneer. | Was laut Auftragsschreiben abgerechnet wird: wie viel und wann."):
    """One thing to bill, as agreed."""

    document: Text | None = column("Document | Document | Document | Dokument", "Engagement letter or quote it comes from. | Lettre de mission ou devis d'où il vient. | Opdrachtbrief of offerte waaruit dit komt. | Auftragsschreiben oder Angebot, aus dem es stammt.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project it bills. | Projet à facturer. | Project dat gefactureerd wordt. | Projekt, das abgerechnet wird.", key=True, refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase it bills, where the project has phases. | Phase à facturer, si le projet a des phases. | Fase die gefactureerd wordt, als het project fasen heeft. | Phase, die abgerechnet wird, wenn das Projekt Phasen hat.", key=True)
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "What is billed. A fee without a service covers all time of the project. | Ce qui est facturé. Un forfait sans prestation couvre tout le temps du projet. | Wat gefactureerd wordt. Een forfait zonder dienst dekt alle tijd van het project. | Was abgerechnet wird. Eine Pauschale ohne Leistung deckt alle Zeit des Projekts ab.", key=True, refers="Services")
    axis: ScheduleAxis = column("Axis | Axe | Facturatiewijze | Abrechnungsart", "How it is billed: fixed fee, unit of work, time or milestone. | Mode de facturation : forfait, unité d'œuvre, temps passé ou étape. | Hoe gefactureerd wordt: forfait, werkeenheid, bestede tijd of mijlpaal. | Wie abgerechnet wird: Pauschale, Leistungseinheit, Zeitaufwand oder Meilenstein.", key=True)
    periodicity: Periodicity | None = column("Periodicity | Périodicité | Periodiciteit | Rhythmus", "How often a fixed fee is billed. | À quelle fréquence un forfait est facturé. | Hoe vaak een forfait gefactureerd wordt. | Wie oft eine Pauschale abgerechnet wird.")
    amount: Price | None = column("Amount | Montant | Bedrag | Betrag", "Without VAT. For a unit of work, the price of one. | Hors TVA. Pour une unité d'œuvre, le prix d'une unité. | Exclusief btw. Voor een werkeenheid, de prijs van één eenheid. | Ohne MwSt. Bei einer Leistungseinheit der Preis einer Einheit.")
    amount_per: AmountPer | None = column("Amount per | Montant par | Bedrag per | Betrag je", "Whether the amount pays for a year, for a period or for one unit. | Si le montant vaut pour un an, pour une période ou pour une unité. | Of het bedrag geldt voor een jaar, voor een periode of voor één eenheid. | Ob der Betrag für ein Jahr, für einen Zeitraum oder für eine Einheit gilt.")
    share: Percent | None = column("Share of the fee | Part des honoraires | Aandeel van het ereloon | Anteil am Honorar", "For a milestone or a deposit: which part of the amount, or of the fee of the phase or project. | Pour une étape ou un acompte : quelle part du montant, ou des honoraires de la phase ou du projet. | Voor een mijlpaal of voorschot: welk deel van het bedrag, of van het ereloon van de fase of het project. | Für Meilenstein oder Anzahlung: welcher Teil des Betrags oder des Honorars von Phase oder Projekt.")
    tiers: Text | None = column("Price list | Barème | Prijslijst | Preisliste", "Name of a list of Tiers, for a unit of work. | Nom d'un barème de la feuille Barèmes, pour une unité d'œuvre. | Naam van een lijst van Staffels, voor een werkeenheid. | Name einer Liste von Staffeln, für eine Arbeitseinheit.")
    timing: Timing = column("Timing | Terme | Facturatiemoment | Zeitpunkt", "advance: billed in the first month of the period. arrears: in its last. | à échoir : facturé le premier mois de la période. échu : le dernier. | vooraf: gefactureerd in de eerste maand van de periode. achteraf: in de laatste. | im Voraus: im ersten Monat des Zeitraums abgerechnet. nachträglich: im letzten.", default=Timing.ARREARS)
    start: Day | None = column("Start | Début | Begin | Beginn", "First day billed. | Premier jour facturé. | Eerste dag die gefactureerd wordt. | Erster Tag, der abgerechnet wird.", key=True)
    end: Day | None = column("End | Fin | Einde | Ende", "Last day billed, included. Empty: no end. | Dernier jour facturé, inclus. Vide : sans fin. | Laatste dag die gefactureerd wordt, inbegrepen. Leeg: zonder einde. | Letzter Tag, der abgerechnet wird, einschließlich. Leer: ohne Ende.")
    months: Text | None = column("Months | Mois | Maanden | Monate", "For custom only: first months of the periods, such as 1, 5, 9. | Pour personnalisé seulement : premiers mois des périodes, par exemple 1, 5, 9. | Alleen voor aangepast: eerste maanden van de periodes, bijvoorbeeld 1, 5, 9. | Nur für individuell: erste Monate der Zeiträume, zum Beispiel 1, 5, 9.")
    index: Text | None = column("Index | Indice | Index | Index", "Name of the index the fee follows. | Nom de l'indice que suit le forfait. | Naam van de index die het forfait volgt. | Name des Index, dem die Pauschale folgt.")
    index_base: Quantity | None = column("Base index | Indice de base | Basisindex | Basisindex", "The index when the fee was agreed. When empty, the one valid at the start. | L'indice au moment de l'accord. Si la cellule est vide, celui valable au début. | De index bij het akkoord. Indien leeg, die welke geldt bij het begin. | Der Index bei der Vereinbarung. Ist die Zelle leer, der am Beginn gültige.")
    proration: Proration | None = column("Proration | Prorata | Pro rata | Zeitanteil", "How a part of a period is counted. When empty, as the settings say. | Comment se compte une partie de période. Si la cellule est vide, selon les paramètres. | Hoe een deel van een periode geteld wordt. Indien leeg, volgens de instellingen. | Wie ein Teil eines Zeitraums gezählt wird. Ist die Zelle leer, laut Einstellungen.")
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


class Phase(Record, table="Phases", optional=True, sheet="Phases | Phases | Fasen | Phasen", help="The phases of a project that is billed by phase. | Les phases d'un projet facturé par phase. | De fasen van een project dat per fase gefactureerd wordt. | Die Phasen eines Projekts, das nach Phasen abgerechnet wird."):
    """One phase of a project, with its fee."""

    project: Text = column("Project | Projet | Project | Projekt", "Project it belongs to. | Projet dont elle fait partie. | Project waartoe ze behoort. | Projekt, zu dem sie gehört.", key=True, refers="Projects")
    phase: Text = column("Phase | Phase | Fase | Phase", "Short code of the phase, used on the other sheets. | Code court de la phase, repris dans les autres feuilles. | Korte code van de fase, gebruikt op de andere bladen. | Kurzer Code der Phase, der auf den anderen Blättern steht.", key=True)
    name: Text | None = column("Name | Nom | Naam | Name", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.")
    fee: Amount | None = column("Fee | Honoraires | Ereloon | Honorar", "Fee agreed for the phase, without VAT. | Honoraires convenus pour la phase, hors TVA. | Afgesproken ereloon voor de fase, exclusief btw. | Vereinbartes Honorar der Phase, ohne MwSt.")
    start: Day | None = column("Start | Début | Begin | Beginn", "First day of the phase. | Premier jour de la phase. | Eerste dag van de fase. | Erster Tag der Phase.")
    end: Day | None = column("End | Fin | Einde | Ende", "Last day of the phase, included. | Dernier jour de la phase, inclus. | Laatste dag van de fase, inbegrepen. | Letzter Tag der Phase, einschließlich.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Tier(Record, table="Tiers", optional=True, sheet="Tiers | Barèmes | Staffels | Staffeln", help="Price lists by quantity: one row per tier. | Barèmes selon la quantité : une ligne par tranche. | Prijslijsten volgens aantal: één rij per schijf. | Preislisten nach Menge: eine Zeile je Staffel."):
    """The price of the units of one tier."""

    tiers: Text = column("Price list | Barème | Prijslijst | Preisliste", "Name of the list, used on Schedules and Services. | Nom du barème, repris dans Échéanciers et Prestations. | Naam van de lijst, gebruikt op Facturatieschema en Diensten. | Name der Liste, der auf Zahlungspläne und Leistungen steht.", key=True)
    from_quantity: Quantity = column("From | À partir de | Vanaf | Ab", "First unit of the tier: 1, 11, 26. | Première unité de la tranche : 1, 11, 26. | Eerste eenheid van de schijf: 1, 11, 26. | Erste Einheit der Staffel: 1, 11, 26.", key=True)
    unit_price: Price = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Price of one unit, without VAT. | Prix d'une unité, hors TVA. | Prijs van één eenheid, exclusief btw. | Preis einer Einheit, ohne MwSt.")
    mode: TierMode = column("Mode | Mode | Wijze | Art", "graduated: each tier prices its own units. volume: the tier reached prices them all. | par tranches : chaque tranche a son prix. par volume : la tranche atteinte vaut pour toutes les unités. | per schijf: elke schijf heeft haar prijs. per volume: de bereikte schijf geldt voor alle eenheden. | gestaffelt: jede Staffel hat ihren Preis. nach Gesamtmenge: die erreichte gilt für alle.", default=TierMode.GRADUATED)


class IndexValue(Record, table="Indexes", optional=True, sheet="Indexes | Indices | Indexen | Indizes", help="The indexes that fees follow: a row per value and the day from which it counts. | Les indices que suivent les honoraires : une ligne par valeur et le jour à partir duquel elle compte. | De indexen die de erelonen volgen: een rij per waarde en de dag vanaf wanneer ze telt. | Die Indizes, denen Honorare folgen: eine Zeile je Wert und der Tag, ab dem er zählt."):
    """The value of an index from a day on."""

    index: Text = column("Index | Indice | Index | Index", "Name of the index, used on Schedules. | Nom de l'indice, repris dans Échéanciers. | Naam van de index, gebruikt op Facturatieschema. | Name des Index, der auf Zahlungspläne steht.", key=True)
    valid_from: Day = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day on which fees follow this value. | Premier jour où les honoraires suivent cette valeur. | Eerste dag waarop de erelonen deze waarde volgen. | Erster Tag, an dem Honorare diesem Wert folgen.", key=True)
    value: Quantity = column("Value | Valeur | Waarde | Wert", "As published, such as 133.12. | Telle que publiée, par exemple 133,12. | Zoals gepubliceerd, bijvoorbeeld 133,12. | Wie veröffentlicht, zum Beispiel 133,12.")
    source: Text | None = column("Source | Source | Bron | Quelle", "Where the figure was published. | Où le chiffre a été publié. | Waar het cijfer gepubliceerd werd. | Wo die Zahl veröffentlicht wurde.")


class Retainer(Record, table="Retainers", optional=True, sheet="Retainers | Forfaits heures | Urenpakketten | Stundenpakete", help="Monthly minimums with included hours, hours bought in advance, and minimum spends. | Minimums mensuels avec heures incluses, crédits d'heures et minimums facturés. | Maandminima met inbegrepen uren, urenkredieten en minimumbedragen. | Monatsminima mit enthaltenen Stunden, Stundenkontingente und Mindestumsätze."):
    """What a client has agreed to pay for hours in advance."""

    retainer: Text = column("Retainer | Forfait d'heures | Urenpakket | Stundenpaket", "Short code. | Code court. | Korte code. | Kurzer Code.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project that bills it. | Projet qui le facture. | Project dat het factureert. | Projekt, das es abrechnet.", refers="Projects")
    kind: RetainerKind = column("Kind | Type | Soort | Art", "minimum: an amount a month that covers hours. block: hours bought at once. spend: the bill never falls below. | minimum mensuel : un montant par mois qui couvre des heures. crédit d'heures : des heures achetées d'avance. minimum facturé : plancher du mois. | maandminimum: een bedrag per maand dat uren dekt. urenkrediet: vooraf gekochte uren. minimumbedrag: ondergrens van de maand. | Monatsminimum: Betrag je Monat, der Stunden deckt. Stundenkontingent: im Voraus gekauft. Mindestumsatz: Untergrenze.", default=RetainerKind.MINIMUM)
    description: Text | None = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.")
    projects: Text | None = column("Other projects | Autres projets | Andere projecten | Weitere Projekte", "Projects that share its hours, separated by commas. | Projets qui partagent ses heures, séparés par des virgules. | Projecten die zijn uren delen, gescheiden door komma's. | Projekte, die seine Stunden teilen, durch Kommas getrennt.")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "The service whose time it covers. Empty: all time. | La prestation dont il couvre le temps. Vide : tout le temps. | De dienst waarvan het de tijd dekt. Leeg: alle tijd. | Die Leistung, deren Zeit es deckt. Leer: alle Zeit.", refers="Services")
    amount: Price = column("Amount | Montant | Bedrag | Betrag", "Without VAT: of a month, or of the whole block. | Hors TVA : d'un mois, ou de tout le crédit. | Exclusief btw: van een maand, of van het hele krediet. | Ohne MwSt.: eines Monats oder des ganzen Kontingents.")
    included_hours: Quantity | None = column("Included hours | Heures incluses | Inbegrepen uren | Enthaltene Stunden", "Hours that a month covers, or hours of the block. | Heures couvertes par mois, ou heures du crédit. | Uren die een maand dekt, of uren van het krediet. | Stunden, die ein Monat deckt, oder Stunden des Kontingents.")
    overage_rate: Price | None = column("Overage rate | Tarif au-delà | Tarief erboven | Satz darüber", "Price of an hour beyond. When empty, the rates of the hours themselves. | Prix d'une heure au-delà. Si la cellule est vide, les tarifs des heures elles-mêmes. | Prijs van een uur erboven. Indien leeg, de tarieven van de uren zelf. | Preis einer Stunde darüber. Ist die Zelle leer, die Sätze der Stunden selbst.")
    rollover_hours: Quantity | None = column("Carried hours at most | Heures reportées au plus | Overgedragen uren hoogstens | Vortrag höchstens (Stunden)", "Unused hours that go on to the next months, at most. Empty: none. | Heures non utilisées reportées aux mois suivants, au plus. Vide : aucune. | Niet-gebruikte uren die naar de volgende maanden gaan, hoogstens. Leeg: geen. | Ungenutzte Stunden, die in die nächsten Monate gehen, höchstens. Leer: keine.")
    rollover_months: int | None = column("Carried for (months) | Report pendant (mois) | Overdracht gedurende (maanden) | Vortrag für (Monate)", "How many months unused hours last. When empty, one. | Durée de vie en mois des heures reportées. Si la cellule est vide, un. | Hoeveel maanden ze blijven gelden. Indien leeg, één. | Wie viele Monate sie gelten. Ist die Zelle leer, einen.")
    rollover_order: RolloverOrder | None = column("Used first | Utilisées d'abord | Eerst gebruikt | Zuerst verbraucht", "Which hours are used first. When empty, the oldest. | Quelles heures servent d'abord. Si la cellule est vide, les plus anciennes. | Welke uren eerst gebruikt worden. Indien leeg, de oudste. | Welche Stunden zuerst verbraucht werden. Ist die Zelle leer, die ältesten.")
    start: Day = column("Start | Début | Begin | Beginn", "First day it holds; of a block, the day it was bought. | Premier jour ; pour un crédit, le jour de l'achat. | Eerste dag; voor een krediet de dag van aankoop. | Erster Tag; bei einem Kontingent der Tag des Kaufs.")
    end: Day | None = column("End | Fin | Einde | Ende", "Last day, included. Empty: no end. | Dernier jour, inclus. Vide : sans fin. | Laatste dag, inbegrepen. Leeg: zonder einde. | Letzter Tag, einschließlich. Leer: ohne Ende.")
    threshold_hours: Quantity | None = column("Refill below | Recharger sous | Aanvullen onder | Auffüllen unter", "Propose a new block when fewer hours are left. | Proposer un nouveau crédit quand il reste moins d'heures. | Een nieuw krediet voorstellen als er minder uren over zijn. | Ein neues Kontingent vorschlagen, wenn weniger Stunden übrig sind.")
    balance: Quantity | None = column("Hours left | Heures restantes | Resterende uren | Restliche Stunden", "After the month that was generated last. | Après le dernier mois généré. | Na de laatst gegenereerde maand. | Nach dem zuletzt erzeugten Monat.", by=Writer.QUOTEPART, needed=Needed.NEVER)
