"""One cell before its kind is known: its faults, its text, and how it looks."""

from datetime import datetime, time
from decimal import Decimal

from addin.tables.grid import Cell

LONGEST_TEXT = 32_767
"""Characters of a cell, as UTF-16 counts them."""
ERROR_VALUES = frozenset(
    ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)


class CellFault(Exception):  # noqa: N818 - never shown: it becomes a finding
    """A cell that cannot be read; ``code`` and ``values`` make the finding."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_text(cell: Cell) -> str | None:
    """A code or a name; a number loses the ``.0`` that Excel's floats have.

    >>> read_text(" Dupont & Fils "), read_text(1001.0)
    ('Dupont & Fils', '1001')
    """
    if not isinstance(cell, str):
        return shown(cell)
    text = cell.strip()
    return text or None if text not in ERROR_VALUES else legible(text)


def read_file_text(field: str) -> str | None:
    """A code or a name of a file, which may be longer than a cell takes."""
    if 2 * len(field) <= LONGEST_TEXT:
        return read_text(field)
    # A character outside the basic plane takes two places of UTF-16.
    length = len(field) + sum(character > "\uffff" for character in field)
    if length > LONGEST_TEXT:
        raise CellFault("TAB-20", length=length, limit=LONGEST_TEXT)
    return read_text(field)


def shown(cell: Cell) -> str:
    """A cell as its user sees it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Decimal) or (isinstance(cell, float) and cell.is_integer()):
        return plain(Decimal(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def legible(cell: Cell) -> str:
    """A cell as its user sees it, unless that is one of Excel's errors."""
    text = shown(cell).strip()
    if text in ERROR_VALUES:
        raise CellFault("TAB-12", value=text)
    return text


def plain(value: Decimal) -> str:
    """A number without needless zeros.

    >>> plain(Decimal("12.500")), plain(Decimal("1E+3"))
    ('12.5', '1000')
    """
    return format(value.normalize(), "f") if value else "0"
