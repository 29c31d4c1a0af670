"""New cells of many rows, column by column: each row is put together when it is asked for."""

from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from typing import Any, overload

import numpy as np

from addin.tables.coded import Coded, Integers
from addin.tables.grid import Cell

KEPT = -1
"""The code of a cell that stays as it is."""

Row = Mapping[str, Cell]


class ColumnUpdates(Mapping[int, Row]):
    """The updates of a table, as ``TableEdit`` has them: cells by data row and heading.

    A million rows take a few megabytes this way, and a gigabyte as mappings of their own.
    """

    def __init__(self, indices: Integers, columns: Mapping[str, Coded]) -> None:
        """Take the columns as they are.

        Args:
            indices: Data rows, from 0, in rising order; each has a cell that does not stay.
            columns: The cells by heading, one per row; a code of ``KEPT`` leaves a cell alone.
        """
        self._indices = indices
        self._columns = columns

    def __len__(self) -> int:
        return len(self._indices)

    def __iter__(self) -> Iterator[int]:
        return iter(self._indices.tolist())

    def __getitem__(self, index: int) -> Row:
        place = int(np.searchsorted(self._indices, index))
        if place == len(self._indices) or self._indices[place] != index:
            raise KeyError(index)
        return {
            heading: column.values[code]
            for heading, column in self._columns.items()
            if (code := int(column.codes[place])) != KEPT
        }

    def items(self) -> ItemsView[int, Row]:
        """Every row with its cells."""
        return _Items(self)

    def values(self) -> ValuesView[Row]:
        """The cells of every row."""
        return _Values(self)

    def rows(self) -> Iterator[dict[str, Cell]]:
        """The cells of every row, one after the other."""
        codes = [column.codes.tolist() for column in self._columns.values()]
        columns = [(heading, column.values) for heading, column in self._columns.items()]
        for row in zip(*codes, strict=True):
            yield {
                heading: values[code]
                for (heading, values), code in zip(columns, row, strict=True)
                if code != KEPT
            }


class ColumnRows(Sequence[Row]):  # noqa: PLW1641 - its rows have no hash either
    """The new rows of a table, as ``TableEdit`` has them: cells by heading.

    A row of twenty cells takes a third of the memory this way, and of the time.
    """

    def __init__(self, headings: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell]]) -> None:
        """Take for each row its headings, and its cells in their order."""
        self._headings = headings
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[Row]:
        return map(_row, self._headings, self._cells)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> "ColumnRows": ...

    def __getitem__(self, at: int | slice) -> "Row | ColumnRows":
        if isinstance(at, slice):
            return ColumnRows(self._headings[at], self._cells[at])
        return _row(self._headings[at], self._cells[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def _row(headings: Sequence[str], cells: Sequence[Cell]) -> Row:
    return dict(zip(headings, cells, strict=True))


class _Items(ItemsView[int, Any]):
    _mapping: ColumnUpdates

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return zip(self._mapping, self._mapping.rows(), strict=True)


class _Values(ValuesView[Any]):
    _mapping: ColumnUpdates

    def __iter__(self) -> Iterator[Row]:
        return self._mapping.rows()
