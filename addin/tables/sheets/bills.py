"""What is to be billed, what was, and what is wrong."""

from addin.billing.calendar import Month
from addin.billing.choices import (
    Axis,
    Decision,
    DeliveryOutcome,
    InvoiceState,
    Transfer,
    VatCategory,
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
    UnitName,
    VatRate,
    Writer,
    column,
)

# fmt: off


class PrebillingLine(Record, table="Prebilling", sheet="Prebilling | Préfacturation | Voorfacturatie | Vorabrechnung", help="One row per thing to bill. What you override stays when the month is generated again. | Une ligne par élément à facturer. Ce que vous forcez est conservé quand le mois est généré à nouveau. | Eén rij per te factureren post. Uw afwijkingen blijven staan als de maand opnieuw gegenereerd wordt. | Eine Zeile je abzurechnendem Posten. Ihre Abweichungen bleiben stehen, wenn der Monat erneut erzeugt wird."):
    """One thing to bill in a month."""

    line: Text | None = column("Line | Ligne | Lijn | Zeile", "Key of the line. Leave empty for a line of your own: Quotepart gives one. | Clé de la ligne. Laissez vide pour une ligne ajoutée : Quotepart en donne une. | Sleutel van de lijn. Laat leeg voor een eigen lijn: Quotepart geeft er een. | Schlüssel der Zeile. Bei eigenen Zeilen leer lassen: Quotepart vergibt einen.", key=True, by=Writer.QUOTEPART)
    month: Month = column("Month | Mois | Maand | Monat", "Month in which it is billed. | Mois de facturation. | Maand waarin gefactureerd wordt. | Monat, in dem abgerechnet wird.", by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Project it bills. | Projet à facturer. | Project dat gefactureerd wordt. | Projekt, das abgerechnet wird.", refers="Projects", by=Writer.QUOTEPART)
    phase: Text | None = column("Phase | Phase | Fase | Phase", "Phase of the project, where it is billed by phase. | Phase du projet, quand on le facture par phase. | Fase van het project, als per fase gefactureerd wordt. | Phase des Projekts, wenn nach Phasen abgerechnet wird.", by=Writer.QUOTEPART, needed=Needed.WHEN_USED)
    client: Text | None = column("Client | Client | Klant | Kunde", "Client of the project. | Client du projet. | Klant van het project. | Kunde des Projekts.", refers="Clients", by=Writer.QUOTEPART)
    service: Text | None = column("Service | Prestation | Dienst | Leistung", "Service it bills. | Prestation à facturer. | Dienst die gefactureerd wordt. | Leistung, die abgerechnet wird.", refers="Services", by=Writer.QUOTEPART)
    axis: Axis | None = column("Axis | Axe | Facturatiewijze | Abrechnungsart", "What it is measured by. | D'après quoi on le mesure. | Waarmee het gemeten wordt. | Wonach gemessen wird.", by=Writer.QUOTEPART)
    description: Text | None = column("Description | Libellé | Omschrijving | Bezeichnung", "Printed on the invoice. | Imprimé sur la facture. | Wordt afgedrukt op de factuur. | Steht auf der Rechnung.", by=Writer.QUOTEPART)
    period_from: Day | None = column("Period from | Période du | Periode van | Zeitraum von", "First day served. | Premier jour de la prestation. | Eerste dag van de prestatie. | Erster Tag der Leistung.", by=Writer.QUOTEPART)
    period_to: Day | None = column("Period to | Période au | Periode tot en met | Zeitraum bis", "Last day served, included. | Dernier jour de la prestation, inclus. | Laatste dag van de prestatie, inbegrepen. | Letzter Tag der Leistung, einschließlich.", by=Writer.QUOTEPART)
    quantity: Quantity | None = column("Quantity | Quantité | Aantal | Menge", "As computed. For a line of your own, type it. | Telle que calculée. Pour une ligne ajoutée, saisissez-la. | Zoals berekend. Typ het bij een eigen lijn. | Wie berechnet. Bei eigenen Zeilen bitte eingeben.", by=Writer.QUOTEPART)
    unit: UnitName | None = column("Unit | Unité | Eenheid | Einheit", "What the quantity counts. | Ce que compte la quantité. | Wat het aantal telt. | Was die Menge zählt.", listed="unit", by=Writer.QUOTEPART)
    unit_price: Price | None = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "As computed, without VAT. For a line of your own, type it. | Tel que calculé, hors TVA. Pour une ligne ajoutée, saisissez-le. | Zoals berekend, exclusief btw. Typ hem bij een eigen lijn. | Wie berechnet, ohne MwSt. Bei eigenen Zeilen bitte eingeben.", by=Writer.QUOTEPART)
    reduction: Amount | None = column("Reduction | Réduction | Vermindering | Kürzung", "Part of quantity times price that is not billed, such as what goes beyond a cap. | Part de la quantité fois le prix qui n'est pas facturée, par exemple au-delà d'un plafond. | Deel van aantal maal prijs dat niet gefactureerd wordt, bijvoorbeeld boven een plafond. | Teil von Menge mal Preis, der nicht abgerechnet wird, etwa über einer Obergrenze.", by=Writer.QUOTEPART, needed=Needed.WHEN_USED)
    value: Amount | None = column("Value | Valeur | Waarde | Wert", "The time worked at its usual rate. The amount over this value is the realisation. | Le temps presté à son tarif habituel. Le montant sur cette valeur donne le taux de réalisation. | De gewerkte tijd aan het gewone tarief. Het bedrag op deze waarde geeft de realisatiegraad. | Die geleistete Zeit zum üblichen Satz. Betrag durch Wert ergibt die Realisierungsquote.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    amount: Amount | None = column("Amount | Montant | Bedrag | Betrag", "Quantity times price less discount, with what you override, without VAT. | Quantité fois prix moins remise, avec ce que vous forcez, hors TVA. | Aantal maal prijs min korting, met uw afwijkingen, exclusief btw. | Menge mal Preis weniger Rabatt, mit Ihren Abweichungen, ohne MwSt.", by=Writer.QUOTEPART)
    quantity_override: Quantity | None = column("Quantity override | Quantité forcée | Afwijkend aantal | Abweichende Menge", "Bill this quantity instead. | Facturer plutôt cette quantité. | Factureer dit aantal in de plaats. | Stattdessen diese Menge abrechnen.")
    price_override: Price | None = column("Price override | Prix forcé | Afwijkende prijs | Abweichender Preis", "Bill this price instead. | Facturer plutôt ce prix. | Factureer deze prijs in de plaats. | Stattdessen diesen Preis abrechnen.")
    text_override: Text | None = column("Text override | Libellé forcé | Afwijkende omschrijving | Abweichende Bezeichnung", "Print this text instead. | Imprimer plutôt ce libellé. | Druk deze omschrijving in de plaats af. | Stattdessen diese Bezeichnung drucken.")
    discount_percent: Percent | None = column("Discount | Remise | Korting | Rabatt", "On this line, such as 10%. | Sur cette ligne, par exemple 10%. | Op deze lijn, bijvoorbeeld 10%. | Auf diese Zeile, zum Beispiel 10%.")
    discount_amount: Amount | None = column("Discount (amount) | Remise (montant) | Korting (bedrag) | Rabatt (Betrag)", "Taken off this line, after the percentage. | Déduite de cette ligne, après le pourcentage. | Gaat van deze lijn af, na het percentage. | Wird von dieser Zeile abgezogen, nach dem Prozentsatz.")
    payer_override: Text | None = column("Payer override | Payeur forcé | Afwijkende betaler | Abweichender Zahler", "The one client who pays this line instead of those of Splits. | Le seul client qui paie cette ligne, à la place de ceux de Répartitions. | De enige klant die deze lijn betaalt, in plaats van die van Verdelingen. | Der eine Kunde, der diese Zeile anstelle derer aus Aufteilungen zahlt.", refers="Clients")
    hold: bool | None = column("Hold | En attente | Aangehouden | Zurückgestellt", "yes: not billed until you empty this cell. | oui : pas facturé tant que vous n'avez pas vidé cette cellule. | ja: niet gefactureerd tot u deze cel leegmaakt. | ja: wird nicht abgerechnet, bis Sie diese Zelle leeren.")
    decision: Decision = column("Decision | Décision | Beslissing | Entscheidung", "approved: may be issued. | approuvé : peut être émis. | goedgekeurd: mag uitgereikt worden. | freigegeben: darf ausgestellt werden.", default=Decision.DRAFT)
    origin: Text | None = column("Origin | Origine | Oorsprong | Herkunft", "What the line was computed from. Empty for a line of your own. | D'après quoi la ligne est calculée. Vide pour une ligne ajoutée. | Waaruit de lijn berekend is. Leeg voor een eigen lijn. | Woraus die Zeile berechnet wurde. Leer bei eigenen Zeilen.", by=Writer.QUOTEPART)
    change: Text | None = column("Change | Modification | Wijziging | Änderung", "What the last run changed. | Ce que la dernière génération a modifié. | Wat er bij de laatste keer genereren gewijzigd is. | Was das letzte Erzeugen geändert hat.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoices that billed it. | Factures qui la reprennent. | Facturen waarop ze staat. | Rechnungen, auf denen sie steht.", by=Writer.QUOTEPART)


class Allocation(Record, table="Allocations", sheet="Allocations | Ventilation | Toewijzingen | Zuordnungen", help="One row per line and payer: who pays which part. | Une ligne par ligne à facturer et par payeur : qui paie quelle part. | Eén rij per lijn en betaler: wie welk deel betaalt. | Eine Zeile je Rechnungszeile und Zahler: wer welchen Teil zahlt."):
    """The part of a line that one payer pays."""

    line: Text = column("Line | Ligne | Lijn | Zeile", "Line of prebilling that is shared. | Ligne de préfacturation à répartir. | Lijn van de voorfacturatie die verdeeld wordt. | Zeile der Vorabrechnung, die aufgeteilt wird.", key=True, refers="Prebilling", by=Writer.QUOTEPART)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Client who pays this part. | Client qui paie cette part. | Klant die dit deel betaalt. | Kunde, der diesen Teil zahlt.", key=True, refers="Clients", by=Writer.QUOTEPART)
    weight: Share = column("Weight | Poids | Gewicht | Gewicht", "The payer's share of the line. | Part de la ligne à charge du payeur. | Aandeel van de betaler in de lijn. | Anteil des Zahlers an der Zeile.", by=Writer.QUOTEPART)
    amount: Amount = column("Amount | Montant | Bedrag | Betrag", "Without VAT. | Hors TVA. | Exclusief btw. | Ohne MwSt.", by=Writer.QUOTEPART)
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | MwSt.-Kategorie", "For this payer. | Pour ce payeur. | Voor deze betaler. | Für diesen Zahler.", by=Writer.QUOTEPART)
    vat_rate: VatRate = column("VAT rate | Taux de TVA | Btw-tarief | MwSt.-Satz", "For this payer. | Pour ce payeur. | Voor deze betaler. | Für diesen Zahler.", by=Writer.QUOTEPART)
    invoice: Text | None = column("Invoice | Facture | Factuur | Rechnung", "Invoice that billed this part. | Facture qui reprend cette part. | Factuur waarop dit deel staat. | Rechnung, auf der dieser Teil steht.", by=Writer.QUOTEPART)


class InvoiceRow(Record, table="Invoices", sheet="Invoices | Factures | Facturen | Rechnungen", help="Every invoice and credit note issued; what a credit note gives back stands below zero. Nothing here is ever edited. | Toutes les factures et notes de crédit émises ; ce qu'une note de crédit rend est en dessous de zéro. Rien ici n'est jamais modifié. | Alle uitgereikte facturen en creditnota's; wat een creditnota teruggeeft, staat onder nul. Hier wordt nooit iets gewijzigd. | Alle ausgestellten Rechnungen und Gutschriften; was eine Gutschrift zurückgibt, steht unter null. Hier wird nie etwas geändert."):
    """An invoice that has left the firm."""

    number: Text = column("Number | Numéro | Nummer | Nummer", "Without a gap within its series. | Sans trou dans sa série. | Zonder onderbreking binnen de reeks. | Lückenlos innerhalb des Nummernkreises.", key=True, by=Writer.QUOTEPART)
    series: Text = column("Series | Série | Reeks | Nummernkreis", "Kind of document and fiscal year. | Type de document et exercice. | Soort document en boekjaar. | Art des Dokuments und Geschäftsjahr.", by=Writer.QUOTEPART)
    date: Day = column("Date | Date | Datum | Datum", "Day of issue. | Jour d'émission. | Dag van uitreiking. | Tag der Ausstellung.", by=Writer.QUOTEPART)
    due_date: Day = column("Due date | Échéance | Vervaldatum | Fälligkeit", "Last day to pay. | Dernier jour pour payer. | Laatste dag om te betalen. | Letzter Tag zum Zahlen.", by=Writer.QUOTEPART)
    supply_from: Day = column("Supply from | Prestation du | Prestatie van | Leistung von", "First day served. | Premier jour de la prestation. | Eerste dag van de prestatie. | Erster Tag der Leistung.", by=Writer.QUOTEPART)
    supply_to: Day = column("Supply to | Prestation au | Prestatie tot en met | Leistung bis", "Last day served, included. | Dernier jour de la prestation, inclus. | Laatste dag van de prestatie, inbegrepen. | Letzter Tag der Leistung, einschließlich.", by=Writer.QUOTEPART)
    payer: Text = column("Payer | Payeur | Betaler | Zahler", "Client who pays it. | Client qui la paie. | Klant die ze betaalt. | Kunde, der sie zahlt.", refers="Clients", by=Writer.QUOTEPART)
    projects: Text = column("Projects | Projets | Projecten | Projekte", "Projects it bills. | Projets qu'elle facture. | Projecten die ze factureert. | Projekte, die sie abrechnet.", by=Writer.QUOTEPART)
    net: Amount = column("Net | Hors TVA | Excl. btw | Netto", "Total without VAT; below zero on a credit note. | Total hors TVA ; négatif sur une note de crédit. | Totaal exclusief btw; negatief op een creditnota. | Summe ohne MwSt.; negativ auf einer Gutschrift.", by=Writer.QUOTEPART)
    vat: Amount = column("VAT | TVA | Btw | MwSt.", "Amount of VAT. | Montant de la TVA. | Btw-bedrag. | Betrag der MwSt.", by=Writer.QUOTEPART)
    gross: Amount = column("Gross | TVA comprise | Incl. btw | Brutto", "Total with VAT: the amount to pay, or below zero what is given back. | Total TVA comprise : le montant à payer ou, négatif, ce qui est rendu. | Totaal inclusief btw: het te betalen bedrag of, negatief, wat teruggegeven wordt. | Summe mit MwSt.: der zu zahlende Betrag oder, negativ, was zurückgegeben wird.", by=Writer.QUOTEPART)
    currency: Text = column("Currency | Devise | Munt | Währung", "Three letters, such as EUR. | Trois lettres, par exemple EUR. | Drie letters, bijvoorbeeld EUR. | Drei Buchstaben, zum Beispiel EUR.", by=Writer.QUOTEPART)
    reference: Text = column("Reference | Référence de paiement | Mededeling | Verwendungszweck", "Structured communication that the payer gives with the payment. | Communication structurée que le payeur indique sur son virement. | Gestructureerde mededeling die de betaler bij zijn betaling vermeldt. | Strukturierte Mitteilung, die der Zahler bei der Zahlung angibt.", by=Writer.QUOTEPART)
    state: InvoiceState = column("State | État | Status | Status", "How far the invoice has come. | Où en est la facture. | Hoever het staat met de factuur. | Wie weit die Rechnung ist.", by=Writer.QUOTEPART)
    paid: Amount | None = column("Paid | Payé | Betaald | Bezahlt", "Amount that has come in. | Montant encaissé. | Bedrag dat ontvangen is. | Betrag, der eingegangen ist.", by=Writer.QUOTEPART)
    docx: Text | None = column("Word | Word | Word | Word", "File of the Word document. | Fichier du document Word. | Bestand van het Word-document. | Datei des Word-Dokuments.", by=Writer.QUOTEPART)
    pdf: Text | None = column("PDF | PDF | PDF | PDF", "File of the PDF document. | Fichier du document PDF. | Bestand van het PDF-document. | Datei des PDF-Dokuments.", by=Writer.QUOTEPART)
    xml: Text | None = column("XML | XML | XML | XML", "File of the structured e-invoice. | Fichier de la facture électronique structurée. | Bestand van de gestructureerde e-factuur. | Datei der strukturierten E-Rechnung.", by=Writer.QUOTEPART)
    digest: Text = column("Digest | Empreinte | Vingerafdruk | Prüfsumme", "Fingerprint of its content: shows that nothing was changed since. | Empreinte de son contenu : montre que rien n'a été modifié depuis. | Vingerafdruk van de inhoud: toont dat er sindsdien niets gewijzigd is. | Prüfsumme des Inhalts: zeigt, dass seither nichts geändert wurde.", by=Writer.QUOTEPART)
    delivery_state: Text | None = column("Delivery | Envoi | Verzending | Versand", "How far the e-invoice has come on its way to the payer. | Où en est la facture électronique sur son chemin vers le payeur. | Hoever de e-factuur op weg naar de betaler is. | Wie weit die E-Rechnung auf dem Weg zum Zahler ist.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    delivery_reason: Text | None = column("Reason of the refusal | Motif du refus | Reden van de weigering | Grund der Ablehnung", "Why the platform or the payer refused it, in their own words. | Pourquoi la plateforme ou le payeur l'a refusée, dans ses propres mots. | Waarom het platform of de betaler ze weigerde, in hun eigen woorden. | Warum die Plattform oder der Zahler sie ablehnte, in deren Worten.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    delivery_id: Text | None = column("Delivery number | Numéro d'envoi | Verzendnummer | Versandnummer", "Number under which the platform knows it, to quote when you ask them. | Numéro sous lequel la plateforme la connaît, à citer si vous l'interrogez. | Nummer waaronder het platform ze kent, te vermelden als u navraag doet. | Nummer, unter der die Plattform sie kennt, bei Rückfragen anzugeben.", by=Writer.QUOTEPART, needed=Needed.NEVER)


class InvoiceLineRow(Record, table="InvoiceLines", sheet="Invoice lines | Lignes de facture | Factuurlijnen | Rechnungspositionen", help="Every line of every invoice issued. | Toutes les lignes de toutes les factures émises. | Alle lijnen van alle uitgereikte facturen. | Alle Positionen aller ausgestellten Rechnungen."):
    """A line of an invoice that has left the firm."""

    number: Text = column("Number | Numéro | Nummer | Nummer", "Invoice the line is on. | Facture où figure la ligne. | Factuur waarop de lijn staat. | Rechnung, auf der die Position steht.", key=True, refers="Invoices", by=Writer.QUOTEPART)
    position: int = column("Position | Position | Positie | Position", "Rank of the line on the invoice, 1 for the first. | Rang de la ligne sur la facture, 1 pour la première. | Rang van de lijn op de factuur, 1 voor de eerste. | Rang auf der Rechnung, 1 für die erste.", key=True, by=Writer.QUOTEPART)
    line: Text = column("Line | Ligne | Lijn | Zeile", "Line of prebilling it bills. | Ligne de préfacturation qu'elle facture. | Lijn van de voorfacturatie die ze factureert. | Zeile der Vorabrechnung, die sie abrechnet.", by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Project it bills. | Projet facturé. | Project dat gefactureerd wordt. | Projekt, das abgerechnet wird.", by=Writer.QUOTEPART)
    description: Text = column("Description | Libellé | Omschrijving | Bezeichnung", "As printed on the invoice. | Tel qu'imprimé sur la facture. | Zoals afgedrukt op de factuur. | Wie auf der Rechnung gedruckt.", by=Writer.QUOTEPART)
    quantity: Quantity = column("Quantity | Quantité | Aantal | Menge", "As printed on the invoice. | Telle qu'imprimé sur la facture. | Zoals afgedrukt op de factuur. | Wie auf der Rechnung gedruckt.", by=Writer.QUOTEPART)
    unit: UnitName | None = column("Unit | Unité | Eenheid | Einheit", "What the quantity counts. | Ce que compte la quantité. | Wat het aantal telt. | Was die Menge zählt.", by=Writer.QUOTEPART)
    unit_price: Price = column("Unit price | Prix unitaire | Eenheidsprijs | Einzelpreis", "Without VAT. | Hors TVA. | Exclusief btw. | Ohne MwSt.", by=Writer.QUOTEPART)
    discount: Amount = column("Discount | Remise | Korting | Rabatt", "Amount taken off this line. | Montant déduit de cette ligne. | Bedrag dat van deze lijn afgaat. | Betrag, der von dieser Position abgeht.", by=Writer.QUOTEPART)
    net: Amount = column("Net | Hors TVA | Excl. btw | Netto", "Amount of the line after discount, without VAT. | Montant de la ligne après remise, hors TVA. | Bedrag van de lijn na korting, exclusief btw. | Betrag der Position nach Rabatt, ohne MwSt.", by=Writer.QUOTEPART)
    vat_category: VatCategory = column("VAT category | Catégorie TVA | Btw-categorie | MwSt.-Kategorie", "As printed on the invoice. | Telle qu'imprimé sur la facture. | Zoals afgedrukt op de factuur. | Wie auf der Rechnung gedruckt.", by=Writer.QUOTEPART)
    vat_rate: VatRate = column("VAT rate | Taux de TVA | Btw-tarief | MwSt.-Satz", "As printed on the invoice. | Tel qu'imprimé sur la facture. | Zoals afgedrukt op de factuur. | Wie auf der Rechnung gedruckt.", by=Writer.QUOTEPART)
    period_from: Day = column("Period from | Période du | Periode van | Zeitraum von", "First day served. | Premier jour de la prestation. | Eerste dag van de prestatie. | Erster Tag der Leistung.", by=Writer.QUOTEPART)
    period_to: Day = column("Period to | Période au | Periode tot en met | Zeitraum bis", "Last day served, included. | Dernier jour de la prestation, inclus. | Laatste dag van de prestatie, inbegrepen. | Letzter Tag der Leistung, einschließlich.", by=Writer.QUOTEPART)


define = column  # a field of the next table has that name


class CheckRow(Record, table="Checks", sheet="Checks | Contrôles | Controles | Prüfungen", help="What the last check or run found, each with its cell and its remedy. | Ce que le dernier contrôle ou traitement a trouvé, avec la cellule et le remède. | Wat de laatste controle of uitvoering vond, telkens met de cel en de oplossing. | Was die letzte Prüfung oder der letzte Lauf gefunden hat, je mit Zelle und Abhilfe."):
    """A finding of the last run."""

    severity: Text = define("Severity | Gravité | Ernst | Schweregrad", "error: the project it concerns is left out. warning: worth a look. note: nothing is wrong. | erreur : le projet concerné est laissé de côté. avertissement : à vérifier. remarque : rien d'anormal. | fout: het betrokken project wordt weggelaten. waarschuwing: na te kijken. opmerking: er is niets mis. | Fehler: Das betroffene Projekt bleibt außen vor. Warnung: einen Blick wert. Hinweis: nichts ist falsch.", by=Writer.QUOTEPART)
    code: Text = define("Code | Code | Code | Code", "Code of the finding, to find it in the manual. | Code de l'anomalie, pour la retrouver dans le manuel. | Code van de bevinding, om ze in de handleiding te vinden. | Code des Befunds, um ihn im Handbuch zu finden.", by=Writer.QUOTEPART)
    sheet: Text | None = define("Sheet | Feuille | Blad | Blatt", "Sheet where it is. | Feuille où elle se trouve. | Blad waarop het staat. | Blatt, auf dem es steht.", by=Writer.QUOTEPART)
    row: int | None = define("Row | Ligne | Rij | Zeile", "Number of the row. | Numéro de la ligne. | Nummer van de rij. | Nummer der Zeile.", by=Writer.QUOTEPART)
    column: Text | None = define("Column | Colonne | Kolom | Spalte", "Heading of the column. | Titre de la colonne. | Titel van de kolom. | Überschrift der Spalte.", by=Writer.QUOTEPART)
    message: Text = define("What is wrong, and the remedy | Anomalie et remède | Fout en oplossing | Fehler und Abhilfe", "What was found, what was expected and what to do. | Ce qui a été trouvé, ce qui était attendu et ce qu'il faut faire. | Wat gevonden werd, wat verwacht werd en wat te doen is. | Was gefunden wurde, was erwartet war und was zu tun ist.", by=Writer.QUOTEPART)
    cell: Text | None = define("Cell | Cellule | Cel | Zelle", "Address of the cell. | Adresse de la cellule. | Adres van de cel. | Adresse der Zelle.", by=Writer.QUOTEPART)
    link: Text | None = define("Go to | Aller à | Ga naar | Gehe zu", "Click to go to the cell. | Cliquez pour aller à la cellule. | Klik om naar de cel te gaan. | Klicken Sie, um zur Zelle zu gelangen.", formula="link")


class OverviewRow(Record, table="Overview", optional=True, sheet="Overview | Comparaison | Vergelijking | Vergleich", help="What the month would bill, client by client, beside last month and the plan. Filled by the button Compare. | Ce que le mois facturerait, client par client, à côté du mois précédent et du plan. Rempli par le bouton Comparer. | Wat de maand zou factureren, klant per klant, naast vorige maand en het plan. Gevuld met de knop Vergelijken. | Was der Monat abrechnen würde, Kunde für Kunde, neben dem Vormonat und dem Plan. Wird mit der Schaltfläche Vergleichen gefüllt."):
    """One client in the month, before anything is written."""

    client: Text = column("Client | Client | Klant | Kunde", "Client of the projects. | Client des projets. | Klant van de projecten. | Kunde der Projekte.", key=True, refers="Clients", by=Writer.QUOTEPART)
    last_month: Amount = column("Last month | Mois précédent | Vorige maand | Vormonat", "Lines of the month before, without VAT. | Lignes du mois précédent, hors TVA. | Lijnen van de vorige maand, exclusief btw. | Zeilen des Vormonats, ohne MwSt.", by=Writer.QUOTEPART)
    plan: Amount = column("Plan | Plan | Plan | Plan", "Instalments planned for the month. | Échéances prévues pour le mois. | Termijnen gepland voor de maand. | Für den Monat geplante Raten.", by=Writer.QUOTEPART)
    this_month: Amount = column("This month | Ce mois | Deze maand | Dieser Monat", "What the month would bill today, without VAT. | Ce que le mois facturerait aujourd'hui, hors TVA. | Wat de maand vandaag zou factureren, exclusief btw. | Was der Monat heute abrechnen würde, ohne MwSt.", by=Writer.QUOTEPART)
    difference: Amount = column("Difference | Écart | Verschil | Unterschied", "This month less last month. | Ce mois moins le mois précédent. | Deze maand min vorige maand. | Dieser Monat weniger Vormonat.", by=Writer.QUOTEPART)
    reason: Text | None = column("Reason | Motif | Reden | Grund", "What makes the difference, the largest part first, such as: time +450.00. | Ce qui fait l'écart, le plus important d'abord, par exemple : temps passé +450,00. | Wat het verschil maakt, het grootste deel eerst, bijvoorbeeld: bestede tijd +450,00. | Was den Unterschied ausmacht, der größte Teil zuerst, zum Beispiel: Zeitaufwand +450,00.", by=Writer.QUOTEPART, needed=Needed.NEVER)
    value: Amount | None = column("Value | Valeur | Waarde | Wert", "The time of the lines at its usual rate. | Le temps des lignes à son tarif habituel. | De tijd van de lijnen aan het gewone tarief. | Die Zeit der Zeilen zum üblichen Satz.", by=Writer.QUOTEPART)
    realisation: Percent | None = column("Realisation | Taux de réalisation | Realisatiegraad | Realisierungsquote", "Time billed over its value. | Temps facturé sur sa valeur. | Gefactureerde tijd op de waarde ervan. | Abgerechnete Zeit durch ihren Wert.", by=Writer.QUOTEPART)


class WorkInProgressRow(Record, table="WorkInProgress", optional=True, sheet="Work in progress | En-cours | Onderhanden werk | Unfertige Leistungen", help="Billable time and expenses that no invoice bills yet, by age. Filled by the button Compare. | Temps et frais facturables qu'aucune facture ne reprend encore, par ancienneté. Rempli par le bouton Comparer. | Factureerbare tijd en onkosten die nog op geen factuur staan, volgens ouderdom. Gevuld met de knop Vergelijken. | Abrechenbare Zeit und Auslagen, die noch auf keiner Rechnung stehen, nach Alter. Wird mit der Schaltfläche Vergleichen gefüllt."):
    """The unbilled time of one project."""

    client: Text = column("Client | Client | Klant | Kunde", "Client of the project. | Client du projet. | Klant van het project. | Kunde des Projekts.", refers="Clients", by=Writer.QUOTEPART)
    project: Text = column("Project | Projet | Project | Projekt", "Project the work was for. | Projet pour lequel on a travaillé. | Project waarvoor gewerkt werd. | Projekt, für das gearbeitet wurde.", key=True, refers="Projects", by=Writer.QUOTEPART)
    hours: Quantity = column("Hours | Heures | Uren | Stunden", "Hours not yet billed. | Heures pas encore facturées. | Nog niet gefactureerde uren. | Noch nicht abgerechnete Stunden.", by=Writer.QUOTEPART)
    value: Amount = column("Value | Valeur | Waarde | Wert", "Time at the sale rates of Rates, expenses with their markup, without VAT. | Temps aux tarifs de vente de Tarifs, frais avec leur majoration, hors TVA. | Tijd aan de verkooptarieven van Tarieven, onkosten met hun opslag, exclusief btw. | Zeit zu den Verkaufssätzen von Stundensätze, Auslagen mit ihrem Aufschlag, ohne MwSt.", by=Writer.QUOTEPART)
    days_30: Amount = column("0 to 30 days | 0 à 30 jours | 0 tot 30 dagen | 0 bis 30 Tage", "Value of work of at most 30 days ago. | Valeur des travaux de 30 jours au plus. | Waarde van werk van ten hoogste 30 dagen geleden. | Wert der Arbeit, die höchstens 30 Tage alt ist.", by=Writer.QUOTEPART)
    days_60: Amount = column("31 to 60 days | 31 à 60 jours | 31 tot 60 dagen | 31 bis 60 Tage", "Value of work of 31 to 60 days ago. | Valeur des travaux de 31 à 60 jours. | Waarde van werk van 31 tot 60 dagen geleden. | Wert der Arbeit, die 31 bis 60 Tage alt ist.", by=Writer.QUOTEPART)
    days_90: Amount = column("61 to 90 days | 61 à 90 jours | 61 tot 90 dagen | 61 bis 90 Tage", "Value of work of 61 to 90 days ago. | Valeur des travaux de 61 à 90 jours. | Waarde van werk van 61 tot 90 dagen geleden. | Wert der Arbeit, die 61 bis 90 Tage alt ist.", by=Writer.QUOTEPART)
    older: Amount = column("Over 90 days | Plus de 90 jours | Meer dan 90 dagen | Über 90 Tage", "Value of older work. | Valeur des travaux plus anciens. | Waarde van ouder werk. | Wert älterer Arbeit.", by=Writer.QUOTEPART)


class DeliveryRow(Record, table="Deliveries", optional=True, sheet="Deliveries | Transmissions | Afleveringen | Übermittlungen", help="One row per document carried to an accounting software: where it went, and what became of it. | Une ligne par document transmis à un logiciel comptable : où il est allé, et ce qu'il est devenu. | Eén rij per document dat naar boekhoudsoftware ging: waarheen, en wat ervan geworden is. | Eine Zeile je Dokument für eine Buchhaltungssoftware: wohin es ging und was daraus wurde."):
    """A file on its way to an accounting software."""

    document: Text = column("Document | Document | Document | Beleg", "Number of the invoice or the credit note. | Numéro de la facture ou de la note de crédit. | Nummer van de factuur of de creditnota. | Nummer der Rechnung oder der Gutschrift.", key=True, by=Writer.QUOTEPART)
    file: Text = column("File | Fichier | Bestand | Datei", "Name of the file. | Nom du fichier. | Naam van het bestand. | Name der Datei.", key=True, by=Writer.QUOTEPART)
    client: Text | None = column("Client | Client | Klant | Kunde", "Whose books it went to; empty for those of the firm. | À qui appartient la comptabilité ; vide pour celle du cabinet. | Van wie de boekhouding is; leeg voor die van het kantoor. | Wessen Buchhaltung es ist; leer für die der Kanzlei.", by=Writer.QUOTEPART)
    transfer: Transfer | None = column("Transfer | Mode de transfert | Overdracht | Übertragungsweg", "How it was carried. | Par quel moyen il a été transmis. | Hoe het overgedragen is. | Auf welchem Weg es ging.", by=Writer.QUOTEPART)
    target: Text | None = column("Target | Destination | Bestemming | Ziel", "Address or folder it went to. | Adresse ou dossier de destination. | Adres of map waarheen het ging. | Adresse oder Ordner, wohin es ging.", by=Writer.QUOTEPART)
    outcome: DeliveryOutcome | None = column("Outcome | Résultat | Resultaat | Ergebnis", "What became of it. | Ce qu'il est devenu. | Wat ervan geworden is. | Was daraus wurde.", by=Writer.QUOTEPART)
    moment: Text | None = column("Moment | Moment | Moment | Zeitpunkt", "When that was: day and time. | Quand : jour et heure. | Wanneer dat was: dag en uur. | Wann das war: Tag und Uhrzeit.", by=Writer.QUOTEPART)
    attempts: int | None = column("Attempts | Tentatives | Pogingen | Versuche", "How often it was tried. | Nombre d'essais. | Hoe vaak het geprobeerd is. | Wie oft es versucht wurde.", by=Writer.QUOTEPART)
    message: Text | None = column("Message | Message | Boodschap | Meldung", "What the other side said. | Ce que l'autre côté a répondu. | Wat de andere kant antwoordde. | Was die Gegenseite antwortete.", by=Writer.QUOTEPART)
