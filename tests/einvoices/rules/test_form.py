"""Which rules an invoice is held to."""

import pytest
from lxml import etree

from addin.billing.choices import EInvoice
from addin.einvoices.rules.form import ROOTS, Form, form_for, form_of
from addin.einvoices.rules.rule_sets import schema_for, sets_for

UBL = (
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
    "<c:CustomizationID>{}</c:CustomizationID><c:ProfileID>{}</c:ProfileID></Invoice>"
)
CII = (
    '<x:CrossIndustryInvoice xmlns:x="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
    ' xmlns:r="urn:un"><x:ExchangedDocumentContext>'
    "<r:BusinessProcessSpecifiedDocumentContextParameter><r:ID>{1}</r:ID>"
    "</r:BusinessProcessSpecifiedDocumentContextParameter>"
    "<r:GuidelineSpecifiedDocumentContextParameter><r:ID>{0}</r:ID>"
    "</r:GuidelineSpecifiedDocumentContextParameter>"
    "</x:ExchangedDocumentContext></x:CrossIndustryInvoice>"
)
EN = "urn:cen.eu:en16931:2017"
EXTENDED = "#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr"


@pytest.mark.parametrize(
    ("file", "specification", "process", "form"),
    [
        (UBL, f"{EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "any", Form.PEPPOL),
        (UBL, EN, "S1", Form.UBL_FR),
        (UBL, EN, "", Form.UBL),
        (UBL, f"{EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "S", Form.UBL),
        (CII, EN, "B7", Form.CII_FR),
        (UBL, f"{EN}{EXTENDED}", "S1", Form.UBL_EXTENDED),
        (CII, f"{EN}{EXTENDED}", "S1", Form.CII_EXTENDED),
        (CII, EN, "", Form.FACTURX),
        (CII, "urn:factur-x.eu:1p0:minimum", "", Form.CII),
    ],
)
def test_a_document_says_what_it_is(
    file: str, specification: str, process: str, form: Form
) -> None:
    assert form_of(etree.fromstring(file.format(specification, process))) is form


def test_what_is_no_invoice_has_no_form() -> None:
    assert form_of(etree.fromstring("<Invoice/>")) is None
    assert form_of(etree.fromstring(CII.replace("ExchangedDocumentContext", "Other"))) is Form.CII


def test_what_the_clients_sheet_says_becomes_a_form() -> None:
    assert form_for(EInvoice.PEPPOL, "BE") is Form.PEPPOL
    assert form_for(EInvoice.UBL_FR, "FR") is Form.UBL_FR
    assert form_for(EInvoice.FACTURX, "BE") is Form.FACTURX
    assert form_for(EInvoice.FACTURX, "FR") is Form.CII_FR
    assert form_for(EInvoice.PDF, "BE") is None


@pytest.mark.parametrize("form", Form)
def test_each_form_has_a_schema_for_its_roots_and_rules_beyond_it(form: Form) -> None:
    schema = schema_for(form)

    for root in ROOTS[form]:
        assert schema.files[etree.QName(root).localname].is_file()
    assert sets_for(form)
