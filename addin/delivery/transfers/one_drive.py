"""A folder in OneDrive or SharePoint, by Microsoft Graph.

A file of up to 4 MB goes in one request, a larger one in pieces of an upload session; either way
it is there as a whole or not at all, and Graph is told to refuse where a file has its name. The
address of an upload session is a secret of its own: the key is not sent to it.
"""

import time
from collections.abc import Callable
from typing import Self
from urllib.parse import quote, urlsplit

from pydantic import Field

from addin.delivery.answers import Answer, read
from addin.delivery.faults import TurnedDownError, UnreachableError
from addin.delivery.keys import Key
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    OtherFileError,
    SignInRefusedError,
    UnusableAddressError,
)
from addin.delivery.transfers.file_store import path_of
from addin.delivery.transfers.quick_xor import quick_xor_hash
from addin.delivery.transfers.transfer import Parcel, Trace
from addin.delivery.transfers.web_service import told_of
from addin.delivery.web import Patience, Web

SMALL_BYTES = 4 * 1024 * 1024
PIECE_BYTES = 10 * 320 * 1024
"""Of an upload session; Graph wants a multiple of 320 KiB."""
SCOPE = "https://graph.microsoft.com/.default"
CONFLICT = "@microsoft.graph.conflictBehavior"
TAKEN, NOT_FOUND = 409, 404


class _Token(Answer):
    token: str = Field(min_length=1, alias="access_token", repr=False)


class _Hashes(Answer):
    quick_xor: str = Field("", alias="quickXorHash")


class _File(Answer):
    hashes: _Hashes = _Hashes()


class _Item(Answer):
    id: str = ""
    size: int = -1
    file: _File | None = None


class _Session(Answer):
    address: str = Field(min_length=1, alias="uploadUrl", repr=False)


class OneDrive:
    """Carries files into a drive.

    Args:
        name: Of the connection, for the messages.
        address: Of the drive, such as ``https://graph.microsoft.com/v1.0/users/a@b.be/drive``;
            behind a blank, where a token is got for it.
        key: The identifier of the application, a colon and its secret; without a second address, a
            token as it is.
        patience: How long and how often to ask.
        small_bytes: See ``SMALL_BYTES``.
        piece_bytes: See ``PIECE_BYTES``.
        sleep: Waits some seconds.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of
        self,
        name: str,
        address: str,
        key: Key,
        patience: Patience | None = None,
        *,
        small_bytes: int = SMALL_BYTES,
        piece_bytes: int = PIECE_BYTES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self._drive, *token = address.split() or [""]
        if len(token) > 1:
            raise UnusableAddressError(connection=name, address=address)
        self._token_address = token[0] if token else ""
        self._key = key
        self._patience = patience
        self._small_bytes = small_bytes
        self._piece_bytes = piece_bytes
        self._sleep = sleep
        self._web: Web | None = None

    def __enter__(self) -> Self:
        with told_of(self.name, underway=False):
            token = self._token()
            headers = {"Authorization": f"Bearer {token}"}
            self._web = self._opened(self._drive, headers, (token, self._key.secret))
        return self

    def __exit__(self, *_: object) -> None:
        self._graph.close()

    @property
    def _graph(self) -> Web:
        assert self._web is not None, "not opened"
        return self._web

    def _opened(self, address: str, headers: dict[str, str], secrets: tuple[str, ...]) -> Web:
        return Web(
            self.name,
            address,
            self._patience,
            headers=headers,
            secrets=secrets,
            sleep=self._sleep,
        )

    def _token(self) -> str:
        """A token for the drive, by the client credentials of OAuth2."""
        if not self._token_address:
            return self._key.secret
        client, secret = self._key.pair
        asked = {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_secret": secret,
            "scope": SCOPE,
        }
        with self._opened(self._token_address, {}, (secret,)) as web:
            try:
                answer = web.ask("POST", self._token_address, data=asked)
            except TurnedDownError as fault:
                reason = fault.values["reason"]
                raise SignInRefusedError(connection=self.name, reason=reason) from None
            return read(web, answer, _Token).token

    def find(self, parcel: Parcel) -> Trace:
        """See ``Carrier``; told by the size and the hash that Graph keeps."""
        content = parcel.files[0].content
        with told_of(self.name):
            try:
                answer = self._graph.ask("GET", _place(parcel))
            except TurnedDownError as fault:
                if fault.status == NOT_FOUND:
                    return Trace.NONE
                raise
            item = read(self._graph, answer, _Item)
        same = item.size == len(content) and item.file is not None
        if same and item.file is not None:
            same = item.file.hashes.quick_xor in {"", quick_xor_hash(content)}
        return Trace.THERE if same else Trace.MISSING

    def carry(self, parcel: Parcel) -> str:
        """See ``Carrier``; the identifier of the file in the drive."""
        content = parcel.files[0].content
        try:
            with told_of(self.name):
                if len(content) <= self._small_bytes:
                    return self._put(parcel, content)
                return self._put_in_pieces(parcel, content)
        except _NameTakenError:
            if self.find(parcel) is Trace.THERE:
                return ""
            raise OtherFileError(connection=self.name, file=path_of(parcel)) from None

    def _put(self, parcel: Parcel, content: bytes) -> str:
        """In one request; when its answer is lost, the next try finds the name taken."""
        kind = {"Content-Type": "application/octet-stream"}
        path = f"{_place(parcel)}:/content"
        try:
            answer = self._graph.ask(
                "PUT", path, params={CONFLICT: "fail"}, content=content, headers=kind
            )
        except TurnedDownError as fault:
            raise _taken(fault) from None
        except UnreachableError as fault:
            raise self._unknown(fault) from None
        return read(self._graph, answer, _Item).id

    def _put_in_pieces(self, parcel: Parcel, content: bytes) -> str:
        path = f"{_place(parcel)}:/createUploadSession"
        wanted = {"item": {CONFLICT: "fail", "name": parcel.files[0].name}}
        try:
            answer = self._graph.ask("POST", path, json=wanted)
        except TurnedDownError as fault:
            raise _taken(fault) from None
        with told_of(self.name, underway=False):
            address = read(self._graph, answer, _Session).address
        parts = urlsplit(address)
        with self._opened(f"{parts.scheme}://{parts.netloc}", {}, (address,)) as pieces:
            return self._pieces(pieces, address, content)

    def _pieces(self, web: Web, address: str, content: bytes) -> str:
        """All pieces in order; only with the last of them is the file there."""
        total = len(content)
        for start in range(0, total, self._piece_bytes):
            piece = content[start : start + self._piece_bytes]
            end = start + len(piece)
            span = {"Content-Range": f"bytes {start}-{end - 1}/{total}"}
            try:
                answer = web.ask("PUT", address, content=piece, headers=span)
            except TurnedDownError as fault:
                if fault.status == TAKEN:
                    raise _NameTakenError from None
                if end == total:
                    raise self._unknown(fault) from None
                raise
            except UnreachableError as fault:
                if end == total:
                    raise self._unknown(fault) from None
                raise
        return read(web, answer, _Item).id

    def _unknown(self, fault: TurnedDownError | UnreachableError) -> ArrivalUnknownError:
        return ArrivalUnknownError(connection=self.name, reason=fault.values["reason"])


class _NameTakenError(Exception):
    """A file of this name is in the drive."""


def _taken(fault: TurnedDownError) -> Exception:
    return _NameTakenError() if fault.status == TAKEN else fault


def _place(parcel: Parcel) -> str:
    """The path of a file in Graph, from the drive."""
    return f"/root:/{quote(path_of(parcel).strip('/'))}"
