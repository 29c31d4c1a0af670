"""The firm: its settings, one row each, and the lists it may edit."""

from decimal import Decimal
from typing import Annotated

from addin.billing.calendar import Month
from addin.billing.choices import (
    MailSecurity,
    MentionReason,
    Proration,
    SendingPlatform,
    Transfer,
    VatRegime,
)
from addin.tables.columns import Amount, Day, Quantity, Record, Text, Writer, column
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT, CellFault, Kind
from addin.words import Language

# fmt: off


class Firm(Record, table="Firm", sheet="Firm | Cabinet | Kantoor | Kanzlei", help="The firm that bills, and how it bills. | Le cabinet qui facture, et comment il facture. | Het kantoor dat factureert, en hoe het factureert. | Die Kanzlei, die abrechnet, und wie sie abrechnet."):
    """Every setting, one line each: what its value may be, what the sheet calls it."""

    firm_name: Text | None = column("Firm name | Nom du cabinet | Naam van het kantoor | Name der Kanzlei", "Legal name, as the law wants it on an invoice. | Dénomination sociale, telle que la loi l'exige sur une facture. | Juridische naam, zoals de wet die op een factuur vraagt. | Rechtlicher Name, wie ihn das Gesetz auf einer Rechnung verlangt.")
    legal_form: Text | None = column("Legal form | Forme juridique | Rechtsvorm | Rechtsform", "Such as SRL, SAS, BV or GmbH. | Par exemple SRL, SAS, BV ou GmbH. | Bijvoorbeeld BV, NV, SRL of SAS. | Zum Beispiel GmbH, PGmbH, SRL oder SAS.")
    vat_number: Text | None = column("VAT number | Numéro de TVA | Btw-nummer | MwSt.-Nummer", "With its country code, such as BE0123456749. | Avec le code du pays, par exemple BE0123456749. | Met de landcode, bijvoorbeeld BE0123456749. | Mit dem Länderkürzel, zum Beispiel BE0123456749.")
    enterprise_number: Text | None = column("Enterprise number | Numéro d'entreprise | Ondernemingsnummer | Unternehmensnummer", "KBO/BCE number in Belgium, SIREN in France. | Numéro BCE en Belgique, SIREN en France. | KBO-nummer in België, SIREN in Frankrijk. | ZDU-Nummer in Belgien, SIREN in Frankreich.")
    trade_register: Text | None = column("Register of companies | Registre du commerce | Rechtspersonenregister | Handelsregister", "As the law wants it printed, such as RPM Bruxelles or RCS Lille. | Tel que la loi veut qu'il soit imprimé, par exemple RPM Bruxelles ou RCS Lille. | Zoals de wet het op papier wil, bijvoorbeeld RPR Brussel of RCS Lille. | Wie das Gesetz es gedruckt verlangt, zum Beispiel RJP Eupen oder RCS Lille.")
    share_capital: Amount | None = column("Share capital | Capital social | Kapitaal | Stammkapital", "Printed on the invoices of a French company. | Imprimé sur les factures d'une société française. | Wordt afgedrukt op de facturen van een Franse vennootschap. | Steht auf den Rechnungen einer französischen Gesellschaft.")
    vat_regime: VatRegime = column("VAT scheme | Régime de TVA | Btw-stelsel | MwSt.-Regelung", "small business: no VAT is charged. debits: French option to owe VAT with the invoice. | franchise en base : aucune TVA facturée. sur les débits : option française. | vrijstelling kleine ondernemingen: geen btw. op de facturen: Franse keuze. | Kleinunternehmen: keine MwSt. Sollbesteuerung: Option in Frankreich.", default=VatRegime.STANDARD)
    address: Text | None = column("Address | Adresse | Adres | Anschrift", "Street and number. | Rue et numéro. | Straat en nummer. | Straße und Hausnummer.")
    postcode: Text | None = column("Postcode | Code postal | Postcode | Postleitzahl", "Postcode of the firm. | Code postal du cabinet. | Postcode van het kantoor. | Postleitzahl der Kanzlei.")
    city: Text | None = column("City | Ville | Plaats | Ort", "City of the firm. | Ville ou localité du cabinet. | Gemeente of plaats van het kantoor. | Ort der Kanzlei.")
    country: Text = column("Country | Pays | Land | Land", "Two letters: BE, FR, LU, NL, DE. | Deux lettres : BE, FR, LU, NL, DE. | Twee letters: BE, FR, LU, NL, DE. | Zwei Buchstaben: BE, FR, LU, NL, DE.", default="BE")
    email: Text | None = column("E-mail | E-mail | E-mail | E-Mail", "Printed on the invoices. | Imprimé sur les factures. | Wordt afgedrukt op de facturen. | Steht auf den Rechnungen.")
    phone: Text | None = column("Phone | Téléphone | Telefoon | Telefon", "Printed on the invoices. | Imprimé sur les factures. | Wordt afgedrukt op de facturen. | Steht auf den Rechnungen.")
    iban: Text | None = column("IBAN | IBAN | IBAN | IBAN", "Account the clients pay to. | Compte sur lequel les clients paient. | Rekening waarop de klanten betalen. | Konto, auf das die Kunden zahlen.")
    bic: Text | None = column("BIC | BIC | BIC | BIC", "BIC code of that account's bank. | Code BIC de la banque de ce compte. | BIC-code van de bank van die rekening. | BIC der Bank dieses Kontos.")
    endpoint: Text | None = column("Endpoint | Adresse de facturation électronique | Adres voor e-facturatie | Adresse für E-Rechnungen", "Where the firm receives e-invoices, such as 0208:0123456749. When empty, it follows from the enterprise number. | Où le cabinet reçoit ses factures électroniques, par exemple 0208:0123456749. Vide : déduite du numéro d'entreprise. | Waar het kantoor e-facturen ontvangt, bijvoorbeeld 0208:0123456749. Leeg: volgt uit het ondernemingsnummer. | Wo die Kanzlei E-Rechnungen empfängt, etwa 0208:0123456749. Leer: folgt aus der Unternehmensnummer.")
    platform: SendingPlatform | None = column("Platform for e-invoices | Plateforme de facturation électronique | Platform voor e-facturatie | Plattform für E-Rechnungen", "Which service sends the e-invoices. Empty: none, the files are written only. | Quel service envoie les factures électroniques. Vide : aucun, seuls les fichiers sont écrits. | Welke dienst de e-facturen verzendt. Leeg: geen, enkel de bestanden worden geschreven. | Welcher Dienst die E-Rechnungen versendet. Leer: keiner, nur die Dateien werden geschrieben.")
    platform_address: Text | None = column("Address of the platform | Adresse de la plateforme | Adres van het platform | Adresse der Plattform", "As the platform gives it, beginning with https://. Its key is never kept in the workbook. | Telle que la plateforme la donne, commençant par https://. Sa clé n'est jamais gardée dans le classeur. | Zoals het platform het opgeeft, beginnend met https://. De sleutel staat nooit in de werkmap. | Wie die Plattform sie nennt, beginnend mit https://. Ihr Schlüssel steht nie in der Arbeitsmappe.")
    attach_pdf: bool = column("PDF inside e-invoices | PDF dans les factures électroniques | Pdf in e-facturen | PDF in E-Rechnungen", "yes: the PDF of the invoice goes inside its structured file, for people to read; it takes LibreOffice. | oui : le PDF de la facture est joint à son fichier structuré, pour les lecteurs humains ; LibreOffice est nécessaire. | ja: de pdf van de factuur gaat mee in haar gestructureerde bestand, voor wie ze leest; LibreOffice is nodig. | ja: Das PDF der Rechnung liegt ihrer strukturierten Datei bei, für Leser; LibreOffice ist nötig.", default=False)
    language: Language = column("Language | Langue | Taal | Sprache", "Language of this workbook, and of the documents of a client without one. | Langue de ce classeur, et des documents d'un client sans langue. | Taal van deze werkmap, en van de documenten van een klant zonder taal. | Sprache dieser Arbeitsmappe und der Dokumente eines Kunden ohne Sprache.", default=Language.EN)
    currency: Text = column("Currency | Devise | Munt | Währung", "Three letters, such as EUR. | Trois lettres, par exemple EUR. | Drie letters, bijvoorbeeld EUR. | Drei Buchstaben, zum Beispiel EUR.", default="EUR")
    fiscal_year_start: int = column("First month of the fiscal year | Premier mois de l'exercice | Eerste maand van het boekjaar | Erster Monat des Geschäftsjahres", "1 for January, 7 for July. | 1 pour janvier, 7 pour juillet. | 1 voor januari, 7 voor juli. | 1 für Januar, 7 für Juli.", default=1)
    number_pattern: Text = column("Invoice number pattern | Modèle du numéro de facture | Patroon van het factuurnummer | Muster der Rechnungsnummer", "{year} is the fiscal year, {number:05} a number of five digits: 2026-00042. | {year} est l'exercice, {number:05} un numéro à cinq chiffres : 2026-00042. | {year} is het boekjaar, {number:05} een nummer van vijf cijfers: 2026-00042. | {year} ist das Geschäftsjahr, {number:05} eine fünfstellige Nummer: 2026-00042.", default="{year}-{number:05}")
    payment_days: int = column("Days to pay | Délai de paiement (jours) | Betaaltermijn (dagen) | Zahlungsziel (Tage)", "For a client without days of its own. | Pour un client sans délai propre. | Voor een klant zonder eigen termijn. | Für einen Kunden ohne eigenes Zahlungsziel.", default=30)
    end_of_month: bool = column("Due at the end of the month | Fin de mois | Einde maand | Monatsende", "Whether the due date moves to the end of its month. | Si l'échéance est reportée à la fin du mois. | Of de vervaldatum naar het einde van de maand schuift. | Ob sich die Fälligkeit auf das Monatsende verschiebt.", default=False)
    proration: Proration = column("Proration | Prorata | Pro rata | Zeitanteil", "How a part of a period is counted, where the schedule does not say. | Comment se compte une partie de période, si l'échéancier ne le dit pas. | Hoe een deel van een periode geteld wordt, als het schema het niet zegt. | Wie ein Teil eines Zeitraums gezählt wird, wenn der Zahlungsplan es nicht sagt.", default=Proration.DAYS)
    guard_amount: Quantity = column("Ask above (times last month's amount) | Confirmer au-delà de (fois le montant du mois précédent) | Bevestigen boven (maal het bedrag van vorige maand) | Nachfragen über (mal Betrag des Vormonats)", "A client billed more than so many times last month's amount has to be confirmed. 0: never. | Un client facturé plus de tant de fois le montant du mois précédent doit être confirmé. 0 : jamais. | Een klant die meer dan zoveel maal het bedrag van vorige maand krijgt, moet bevestigd worden. 0: nooit. | Ein Kunde mit mehr als so viel mal dem Betrag des Vormonats ist zu bestätigen. 0: nie.", default=Decimal(10))
    guard_rows: Quantity = column("Ask above (times last month's lines) | Confirmer au-delà de (fois les lignes du mois précédent) | Bevestigen boven (maal de lijnen van vorige maand) | Nachfragen über (mal Zeilen des Vormonats)", "The same for the number of lines. | De même pour le nombre de lignes. | Hetzelfde voor het aantal lijnen. | Dasselbe für die Zahl der Zeilen.", default=Decimal(10))
    output_folder: Text = column("Invoice folder | Dossier des factures | Factuurmap | Rechnungsordner", "Where the documents go, beside the workbook. | Où vont les documents, à côté du classeur. | Waar de documenten komen, naast de werkmap. | Wohin die Dokumente kommen, neben die Arbeitsmappe.", default="invoices")
    folder_pattern: Text = column("Folders inside it | Dossiers à l'intérieur | Mappen daarin | Ordner darin", "{year}/{month} billed; {number}, {payer} and {project} may follow: {year}/{month}/{number} {payer} gives each invoice a folder. | {year}/{month} facturés ; {number}, {payer} et {project} peuvent suivre : {year}/{month}/{number} {payer} donne un dossier à chaque facture. | {year}/{month} gefactureerd; {number}, {payer} en {project} kunnen volgen: {year}/{month}/{number} {payer} geeft elke factuur een map. | {year}/{month} abgerechnet; {number}, {payer} und {project} können folgen: {year}/{month}/{number} {payer} gibt jeder Rechnung einen Ordner.", default="{year}/{month}")
    journal_url: Text | None = column("Journal | Journal | Journaal | Journal", "Leave empty to keep the journal of issued invoices in a file beside the workbook. | À laisser vide pour garder le journal des factures émises dans un fichier à côté du classeur. | Leeg laten om het journaal van de uitgereikte facturen in een bestand naast de werkmap te bewaren. | Leer lassen, um das Journal der ausgestellten Rechnungen in einer Datei neben der Arbeitsmappe zu führen.")
    restore_days: int = column("Days to keep restore points | Conservation des points de restauration (jours) | Bewaring van herstelpunten (dagen) | Aufbewahrung der Wiederherstellungspunkte (Tage)", "Before each change, Quotepart keeps a copy of the workbook for so many days; 0 keeps the newest only. | Avant chaque modification, Quotepart garde une copie du classeur pendant ce nombre de jours ; 0 ne garde que la plus récente. | Vóór elke wijziging bewaart Quotepart zoveel dagen een kopie van de werkmap; 0 bewaart alleen de nieuwste. | Vor jeder Änderung behält Quotepart so viele Tage lang eine Kopie der Arbeitsmappe; 0 behält nur die neueste.", default=30)
    transfer: Transfer = column("Transfer | Mode de transfert | Overdracht | Übertragungsweg", "How documents reach an accounting software, for a client that does not say otherwise. | Comment les documents parviennent au logiciel comptable, pour un client qui ne dit rien d'autre. | Hoe documenten in de boekhoudsoftware komen, voor een klant die niets anders zegt. | Wie Dokumente in die Buchhaltungssoftware gelangen, wenn ein Kunde nichts anderes sagt.", default=Transfer.MANUAL)
    accounting_software: Text | None = column("Accounting software | Logiciel comptable | Boekhoudsoftware | Buchhaltungssoftware", "Accounting software of the firm itself, which decides the form in which it gets its sales. | Logiciel comptable du cabinet lui-même, dont dépend la forme de ses ventes. | Boekhoudsoftware van het kantoor zelf, die de vorm van zijn verkopen bepaalt. | Buchhaltungssoftware der Kanzlei selbst, nach der sich die Form ihrer Verkäufe richtet.")
    connection: Text | None = column("Connection | Connexion | Verbinding | Verbindung", "Name of the connection of sheet Connections that transfers go through. | Nom de la connexion de la feuille Connexions par laquelle passent les transferts. | Naam van de verbinding van blad Verbindingen waarlangs overdrachten gaan. | Name der Verbindung von Blatt Verbindungen, über die Übertragungen gehen.", refers="Connections")
    transfer_folder: Text | None = column("Transfer folder | Dossier de transfert | Overdrachtsmap | Zielordner", "Folder of the firm's own sales at its connection. | Dossier des ventes du cabinet sur sa connexion. | Map van de verkopen van het kantoor op zijn verbinding. | Ordner der eigenen Verkäufe der Kanzlei bei ihrer Verbindung.")
    sales_email: Text | None = column("E-mail for sales | E-mail des ventes | E-mail voor verkopen | E-Mail für Verkäufe", "Address of the firm's own accounting software for sales. | Adresse du logiciel comptable du cabinet pour les ventes. | Adres van de boekhoudsoftware van het kantoor voor verkopen. | Adresse der Buchhaltungssoftware der Kanzlei für Verkäufe.")
    mail_server: Text | None = column("Mail server | Serveur de messagerie | Mailserver | Mailserver", "Server and port that send mail, such as smtp.example.com:587. | Serveur et port qui envoient les e-mails, par exemple smtp.example.com:587. | Server en poort die e-mail verzenden, zoals smtp.example.com:587. | Server und Port, die E-Mails versenden, etwa smtp.example.com:587.")
    mail_security: MailSecurity = column("Security of the mail server | Sécurité du serveur de messagerie | Beveiliging van de mailserver | Sicherheit des Mailservers", "STARTTLS (port 587) or TLS (port 465), as the provider says. | STARTTLS (port 587) ou TLS (port 465), selon le fournisseur. | STARTTLS (poort 587) of TLS (poort 465), volgens de provider. | STARTTLS (Port 587) oder TLS (Port 465), wie der Anbieter sagt.", default=MailSecurity.STARTTLS)
    mail_user: Text | None = column("Mail user | Utilisateur de messagerie | Gebruiker voor e-mail | Mail-Benutzer", "Who signs in at the mail server. The password is given once to quotepart keys set. | Qui se connecte au serveur de messagerie. Le mot de passe se donne une fois à quotepart keys set. | Wie zich aanmeldt bij de mailserver. Het wachtwoord geeft u eenmaal aan quotepart keys set. | Wer sich beim Mailserver anmeldet. Das Kennwort geben Sie einmal an quotepart keys set.")
    mail_from: Text | None = column("Mail from | Expéditeur des e-mails | Afzender van e-mail | Absender der E-Mails", "Address that mail is sent from. When empty, the e-mail of the firm. | Adresse d'expédition des e-mails. Si la cellule est vide, l'e-mail du cabinet. | Adres waarvan e-mail vertrekt. Indien leeg, het e-mailadres van het kantoor. | Adresse, von der E-Mails kommen. Ist die Zelle leer, die E-Mail der Kanzlei.")
    reply_to: Text | None = column("Replies to | Réponses à | Antwoorden aan | Antworten an", "Address that answers go to. When empty, the sender. | Adresse où vont les réponses. Si la cellule est vide, l'expéditeur. | Adres waar antwoorden komen. Indien leeg, de afzender. | Adresse für Antworten. Ist die Zelle leer, der Absender.")
    mails_per_minute: int = column("Mails a minute | E-mails par minute | E-mails per minuut | E-Mails je Minute", "So many at most, as the provider allows. | Maximum, selon ce que permet le fournisseur. | Hoogstens zoveel, volgens wat de provider toelaat. | Höchstens so viele, wie der Anbieter erlaubt.", default=30)
    invitation_link: Text | None = column("Page for invitations | Page des invitations | Pagina voor uitnodigingen | Seite für Einladungen", "Page of the firm where a client accepts, beginning with https://. Empty: the client answers by mail. | Page du cabinet où un client accepte, commençant par https://. Vide : le client répond par e-mail. | Pagina van het kantoor waar een klant aanvaardt, beginnend met https://. Leeg: de klant antwoordt per e-mail. | Seite der Kanzlei, auf der ein Kunde zusagt, beginnend mit https://. Leer: Der Kunde antwortet per E-Mail.")
    logo: Text | None = column("Logo | Logo | Logo | Logo", "Path of a picture for the invoices. | Chemin d'une image pour les factures. | Pad van een afbeelding voor de facturen. | Pfad eines Bildes für die Rechnungen.")
    month: Month | None = column("Month | Mois | Maand | Monat", "The month the ribbon works on. | Le mois sur lequel travaille le ruban. | De maand waarop het lint werkt. | Der Monat, mit dem das Menüband arbeitet.")


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


