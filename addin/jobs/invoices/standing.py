"""How far the sending of an invoice has come, as the events of the journal tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from addin.delivery.ledger import Attempts
from addin.delivery.platform import Delivery, DeliveryState, Document, Receipt
from addin.journal.journal import Journal
from addin.journal.sendings import sending_events
from addin.journal.states import Event, EventKind


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the document of one invoice is.

    Attributes:
        attempts: How often it was about to be handed over.
        begun: The last time, if nothing is known of how that ended.
        tracking: What told the document apart that was about to be handed over then; else empty.
        platform: Which platform has it; empty while none has.
        receipt: What that platform gave for it.
        since: When it was handed over.
        delivery: What has become of it; None while no platform has it.
        news: How often the platform told something.
    """

    attempts: int = 0
    begun: datetime | None = None
    tracking: str = ""
    platform: str = ""
    receipt: Receipt | None = None
    since: datetime | None = None
    delivery: Delivery | None = None
    news: int = 0

    @property
    def under_way(self) -> bool:
        """Whether a platform has it and has not said that it never arrived."""
        return self.delivery is not None and self.delivery.state is not DeliveryState.FAILED


def standing(number: str, events: Iterable[Event]) -> Standing:
    """Where the document of an invoice is.

    Args:
        number: Of the invoice.
        events: All of them, in the order in which the journal was told.
    """
    found = Standing()
    for event in events:
        detail = event.detail
        if event.kind is EventKind.SENDING:
            tracking = event.source.rpartition("/")[0]
            attempts = found.attempts + 1
            found = replace(found, attempts=attempts, begun=event.moment, tracking=tracking)
        elif event.kind is EventKind.SENT and "receipt" in detail:
            found = replace(
                found,
                begun=None,
                tracking="",
                platform=detail["platform"],
                receipt=Receipt(detail["receipt"], number, detail["sender"]),
                since=event.moment,
                delivery=Delivery(DeliveryState.QUEUED),
            )
        elif event.kind is EventKind.DELIVERY and "state" in detail:
            found = replace(found, delivery=_delivery(event), news=found.news + 1)
        elif event.kind is EventKind.DELIVERY:
            found = replace(found, begun=None, tracking="")
    return found


def _delivery(event: Event) -> Delivery:
    detail = event.detail
    return Delivery(
        DeliveryState(detail["state"]),
        detail["code"],
        detail["reason"],
        disputed=bool(detail["disputed"]),
    )


@dataclass(frozen=True, slots=True)
class JournalLedger:
    """The ledger of what was handed over, in the journal of the firm."""

    journal: Journal
    platform: str

    def standing(self, number: str) -> Standing:
        """Where the document of an invoice is."""
        return standing(number, self.journal.history(number))

    def standings(self) -> dict[str, Standing]:
        """Where the documents are that were about to be handed over, by number."""
        events = sending_events(self.journal)
        return {number: standing(number, told) for number, told in events.items()}

    def receipt(self, document: Document) -> Receipt | None:
        """Of a document that was handed over and has not failed since."""
        found = self.standing(document.number)
        return found.receipt if found.under_way else None

    def attempts(self, document: Document) -> Attempts:
        """How often it was about to be handed over."""
        found = self.standing(document.number)
        return Attempts(found.attempts, found.begun)

    def begin(self, document: Document, moment: datetime, attempt: int) -> bool:
        """It is about to be handed over; no if somebody else has begun this very attempt."""
        detail = {"platform": self.platform, "recipient": document.recipient}
        source = f"{document.tracking}/{attempt}"
        event = Event(EventKind.SENDING, moment, source=source, detail=detail)
        return self.journal.record(document.number, event)

    def end(self, document: Document, moment: datetime, receipt: Receipt | None) -> None:
        """It was handed over, or, without a receipt, it surely was not."""
        detail = {"platform": self.platform}
        if receipt is None:
            attempts = self.standing(document.number).attempts
            source = f"{document.tracking}/{attempts}"
            event = Event(EventKind.DELIVERY, moment, source=source, detail=detail)
        else:
            detail |= {"receipt": receipt.identifier, "sender": document.sender}
            source = f"{self.platform} {receipt.identifier}"
            event = Event(EventKind.SENT, moment, source=source, detail=detail)
        self.journal.record(document.number, event)

    def tell(self, number: str, delivery: Delivery, moment: datetime) -> bool:
        """What the platform says now; whether it is news."""
        known = self.standing(number)
        if known.delivery is not None and replace(delivery, moment=None) == known.delivery:
            return False
        detail = {
            "platform": self.platform,
            "state": delivery.state.value,
            "code": delivery.code,
            "reason": delivery.reason,
            "disputed": "yes" if delivery.disputed else "",
        }
        identifier = known.receipt.identifier if known.receipt else ""
        source = f"{self.platform} {identifier}/{known.news + 1}"
        event = Event(EventKind.DELIVERY, moment, source=source, detail=detail)
        return self.journal.record(number, event)
