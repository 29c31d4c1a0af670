"""Who stands on an invoice: the firm and its client."""

from addin.billing.choices import EInvoice
from addin.billing.invoice import Party
from addin.billing.money import to_cents
from addin.documents.figures import money, registered
from addin.identity.endpoint import checked_endpoint, usual_endpoint
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.agreed.portfolio import Portfolio
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm
from addin.words import Language, text

FRANCE = "FR"
SIREN_DIGITS = 9


def seller(
    portfolio: Portfolio, form: EInvoice = EInvoice.PDF, language: Language | None = None
) -> Party:
    """The firm, as it stands on an invoice of a form.

    Args:
        portfolio: Of the firm.
        form: In which the buyer gets the invoice.
        language: Of the buyer, for what an electronic file says of the firm (BT-33).
    """
    firm = portfolio.firm
    told = language is not None and form is not EInvoice.PDF
    name = " ".join(
        part for part in (firm.firm_name, _form(firm.firm_name, firm.legal_form)) if part
    )
    return Party(
        key="",
        name=name,
        address=firm.address or "",
        postcode=firm.postcode or "",
        city=firm.city or "",
        country=firm.country,
        vat_number=firm.vat_number or "",
        enterprise_number=firm.enterprise_number or _siren(firm.country, firm.vat_number),
        email=firm.email or "",
        phone=firm.phone or "",
        endpoint=_endpoint(firm, form),
        legal_information=identity_line(portfolio, language) if told and language else "",
    )


def _form(name: str | None, form: str | None) -> str:
    """The legal form, unless the name ends with it already."""
    if not form or (name or "").lower().split()[-1:] == [form.lower()]:
        return ""
    return form


def _siren(country: str, vat_number: str | None) -> str:
    """The SIREN of a French firm that gives its VAT number only, which ends with it; or nothing.

    The invoices of a French seller carry it of both parties (Code de commerce, art. R123-237; CGI,
    ann. II, art. 242 nonies A).
    """
    found = checked_vat_number(vat_number, country) if vat_number else ""
    is_french = isinstance(found, str) and found.startswith(FRANCE)
    return str(found)[-SIREN_DIGITS:] if is_french else ""


def identity_line(portfolio: Portfolio, language: Language) -> str:
    """The register and the capital of the firm, as company law has them printed; or nothing.

    Belgium: Code des sociétés et des associations, art. 2:20. France: Code de commerce, art.
    R123-237 and R123-238.
    """
    firm, number = portfolio.firm, seller(portfolio).enterprise_number
    register = firm.trade_register or ""
    if register and firm.country.upper() == FRANCE:
        register = f"{register} {registered(number)}".strip()
    if firm.share_capital is None:
        return register
    figure = money(to_cents(firm.share_capital), firm.currency, language)
    capital = text("identity.capital", language, form=firm.legal_form or "", capital=figure)
    return ", ".join(part for part in (capital.strip(), register) if part)


def buyer(client: Client) -> Party:
    """A client as it stands on an invoice."""
    vat_number = checked_vat_number(client.vat_number, client.country) if client.vat_number else ""
    assert isinstance(vat_number, str)
    return Party(
        key=client.client,
        name=client.legal_name or client.name,
        address=client.address or "",
        postcode=client.postcode or "",
        city=client.city or "",
        country=client.country,
        vat_number=vat_number,
        enterprise_number=client.enterprise_number or _siren(client.country, vat_number),
        contact=client.contact or "",
        email=client.billing_email or client.email or "",
        phone=client.mobile or "",
        endpoint=_endpoint(client, client.einvoice),
    )


def _endpoint(party: Firm | Client, form: EInvoice) -> str:
    """Where it receives electronic invoices, as it says or as is usual; empty on paper."""
    if form is EInvoice.PDF:
        return ""
    own = checked_endpoint(party.endpoint) if party.endpoint else ""
    if isinstance(own, Fault):
        return ""
    usual = usual_endpoint(party.country, party.enterprise_number or "", party.vat_number or "")
    return own or usual