class Setting(Record, table="Settings", sheet="Settings | Paramètres | Instellingen | Einstellungen", help="The firm that bills, and how it bills. | Le cabinet qui facture, et comment il facture. | Het kantoor dat factureert, en hoe het factureert. | Die Kanzlei, die abrechnet, und wie sie abrechnet."):
    """One setting; what its value may be is said by the field of ``Firm`` with its name."""

    setting: Annotated[str, SETTING] = column("Setting | Paramètre | Instelling | Einstellung", "What is set. | Ce qui est réglé. | Wat ingesteld wordt. | Was eingestellt wird.", key=True, by=Writer.QUOTEPART)
    value: Annotated[str, ANYTHING] | None = column("Value | Valeur | Waarde | Wert", "Fill in the value here. | Complétez la valeur ici. | Vul hier de waarde in. | Tragen Sie hier den Wert ein.")


class ListValue(Record, table="Lists", sheet="Lists | Listes | Lijsten | Listen", help="Values that drop-downs offer, and texts that documents print. Edit them freely. | Valeurs proposées par les listes déroulantes, et textes imprimés sur les documents. Modifiez-les librement. | Waarden die de keuzelijsten aanbieden, en teksten die de documenten afdrukken. U past ze vrij aan. | Werte der Auswahllisten und Texte, die auf den Dokumenten stehen. Sie können sie frei ändern."):
    """A value of a list, and what documents print for it in each language."""

    list: Text = column("List | Liste | Lijst | Liste", "One of: unit, team, subscription, mention, text. | Au choix : unit, team, subscription, mention, text. | Kies uit: unit, team, subscription, mention, text. | Zur Wahl: unit, team, subscription, mention, text.", key=True)
    value: Text = column("Value | Valeur | Waarde | Wert", "What is chosen in a cell. | Ce que l'on choisit dans une cellule. | Wat men in een cel kiest. | Was man in einer Zelle auswählt.", key=True)
    en: Text | None = column("English | Anglais | Engels | Englisch", "What an English document prints. | Ce qu'imprime un document en anglais. | Wat een Engels document afdrukt. | Was ein englisches Dokument druckt.")
    fr: Text | None = column("French | Français | Frans | Französisch", "What a French document prints. | Ce qu'imprime un document en français. | Wat een Frans document afdrukt. | Was ein französisches Dokument druckt.")
    nl: Text | None = column("Dutch | Néerlandais | Nederlands | Niederländisch", "What a Dutch document prints. | Ce qu'imprime un document en néerlandais. | Wat een Nederlands document afdrukt. | Was ein niederländisches Dokument druckt.")
    de: Text | None = column("German | Allemand | Duits | Deutsch", "What a German document prints. | Ce qu'imprime un document en allemand. | Wat een Duits document afdrukt. | Was ein deutsches Dokument druckt.")


