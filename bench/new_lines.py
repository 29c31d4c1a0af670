"""A second run over the workbook of ``bench.book``: nearly every line is another one."""

from datetime import date
from decimal import Decimal
from random import Random

from addin.books.book import TableEdit
from addin.tables.grid import Cell
from bench.book import PREBILLING, PREBILLING_ROWS

TABLE = "Prebilling"
ENTRIES = "Timesheets"
NOTE = "Note"
ADDED = 2_000
LINES = 28_000
FEW = 100

_FROM, _TO = date(2026, 4, 1), date(2026, 4, 30)
_SERVICES = ("Accounts", "Payroll", "Tax advice", "Annual accounts & filing")


def new_lines() -> TableEdit:
    """30 000 lines become 28 000.

    4 000 go here and there, 24 000 get new values in all 15 columns, 2 000 stay as they are, and
    2 000 are new.
    """
    chance = Random(5)  # noqa: S311 - the same lines every time
    numbers = range(PREBILLING_ROWS)
    removed = frozenset(number for number in numbers if number % 15 in (5, 11))
    return TableEdit(
        TABLE,
        {n: _line(n, chance) for n in numbers if n % 15 and n not in removed},
        removed,
        [_line(PREBILLING_ROWS + number, chance) for number in range(ADDED)],
    )


def new_notes(rows: int) -> TableEdit:
    """Another note on a hundred time entries, spread over all of them."""
    step = rows // FEW
    return TableEdit(ENTRIES, {n * step: {NOTE: f"Seen with client {n}"} for n in range(FEW)})


def _line(number: int, chance: Random) -> dict[str, Cell]:
    project = f"C{number % 1000:04}-2026"
    service = _SERVICES[chance.randrange(len(_SERVICES))]
    hours, price = Decimal(chance.randrange(1, 4000)) / 100, Decimal(chance.randrange(40, 200))
    cells: tuple[Cell, ...] = (
        f"2026-04/{project}/{number}",
        _FROM,
        project,
        project[:5],
        service,
        "time",
        f"{service}, April 2026",
        _FROM,
        _TO,
        hours,
        "hour",
        price,
        hours * price,
        "draft",
        None,
    )
    return dict(zip(PREBILLING, cells, strict=True))
