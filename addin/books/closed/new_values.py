"""New cells of a table by column: what many rows have in common is worked out once."""

from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np

from addin.books.cell_values import column_cells
from addin.books.closed.cell_splices import NewCells
from addin.books.closed.row_plan import Values, by_headings
from addin.tables.coded import Coded, Integers
from addin.tables.column_updates import ColumnUpdates
from addin.tables.grid import Cell

_NONE = -1


def cells_by_column(
    updates: Mapping[int, Values], letters: Mapping[str, bytes], *, since_1904: bool
) -> list[NewCells]:
    """What the cells of each column get, apart for each kind of value.

    None at all when one of the values cannot be written with others, which ``cell_xml`` can
    explain.

    Args:
        updates: The cells by row and heading; each row has one.
        letters: Of the columns, by their heading.
        since_1904: Whether the workbook counts its days from 1904.
    """
    found: list[NewCells] = []
    for heading, rows, values in by_column(updates):
        for cells in _by_kind(letters[heading], rows, values, since_1904=since_1904):
            if cells is None:
                return []
            found.append(cells)
    return found


def count_cells(updates: Mapping[int, Values]) -> int:
    """How many cells get a new value."""
    if isinstance(updates, ColumnUpdates):
        return sum(len(rows) for _, rows, _ in updates.by_column())
    return sum(map(len, updates.values()))


def by_column(updates: Mapping[int, Values]) -> Iterator[tuple[str, Integers, Coded]]:
    """Each heading with the rows that get a new cell under it, and these cells."""
    if isinstance(updates, ColumnUpdates):
        yield from updates.by_column()
        return
    groups = by_headings(updates.items())
    for heading in dict.fromkeys(chain.from_iterable(groups)):
        rows: list[int] = []
        cells: list[Cell] = []
        for headings, (ours, values) in groups.items():
            if heading in headings:
                rows += ours
                cells += values[headings.index(heading) :: len(headings)]
        numbers = np.asarray(rows, np.int64)
        order = np.argsort(numbers, kind="stable")
        yield heading, numbers[order], Coded(order.astype(np.int32), cells)


def _by_kind(
    column: bytes, rows: Integers, cells: Coded, *, since_1904: bool
) -> Iterator[NewCells | None]:
    values, same = cells.values, set(map(type, cells.values))
    if len(same) == 1 and "" not in values:
        by_kind = {same.pop(): list(range(len(values)))}
    else:
        by_kind = _kinds(cells)
    for kind, chosen in by_kind.items():
        found = column_cells([values[place] for place in chosen], kind, since_1904=since_1904)
        if found is None:
            yield None
            return
        codes = np.full(len(values), _NONE, np.int32)
        codes[chosen] = np.arange(len(chosen)) if found.frame else 0
        ours = codes[cells.codes]
        there = ours != _NONE
        yield NewCells(column, rows[there], found.frame, found.texts or [b""], ours[there])


def _kinds(cells: Coded) -> dict[type[Cell], list[int]]:
    """The places of the values that some row has, by their types; an empty text is nothing."""
    by_kind: dict[type[Cell], list[int]] = {}
    for place in np.unique(cells.codes).tolist():
        value = cells.values[place]
        by_kind.setdefault(type(None if value == "" else value), []).append(place)
    return by_kind
