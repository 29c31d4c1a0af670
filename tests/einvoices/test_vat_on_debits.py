"""A French firm that owes VAT on debits says so with a code as well (BT-8)."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from einvoices.official import breaches
from einvoices.samples import FRENCH_NOTES, FRENCH_RATE, credited, french, piece
from lxml import etree

from addin.billing.choices import EInvoice, MentionReason
from addin.billing.invoice import Invoice, Note
from addin.einvoices.building import electronic_invoice
from addin.einvoices.cii import to_cii
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.profiles import FACTUR_X, FRENCH_CII, FRENCH_UBL, Profile
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl
from addin.jobs.invoices.legal_sentences import SUBJECTS

FORMS = [
    (to_ubl, FRENCH_UBL, Form.UBL_FR, "DescriptionCode", "3"),
    (to_cii, FRENCH_CII, Form.CII_FR, "DueDateTypeCode", "5"),
    (to_cii, FACTUR_X, Form.CII_FR, "DueDateTypeCode", "5"),
]


def on_debits(einvoice: EInvoice) -> Invoice:
    """Two rates, so that the code is told with each."""
    lines = [piece("1", "950.00", rate=FRENCH_RATE), piece("3", "24.9533", rate=Decimal("0.055"))]
    (subject,) = SUBJECTS[MentionReason.ON_DEBITS]
    notes = (*FRENCH_NOTES, Note("TVA acquittée sur les débits.", subject))
    return french(lines, einvoice=einvoice, notes=notes)


@pytest.mark.parametrize(
    ("write", "profile", "form", "name", "code"), FORMS, ids=["ubl", "cii", "facturx"]
)
def test_a_file_says_that_vat_falls_due_with_the_invoice(
    desk: Desk,
    write: Callable[[ElectronicInvoice, Profile], bytes],
    profile: Profile,
    form: Form,
    name: str,
    code: str,
) -> None:
    invoice = on_debits(profile.einvoice)
    for one in (invoice, credited(invoice)):
        xml = write(electronic_invoice(one), profile)
        assert {found.text for found in etree.fromstring(xml).iterfind(f".//{{*}}{name}")} == {code}
        assert list(breaches(desk, xml, form)) == []


def test_without_the_option_nothing_is_said_of_when_vat_falls_due() -> None:
    whole = french([piece("1", "10", rate=FRENCH_RATE)], einvoice=EInvoice.UBL_FR)
    assert electronic_invoice(whole).vat_date_code == ""
