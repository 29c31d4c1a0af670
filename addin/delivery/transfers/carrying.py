"""Bringing parcels over one connection, each once, whatever breaks in between.

Before a parcel leaves, the ledger is told; afterwards, what came of it. Who finds the first without
the second does not know whether it arrived: the other side is looked at before anything is carried
again, and where that shows nothing, nothing is.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Self

from addin.billing.choices import DeliveryOutcome
from addin.delivery.faults import DeliveryError
from addin.delivery.ledger import Attempts
from addin.delivery.transfers.faults import ArrivalUnknownError, NotDeliveredError
from addin.delivery.transfers.transfer import Carrier, Parcel, Trace
from addin.errors import BillingError
from addin.words import Language

ATTEMPTS = 3
PAUSE_SECONDS = 1.0


class Ledger(Protocol):
    """What is known of parcels; what it is told is kept, whatever happens next."""

    def attempts(self, parcel: Parcel) -> Attempts:
        """How often it was about to be carried."""

    def begin(self, parcel: Parcel, moment: datetime, attempt: int) -> bool:
        """It is about to be carried; no if somebody else has begun this very attempt."""

    def end(self, parcel: Parcel, moment: datetime, outcome: DeliveryOutcome, message: str) -> None:
        """How the last attempt ended."""


Opening = Callable[[], AbstractContextManager[Carrier]]


@dataclass
class Carrying:
    """Carries parcels over one connection, which is opened again after it was lost.

    Attributes:
        name: Of the connection, for the messages.
        opening: Makes the connection.
        clock: The moment, with its time zone.
        language: Of the reasons that the ledger is told.
        attempts: How often a parcel is carried while the connection is lost.
        pause: Seconds before the second attempt; twice as many before the third, and so on.
        sleep: Waits some seconds.
        again: Carry also what may have arrived, without looking.
    """

    name: str
    opening: Opening
    ledger: Ledger
    clock: Callable[[], datetime]
    language: Language = Language.EN
    attempts: int = ATTEMPTS
    pause: float = PAUSE_SECONDS
    sleep: Callable[[float], None] = time.sleep
    again: bool = False
    _opened: AbstractContextManager[Carrier] | None = field(default=None, init=False)
    _carrier: Carrier | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def bring(self, parcel: Parcel) -> bool:
        """Carry a parcel unless it has arrived already; whether it was carried now.

        Raises:
            ArrivalUnknownError: It may have arrived; it is not carried again by itself.
            DeliveryError: It did not arrive.
        """
        earlier = self.ledger.attempts(parcel)
        if earlier.begun and not self.again and self._arrived_before(parcel, earlier.begun):
            return False
        fault: DeliveryError | None = None
        for attempt in range(earlier.count + 1, earlier.count + self.attempts + 1):
            if fault is not None:
                self.sleep(self.pause * 2 ** (attempt - earlier.count - 2))
            try:
                self._attempt(parcel, attempt)
            except NotDeliveredError as lost:
                self._let_go()
                fault = lost
            else:
                return True
        assert fault is not None
        raise fault

    def _arrived_before(self, parcel: Parcel, begun: datetime) -> bool:
        """Whether a parcel of which only the beginning is known is there."""
        try:
            trace = self._connected().find(parcel)
        except NotDeliveredError:
            self._let_go()
            raise
        if trace is Trace.THERE:
            self._end(parcel, DeliveryOutcome.DELIVERED)
        if trace is Trace.NONE:
            fault = self._unknown(begun)
            self._end(parcel, DeliveryOutcome.UNKNOWN, fault)
            raise fault
        return trace is Trace.THERE

    def _attempt(self, parcel: Parcel, attempt: int) -> None:
        """One attempt, of which the ledger knows how it ended.

        Raises:
            NotDeliveredError: The connection was lost, and the parcel is not there.
        """
        try:
            carrier = self._connected()
        except DeliveryError as fault:
            self._begin(parcel, attempt)
            self._end(parcel, DeliveryOutcome.FAILED, fault)
            raise
        self._begin(parcel, attempt)
        try:
            said = carrier.carry(parcel)
        except ArrivalUnknownError as fault:
            self._look(parcel, fault)
        except DeliveryError as fault:
            self._end(parcel, DeliveryOutcome.FAILED, fault)
            raise
        else:
            self.ledger.end(parcel, self.clock(), DeliveryOutcome.DELIVERED, said)

    def _look(self, parcel: Parcel, fault: ArrivalUnknownError) -> None:
        """See what became of a parcel whose answer got lost.

        Raises:
            NotDeliveredError: It is not there.
            ArrivalUnknownError: The other side cannot say, or cannot be asked.
        """
        self._let_go()
        try:
            trace = self._connected().find(parcel)
        except DeliveryError:
            trace = Trace.NONE
        if trace is Trace.THERE:
            self._end(parcel, DeliveryOutcome.DELIVERED)
        elif trace is Trace.MISSING:
            lost = NotDeliveredError(connection=self.name, reason=fault.values["reason"])
            self._end(parcel, DeliveryOutcome.FAILED, lost)
            raise lost
        else:
            self._end(parcel, DeliveryOutcome.UNKNOWN, fault)
            raise fault

    def _begin(self, parcel: Parcel, attempt: int) -> None:
        if not self.ledger.begin(parcel, self.clock(), attempt):
            raise self._unknown(self.clock())  # somebody else is at it

    def _unknown(self, begun: datetime) -> ArrivalUnknownError:
        """Nothing is known of what was begun at a moment."""
        return ArrivalUnknownError(connection=self.name, reason=f"{begun:%Y-%m-%d %H:%M}")

    def _end(
        self, parcel: Parcel, outcome: DeliveryOutcome, fault: DeliveryError | None = None
    ) -> None:
        message = fault.sentence(self.language) if isinstance(fault, BillingError) else ""
        self.ledger.end(parcel, self.clock(), outcome, message)

    def _connected(self) -> Carrier:
        if self._carrier is None:
            opened = self.opening()
            self._carrier = opened.__enter__()
            self._opened = opened
        return self._carrier

    def _let_go(self) -> None:
        opened, self._opened, self._carrier = self._opened, None, None
        if opened is not None:
            opened.__exit__(None, None, None)
