"""The cells in a piece of a sheet's XML, found all at once instead of tag by tag.

Programs write the rows of a sheet in very few forms. Here the tags of a piece are found by their
``<``, their first bytes are compared as whole numbers, and everything that is not of a known form
is refused: what is not refused has been accounted for, tag by tag.

Source: ECMA-376 part 1, 18.3.1.73 (rows) and 18.3.1.4 (cells).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.books.closed.sheet_rows import UnknownFormError

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]
Words = NDArray[np.uint64]

PAD = b" " * 8
"""Around a piece, so that the eight bytes before and behind any place of it can be looked at."""

_LONGEST_CELL = 9
"""More tags than any known cell has."""


def _word(text: bytes) -> int:
    return int.from_bytes(text, "little")


_ROW, _ROW_END, _CELL_END = _word(b"<row"), _word(b"</ro"), _word(b"</c>")
_VALUE_END, _TEXT_END, _STRING, _STRING_END = map(_word, (b"</v>", b"</t>", b"<is>", b"</is"))
_FORMULA_ENDS = _word(b"</f>")
_CELL, _VALUE, _NO_VALUE = _word(b"<c "), _word(b"<v>"), _word(b"<v/>")
_FORMULAS = tuple(map(_word, (b"<f>", b"<f ", b"<f/")))
_PLAIN_TEXT, _KEPT_TEXT = _word(b"<t>"), b'<t xml:space="preserve">'
_ROW_OPENING, _CELL_OPENING = _word(b'<row r="'), _word(b'<c r="')
_THREE, _SIX = (1 << 24) - 1, (1 << 48) - 1
_DIGITS = 7  # of the number of the last row, 1048576
_QUOTES = np.uint64(_word(b'"' * 8))
_ZEROS = np.uint64(_word(b"0" * 8))
_ONES, _HIGH_BITS = np.uint64(_word(b"\x01" * 8)), np.uint64(_word(b"\x80" * 8))
_ABOVE_NINE = np.uint64(_word(b"\x76" * 8))


class Places:
    """Any place of a piece, looked at as one byte, four or eight."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.bytes = np.frombuffer(content, np.uint8)
        self.fours = _overlapping(content, 4)
        self.eights: Words = _overlapping(content, 8)


def _overlapping(content: bytes, size: int) -> NDArray[Any]:
    """What begins at each byte, as little-endian numbers."""
    return np.ndarray((len(content) - size + 1,), f"<u{size}", content, 0, (1,))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells with a value in one piece of a sheet, in its order.

    Attributes:
        places: Of the piece, with ``PAD`` around it.
        rows: Row number of each cell, from 1.
        columns: Column number of each cell, from 1.
        attributes: Place behind the address, where the other attributes of the cell begin.
        attributes_end: Place of the ``>`` behind them.
        start: Place where the value begins.
        end: Place behind the value.
        inline: Which of them hold their text in ``is`` and ``t``.
        kept: Which of these keep blanks around the text.
        last_row: Number of the last row of the piece, empty ones included.
    """

    places: Places
    rows: Numbers
    columns: Numbers
    attributes: Numbers
    attributes_end: Numbers
    start: Numbers
    end: Numbers
    inline: Marks
    kept: Marks
    last_row: int


def digits_before(places: Places, end: Numbers, length: Numbers) -> tuple[Numbers, Marks]:
    """The whole numbers of up to eight digits that end at some places.

    Args:
        places: Of the piece.
        end: Place behind each number.
        length: Bytes of each, 1 to 8.

    Returns:
        The numbers, and which of them consist of digits alone.
    """
    return _value(places.eights[end - 8], length)


def _value(eights: Words, length: Numbers) -> tuple[Numbers, Marks]:
    """The numbers in the last bytes of words; eight digits are summed in three multiplications."""
    drop = ((8 - length) << 3).astype(np.uint64)
    digits = ((eights ^ _ZEROS) >> drop) << drop
    sound = ((digits + _ABOVE_NINE) | digits) & _HIGH_BITS == 0
    pairs = digits * np.uint64(10) + (digits >> np.uint64(8))
    low = np.uint64(0x000000FF000000FF)
    fours = (pairs & low) * np.uint64(0x000F424000000064)
    fours += ((pairs >> np.uint64(16)) & low) * np.uint64(0x0000271000000001)
    return (fours >> np.uint64(32)).astype(np.int64), sound


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a piece.

    Attributes:
        numbers: As the sheet shows them, from 1.
        lengths: Digits of each.
        digits: Those digits, in the last bytes of a word.
        tags: How many tags open and close them.
        counts: Cells of each.
    """

    numbers: Numbers
    lengths: Numbers
    digits: Words
    tags: int
    counts: Numbers


