"""French *plateformes agréées*, by AFNOR XP Z12-013: Flow Service and Directory Service 1.3.0."""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import quote, quote_plus

import httpx

from addin.delivery.answers import (
    DirectoryLine,
    DirectoryPage,
    Flow,
    FlowPage,
    LegalUnit,
    NewFlow,
    Token,
    read,
    read_receipt,
)
from addin.delivery.faults import (
    KeyRefusedError,
    TurnedDownError,
    UnknownDocumentError,
    UnsafeAddressError,
)
from addin.delivery.keys import Key
from addin.delivery.life_cycle import Step, latest, steps
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

EARLY = 30.0
"""Seconds before its end at which a token is renewed."""
PER_PAGE = 100
FRENCH_ADDRESS = "0225"
"""Scheme of French electronic addresses: SIREN, then what is added to it."""

ACKNOWLEDGED = {"Pending": DeliveryState.QUEUED, "Ok": DeliveryState.SENT}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a platform offers its services.

    Attributes:
        flows: The Flow Service, without ``/v1``.
        directory: The Directory Service, without ``/v1``.
        token: Where the OAuth2 client gets its token.
    """

    flows: str
    directory: str
    token: str

    @classmethod
    def read(cls, text: str) -> "Addresses":
        """The three addresses in this order, parted by blanks.

        Raises:
            UnsafeAddressError: There are not three.
        """
        parts = text.split()
        if len(parts) != 3:
            raise UnsafeAddressError(address=text)
        return cls(*parts)


class Afnor:
    """A firm's account at a French platform.

    Args:
        key: The OAuth2 client: its identifier, a colon and its secret.
        addresses: Of the platform's services.
        patience: How long and how often to ask.
        since: Life-cycle messages are looked at from this moment on; None for all of them.
        clock: Seconds that only ever grow.
    """

    name = "afnor"
    last = FINAL
    carries = frozenset(Syntax)

    def __init__(
        self,
        key: Key,
        addresses: Addresses,
        patience: Patience | None = None,
        *,
        since: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = key
        self._since = since
        self._clock = clock
        hidden = (key.secret, key.pair[1], quote_plus(key.pair[1]))
        self._flows = Web(self.name, addresses.flows, patience, secrets=hidden)
        self._directory = Web(self.name, addresses.directory, patience, secrets=hidden)
        self._token_address = addresses.token
        self._issuer = Web(self.name, addresses.token, patience, secrets=hidden)
        self._token = ""
        self._renew = -math.inf
        self._steps: dict[str, list[Step]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for web in (self._flows, self._directory, self._issuer):
            web.close()

    def send(self, document: Document) -> Receipt:
        """Hand a document over as a flow with our own tracking identifier and its digest."""
        kind, ending = ("pdf", "pdf") if document.syntax is Syntax.FACTUR_X else ("xml", "xml")
        name = f"{_file_name(document.number)}.{ending}"
        flow = {
            "trackingId": document.tracking,
            "name": name,
            "flowSyntax": document.syntax.value,
            "sha256": document.digest,
        }
        files = {
            "flowInfo": (None, json.dumps(flow).encode(), "application/json"),
            "file": (name, document.content, f"application/{kind}"),
        }
        response = self._opened(
            lambda opening: self._flows.hand_over("v1/flows", files=files, headers=opening)
        )
        made = read_receipt(self._flows, response, NewFlow)
        return Receipt(made.id, document.number, document.sender)

    def find(self, document: Document) -> Receipt | None:
        """The flow with the document's tracking identifier, if the platform did not drop it."""
        for flow in self._sought({"trackingId": document.tracking}):
            if flow.acknowledgement.status != "Error":
                return Receipt(flow.id, document.number, document.sender)
        return None

    def state(self, receipt: Receipt) -> Delivery:
        """What the life-cycle messages tell last; without any, whether the flow was taken."""
        flow = read(self._flows, self._get(f"v1/flows/{quote(receipt.identifier, '')}"), Flow)
        if flow.acknowledgement.status == "Error":
            details = flow.acknowledgement.details
            reason = "; ".join(f"{one.item}: {one.message}" for one in details)
            code = details[0].code if details else ""
            return Delivery(DeliveryState.FAILED, code, self._flows.clean(reason), flow.updated)
        told = latest(one for one in self._told(receipt.number) if _is_of(one, receipt))
        known = ACKNOWLEDGED[flow.acknowledgement.status]
        return told or Delivery(known, moment=flow.updated)

    def lookup(self, identifier: str) -> Participant | None:
        """Who receives at an address of the French directory: its scheme is ``0225``."""
        scheme, _, address = identifier.partition(":")
        if scheme != FRENCH_ADDRESS:
            return None
        path = f"v1/directory-line/code:{quote(address, '')}"
        try:
            response = self._opened(
                lambda opening: self._directory.ask("GET", path, headers=opening)
            )
        except TurnedDownError as fault:
            if fault.status == 404:
                return None
            raise
        line = read(self._directory, response, DirectoryLine)
        return _participant(line) if line.status == "Enabled" else None

    def search(self, number: str, country: str) -> list[Participant]:
        """The open addresses of a SIREN (9 digits), a SIRET (14) or a French VAT number."""
        digits = "".join(filter(str.isdecimal, number.upper().removeprefix(country)))
        if len(digits) == 14:
            filters = {"siret": {"op": "strict", "value": digits}}
        else:
            filters = {"siren": {"op": "strict", "value": digits[-9:]}}
        sought = {"filters": filters, "limit": PER_PAGE, "include": ["siren"]}
        response = self._opened(
            lambda opening: self._directory.ask(
                "POST", "v1/directory-line/search", json=sought, headers=opening
            )
        )
        lines = read(self._directory, response, DirectoryPage).results
        return [_participant(line) for line in lines if line.status == "Enabled"]

    def _told(self, number: str) -> list[Step]:
        """What the life-cycle messages tell of an invoice; they are fetched once."""
        if self._steps is None:
            found: dict[str, list[Step]] = {}
            for step in self._all_steps():
                found.setdefault(step.number, []).append(step)
            self._steps = found
        return self._steps.get(number, [])

    def _all_steps(self) -> Iterator[Step]:
        where: dict[str, Any] = {"flowType": ["CustomerInvoiceLC"]}
        if self._since is not None:
            where["updatedAfter"] = self._since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        for flow in self._sought(where):
            path = f"v1/flows/{quote(flow.id, '')}"
            response = self._get(path, params={"docType": "Original"})
            try:
                yield from steps(response.content)
            except UnknownDocumentError:
                continue  # one that nobody can read must not hide the others

    def _sought(self, where: Mapping[str, Any]) -> Iterator[Flow]:
        """The flows that were asked for, page by page."""
        asked: dict[str, Any] = {"limit": PER_PAGE, "where": where}
        while True:
            response = self._opened(
                lambda opening: self._flows.ask(
                    "POST", "v1/flows/search", json=asked, headers=opening
                )
            )
            page = read(self._flows, response, FlowPage)
            yield from page.results
            if not page.next or page.next == asked.get("cursor"):
                return
            asked["cursor"] = page.next

    def _get(self, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        return self._opened(
            lambda opening: self._flows.ask("GET", path, headers=opening, **request)
        )

    def _opened(self, ask: Callable[[dict[str, str]], httpx.Response]) -> httpx.Response:
        """Ask with a token; with a new one if the platform no longer takes the one in use."""
        in_use = self._token
        try:
            return ask(self._opening())
        except KeyRefusedError:
            if not in_use or in_use != self._token:
                raise
            self._renew = -math.inf
            return ask(self._opening())

    def _opening(self) -> dict[str, str]:
        """The header that opens the platform, with a token that is still good."""
        if self._clock() >= self._renew:
            name, secret = (quote_plus(part) for part in self._key.pair)  # RFC 6749, 2.3.1
            try:
                response = self._issuer.ask(
                    "POST",
                    self._token_address,
                    data={"grant_type": "client_credentials"},
                    auth=(name, secret),
                )
            except TurnedDownError as fault:  # RFC 6749, 5.2: an unknown client may get a 400
                raise KeyRefusedError(**fault.values) from None
            token = read(self._issuer, response, Token)
            self._token = token.token
            self._renew = self._clock() + max(token.seconds - EARLY, 0.0)
        return {"Authorization": f"Bearer {self._token}"}


def _is_of(step: Step, receipt: Receipt) -> bool:
    """Whether a state is of the firm's invoice, not of another firm's with the same number."""
    siren = receipt.sender.partition(":")[2][:9]
    return not step.seller or not siren or step.seller[:9] == siren


def _participant(line: DirectoryLine) -> Participant:
    unit = line.unit or LegalUnit.model_construct(name="")
    return Participant(f"{FRENCH_ADDRESS}:{line.address}", unit.name)


def _file_name(number: str) -> str:
    """The number of an invoice as the name of a file: what is neither letter nor digit is ``-``."""
    return "".join(one if one.isalnum() or one in "-_" else "-" for one in number)[:200]
