"""The journal as a turn leaves it, seen before the turn has ended."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from addin.journal.clerk import clerk
from addin.journal.journal import Journal
from addin.journal.states import Event, EventKind
from addin.journal.storage import Storage
from addin.journal.turn import Turn


class _OnlyShownError(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class _WithinTurn(Storage):
    """Reads what a turn has issued so far."""

    turn: Turn | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What was issued before, and in this turn."""
        assert self.turn is not None
        self.turn.write()
        yield self.turn.session


def journal_within(journal: Journal, turn: Turn) -> Journal:
    """The journal with what a turn has issued so far; to be read before the turn ends."""
    kept = journal.storage
    return Journal(_WithinTurn(kept.name, kept.file, kept.engine, kept.patience_seconds, turn))


@contextmanager
def rehearsal(journal: Journal, moment: datetime) -> Iterator[Turn]:
    """A turn of which nothing is kept, not even that its numbers were given back.

    Args:
        journal: What was issued.
        moment: With its time zone.

    Raises:
        BillingError: The journal cannot be used (JRN-07 to JRN-10).
    """
    with suppress(_OnlyShownError), journal.storage.writing() as session:
        yield Turn(session, journal.storage.name, Event(EventKind.ISSUED, moment, who=clerk()))
        raise _OnlyShownError
