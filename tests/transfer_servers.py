"""Servers on this computer that documents are carried to: SFTP, FTPS, Graph and Clearfacts."""

import asyncio
import json
import logging
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import asyncssh
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from loopback import Answered, Asked, Server

from addin.delivery.transfers.quick_xor import quick_xor_hash

with warnings.catch_warnings():
    # pyftpdlib stands on asyncore, which leaves the standard library with Python 3.12.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

USER, PASSWORD = "fiduciaire", "password-that-nobody-may-see"
WAIT = 10.0


@dataclass
class Sftp:
    """A running SFTP server.

    Attributes:
        folder: What its user sees as the root.
        fingerprint: Of its host key, as OpenSSH writes it.
        lose: Cut the connection at the n-th renaming, counted down; before it is done when below
            zero. 0 for never.
        signed_in: How often a password was looked at.
        hang: Do what is asked of a renaming, and never answer.
        public_key: Who has the other half of it is let in without a password, as OpenSSH writes it.
    """

    port: int
    folder: Path
    fingerprint: str
    lose: int = 0
    signed_in: int = 0
    hang: bool = False
    public_key: str = ""


@contextmanager
def sftp_server(folder: Path) -> Iterator[Sftp]:  # noqa: C901 - two small classes are in it
    """An SFTP server of OpenSSH's kind, with one user and a key of its own."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    made = Sftp(0, folder, key.convert_to_public().get_fingerprint())

    connections: list[asyncssh.SSHServerConnection] = []

    class Users(asyncssh.SSHServer):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            connections.append(conn)

        def begin_auth(self, username: str) -> bool:
            del username
            return True

        def password_auth_supported(self) -> bool:
            return True

        def public_key_auth_supported(self) -> bool:
            return bool(made.public_key)

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            known = asyncssh.import_public_key(made.public_key)
            return (username, key) == (USER, known)

        def validate_password(self, username: str, password: str) -> bool:
            made.signed_in += 1
            return (username, password) == (USER, PASSWORD)

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel[Any]) -> None:
            super().__init__(channel, chroot=str(folder).encode())

        async def rename(self, oldpath: bytes, newpath: bytes) -> None:
            lose, made.lose = made.lose, 0
            if lose >= 0:
                super().rename(oldpath, newpath)
            if lose:
                self.connection.abort()
            while made.hang:  # noqa: ASYNC110 - it is set in another thread
                await asyncio.sleep(0.01)

    async def serve(started: "Future[tuple[asyncio.Event, asyncio.AbstractEventLoop]]") -> None:
        done = asyncio.Event()
        server = await asyncssh.create_server(
            Users, "127.0.0.1", 0, server_host_keys=[key], sftp_factory=Files
        )
        made.port = server.get_port()
        started.set_result((done, asyncio.get_running_loop()))
        await done.wait()
        server.close()
        for one in connections:
            one.abort()
            await one.wait_closed()
        await server.wait_closed()

    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)
    started: Future[tuple[asyncio.Event, asyncio.AbstractEventLoop]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(serve(started)))
    thread.start()
    done, loop = started.result(WAIT)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@dataclass(frozen=True)
class FtpsServer:
    """A running FTP server that speaks TLS only.

    Attributes:
        trusting: Trusts those who made its certificate.
    """

    port: int
    folder: Path
    trusting: ssl.SSLContext


@contextmanager
def ftps_server(folder: Path, name: str = "127.0.0.1") -> Iterator[FtpsServer]:
    """An FTP server with a certificate for a name; nothing goes without TLS."""
    authority = trustme.CA()
    pem = folder.parent / f"{folder.name}.pem"
    authority.issue_cert(name).private_key_and_cert_chain_pem.write_to_path(pem)
    users = DummyAuthorizer()
    users.add_user(USER, PASSWORD, str(folder), perm="elradfmwMT")

    class Handler(TLS_FTPHandler):  # type: ignore[misc]
        certfile = str(pem)
        authorizer = users
        tls_control_required = True
        tls_data_required = True
        auth_failed_timeout = 0

    logging.getLogger("pyftpdlib").setLevel(logging.CRITICAL)
    server = FTPServer(("127.0.0.1", 0), Handler, ioloop=IOLoop())
    context = ssl.create_default_context()
    authority.configure_trust(context)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            server.serve_forever(timeout=0.02, blocking=False)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield FtpsServer(server.address[1], folder, context)
    finally:
        stop.set()
        thread.join()
        server.close_all()


class GraphServer(Server):
    """A drive of Microsoft Graph: files by path, small uploads, upload sessions, tokens.

    Attributes:
        files: By path.
        sessions: Of uploads: path, and what has come of it.
    """

    token = "token-for-the-drive"  # noqa: S105 - of nobody

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.sessions: dict[str, tuple[str, bytes]] = {}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(super()._handler()):  # type: ignore[misc]
            def do_PUT(self) -> None:  # noqa: N802 - as the standard library calls it
                server.respond(self)

        return Handler

    @property
    def drive(self) -> str:
        return f"{self.address}/v1.0/users/billing@firm.example/drive"

    def answer(self, asked: Asked) -> Answered:
        if asked.path == "/tenant/oauth2/v2.0/token":
            return self._open(asked)
        if asked.path.startswith("/session/"):
            assert asked.headers["Authorization"] is None, "the key is not for this address"
            return self._piece(asked)
        if asked.headers["Authorization"] != f"Bearer {self.token}":
            return 401, {"error": {"code": "InvalidAuthenticationToken"}}
        path = asked.path.partition("/drive/root:/")[2]
        if asked.method == "GET":
            return (200, self._item(path)) if path in self.files else (404, _no("itemNotFound"))
        if path.endswith(":/createUploadSession"):
            assert asked.json["item"]["@microsoft.graph.conflictBehavior"] == "fail"
            return self._session(path.removesuffix(":/createUploadSession"))
        assert asked.query["@microsoft.graph.conflictBehavior"] == "fail"
        return self._keep(path.removesuffix(":/content"), asked.body)

    def _open(self, asked: Asked) -> Answered:
        form = dict(pair.split("=", 1) for pair in asked.body.decode().split("&"))
        if (form["client_id"], form["client_secret"]) != (USER, PASSWORD):
            return 400, {"error": "invalid_client"}
        assert unquote(form["scope"]) == "https://graph.microsoft.com/.default"
        assert form["grant_type"] == "client_credentials"
        return 200, {"access_token": self.token, "token_type": "Bearer", "expires_in": 3599}

    def _keep(self, path: str, content: bytes) -> Answered:
        if path in self.files:
            return 409, _no("nameAlreadyExists")
        self.files[path] = content
        return 201, self._item(path)

    def _item(self, path: str) -> dict[str, Any]:
        content = self.files[path]
        hashes = {"quickXorHash": quick_xor_hash(content)}
        return {"id": f"ID-{path}", "size": len(content), "file": {"hashes": hashes}}

    def _session(self, path: str) -> Answered:
        if path in self.files:
            return 409, _no("nameAlreadyExists")
        name = f"/session/{len(self.sessions)}"
        self.sessions[name] = (path, b"")
        return 200, {"uploadUrl": f"{self.address}{name}", "nextExpectedRanges": ["0-"]}

    def _piece(self, asked: Asked) -> Answered:
        if asked.path not in self.sessions:
            return 404, _no("itemNotFound")
        path, so_far = self.sessions[asked.path]
        span, total = asked.headers["Content-Range"].removeprefix("bytes ").split("/")
        start, end = map(int, span.split("-"))
        assert end - start + 1 == len(asked.body)
        if start != len(so_far):
            return 416, _no("invalidRange")
        content = so_far + asked.body
        self.sessions[asked.path] = (path, content)
        if len(content) < int(total):
            assert len(asked.body) % (320 * 1024) == 0, "a piece is a multiple of 320 KiB"
            return 202, {"nextExpectedRanges": [f"{len(content)}-"]}
        del self.sessions[asked.path]
        return self._keep(path, content)


def _no(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": code}}


class ClearfactsServer(Server):
    """The inbox of administrations: one mutation, as a form of three fields.

    Attributes:
        taken: Number of the administration, name, kind and content of each file.
    """

    administrations = frozenset({"0403170701", "0123456749"})

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[str, str, str, bytes]] = []

    def answer(self, asked: Asked) -> Answered:
        if (asked.method, asked.path) != ("POST", "/graphql"):
            return 404, {}
        if asked.headers["Authorization"] != f"Bearer {PASSWORD}":
            return 401, {"errors": [{"message": f"{asked.headers['Authorization']} is no token"}]}
        fields = _form(asked)
        assert set(fields) == {"query", "variables", "file"}
        query = fields["query"][1].decode()
        assert "uploadFile(vatnumber: $vatnumber, filename: $filename" in query
        given = asked_json(fields["variables"][1])
        assert given["invoicetype"] in {"SALE", "PURCHASE"}
        if given["vatnumber"] not in self.administrations:
            return 200, {"data": {"uploadFile": None}, "errors": [{"message": "No access"}]}
        kind, content = fields["file"]
        assert kind in {"application/pdf", "application/xml"}
        self.taken.append((given["vatnumber"], given["filename"], given["invoicetype"], content))
        made = f"UUID-{len(self.taken)}"
        return 200, {"data": {"uploadFile": {"uuid": made, "amountOfPages": 1}}}


def asked_json(content: bytes) -> dict[str, str]:
    """The variables of a mutation, all of them texts."""
    found: dict[str, str] = json.loads(content)
    return found


def _form(asked: Asked) -> dict[str, tuple[str, bytes]]:
    """Kind and content of each field of a form."""
    head = f"Content-Type: {asked.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + asked.body, policy=HTTP)
    found = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[name] = (part.get_content_type(), content)
    return found


class Postbox:
    """What a mail server has taken; ``refused`` are addresses that it does not know."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        del server, session, options
        if address in self.refused:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        del server, session
        self.mails.append(envelope)
        return "250 queued"


class AnyPort(Controller):
    """A mail server on a port that was free."""

    @property
    def found_port(self) -> int:
        """Where it listens."""
        assert isinstance(self.server, asyncio.Server)
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    def _trigger_server(self) -> None:
        """Wake the server up, as its own class does, where it really listens."""
        with socket.create_connection(("127.0.0.1", self.found_port), WAIT) as opened:
            opened.recv(1024)


@contextmanager
def mail_server() -> Iterator[tuple[Postbox, int]]:
    """A mail server on this computer and its port."""
    postbox = Postbox()
    controller = AnyPort(postbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield postbox, controller.found_port
    finally:
        controller.stop()
