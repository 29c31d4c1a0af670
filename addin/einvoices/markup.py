"""Terms as XML text: what both formats of an electronic invoice have in common.

A document is put together as text: its elements are known, so that only values have to be looked
at, and a tree would take many times as long.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from addin.einvoices.model import Attachment, ElectronicInvoice

_FIRST_LINE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    r"""A text without what XML cannot hold; empty if nothing but blanks is left of it.

    An element without a legible text may not be there at all (PEPPOL-EN16931-R008).

    >>> legible("bell: \x07"), legible(" \x07\n"), legible(" a ")
    ('bell: ', '', ' a ')
    """
    kept = text if text.isprintable() else _NOT_XML.sub("", text)
    return kept if kept.strip() else ""


def escaped(text: str) -> str:
    r"""A text as it stands in an element or an attribute; what XML cannot hold is left out.

    >>> escaped('Dupont & "Fils"'), escaped("bell: \x07")
    ('Dupont &amp; &quot;Fils&quot;', 'bell: ')
    """
    is_plain = text.isprintable()
    kept = text if is_plain else _NOT_XML.sub("", text)
    told = kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    told = told.replace('"', "&quot;")
    return told if is_plain else told.replace("\r", "&#13;")


def element(name: str, text: str) -> str:
    """An element with a text; nothing without a legible one."""
    if not text:
        return ""
    kept = legible(text)
    return f"<{name}>{escaped(kept)}</{name}>" if kept else ""


def schemed(name: str, text: str, scheme: str, attribute: str = "schemeID") -> str:
    """An element whose attribute says what its text is; nothing without a legible text."""
    kept = legible(text)
    if not kept:
        return ""
    told = f' {attribute}="{escaped(scheme)}"' if scheme else ""
    return f"<{name}{told}>{escaped(kept)}</{name}>"


def wrapped(name: str, inside: str) -> str:
    """An element around others; nothing without any."""
    return f"<{name}>{inside}</{name}>" if inside else ""


def plain(number: Decimal) -> str:
    """A number without an exponent.

    >>> plain(Decimal("1E+2")), plain(Decimal("83.30"))
    ('100', '83.30')
    """
    written = str(number)  # half the time of a format, which only an exponent needs
    return f"{number:f}" if "E" in written else written


def optional(name: str, number: Decimal | None) -> str:
    """An element with a number; nothing without one."""
    return "" if number is None else f"<{name}>{plain(number)}</{name}>"


def dated(name: str, day: date | None) -> str:
    """An element with a date as ISO 8601 has it; nothing without one."""
    return "" if day is None else f"<{name}>{day.isoformat()}</{name}>"


def embedded(name: str, attachment: Attachment) -> str:
    """A file as text; nothing without one."""
    if not attachment.content:
        return ""
    file = escaped(attachment.filename)
    mime = escaped(attachment.mime)
    content = b64encode(attachment.content).decode("ascii")
    return f'<{name} mimeCode="{mime}" filename="{file}">{content}</{name}>'


def encoded(parts: Iterable[str]) -> bytes:
    """A document with its first line, in UTF-8."""
    return "".join((_FIRST_LINE, *parts, "\n")).encode()


def noted(invoice: ElectronicInvoice) -> list[str]:
    """The notes with their subjects before them, as UBL has them: ``#PMT#text``."""
    return [f"#{note.subject}#{note.text}" if note.subject else note.text for note in invoice.notes]