def find_cells(piece: bytes, row_before: int) -> Cells:
    """The cells of some whole rows.

    Args:
        piece: From a row's opening to a row's end.
        row_before: Number of the last row before it, 0 for none.

    Raises:
        UnknownFormError: Something in it is not of a form known here.
    """
    content = PAD + piece + PAD
    places = Places(content)
    found = np.flatnonzero(places.bytes == ord("<"))
    # Tags that are none, so that every cell has as many behind it as the longest needs.
    tags = np.concatenate((found, np.full(_LONGEST_CELL, len(content) - len(PAD))))
    words = places.fours[tags]
    openings = np.flatnonzero(words & _THREE == _CELL)
    rows = _rows(places, tags, words, openings)
    _require((np.diff(rows.numbers, prepend=row_before) > 0).all())
    shape = _shapes(places, tags, words, openings)
    _require(int(shape.counts.sum()) + rows.tags == len(found))
    column, quote = _addresses(places, tags[openings], rows)
    number = np.repeat(rows.numbers, rows.counts)
    _require(((np.diff(column) > 0) | (np.diff(number) > 0)).all())
    filled = np.flatnonzero(shape.filled & (shape.start < shape.end))
    return Cells(
        places,
        number[filled],
        column[filled],
        quote[filled] + 1,
        tags[openings[filled] + 1] - 1,
        shape.start[filled],
        shape.end[filled],
        shape.inline[filled],
        shape.kept[filled],
        int(rows.numbers[-1]) if len(rows.numbers) else row_before,
    )


def _require(holds: bool | np.bool_) -> None:  # noqa: FBT001 - the condition is all it takes
    if not holds:
        raise UnknownFormError


def _rows(places: Places, tags: Numbers, words: NDArray[Any], openings: Numbers) -> _Rows:
    """The rows, each of which begins with its number and holds its cells."""
    first, closing = np.flatnonzero(words == _ROW), np.flatnonzero(words == _ROW_END)
    start = tags[first]
    _require((places.eights[start] == _ROW_OPENING).all())
    behind = tags[first + 1]
    _require((places.bytes[behind - 1] == ord(">")).all())
    closed = (places.bytes[behind - 2] == ord("/")) & (words[first + 1] != _ROW_END)
    opened = first[~closed]
    _require(len(opened) == len(closing) and (opened < closing).all())
    _require((closing[:-1] < opened[1:]).all())
    counts = np.diff(np.searchsorted(openings, first), append=len(openings))
    inside = np.searchsorted(openings, closing) - np.searchsorted(openings, opened)
    _require((counts[~closed] == inside).all() and not counts[closed].any())
    _require(int(counts.sum()) == len(openings))
    eights: Words = places.eights[start + 8]
    lengths = _bytes_to_quote(eights)
    _require(((lengths >= 1) & (lengths <= _DIGITS)).all())
    digits = eights << ((8 - lengths) << 3).astype(np.uint64)
    numbers, sound = _value(digits, lengths)
    _require(sound.all())
    return _Rows(numbers, lengths, digits, len(first) + len(closing), counts)


def _bytes_to_quote(eights: Words) -> Numbers:
    """How many bytes of each word come before its first double quote; 8 if it has none."""
    odd = eights ^ _QUOTES
    marks = (odd - _ONES) & ~odd & _HIGH_BITS
    # The bits below the lowest mark; a word without a mark has all of its bits there.
    below = np.bitwise_count((marks & (~marks + np.uint64(1))) - np.uint64(1))
    return below.astype(np.int64) >> 3


@dataclass(slots=True)
class _Shapes:
    """What each cell is made of.

    Attributes:
        counts: Tags of the cell, its own included.
        start: Place where its value begins.
        end: Place behind its value.
        filled: Whether it has a value.
    """

    counts: Numbers
    start: Numbers
    end: Numbers
    filled: Marks
    inline: Marks
    kept: Marks


