"""New cells of many rows, column by column: each row is put together when it is asked for."""

from bisect import bisect_right
from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
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

    @property
    def indices(self) -> Integers:
        """The rows, in rising order."""
        return self._indices

    @property
    def headings(self) -> list[str]:
        """Of the columns in which a cell changes."""
        return [name for name, column in self._columns.items() if (column.codes != KEPT).any()]

    def moved(self, by: int, without: Collection[int]) -> "ColumnUpdates":
        """The same under other numbers.

        Args:
            by: What is added to each.
            without: Rows that are left out, under the numbers they have.
        """
        indices, columns = self._indices, self._columns
        if without:
            kept = ~np.isin(indices, np.fromiter(without, np.int64, len(without)))
            indices = indices[kept]
            columns = {heading: column.where(kept) for heading, column in columns.items()}
        return ColumnUpdates(indices + by, columns)

    def by_column(self) -> Iterator[tuple[str, Integers, Coded]]:
        """Each heading with the data rows that get a new cell under it, and these cells."""
        for heading, column in self._columns.items():
            changed = column.codes != KEPT
            yield heading, self._indices[changed], column.where(changed)

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


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """New rows with the same fields.

    Attributes:
        headings: Of the cells that each row has.
        columns: The cells under each heading, as they are or as codes.
        height: How many rows there are.
    """

    headings: tuple[str, ...]
    columns: Sequence[Sequence[Cell] | Coded]
    height: int

    def column(self, heading: str) -> Iterable[Cell]:
        """The cells under a heading; None for each row where it has none."""
        if heading not in self.headings:
            return repeat(None, self.height)
        return self.columns[self.headings.index(heading)]

    def row(self, place: int) -> Row:
        """The cells of one row by heading."""
        cells = (
            column.values[column.codes[place]] if isinstance(column, Coded) else column[place]
            for column in self.columns
        )
        return dict(zip(self.headings, cells, strict=True))

    def among(self, places: Integers) -> "Block":
        """Some of the rows, in any order."""
        return Block(
            self.headings,
            [
                column.where(places)
                if isinstance(column, Coded)
                else list(map(column.__getitem__, places.tolist()))
                for column in self.columns
            ],
            len(places),
        )

    def rows(self) -> Iterator[Row]:
        """Each row with its cells by heading."""
        cells = zip(*self.columns, strict=True) if self.columns else repeat((), self.height)
        return (dict(zip(self.headings, row, strict=True)) for row in cells)


class ColumnRows(Sequence[Row]):  # noqa: PLW1641 - its rows have no hash either
    """The new rows of a table, as ``TableEdit`` has them: cells by heading.

    Columns take a fraction of the memory of rows, and of the time.
    """

    def __init__(self, blocks: Iterable[Block], order: Sequence[int] | None = None) -> None:
        """Take the blocks one below the other, or their rows in another order."""
        self._blocks = [block for block in blocks if block.height]
        self._order = order

    def __len__(self) -> int:
        if self._order is not None:
            return len(self._order)
        return sum(block.height for block in self._blocks)

    def __iter__(self) -> Iterator[Row]:
        rows = chain.from_iterable(block.rows() for block in self._blocks)
        return rows if self._order is None else map(list(rows).__getitem__, self._order)

    def blocks(self) -> Iterator[tuple[Integers, Block]]:
        """Rows with the same fields, and the places that they have in order, from 0."""
        order = None if self._order is None else np.asarray(self._order, np.int64)
        start = 0
        for block in self._blocks:
            if order is None:
                yield np.arange(start, start + block.height), block
            else:
                places = np.flatnonzero((order >= start) & (order < start + block.height))
                yield places, block.among(order[places] - start)
            start += block.height

    def column(self, heading: str) -> Iterable[Cell]:
        """The cells under a heading, row by row; None where a row does not name it."""
        cells = chain.from_iterable(block.column(heading) for block in self._blocks)
        return cells if self._order is None else map(list(cells).__getitem__, self._order)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> "ColumnRows": ...

    def __getitem__(self, at: int | slice) -> "Row | ColumnRows":
        order = range(len(self)) if self._order is None else self._order
        if isinstance(at, slice):
            return ColumnRows(self._blocks, order[at])
        starts = list(accumulate((block.height for block in self._blocks), initial=0))
        block = bisect_right(starts, order[at]) - 1
        return self._blocks[block].row(order[at] - starts[block])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


class _Items(ItemsView[int, Any]):
    _mapping: ColumnUpdates

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return zip(self._mapping, self._mapping.rows(), strict=True)


class _Values(ValuesView[Any]):
    _mapping: ColumnUpdates

    def __iter__(self) -> Iterator[Row]:
        return self._mapping.rows()
