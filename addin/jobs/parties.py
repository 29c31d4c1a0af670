"""Who stands on an invoice: the firm and its client."""

from addin.billing.invoice import Party
from addin.identity.vat_number import checked_vat_number
from addin.jobs.portfolio import Portfolio
from addin.tables.sheets.clients import Client


def seller(portfolio: Portfolio) -> Party:
    """The firm."""
    firm = portfolio.firm
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
        enterprise_number=firm.enterprise_number or "",
        email=firm.email or "",
        phone=firm.phone or "",
    )


def _form(name: str | None, form: str | None) -> str:
    """The legal form, unless the name ends with it already."""
    if not form or (name or "").lower().split()[-1:] == [form.lower()]:
        return ""
    return form


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
        enterprise_number=client.enterprise_number or "",
        contact=client.contact or "",
        email=client.billing_email or client.email or "",
        phone=client.mobile or "",
    )
