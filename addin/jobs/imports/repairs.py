"""Cells of a file that people made, brought into the one form that they can only mean.

Column by column: how the other cells of a column are written tells what a single one does not. What
can be read in two ways stays as it is, with a finding.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from addin.errors import Finding, Place
from addin.tables import kinds
from addin.tables.cells import CellFault, plain
from addin.tables.columns import Column, TableSpec
from addin.tables.exported import (
    decimal_sign,
    is_exported_empty,
    read_exported_month,
    read_exported_number,
)
from addin.tables.grid import Cell, Grid
from addin.tables.moments import read_file_day, read_file_month
from addin.tables.numbers import NUMBER
from addin.tables.reading import match_headings
from addin.tables.written_days import Order, Reading, day_as, order_of

_NUMBERS = frozenset(kind.name for kind in kinds.NUMBERS)
_FRACTIONS = frozenset(kind.name for kind in (kinds.SHARE, kinds.PERCENT, kinds.VAT_RATE))
_PER_CENT = re.compile(r"(.*\d)\s*%", re.ASCII)
_CURRENCY = re.compile(r"(?:EUR|€)\s*|\s*(?:EUR|€)", re.IGNORECASE)
_CUT_SHORT = re.compile(r"\d[.,]\d+E\+\d\d", re.ASCII)
_HOURS = re.compile(r"(\d{1,2})\s?[hHuU]\s?(\d\d)?", re.ASCII)
_DAY_AS_NUMBER = re.compile(r"(?:19|20)\d{6}", re.ASCII)


@dataclass
class Repairs:
    """What became of the cells of one column.

    Attributes:
        read: What a cell is put in the place of, by the cell.
        doubtful: Cells that are left, and why.
        note: Code of the finding that tells of the first repair; it takes ``found`` and ``read``.
    """

    read: dict[Cell, Cell] = field(default_factory=dict)
    doubtful: dict[Cell, CellFault] = field(default_factory=dict)
    note: str = ""

    def take(self, cell: Cell, read: Callable[[], Cell]) -> None:
        """Read a cell anew; what cannot be read stays for the reader of the table to refuse."""
        try:
            self.read[cell] = read()
        except CellFault as fault:
            if fault.code == "MET-15":
                self.doubtful[cell] = fault


@dataclass(frozen=True, slots=True)
class Repaired:
    """A file after its repairs.

    Attributes:
        grid: Its cells.
        findings: What was repaired, as notes, and what can be read in two ways.
    """

    grid: Grid
    findings: list[Finding]


def repaired(spec: TableSpec[Any], grid: Grid, order: Order | None = None) -> Repaired:
    """Repair what has one meaning only.

    Args:
        spec: The table.
        grid: The file, its headings those that the table is read by.
        order: What stands first in its dates; None to let each column tell.
    """
    found, _ = match_headings(spec, grid)
    columns = list(grid.columns)
    findings: list[Finding] = []
    for name, at in found.items():
        repairs = _repairs(spec.column(name), set(columns[at]), order)
        findings += _told(spec, name, grid, columns[at], repairs)
        if repairs.read:
            read = repairs.read.get
            columns[at] = [read(cell, cell) for cell in columns[at]]
    return Repaired(replace(grid, columns=tuple(columns)), findings)


def _repairs(column: Column, cells: set[Cell], order: Order | None) -> Repairs:
    kind = column.kind
    if kind is kinds.TEXT and not _perhaps_cut(cells):
        return Repairs()
    texts = {cell for cell in cells if isinstance(cell, str) and cell.strip()}
    if kind.name in _NUMBERS:
        return _numbers(texts, fraction=kind.name in _FRACTIONS)
    if kind is kinds.DAY:
        return _days(texts, cells - texts, order)
    if kind is kinds.MONTH:
        return _months(texts, order)
    if kind is kinds.CLOCK:
        return _clocks(texts)
    return _texts(texts) if kind is kinds.TEXT else Repairs()


def _numbers(texts: set[str], *, fraction: bool) -> Repairs:
    """Numbers with a decimal comma, with signs between the thousands, in euros or per cent."""
    odd = {text for text in texts if not NUMBER.fullmatch(text.strip())}
    repairs = Repairs(note="IMP-12")
    if not odd:
        return repairs
    bare = {text: _CURRENCY.sub("", text.strip()) for text in texts}
    sign = decimal_sign(map(_without_per_cent, bare.values()))
    for text, number in bare.items():
        per_cent = _PER_CENT.fullmatch(number)
        if per_cent and fraction:
            repairs.take(text, lambda one=per_cent[1]: _per_cent(one, sign))  # type: ignore[misc]
        elif is_exported_empty(number):
            repairs.read[text] = None
        else:
            repairs.take(text, lambda one=number: _figure(one, sign))  # type: ignore[misc]
    return _changed(repairs)


def _without_per_cent(number: str) -> str:
    return number.removesuffix("%").rstrip()


def _per_cent(number: str, sign: str) -> str:
    return plain(read_exported_number(number, sign) / 100)


def _figure(number: str, sign: str) -> str:
    return plain(read_exported_number(number, sign))


def _changed(repairs: Repairs) -> Repairs:
    """Without the cells that were right already."""
    repairs.read = {
        cell: read
        for cell, read in repairs.read.items()
        if not (isinstance(cell, str) and NUMBER.fullmatch(cell.strip()) and _same(cell, read))
    }
    return repairs


def _same(cell: str, read: Cell) -> bool:
    return isinstance(read, str) and Decimal(cell.strip()) == Decimal(read)


def _days(texts: set[str], others: set[Cell], order: Order | None) -> Repairs:
    """Dates of figures, day or month first as the whole column has them, and named months."""
    written = {text for text in texts if not _is_iso(text)}
    usual, reading = order_of(written)
    repairs = Repairs(note="IMP-14" if reading is Reading.USUAL and not order else "IMP-13")
    for text in written:
        day, other = (day_as(text, one) for one in (order or usual, _other(order or usual)))
        in_doubt = reading is Reading.MIXED and not order and day and other and day != other
        if in_doubt:
            repairs.doubtful[text] = CellFault("IMP-15", value=text, first=day, second=other)
        elif day or (reading is Reading.MIXED and not order and other):
            repairs.read[text] = str(day or other)
    for cell in others:  # 20261031, typed without anything between year, month and day
        if isinstance(cell, float) and _DAY_AS_NUMBER.fullmatch(str(int(cell))):
            found = day_as(str(int(cell)), Order.DAY)
            if found and cell.is_integer():
                repairs.read[cell] = str(found)
    return repairs


def _other(order: Order) -> Order:
    return Order.MONTH if order is Order.DAY else Order.DAY


def _is_iso(text: str) -> bool:
    try:
        read_file_day(text)
    except CellFault:
        return False
    return True


def _months(texts: set[str], order: Order | None) -> Repairs:
    """Months such as 10/2026 and octobre 2026; a whole date as the column has dates."""
    written = {text for text in texts if not _is_month(text)}
    days = {text for text in written if day_as(text, Order.DAY) or day_as(text, Order.MONTH)}
    repairs = _days(days, set(), order)
    repairs.read = {text: str(day)[:7] for text, day in repairs.read.items()}
    for text in written - days:
        try:
            repairs.read[text] = str(read_exported_month(text))
        except CellFault:
            continue
    return repairs


def _is_month(text: str) -> bool:
    try:
        read_file_month(text)
    except CellFault:
        return False
    return True


def _clocks(texts: Iterable[str]) -> Repairs:
    """Times of day such as 9h30 and 14 u."""
    found = ((text, _HOURS.fullmatch(text.strip())) for text in texts)
    read: dict[Cell, Cell] = {
        text: f"{hours[1]}:{hours[2] or '00'}" for text, hours in found if hours
    }
    return Repairs(read, note="IMP-12")


def _perhaps_cut(cells: Iterable[Cell]) -> bool:
    return "E+" in "\n".join(cell for cell in cells if type(cell) is str)


def _texts(texts: Iterable[str]) -> Repairs:
    """Long numbers of which Excel has kept the first digits only, when it saved the file."""
    cut = {text for text in texts if _CUT_SHORT.fullmatch(text.strip())}
    return Repairs(doubtful={text: CellFault("IMP-17", value=text.strip()) for text in cut})


def _told(
    spec: TableSpec[Any], name: str, grid: Grid, cells: list[Cell], repairs: Repairs
) -> Iterable[Finding]:
    """One finding for the repairs of a column, and one for each cell in doubt."""
    for index, cell in enumerate(cells) if repairs.doubtful else ():
        if cell in repairs.doubtful:
            fault = repairs.doubtful[cell]
            place = Place(spec.name, grid.first_row + index, name)
            yield Finding(fault.code, place, fault.values)
    mended = [cell for cell in cells if cell in repairs.read] if repairs.read else []
    if mended:
        values: Mapping[str, object] = {
            "count": len(mended),
            "found": _shown(mended[0]),
            "read": _read(repairs.read[mended[0]]),
        }
        yield Finding(repairs.note, Place(spec.name, column=name), values)


def _shown(cell: Cell) -> str:
    return plain(Decimal(cell)) if isinstance(cell, float) else str(cell).strip()


def _read(cell: Cell) -> object:
    """A value as the sentence writes it: a number or a day in the user's own way."""
    text = str(cell or "")
    if NUMBER.fullmatch(text):
        return Decimal(text)
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return text
