"""An invoice as the text that the journal keeps, and back.

The text is canonical: equal invoices have the same text, on any machine. A field at its default
is left out, so that a field that a later version adds leaves the text, and the digest, of an
older invoice as they were. Defaults must therefore never change.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from addin.billing.invoice import Invoice

INVOICE = TypeAdapter(Invoice)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_Writer = Callable[[Any], str]
_AS_THEY_ARE: Mapping[type, _Writer] = {
    str: encode_basestring,
    int: repr,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}


def content(invoice: Invoice) -> str:
    """The canonical JSON: sorted keys, no spaces, decimals as text, dates ISO, enums by value."""
    return _written(invoice)


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
    key: str
    """The name as JSON, with the colon behind it."""
    default: object
    """``MISSING`` where there is none."""
    written_default: str


class _Writers(dict[type, _Writer]):
    """What writes the values of each kind, found out once."""

    def __missing__(self, kind: type) -> _Writer:
        """The writer of a kind that is met for the first time."""
        self[kind] = _writer(kind)
        return self[kind]


_WRITERS = _Writers()


def _written(value: object) -> str:
    return _WRITERS[type(value)](value)


def _writer(kind: type) -> _Writer:
    if kind in _AS_THEY_ARE:
        return _AS_THEY_ARE[kind]
    if issubclass(kind, tuple):
        return lambda values: f"[{','.join(map(_written, values))}]"
    if issubclass(kind, Decimal):
        return lambda value: '"' + str(value) + '"'
    if issubclass(kind, date):
        return lambda day: f'"{day.isoformat()}"'
    if issubclass(kind, Enum):
        return lambda member: _written(member.value)
    return _record_writer(kind)


def _record_writer(kind: type) -> _Writer:
    assert is_dataclass(kind), kind
    named = sorted(fields(kind), key=attrgetter("name"))
    kept = [_Field(f'"{one.name}":', one.default, repr(one.default)) for one in named]
    values_of = attrgetter(*(one.name for one in named))

    def write(record: object) -> str:
        written = []
        for value, (key, default, written_default) in zip(values_of(record), kept, strict=True):
            if value is default:
                continue
            # The default must bring back the very value: 0.00 is equal to 0, but prints otherwise.
            if default is not MISSING and value == default and repr(value) == written_default:
                continue
            written.append(key + _WRITERS[type(value)](value))
        return f"{{{','.join(written)}}}"

    return write
