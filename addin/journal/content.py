"""An invoice as the text that the journal keeps, and back.

The text is canonical: equal invoices have the same text, on any machine. A field at its default
is left out, so that a field that a later version adds leaves the text, and the digest, of an
older invoice as they were. Defaults must therefore never change.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from pydantic import TypeAdapter

from addin.billing.invoice import Invoice

INVOICE = TypeAdapter(Invoice)


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
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: _plain(found)
            for field, found in named
            if not _is_default(found, field.default)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _is_default(value: object, default: object) -> bool:
    """Whether the default brings back the very value: 0.00 is equal to 0, but prints otherwise."""
    return default is not MISSING and repr(value) == repr(default)
