"""The rows of a turn, which are written together when it ends.

A database takes a hundred rows in one statement nearly as fast as one row. It also keeps a promise
for nothing: until then, the number of an invoice that fails is given back by forgetting it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from addin.billing.invoice import Invoice
from addin.journal.events import append, issued_event
from addin.journal.models import (
    AllocationRow,
    Base,
    CounterRow,
    CreditRow,
    DocumentRow,
    InvoiceRow,
    LineRow,
)
from addin.journal.records import (
    DocumentFile,
    Row,
    allocation_rows,
    credit_rows,
    document_rows,
    invoice_row,
    line_rows,
    sealed,
)
from addin.journal.states import Event, EventKind

HANGING: Sequence[type[Base]] = (LineRow, AllocationRow, CreditRow, DocumentRow)
"""What hangs on an invoice."""
TABLES: Sequence[type[Base]] = (InvoiceRow, *HANGING)
INSERTS = {table: insert(Base.metadata.tables[table.__tablename__]) for table in TABLES}
INVOICES = Base.metadata.tables[InvoiceRow.__tablename__].c
LAST = select(INVOICES.position, INVOICES.seal).order_by(INVOICES.position.desc()).limit(1)


class Waiting:
    """What one transaction has issued and not written yet.

    Attributes:
        numbers: Of these invoices.
    """

    def __init__(self, session: Session) -> None:
        self.numbers: set[str] = set()
        self._session = session
        self._invoices: list[Row] = []
        self._hanging: dict[type[Base], list[Row]] = {table: [] for table in HANGING}
        self._events: list[tuple[str, Event]] = []
        self._counters: dict[tuple[str, int], CounterRow] = {}

    def keep(
        self,
        invoice: Invoice,
        counter: CounterRow,
        documents: Sequence[DocumentFile],
        told: Event,
    ) -> None:
        """Take an invoice and all that hangs on it, whole or not at all, and move its counter on.

        Args:
            invoice: Numbered.
            counter: Of its series.
            documents: Its files.
            told: When it is issued, and by whom.
        """
        ordinal = counter.last_ordinal + 1
        row = invoice_row(invoice, counter.series, counter.fiscal_year, ordinal, told.moment)
        hanging = {
            LineRow: line_rows(invoice),
            AllocationRow: allocation_rows(invoice),
            CreditRow: credit_rows(invoice),
            DocumentRow: document_rows(invoice.number, documents),
        }
        events = _events(invoice, documents, told)
        counter.last_ordinal, counter.last_date = ordinal, invoice.issue_date
        self._counters[counter.series, counter.fiscal_year] = counter
        self.numbers.add(invoice.number)
        self._invoices.append(row)
        for table, rows in hanging.items():
            self._hanging[table] += rows
        self._events += events

    def write(self, further: Iterable[tuple[str, Event]] = ()) -> None:
        """Write what waits, and seal each invoice and each event with the one before it.

        Args:
            further: Events that come after those of the invoices.
        """
        self._session.add_all(self._counters.values())
        self._insert(InvoiceRow, self._sealed())
        for table, rows in self._hanging.items():
            self._insert(table, rows)
            rows.clear()
        append(self._session, [*self._events, *further])
        self._session.flush()
        self.numbers.clear()
        self._invoices.clear()
        self._events.clear()
        self._counters.clear()

    def _insert(self, table: type[Base], rows: Sequence[Row]) -> None:
        if rows:
            self._session.connection().execute(INSERTS[table], rows)

    def _sealed(self) -> list[Row]:
        if not self._invoices:
            return []
        last = self._session.connection().execute(LAST).first()
        position, seal = (0, "") if last is None else (last.position, last.seal)
        rows = []
        for row in self._invoices:
            position += 1
            rows.append(sealed(row, position, seal))
            seal = rows[-1]["seal"]
        return rows


def _events(
    invoice: Invoice, documents: Iterable[DocumentFile], told: Event
) -> list[tuple[str, Event]]:
    """That it was issued, and of a credit note also that its invoice was credited."""
    gross_cents = invoice.totals.gross_cents
    events = [(invoice.number, issued_event(gross_cents, documents, told))]
    if invoice.preceding is not None:
        detail: Mapping[str, str] = {"credit_note": invoice.number}
        credited = replace(told, kind=EventKind.CREDITED, amount_cents=gross_cents, detail=detail)
        events.append((invoice.preceding.number, credited))
    return events
