"""Who pays: the clients and their bank accounts."""

from addin.billing.choices import (
    ClientStatus,
    EInvoice,
    HoursMode,
    InvoiceGrouping,
    TimeDetail,
    VatCategory,
    VatCheck,
    VatFiling,
)
from addin.tables.columns import Percent, Record, Text, column
from addin.words import Language

# fmt: off


class Client(Record, table="Clients", sheet="Clients | Clients | Klanten | Kunden", help="Everyone who may pay an invoice."):
    """A client, also as the payer of a share."""

    client: Text = column("Client | Client | Klant | Kunde", "Short code, used on every other sheet.", key=True)
    name: Text = column("Name | Nom | Naam | Name", "How the firm calls this client.")
    legal_name: Text | None = column("Legal name | Dénomination | Officiële naam | Firma", "Printed on invoices; the name when empty.")
    vat_number: Text | None = column("VAT number | Numéro de TVA | Btw-nummer | USt-IdNr.", "With its country, such as BE0123456749.")
    enterprise_number: Text | None = column("Enterprise number | Numéro d'entreprise | Ondernemingsnummer | Unternehmensnummer", "KBO/BCE number in Belgium, SIREN or SIRET in France.")
    vat_check: VatCheck = column("VAT look-up | Vérification TVA | Btw-controle | USt-Prüfung", "skip: do not look the number up; its check digits are always tested.", default=VatCheck.CHECKED)
    vat_filing: VatFiling | None = column("VAT filing | Périodicité TVA | Btw-aangifte | USt-Meldung", "How often this client files its VAT return.")
    address: Text | None = column("Address | Adresse | Adres | Anschrift", "Street and number; Alt+Enter for a second line.")
    postcode: Text | None = column("Postcode | Code postal | Postcode | Postleitzahl", "Typed as text, so that a leading zero stays.")
    city: Text | None = column("City | Ville | Plaats | Ort", "City of the client.")
    country: Text = column("Country | Pays | Land | Land", "Two letters: BE, FR, LU, NL, DE.", default="BE")
    language: Language | None = column("Language | Langue | Taal | Sprache", "Language of its documents; the firm's when empty.")
    contact: Text | None = column("Contact | Contact | Contact | Ansprechpartner", "First and last name.")
    email: Text | None = column("E-mail | E-mail | E-mail | E-Mail", "Unique to this client.")
    mobile: Text | None = column("Mobile | Mobile | Gsm | Mobiltelefon", "With its country: +32 478 11 22 33.")
    billing_email: Text | None = column("Billing e-mail | E-mail de facturation | Facturatie-e-mail | Rechnungs-E-Mail", "Where invoices go; the e-mail when empty.")
    status: ClientStatus = column("Status | Statut | Status | Status", "How far the invitation has come.", default=ClientStatus.NOT_INVITED)
    subscription_mode: Text | None = column("Subscription | Abonnement | Abonnement | Abonnement", "Follow-up, delivery only or internal.", listed="subscription")
    groups: Text | None = column("Groups | Groupes | Groepen | Gruppen", "Groups of staff who see this client.", default="Everyone")
    payment_days: int | None = column("Days to pay | Délai de paiement (jours) | Betaaltermijn (dagen) | Zahlungsziel (Tage)", "The firm's when empty.")
    end_of_month: bool | None = column("Due at the end of the month | Fin de mois | Einde maand | Monatsende", "The firm's rule when empty.")
    fiscal_year_start: int | None = column("First month of the fiscal year | Premier mois de l'exercice | Eerste maand van het boekjaar | Erster Monat des Geschäftsjahres", "1 for January, 7 for July; the firm's when empty.")
    vat_category: VatCategory | None = column("VAT category | Catégorie TVA | Btw-categorie | USt-Kategorie", "Empty: it follows from the countries, the VAT number and the service.")
    einvoice: EInvoice = column("E-invoice | Facture électronique | E-factuur | E-Rechnung", "In which form this payer gets its invoices.", default=EInvoice.PDF)
    endpoint: Text | None = column("Endpoint | Adresse électronique | Elektronisch adres | Elektronische Adresse", "Peppol address, such as 0208:0123456749.")
    hours_mode: HoursMode = column("Hours | Heures | Uren | Stunden", "decimal: hours at two decimals; minutes: exact, printed h:mm.", default=HoursMode.DECIMAL)
    invoice_grouping: InvoiceGrouping = column("Invoices per | Factures par | Facturen per | Rechnungen je", "One invoice per project, or one for all projects of this payer.", default=InvoiceGrouping.PROJECT)
    time_detail: TimeDetail = column("Time grouped by | Temps groupé par | Tijd gegroepeerd per | Zeit gruppiert nach", "What a line of time stands for.", default=TimeDetail.SERVICE)
    template: Text | None = column("Template | Modèle | Sjabloon | Vorlage", "Word template of its invoices; the usual one when empty.")
    discount_percent: Percent | None = column("Discount | Remise | Korting | Rabatt", "On the whole invoice, such as 10%.")
    buyer_reference: Text | None = column("Buyer reference | Référence de l'acheteur | Referentie van de koper | Käuferreferenz", "What the client wants to find on its invoices.")
    delivery: Text | None = column("Delivery | Envoi | Verzending | Versand", "How documents reach the client.")
    accounting_software: Text | None = column("Accounting software | Logiciel comptable | Boekhoudsoftware | Buchhaltungssoftware", "The client's own.")
    ledger_account: Text | None = column("Ledger account | Compte général | Grootboekrekening | Sachkonto", "Where the firm books sales to this client.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")


class ClientAccount(Record, table="ClientAccounts", sheet="Client accounts | Comptes clients | Klantrekeningen | Kundenkonten", help="Bank accounts that clients pay from."):
    """A bank account of a client."""

    client: Text = column("Client | Client | Klant | Kunde", "Whose account it is.", key=True, refers="Clients")
    iban: Text = column("IBAN | IBAN | IBAN | IBAN", "Such as BE68 5390 0754 7034.", key=True)
    bic: Text | None = column("BIC | BIC | BIC | BIC", "Of the bank.")
    holder: Text | None = column("Holder | Titulaire | Houder | Inhaber", "In whose name, if it is another.")
    check: Text | None = column("Check | Contrôle | Controle | Prüfung", "OK, or what is wrong with this row.", formula="auto")
