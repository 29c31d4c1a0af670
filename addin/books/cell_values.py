"""What a cell holds, as the XML of the cell.

Sources: ECMA-376 part 1, 18.3.1.4 (cells), 22.9.2.19 (characters that XML cannot hold) and
18.17.4 (dates as numbers).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast
from xml.sax.saxutils import escape

from addin.books.refusals import DateTooEarlyError, TextTooLongError
from addin.tables.grid import Cell

LONGEST_TEXT = 32_767
_FEW_OF = 4  # when texts recur this often, each is worked out once

_DAY = timedelta(days=1)
# Excel counts a 29 February 1900 that never was: before 1 March its numbers are one less.
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  a cell has no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_AFTER_LEAP_DAY = datetime(1900, 3, 1)  # noqa: DTZ001

_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def cell_xml(address: str, style: bytes, value: Cell, *, since_1904: bool) -> bytes:
    """A cell with a value; an empty one keeps its style and is left out when it has none.

    A text is never a formula, whatever it begins with.

    Args:
        address: Such as ``B7``.
        style: Number of its style, empty for the default.
        value: None and ``""`` make an empty cell.
        since_1904: Whether the workbook counts its days from 1904.

    Raises:
        TextTooLongError: A text is longer than a cell can hold.
        DateTooEarlyError: A date lies before the first that Excel knows.

    >>> cell_xml("B7", b"3", "=1+1", since_1904=False)
    b'<c r="B7" s="3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>'
    """
    tag = f'<c r="{address}"' + (f' s="{style.decode()}"' if style else "")
    if value is None or value == "":
        return f"{tag}/>".encode() if style else b""
    if isinstance(value, str):
        kind, content = "inlineStr", f"<is>{_text_element(address, value)}</is>"
    elif isinstance(value, bool):
        kind, content = "b", f"<v>{int(value)}</v>"
    else:
        kind, content = "", f"<v>{_number(address, value, since_1904=since_1904)}</v>"
    kind = f' t="{kind}"' if kind else ""
    return f"{tag}{kind}>{content}</c>".encode()


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """What the cells of a column hold when all their values are of one kind.

    Attributes:
        frame: What follows the style in each cell, with ``%b`` in place of the value; empty for
            cells that hold nothing.
        texts: The values; none for cells that hold nothing.
    """

    frame: bytes
    texts: Sequence[bytes]


def column_cells(
    values: Sequence[Cell], kind: type[Cell], *, since_1904: bool
) -> ColumnCells | None:
    """The same as ``cell_xml`` for many values of one type at once.

    None when one of them cannot be written, which ``cell_xml`` can explain, or is an empty text.

    >>> column_cells([True, False], bool, since_1904=False)
    ColumnCells(frame=b' t="b"><v>%b</v></c>', texts=[b'1', b'0'])
    """
    if kind is type(None):
        return ColumnCells(b"", ())
    if kind is str:
        texts = _texts(cast("Sequence[str]", values))
        frame = b' t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>'
        return None if texts is None else ColumnCells(frame, texts)
    numbers = _numbers(values, kind, since_1904=since_1904)
    if numbers is None:
        return None
    return ColumnCells(b' t="b"><v>%b</v></c>' if kind is bool else b"><v>%b</v></c>", numbers)


def escaped(text: str) -> str:
    r"""A text with the characters that XML cannot hold written as ``_xHHHH_``.

    >>> escaped("a\x01b_x0041_ & c")
    'a_x0001_b_x005F_x0041_ &amp; c'
    """
    return escape(_ESCAPED.sub(_hex, text))


def unescaped(text: str) -> str:
    r"""The text that ``_xHHHH_`` stands for, as in the name of a column with a line break.

    >>> unescaped("Unit_x000a_price")
    'Unit\nprice'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def decimal_text(value: float | Decimal) -> str:
    """The shortest decimal that stands for a number.

    >>> decimal_text(0.1), decimal_text(5.0), decimal_text(Decimal("12.500")), decimal_text(1e-7)
    ('0.1', '5', '12.5', '0.0000001')
    """
    text = str(value) if isinstance(value, Decimal) else repr(value)
    if not text[-1].isdigit() or "e" in text or "E" in text:
        assert Decimal(text).is_finite(), value
        text = format(Decimal(text), "f")
    return _without_zeros(text) if text[-1] == "0" else text


