"""An invoice as the text that the journal keeps, and back.

The text is canonical: equal invoices have the same text, on any machine. A field at its default
is left out, so that a field that a later version adds leaves the text, and the digest, of an
older invoice as they were. Defaults must therefore never change.
"""

import json
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from pydantic import TypeAdapter

from addin.billing.invoice import Invoice

INVOICE = TypeAdapter(Invoice)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def content(invoice: Invoice) -> str:
    """The canonical JSON: sorted keys, no spaces, decimals as text, dates ISO, enums by value."""
    return canonical(_plain(invoice))


def invoice_of(text: str) -> Invoice:
    """The invoice that a canonical text stands for, exactly.

    Raises:
        ValueError: The text is not that of an invoice.
    """
    return INVOICE.validate_json(text)


def digest(invoice: Invoice) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits: what the Invoices sheet shows."""
    return digest_of(content(invoice))


def digest_of(text: str) -> str:
    """SHA-256 of a text, in 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    """Plain values as JSON in one form only."""
    return _ENCODER.encode(value)


class _Field(NamedTuple):
    name: str
    default: object
    """``MISSING`` where there is none."""
    written_default: str


@cache
def _fields(kind: type) -> Sequence[_Field]:
    assert is_dataclass(kind), kind
    return tuple(_Field(one.name, one.default, repr(one.default)) for one in fields(kind))


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    plain = {}
    for field in _fields(kind):  # type: ignore[arg-type]  # a class can be hashed
        found = getattr(value, field.name)
        if not _is_default(found, field):
            plain[field.name] = _plain(found)
    return plain


def _is_default(value: object, field: _Field) -> bool:
    """Whether the default brings back the very value: 0.00 is equal to 0, but prints otherwise."""
    default = field.default
    if value is default or default is MISSING:
        return value is default
    return value == default and repr(value) == field.written_default
