"""An electronic invoice as one plain record, for scripts."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from addin.einvoices.model import Attachment, ElectronicInvoice


def record(invoice: ElectronicInvoice) -> dict[str, object]:
    """Field names and values: decimals as text, dates in ISO 8601, without what is absent.

    A file that is attached is told by its size in bytes.
    """
    return _fields(invoice)


def _plain(value: object) -> object:
    if isinstance(value, Attachment):
        return _fields(value) | {"content": len(value.content)}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    found = ((field.name, getattr(value, field.name)) for field in fields(value))
    return {name: _plain(one) for name, one in found if one is not None and one not in ("", ())}
