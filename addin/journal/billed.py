"""What each payer was invoiced for each line, less what credit notes have opened again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.journal.models import AllocationRow, CreditRow, InvoiceRow

Part = tuple[str, str]
"""A prebilling line and a payer."""


@dataclass(frozen=True, slots=True)
class Billed:
    """What stands of one part.

    Attributes:
        invoice: The last invoice that bills it.
        net_cents: Without VAT. A commercial credit leaves it as it was: the line is not to be
            billed again.
        is_partly_open: Whether credit notes have opened a part of it again.
    """

    invoice: str
    net_cents: int
    is_partly_open: bool = False


def standing_parts(session: Session, lines: Collection[str] | None = None) -> Mapping[Part, Billed]:
    """What stands of the parts that were invoiced; one that is open again whole is left out.

    Args:
        session: In a transaction.
        lines: Only these.
    """
    query = (
        select(
            AllocationRow.line,
            AllocationRow.payer,
            AllocationRow.net_cents,
            AllocationRow.invoice,
        )
        .join(InvoiceRow, InvoiceRow.number == AllocationRow.invoice)
        .order_by(InvoiceRow.position)
    )
    if lines is not None:
        query = query.where(AllocationRow.line.in_(lines))
    opened = _opened(session, lines)
    found: dict[Part, Billed] = {}
    for row in session.execute(query):
        part = (row.invoice, row.line)
        left = row.net_cents - opened.get(part, 0)
        if part not in opened or left:
            found[row.line, row.payer] = Billed(row.invoice, left, part in opened)
    return found


def _opened(session: Session, lines: Collection[str] | None) -> Mapping[Part, int]:
    """What is open again, by invoice and line."""
    query = select(CreditRow.invoice, CreditRow.line, CreditRow.net_cents, CreditRow.reopened)
    if lines is not None:
        query = query.where(CreditRow.line.in_(lines))
    sums: dict[Part, int] = {}
    for row in session.execute(query):
        if row.reopened:
            key = (row.invoice, row.line)
            sums[key] = sums.get(key, 0) + row.net_cents
    return sums