class Mention(Record, table="Mentions", optional=True, sheet="Mentions | Mentions | Vermeldingen | Vermerke", help="Sentences of your own on invoices, in place of those that come with Quotepart. | Vos propres phrases sur les factures, à la place de celles de Quotepart. | Uw eigen zinnen op facturen, in plaats van die van Quotepart. | Ihre eigenen Sätze auf Rechnungen, anstelle derer von Quotepart."):
    """A sentence that documents print from a day on."""

    reason: MentionReason = column("Reason | Motif | Reden | Grund", "What the sentence is printed for. | Ce pour quoi la phrase est imprimée. | Waarvoor de zin afgedrukt wordt. | Wofür der Satz gedruckt wird.", key=True)
    country: Text | None = column("Country | Pays | Land | Land", "Of the firm that bills, in two letters. Empty: any. | Du cabinet qui facture, en deux lettres. Vide : tous. | Van het kantoor dat factureert, in twee letters. Leeg: alle. | Der Kanzlei, die abrechnet, in zwei Buchstaben. Leer: jedes.", key=True)
    language: Language = column("Language | Langue | Taal | Sprache", "Of the documents that print it. | Des documents qui l'impriment. | Van de documenten die ze afdrukken. | Der Dokumente, die ihn drucken.", key=True)
    valid_from: Day | None = column("Valid from | Valable du | Geldig vanaf | Gültig ab", "First day of the supply for which it is printed. Empty: always. | Premier jour de la prestation pour lequel elle est imprimée. Vide : toujours. | Eerste dag van de prestatie waarvoor ze afgedrukt wordt. Leeg: altijd. | Erster Leistungstag, für den er gedruckt wird. Leer: immer.", key=True)
    text: Text = column("Sentence | Phrase | Zin | Satz", "As it is printed. | Telle qu'elle est imprimée. | Zoals ze afgedrukt wordt. | Wie er gedruckt wird.")


