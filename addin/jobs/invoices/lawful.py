"""What the law wants known of seller and buyer before an invoice takes a number.

Directive 2006/112/EC, article 226. Belgium: royal decree no. 1, article 5. France: CGI, annex II,
article 242 nonies A; Code de commerce, articles L441-9, R123-237, R123-238 and R526-27.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from addin.billing.choices import EInvoice, VatCategory, VatRegime
from addin.billing.territory import vat_country
from addin.einvoices.profiles import PROFILES
from addin.errors import Finding, Place
from addin.jobs.agreed.payer_vat import number_fault
from addin.jobs.invoices.parties import buyer
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm

ANY_SELLER = ("firm_name", "address", "postcode", "city", "country", "iban")
"""Settings without which nothing is issued: what every invoice says of its seller, and the account
to pay to."""
FRENCH_COMPANY = ("trade_register", "share_capital")
WITHOUT_CAPITAL = frozenset(
    {
        "ei",
        "entrepreneur individuel",  # codespell:ignore individuel
        "entreprise individuelle",
        "micro-entreprise",
        "association",
        "gie",
    }
)
"""French forms without a capital, some of them without a register."""
FRANCE = "FR"
SENT_TO_AN_ADDRESS = frozenset({EInvoice.PEPPOL, EInvoice.UBL_FR, EInvoice.CII_FR})
OF_FRENCH_SELLERS = frozenset({EInvoice.UBL_FR, EInvoice.CII_FR})
"""Their rules want, among others, the SIREN of the seller (BR-FR-10)."""
SIREN_REQUIRED_SINCE = date(2026, 9, 1)
"""Décret 2022-1299 of 7 October 2022, as the finance law for 2024 dates it."""


def seller_faults(firm: Firm) -> list[Finding]:
    """The settings that are missing, all of them."""
    return [
        Finding("SET-01", Place("Settings"), {"heading": name})
        for name in _wanted(firm)
        if getattr(firm, name) in {None, ""}
    ]


def company_warnings(firm: Firm) -> list[Finding]:
    """What a French company has to say of itself by company law, where it does not (SET-03).

    Only a warning: it may stand in the firm's name or in its own template, and a workbook made
    before these settings goes on issuing.
    """
    if vat_country(firm.country.upper()) != FRANCE:
        return []
    is_company = (firm.legal_form or "").lower().rstrip(".") not in WITHOUT_CAPITAL
    names = ("legal_form", *(FRENCH_COMPANY if is_company else ()))
    return [
        Finding("SET-03", Place("Settings"), {"heading": name})
        for name in names
        if getattr(firm, name) in {None, ""}
    ]


def _wanted(firm: Firm) -> Iterator[str]:
    yield from ANY_SELLER
    # A French small business has no VAT number; its SIREN stands for it, as it does in the number.
    is_french = vat_country(firm.country.upper()) == FRANCE
    if not (is_french and firm.vat_regime is VatRegime.SMALL_BUSINESS):
        yield "vat_number"
    elif not firm.vat_number:
        yield "enterprise_number"


def payer_faults(
    payer: Client, categories: Iterable[VatCategory], firm: Firm, on: date
) -> list[Finding]:
    """What is missing of a payer, for the VAT categories of its lines.

    Args:
        payer: Who is billed.
        categories: Of the lines of its invoice.
        firm: Who bills.
        on: Date of the invoice.
    """
    faults = []
    if not (payer.address and payer.postcode and payer.city):
        faults.append(_at(payer, "PAY-03", "address"))
    numbers = (number_fault(payer, one, firm.country.upper(), on) for one in set(categories))
    faults += [fault for fault in numbers if fault is not None]
    if payer.einvoice in OF_FRENCH_SELLERS and vat_country(firm.country.upper()) != FRANCE:
        faults.append(_at(payer, "PAY-08", "einvoice"))
    elif _lacks_siren(payer, firm, on):
        faults.append(_at(payer, "PAY-05", "enterprise_number"))
    elif _is_sent_to_an_address(payer, firm) and not buyer(payer).endpoint:
        faults.append(_at(payer, "PAY-07", "endpoint"))
    return faults


def _is_sent_to_an_address(payer: Client, firm: Firm) -> bool:
    """Whether its file has to say where it is sent: Factur-X too, by French rules (BR-FR-12)."""
    if payer.einvoice is EInvoice.FACTURX:
        return PROFILES[payer.einvoice].is_french(firm.country.upper())
    return payer.einvoice in SENT_TO_AN_ADDRESS


def _lacks_siren(payer: Client, firm: Firm, on: date) -> bool:
    in_france = {vat_country(one.country.upper()) for one in (payer, firm)} == {FRANCE}
    is_electronic = payer.einvoice is not EInvoice.PDF and on >= SIREN_REQUIRED_SINCE
    return in_france and is_electronic and not (payer.enterprise_number or payer.vat_number)


def _at(payer: Client, code: str, column: str) -> Finding:
    return Finding(code, Place("Clients", payer.sheet_row, column), {"payer": payer.client})
