"""What became of documents that were carried to accounting software, as the journal tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from addin.billing.choices import DeliveryOutcome, Transfer
from addin.delivery.ledger import Attempts
from addin.delivery.transfers.transfer import BETWEEN, Parcel
from addin.journal.carryings import KINDS, carrying_events
from addin.journal.journal import Journal
from addin.journal.states import Event, EventKind

Key = tuple[str, str, str]
"""Number of the document, whose books, name of the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a file has come.

    Attributes:
        transfer: How it was carried last.
        target: Address or folder it was carried to.
        attempts: How often it was about to be carried.
        begun: The last time, if nothing is known of how that ended.
        outcome: Of the last attempt that ended.
        moment: Of what is known last, with its time zone.
        message: What the other side said, or what went wrong.
    """

    transfer: Transfer
    target: str
    attempts: int = 0
    begun: datetime | None = None
    outcome: DeliveryOutcome | None = None
    moment: datetime | None = None
    message: str = ""

    @property
    def shown(self) -> DeliveryOutcome:
        """The outcome as the sheet has it: what was begun and never ended is unknown."""
        if self.begun is not None or self.outcome is None:
            return DeliveryOutcome.UNKNOWN
        return self.outcome


def outcomes(events: Iterable[tuple[str, Event]]) -> dict[Key, Outcome]:
    """How far each file has come.

    Args:
        events: Those of carrying, each with its number, in the order of the journal.
    """
    found: dict[Key, Outcome] = {}
    for number, event in events:
        for file in event.detail["files"].split(BETWEEN):
            key = (number, event.detail["books"], file)
            found[key] = _after(found.get(key), event)
    return found


def _after(known: Outcome | None, event: Event) -> Outcome:
    detail = event.detail
    transfer, target = Transfer(detail["transfer"]), detail["target"]
    known = known or Outcome(transfer, target)
    if event.kind is EventKind.CARRYING:
        return replace(
            known,
            transfer=transfer,
            target=target,
            attempts=known.attempts + 1,
            begun=event.moment,
            moment=event.moment,
        )
    return replace(
        known,
        begun=None,
        outcome=DeliveryOutcome(detail["outcome"]),
        moment=event.moment,
        message=detail["message"],
    )


def all_outcomes(journal: Journal) -> dict[Key, Outcome]:
    """How far every file has come that was ever carried."""
    return outcomes(carrying_events(journal))


def key_of(parcel: Parcel) -> Key:
    """By which a parcel is known from run to run, whatever way it takes: its first file."""
    return parcel.number, parcel.books, parcel.files[0].name


@dataclass(frozen=True, slots=True)
class JournalDeliveries:
    """The ledger of what was carried over one connection, in the journal of the firm."""

    journal: Journal
    transfer: Transfer
    target: str

    def attempts(self, parcel: Parcel) -> Attempts:
        """How often a parcel was about to be carried."""
        found = self._outcome(parcel)
        return Attempts(found.attempts, found.begun) if found else Attempts()

    def begin(self, parcel: Parcel, moment: datetime, attempt: int) -> bool:
        """It is about to be carried; no if somebody else has begun this very attempt."""
        detail = self._detail(parcel)
        source = self._source(parcel, attempt)
        event = Event(EventKind.CARRYING, moment, source=source, detail=detail)
        return self.journal.record(parcel.number, event)

    def end(self, parcel: Parcel, moment: datetime, outcome: DeliveryOutcome, message: str) -> None:
        """How the last attempt ended."""
        detail = self._detail(parcel) | {"outcome": outcome.value, "message": message}
        source = f"{self._source(parcel, self.attempts(parcel).count)}/{outcome.value}"
        event = Event(EventKind.CARRIED, moment, source=source, detail=detail)
        self.journal.record(parcel.number, event)

    def _outcome(self, parcel: Parcel) -> Outcome | None:
        history = self.journal.history(parcel.number)
        told = ((parcel.number, event) for event in history if event.kind in KINDS)
        return outcomes(told).get(key_of(parcel))

    def _detail(self, parcel: Parcel) -> dict[str, str]:
        target = f"{self.target}/{parcel.folder}" if parcel.folder else self.target
        return {
            "books": parcel.books,
            "files": parcel.names,
            "digest": parcel.digest,
            "transfer": self.transfer.value,
            "target": target if self.transfer is not Transfer.EMAIL else parcel.recipient,
        }

    def _source(self, parcel: Parcel, attempt: int) -> str:
        return f"{parcel.books}/{parcel.names}/{attempt}"
