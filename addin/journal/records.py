"""The rows that one invoice becomes in the journal, by column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from addin.billing.invoice import DocumentKind, Invoice
from addin.journal.content import canonical, content, digest_of

Row = dict[str, Any]
SEALED = ("position", "series", "fiscal_year", "ordinal", "digest", "previous_seal")
"""What a seal covers, beside the moment."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file made of an invoice.

    Attributes:
        path: From the workbook's folder, with forward slashes.
        digest: SHA-256 of its bytes, in 64 hexadecimal digits.
    """

    path: str
    digest: str


def invoice_row(
    invoice: Invoice, series: str, fiscal_year: int, ordinal: int, created_at: datetime
) -> Row:
    """The row of an invoice, as far as it is known before its place in the journal is.

    Args:
        invoice: Numbered.
        series: What it is numbered within.
        fiscal_year: The year of its number.
        ordinal: In its series and fiscal year, from 1.
        created_at: The moment, with its time zone.
    """
    text = content(invoice)
    return {
        "series": series,
        "fiscal_year": fiscal_year,
        "ordinal": ordinal,
        **repeated(invoice),
        "content": text,
        "digest": digest_of(text),
        "created_at": created_at,
    }


def sealed(row: Row, position: int, previous_seal: str) -> Row:
    """The row of an invoice in its place.

    Args:
        row: As ``invoice_row`` makes it.
        position: In the journal as a whole, from 1.
        previous_seal: Seal of the invoice before; empty for the first.
    """
    placed = {**row, "position": position, "previous_seal": previous_seal}
    return {**placed, "seal": seal(placed)}


def repeated(invoice: Invoice) -> Row:
    """The columns that repeat what the content of an invoice says."""
    return {
        "number": invoice.number,
        "issue_date": invoice.issue_date,
        "due_date": invoice.due_date,
        "payer": invoice.buyer.key,
        "projects": list(invoice.projects),
        "net_cents": invoice.totals.net_cents,
        "vat_cents": invoice.totals.vat_cents,
        "gross_cents": invoice.totals.gross_cents,
        "currency": invoice.currency,
        "reference": invoice.reference,
        "kind": invoice.kind.value,
        "preceding": invoice.preceding and invoice.preceding.number,
        "preceding_date": invoice.preceding and invoice.preceding.issue_date,
    }


def seal(row: Mapping[str, Any]) -> str:
    """SHA-256 over an invoice, its place and the seal before: changing a row breaks all after."""
    covered = {name: row[name] for name in SEALED}
    moment: datetime = row["created_at"]
    covered["created_at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return digest_of(canonical(covered))


def line_rows(invoice: Invoice) -> list[Row]:
    """A row per line, in the order of the invoice."""
    return [
        {
            "invoice": invoice.number,
            "position": position,
            "line": line.line,
            "project": line.project,
            "description": line.description,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": line.unit_price,
            "net_cents": line.net_cents,
            "vat_category": line.vat_category.value,
            "vat_rate": line.vat_rate,
        }
        for position, line in enumerate(invoice.lines, start=1)
    ]


def allocation_rows(invoice: Invoice) -> list[Row]:
    """What the buyer pays of each prebilling line, printed in one line or several.

    A line that grants a discount on the document is paid with less than nothing. A credit note
    bills nothing; see ``credit_rows``.
    """
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return []
    nets: dict[str, int] = {}
    for line in invoice.lines:
        nets[line.line] = nets.get(line.line, 0) + line.net_cents
    for one in invoice.allowances:
        if one.line:
            nets[one.line] = nets.get(one.line, 0) - one.cents
    payer, number = invoice.buyer.key, invoice.number
    return [
        {"line": line, "payer": payer, "net_cents": cents, "invoice": number}
        for line, cents in nets.items()
    ]


def credit_rows(note: Invoice) -> list[Row]:
    """What each line of a credit note takes back, and then each discount of a prebilling line.

    A discount that is taken back with its lines is granted again when they are billed again; when
    the credit is a commercial one, neither is.
    """
    if note.preceding is None:
        return []
    parts = [
        (one.credits, one.line, one.net_cents, [f"{each.table}/{each.key}" for each in one.reopens])
        for one in note.lines
    ]
    opens = any(line.reopens for line in note.lines)
    parts += [
        (0, one.line, -one.cents, [f"Prebilling/{one.line}"] if opens else [])
        for one in note.allowances
        if one.line
    ]
    return [
        {
            "credit_note": note.number,
            "position": position,
            "invoice": note.preceding.number,
            "invoice_position": place,
            "line": line,
            "payer": note.buyer.key,
            "net_cents": cents,
            "reopened": reopened,
        }
        for position, (place, line, cents, reopened) in enumerate(parts, start=1)
    ]


def document_rows(number: str, documents: Iterable[DocumentFile]) -> list[Row]:
    """A row per file, none of them written yet."""
    return [
        {"invoice": number, "path": file.path, "digest": file.digest, "written": False}
        for file in documents
    ]
