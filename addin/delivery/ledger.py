"""Handing a document over once, whatever breaks in between.

Before a document leaves, the ledger is told that it is about to; afterwards, what came of it. Who
finds the first without the second does not know whether it arrived, and asks the platform before
anything is sent again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from addin.delivery.faults import DeliveryError, OutcomeUnknownError
from addin.delivery.platform import Document, Platform, Receipt

SETTLING = timedelta(minutes=2)
"""So long a platform may take until it finds a document that it was given."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a document was about to be handed over.

    Attributes:
        count: All of them.
        begun: When the last one began, if nothing is known of how it ended.
    """

    count: int = 0
    begun: datetime | None = None


class Ledger(Protocol):
    """What is known of the documents of a firm; what it is told is kept, whatever happens next."""

    def receipt(self, document: Document) -> Receipt | None:
        """Of a document that was handed over and has not failed since."""

    def attempts(self, document: Document) -> "Attempts":
        """How often it was about to be handed over."""

    def begin(self, document: Document, moment: datetime, attempt: int) -> bool:
        """It is about to be handed over; no if somebody else has begun this very attempt."""

    def end(self, document: Document, moment: datetime, receipt: Receipt | None) -> None:
        """It was handed over, or, without a receipt, it surely was not."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Brings documents to a platform, each once.

    Attributes:
        clock: The moment, with its time zone.
        attempts: How often a document is handed over while the platform reports failures of its
            own and says that it has not got it.
        sleep: Waits some seconds.
        wait: Seconds before a platform that failed is asked whether it has the document.
        settling: See ``SETTLING``.
    """

    platform: Platform
    ledger: Ledger
    clock: Callable[[], datetime]
    attempts: int = 3
    sleep: Callable[[float], None] = time.sleep
    wait: float = 2.0
    settling: timedelta = SETTLING

    def bring(self, document: Document) -> tuple[Receipt, bool]:
        """Hand a document over unless the platform has it already.

        Returns:
            The receipt, and whether the document was handed over now.

        Raises:
            OutcomeUnknownError: It may have arrived; the next run asks again.
            DeliveryError: It did not arrive.
        """
        if known := self.ledger.receipt(document):
            return known, False
        earlier = self.ledger.attempts(document)
        if earlier.begun:
            if found := self.platform.find(document):
                self.ledger.end(document, self.clock(), found)
                return found, False
            self._let_settle(earlier.begun)
        return self._sent(document, earlier.count), True

    def _let_settle(self, begun: datetime) -> None:
        """A platform that has just been given a document may not find it yet."""
        if self.clock() - begun < self.settling:
            raise self._unknown()

    def _unknown(self) -> OutcomeUnknownError:
        return OutcomeUnknownError(answered=False, platform=self.platform.name, reason="")

    def _sent(self, document: Document, earlier: int) -> Receipt:
        for attempt in range(1, self.attempts + 1):
            if not self.ledger.begin(document, self.clock(), earlier + attempt):
                raise self._unknown()  # somebody else is at it
            try:
                receipt = self.platform.send(document)
            except OutcomeUnknownError as fault:
                found = self._found_after(document, fault)
                if found is None:
                    if fault.answered and attempt < self.attempts:
                        continue
                    raise
                receipt = found
            except DeliveryError:
                self.ledger.end(document, self.clock(), None)
                raise
            self.ledger.end(document, self.clock(), receipt)
            return receipt
        raise AssertionError

    def _found_after(self, document: Document, fault: OutcomeUnknownError) -> Receipt | None:
        """What the platform says of a document whose answer got lost; None when it cannot say."""
        self.sleep(self.wait)
        try:
            return self.platform.find(document)
        except DeliveryError:
            raise fault from None
