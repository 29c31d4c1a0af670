"""Whatever a firm issues passes the schemas and the official rules."""

from dataclasses import replace

import pytest
from einvoices.official import breaches
from einvoices.samples import ANNEX, belgian_cases, french_cases
from einvoices.written_forms import Writer

from addin.billing.choices import EInvoice
from addin.billing.invoice import Invoice
from addin.einvoices.building import electronic_invoice
from addin.einvoices.cii import to_cii
from addin.einvoices.profiles import FACTUR_X, FRENCH_CII, FRENCH_UBL, PEPPOL, Profile
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl


def told(
    desk: Desk, cases: dict[str, Invoice], write: Writer, profile: Profile, form: Form
) -> dict[str, list[str]]:
    """What is said against each of some invoices, by its name."""
    found = {}
    for name, invoice in cases.items():
        ours = replace(invoice, einvoice=profile.einvoice)
        xml = write(electronic_invoice(ours, [ANNEX]), profile)
        if said := list(breaches(desk, xml, form)):
            found[name] = said
    return found


def test_whatever_a_belgian_firm_issues_passes_the_rules_of_peppol(desk: Desk) -> None:
    assert told(desk, belgian_cases(), to_ubl, PEPPOL, Form.PEPPOL) == {}


def test_whatever_a_belgian_firm_issues_passes_the_rules_of_factur_x(desk: Desk) -> None:
    assert told(desk, belgian_cases(), to_cii, FACTUR_X, Form.FACTURX) == {}


@pytest.mark.parametrize(
    ("write", "profile", "form"),
    [
        (to_ubl, FRENCH_UBL, Form.UBL_FR),
        (to_cii, FRENCH_CII, Form.CII_FR),
        (to_cii, FACTUR_X, Form.CII_FR),
    ],
)
def test_whatever_a_french_firm_issues_passes_the_french_rules(
    desk: Desk, write: Writer, profile: Profile, form: Form
) -> None:
    assert told(desk, french_cases(profile.einvoice), write, profile, form) == {}


def test_every_profile_is_that_of_a_form_in_which_a_payer_gets_invoices() -> None:
    profiles = (PEPPOL, FRENCH_UBL, FRENCH_CII, FACTUR_X)
    assert {one.einvoice for one in profiles} == set(EInvoice) - {EInvoice.PDF}
