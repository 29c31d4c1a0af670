"""Who works, at which price, and what was done."""

from addin.billing.calendar import Month
from addin.billing.choices import (
    EntryStatus,
    ExpenseTreatment,
    MetricRole,
    RateKind,
    ScheduleAxis,
    VatCategory,
)
from addin.tables.columns import (
    Amount,
    Clock,
    Day,
    Needed,
    Percent,
    Price,
    Quantity,
    Record,
    Text,
    UnitName,
    VatRate,
    Writer,
    column,
)

# fmt: off


class Person(Record, table="Staff", sheet="Staff | Collaborateurs | Medewerkers | Mitarbeiter", help="The people whose time is billed. | Les personnes dont le temps est facturé. | De mensen van wie de tijd gefactureerd wordt. | Die Personen, deren Zeit abgerechnet wird."):
    """A member of staff."""

    person: Text = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Short code, such as initials. | Code court, par exemple les initiales. | Korte code, bijvoorbeeld de initialen. | Kurzer Code, zum Beispiel die Initialen.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "First and last name. | Prénom et nom. | Voornaam en naam. | Vor- und Nachname.")
    team: Text | None = column("Team | Équipe | Team | Team", "Rates may be given by team. | Les tarifs peuvent dépendre de l'équipe. | Tarieven kunnen per team gelden. | Stundensätze können je Team gelten.", listed="team")
    email: Text | None = column("E-mail | E-mail | E-mail | E-Mail", "E-mail of this person. | E-mail de cette personne. | E-mailadres van deze persoon. | E-Mail-Adresse dieser Person.")
    groups: Text | None = column("Groups | Groupes | Groepen | Gruppen", "Groups of clients this person sees, several parted by semicolons. | Groupes de clients que cette personne voit, séparés par des points-virgules. | Groepen van klanten die deze persoon ziet, gescheiden door puntkomma's. | Kundengruppen, die diese Person sieht, durch Strichpunkte getrennt.", default="Everyone")
    weekly_hours: Quantity | None = column("Weekly hours | Heures par semaine | Uren per week | Wochenstunden", "Hours a week, by contract. | Heures par semaine, selon le contrat. | Uren per week, volgens het contract. | Stunden je Woche, laut Vertrag.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Service(Record, table="Services", sheet="Services | Prestations | Diensten | Leistungen", help="What the firm sells. | Ce que le cabinet vend. | Wat het kantoor verkoopt. | Was die Kanzlei verkauft."):
    """A service, with its usual price and VAT."""

    service: Text = column("Service | Prestation | Dienst | Leistung", "Short code of the service, used on every other sheet. | Code court de la prestation, repris dans toutes les autres feuilles. | Korte code van de dienst, gebruikt op alle andere bladen. | Kurzer Code der Leistung, der auf allen anderen Blättern steht.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.")
    axis: ScheduleAxis | None = column("Axis | Axe | Facturatiewijze | Abrechnungsart", "How it is usually billed. | Comment elle est facturée d'habitude. | Hoe ze gewoonlijk gefactureerd wordt. | Wie sie üblicherweise abgerechnet wird.")
    unit: UnitName | None = column("Unit | Unité | Eenheid | Einheit", "What is counted, such as hour, payslip or document. | Ce que l'on compte, par exemple heure, fiche de paie ou document. | Wat geteld wordt, bijvoorbeeld uur, loonfiche of document. | Was gezählt wird, zum Beispiel Stunde, Lohnzettel oder Beleg.", listed="unit")
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT. Used where the project has no row on Schedules for it. | Hors TVA. Sert quand le projet n'a pas de ligne dans Échéanciers pour elle. | Exclusief btw. Geldt als het project er geen rij voor heeft op Facturatieschema. | Ohne MwSt. Gilt, wenn das Projekt dafür keine Zeile auf Zahlungspläne hat.")
    tiers: Text | None = column("Price list | Barème | Prijslijst | Preisliste", "Name of a list of Tiers that prices it by quantity. | Nom d'un barème de la feuille Barèmes, selon la quantité. | Naam van een lijst van Staffels, volgens het aantal. | Name einer Liste von Staffeln, nach Menge.")
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | MwSt.-Kategorie", "S: the usual case. E: exempt. O: outside the scope of VAT. | S : cas habituel. E : exonéré. O : hors champ de la TVA. | S: het gewone geval. E: vrijgesteld. O: buiten het toepassingsgebied van de btw. | S: der übliche Fall. E: steuerbefreit. O: nicht steuerbar.", default=VatCategory.S)
    vat_rate: VatRate | None = column("VAT rate | Taux de TVA | Btw-tarief | MwSt.-Satz", "Such as 21%. When empty, the standard rate of the country. | Par exemple 21%. Si la cellule est vide, le taux normal du pays. | Bijvoorbeeld 21%. Indien leeg, het normale tarief van het land. | Zum Beispiel 21%. Ist die Zelle leer, der Normalsatz des Landes.")
    ledger_account: Text | None = column("Ledger account | Compte général | Grootboekrekening | Sachkonto", "Account where the sale is booked. | Compte où la vente est comptabilisée. | Rekening waarop de verkoop geboekt wordt. | Konto, auf dem der Verkauf gebucht wird.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Rate(Record, table="Rates", sheet="Rates | Tarifs | Tarieven | Stundensätze", help="Prices of an hour. The most specific row wins: project, then client, person, team, service. | Prix d'une heure. La ligne la plus précise l'emporte : projet, puis client, collaborateur, équipe, prestation. | Prijzen van een uur. De meest specifieke rij geldt: project, dan klant, medewerker, team, dienst. | Preise einer Stunde. Die genaueste Zeile gilt: Projekt, dann Kunde, Mitarbeiter, Team, Leistung."):
    """The price or the cost of an hour, for whom and when; an empty cell means any."""

    person: Text | None = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Whose hour. Empty: anyone. | L'heure de qui. Vide : n'importe qui. | Wiens uur. Leeg: iedereen. | Wessen Stunde. Leer: alle.", key=True, refers="Staff")
    team: Text | None = column("Team | Équipe | Team | Team", "Which team's hour. Empty: any. | L'heure de quelle équipe. Vide : n'importe laquelle. | Het uur van welk team. Leeg: elk team. | Die Stunde welchen Teams. Leer: jedes.", key=True, listed="team")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "For which service. Empty: any. | Pour quelle prestation. Vide : n'importe laquelle. | Voor welke dienst. Leeg: elke dienst. | Für welche Leistung. Leer: jede.", key=True, refers="Services")
    client: Text | None = column("Client | Client | Klant | Kunde", "For which client. Empty: any. | Pour quel client. Vide : n'importe lequel. | Voor welke klant. Leeg: elke klant. | Für welchen Kunden. Leer: jeden.", key=True, refers="Clients")
    project: Text | None = column("Project | Projet | Project | Projekt", "For which project. Empty: any. | Pour quel projet. Vide : n'importe lequel. | Voor welk project. Leeg: elk project. | Für welches Projekt. Leer: jedes.", key=True, refers="Projects")
    kind: RateKind = column("Kind | Type | Soort | Art", "sale: what the client pays. cost: what the hour costs the firm. | vente : ce que paie le client. coût : ce que l'heure coûte au cabinet. | verkoop: wat de klant betaalt. kostprijs: wat het uur het kantoor kost. | Verkauf: was der Kunde zahlt. Kosten: was die Stunde die Kanzlei kostet.", key=True, default=RateKind.SALE)
    rate: Price = column("Rate | Tarif horaire | Uurtarief | Stundensatz", "Price of one hour, without VAT. | Prix d'une heure, hors TVA. | Prijs van één uur, exclusief btw. | Preis einer Stunde, ohne MwSt.")
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day it applies. Empty: since always. | Premier jour d'application. Vide : depuis toujours. | Eerste dag waarop dit geldt. Leeg: sinds altijd. | Erster Tag, an dem dies gilt. Leer: seit jeher.", key=True)
    valid_to: Day | None = column("Valid to | Valable au | Geldig tot en met | Gültig bis", "Last day it applies, included. Empty: no end. | Dernier jour d'application, inclus. Vide : sans fin. | Laatste dag waarop dit geldt, inbegrepen. Leeg: zonder einde. | Letzter Tag, an dem dies gilt, einschließlich. Leer: ohne Ende.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class TimesheetEntry(Record, table="Timesheets", sheet="Timesheets | Feuilles de temps | Tijdregistratie | Zeiterfassung", help="The hours worked, one row per entry. | Les heures prestées, une ligne par saisie. | De gewerkte uren, één rij per registratie. | Die geleisteten Stunden, eine Zeile je Eintrag."):
    """One stretch of work by one person."""

    entry: Text | None = column("Entry | Saisie | Registratie | Eintrag", "Number of the entry. Leave empty: Quotepart gives one. | Numéro de la saisie. Laissez vide : Quotepart en donne un. | Nummer van de registratie. Laat leeg: Quotepart geeft er een. | Nummer des Eintrags. Leer lassen: Quotepart vergibt eine.", key=True)
    date: Day = column("Date | Date | Datum | Datum", "Day of the work. | Jour du travail. | Dag van het werk. | Tag der Arbeit.")
    person: Text = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Who worked. | Qui a travaillé. | Wie gewerkt heeft. | Wer gearbeitet hat.", refers="Staff")
    project: Text = column("Project | Projet | Project | Projekt", "Project the work was for. | Projet pour lequel on a travaillé. | Project waarvoor gewerkt werd. | Projekt, für das gearbeitet wurde.", refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase of the project, where it has phases. | Phase du projet, s'il en a. | Fase van het project, als het er heeft. | Phase des Projekts, wenn es welche hat.")
    task: Text | None = column("Task | Tâche | Taak | Aufgabe", "What the work was for. | À quoi le travail a servi. | Waarvoor het werk diende. | Wofür die Arbeit war.")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Service it is billed as. | Prestation sous laquelle ce temps est facturé. | Dienst waaronder het gefactureerd wordt. | Leistung, als die es abgerechnet wird.", refers="Services")
    start: Clock | None = column("Start | Début | Begin | Beginn", "Time of day, such as 9:00. | Heure, par exemple 9:00. | Uur van de dag, bijvoorbeeld 9:00. | Uhrzeit, zum Beispiel 9:00.")
    end: Clock | None = column("End | Fin | Einde | Ende", "Time of day, such as 10:30. | Heure, par exemple 10:30. | Uur van de dag, bijvoorbeeld 10:30. | Uhrzeit, zum Beispiel 10:30.")
    minutes: int | None = column("Minutes | Minutes | Minuten | Minuten", "Minutes worked. When empty, end less start. | Minutes prestées. Si la cellule est vide, la fin moins le début. | Gewerkte minuten. Indien leeg, einde min begin. | Geleistete Minuten. Ist die Zelle leer, Ende weniger Beginn.")
    billable: bool = column("Billable | Facturable | Factureerbaar | Abrechenbar", "no: worked, but not billed. | non : presté, mais pas facturé. | nee: gewerkt, maar niet gefactureerd. | nein: geleistet, aber nicht abgerechnet.", default=True)
    billable_percent: Percent | None = column("Billable part | Part facturable | Factureerbaar deel | Abrechenbarer Teil", "Part of this time that is billed, such as 50%. Empty: all of it. | Part de ce temps qui est facturée, par exemple 50%. Vide : tout. | Deel van deze tijd dat gefactureerd wordt, bijvoorbeeld 50%. Leeg: alles. | Teil dieser Zeit, der abgerechnet wird, zum Beispiel 50%. Leer: alles.")
    billed_minutes: int | None = column("Billed minutes | Minutes facturées | Gefactureerde minuten | Abgerechnete Minuten", "Minutes that are billed, after the billable part and the rounding. | Minutes facturées, après la part facturable et l'arrondi. | Gefactureerde minuten, na het factureerbare deel en de afronding. | Abgerechnete Minuten, nach dem abrechenbaren Teil und der Rundung.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    organisation: Text | None = column("Organisation | Organisation | Organisatie | Organisation", "Payer of this entry, when it is not the project's client. | Payeur de cette saisie, si ce n'est pas le client du projet. | Betaler van deze registratie, als dat niet de klant van het project is. | Zahler dieses Eintrags, wenn es nicht der Kunde des Projekts ist.", refers="Clients")
    note: Text | None = column("Note | Note | Opmerking | Notiz", "For the reader of the invoice's detail. | Pour le lecteur du détail de la facture. | Voor wie het detail van de factuur leest. | Für den Leser der Einzelheiten der Rechnung.")
    status: EntryStatus = column("Status | Statut | Status | Status", "Only approved entries are billed. | Seules les saisies au statut approuvé sont facturées. | Alleen registraties met de status goedgekeurd worden gefactureerd. | Nur Einträge mit dem Status freigegeben werden abgerechnet.", default=EntryStatus.DRAFT)
    line: Text | None = column("Line | Ligne | Lijn | Zeile", "Line of prebilling that took this entry. | Ligne de préfacturation qui a repris cette saisie. | Lijn van de voorfacturatie die deze registratie opnam. | Zeile der Vorabrechnung, die diesen Eintrag übernommen hat.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoice that billed this entry. | Facture qui reprend cette saisie. | Factuur waarop deze registratie staat. | Rechnung, auf der dieser Eintrag steht.", by=Writer.QUOTEPART)


class Unit(Record, table="Units", sheet="Units | Unités | Eenheden | Einheiten", help="Quantities of the month: payslips, documents, transactions. | Quantités du mois : fiches de paie, documents, opérations. | Aantallen van de maand: loonfiches, documenten, verrichtingen. | Mengen des Monats: Lohnzettel, Belege, Buchungen."):
    """How many units of a service a project had in a month."""

    month: Month = column("Month | Mois | Maand | Monat", "Month of the work. | Mois du travail. | Maand van het werk. | Monat der Arbeit.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project the units are for. | Projet auquel se rapportent les unités. | Project waarop de eenheden betrekking hebben. | Projekt, zu dem die Einheiten gehören.", key=True, refers="Projects")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Service that was counted. | Prestation que l'on a comptée. | Dienst die geteld werd. | Leistung, die gezählt wurde.", key=True, refers="Services")
    quantity: Quantity = column("Quantity | Quantité | Aantal | Menge", "How many. | Combien. | Hoeveel. | Wie viele.")
    source: Text | None = column("Source | Source | Bron | Quelle", "Where the figure comes from, such as payroll. | D'où vient le chiffre, par exemple la paie. | Waar het cijfer vandaan komt, bijvoorbeeld de loonadministratie. | Woher die Zahl stammt, zum Beispiel aus der Lohnbuchhaltung.", key=True)
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Progress(Record, table="Progress", optional=True, sheet="Progress | Avancement | Voortgang | Fortschritt", help="How far the work has come, as a share of the whole, month by month. | Où en sont les travaux, en part du tout, mois par mois. | Hoever het werk staat, als deel van het geheel, maand na maand. | Wie weit die Arbeit ist, als Anteil am Ganzen, Monat für Monat."):
    """How far a project or a phase has come by the end of a month."""

    month: Month = column("Month | Mois | Maand | Monat", "Month at whose end this holds, such as 2026-10. | Mois à la fin duquel ceci vaut, par exemple 10/2026. | Maand op het einde waarvan dit geldt, bijvoorbeeld 10/2026. | Monat, an dessen Ende dies gilt, zum Beispiel 10/2026.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project that progresses. | Projet qui avance. | Project dat vordert. | Projekt, das fortschreitet.", key=True, refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase that progresses. Empty: the whole project. | Phase qui avance. Vide : tout le projet. | Fase die vordert. Leeg: het hele project. | Phase, die fortschreitet. Leer: das ganze Projekt.", key=True)
    percent: Percent = column("Progress | Avancement | Voortgang | Fortschritt", "Done since the start, all in all, such as 45%. | Fait depuis le début, en tout, par exemple 45%. | Gedaan sinds het begin, in totaal, bijvoorbeeld 45%. | Getan seit Beginn, insgesamt, zum Beispiel 45%.")
    note: Text | None = column("Note | Note | Opmerking | Notiz", "For yourself. | Pour vous-même. | Voor uzelf. | Für Sie selbst.")


class Expense(Record, table="Expenses", optional=True, sheet="Expenses | Frais | Onkosten | Auslagen", help="What the firm has paid for its clients, one row per expense. | Ce que le cabinet a payé pour ses clients, une ligne par frais. | Wat het kantoor voor zijn klanten betaald heeft, één rij per onkost. | Was die Kanzlei für ihre Kunden bezahlt hat, eine Zeile je Auslage."):
    """One expense to be passed on."""

    expense: Text | None = column("Expense | Frais | Onkost | Auslage", "Number of the expense. Leave empty: Quotepart gives one. | Numéro des frais. Laissez vide : Quotepart en donne un. | Nummer van de onkost. Laat leeg: Quotepart geeft er een. | Nummer der Auslage. Leer lassen: Quotepart vergibt eine.", key=True)
    date: Day = column("Date | Date | Datum | Datum", "Day of the expense. | Jour de la dépense. | Dag van de uitgave. | Tag der Ausgabe.")
    person: Text | None = column("Person | Collaborateur | Medewerker | Mitarbeiter", "Who paid. | Qui a payé. | Wie betaald heeft. | Wer bezahlt hat.", refers="Staff")
    project: Text = column("Project | Projet | Project | Projekt", "Project it was for. | Projet concerné. | Project waarvoor het was. | Projekt, für das es war.", refers="Projects")
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase of the project, where it has phases. | Phase du projet, s'il en a. | Fase van het project, als het er heeft. | Phase des Projekts, wenn es welche hat.")
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "Service whose VAT it bears. Empty: the standard rate. | Prestation dont elle porte la TVA. Vide : le taux normal. | Dienst waarvan het de btw draagt. Leeg: het normale tarief. | Leistung, deren MwSt. sie trägt. Leer: der Normalsatz.", refers="Services")
    description: Text = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.")
    amount: Amount = column("Amount | Montant | Bedrag | Betrag", "What it cost, without VAT. For a disbursement, all that was paid. | Ce qu'il a coûté, hors TVA. Pour un débours, tout ce qui a été payé. | Wat het gekost heeft, exclusief btw. Voor een voorschot alles wat betaald werd. | Was es gekostet hat, ohne MwSt. Bei einem Durchlaufposten alles, was gezahlt wurde.")
    treatment: ExpenseTreatment = column("Treatment | Traitement | Behandeling | Behandlung", "disbursement: paid in the client's name, outside VAT, on a document of its own. | débours : payé au nom du client, hors TVA, sur un document à part. | voorschot voor rekening: betaald in naam van de klant, buiten btw, op een eigen document. | Durchlaufposten: im Namen des Kunden gezahlt, ohne MwSt., auf einem eigenen Dokument.", default=ExpenseTreatment.COST)
    markup: Percent | None = column("Markup | Majoration | Opslag | Aufschlag", "Added to the cost: 100.00 with 10% is billed at 110.00. | Ajoutée au coût : 100,00 avec 10% est facturé 110,00. | Bovenop de kostprijs: 100,00 met 10% wordt gefactureerd aan 110,00. | Kommt zu den Kosten: 100,00 mit 10% wird mit 110,00 abgerechnet.", earlier=("Marge",))
    billable: bool = column("Billable | Facturable | Factureerbaar | Abrechenbar", "no: not passed on. | non : pas refacturé. | nee: niet doorgerekend. | nein: wird nicht weiterberechnet.", default=True)
    organisation: Text | None = column("Organisation | Organisation | Organisatie | Organisation", "Payer of this expense, when it is not the project's client. | Payeur de ces frais, si ce n'est pas le client du projet. | Betaler van deze onkost, als dat niet de klant van het project is. | Zahler dieser Auslage, wenn es nicht der Kunde des Projekts ist.", refers="Clients")
    status: EntryStatus = column("Status | Statut | Status | Status", "Only approved expenses are billed. | Seuls les frais approuvés sont facturés. | Alleen goedgekeurde onkosten worden gefactureerd. | Nur freigegebene Auslagen werden abgerechnet.", default=EntryStatus.DRAFT)
    line: Text | None = column("Line | Ligne | Lijn | Zeile", "Line of prebilling that took this expense. | Ligne de préfacturation qui a repris ces frais. | Lijn van de voorfacturatie die deze onkost opnam. | Zeile der Vorabrechnung, die diese Auslage übernommen hat.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoice that billed this expense. | Facture qui reprend ces frais. | Factuur waarop deze onkost staat. | Rechnung, auf der diese Auslage steht.", by=Writer.QUOTEPART)


class Volume(Record, table="Volumes", optional=True, sheet="Volumes | Volumes | Volumes | Mengenabgleich", help="Volumes on which a yearly flat fee was based, held against the real ones at year end. | Volumes sur lesquels un forfait annuel est fondé, comparés aux volumes réels en fin d'exercice. | Volumes waarop een jaarlijks forfait gebaseerd is, op het einde van het jaar vergeleken met de werkelijke. | Mengen, auf denen eine Jahrespauschale beruht, am Jahresende mit den wirklichen verglichen."):
    """The planned volume of a service in a fiscal year, and what came of it."""

    fiscal_year: int = column("Fiscal year | Exercice | Boekjaar | Geschäftsjahr", "Year in which the fiscal year starts. | Année au cours de laquelle l'exercice commence. | Jaar waarin het boekjaar begint. | Jahr, in dem das Geschäftsjahr beginnt.", key=True)
    project: Text = column("Project | Projet | Project | Projekt", "Project with the flat fee. | Projet au forfait. | Project met het forfait. | Projekt mit der Pauschale.", key=True, refers="Projects")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Service that is counted on Units. | Prestation comptée dans Unités. | Dienst die geteld wordt op Eenheden. | Leistung, die auf Einheiten gezählt wird.", key=True, refers="Services")
    planned: Quantity = column("Planned | Prévu | Gepland | Geplant", "Volume of the year on which the fee is based, such as 1,200 documents. | Volume de l'année sur lequel le forfait est fondé, par exemple 1 200 documents. | Jaarvolume waarop het forfait gebaseerd is, bijvoorbeeld 1.200 documenten. | Jahresmenge, auf der die Pauschale beruht, zum Beispiel 1.200 Belege.")
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT. When empty, that of the project or the service. | Hors TVA. Si la cellule est vide, celui du projet ou de la prestation. | Exclusief btw. Indien leeg, die van het project of de dienst. | Ohne MwSt. Ist die Zelle leer, der des Projekts oder der Leistung.")
    actual: Quantity | None = column("Actual | Réel | Werkelijk | Wirklich", "Units of the year. | Unités de l'année. | Eenheden van het jaar. | Einheiten des Jahres.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    planned_amount: Amount | None = column("Planned amount | Montant prévu | Gepland bedrag | Geplanter Betrag", "Planned volume times price. | Volume prévu fois prix. | Gepland volume maal prijs. | Geplante Menge mal Preis.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    actual_amount: Amount | None = column("Actual amount | Montant réel | Werkelijk bedrag | Wirklicher Betrag", "Actual volume times price. | Volume réel fois prix. | Werkelijk volume maal prijs. | Wirkliche Menge mal Preis.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    difference: Amount | None = column("Difference | Écart | Verschil | Unterschied", "To bill, or to credit when it is negative. | À facturer, ou à créditer si c'est négatif. | Te factureren, of te crediteren als het negatief is. | Abzurechnen oder gutzuschreiben, wenn negativ.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    next_fee: Amount | None = column("Next year's fee | Forfait de l'an prochain | Forfait volgend jaar | Pauschale im Folgejahr", "The flat fee that the actual volumes would give. | Le forfait que donneraient les volumes réels. | Het forfait dat de werkelijke volumes zouden geven. | Die Pauschale, die sich aus den wirklichen Mengen ergäbe.", by=Writer.QUOTEPART, needed=Needed.NEVER)


class Metric(Record, table="Metrics", optional=True, sheet="Metrics | Correspondances | Koppelingen | Importschlüssel", help="What the headings and codes of an export of payroll or accounting stand for. | Ce que désignent les titres et les codes d'un export de paie ou de comptabilité. | Waarvoor de titels en codes van een export van lonen of boekhouding staan. | Wofür Überschriften und Codes eines Exports aus Lohn oder Buchhaltung stehen."):
    """One heading or code of an export, and what it is here."""

    source: Text = column("Source | Source | Bron | Quelle", "Name you give the export, such as payroll; the same in each row that maps it. | Nom que vous donnez à l'export, par exemple paie ; le même à chaque ligne qui le décrit. | Naam die u de export geeft, bijvoorbeeld lonen; dezelfde in elke rij die hem beschrijft. | Name, den Sie dem Export geben, zum Beispiel Lohn; derselbe in jeder Zeile, die ihn beschreibt.", key=True)
    role: MetricRole = column("Role | Rôle | Rol | Rolle", "What the text beside it is: a column of the export, or a code in it. | Ce qu'est le texte ci-contre : une colonne de l'export, ou un code qu'il contient. | Wat de tekst hiernaast is: een kolom van de export, of een code erin. | Was der Text daneben ist: eine Spalte des Exports oder ein Code darin.", key=True)
    theirs: Text = column("In the export | Dans l'export | In de export | Im Export", "Heading or code, exactly as the export has it, such as Payslips or 0042. | Titre ou code, tel quel dans l'export, par exemple Nb bulletins ou 0042. | Titel of code, precies zoals in de export, bijvoorbeeld Loonfiches of 0042. | Überschrift oder Code, genau wie im Export, zum Beispiel Lohnzettel oder 0042.", key=True)
    ours: Text | None = column("Here | Ici | Hier | Hier", "Our service for a quantity, our project or client for a code; - to leave a code out. | Notre prestation pour une quantité, notre projet ou client pour un code ; - pour ignorer un code. | Onze dienst voor een aantal, ons project of onze klant voor een code; - om een code over te slaan. | Unsere Leistung für eine Menge, unser Projekt oder Kunde für einen Code; - lässt einen Code aus.")
