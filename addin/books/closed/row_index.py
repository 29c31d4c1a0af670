"""Where each row of a sheet begins in its XML, found in one pass over the bytes.

A sheet of 100 000 rows is 50 MB: here its bytes are only compared, a stretch at a time, so the
pass costs a third of inflating them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]

_STRETCH = 1 << 18  # stays in the processor's own memory
_ROW = b'<row r="'
_MOST_DIGITS = 7  # of 1 048 576, the last row


class OddRowsError(ValueError):
    """The rows hold something that slices of bytes cannot be trusted with."""


@dataclass(frozen=True, slots=True)
class RowIndex:
    """The rows of a sheet by their place in its XML, in the order of their numbers.

    Attributes:
        numbers: Of the rows, ascending.
        starts: Where each begins; one more for the end of the last.
        with_formulas: Positions in ``numbers`` of the rows that may hold a formula.
    """

    numbers: Sequence[int]
    starts: Sequence[int]
    with_formulas: Sequence[int]
    _first: int = field(default=0)

    @classmethod
    def of_no_rows(cls, place: int) -> "RowIndex":
        """The index of a sheet without rows; they would go to ``place``."""
        return cls((), (place,), ())

    def at(self, starts: _Places) -> "RowIndex":
        """The same rows, where they are once some of their cells have other values.

        Args:
            starts: Where each begins then; one more for the end of the last.
        """
        return RowIndex(self.numbers, starts.data, self.with_formulas, self._first)

    def position(self, number: int) -> int:
        """The position of a row, or where it would be put."""
        # In nearly every sheet the rows follow one another without a gap.
        guess = number - self._first
        if 0 <= guess < len(self.numbers) and self.numbers[guess] == number:
            return guess
        return bisect_left(self.numbers, number)

    def find(self, number: int) -> int | None:
        """The position of a row; None when the sheet does not have it."""
        guess = number - self._first
        if 0 <= guess < len(self.numbers) and self.numbers[guess] == number:
            return guess
        at = self.position(number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def starts_of(self, numbers: Sequence[int]) -> list[int]:
        """Where rows begin; the end of the last row for those that the sheet does not have."""
        end = self.starts[-1]
        return [start if after > start else end for start, after in self.extents(numbers)]

    def extents(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Where rows begin and end; a row that the sheet does not have lies between two others."""
        known, wanted = np.asarray(self.numbers, np.int64), np.asarray(numbers, np.int64)
        starts, at = np.asarray(self.starts, np.int64), np.searchsorted(known, wanted)
        there = np.searchsorted(known, wanted, "right") - at
        return zip(starts[at].tolist(), starts[at + there].tolist(), strict=True)

    def holding(self, content: bytes, mark: bytes, numbers: range) -> Iterator[int]:
        """Those of some rows in whose XML some bytes stand, by number, ascending."""
        if not numbers:
            return
        found = self.starts[self.position(numbers[0])] - 1
        end = self.starts[self.position(numbers[-1] + 1)]
        while (found := content.find(mark, found + 1, end)) >= 0:
            at = bisect_right(self.starts, found) - 1
            yield self.numbers[at]
            found = self.starts[at + 1] - 1


def index_rows(content: bytes, start: int, end: int) -> RowIndex | None:
    """Find the rows between two places in a sheet's XML, the second exclusive.

    None when a row does not begin with its number, or they do not ascend: they must be put into
    that form first.

    Raises:
        OddRowsError: There are extensions among the rows.
    """
    region = np.frombuffer(content, np.uint8)[:end]
    rows, formulas = _tags(region, start)
    if not len(rows):
        return RowIndex.of_no_rows(end)
    if not all((_at(region, rows, k) == letter).all() for k, letter in enumerate(_ROW)):
        return None
    numbers = _numbers(region, rows + len(_ROW))
    if numbers is None or (len(numbers) > 1 and not (np.diff(numbers) > 0).all()):
        return None
    holders = np.searchsorted(rows, formulas, "right") - 1
    holders = holders[np.diff(holders, prepend=-1) > 0]
    return RowIndex(numbers.data, np.append(rows, end).data, holders.data, int(numbers[0]))


def _tags(region: _Bytes, start: int) -> tuple[_Places, _Places]:
    """Where ``<row`` and ``<f`` begin."""
    rows: list[_Places] = []
    formulas: list[_Places] = []
    for at, opening, following in _stretches(region, start):
        rows.append(np.flatnonzero(opening & (following == ord("r"))) + at)
        formulas.append(np.flatnonzero(opening & (following == ord("f"))) + at)
        if (opening & (following == ord("e"))).any():
            raise OddRowsError
    # A run of rich text and the phonetic reading of a text begin with the same letter.
    begun = np.concatenate(rows) if rows else np.empty(0, np.int64)
    named = (_at(region, begun, 2) == ord("o")) & (_at(region, begun, 3) == ord("w"))
    return begun[named], np.concatenate(formulas) if formulas else np.empty(0, np.int64)


def _stretches(region: _Bytes, start: int) -> Iterator[tuple[int, npt.NDArray[np.bool_], _Bytes]]:
    """Where a tag opens, and the character after each place, from each stretch's own place on."""
    for at in range(start, len(region) - 1, _STRETCH):
        stretch = region[at : at + _STRETCH + 1]
        yield at, stretch[:-1] == ord("<"), stretch[1:]


def _numbers(region: _Bytes, places: _Places) -> _Places | None:
    """The numbers that begin at some places and end with a quote; None if one does not."""
    numbers: _Places = np.zeros(len(places), np.int64)
    going, closed = np.ones(len(places), np.bool_), np.zeros(len(places), np.bool_)
    for further in range(_MOST_DIGITS + 1):
        character = _at(region, places, further)
        closed |= going & (character == ord('"'))
        digit = character - np.uint8(ord("0"))  # wraps below zero, and is no digit then
        going &= digit < 10
        numbers = np.where(going, numbers * 10 + digit, numbers)
    return numbers if (closed & (numbers > 0)).all() else None


def _at(region: _Bytes, places: _Places, further: int) -> _Bytes:
    """The characters so many places further; past the end the last one."""
    return region.take(places + further, mode="clip")
