"""What credit notes have opened again, so that it may be billed once more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.journal.billed import Part, standing_parts
from addin.journal.journal import Journal
from addin.journal.kept import Kept
from addin.journal.models import AllocationRow, CreditRow


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """A part of a line that is open again, while the rest of the line stands.

    Attributes:
        credit_note: Its number.
        line: Key of the prebilling line.
        quantity: In the unit of the line.
        cents: Without VAT, with the sign it had on the invoice.
    """

    credit_note: str
    line: str
    payer: str
    quantity: Decimal
    cents: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """What is open again.

    Attributes:
        lines: Keys of the lines that are open whole: nobody is billed for them any more.
        parts: Of lines that still stand for the rest, in the order of the credit notes.
        cents: What each payer was invoiced of each line that stands, without VAT, before any
            credit note; by line and payer.
    """

    lines: frozenset[str] = frozenset()
    parts: tuple[OpenedPart, ...] = ()
    cents: Mapping[Part, int] = field(default_factory=dict)


def reopened(journal: Journal) -> Reopened:
    """What the credit notes of a journal have opened again.

    Raises:
        BillingError: The journal cannot be read.
    """
    with journal.storage.reading() as session:
        standing = standing_parts(session)
        cents = {
            (line, payer): _invoiced(session, one.invoice, line)
            if one.is_partly_open
            else one.net_cents
            for (line, payer), one in standing.items()
        }
        opened = [row for row in session.scalars(select(CreditRow)) if row.reopened]
        stand = {line for line, _ in standing}
        parts = [
            _opened_part(session, journal, row)
            for row in sorted(opened, key=lambda row: (row.credit_note, row.position))
            if row.invoice_position
            and (row.line, row.payer) in standing
            and standing[row.line, row.payer].invoice == row.invoice
        ]
        lines = frozenset(row.line for row in opened if row.line not in stand)
        return Reopened(lines, tuple(parts), cents)


def _invoiced(session: Session, invoice: str, line: str) -> int:
    query = select(AllocationRow.net_cents).where(
        AllocationRow.invoice == invoice, AllocationRow.line == line
    )
    cents: int = session.scalars(query).one()
    return cents


def _opened_part(session: Session, journal: Journal, row: CreditRow) -> OpenedPart:
    note = Kept(session, journal.storage.name).invoice(row.credit_note)
    credited = note.lines[row.position - 1]
    return OpenedPart(row.credit_note, row.line, row.payer, credited.quantity, row.net_cents)
