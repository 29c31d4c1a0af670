"""FTP servers over TLS whose certificate can be verified; without TLS nothing is sent at all."""

import ftplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO, TextIOWrapper
from typing import Self

from addin.delivery.keys import Key
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    OtherFileError,
    RefusedDocumentError,
    SignInRefusedError,
    UntrustedServerError,
)
from addin.delivery.transfers.file_store import FileStore, folders_down_to, reason_of
from addin.delivery.transfers.server_address import ServerAddress

PORT = 21
PATIENCE_SECONDS = 20.0
NOT_THERE = ("550", "450")


class _SameSession(ftplib.FTP_TLS):
    """Opens each data connection with the TLS session of the first, as many servers demand."""

    def getline(self) -> str:
        """See ``ftplib.FTP``; what greets in letters of Windows or of old is read all the same."""
        if isinstance(self.file, TextIOWrapper) and self.file.errors == "strict":
            self.file.reconfigure(errors="replace")
        return super().getline()

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        """See ``ftplib.FTP``."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - secured below
        assert isinstance(self.sock, ssl.SSLSocket)
        try:
            secured = self.context.wrap_socket(
                connection, server_hostname=self.host, session=self.sock.session
            )
        except BaseException:
            connection.close()
            raise
        return secured, size


class Ftps(FileStore):
    """Carries files to an FTP server that speaks TLS (explicit, RFC 4217), passive mode.

    Args:
        name: Of the connection, for the messages.
        address: Of the server; its certificate must be for this name.
        user: Who signs in.
        key: The password.
        context: Who is trusted; those whom the computer trusts unless given.
        patience: Seconds to wait for each answer.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of
        self,
        name: str,
        address: ServerAddress,
        user: str,
        key: Key,
        *,
        context: ssl.SSLContext | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.name = name
        self._address = address
        self._user = user
        self._key = key
        self._context = context or ssl.create_default_context()
        self._patience = patience
        self._ftp: ftplib.FTP_TLS | None = None

    def __enter__(self) -> Self:
        self._ftp = _SameSession(context=self._context, timeout=self._patience, encoding="utf-8")
        try:
            with self._told():
                self._ftp.connect(self._address.host, self._address.port)
                self._ftp.auth()
            self._sign_in()
        except BaseException:
            self._ftp.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, EOFError, ftplib.Error):
            self._server.quit()
        self._server.close()

    def _sign_in(self) -> None:
        with self._told():
            try:
                self._server.login(self._user, self._key.secret, secure=False)
            except ftplib.error_perm as error:
                raise SignInRefusedError(connection=self.name, reason=str(error)) from None
            self._server.prot_p()

    def read(self, path: str) -> bytes | None:
        """See ``FileStore``."""
        content = BytesIO()
        with self._told():
            try:
                self._server.retrbinary(f"RETR {path}", content.write)
            except ftplib.Error as error:
                if str(error)[:3] in NOT_THERE:
                    return None
                raise
        return content.getvalue()

    def make_folder(self, folder: str) -> None:
        """See ``FileStore``; a folder that is there is refused by the server, and that is fine."""
        for one in folders_down_to(folder):
            with self._told(), suppress(ftplib.error_perm):
                self._server.mkd(one)

    def write(self, path: str, content: bytes) -> None:
        """See ``FileStore``."""
        with self._told():
            self._server.storbinary(f"STOR {path}", BytesIO(content))

    def give_name(self, path: str, name: str) -> None:
        """See ``FileStore``; some servers would replace a file, so it is looked for just before."""
        if self.read(name) is not None:
            raise OtherFileError(connection=self.name, file=name)
        with self._told():
            self._server.sendcmd(f"RNFR {path}")
        try:
            self._server.voidcmd(f"RNTO {name}")
        except ftplib.error_perm as error:
            raise self._lost(error) from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise ArrivalUnknownError(connection=self.name, reason=reason_of(error)) from None

    @property
    def _server(self) -> ftplib.FTP_TLS:
        assert self._ftp is not None, "not opened"
        return self._ftp

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what goes wrong in words of ours."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise UntrustedServerError(connection=self.name, reason=error.verify_message) from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise self._lost(error) from None
        except ValueError as error:  # a path in two lines, which ftplib does not send
            raise RefusedDocumentError(connection=self.name, reason=reason_of(error)) from None
