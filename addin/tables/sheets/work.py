"""Who works, at which price, and what was done."""

from addin.billing.calendar import Month
from addin.billing.choices import Axis, EntryStatus, RateKind, VatCategory
from addin.tables.columns import (
    Clock,
    Day,
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
    groups: Text | None = column("Groups | Groupes | Groepen | Gruppen", "Groups of clients this person sees. | Groupes de clients que cette personne voit. | Groepen van klanten die deze persoon ziet. | Kundengruppen, die diese Person sieht.", default="Everyone")
    weekly_hours: Quantity | None = column("Weekly hours | Heures par semaine | Uren per week | Wochenstunden", "Hours a week, by contract. | Heures par semaine, selon le contrat. | Uren per week, volgens het contract. | Stunden je Woche, laut Vertrag.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row. | OK, ou ce qui ne va pas dans cette ligne. | OK, of wat er mis is met deze rij. | OK oder was in dieser Zeile nicht stimmt.", formula="auto")


class Service(Record, table="Services", sheet="Services | Prestations | Diensten | Leistungen", help="What the firm sells. | Ce que le cabinet vend. | Wat het kantoor verkoopt. | Was die Kanzlei verkauft."):
    """A service, with its usual price and VAT."""

    service: Text = column("Service | Prestation | Dienst | Leistung", "Short code of the service, used on every other sheet. | Code court de la prestation, repris dans toutes les autres feuilles. | Korte code van de dienst, gebruikt op alle andere bladen. | Kurzer Code der Leistung, der auf allen anderen Blättern steht.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.")
    axis: Axis | None = column("Axis | Axe | Facturatiewijze | Abrechnungsart", "How it is usually billed. | Comment elle est facturée d'habitude. | Hoe ze gewoonlijk gefactureerd wordt. | Wie sie üblicherweise abgerechnet wird.")
    unit: UnitName | None = column("Unit | Unité | Eenheid | Einheit", "What is counted, such as hour, payslip or document. | Ce que l'on compte, par exemple heure, fiche de paie ou document. | Wat geteld wordt, bijvoorbeeld uur, loonfiche of document. | Was gezählt wird, zum Beispiel Stunde, Lohnzettel oder Beleg.", listed="unit")
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT. Used where the project has no row on Schedules for it. | Hors TVA. Sert quand le projet n'a pas de ligne dans Échéanciers pour elle. | Exclusief btw. Geldt als het project er geen rij voor heeft op Facturatieschema. | Ohne MwSt. Gilt, wenn das Projekt dafür keine Zeile auf Zahlungspläne hat.")
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
    task: Text | None = column("Task | Tâche | Taak | Aufgabe", "What the work was for. | À quoi le travail a servi. | Waarvoor het werk diende. | Wofür die Arbeit war.")
    service: Text = column("Service | Prestation | Dienst | Leistung", "Service it is billed as. | Prestation sous laquelle ce temps est facturé. | Dienst waaronder het gefactureerd wordt. | Leistung, als die es abgerechnet wird.", refers="Services")
    start: Clock | None = column("Start | Début | Begin | Beginn", "Time of day, such as 9:00. | Heure, par exemple 9:00. | Uur van de dag, bijvoorbeeld 9:00. | Uhrzeit, zum Beispiel 9:00.")
    end: Clock | None = column("End | Fin | Einde | Ende", "Time of day, such as 10:30. | Heure, par exemple 10:30. | Uur van de dag, bijvoorbeeld 10:30. | Uhrzeit, zum Beispiel 10:30.")
    minutes: int | None = column("Minutes | Minutes | Minuten | Minuten", "Minutes worked. When empty, end less start. | Minutes prestées. Si la cellule est vide, la fin moins le début. | Gewerkte minuten. Indien leeg, einde min begin. | Geleistete Minuten. Ist die Zelle leer, Ende weniger Beginn.")
    billable: bool = column("Billable | Facturable | Factureerbaar | Abrechenbar", "no: worked, but not billed. | non : presté, mais pas facturé. | nee: gewerkt, maar niet gefactureerd. | nein: geleistet, aber nicht abgerechnet.", default=True)
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
