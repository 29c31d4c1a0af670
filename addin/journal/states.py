"""What happens to an invoice once it is issued, and how far it has come by then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from addin.billing.choices import InvoiceState


class EventKind(StrEnum):
    """What can happen to an invoice, or to a number."""

    ISSUED = "issued"
    SENDING = "sending"  # it is about to be handed to a platform; whether it got there is not known
    SENT = "sent"
    DELIVERY = "delivery"  # what the platform says has become of it
    PAYMENT = "payment"
    OVERDUE = "overdue"
    FILED = "filed"  # a file was made of it: its annex, or the PDF of one of its documents
    CREDITED = "credited"
    CARRYING = "carrying"  # it is about to be carried to an accounting software
    CARRIED = "carried"  # how that ended
    RETURNED = "returned"  # a number that was drafted, and given back before it was kept


RECORDED = frozenset(EventKind) - {EventKind.ISSUED, EventKind.CREDITED, EventKind.RETURNED}
"""What is told to the journal; it notes the others itself."""

WITH_ANNEX: Mapping[str, str] = {"annex": "due"}
"""What else is said of an invoice that is issued, if its annex is to be written behind it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        moment: When, with its time zone.
        amount_cents: Of a payment: what came in, or, below zero, what went back; of a credit note,
            its total with VAT. None for what has no amount.
        source: What it was taken from, such as ``CODA 2026-118/4``. Something of the same kind and
            source is taken once for an invoice. Empty where it may happen again.
        detail: What else there is to say, such as the address it was sent to.
        who: Name of the user and of the computer; the journal fills it in.
    """

    kind: EventKind
    moment: datetime
    amount_cents: int | None = None
    source: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    who: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an invoice has come.

    Attributes:
        paid_cents: What has come in, less what went back.
        credited_cents: What credit notes have taken back, with VAT.
        left_cents: What is still to be paid; below zero where too much has come in.
    """

    state: InvoiceState
    paid_cents: int
    credited_cents: int
    left_cents: int


def progress(gross_cents: int, events: Iterable[Event]) -> Progress:
    """How far an invoice has come, whatever the order of what happened to it.

    What is credited whole is ``credited``; else what is paid whole is ``paid``; else, once it was
    noted as overdue, it stays so until it is paid or credited, however much of it has come in.

    Args:
        gross_cents: What the invoice comes to, with VAT.
        events: All of them.
    """
    kinds, paid, credited = set(), 0, 0
    for one in events:
        kinds.add(one.kind)
        paid += (one.amount_cents or 0) if one.kind is EventKind.PAYMENT else 0
        credited += (one.amount_cents or 0) if one.kind is EventKind.CREDITED else 0
    left = gross_cents - credited - paid
    return Progress(_state(kinds, paid, gross_cents - credited), paid, credited, left)


def _state(kinds: set[EventKind], paid: int, due: int) -> InvoiceState:
    if EventKind.CREDITED in kinds and due <= 0:
        return InvoiceState.CREDITED
    if paid > 0 and paid >= due:
        return InvoiceState.PAID
    if EventKind.OVERDUE in kinds:
        return InvoiceState.OVERDUE
    if paid > 0:
        return InvoiceState.PARTLY_PAID
    return InvoiceState.SENT if EventKind.SENT in kinds else InvoiceState.ISSUED
