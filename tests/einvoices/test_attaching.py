"""A file put into an invoice that is written: the rest stays as it was, and no rule objects."""

from dataclasses import replace

import pytest
from einvoices.official import breaches
from einvoices.samples import belgian_cases, french_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.choices import EInvoice
from addin.einvoices.attaching import PDF, XLSX, NotAttachableError, with_attachment
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form, form_for
from addin.jobs.invoices.electronic import electronic_file

CONTENT = b"%PDF-1.7\n%%EOF\n"
SEVERAL = {"CII-SR-475 warning", "CII-SR-476 warning"}
"""What the rules of CEN for CII remark on two files, although the norm takes any number (BG-24)."""
BELGIAN = {(EInvoice.PEPPOL, name): one for name, one in belgian_cases().items()}
FRENCH = {
    (form, name): one
    for form in (EInvoice.UBL_FR, EInvoice.CII_FR, EInvoice.FACTURX)
    for name, one in french_cases(form).items()
}
CASES = {
    f"{form.value}, {name}": replace(one, einvoice=form)
    for (form, name), one in (BELGIAN | FRENCH).items()
}


def written(name: str) -> tuple[bytes, Form]:
    """The file of a case, and what rules hold it."""
    invoice = CASES[name]
    xml, form = electronic_file(invoice), form_for(invoice.einvoice, invoice.seller.country)
    assert xml is not None
    assert form is not None
    return xml, form


@pytest.mark.parametrize("name", CASES)
def test_nothing_but_the_file_is_new(name: str) -> None:
    xml, _ = written(name)

    invoice, made = read_invoice(xml), read_invoice(with_attachment(xml, "a.pdf", PDF, CONTENT))

    (*before, new) = made.attachments
    assert (new.filename, new.reference, new.mime, new.content) == ("a.pdf", "a.pdf", PDF, CONTENT)
    assert tuple(before) == invoice.attachments
    assert replace(made, attachments=invoice.attachments) == invoice


@pytest.mark.parametrize("name", list(CASES)[::16])
def test_an_invoice_with_its_pdf_and_its_hours_passes_the_official_rules(
    name: str, desk: Desk
) -> None:
    xml, form = written(name)
    whole = with_attachment(xml, "invoice.pdf", PDF, CONTENT)
    whole = with_attachment(whole, "hours.xlsx", XLSX, b"PK")

    new = set(breaches(desk, whole, form)) - set(breaches(desk, xml, form))
    assert {one.split(": ")[0] for one in new} <= SEVERAL


@pytest.mark.parametrize("form", [EInvoice.UBL_FR, EInvoice.CII_FR])
def test_a_french_platform_is_told_which_file_people_read(form: EInvoice) -> None:
    name = next(one for one in CASES if one.startswith(form.value))
    xml, _ = written(name)
    for file, mime in (("a.pdf", PDF), ("b.pdf", PDF), ("c.xlsx", XLSX)):
        xml = with_attachment(xml, file, mime, CONTENT)

    kinds = [one.description for one in read_invoice(xml).attachments]
    assert kinds == ["LISIBLE", "DOCUMENT_ANNEXE", "DOCUMENT_ANNEXE"]


def test_the_same_file_is_attached_once() -> None:
    xml, _ = written(next(iter(CASES)))
    once = with_attachment(xml, "a.pdf", PDF, CONTENT)

    assert with_attachment(once, "a.pdf", PDF, CONTENT) == once
    assert once != xml


@pytest.mark.parametrize(
    ("name", "mime", "content", "said"),
    [
        ("a.docx", "application/msword", CONTENT, "none of PDF"),
        ("a.pdf", PDF, b"", "none of PDF"),
        ("a.pdf", PDF, b"another", "another file of this name"),
    ],
)
def test_what_does_not_go_into_an_invoice_is_refused(
    name: str, mime: str, content: bytes, said: str
) -> None:
    xml = with_attachment(written(next(iter(CASES)))[0], "a.pdf", PDF, CONTENT)

    with pytest.raises(NotAttachableError, match=said) as refused:
        with_attachment(xml, name, mime, content)
    assert refused.value.code == "EIN-16"


def test_the_invoice_of_somebody_else_is_left_alone() -> None:
    xml, _ = written(next(iter(CASES)))

    with pytest.raises(NotAttachableError, match="not written by Quotepart"):
        with_attachment(xml.replace(b"<cbc:ID>", b"<cbc:ID >", 1), "a.pdf", PDF, CONTENT)


@settings(max_examples=20)
@given(content=st.binary(min_size=1, max_size=3000), name=st.text("aé &<\"'", min_size=1))
def test_any_file_comes_out_as_it_went_in(content: bytes, name: str) -> None:
    xml, _ = written(next(iter(CASES)))

    whole = with_attachment(xml, f"{name}.png", "image/png", content)

    (found,) = read_invoice(whole).attachments
    assert (found.content, found.filename) == (content, f"{name}.png".strip())
    assert with_attachment(whole, f"{name}.png", "image/png", content) == whole
