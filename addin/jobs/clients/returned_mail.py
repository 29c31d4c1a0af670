"""Mails by which clients accept, as they are saved from a mail program (.eml, .msg)."""

import struct
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path

import olefile

from addin.errors import BillingError
from addin.jobs.clients.acceptance_code import found_code

ENDINGS = frozenset({".eml", ".msg"})
AUTOMATIC = ("X-Autoreply", "X-Autorespond")
SUBJECT, SENDER, HEADERS = (f"__substg1.0_{tag}001F" for tag in ("0037", "5D01", "007D"))
"""Where Outlook keeps them: tags of MS-OXPROPS, as texts of two bytes a letter."""
CLASS = "__substg1.0_001A001F"
DAMAGED = (OSError, ValueError, IndexError, TypeError, struct.error)


class ReturnedMailError(BillingError):
    """A file is no mail, or no answer of a person; takes ``path`` and ``reason``."""

    code = "INVT-14"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client sent back.

    Attributes:
        text: Where the code is looked for: what was typed, or the subject of the mail.
        sender: Address of the mail; empty for a code that was typed.
    """

    text: str
    sender: str = ""

    @property
    def code(self) -> str:
        """Empty where it has none."""
        return found_code(self.text)


def answer_of(given: str) -> Answer:
    """What was given to the command: a code, or the path of a mail.

    Only the subject of a mail counts: that of an ordinary answer has no code, so that nobody
    accepts by writing that they do not.

    Raises:
        ReturnedMailError: The mail cannot be read, or no person has written it.
    """
    path = Path(given)
    if path.suffix.lower() not in ENDINGS:
        return Answer(given)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise ReturnedMailError(path=path.name, reason=fault.strerror or str(fault)) from None
    return (_of_outlook if content.startswith(olefile.MAGIC) else _of_mail)(path, content)


def _of_mail(path: Path, content: bytes) -> Answer:
    mail = _mail_in(content)
    if mail["From"] is None:
        raise ReturnedMailError(path=path.name, reason="From")
    automatic = _is_automatic(mail) or any(name in mail for name in AUTOMATIC)
    if automatic or mail.get_content_type() == "multipart/report":
        raise ReturnedMailError(path=path.name, reason="Auto-Submitted")
    # The address as it stands: a name that is written in code may spell another one (RFC 2047, 5).
    return Answer(_deciphered(mail.get("Subject", "")), parseaddr(str(mail["From"]))[1])


def _mail_in(content: bytes) -> Message:
    # The newer policies of the library fall over headers that no mail program would write.
    return message_from_bytes(content, policy=compat32)


def _is_automatic(mail: Message) -> bool:
    return str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"


def _deciphered(header: Header | str) -> str:
    """A header with its letters of every alphabet; as it stands where they are written wrongly."""
    try:
        return str(make_header(decode_header(header)))
    except (LookupError, ValueError, HeaderParseError):
        return str(header)


def _of_outlook(path: Path, content: bytes) -> Answer:
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            texts = [_text(file, name) for name in (SUBJECT, SENDER, HEADERS, CLASS)]
    except DAMAGED as fault:
        raise ReturnedMailError(path=path.name, reason=type(fault).__name__) from None
    subject, sender, headers, kind = texts
    sent = _mail_in(headers.encode("utf-8", "replace"))
    if kind.upper().startswith("REPORT") or _is_automatic(sent):
        raise ReturnedMailError(path=path.name, reason="Auto-Submitted")
    return Answer(subject, sender)


def _text(file: olefile.OleFileIO, name: str) -> str:
    if not file.exists(name):
        return ""
    with file.openstream(name) as stream:
        return str(stream.read().decode("utf-16-le", "replace")).rstrip("\0")