def serial(value: date | time, *, since_1904: bool) -> str | None:
    """A date or a time of day as days, and parts of a day; None before the first of the calendar.

    >>> serial(date(2026, 1, 1), since_1904=False), serial(time(18, 0), since_1904=False)
    ('46023', '0.75')
    """
    if isinstance(value, time):
        clock = timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
        return decimal_text(clock / _DAY)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    assert moment.tzinfo is None, value
    if since_1904:
        days = moment - _EPOCH_1904
        return decimal_text(days / _DAY) if days >= timedelta() else None
    days = moment - _EPOCH_1900 - _DAY * (moment < _AFTER_LEAP_DAY)
    return decimal_text(days / _DAY) if days >= _DAY else None


def _number(address: str, value: float | Decimal | date | time, *, since_1904: bool) -> str:
    if not isinstance(value, date | time):
        return decimal_text(value)
    days = serial(value, since_1904=since_1904)
    if days is None:
        raise DateTooEarlyError(cell=address, date=value)
    return days


def _numbers(
    values: Sequence[Cell], kind: type[Cell], *, since_1904: bool
) -> Sequence[bytes] | None:
    """Numbers and dates, all of one type, as cells store them; None if one cannot be."""
    if kind in (int, bool):
        return [b"%d" % value for value in cast("Sequence[int]", values)]
    if kind in (float, Decimal):
        return _decimal_texts(cast("Sequence[float]", values))
    if kind not in (date, datetime, time):
        return None
    dates = cast("Sequence[date]", values)
    days = {day: (serial(day, since_1904=since_1904) or "").encode() for day in set(dates)}
    return None if b"" in days.values() else list(map(days.__getitem__, dates))


def _decimal_texts(values: Sequence[float | Decimal]) -> list[bytes]:
    """Each as ``decimal_text`` has it; nearly all only need to be looked at."""
    texts = list(map(str, values))
    together = "".join(texts)
    if any(letter in together for letter in "eEnN"):  # an exponent, or no number at all
        texts = list(map(decimal_text, values))
    short = [_without_zeros(text) if text[-1] == "0" else text for text in texts]
    return "\n".join(short).encode().split(b"\n")


def _without_zeros(text: str) -> str:
    """A decimal number without zeros at its end that say nothing."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _texts(texts: Sequence[str]) -> list[bytes] | None:
    """Texts as XML; None if one is empty or may be too long."""
    distinct = set(texts)
    if len(distinct) * _FEW_OF < len(texts):
        written = _texts_one_by_one(list(distinct))
        if written is None:
            return None
        known = dict(zip(distinct, written, strict=True))
        return list(map(known.__getitem__, texts))
    return _texts_one_by_one(texts)


def _texts_one_by_one(texts: Sequence[str]) -> list[bytes] | None:
    if not all(texts) or max(map(len, texts)) > LONGEST_TEXT // 2:
        return None
    together = "".join(texts)
    if together.isprintable() and not any(odd in together for odd in ("&", "<", ">", "_x")):
        return "\n".join(texts).encode().split(b"\n")
    return [escaped(text).encode() for text in texts]


def _text_element(address: str, text: str) -> str:
    # Excel counts in UTF-16: a character outside the basic plane takes two places.
    length = len(text)
    if length > LONGEST_TEXT // 2:
        length += sum(character > "\uffff" for character in text)
    if length > LONGEST_TEXT:
        raise TextTooLongError(cell=address, length=length, start=text[:40])
    return f'<t xml:space="preserve">{escaped(text)}</t>'


def _hex(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
