"""The rows of figures of an invoice: as they are computed, and as a document shows them."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice
from addin.documents.figures import percent
from addin.documents.marks import cents_shown, marked_texts
from addin.documents.print_words import USUAL_DISCOUNT, VAT_REASONS
from addin.words import Language

LINE, DISCOUNT, BASE, VAT = ROW_MARKS = (
    "line_amount",
    "allowance_amount",
    "vat_base",
    "vat_amount",
)
"""The content controls in which the figures of rows stand, in each row."""


class DiscountRow(NamedTuple):
    """A discount on the document, over all VAT rates; ``cents`` is above zero."""

    reason: str
    cents: int


class VatRow(NamedTuple):
    """A row of the VAT breakdown."""

    label: str
    base_cents: int
    vat_cents: int


def discount_rows(invoice: Invoice, language: Language) -> list[DiscountRow]:
    """The discounts on the document, each with its reason.

    What an early payment takes off the taxable base is put back by a charge, and is not one yet.
    """
    sums: dict[str, int] = {}
    put_back = {charge.reason for charge in invoice.charges}
    for one in invoice.allowances:
        if one.reason not in put_back:
            sums[one.reason] = sums.get(one.reason, 0) + one.cents
    if not invoice.allowances and invoice.totals.allowance_cents:
        # Issued before the journal kept its discounts one by one.
        rate = f" {percent(invoice.discount, language)}" if invoice.discount else ""
        sums[USUAL_DISCOUNT[language] + rate] = invoice.totals.allowance_cents
    return [DiscountRow(reason, cents) for reason, cents in sums.items()]


def vat_rows(invoice: Invoice, language: Language) -> list[VatRow]:
    """The breakdown; what a charge puts back stands in a row of its own, by its reason."""
    billed = {line.vat_category for line in invoice.lines}
    rows = []
    for row in invoice.totals.vat:
        group = (row.vat_category, row.vat_rate)
        own = row.base_cents - sum(
            one.cents for one in invoice.charges if (one.vat_category, one.vat_rate) == group
        )
        if own or row.vat_category in billed:
            label = (
                percent(row.vat_rate, language)
                if row.vat_category is VatCategory.S
                else VAT_REASONS[row.vat_category][1][language]
            )
            rows.append(VatRow(label, own, row.vat_cents))
    return [*rows, *(VatRow(one.reason, one.cents, 0) for one in invoice.charges)]


def expected_rows(invoice: Invoice) -> dict[str, list[int]]:
    """The cents of each row of the document of an invoice, by mark, in the order of the rows."""
    language = Language(invoice.language)
    breakdown = vat_rows(invoice, language)
    return {
        LINE: [line.net_cents for line in invoice.lines],
        DISCOUNT: [-row.cents for row in discount_rows(invoice, language)],
        BASE: [row.base_cents for row in breakdown],
        VAT: [row.vat_cents for row in breakdown],
    }


def read_rows(docx: bytes) -> dict[str, list[int]]:
    """What a written invoice shows in each row that its template marks; others are left out.

    Raises:
        DamagedDocumentError: Word could not open the document.
        UnclearFigureError: A marked text is no amount.
    """
    found = marked_texts(docx)
    return {
        mark: [cents_shown(text, mark) for text in found[mark]]
        for mark in ROW_MARKS
        if mark in found
    }


def differing_rows(invoice: Invoice, docx: bytes) -> Iterator[tuple[str, int | None, int | None]]:
    """Where a document differs from its invoice: the mark, what is shown, what was computed.

    None stands for a row that one of them does not have. A template need not mark its rows: those
    of a mark that is nowhere are not compared.
    """
    due = expected_rows(invoice)
    for mark, shown in read_rows(docx).items():
        for pair in zip_longest(shown, due[mark]):
            if pair[0] != pair[1]:
                yield (mark, *pair)
