"""Where the cells of some columns lie in many rows of a sheet, found all at once in its bytes.

Only cells of the plain form are found, in rows of the plain form: the address first, the number of
the row in it, double quotes, no formula in the cell, nothing between one row and the next. What is
not found is not lost: it is for the caller to look at row by row.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.books.closed.row_index import RowIndex

Places = NDArray[np.int64]
_Marks = NDArray[np.bool_]
_Words = NDArray[np.uint64]

_STRETCH = 1 << 18  # stays in the processor's own memory
_ROW, _OPENING, _ROW_END = b'<row r="', b'<c r="', b"</row>"
_SIX = np.uint64((1 << 48) - 1)
_MOST_FORMS = 64
"""Different tags among the cells of one column."""


@dataclass(frozen=True, slots=True)
class PlainCells:
    """The cells of one column in some rows.

    Attributes:
        rows: Positions of the rows in the index of the sheet, ascending.
        start: Place behind the quote that ends the address.
        end: Place behind the cell, where the next one begins or the row ends.
    """

    rows: Places
    start: Places
    end: Places

    def where(self, chosen: _Marks) -> "PlainCells":
        """Some of them."""
        return PlainCells(self.rows[chosen], self.start[chosen], self.end[chosen])


class PlainRows:
    """Rows of a sheet in which cells are looked for.

    Args:
        content: The XML of the sheet.
        index: Where its rows are.
        rows: Positions of those that matter, ascending, at least one.
        columns: Letters of the columns that matter.
    """

    def __init__(
        self, content: bytes, index: RowIndex, rows: Places, columns: Collection[bytes]
    ) -> None:
        self._content = content
        self._bytes = np.frombuffer(content, np.uint8)
        self._eights: _Words = np.ndarray((len(content) - 7,), "<u8", content, 0, (1,))
        self._starts = np.asarray(index.starts, np.int64)
        self._numbers = np.asarray(index.numbers, np.int64)
        self._with_formulas = np.zeros(len(self._numbers), np.bool_)
        self._with_formulas[np.asarray(index.with_formulas, np.int64)] = True
        self._odd = np.zeros(len(self._numbers), np.bool_)
        self._found: dict[bytes, tuple[Places, Places]] = {}
        self._look_through(int(self._starts[rows[0]]), int(self._starts[rows[-1] + 1]), columns)

    def cells(self, column: bytes, rows: Places) -> PlainCells:
        """The plain cells of a column in some of the rows; rows without one are left out."""
        places, following = self._found[column]
        if not len(places):
            return PlainCells(places, places, places)
        first, behind = np.searchsorted(places, (self._starts[rows], self._starts[rows + 1]))
        single = (behind - first == 1) & ~self._odd[rows]
        rows, chosen = rows[single], first[single]
        start, end = places[chosen], self._starts[rows + 1] - len(_ROW_END)
        plain = self._have(start + len(_OPENING), column)
        number_at = start + len(_OPENING) + len(column)
        lengths = _digits(self._numbers[rows])
        plain &= self._have_number_of(rows, lengths, number_at)
        plain &= self._word(end - 2) >> np.uint64(16) == _word(_ROW_END)
        found = PlainCells(rows, number_at + lengths + 1, np.minimum(following[chosen], end))
        return self._without_formulas(found.where(plain))

    def by_form(self, cells: PlainCells) -> Iterator[tuple[_Marks, bytes]]:
        """The cells by what their tags hold behind the address; what is rare may be left out."""
        left = np.ones(len(cells.rows), np.bool_)
        for _ in range(_MOST_FORMS):
            if not left.any():
                return
            start = int(cells.start[left.argmax()])
            form = self._content[start : self._content.index(b">", start) + 1]
            same = left & self._have(cells.start, form)
            yield same, form
            left &= ~same

    def _look_through(self, start: int, end: int, columns: Collection[bytes]) -> None:
        """Note where the cells are, and which rows hold what is out of the ordinary."""
        found: dict[bytes, list[tuple[Places, Places]]] = {column: [] for column in columns}
        for at in range(start, end, _STRETCH):
            stretch = self._bytes[at : min(at + _STRETCH, end) + 1]
            here, following = stretch[:-1], stretch[1:]
            cells = np.flatnonzero((here == ord("<")) & (following == ord("c"))) + at
            words = self._word(cells)
            self._note_odd(cells[words & _SIX != _word(_OPENING)])
            quotes = np.flatnonzero(here == ord("'")) + at
            self._note_odd(quotes[self._bytes[quotes - 1] == ord("=")])
            last = self._content.find(b"<c", at + len(here), end)
            behind = np.append(cells[1:], last if last >= 0 else end)
            for column, places in found.items():
                ours = np.flatnonzero(_are_in(column, words >> np.uint64(48)))
                places.append((cells[ours], behind[ours]))
        self._found = {
            column: (np.concatenate(one), np.concatenate(two))
            for column, (one, two) in (
                (column, tuple(zip(*places, strict=True))) for column, places in found.items()
            )
        }

    def _note_odd(self, places: Places) -> None:
        self._odd[np.searchsorted(self._starts, places, "right") - 1] = True

    def _without_formulas(self, cells: PlainCells) -> PlainCells:
        perhaps = np.flatnonzero(self._with_formulas[cells.rows])
        plain = np.ones(len(cells.rows), np.bool_)
        bounds = zip(cells.start[perhaps].tolist(), cells.end[perhaps].tolist(), strict=True)
        plain[perhaps] = [self._content.find(b"<f", *bound) < 0 for bound in bounds]
        return cells if plain.all() else cells.where(plain)

    def _have_number_of(self, rows: Places, lengths: Places, places: Places) -> _Marks:
        """Whether the number of each row stands at a place, as in the tag of the row."""
        tags = self._starts[rows] + len(_ROW)
        unseen = ((8 - lengths) << 3).astype(np.uint64)
        same: _Marks = self._word(tags) << unseen == self._word(places) << unseen
        for at in (tags, places):
            same &= self._bytes[at + lengths] == ord('"')
        return same

    def _have(self, places: Places, text: bytes) -> _Marks:
        """Whether a text stands at some places."""
        same = np.ones(len(places), np.bool_)
        for at in range(0, len(text), 8):
            part = text[at : at + 8]
            unseen = np.uint64(8 * (8 - len(part)))
            same &= self._word(places + at) << unseen == np.uint64(_word(part)) << unseen
        return same

    def _word(self, places: Places) -> _Words:
        """The eight bytes from some places on; those at the very end are never those looked for."""
        # To ``take`` them would copy the whole first, as its numbers do not begin at every eighth.
        return self._eights[np.minimum(places, len(self._eights) - 1)]


def _word(text: bytes) -> int:
    return int.from_bytes(text, "little")


def _are_in(column: bytes, letters: NDArray[Any]) -> _Marks:
    """Whether two characters are the first of an address in a column, as far as two can tell."""
    found: _Marks = letters == _word(column[:2])
    if len(column) == 1:
        found = (letters & np.uint64(0xFF) == ord(column)) & (letters >> np.uint64(8) < ord("A"))
    return found


def _digits(numbers: Places) -> Places:
    """How many digits each of some numbers has."""
    return np.searchsorted(10 ** np.arange(1, 8), numbers, "right") + 1
