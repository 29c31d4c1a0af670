"""What the journal was told of sending, of all invoices at once."""

from sqlalchemy import select

from addin.journal.events import event_of
from addin.journal.journal import Journal
from addin.journal.models import EventRow
from addin.journal.states import Event, EventKind

KINDS = (EventKind.SENDING, EventKind.SENT, EventKind.DELIVERY)


def sending_events(journal: Journal) -> dict[str, list[Event]]:
    """The events of sending, by the number of the invoice, in the order of the journal."""
    query = select(EventRow).where(EventRow.kind.in_(KINDS)).order_by(EventRow.position)
    found: dict[str, list[Event]] = {}
    with journal.storage.reading() as session:
        for row in session.scalars(query):
            found.setdefault(row.number, []).append(event_of(row))
    return found
