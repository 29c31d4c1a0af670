"""What every platform that carries electronic invoices is asked, and what it answers.

A Belgian firm hands its invoices to an access point of the Peppol network, a French one to a
*plateforme agréée*. Both answer to ``Platform``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class Syntax(StrEnum):
    """How a file says what is on the invoice, by the names of AFNOR XP Z12-013."""

    UBL = "UBL"
    CII = "CII"
    FACTUR_X = "Factur-X"


class DeliveryState(StrEnum):
    """How far a document has come on its way to the payer."""

    QUEUED = "queued"  # the platform has it and has not passed it on yet
    SENT = "sent"  # the platform has checked it and passed it on
    DELIVERED = "delivered"  # the payer's platform has it
    ACCEPTED = "accepted"  # the payer approved or paid it
    REJECTED = "rejected"  # the payer refused it
    FAILED = "failed"  # it never reached the payer


FINAL = frozenset({DeliveryState.ACCEPTED, DeliveryState.REJECTED, DeliveryState.FAILED})
"""After these nothing more is to be expected."""


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note as the file that a platform is to carry.

    Attributes:
        content: The XML, or the PDF that has the XML in it; the very bytes that were proven.
        number: Of the invoice (BT-1).
        sender: The seller's electronic address (BT-34): the code of its scheme, a colon and the
            address, such as ``0208:0123456749``.
        recipient: The buyer's (BT-49), written likewise.
        document_type: How Peppol calls it: namespace and name of the root, two ``#``, the
            specification identifier (BT-24), two colons and the version of the syntax; empty
            for what Peppol does not carry.
        process: Business process type (BT-23).
    """

    content: bytes = field(repr=False)
    number: str
    sender: str
    recipient: str
    syntax: Syntax
    document_type: str = ""
    process: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in 64 hexadecimal digits."""
        return sha256(self.content).hexdigest()

    @property
    def tracking(self) -> str:
        """What tells this document from all others, in 64 hexadecimal digits.

        It is made of sender, number and file, so that every attempt to send it has the same.
        """
        identity = f"{self.sender}\n{self.number}\n{self.digest}"
        return sha256(identity.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a platform gave for a document that it took.

    Attributes:
        identifier: The platform's own, by which it is asked for the state.
        number: Of the invoice.
        sender: The seller's electronic address.
    """

    identifier: str
    number: str
    sender: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What has become of a document.

    Attributes:
        code: Of the reason or of the state, in the platform's terms: a code of the French
            life cycle such as ``210``, or the identifier of a rule; empty where there is none.
        reason: The same in words, as the platform wrote them.
        moment: When it came to this; None where the platform does not say.
        disputed: The payer wants something before it accepts.
    """

    state: DeliveryState
    code: str = ""
    reason: str = ""
    moment: datetime | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who can be sent electronic invoices.

    Attributes:
        identifier: Its electronic address, such as ``0208:0123456749``.
        name: Its name, where the directory tells it.
        receives: Document types that it takes; empty where the directory does not tell.
    """

    identifier: str
    name: str = ""
    receives: tuple[str, ...] = ()

    def takes(self, document_type: str) -> bool:
        """Whether it can receive documents of a type; yes where nothing is known of it.

        >>> Participant("0208:0123456749", receives=("urn:x::Invoice##a::2.1",)).takes("urn:y")
        False
        """
        if not self.receives or not document_type:
            return True
        return any(
            document_type.startswith(one.removesuffix("*"))
            if one.endswith("*")
            else document_type == one
            for one in self.receives
        )


class Platform(Protocol):
    """A service that carries electronic invoices.

    Every method raises the errors of ``addin.delivery.faults``.

    Attributes:
        name: How the user calls it, such as ``peppyrus``.
        last: States after which this platform tells nothing more.
        carries: What kinds of files it takes.
    """

    name: str
    last: frozenset[DeliveryState]
    carries: frozenset[Syntax]

    def send(self, document: Document) -> Receipt:
        """Hand a document over, once; an answer that got lost is not asked for again here.

        Raises:
            OutcomeUnknownError: It may have arrived or not: ``find`` tells.
        """

    def find(self, document: Document) -> Receipt | None:
        """The receipt of a document that an earlier attempt has handed over; None if none has.

        A document that failed on its way counts as not handed over.
        """

    def state(self, receipt: Receipt) -> Delivery:
        """What has become of a document."""

    def lookup(self, identifier: str) -> Participant | None:
        """Who receives at an electronic address; None if nobody is registered there."""

    def search(self, number: str, country: str) -> list[Participant]:
        """Who is registered under a VAT, enterprise, SIREN or SIRET number.

        Args:
            number: With or without its country prefix, blanks and dots.
            country: Two letters, ``BE`` or ``FR``.
        """
