"""Formulas that several cells share, written out in each of them.

Excel stores a formula that was copied down once, with its first cell, and the other cells only
point there. Before cells move or the first is overwritten, each gets its own.
"""

import re
from html import unescape
from xml.sax.saxutils import escape

from addin.books.addresses import column_number
from addin.books.closed.references import copied
from addin.books.closed.sheet_rows import SheetText

SHARED = b't="shared"'

_CELL = re.compile(
    rb'(<c r="([A-Z]+)([0-9]+)"[^>]*>\s*)<f\b([^>]*\bt="shared"[^>]*?)(?:/>|>([^<]*)</f>)'
)
_INDEX = re.compile(rb'\bsi="([0-9]+)"')
_SHARING = re.compile(rb'\s*\b(?:t|ref|si)="[^"]*"')


def write_out(text: SheetText) -> None:
    """Give every cell of a sheet that shares a formula its own."""
    masters: dict[bytes, tuple[str, int, int]] = {}

    def own(cell: re.Match[bytes]) -> bytes:
        before, letters, digits, attributes, formula = cell.groups()
        row, column = int(digits), column_number(letters.decode())
        found = _INDEX.search(attributes)
        index = found[1] if found else b""
        if formula:
            content: bytes = formula
            masters.setdefault(index, (unescape(formula.decode()), row, column))
        else:
            master, master_row, master_column = masters[index]
            mine = copied(master, row - master_row, column - master_column)
            content = escape(mine).encode()
        return b"%b<f%b>%b</f>" % (before, _SHARING.sub(b"", attributes), content)

    for _, row in text.rows.with_formulas():
        if SHARED in row.cells:
            row.cells = _CELL.sub(own, row.cells)