class Mapping(Record, table="Mappings", optional=True, sheet="Mappings | Colonnes importées | Importkolommen | Importspalten", help="Which column of a file to import is which of ours, as it was said once. | Quelle colonne d'un fichier à importer correspond à laquelle des nôtres, comme indiqué une fois. | Welke kolom van een te importeren bestand welke van de onze is, zoals eens aangegeven. | Welche Spalte einer Importdatei welcher der unseren entspricht, wie einmal angegeben."):
    """A heading of somebody else's file and the field that it stands for."""

    table: Text = column("Table | Table | Tabel | Tabelle", "Table that is imported, such as clients. | Table importée, par exemple clients. | Tabel die geïmporteerd wordt, zoals clients. | Tabelle, die importiert wird, etwa clients.", key=True)
    heading: Text = column("Heading | En-tête | Kop | Überschrift", "What the file has above the column. | Ce que le fichier indique au-dessus de la colonne. | Wat het bestand boven de kolom heeft. | Was in der Datei über der Spalte steht.", key=True)
    field: Text = column("Field | Champ | Veld | Feld", "Name of our column, such as vat_number; - leaves it out. | Nom de notre colonne, par exemple vat_number ; - la laisse de côté. | Naam van onze kolom, zoals vat_number; - laat ze weg. | Name unserer Spalte, etwa vat_number; - lässt sie weg.")
