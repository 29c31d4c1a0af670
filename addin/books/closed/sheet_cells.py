"""The cells within a row's XML: found, replaced, cut out and moved, as slices of bytes."""

import re
from dataclasses import dataclass

from addin.books.addresses import column_letters, column_number

_CELL = re.compile(rb'<c r="([A-Z]+)')
_STYLE = re.compile(rb'<c [^>]*?\bs="([0-9]+)"')
_FORMULA = re.compile(rb"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
_NUMBER = re.compile(rb'(<c r="[A-Z]+)[0-9]+"')
_ARRAY_REFERENCE = re.compile(rb'(<f\b[^>]*\bref=")([A-Z]+)[0-9]+"')
_FILLED = re.compile(rb"<(?:v|f|is)\b")


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula element of a cell.

    Attributes:
        attributes: Of its tag, such as `` t="shared" si="0"``.
        text: As XML, entities not resolved; empty when the cell follows a shared formula.
    """

    attributes: bytes
    text: bytes

    @property
    def spreads(self) -> bool:
        """Whether it fills several cells at once: an array over a range, or a data table."""
        several = re.search(rb'\bref="[^":]+:[^"]*"', self.attributes)
        return b't="dataTable"' in self.attributes or (
            b't="array"' in self.attributes and several is not None
        )


def cell_at(cells: bytes, column: int, row: int) -> slice | None:
    """Where a cell lies in its row's XML; None if the row does not have it."""
    start = cells.find(b'<c r="%b%d"' % (column_letters(column).encode(), row))
    if start < 0:
        return None
    end = cells.find(b"<c ", start + 3)
    return slice(start, end if end >= 0 else len(cells))


def style_of(cell: bytes) -> bytes:
    """The number of a cell's style; empty for the default."""
    found = _STYLE.match(cell)
    return found[1] if found else b""


def formula_of(cell: bytes) -> Formula | None:
    """The formula of a cell, if it has one."""
    found = _FORMULA.search(cell)
    return Formula(found[1], found[2] or b"") if found else None


def filled(cells: bytes) -> bytes | None:
    """The first cell with a value or a formula, None if all are blank."""
    found = _FILLED.search(cells)
    return cells[cells.rindex(b"<c ", 0, found.start()) :] if found else None


def with_cell(cells: bytes, column: int, row: int, cell: bytes) -> bytes:
    """The cells of a row with one of them replaced, or put in its place."""
    found = cell_at(cells, column, row)
    if found is None:
        at = _position(cells, column)
        return cells[:at] + cell + cells[at:]
    return cells[: found.start] + cell + cells[found.stop :]


def cut(cells: bytes, first_column: int, last_column: int) -> tuple[bytes, bytes, bytes]:
    """The cells of a row left of, within and right of some columns (inclusive)."""
    start = _position(cells, first_column)
    last = cells.rfind(b'<c r="')
    found = _CELL.match(cells, max(last, 0))
    if found is None or column_number(found[1].decode()) <= last_column:
        return cells[:start], cells[start:], b""
    end = _position(cells, last_column + 1)
    return cells[:start], cells[start:end], cells[end:]


def renumbered(cells: bytes, row: int) -> bytes:
    """The same cells, in another row."""
    number = b'%d"' % row
    moved = _NUMBER.sub(lambda found: found[1] + number, cells)
    if b't="array"' in moved:
        moved = _ARRAY_REFERENCE.sub(lambda found: found[1] + found[2] + number, moved)
    return moved


def _position(cells: bytes, column: int) -> int:
    """Where the first cell begins that is not left of a column."""
    for found in _CELL.finditer(cells):
        if column_number(found[1].decode()) >= column:
            return found.start()
    return len(cells)
