"""Credit notes for the tests of the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from journal_samples import NOW, SERIES, TODAY, documents, invoice

from addin.billing.choices import VatCategory
from addin.billing.invoice import (
    DocumentKind,
    Invoice,
    InvoiceLine,
    Preceding,
    Source,
    Totals,
    VatTotal,
)
from addin.billing.money import round_half_away
from addin.journal.crediting import Left, left_of, vat_of_credit
from addin.journal.journal import Journal
from addin.journal.numbering import Series

NOTES = Series("credit", 2026, "NC{year}-{number:05}")
ENTRY = Source("Timesheets", "T-000001")
RATE = Decimal("0.21")


def line(key: str, cents: int, rate: Decimal = RATE) -> InvoiceLine:
    """A line of one piece."""
    usual = invoice("").lines[0]
    price = Decimal(abs(cents)) / 100
    quantity = Decimal(1 if cents >= 0 else -1)
    return replace(
        usual, line=key, quantity=quantity, unit_price=price, net_cents=cents, vat_rate=rate
    )


def with_lines(number: str, lines: Sequence[InvoiceLine]) -> Invoice:
    """An invoice of these lines."""
    return replace(invoice(number), lines=tuple(lines), totals=totals(lines))


def totals(lines: Sequence[InvoiceLine], left: Left | None = None) -> Totals:
    """What lines come to; of a credit note, when it is told what is left to credit."""
    vat = []
    for rate in dict.fromkeys(one.vat_rate for one in lines):
        base = sum(one.net_cents for one in lines if one.vat_rate == rate)
        cents = round_half_away(base * int(100 * rate), 100)
        if left is not None:
            cents = vat_of_credit(left, (VatCategory.S, rate), base, cents)
        vat.append(VatTotal(VatCategory.S, rate, base, cents))
    net, tax = sum(one.net_cents for one in lines), sum(one.vat_cents for one in vat)
    return Totals(net, 0, net, tuple(vat), tax, net + tax)


def credit_note(
    of: Invoice,
    parts: Mapping[int, int],
    *,
    number: str = "NC2026-00001",
    earlier: Sequence[Invoice] = (),
    reopens: Sequence[Source] = (),
    issue_date: date = TODAY,
) -> Invoice:
    """Take cents back from lines of an invoice, by their places from 1."""
    lines = []
    for place, cents in parts.items():
        credited = line(of.lines[place - 1].line, cents, of.lines[place - 1].vat_rate)
        lines.append(replace(credited, credits=place, reopens=tuple(reopens)))
    return replace(
        of,
        number=number,
        series="credit 2026",
        issue_date=issue_date,
        lines=tuple(lines),
        totals=totals(lines, left_of(of, earlier)),
        kind=DocumentKind.CREDIT_NOTE,
        preceding=Preceding(of.number, of.issue_date),
    )


def issue_lines(journal: Journal, *lines: InvoiceLine) -> Invoice:
    """Issue an invoice of these lines."""
    return journal.issue(
        SERIES,
        TODAY,
        draft=lambda number: with_lines(number, lines),
        prove=documents,
        created_at=NOW,
    )


def credit(
    journal: Journal, of: Invoice, parts: Mapping[int, int], reopens: Sequence[Source] = ()
) -> Invoice:
    """Issue a credit note of an invoice."""
    earlier = journal.credit_notes(of.number)
    return journal.issue(
        NOTES,
        TODAY,
        draft=lambda number: credit_note(
            of, parts, number=number, earlier=earlier, reopens=reopens
        ),
        prove=documents,
        created_at=NOW,
    )
