"""Rows and cells as other programs may write them, put into the one form that is worked with.

It has no other quotes than double ones, and the address first in every ``<row r="7"`` and
``<c r="B7"``.
"""

import re

from addin.books.addresses import column_letters, column_number

_OPENING = re.compile(rb"<(row|c)\b([^>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NUMBERED = re.compile(rb'<c r="([A-Z]+)[0-9]+(?=")')
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
_ROW, _CELL = b'<row r="', b'<c r="'


def plain_rows(region: bytes) -> bytes:
    """Rows with the address first in each tag."""
    return _OPENING.sub(_Numbering(), region)


def plain_cells(cells: bytes, row: int) -> bytes:
    """The cells of a row with the address first in each tag."""
    if cells.count(b"<c") == cells.count(b'<c r="') and b"='" not in cells:
        return cells
    return _OPENING.sub(_Numbering(row), cells)


def only_values(cells: bytes, first: bytes, last: bytes) -> bool:
    """Whether the cells of a row are plain ones in certain columns, none of them with a formula.

    Args:
        cells: Those of a whole row, at least one.
        first: Letters of the first of the columns.
        last: Letters of the last, inclusive.

    >>> only_values(b'<c r="A7"/><c r="C7"><v>7</v></c>', b"A", b"D")
    True
    >>> only_values(b'<c r="A7"/><c r="C7"><v>7</v></c>', b"B", b"D")
    False
    """
    if _holds(cells, b"<f") or _holds(cells, b"='") or cells.count(b"<c") != cells.count(_CELL):
        return False
    left, right = _LETTERS.match(cells), _LETTERS.match(cells, max(cells.rfind(_CELL), 0))
    if left is None or right is None:
        return False
    return _place(first) <= _place(left[1]) and _place(right[1]) <= _place(last)


def _holds(cells: bytes, two: bytes) -> bool:
    """Whether two characters are there; the second alone is found much faster, and is rare."""
    return two[1:] in cells and two in cells


def renamed_cells(cells: bytes, number: bytes) -> bytes:
    """Plain cells without formulas, with something else in place of the number of their row.

    >>> renamed_cells(b'<c r="A7"/><c r="C7"><v>7</v></c>', b"8")
    b'<c r="A8"/><c r="C8"><v>7</v></c>'
    """
    pieces = _NUMBERED.split(cells)
    pieces[1::2] = [_CELL + letters + number for letters in pieces[1::2]]
    return b"".join(pieces)


def _place(letters: bytes) -> tuple[int, bytes]:
    """Columns in the order of these are in that of the sheet."""
    return len(letters), letters


def rows_in_order(region: bytes) -> bytes:
    """Plain rows by their numbers."""
    rows = sorted(region.split(_ROW)[1:], key=lambda row: int(row[: row.index(b'"')]))
    return b"".join(_ROW + row for row in rows)


class _Numbering:
    """Writes the tags of rows and cells anew; one without an address follows the one before."""

    def __init__(self, row: int = 0) -> None:
        self.row, self.column = row, 0

    def __call__(self, tag: re.Match[bytes]) -> bytes:
        attributes = {
            name: value or other.replace(b'"', b"&quot;")
            for name, value, other in _ATTRIBUTE.findall(tag[2])
        }
        address = self._address(tag[1], attributes.pop(b"r", b"").decode())
        rest = b"".join(b' %b="%b"' % pair for pair in attributes.items())
        return b'<%b r="%b"%b%b>' % (tag[1], address.encode(), rest, tag[3])

    def _address(self, name: bytes, address: str) -> str:
        if name == b"row":
            self.row, self.column = int(address or self.row + 1), 0
            return str(self.row)
        letters = address.rstrip("0123456789")
        self.column = column_number(letters) if letters else self.column + 1
        return f"{column_letters(self.column)}{self.row}"