def _shapes(places: Places, tags: Numbers, words: NDArray[Any], openings: Numbers) -> _Shapes:
    """Most cells are empty, or a value alone; the others are looked at apart."""
    behind = tags[openings + 1]
    _require((places.bytes[behind - 1] == ord(">")).all())
    closed = places.bytes[behind - 2] == ord("/")
    plain = (words[openings + 1] & _THREE == _VALUE) & ~closed
    _require(_end_as_values(words, openings[plain] + 1).all())
    counts = np.where(plain, 4, 1)
    nowhere = np.zeros(len(openings), np.bool_)
    shapes = _Shapes(counts, behind + 3, tags[openings + 2], plain, nowhere, nowhere.copy())
    odd = np.flatnonzero(~plain & ~closed)
    if len(odd):
        _look_at(odd, shapes, places, tags, words, openings[odd])
    return shapes


def _end_as_values(words: NDArray[Any], values: Numbers) -> Marks:
    """Whether the cell ends right behind the value that these tags open."""
    ends: Marks = (words[values + 1] == _VALUE_END) & (words[values + 2] == _CELL_END)
    return ends


def _look_at(  # noqa: PLR0913, PLR0917 - the same parts as its caller has
    odd: Numbers,
    shapes: _Shapes,
    places: Places,
    tags: Numbers,
    words: NDArray[Any],
    openings: Numbers,
) -> None:
    """Cells with a formula, a text of their own, or nothing between their tags."""
    formula = np.isin(words[openings + 1] & _THREE, _FORMULAS)
    closed = places.bytes[tags[openings + 2] - 2] == ord("/")
    closed &= words[openings + 2] != _FORMULA_ENDS
    _require((closed | (words[openings + 2] == _FORMULA_ENDS))[formula].all())
    value = openings + 1 + np.where(formula, np.where(closed, 1, 2), 0)
    result = formula & (words[value] & _THREE == _VALUE)
    _require(_end_as_values(words, value[result]).all())
    nothing = words[value] == _NO_VALUE
    empty = ~result & (words[value + nothing] == _CELL_END)
    inline = ~formula & (words[openings + 1] == _STRING)
    text = openings + 2
    for at, tag in ((text + 1, _TEXT_END), (text + 2, _STRING_END), (text + 3, _CELL_END)):
        _require((words[at[inline]] == tag).all())
    _require((result | empty | inline).all())
    kept = inline & (words[text] & _THREE != _PLAIN_TEXT)
    _require(_are_kept(places, tags[text[kept]]).all())
    shapes.counts[odd] = np.where(inline, 6, value + nothing - openings + np.where(result, 3, 1))
    first = np.where(inline, text, value)
    shapes.start[odd] = tags[first] + np.where(kept, len(_KEPT_TEXT), 3)
    shapes.end[odd] = tags[first + 1]
    shapes.filled[odd] = result | inline
    shapes.inline[odd], shapes.kept[odd] = inline, kept


def _are_kept(places: Places, start: Numbers) -> Marks:
    """Whether these tags say that blanks around their text count."""
    same = np.ones(len(start), np.bool_)
    for offset in range(0, len(_KEPT_TEXT), 8):
        same &= places.eights[start + offset] == _word(_KEPT_TEXT[offset : offset + 8])
    return same


def _addresses(places: Places, start: Numbers, rows: _Rows) -> tuple[Numbers, Numbers]:
    """The column of each cell, and the place of the quote behind its address.

    The address comes first in every cell, and its row is that of the row around it.
    """
    opening = places.eights[start]
    _require((opening & np.uint64(_SIX) == _CELL_OPENING).all())
    column = np.zeros(len(start), np.int64)
    letters = np.zeros(len(start), np.int64)
    further = np.ones(len(start), np.bool_)
    for at in range(3):
        letter = places.bytes[start + 6 + at]
        further &= (letter >= ord("A")) & (letter <= ord("Z"))
        if not further.any():
            break
        column = np.where(further, column * 26 + letter - (ord("A") - 1), column)
        letters += further
    lengths = np.repeat(rows.lengths, rows.counts)
    quote = start + 6 + letters + lengths
    drop = ((8 - lengths) << 3).astype(np.uint64)
    same = (places.eights[quote - 8] >> drop) << drop == np.repeat(rows.digits, rows.counts)
    _require((same & (letters > 0) & (places.bytes[quote] == ord('"'))).all())
    return column, quote
