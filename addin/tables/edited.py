"""What a table holds after an edit, without writing it and reading it again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from addin.tables.coded import Integers
from addin.tables.column_updates import ColumnRows, ColumnUpdates
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid

NewCells = Mapping[str, tuple[Integers, Sequence[Cell]]]
"""By heading: the data rows that get a new cell, and these cells."""


def edited(grid: Grid, edit: TableEdit) -> Grid:
    """The grid that a book reads once it has carried an edit out.

    Columns that the edit leaves alone are those of ``grid`` themselves. New rows have nothing in a
    column of formulas, as these are worked out by Excel; the results of others may be old.

    Args:
        grid: Of the table, as the book gave it.
        edit: Of headings that the grid has.
    """
    updates = _updated(edit.updates)
    kept = None
    if edit.removed:
        kept = [row for row in range(grid.height) if row not in edit.removed]
    columns = []
    for heading, column in zip(grid.headings, grid.columns, strict=True):
        cells = _with(column, *updates[heading]) if heading in updates else column
        if kept is not None:
            cells = [cells[row] for row in kept]
        if edit.added:
            cells = [*cells, *_as_read(_new_ones(edit.added, heading))]
        columns.append(cells or [None])  # a table always has a row
    return replace(grid, columns=tuple(columns))


def _updated(updates: Mapping[int, Mapping[str, Cell]]) -> NewCells:
    if isinstance(updates, ColumnUpdates):
        return {heading: (rows, list(cells)) for heading, rows, cells in updates.by_column()}
    found: dict[str, tuple[list[int], list[Cell]]] = {}
    for row, cells in updates.items():
        for heading, cell in cells.items():
            rows, new = found.setdefault(heading, ([], []))
            rows.append(row)
            new.append(cell)
    return {heading: (np.array(rows), new) for heading, (rows, new) in found.items()}


def _with(column: Sequence[Cell], rows: Integers, cells: Sequence[Cell]) -> list[Cell]:
    """A column with other cells in some rows."""
    changed = _objects(column)
    changed[rows] = _objects(list(_as_read(cells)))
    found: list[Cell] = changed.tolist()
    return found


def _objects(cells: Sequence[Cell]) -> Any:  # noqa: ANN401 - numpy has no name for it
    """The cells as they are: numpy would make numbers of its own of them."""
    made = np.empty(len(cells), object)
    made[:] = cells
    return made


def _new_ones(added: Sequence[Mapping[str, Cell]], heading: str) -> Iterable[Cell]:
    if isinstance(added, ColumnRows):
        return added.column(heading)
    return (row.get(heading) for row in added)


def _as_read(cells: Iterable[Cell]) -> Iterator[Cell]:
    """What a file gives back for what is written into it: no empty text, and no exact number."""
    for cell in cells:
        if isinstance(cell, Decimal):
            yield float(cell)
        else:
            yield None if cell == "" else cell
