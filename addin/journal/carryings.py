"""What the journal was told of carrying documents to accounting software, of all at once."""

from sqlalchemy import select

from addin.journal.events import event_of
from addin.journal.journal import Journal
from addin.journal.models import EventRow
from addin.journal.states import Event, EventKind

KINDS = (EventKind.CARRYING, EventKind.CARRIED)


def carrying_events(journal: Journal) -> list[tuple[str, Event]]:
    """The events of carrying, each with its number, in the order of the journal."""
    query = select(EventRow).where(EventRow.kind.in_(KINDS)).order_by(EventRow.position)
    with journal.storage.reading() as session:
        return [(row.number, event_of(row)) for row in session.scalars(query)]
