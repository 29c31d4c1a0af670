"""Invoices and what credit notes take of them, small enough to be checked by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from journal_samples import invoice as sample_invoice

from addin.billing.choices import VatCategory
from addin.billing.credit import Credit, as_credit_note
from addin.billing.credit_left import Left, Taxed
from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import EarlyTerms, document_sums
from addin.billing.invoice import Invoice, InvoiceLine, Source
from addin.billing.money import from_cents

S, E = VatCategory.S, VatCategory.E
R21, R6 = Decimal("0.21"), Decimal("0.06")
AT_21, AT_6 = (S, R21), (S, R6)
EARLY = EarlyTerms(Decimal("0.02"), "BE", "early")
FIRST, SECOND = Source("Timesheets", "T-000001"), Source("Expenses", "E-000002")


def line(cents: int, taxed: Taxed = AT_21) -> InvoiceLine:
    """A line of one piece, with a negative quantity where it gives something back."""
    return replace(
        sample_invoice("").lines[0],
        quantity=Decimal(1 if cents >= 0 else -1),
        unit_price=from_cents(abs(cents)),
        net_cents=cents,
        vat_category=taxed[0],
        vat_rate=taxed[1],
    )


def hours(quantity: int) -> InvoiceLine:
    """Hours at 50.00."""
    return replace(
        line(quantity * 50_00), quantity=Decimal(quantity), unit="hour", unit_price=Decimal(50)
    )


def invoice_of(
    *lines: InvoiceLine, discounts: Sequence[Discount] = (), early: EarlyTerms | None = None
) -> Invoice:
    """An invoice of these lines, numbered 2026-00001."""
    taxed = [TaxedLine(one.net_cents, one.vat_category, one.vat_rate) for one in lines]
    sums = document_sums(taxed, discounts, early)
    return replace(
        sample_invoice("2026-00001"),
        lines=lines,
        totals=sums.totals,
        allowances=sums.allowances,
        charges=sums.charges,
    )


def note_of(invoice: Invoice, credit: Credit, number: str = "NC2026-00001") -> Invoice:
    """The credit note of an invoice."""
    return as_credit_note(
        invoice, credit, number=number, series="credit 2026", issue_date=date(2026, 12, 31)
    )


def nets(credit: Credit) -> list[tuple[int, int]]:
    """Place and cents of the lines of a credit."""
    return [(one.credits, one.net_cents) for one in credit.lines]


def left_of_rates(bases: Mapping[Taxed, int], vat: Mapping[Taxed, int]) -> Left:
    """What is left of an invoice of one line for each rate."""
    return Left(tuple(bases.values()), bases, vat, sum(bases.values()) + sum(vat.values()))
