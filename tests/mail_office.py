"""A mail server on this machine: it takes mail, refuses it, or hangs up when it is told to."""

import asyncio
import socket
import ssl
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from addin.billing.choices import MailSecurity
from addin.delivery.mail import MailAccount

USER, PASSWORD = "office", "never shown"


class HangUp(StrEnum):
    """When the server goes away without a word."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"  # it has the mail, and has not said so


@dataclass
class MailOffice:
    """What the server got, and how it is to behave.

    Attributes:
        messages: That it took, in order.
        refused: What it answers to a recipient, by address.
        hang_ups: At which recipient it goes away, and when.
        open: Whether it takes connections; a closed one hangs up on the sender.
        per_connection: So many mails it takes before it says 421.
        leaves_after_refusal: Whether it goes away when it has refused somebody.
    """

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refused: Mapping[str, str] = field(default_factory=dict)
    hang_ups: Mapping[str, HangUp] = field(default_factory=dict)
    open: bool = True
    per_connection: int = 0
    leaves_after_refusal: bool = False
    connections: int = 0
    signed_in: list[str] = field(default_factory=list)
    password: str = field(default=PASSWORD, repr=False)

    def account(self, **given: Any) -> MailAccount:
        """How it is reached, without secrecy unless asked for."""
        usual: dict[str, Any] = {"security": MailSecurity.NONE, "per_minute": 1000, "timeout": 5.0}
        return MailAccount("127.0.0.1", self.port, **(usual | given))

    def taken(self) -> list[str]:
        """Who mail was taken for, in order."""
        return [one for several in self.recipients for one in several]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        session.mails = 0  # type: ignore[attr-defined] # our own count of this connection
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.open:
            return _hung_up(server)
        if self.per_connection and session.mails == self.per_connection:  # type: ignore[attr-defined]
            return "421 4.7.0 too many messages in this session"
        session.mails += 1  # type: ignore[attr-defined]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_ups.get(address) is HangUp.RECIPIENT:
            return _hung_up(server)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        if any(self.hang_ups.get(one) is HangUp.TEXT for one in envelope.rcpt_tos):
            return _hung_up(server)
        return "250 OK"

    async def handle_RSET(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _: Session, __: Envelope
    ) -> str:
        return _hung_up(server) if self.leaves_after_refusal else "250 OK"

    def authenticator(
        self, _: SMTP, __: Session, ___: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Whether somebody is let in."""
        assert isinstance(data, LoginPassword), mechanism
        self.signed_in.append(data.login.decode())
        right = (data.login, data.password) == (USER.encode(), self.password.encode())
        return AuthResult(success=right, handled=right)


def _hung_up(server: SMTP) -> str:
    """Go away; the answer reaches nobody."""
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()
    return "421 gone"


class _Controller(Controller):
    """A server on a port that is free."""

    def _trigger_server(self) -> None:
        """The base class calls on the port that was asked for, 0, to see whether it answers."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        socket.create_connection(("127.0.0.1", self.port)).close()


@contextmanager
def mail_office(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    keys: bool = False,
    without: Sequence[str] = (),
) -> Iterator[MailOffice]:
    """A running mail server.

    Args:
        starttls: Its certificate, if it offers STARTTLS.
        tls: Its certificate, if it speaks TLS from the first word on.
        keys: Whether it wants everybody to sign in.
        without: Ways to sign in that it does not know.
    """
    office = MailOffice()
    given: dict[str, Any] = {"auth_required": keys, "auth_require_tls": False}
    if keys:
        given |= {"authenticator": office.authenticator, "auth_exclude_mechanism": without}
    given |= {"hostname": "127.0.0.1", "port": 0, "ssl_context": tls, "tls_context": starttls}
    controller = _Controller(office, **given)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requiring AUTH")  # it is to be seen who signs in
        controller.start()
        try:
            office.port = controller.port
            yield office
        finally:
            controller.stop()
