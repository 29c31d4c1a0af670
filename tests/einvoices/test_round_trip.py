"""What is written is read as it was; what others wrote is written again and stays valid."""

from dataclasses import replace
from pathlib import Path

import pytest
from einvoices.official import RULES, breaches
from einvoices.samples import ANNEX, belgian_cases, french_cases

from addin.billing.choices import EInvoice
from addin.billing.invoice import Invoice
from addin.einvoices.building import electronic_invoice
from addin.einvoices.cii import to_cii
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.reading import read_file, read_invoice
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl

CASES = belgian_cases() | {
    f"{name}, French": one for name, one in french_cases(EInvoice.UBL_FR).items()
}
PUBLISHED = sorted((RULES.parent / "invoices" / "valid").rglob("*.xml"))


def written(invoice: Invoice) -> ElectronicInvoice:
    """An invoice as it is before it is written; no file can hold what XML has no sign for."""
    whole = electronic_invoice(invoice, [ANNEX])
    lines = tuple(
        replace(one, item=replace(one.item, name=one.item.name.replace("\x0b", "")))
        for one in whole.lines
    )
    return replace(whole, lines=lines)


@pytest.mark.parametrize("name", CASES)
def test_ubl_says_all_that_the_invoice_says(name: str) -> None:
    invoice = written(CASES[name])
    assert read_invoice(to_ubl(invoice)) == invoice


@pytest.mark.parametrize("name", CASES)
def test_cii_says_all_that_the_invoice_says(name: str) -> None:
    invoice = written(CASES[name])
    assert read_invoice(to_cii(invoice)) == invoice


@pytest.mark.skipif(not PUBLISHED, reason="the corpus of invoices is not here")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_invoice_is_written_again_as_it_was(path: Path, desk: Desk) -> None:
    invoice, xml = read_file(path)
    is_cii = b"CrossIndustryInvoice" in xml
    again = to_cii(invoice) if is_cii else to_ubl(invoice)

    assert read_invoice(again) == invoice
    form = Form.CII if is_cii else Form.UBL
    assert set(breaches(desk, again, form)) <= set(breaches(desk, xml, form))
