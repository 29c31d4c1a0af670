"""What is printed is what was computed: every figure of a document, read back from its tables."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.choices import VatCategory
from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import EarlyTerms, document_sums
from addin.billing.invoice import EarlyPayment, Invoice, InvoiceLine
from addin.billing.lines import Overrides, charge
from addin.billing.money import from_cents
from addin.documents.invoices import expected_totals, read_totals, render_invoice
from addin.documents.printed_rows import ROW_MARKS, differing_rows, expected_rows, read_rows
from addin.documents.specimen import early_specimen, specimen
from addin.words import Language
from documents.sample_templates import with_text

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
UNTIL = date(2026, 4, 10)
RATES = st.sampled_from([Decimal("0.21"), Decimal("0.06"), Decimal(0)])


@st.composite
def line(draw: st.DrawFn) -> InvoiceLine:
    """A line of any quantity and price, with discounts in percent and in euros and a cap."""
    rate = draw(RATES)
    quantity = draw(st.decimals(-50, 500, places=2))
    price = draw(st.decimals(0, 500, places=2))
    over_the_cap = draw(st.integers(0, 1000)) if quantity * price >= 10 else 0
    overrides = Overrides(
        discount=draw(st.decimals(0, 1, places=2)), discount_cents=draw(st.integers(0, 1000))
    )
    priced = charge(quantity, price, overrides, reduction_cents=over_the_cap)
    return InvoiceLine(
        line="L",
        project="P",
        description="Work",
        quantity=quantity,
        unit="hour",
        unit_name="hour",
        unit_price=price,
        net_cents=priced.net_cents,
        vat_category=VatCategory.S if rate else VatCategory.E,
        vat_rate=rate,
        period_from=MARCH[0],
        period_to=MARCH[1],
        allowance_cents=priced.allowance_cents,
        reduction_cents=over_the_cap,
    )


@st.composite
def document(draw: st.DrawFn) -> Invoice:
    """An invoice with discounts of its own, which may be paid early."""
    lines = tuple(draw(st.lists(line(), min_size=1, max_size=5)))
    taxed = [TaxedLine(one.net_cents, one.vat_category, one.vat_rate) for one in lines]
    usual = Discount("Usual", draw(st.decimals(0, 1, places=2)))
    agreed = Discount("Agreed", cents=draw(st.integers(0, 5000)), at_most=True)
    terms = EarlyTerms(
        draw(st.decimals(0, "0.1", places=3)), draw(st.sampled_from(["BE", "FR"])), "Early"
    )
    sums = document_sums(taxed, [usual, agreed], terms)
    early = EarlyPayment(
        terms.percent,
        UNTIL,
        sums.early_discount_cents,
        sums.early_gross_cents,
        taxed=terms.taxed,
    )
    whole = specimen(draw(st.sampled_from(list(Language))))
    return replace(
        whole,
        lines=lines,
        totals=sums.totals,
        discount=Decimal(0),
        allowances=sums.allowances,
        charges=sums.charges,
        early=early if sums.early_discount_cents else None,
    )


def cents(figure: str) -> int:
    """The amount that a text of a document shows."""
    digits = int(re.sub(r"\D", "", figure))
    return -digits if "\N{MINUS SIGN}" in figure else digits


def tables(made: bytes) -> tuple[Table, Table, Table]:
    """Those of the lines, of the VAT and of the totals."""
    found = docx.Document(BytesIO(made)).tables
    sums = found[3].rows[0].cells
    return found[2], sums[0].tables[0], sums[2].tables[0]


@settings(max_examples=40)
@given(document())
def test_every_printed_figure_is_the_computed_one_and_adds_up(invoice: Invoice) -> None:
    made = render_invoice(invoice)
    line_rows, vat_rows, total_rows = tables(made)
    totals = invoice.totals

    assert read_totals(made) == expected_totals(invoice)
    printed = [cents(text_of(row.cells[5])) for row in line_rows.rows[1:]]
    assert printed == [one.net_cents for one in invoice.lines]
    figures = [cents(text_of(row.cells[1])) for row in total_rows.rows]
    *offs, net, vat, gross = figures
    if offs:  # a subtotal and its discounts
        assert offs[0] == sum(printed)
        assert sum(offs) == net
    assert (net, net + vat) == (totals.net_cents, gross)
    bases = [cents(text_of(row.cells[1])) for row in vat_rows.rows[1:]]
    assert sum(bases) == net
    assert sum(cents(text_of(row.cells[2])) for row in vat_rows.rows[1:]) == vat
    assert list(differing_rows(invoice, made)) == []
    expected = expected_rows(invoice)
    assert read_rows(made) == {mark: expected[mark] for mark in ROW_MARKS if expected[mark]}


def text_of(cell: object) -> str:
    """The text of a cell, that of its content controls included."""
    element = cell._tc  # type: ignore[attr-defined]  # noqa: SLF001
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def test_each_printed_line_is_quantity_times_price_less_what_is_taken_off() -> None:
    invoice = specimen(Language.EN)
    line_rows, _, _ = tables(render_invoice(invoice))

    for one, row in zip(invoice.lines, line_rows.rows[1:], strict=True):
        worked_out = charge(
            one.quantity, one.unit_price, Overrides(), by_minutes=one.minutes is not None
        )
        shown = from_cents(cents(text_of(row.cells[5])))
        assert shown == from_cents(worked_out.gross_cents - one.allowance_cents)


def test_a_row_that_says_another_figure_is_seen() -> None:
    invoice = early_specimen(Language.EN)
    made = render_invoice(invoice)
    rows = replace(invoice.lines[0], net_cents=95001), *invoice.lines[1:]

    assert list(differing_rows(replace(invoice, lines=tuple(rows)), made)) == [
        ("line_amount", 95000, 95001)
    ]


def test_a_row_too_many_or_too_few_is_seen() -> None:
    invoice = early_specimen(Language.EN)
    made = render_invoice(invoice)

    fewer = replace(invoice, lines=invoice.lines[:2])
    more = replace(invoice, lines=(*invoice.lines, invoice.lines[0]))

    assert list(differing_rows(fewer, made)) == [("line_amount", 117167, None)]
    assert list(differing_rows(more, made)) == [("line_amount", None, 95000)]


def test_the_rows_of_a_template_that_does_not_mark_them_are_not_compared() -> None:
    assert list(differing_rows(specimen(Language.EN), with_text("Total 1,00"))) == []
