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
from pathlib import Path
from typing import Self

import paramiko

from addin.delivery.keys import Key
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    OtherFileError,
    OtherServerError,
    SignInRefusedError,
    UnknownServerError,
)
from addin.delivery.transfers.file_store import FileStore, folders_down_to, reason_of
from addin.delivery.transfers.server_address import ServerAddress

PORT = 22
PATIENCE_SECONDS = 20.0
FINGERPRINT = "SHA256:"
KEY_FILE = "file:"
NO_SENSE = (paramiko.SSHException, paramiko.SFTPError)
LOST = (OSError, EOFError, *NO_SENSE)
"""Of ``OSError`` only what has no answer of the server behind it."""


# What paramiko notes about a lost connection is told by our own sentences.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def fingerprint(key: paramiko.PKey) -> str:
    """The fingerprint of a host key, written as OpenSSH writes it."""
    return FINGERPRINT + base64.b64encode(sha256(key.asbytes()).digest()).decode().rstrip("=")


class Sftp(FileStore):
    """Carries files to an SFTP server.

    No password leaves before the server has shown the pinned key.

    Args:
        name: Of the connection, for the messages.
        address: Of the server.
        user: Who signs in.
        key: The password; or ``file:`` and the path of a private key without a password of its own.
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

    def __exit__(self, *_: object) -> None:
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
            self._sign_in(self._transport)
            channel = self._transport.open_session(timeout=self._patience)
            channel.settimeout(self._patience)
            channel.invoke_subsystem("sftp")
            self._folders = paramiko.SFTPClient(channel)

    def _sign_in(self, transport: paramiko.Transport) -> None:
        if self._key.secret.startswith(KEY_FILE):
            path = Path(self._key.secret.removeprefix(KEY_FILE).strip())
            transport.auth_publickey(self._user, self._private_key(path))
        else:
            transport.auth_password(self._user, self._key.secret)

    def _private_key(self, path: Path) -> paramiko.PKey:
        try:
            return paramiko.PKey.from_path(path)
        except Exception as error:  # noqa: BLE001 - each library below paramiko has faults of its own
            reason = f"{path}: {reason_of(error)}"
            raise SignInRefusedError(connection=self.name, reason=reason) from None

    def _require_host_key(self, found: str) -> None:
        if not self._host_key:
            raise UnknownServerError(connection=self.name, fingerprint=found)
        pinned = FINGERPRINT + self._host_key.removeprefix(FINGERPRINT).rstrip("=")
        if not hmac.compare_digest(pinned.encode(), found.encode()):
            raise OtherServerError(connection=self.name, expected=self._host_key, found=found)

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
        for one in folders_down_to(folder):
            with self._told():
                if not self._is_folder(one):
                    self._open_folders.mkdir(one)

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
            raise ArrivalUnknownError(connection=self.name, reason=reason_of(error)) from None

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
            raise SignInRefusedError(connection=self.name, reason=reason_of(error)) from None
        except LOST as error:
            raise self._lost(error) from None


def _is_answer(error: Exception) -> bool:
    """Whether the server said no, rather than nothing at all.

    paramiko gives an answer of the server the code of its meaning, or a text and no code.
    """
    if isinstance(error, (TimeoutError, EOFError, ConnectionError, *NO_SENSE)):
        return False
    code = getattr(error, "errno", None)
    return code in {errno.ENOENT, errno.EACCES, errno.EEXIST, None} and str(error) != (
        "Socket is closed"
    )
