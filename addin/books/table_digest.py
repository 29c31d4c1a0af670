"""A digest of what a table holds, the same in whatever book it is read."""

from datetime import date, datetime, time
from hashlib import sha256

from addin.tables.grid import Cell, Grid


def table_digest(grid: Grid) -> str:
    """SHA-256 of the headings and cells that no formula of the table fills, in hex.

    Numbers of one value are the same in any type, and so are a day and its midnight.
    """
    digest = sha256()
    for heading, column in zip(grid.headings, grid.columns, strict=True):
        if heading not in grid.calculated:
            digest.update(repr((heading, [_plain(cell) for cell in column])).encode())
    return digest.hexdigest()


def _plain(cell: Cell) -> object:
    """A cell as what it shows.

    >>> from decimal import Decimal
    >>> _plain(Decimal("5.0")) == _plain(5) == 5.0
    True
    >>> _plain(date(2026, 10, 1)) == _plain(datetime(2026, 10, 1))
    True
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool | str):
        return cell
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day).isoformat()  # noqa: DTZ001 - a cell's
    return cell.isoformat() if isinstance(cell, date | time) else float(cell)
