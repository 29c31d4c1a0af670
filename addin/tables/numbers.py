"""Numbers of cells and of files: binary floats stop here.

A number becomes the shortest decimal that reads back as it. A text that looks like a number is
never guessed at; the fault offers the mend.
"""

import re
from decimal import Decimal
from math import isfinite

from addin.billing.money import from_cents, to_cents
from addin.tables.cells import CellFault, legible, shown
from addin.tables.grid import Cell

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
COMMA = re.compile(r"[-+]?[\d. \u00a0\u202f']*\d,\d+", re.ASCII)
SPACES = str.maketrans("", "", " \u00a0\u202f'")
LARGEST = Decimal(10) ** 12
"""Numbers stay below it: with a cent, Excel keeps no more digits of them exactly."""
CELL_DIGITS = 15  # what Excel keeps of a number that is typed
ONE_BILLIONTH = Decimal("1e-9")
NOISE = Decimal("5e-15")  # what a sum of floats may be off by, as a part of it


def read_number(cell: Cell) -> Decimal:
    """The number of a cell of a workbook.

    >>> read_number(45.0), read_number(0.1)
    (Decimal('45'), Decimal('0.1'))
    """
    if isinstance(cell, str):
        raise _not_a_number(cell)
    if type(cell) is float and isfinite(cell):
        return _possible(Decimal(repr(cell).removesuffix(".0")))
    if type(cell) is int or isinstance(cell, Decimal):
        return _possible(Decimal(cell))
    raise CellFault("TAB-05", value=shown(cell))


def read_file_number(field: str) -> Decimal:
    """The number of a file, as the cell will keep it that it is written to."""
    if not NUMBER.fullmatch(field.strip()):
        raise _not_a_number(field)
    value = _possible(Decimal(field.strip()))
    fits = len(value.as_tuple().digits) <= CELL_DIGITS
    return value if fits else Decimal(repr(float(value)))


def _possible(value: Decimal) -> Decimal:
    """A number within what a cell keeps; there is no negative zero."""
    if not -LARGEST < value < LARGEST:
        raise CellFault("TAB-21", value=value, low=1 - LARGEST, high=LARGEST - 1)
    return value or Decimal(0)


def _not_a_number(text: str) -> CellFault:
    seen = legible(text)
    if COMMA.fullmatch(seen):
        proposal = seen.translate(SPACES).replace(".", "").replace(",", ".")
        return CellFault("TAB-06", value=seen, proposal=proposal)
    return CellFault("TAB-05", value=seen)


def amount(value: Decimal) -> Decimal:
    """Two decimals; the last bits of a float that Excel shows rounded are dropped.

    >>> amount(Decimal("0.30000000000000004"))
    Decimal('0.30')
    """
    rounded = from_cents(to_cents(value))
    if abs(value - rounded) > max(ONE_BILLIONTH, abs(value) * NOISE):
        raise CellFault("TAB-13", value=value, proposal=rounded)
    return rounded


def vat_rate(value: Decimal) -> Decimal:
    """A fraction; ``21`` can only mean 21 %, as no rate is 100 % or more."""
    if value < 0:
        raise CellFault("TAB-19", value=value)
    if value >= 100:
        raise CellFault("TAB-21", value=value, low=0, high=99)
    return value if value < 1 else value.scaleb(-2)


def whole(value: Decimal) -> int:
    """A number without decimals."""
    if value != value.to_integral_value():
        raise CellFault("TAB-16", value=value)
    return int(value)


def money(value: Decimal) -> str:
    """A price as JSON has it: at least two decimals.

    >>> money(Decimal(95)), money(Decimal("0.0835"))
    ('95.00', '0.0835')
    """
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return format(value if exponent <= -2 else value.quantize(Decimal("0.01")), "f")
