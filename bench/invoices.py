"""Invoices to print: the specimen with as many lines as a month brings."""

from dataclasses import replace
from decimal import Decimal

from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import document_sums
from addin.billing.invoice import Invoice, InvoiceLine
from addin.billing.money import line_cents
from addin.documents.specimen import specimen
from addin.words import Language

LANGUAGE = Language.FR


def invoices(count: int, lines: int) -> list[Invoice]:
    """Invoices that differ in number, lines and totals."""
    return [_invoice(number, lines) for number in range(1, count + 1)]


def _invoice(number: int, lines: int) -> Invoice:
    whole = specimen(LANGUAGE)
    own = tuple(
        _line(whole.lines[at % len(whole.lines)], f"{number}-{at}", Decimal(10 + number + at))
        for at in range(lines)
    )
    taxed = [TaxedLine(line.net_cents, line.vat_category, line.vat_rate) for line in own]
    sums = document_sums(taxed, [Discount(whole.allowances[0].reason, whole.discount)])
    return replace(
        whole,
        number=f"2026-{number:05}",
        lines=own,
        totals=sums.totals,
        allowances=sums.allowances,
    )


def _line(like: InvoiceLine, key: str, quantity: Decimal) -> InvoiceLine:
    return replace(
        like,
        line=key,
        description=f"{like.description} & <{key}>",
        quantity=quantity,
        minutes=None if like.minutes is None else int(quantity) * 60,
        net_cents=line_cents(quantity, like.unit_price) - like.allowance_cents,
    )
