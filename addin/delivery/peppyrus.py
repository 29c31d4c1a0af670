"""The Peppol access point Peppyrus, by its published REST interface (version 1)."""

import base64
import binascii
from collections.abc import Iterator
from typing import Self
from urllib.parse import quote

from addin.delivery.answers import (
    Message,
    MessageList,
    MessageReport,
    PeppolParticipant,
    read,
    read_receipt,
)
from addin.delivery.faults import TurnedDownError
from addin.delivery.keys import Key
from addin.delivery.platform import (
    FINAL,
    Delivery,
    DeliveryState,
    Document,
    Participant,
    Receipt,
    Syntax,
)
from addin.delivery.web import Patience, Web

LIVE = "https://api.peppyrus.be/v1"
TEST = "https://api.test.peppyrus.be/v1"

DOCUMENT_SCHEME = "busdox-docid-qns::"
WILDCARD_SCHEME = "peppol-doctype-wildcard::"
PROCESS_SCHEME = "cenbii-procid-ubl::"
PER_PAGE = 100

FOLDERS = {
    "outbox": DeliveryState.QUEUED,
    "sent": DeliveryState.DELIVERED,
    "failed": DeliveryState.FAILED,
}
"""What a folder says: in *sent* lies what the payer's access point has acknowledged."""


class Peppyrus:
    """A firm's account at Peppyrus.

    Args:
        key: The account's key; the test address has a key of its own.
        address: ``LIVE``, ``TEST`` or the same interface elsewhere.
        patience: How long and how often to ask.
    """

    name = "peppyrus"
    last = FINAL | {DeliveryState.DELIVERED}
    carries = frozenset({Syntax.UBL})

    def __init__(self, key: Key, address: str = LIVE, patience: Patience | None = None) -> None:
        headers = {"X-Api-Key": key.secret}
        self._web = Web(self.name, address, patience, headers=headers, secrets=(key.secret,))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()

    def send(self, document: Document) -> Receipt:
        """Hand a document over, once."""
        body = {
            "sender": document.sender,
            "recipient": document.recipient,
            "processType": PROCESS_SCHEME + document.process,
            "documentType": DOCUMENT_SCHEME + document.document_type,
            "fileContent": base64.b64encode(document.content).decode("ascii"),
        }
        message = read_receipt(self._web, self._web.hand_over("message", json=body), Message)
        return Receipt(message.id, document.number, document.sender)

    def find(self, document: Document) -> Receipt | None:
        """The message whose file is, byte for byte, the document's; failed ones do not count."""
        for folder in ("outbox", "sent"):
            for listed in self._listed(folder, document):
                message = listed if listed.content else self._message(listed.id)
                if message.recipient in {"", document.recipient} and _file(message) == (
                    document.content
                ):
                    return Receipt(message.id, document.number, document.sender)
        return None

    def state(self, receipt: Receipt) -> Delivery:
        """By the folder in which the message lies; of a failed one its report tells why."""
        message = self._message(receipt.identifier)
        state = FOLDERS.get(message.folder.lower())
        if state is None:
            raise self._web.unreadable("folder", message.folder)
        if state is not DeliveryState.FAILED:
            return Delivery(state)
        code, reason = self._why(receipt.identifier)
        return Delivery(state, code, reason)

    def lookup(self, identifier: str) -> Participant | None:
        """Who receives at a Peppol address."""
        return self._participant("peppol/lookup", {"participantId": identifier})

    def search(self, number: str, country: str) -> list[Participant]:
        """The address that suits a VAT number best, if there is one."""
        asked = {"vatNumber": number.upper().removeprefix(country), "countryCode": country}
        found = self._participant("peppol/bestMatch", asked)
        return [found] if found else []

    def _participant(self, path: str, asked: dict[str, str]) -> Participant | None:
        try:
            response = self._web.ask("GET", path, params=asked)
        except TurnedDownError as fault:
            if fault.status == 404:
                return None
            raise
        found = read(self._web, response, PeppolParticipant)
        return Participant(
            found.participant, receives=tuple(_bare(one.document_type) for one in found.services)
        )

    def _listed(self, folder: str, document: Document) -> Iterator[Message]:
        """The messages of a folder that went from the sender to the recipient, page by page."""
        page, pages = 1, 1
        while page <= pages:
            asked: dict[str, str | int] = {
                "folder": folder.upper(),
                "sender": document.sender,
                "receiver": document.recipient,
                "page": page,
                "perPage": PER_PAGE,
            }
            response = self._web.ask("GET", "message/list", params=asked)
            found = read(self._web, response, MessageList)
            yield from found.items
            page, pages = page + 1, found.meta.pages

    def _message(self, identifier: str) -> Message:
        response = self._web.ask("GET", f"message/{quote(identifier, '')}")
        return read(self._web, response, Message)

    def _why(self, identifier: str) -> tuple[str, str]:
        """The first rule that a document breaks, and all of what was found."""
        response = self._web.ask("GET", f"message/{quote(identifier, '')}/report")
        report = read(self._web, response, MessageReport)
        broken = [one for one in report.rules if one.type.upper() != "WARNING"]
        texts = [report.transmission or "", *(f"{one.id} {one.message}" for one in broken)]
        reason = "; ".join(text.strip() for text in texts if text.strip())
        return (broken[0].id if broken else ""), self._web.clean(reason)


def _file(message: Message) -> bytes:
    """The document of a message; empty if there is none."""
    try:
        return base64.b64decode(message.content, validate=True)
    except binascii.Error:
        return b""


def _bare(document_type: str) -> str:
    """A document type without the name of its scheme."""
    return document_type.removeprefix(DOCUMENT_SCHEME).removeprefix(WILDCARD_SCHEME)
