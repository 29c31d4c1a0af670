"""The cells of a column to typed values: each different cell is read once.

A column of a hundred thousand rows holds few different cells, or texts that are all different;
either way nothing is done row by row in Python that can be done for the column.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from math import copysign
from types import NoneType
from typing import Any

import numpy as np

from addin.tables.coded import Coded, coded
from addin.tables.columns import Column
from addin.tables.grid import Cell, Grid, is_empty
from addin.tables.kinds import CellFault, Kind

Read = Callable[[Any], Any]
Faults = list[tuple[int, CellFault]]
"""What is wrong with cells, by their position."""

_A_FEW = 1000
_READ_ONCE = {str, int, float, bool, date, datetime, time}
"""Types whose equal cells are alike in every way, but for the zero with a sign."""


def filled_rows(grid: Grid) -> list[int]:
    """The data rows that are not blank; the same as asking ``Grid.blank`` of each, but faster."""
    columns = [
        column
        for heading, column in zip(grid.headings, grid.columns, strict=True)
        if heading not in grid.calculated
    ]
    blank: Sequence[int] = range(grid.height)
    for column in sorted(columns, key=_trouble):
        if not blank:
            break
        nothing = _empty_ones(set(column))
        blank = [row for row in blank if column[row] in nothing] if nothing else []
    passed_over = set(blank)
    return [row for row in range(grid.height) if row not in passed_over]


def _trouble(column: list[Cell]) -> tuple[int, int]:
    """How late a column is asked for blank rows: most tables have one that settles it at once."""
    first = set(column[:_A_FEW])
    return len(_empty_ones(first)), len(first)


def _empty_ones(cells: set[Cell]) -> set[Cell]:
    return {cell for cell in cells if cell is None or (isinstance(cell, str) and not cell.strip())}


def read_column(
    column: Column, cells: Sequence[Cell], *, typed: bool
) -> tuple[list[Any], Faults, Coded | None]:
    """The values of a column, None for a faulty cell, and the faults in their order.

    Beside them the column as codes, where it is long and its values repeat.

    Args:
        column: What it should be.
        cells: Of the filled rows.
        typed: The cells are those of a workbook, not those of a file to import.
    """
    read = column.kind.from_cell if typed else _file_reader(column.kind)
    different, types = set(cells), set(map(type, cells)) - {NoneType}
    if not types and column.default is None and isinstance(cells, list):
        return cells, [], Coded(np.zeros(len(cells), np.int32), [None])
    if not types <= _READ_ONCE or (0.0 in different and any(map(_is_negative_zero, cells))):
        return *_one_by_one(read, column.default, cells), None
    if len(types) > 1:
        return *_by_type(read, column.default, cells), None
    if 2 * len(different) > len(cells) and not _empty_ones(different):
        with suppress(CellFault):
            return list(map(read, cells)), [], None
    values, faults = _each_once(read, column.default, different)
    found, codes = _spread(values, cells)
    if not faults:
        return found, [], codes
    return found, [(at, faults[cell]) for at, cell in enumerate(cells) if cell in faults], codes


def _spread(values: Mapping[Cell, Any], cells: Sequence[Cell]) -> tuple[list[Any], Coded | None]:
    """The value of each cell; with codes where there are many."""
    if len(cells) < _A_FEW:
        return list(map(values.__getitem__, cells)), None
    at = {cell: place for place, cell in enumerate(values)}
    places = np.fromiter(map(at.__getitem__, cells), np.int32, len(cells))
    read = np.empty(len(values), object)
    read[:] = list(values.values())
    different = coded(read.tolist())  # two cells may be two ways of writing one value
    return read[places].tolist(), Coded(different.codes[places], different.values)


def _is_negative_zero(cell: Cell) -> bool:
    return type(cell) is float and cell == 0 and copysign(1, cell) < 0


def _each_once(
    read: Read, default: object, cells: set[Cell]
) -> tuple[dict[Cell, Any], dict[Cell, CellFault]]:
    """The value of each cell, None for a faulty one, and the faults."""
    values: dict[Cell, Any] = dict.fromkeys(empty := _empty_ones(cells), default)
    faults: dict[Cell, CellFault] = {}
    for cell in cells - empty:
        try:
            values[cell] = read(cell)
        except CellFault as fault:
            values[cell], faults[cell] = None, fault
    return values, faults


def _by_type(read: Read, default: object, cells: Sequence[Cell]) -> tuple[list[Any], Faults]:
    """The same where 1, 1.0 and yes stand in one column: equal to Python, but not to a reader."""
    different: dict[type, set[Cell]] = defaultdict(set)
    for cell in cells:
        different[type(cell)].add(cell)
    values: dict[type, dict[Cell, Any]] = {}
    faults: dict[type, dict[Cell, CellFault]] = {}
    for kind, some in different.items():
        values[kind], faults[kind] = _each_once(read, default, some)
    found = [values[type(cell)][cell] for cell in cells]
    return found, [
        (at, faults[type(cell)][cell])
        for at, cell in enumerate(cells)
        if cell in faults[type(cell)]
    ]


def _one_by_one(read: Read, default: object, cells: Iterable[Cell]) -> tuple[list[Any], Faults]:
    """The same for cells such as the exact 1.0 and 1.00: equal, but not alike."""
    values: list[Any] = []
    faults: Faults = []
    for position, cell in enumerate(cells):
        try:
            values.append(default if is_empty(cell) else read(cell))
        except CellFault as fault:
            values.append(None)
            faults.append((position, fault))
    return values, faults


def _file_reader(kind: Kind) -> Read:
    """Json brings numbers and booleans as themselves, csv everything as text."""
    return lambda cell: kind.from_text(cell) if isinstance(cell, str) else kind.from_cell(cell)
