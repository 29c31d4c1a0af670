"""What each payer was invoiced for each line, less what credit notes have opened again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Executable, Row, bindparam, select
from sqlalchemy.orm import Session

from addin.journal.models import AllocationRow, Base, CreditRow, InvoiceRow

Part = tuple[str, str]
"""A prebilling line and a payer."""

_INVOICES, _ALLOCATIONS, _CREDITS = (
    Base.metadata.tables[row.__tablename__].c for row in (InvoiceRow, AllocationRow, CreditRow)
)
_LINES: BindParameter[Any] = bindparam("lines", expanding=True)
_BILLED = (
    select(_ALLOCATIONS.line, _ALLOCATIONS.payer, _ALLOCATIONS.net_cents, _ALLOCATIONS.invoice)
    .join(_INVOICES.number.table, _INVOICES.number == _ALLOCATIONS.invoice)
    .order_by(_INVOICES.position)
)
_OPENED = select(_CREDITS.invoice, _CREDITS.line, _CREDITS.net_cents, _CREDITS.reopened)
_BILLED_OF_LINES = _BILLED.where(_ALLOCATIONS.line.in_(_LINES))
_OPENED_OF_LINES = _OPENED.where(_CREDITS.line.in_(_LINES))
"""Made once: to put a statement together takes longer than to ask it of some lines."""


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
    opened = _opened(session, lines)
    found: dict[Part, Billed] = {}
    for row in _asked(session, _BILLED, _BILLED_OF_LINES, lines):
        part = (row.invoice, row.line)
        left = row.net_cents - opened.get(part, 0)
        if part not in opened or left:
            found[row.line, row.payer] = Billed(row.invoice, left, part in opened)
    return found


def _opened(session: Session, lines: Collection[str] | None) -> Mapping[Part, int]:
    """What is open again, by invoice and line."""
    sums: dict[Part, int] = {}
    for row in _asked(session, _OPENED, _OPENED_OF_LINES, lines):
        if row.reopened:
            key = (row.invoice, row.line)
            sums[key] = sums.get(key, 0) + row.net_cents
    return sums


def _asked(
    session: Session, of_all: Executable, of_lines: Executable, lines: Collection[str] | None
) -> Iterator[Row[Any]]:
    """The rows of all lines, or of some."""
    connection = session.connection()
    if lines is None:
        yield from connection.execute(of_all)
    elif lines:
        yield from connection.execute(of_lines, {"lines": list(lines)})
