"""SFTP servers, known by the key that was pinned for them."""

import base64
import errno
import hmac
import logging
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from types import TracebackType
from typing import Self

import paramiko

from addin.delivery.keys import Key
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    OtherFileError,
    OtherServerError,
    SignInRefusedError,
    UnknownServerError,
)
from addin.delivery.transfers.file_store import found_in, put_into
from addin.delivery.transfers.server_address import ServerAddress
from addin.delivery.transfers.transfer import Parcel, Trace

PORT = 22
PATIENCE_SECONDS = 20.0
FINGERPRINT = "SHA256:"
LOST = (OSError, EOFError, paramiko.SSHException)
"""Of ``OSError`` only what has no answer of the server behind it."""


# What paramiko notes about a lost connection is told by our own sentences.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def fingerprint(key: paramiko.PKey) -> str:
    """The fingerprint of a host key, written as OpenSSH writes it."""
    return FINGERPRINT + base64.b64encode(sha256(key.asbytes()).digest()).decode().rstrip("=")


class Sftp:
    """Carries files to an SFTP server.

    No password leaves before the server has shown the pinned key.

    Args:
        name: Of the connection, for the messages.
        address: Of the server.
        user: Who signs in.
        key: The password.
        host_key: The pinned fingerprint, such as ``SHA256:…``; empty when none is known yet.
        patience: Seconds to wait for each answer.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of
        self,
        name: str,
        address: ServerAddress,
        user: str,
        key: Key,
        host_key: str,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.name = name
        self._address = address
        self._user = user
        self._key = key
        self._host_key = host_key.strip()
        self._patience = patience
        self._transport: paramiko.Transport | None = None
        self._folders: paramiko.SFTPClient | None = None

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        if self._transport is not None:
            self._transport.close()
        self._transport = self._folders = None

    def _open(self) -> None:
        place = (self._address.host, self._address.port)
        with self._told():
            opened = socket.create_connection(place, self._patience)
            self._transport = paramiko.Transport(opened)
            self._transport.banner_timeout = self._patience
            self._transport.start_client(timeout=self._patience)
        self._require_host_key(fingerprint(self._transport.get_remote_server_key()))
        with self._told():
            self._transport.auth_timeout = self._patience
            self._transport.auth_password(self._user, self._key.secret)
            self._folders = paramiko.SFTPClient.from_transport(self._transport)
            assert self._folders is not None
            channel = self._folders.get_channel()
            assert channel is not None
            channel.settimeout(self._patience)

    def _require_host_key(self, found: str) -> None:
        if not self._host_key:
            raise UnknownServerError(connection=self.name, fingerprint=found)
        pinned = FINGERPRINT + self._host_key.removeprefix(FINGERPRINT).rstrip("=")
        if not hmac.compare_digest(pinned.encode(), found.encode()):
            raise OtherServerError(connection=self.name, expected=self._host_key, found=found)

    def find(self, parcel: Parcel) -> Trace:
        """See ``Carrier``."""
        return found_in(self, parcel)

    def carry(self, parcel: Parcel) -> str:
        """See ``Carrier``."""
        put_into(self, parcel)
        return ""

    def read(self, path: str) -> bytes | None:
        """See ``FileStore``."""
        with self._told():
            try:
                with self._open_folders.open(path, "rb") as opened:
                    opened.prefetch()
                    return opened.read()
            except FileNotFoundError:
                return None

    def make_folder(self, folder: str) -> None:
        """See ``FileStore``."""
        made = "/" if folder.startswith("/") else ""
        for part in filter(None, folder.split("/")):
            made += part
            with self._told():
                if not self._is_folder(made):
                    self._open_folders.mkdir(made)
            made += "/"

    def _is_folder(self, path: str) -> bool:
        try:
            mode = self._open_folders.stat(path).st_mode
        except FileNotFoundError:
            return False
        return mode is None or stat.S_ISDIR(mode)

    def write(self, path: str, content: bytes) -> None:
        """See ``FileStore``."""
        with self._told(), self._open_folders.open(path, "wb") as opened:
            opened.set_pipelined(pipelined=True)
            opened.write(content)

    def give_name(self, path: str, name: str) -> None:
        """See ``FileStore``; the protocol itself says that no file is replaced."""
        try:
            self._open_folders.rename(path, name)
        except LOST as error:
            if _is_answer(error):
                if self.read(name) is not None:
                    raise OtherFileError(connection=self.name, file=name) from None
                raise self._lost(error) from None
            raise ArrivalUnknownError(connection=self.name, reason=_reason(error)) from None

    @property
    def _open_folders(self) -> paramiko.SFTPClient:
        assert self._folders is not None, "not opened"
        return self._folders

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what goes wrong in words of ours."""
        try:
            yield
        except paramiko.AuthenticationException as error:
            raise SignInRefusedError(connection=self.name, reason=_reason(error)) from None
        except LOST as error:
            raise self._lost(error) from None

    def _lost(self, error: Exception) -> NotDeliveredError:
        return NotDeliveredError(connection=self.name, reason=_reason(error))


def _is_answer(error: Exception) -> bool:
    """Whether the server said no, rather than nothing at all.

    paramiko gives an answer of the server the code of its meaning, or a text and no code.
    """
    if isinstance(error, TimeoutError | EOFError | ConnectionError):
        return False
    if isinstance(error, paramiko.SSHException):
        return False
    code = getattr(error, "errno", None)
    return code in {errno.ENOENT, errno.EACCES, errno.EEXIST, None} and str(error) != (
        "Socket is closed"
    )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
