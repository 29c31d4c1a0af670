"""The rows that *Invoices*, *Invoice lines* and *Allocations* have of what was issued."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentKind, Invoice
from addin.billing.money import from_cents
from addin.jobs.shared.allocating import share_as_decimal
from addin.journal.journal import Issued

Row = Mapping[str, Any]
Part = tuple[str, str]
"""A prebilling line and a payer."""


def invoice_row(invoice: Invoice, kept: Issued) -> dict[str, Any]:
    """The row of an invoice; the amounts of a credit note are below zero, so that sums hold.

    Args:
        invoice: As it was issued.
        kept: What the journal says of it.
    """
    totals = invoice.totals
    return {
        "number": invoice.number,
        "series": invoice.series,
        "date": invoice.issue_date,
        "due_date": invoice.due_date,
        "supply_from": invoice.supply_from,
        "supply_to": invoice.supply_to,
        "payer": invoice.buyer.key,
        "projects": ", ".join(invoice.projects),
        "net": from_cents(kept.sign * totals.net_cents),
        "vat": from_cents(kept.sign * totals.vat_cents),
        "gross": from_cents(kept.sign * totals.gross_cents),
        "currency": invoice.currency,
        "reference": invoice.reference,
        **reached(kept),
        "docx": _ending(kept.documents, ".docx"),
        "xml": _ending(kept.documents, ".xml"),
        "digest": kept.digest,
    }


def _ending(documents: Iterable[str], ending: str) -> str | None:
    """The document of a kind, by the end of its name; None without one."""
    return next((path for path in documents if path.endswith(ending)), None)


def reached(kept: Issued) -> dict[str, Any]:
    """The cells of an invoice that change after its issue: its state, and what was paid."""
    paid = from_cents(kept.sign * kept.paid_cents) if kept.paid_cents else None
    return {"state": kept.state, "paid": paid}


def invoice_line_rows(invoice: Invoice) -> Iterator[dict[str, Any]]:
    """The rows of its lines; what a credit note takes back is below zero."""
    sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
    for position, line in enumerate(invoice.lines, start=1):
        yield {
            "number": invoice.number,
            "position": position,
            "line": line.line,
            "project": line.project,
            "description": line.description,
            "quantity": sign * line.quantity,
            "unit": line.unit or None,
            "unit_price": line.unit_price,
            "discount": from_cents(sign * line.allowance_cents),
            "net": from_cents(sign * line.net_cents),
            "vat_category": line.vat_category,
            "vat_rate": line.vat_rate,
            "period_from": line.period_from,
            "period_to": line.period_to,
        }


def allocation_rows(invoices: Iterable[Invoice], standing: Mapping[Part, str]) -> dict[Part, Row]:
    """What each payer pays of each line, in the order of issue.

    The journal does not keep the weights. They are told from the amounts, so a share of a third
    comes back as the nearest that its cents allow.

    Args:
        invoices: All that were issued.
        standing: The number of the invoice that bills each part today.
    """
    found = {
        (line, invoice.buyer.key): (invoice.number, *part)
        for invoice in invoices
        for line, part in _parts(invoice).items()
        if standing.get((line, invoice.buyer.key)) == invoice.number
    }
    whole: dict[str, int] = {}
    for (line, _), (_, cents, _, _) in found.items():
        whole[line] = whole.get(line, 0) + cents
    return {
        (line, payer): {
            "line": line,
            "payer": payer,
            "weight": share_as_decimal(cents, whole[line]) if whole[line] else Decimal(1),
            "amount": from_cents(cents),
            "vat_category": category,
            "vat_rate": rate,
            "invoice": number,
        }
        for (line, payer), (number, cents, category, rate) in found.items()
    }


def _parts(invoice: Invoice) -> dict[str, tuple[int, VatCategory, Decimal]]:
    """By line: what it comes to for this payer in cents, and its VAT.

    What a discount of the document takes off is below zero.
    """
    parts: dict[str, tuple[int, VatCategory, Decimal]] = {}
    for line in invoice.lines:
        cents, category, rate = parts.get(line.line, (0, line.vat_category, line.vat_rate))
        parts[line.line] = (cents + line.net_cents, category, rate)
    for one in invoice.allowances:
        if one.line:
            cents, category, rate = parts.get(one.line, (0, one.vat_category, one.vat_rate))
            parts[one.line] = (cents - one.cents, category, rate)
    return parts
