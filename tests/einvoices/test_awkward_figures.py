"""Figures and parties at the edge of what is billed: the official rules take them all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from einvoices.official import breaches
from einvoices.samples import (
    BELGIAN,
    DUTCH_SPEAKING,
    FRENCH,
    FRENCH_RATE,
    PARISIAN,
    STANDARD,
    SWISS,
    credited,
    french,
    issued,
    off,
    piece,
)
from einvoices.written_forms import FORMS, IDENTIFIED, Writer

from addin.billing.choices import VatCategory
from addin.billing.discounts import Discount
from addin.billing.invoice import Exemption, Invoice, InvoiceLine, Party
from addin.einvoices.building import electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.profiles import PEPPOL, Profile
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.telling import told
from addin.einvoices.rules.verdict import Breach, Flag

ANYWHERE = "0088:7300010000001"
"""Electronic address of a buyer whose numbers tell none."""
BUYERS = {
    "the United States": ("US", "", "0060:081466849", VatCategory.G),
    "Switzerland": ("CH", SWISS.vat_number, SWISS.endpoint, VatCategory.O),
    "Monaco": ("MC", "FR22000005306", ANYWHERE, VatCategory.S),
    "Northern Ireland": ("GB", "XI980780684", ANYWHERE, VatCategory.K),
    "Northern Ireland, XI": ("XI", "XI980780684", ANYWHERE, VatCategory.K),
    "Luxembourg": ("LU", "LU15027442", "", VatCategory.AE),
    "the Netherlands": ("NL", "NL004495445B01", "", VatCategory.K),
}
SMALL = Exemption(VatCategory.E, "Franchise de taxe, article 293 B du CGI", "VATEX-FR-FRANCHISE")


def figures(rate: Decimal) -> dict[str, list[InvoiceLine]]:
    """Lines by what is awkward about them; all bear VAT at a rate."""
    fee = piece("1", "950.00", rate=rate)
    free = piece("37", "0.00", rate=rate)
    return {
        "a quantity of nothing": [fee, piece("0", "14.75", rate=rate)],
        "a quantity of nothing alone": [piece("0", "14.75", rate=rate)],
        "a price of nothing": [fee, free],
        "a document of nothing": [free],
        "all of it discounted": [off(fee, 950_00)],
        "twelve digits": [piece("1", "9999999999.99", rate=rate)],
        "a million of a million": [piece("999999", "999999.99", rate=rate)],
        "a price of ten decimals": [piece("1000", "0.0123456789", rate=rate)],
        "an exponent": [piece("1E+3", "1E+2", rate=rate)],
        "a billionth": [piece("0.000000001", "1000000000", rate=rate)],
    }


def of(profile: Profile, lines: list[InvoiceLine], **changes: object) -> Invoice:
    """An invoice of a Belgian firm by Peppol, else of a French one."""
    if profile is PEPPOL:
        return issued(lines, **changes)  # type: ignore[arg-type]
    return french(lines, einvoice=profile.einvoice, **changes)


def cases(profile: Profile) -> dict[str, Invoice]:
    """Invoices by what is awkward about them."""
    home = STANDARD if profile is PEPPOL else FRENCH_RATE
    whole = {name: of(profile, lines) for name, lines in figures(home).items()}
    fee = piece("1", "950.00", rate=home)
    whole["a discount of all"] = of(profile, [fee], discounts=[Discount("Cadeau", Decimal(1))])
    for currency in ("USD", "CHF") if profile is PEPPOL else ():
        whole[currency] = of(profile, [fee], currency=currency)
    for rate in ("0.055", "0.021", "0.085", "0.0105", "0.0175"):
        whole[f"VAT at {rate}"] = of(profile, [piece("3", "24.9533", rate=Decimal(rate))])
    whole |= {name: sold(profile, home, *buyer) for name, buyer in BUYERS.items()}
    whole |= small_businesses(profile)
    for name in list(whole):
        whole[f"{name}, credited"] = credited(whole[name])
    if profile is PEPPOL:
        # French rules want the sentences on late payment, which a consumer is not told.
        private = replace(DUTCH_SPEAKING, vat_number="", enterprise_number="", endpoint=ANYWHERE)
        whole["a private buyer"] = of(profile, [fee], buyer=private)
    return whole


def sold(
    profile: Profile,
    rate: Decimal,
    country: str,
    vat_number: str,
    endpoint: str,
    category: VatCategory,
) -> Invoice:
    """What is sold to a buyer of a country."""
    buyer = replace(
        PARISIAN,
        country=country,
        vat_number=vat_number,
        enterprise_number="" if vat_number else "4711",
        endpoint=endpoint,
    )
    return of(profile, [piece("2", "80.00", category=category, rate=rate)], buyer=buyer)


def small_businesses(profile: Profile) -> dict[str, Invoice]:
    """What a firm sells that charges no VAT, with a VAT number and, in France, without one."""
    firm = BELGIAN if profile is PEPPOL else FRENCH
    line = piece("1", "100", category=VatCategory.E)
    sellers: dict[str, Party] = {
        "a small business": firm,
        "a small business without a VAT number": replace(firm, vat_number=""),
    }
    return {
        name: of(profile, [line], seller=seller, exemptions=(SMALL,))
        for name, seller in sellers.items()
    }


@pytest.mark.parametrize(("write", "profile", "form"), FORMS, ids=IDENTIFIED)
def test_whatever_is_awkward_about_figures_and_parties_passes(
    desk: Desk, write: Writer, profile: Profile, form: Form
) -> None:
    found = {}
    for name, invoice in cases(profile).items():
        file = electronic_invoice(replace(invoice, einvoice=profile.einvoice))
        if said := [*breaches(desk, write(file, profile), form), *exact_findings(file)]:
            found[name] = said
    assert found == {}


@pytest.mark.parametrize("currency", ["USD", "CHF"])
@pytest.mark.parametrize(("write", "profile", "form"), FORMS[1:], ids=["ubl", "cii"])
def test_a_french_invoice_in_another_currency_is_told_with_the_setting_to_mend(
    desk: Desk, write: Writer, profile: Profile, form: Form, currency: str
) -> None:
    """France wants its VAT in euro as well, for which no rate of exchange is known."""
    invoice = of(profile, [piece("1", "950.00", rate=FRENCH_RATE)], currency=currency)
    said = list(breaches(desk, write(electronic_invoice(invoice), profile), form))
    assert [one.split()[0] for one in said] == ["BR-FR-CO-12_BT-5"]
    found = told(Breach("BR-FR-CO-12_BT-5", Flag.FATAL, said[0], "Invoice"))
    assert (found.code, found.where.table) == ("EIR-02", "Settings")
    assert "rate of exchange" in str(found.values["said"])
