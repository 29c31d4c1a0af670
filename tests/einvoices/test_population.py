"""Whatever is issued, to whomever: every file passes every rule and says the invoice to the cent.

By night there are 5 000 documents: ``make night``.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from einvoices.population import FORMS, Document, population, trades
from einvoices_corpus import PEPPOL_SCHEMATRON
from hypothesis import settings

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.invoice import DocumentKind, Invoice
from addin.billing.money import to_cents
from addin.einvoices.building import electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.cii import to_cii
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.profiles import PROFILES, conformed
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import form_for
from addin.einvoices.rules.judging import Judge, validate_all
from addin.einvoices.rules.kept import KeptRules
from addin.einvoices.rules.rule_files import look_at
from addin.einvoices.ubl import to_ubl
from addin.words import Language

BY_NIGHT = settings().max_examples >= 10_000
COUNT = 5_000 if BY_NIGHT else 240
SEED = 20_260_401
"""With the place of a document, all that it takes to make it again."""
DOCUMENTS = list(population(COUNT, SEED))
WRITERS = {
    EInvoice.PEPPOL: to_ubl,
    EInvoice.UBL_FR: to_ubl,
    EInvoice.CII_FR: to_cii,
    EInvoice.FACTURX: to_cii,
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Judge:
    """All official rules, those of Peppol installed as a user does it."""
    kept = KeptRules(tmp_path_factory.mktemp("rules"))
    kept.keep(look_at(PEPPOL_SCHEMATRON.read_bytes(), PEPPOL_SCHEMATRON.name))
    return Judge(kept, desk)


def named() -> Iterator[tuple[str, Document]]:
    """Each document with what it is found by."""
    for place, one in enumerate(DOCUMENTS, start=1):
        yield f"seed {SEED}, document {place}", one


def model(one: Document) -> ElectronicInvoice:
    return electronic_invoice(one.invoice, one.attachments)


@cache
def xml(one: Document) -> bytes:
    form = one.invoice.einvoice
    return WRITERS[form](model(one), PROFILES[form])


def without_blanks(value: Any) -> Any:
    """The same, its texts without the blanks around them and with one blank between words."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, tuple):
        return tuple(without_blanks(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{field.name: without_blanks(getattr(value, field.name)) for field in fields(value)},
        )
    return value


def cents(invoice: Invoice) -> tuple[Any, ...]:
    """What an invoice comes to, in cents: its lines, its VAT and its totals."""
    totals = invoice.totals
    rows = sorted((row.vat_category.value, row.base_cents, row.vat_cents) for row in totals.vat)
    lines = [line.net_cents for line in invoice.lines]
    return lines, rows, totals.lines_cents, totals.net_cents, totals.vat_cents, totals.gross_cents


def cents_read(invoice: ElectronicInvoice) -> tuple[Any, ...]:
    """The same of a file."""
    totals = invoice.totals
    rows = sorted((row.category, to_cents(row.base), to_cents(row.vat)) for row in invoice.vat)
    sums = (totals.lines, totals.without_vat, totals.vat, totals.with_vat)
    lines = [to_cents(line.net) for line in invoice.lines]
    return lines, rows, *(to_cents(one or 0) for one in sums)


def test_every_document_passes_the_official_rules(judge: Judge) -> None:
    forms = [form_for(one.invoice.einvoice, one.invoice.seller.country) for one in DOCUMENTS]
    asked = [(xml(one), form) for one, form in zip(DOCUMENTS, forms, strict=True) if form]
    assert len(asked) == COUNT

    told = {}
    for (name, _), verdict in zip(named(), validate_all(asked, judge=judge), strict=True):
        assert verdict.not_run == ()
        if verdict.breaches:
            told[name] = [(one.rule, one.flag.value, one.path) for one in verdict.breaches]

    assert told == {}


def test_every_document_passes_our_own_checks() -> None:
    told = {name: exact_findings(model(one)) for name, one in named()}
    assert {name: found for name, found in told.items() if found} == {}


def test_every_file_says_what_was_computed_to_the_cent() -> None:
    for name, one in named():
        read = read_invoice(xml(one))
        assert cents_read(read) == cents(one.invoice), name
        assert read.number == one.invoice.number, name
        assert exact_findings(read) == [], name


def test_every_file_is_read_as_it_was_written() -> None:
    for name, one in named():
        written = conformed(model(one), PROFILES[one.invoice.einvoice])
        assert without_blanks(read_invoice(xml(one))) == without_blanks(written), name


@pytest.mark.parametrize(("country", "form"), sorted(set(FORMS)))
def test_a_seed_makes_the_same_documents_again(country: str, form: EInvoice) -> None:
    mine = [one for one in DOCUMENTS if one.invoice.einvoice is form]
    again = [one for one in population(COUNT, SEED) if one.invoice.einvoice is form]
    assert mine == again
    assert any(one.invoice.seller.country == country for one in mine)


def test_the_population_has_every_case() -> None:
    """What passes the rules without being there proves nothing."""
    invoices = [one.invoice for one in DOCUMENTS]
    lines = [line for one in invoices for line in one.lines]
    rows = [row for one in invoices for row in one.totals.vat]
    categories = {form: set[VatCategory]() for form in WRITERS}
    for one in invoices:
        categories[one.einvoice] |= {row.vat_category for row in one.totals.vat}

    assert all(found == set(VatCategory) for found in categories.values())
    assert {one.language for one in invoices} == set(Language)
    assert {one.kind for one in invoices} == {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}
    assert {model(one).kind for one in DOCUMENTS} == {"380", "381", "386"}
    assert {f"{row.vat_rate:f}" for row in rows} >= {"0.21", "0.12", "0.06", "0.20", "0.055"}
    assert any(len(one.totals.vat) > 2 for one in invoices)
    assert any(one.allowances for one in invoices)
    assert any(one.charges for one in invoices)
    assert {one.early.taxed for one in invoices if one.early} == {True, False}
    assert any(one.totals.gross_cents == 0 for one in invoices)
    assert any(line.net_cents < 0 for line in lines)
    assert any(line.reduction_cents for line in lines)
    assert any(line.minutes for line in lines)
    assert any(one.attachments for one in DOCUMENTS)
    assert {trade.buyer for country in ("BE", "FR") for trade in trades(country)} == {
        one.buyer.country for one in invoices
    }
