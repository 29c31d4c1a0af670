"""Sending mail through the server of the firm, each with an outcome of its own.

SMTP is spoken sentence by sentence, so that it is known how far a mail had come when a connection
breaks: until its text was handed over it was surely not sent; from then on nobody knows.
"""

import smtplib
import ssl
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses
from hashlib import sha256
from ipaddress import ip_address
from typing import Self

from addin.billing.choices import MailSecurity
from addin.delivery.keys import KeyRing
from addin.delivery.mail_faults import (
    MailKeyRefusedError,
    MailRefusedError,
    MailSettingsError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
)
from addin.delivery.server_name import is_server_name
from addin.tables.sheets.settings import Firm

KEY = "mail"
"""Under this name the keyring has the password of the mail server."""

USUAL_PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}
NUL = "\0"
GO_ON, SIGNED_IN = 334, 235
GONE_AWAY = 421  # the server closes the connection, whatever was asked
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where mail is handed over, and by whom.

    Attributes:
        user: Who signs in; empty where the server asks nobody to.
        password: Never shown.
        per_minute: So many mails at most in any minute.
        timeout: Seconds to wait for each answer.
        context: What certificates are trusted; None for those of the computer.
    """

    host: str
    port: int
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    per_minute: int = 30
    timeout: float = 30.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def server(self) -> str:
        """Host and port, as the settings have them."""
        return f"{self.host}:{self.port}"


def mail_account(firm: Firm, keys: KeyRing) -> MailAccount:
    """The mail server that the settings of a firm name, with its password.

    Raises:
        MailSettingsError: They name none.
        NoKeyError: Somebody is to sign in, and there is no password.
        KeyringError: The keyring cannot be read.
    """
    host, port = _parted(firm.mail_server or "", USUAL_PORTS[firm.mail_security])
    user = (firm.mail_user or "").strip()
    password = keys.get(KEY).secret if user else ""
    return MailAccount(
        host, port, firm.mail_security, user, password, max(firm.mails_per_minute, 1)
    )


def sender_of(firm: Firm) -> str:
    """The address that mail of a firm is sent from.

    Raises:
        MailSettingsError: The settings name none.
    """
    if found := (firm.mail_from or firm.email or "").strip():
        return found
    raise MailSettingsError(setting=Firm.spec.column("mail_from").heading, found="-")


def message_identifier(address: str, *parts: str) -> str:
    """The Message-ID of a mail: the same at each attempt, so that a second copy is known as one.

    Args:
        address: Of the sender, whose domain it has.
        parts: What makes the mail this one.

    >>> message_identifier("billing@example.com", "invitation", "DUPONT", "1")
    '<b3513f80c6c18fd6f0b3fa81ec13313f@example.com>'
    """
    digest = sha256("\0".join(parts).encode()).hexdigest()[:32]
    return f"<{digest}@{address.rpartition('@')[2].strip(' >') or 'localhost'}>"


class Mailer:
    """One connection for many mails, opened with the first and again when it breaks.

    Use it in a ``with`` block. After any error but ``MailKeyRefusedError`` and
    ``MailUnsafeError`` the next mail may be sent.
    """

    def __init__(
        self,
        account: MailAccount,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``clock`` counts seconds, and ``sleep`` lets some pass."""
        self.account = account
        self._clock = clock
        self._sleep = sleep
        self._smtp: smtplib.SMTP | None = None
        self._moments: deque[float] = deque(maxlen=account.per_minute)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over to the server, which takes it for all of its recipients or for none.

        The recipients are those of To, Cc and Bcc; Bcc is not handed over.

        Raises:
            MailKeyRefusedError: The server does not let us in.
            MailUnsafeError: The way there cannot be kept secret.
            MailUnreachableError: It was surely not sent: there is no server, or it went away.
            MailRefusedError: It was surely not sent: the server refuses it, or a recipient.
            MailUnknownError: Nobody knows; the server went away when it had the mail.
        """
        recipients = _addresses(message, "To", "Cc", "Bcc")
        self._wait_for_turn()
        text = _written(message)
        smtp = self._begun(_addresses(message, "From")[0], [*recipients, ""][0])
        with self._before_the_text(recipients):
            for address in recipients:
                self._expect(smtp.rcpt(address), address)
            self._expect(smtp.docmd("DATA"), recipients[0], 354)
            smtp.send(text)
        self._answer_to_the_text(smtp, recipients[0])

    def _wait_for_turn(self) -> None:
        """Let time pass until one more mail is within what the provider allows in a minute."""
        if len(self._moments) == self.account.per_minute:
            left = self._moments[0] + MINUTE - self._clock()
            if left > 0:
                self._sleep(left)
        self._moments.append(self._clock())

    def _begun(self, sender: str, recipient: str) -> smtplib.SMTP:
        """A connection that has taken the sender; a server may have closed one that stood idle."""
        idle = self._smtp is not None
        while True:
            smtp = self._smtp or self._opened()
            try:
                with self._before_the_text([recipient]):
                    self._expect(smtp.mail(sender), recipient)
            except MailUnreachableError:
                if not idle:
                    raise
                idle = False
            else:
                return smtp

    def _opened(self) -> smtplib.SMTP:
        is_open = self.account.security is MailSecurity.NONE
        if is_open and self.account.user and not _is_this_computer(self.account.host):
            raise MailUnsafeError(server=self.account.server, reason="AUTH")
        context = self.account.context or ssl.create_default_context()
        with self._before_the_text([]):
            self._smtp = made = self._connected(context)
            made.ehlo_or_helo_if_needed()
            if self.account.security is MailSecurity.STARTTLS:
                self._keep_secret(made, context)
            self._sign_in(made)
        return made

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        host, port, timeout = self.account.host, self.account.port, self.account.timeout
        if self.account.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        return smtplib.SMTP(host, port, timeout=timeout)

    def _keep_secret(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        if not smtp.has_extn("starttls"):
            self._close()
            raise MailUnsafeError(server=self.account.server, reason="STARTTLS")
        smtp.starttls(context=context)
        smtp.ehlo()

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        account = self.account
        if not account.user:
            return
        try:
            if f"{account.user}{account.password}".isascii():
                smtp.login(account.user, account.password)
            else:
                _sign_in_with_accents(smtp, account.user, account.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as fault:
            self._close()
            reason = _told(fault)
            values = {"server": account.server, "user": account.user, "reason": reason}
            raise MailKeyRefusedError(**values) from None

    @contextmanager
    def _before_the_text(self, recipients: Sequence[str]) -> Iterator[None]:
        """Whatever breaks in the block, the mail was not sent."""
        try:
            yield
        except ssl.SSLCertVerificationError as fault:
            self._close()
            reason = fault.verify_message
            raise MailUnsafeError(server=self.account.server, reason=reason) from None
        except smtplib.SMTPResponseException as fault:
            self._close()
            raise self._unreachable(_told(fault)) from None
        except UnicodeEncodeError as fault:
            self._reset()
            address = next(iter(recipients), self.account.server)
            raise MailRefusedError(status=553, address=address, reason=str(fault.reason)) from None
        except (OSError, smtplib.SMTPException) as fault:
            self._close()
            raise self._unreachable(_told(fault)) from None

    def _answer_to_the_text(self, smtp: smtplib.SMTP, address: str) -> None:
        """What the server says when it has the whole mail."""
        try:
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self._close()
            raise MailUnknownError(address=address, reason=_told(fault)) from None
        self._expect(answer, address)

    def _expect(self, answer: tuple[int, bytes], address: str, wanted: int = 250) -> None:
        """Go on if the server agrees; else leave it ready for the next mail."""
        status, said = answer
        if status == wanted or (wanted == 250 and status == 251):
            return
        if status == GONE_AWAY:
            self._close()
            raise self._unreachable(_said(status, said))
        self._reset()
        raise MailRefusedError(status=status, address=address, reason=_said(status, said))

    def _unreachable(self, reason: str) -> MailUnreachableError:
        return MailUnreachableError(server=self.account.server, reason=reason)

    def _reset(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._close()

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _sign_in_with_accents(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in with letters that smtplib cannot send: PLAIN has UTF-8 (RFC 4616), LOGIN in practice.

    Raises:
        SMTPAuthenticationError: The server does not take them.
        SMTPNotSupportedError: It knows neither way.
    """
    ways = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in ways:
        answer = smtp.docmd("AUTH", f"PLAIN {_base64(f'{NUL}{user}{NUL}{password}')}")
    elif "LOGIN" in ways:
        answer = smtp.docmd("AUTH", f"LOGIN {_base64(user)}")
        if answer[0] == GO_ON:
            answer = smtp.docmd(_base64(password))
    else:
        raise smtplib.SMTPNotSupportedError("AUTH")
    if answer[0] != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(*answer)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _parted(server: str, usual: int) -> tuple[str, int]:
    """Host and port of a setting such as ``smtp.example.com:587``."""
    host, colon, port = server.strip().rpartition(":")
    if not colon:
        host, port = port, str(usual)
    host = host.strip("[]")
    is_port = port.isdecimal() and int(port) <= 65535
    if not is_server_name(host) or " " in host or "/" in host or not is_port:
        heading = Firm.spec.column("mail_server").heading
        raise MailSettingsError(setting=heading, found=server or "-")
    return host, int(port)


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _addresses(message: EmailMessage, *headers: str) -> list[str]:
    texts = [str(one) for header in headers for one in message.get_all(header, [])]
    return list(dict.fromkeys(address for _, address in getaddresses(texts) if address))


def _written(message: EmailMessage) -> bytes:
    """The mail as SMTP carries it: without Bcc, dots that begin a line doubled, its end marked.

    Its first line is a header, which never begins with a dot.
    """
    kept = copy(message)
    del kept["Bcc"]
    text = kept.as_bytes(policy=SMTP.clone(cte_type="7bit"))
    text = text if text.endswith(b"\r\n") else text + b"\r\n"
    return text.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _told(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _said(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "disconnected"
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def _said(status: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{status} {' '.join(text.split())}"[:300]
