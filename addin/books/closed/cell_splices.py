"""New values for cells that many rows have, put into the XML of a sheet in one go.

A row is never taken apart for it: what lies between the values is passed on in whole stretches.
The styles of the cells stay, and what comes out is what writing each cell for itself would give.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from addin.books.closed.archive import Piece
from addin.books.closed.cell_places import Places, PlainRows
from addin.books.closed.row_index import RowIndex
from addin.books.closed.sheet_cells import style_of

PAD = b" " * 8
"""Behind the rows, so that the eight bytes from any place of them can be looked at."""

_AT_ONCE = 2_000
"""Splices in a stretch."""

_FAR = 1 << 14
"""Bytes between two splices that are not worth a copy."""

_Marks = NDArray[np.bool_]
_Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class NewCells:
    """What cells of one column get, all of one kind.

    Attributes:
        column: Its letters.
        rows: Numbers of the rows, ascending.
        frame: What follows the style in each cell, with ``%b`` in place of the value; empty for
            cells that hold nothing.
        texts: The different values; an empty one for cells that hold nothing.
        codes: Which of them each row gets.
    """

    column: bytes
    rows: Places
    frame: bytes
    texts: Sequence[bytes]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Splices:
    """Pieces of XML in the place of others.

    Attributes:
        begin: Where each of the others begins, ascending.
        end: Where it ends; none reaches into the next.
        texts: The new pieces.
    """

    begin: Places
    end: Places
    texts: _Objects

    def between(self, content: bytes, start: int, end: int) -> bytes:
        """The XML between two places, the second exclusive, once the pieces are in it."""
        first, behind = np.searchsorted(self.begin, (start, end)).tolist()
        return self._joined(content, (start, end), slice(first, behind))

    def stretches(self, content: bytes, start: int, end: int) -> Iterator[Piece]:
        """The same in several stretches; what is far from any of the pieces is not copied."""
        view = memoryview(content)
        first, behind = np.searchsorted(self.begin, (start, end)).tolist()
        gaps = self.begin[first + 1 : behind] - self.end[first : max(behind - 1, first)]
        far = (np.flatnonzero(gaps > _FAR) + first + 1).tolist()
        for at, following in pairwise(sorted({*range(first, behind, _AT_ONCE), *far, behind})):
            begin, to = int(self.begin[at]), int(self.end[following - 1])
            yield view[start:begin]
            yield self._joined(content, (begin, to), slice(at, following))
            start = to
        yield view[start:end]

    def growth(self, places: Places) -> Places:
        """By how much what is before some places becomes longer."""
        lengths = np.fromiter(map(len, self.texts.tolist()), np.int64, len(self.texts))
        growth = np.cumsum(lengths - (self.end - self.begin))
        return np.append(growth, 0)[np.searchsorted(self.begin, places) - 1]

    def _joined(self, content: bytes, edges: tuple[int, int], chosen: slice) -> bytes:
        new = self.texts[chosen].tolist()
        begin = [edges[0], *self.end[chosen].tolist()]
        pieces: list[bytes] = [b""] * (2 * len(new) + 1)
        end = [*self.begin[chosen].tolist(), edges[1]]
        pieces[::2] = map(content.__getitem__, map(slice, begin, end))
        pieces[1::2] = new
        return b"".join(pieces)


class _Found(NamedTuple):
    """The splices of one column; ``rows`` are positions in the index."""

    rows: Places
    begin: Places
    end: Places
    texts: _Objects


def splice(
    content: bytes, index: RowIndex, columns: Sequence[NewCells], held: Collection[int]
) -> tuple[Splices | None, list[int]]:
    """What puts values into cells, and the numbers of the rows that get none of theirs.

    Args:
        content: The XML of a sheet, with eight bytes or more behind its rows.
        index: Where its rows are.
        columns: What the cells get, at least one; at most one value for a cell.
        held: Numbers of rows that are not to be touched.
    """
    known = np.asarray(index.numbers, np.int64)
    places = [_places(one.rows, known) for one in columns]
    good = np.zeros(len(known) + 1, np.bool_)
    for at in places:
        good[at] = True
    good[_places(np.fromiter(held, np.int64, len(held)), known)] = False
    good[-1] = False
    wanted = np.flatnonzero(good)
    if not len(wanted):
        return None, _left(columns, places, good)
    plain = PlainRows(content, index, wanted, {one.column for one in columns})
    found = [_splices(plain, *pair, good) for pair in zip(columns, places, strict=True)]
    return _in_order([_of_rows(one, good) for one in found]), _left(columns, places, good)


def _places(rows: Places, known: Places) -> Places:
    """The positions of rows; one behind the last for those that are not there."""
    found = np.searchsorted(known, rows)
    return np.where(np.append(known, 0)[found] == rows, found, len(known))


def _left(columns: Sequence[NewCells], places: Sequence[Places], good: _Marks) -> list[int]:
    """The numbers of the rows that are not good, ascending."""
    left: set[int] = set()
    for one, at in zip(columns, places, strict=True):
        left.update(one.rows[~good[at]].tolist())
    return sorted(left)


def _splices(plain: PlainRows, new: NewCells, places: Places, good: _Marks) -> _Found:
    """The splices of one column; rows that it cannot be done for are good no more."""
    there = good[places]
    rows, codes = places[there], new.codes[there]
    cells = plain.cells(new.column, rows)
    codes = codes[np.searchsorted(rows, cells.rows)]
    texts = np.full(len(cells.rows), b"", object)
    done = np.zeros(len(cells.rows), np.bool_)
    for same, form in plain.by_form(cells):
        style = style_of(b"<c" + form)
        if new.frame or style:  # an empty cell without a style is left out, perhaps with its row
            texts[same] = _written(new, style, codes[same])
            done |= same
    good[rows] = False
    good[cells.rows[done]] = True
    return _Found(cells.rows, cells.start, cells.end, texts)


def _written(new: NewCells, style: bytes, codes: NDArray[np.int32]) -> _Objects:
    """What follows the address in cells of a style."""
    attribute = b' s="%b"' % style if style else b""
    if not new.frame:
        return np.full(len(codes), attribute + b"/>", object)
    cell = attribute + new.frame
    if len(new.texts) < len(codes):
        return np.array([cell % text for text in new.texts], object)[codes]
    return np.array([cell % new.texts[code] for code in codes.tolist()], object)


def _of_rows(splices: _Found, good: _Marks) -> _Found:
    chosen = good[splices.rows]
    if chosen.all():
        return splices
    rows, begin, end, texts = splices
    return _Found(rows[chosen], begin[chosen], end[chosen], texts[chosen])


def _in_order(found: Sequence[_Found]) -> Splices:
    _, begin, end, texts = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(begin)
    return Splices(begin[order], end[order], texts[order])
