"""An invoice comes back from the journal exactly as it went in."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_samples import invoice

from addin.billing.choices import VatCategory
from addin.billing.invoice import (
    DocumentAllowance,
    DocumentCharge,
    EarlyPayment,
    Invoice,
    InvoiceLine,
    Party,
    Totals,
    VatTotal,
)
from addin.journal.content import content, digest, invoice_of

CENTS = st.integers(-(10**12), 10**12)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
TEXT = st.text(max_size=20)
DATES = st.dates()
CATEGORIES = st.sampled_from(VatCategory)

# Every field by its type, those with a default too.
PARTIES = st.builds(Party, *[TEXT] * 11)
LINES = st.builds(
    InvoiceLine,
    line=TEXT,
    project=TEXT,
    description=TEXT,
    quantity=DECIMALS,
    unit=TEXT,
    unit_name=TEXT,
    unit_price=DECIMALS,
    net_cents=CENTS,
    vat_category=CATEGORIES,
    vat_rate=DECIMALS,
    period_from=DATES,
    period_to=DATES,
    allowance_cents=CENTS,
    minutes=st.none() | st.integers(0, 10**6),
    reduction_cents=CENTS,
    phase=TEXT,
)
VAT_TOTALS = st.builds(VatTotal, CATEGORIES, DECIMALS, CENTS, CENTS)
TOTALS = st.builds(
    Totals, CENTS, CENTS, CENTS, st.lists(VAT_TOTALS, max_size=2).map(tuple), CENTS, CENTS, CENTS
)
ALLOWANCES = st.builds(DocumentAllowance, TEXT, CENTS, CATEGORIES, DECIMALS, TEXT)
CHARGES = st.builds(DocumentCharge, TEXT, CENTS, CATEGORIES, DECIMALS)
EARLY = st.builds(EarlyPayment, DECIMALS, DATES, CENTS, CENTS, st.booleans())
INVOICES = st.builds(
    Invoice,
    seller=PARTIES,
    buyer=PARTIES,
    projects=st.lists(TEXT, max_size=2).map(tuple),
    lines=st.lists(LINES, max_size=2).map(tuple),
    totals=TOTALS,
    bic=TEXT,
    discount=DECIMALS,
    buyer_reference=TEXT,
    template=TEXT,
    mentions=st.lists(TEXT, max_size=2).map(tuple),
    logo=TEXT,
    allowances=st.lists(ALLOWANCES, max_size=2).map(tuple),
    charges=st.lists(CHARGES, max_size=1).map(tuple),
    early=st.none() | EARLY,
)


@given(INVOICES)
def test_an_invoice_comes_back_exactly(issued: Invoice) -> None:
    back = invoice_of(content(issued))

    assert back == issued
    assert repr(back) == repr(issued)  # 1.50 stays 1.50


@given(INVOICES)
def test_the_text_is_canonical(issued: Invoice) -> None:
    assert content(invoice_of(content(issued))) == content(issued)


@given(INVOICES)
def test_the_text_is_json_in_one_form(issued: Invoice) -> None:
    text = content(issued)

    form = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert form == text


@given(INVOICES, INVOICES)
def test_two_invoices_share_a_digest_only_if_they_are_the_same(
    one: Invoice, other: Invoice
) -> None:
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))


def test_a_printed_zero_is_part_of_the_invoice() -> None:
    plain = invoice("2026-00001")

    printed = replace(plain, discount=Decimal("0.00"))

    assert invoice_of(content(printed)).discount.as_tuple() == Decimal("0.00").as_tuple()
    assert digest(printed) != digest(plain)


def test_decimals_dates_and_categories_are_readable() -> None:
    kept = json.loads(content(invoice("2026-00001")))

    line = kept["lines"][0]
    assert (line["unit_price"], line["vat_category"], line["net_cents"]) == ("14.75", "S", 54575)
    assert date.fromisoformat(kept["issue_date"]) == date(2026, 3, 31)


def test_a_field_at_its_default_is_left_out() -> None:
    # so that a field added by a later version leaves the digests of older invoices alone
    assert "bic" not in json.loads(content(invoice("2026-00001")))
    assert "bic" in json.loads(content(replace(invoice("2026-00001"), bic="GEBABEBB")))


def test_an_invoice_without_discounts_is_kept_as_before_there_were_any() -> None:
    kept = json.loads(content(invoice("2026-00001")))

    assert not {"allowances", "charges", "early"} & kept.keys()
    assert "charge_cents" not in kept["totals"]
    assert not {"reduction_cents", "phase"} & kept["lines"][0].keys()


def test_the_digest_of_a_known_invoice_never_changes() -> None:
    assert digest(invoice("2026-00001")) == (
        "4407f3a2e69623670bbe457539a230a8d922b9ab0d543918ac9510cfc2af8c62"
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"number": 1}'])
def test_another_text_is_no_invoice(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        invoice_of(text)
