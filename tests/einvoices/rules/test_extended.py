"""The extended profile of the French rules: read, and held to rules of its own."""

from collections.abc import Iterator

import pytest
from einvoices.samples import french_cases

from addin.billing.choices import EInvoice
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules import judging
from addin.einvoices.rules.documents import read_document
from addin.einvoices.rules.form import Form, form_of
from addin.einvoices.rules.judging import validate
from addin.jobs.invoices.electronic import electronic_file

EN_16931 = b"urn:cen.eu:en16931:2017<"
EXTENDED = b"urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr<"
FORMS = [(EInvoice.UBL_FR, Form.UBL_EXTENDED), (EInvoice.CII_FR, Form.CII_EXTENDED)]


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    judging.DESK.close()


def extended(form: EInvoice) -> bytes:
    """An invoice of ours that says it follows the extended profile, which allows for more."""
    xml = electronic_file(french_cases(form)["several rates"])
    assert xml is not None
    assert EN_16931 in xml
    return xml.replace(EN_16931, EXTENDED)


@pytest.mark.parametrize(("einvoice", "form"), FORMS)
def test_it_is_known_and_read(einvoice: EInvoice, form: Form) -> None:
    xml = extended(einvoice)

    assert form_of(read_document(xml)) is form
    assert read_invoice(xml).specification == EXTENDED.decode().rstrip("<")


@pytest.mark.parametrize(("einvoice", "form"), FORMS)
def test_it_is_held_to_the_rules_of_the_extended_profile(einvoice: EInvoice, form: Form) -> None:
    sound = validate(extended(einvoice), form)
    assert [one.passed for one in sound.outcomes] == [True, True, True]
    assert any("EXTENDED-CTC-FR" in one.title for one in sound.outcomes)

    total = read_invoice(extended(einvoice)).totals.with_vat
    broken = extended(einvoice).replace(f"{total}".encode(), f"{total + 1}".encode())
    (*_, rules) = validate(broken, form).outcomes
    assert "BR-FREXT-CO-15" in {one.rule for one in rules.breaches}
