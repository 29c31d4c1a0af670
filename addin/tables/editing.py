"""From the rows a job wants to the smallest edit of the table that gives them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from addin.errors import BillingError
from addin.tables.coded import Coded
from addin.tables.column_updates import Block, ColumnRows
from addin.tables.columns import Column, Needed, Record, TableSpec, Writer
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT
from addin.tables.reading import Table
from addin.words import Language

R = TypeVar("R", bound=Record)
Row = Mapping[str, Any]
Columns = Mapping[str, Sequence[Any] | Coded]
"""The values of new rows by field, as they are or as codes; all of one length."""


class NoColumnError(BillingError):
    """The workbook has no place for something that the job has to write there."""

    code = "TAB-23"


class _Way(NamedTuple):
    """How one field of a row becomes a cell.

    Attributes:
        to_cell: What gives the cell; None where it shows the value as it is.
    """

    name: str
    heading: str
    to_cell: Callable[[Any, Language], Cell] | None


class _Rows(NamedTuple):
    """New rows that have the same fields."""

    names: tuple[str, ...]
    values: list[tuple[Any, ...]]

    def columns(self) -> Columns:
        """The same by column."""
        return dict(zip(self.names, zip(*self.values, strict=True), strict=True))


class TableEditor:
    """Collects what a job changes in one table, cell by cell.

    Only columns that the table has are written; a value equal to the one that is there leaves its
    cell alone, so that the user's own spelling of it stays.
    """

    def __init__(self, table: Table[R], language: Language) -> None:
        self.table: Table[Any] = table
        self.language = language
        self._columns = {column.name: column for column in table.spec.columns}
        self._ways: dict[tuple[str, ...], list[_Way]] = {}
        self._updates: dict[int, dict[str, Cell]] = {}
        self._removed: set[int] = set()
        self._added: list[_Rows | Columns] = []
        self._lacking = [
            column.name
            for column in table.spec.columns
            if column.needed is Needed.WHEN_USED and column.name not in table.headings
        ]

    def change(self, position: int, row: Row) -> bool:
        """Give the filled row at ``position`` these values; whether any of them was another.

        Raises:
            NoColumnError: The table lacks a column for one of them.
        """
        self._require_columns(row)
        changed = self.would_change(position, row)
        if changed:
            cells = self._updates.setdefault(self.table.indices[position], {})
            cells.update(self._cells(changed))
        return bool(changed)

    def would_change(self, position: int, row: Row) -> Row:
        """Those of these values that are other than the ones there."""
        return {
            name: value
            for name, value in row.items()
            if name in self.table.headings and self.table.values[name][position] != value
        }

    def remove(self, position: int) -> None:
        """Take the filled row at ``position`` out of the table."""
        self._removed.add(self.table.indices[position])

    def add(self, row: Row) -> None:
        """Put a row below the others.

        Raises:
            NoColumnError: The table lacks a column for one of the values.
        """
        self.add_all(tuple(row), [tuple(row.values())])

    def add_all(self, names: tuple[str, ...], rows: Collection[tuple[Any, ...]]) -> None:
        """Put rows below the others.

        Args:
            names: Fields.
            rows: The values of each row, in the order of ``names``.

        Raises:
            NoColumnError: The table lacks a column for one of the values.
        """
        for row in rows if self._lacking else ():
            self._require_columns(dict(zip(names, row, strict=True)))
        if not rows:
            return
        last = self._added[-1] if self._added else None
        if not isinstance(last, _Rows) or last.names != names:
            last = _Rows(names, [])
            self._added.append(last)
        last.values.extend(rows)

    def add_columns(self, columns: Columns) -> None:
        """Put rows below the others, given by column.

        Raises:
            NoColumnError: The table lacks a column for one of the values.
        """
        for name in set(self._lacking).intersection(columns):
            values = [value for value in columns[name] if value is not None]
            self._require_columns({name: values[0] if values else None})
        self._added.append(columns)

    def added_values(self, name: str) -> list[Any]:
        """A field of the new rows, in the order in which they were put in."""
        columns = (one.columns() if isinstance(one, _Rows) else one for one in self._added)
        return [value for column in columns for value in column[name]]

    def edit(self, order: Sequence[int] | None = None) -> TableEdit:
        """All of it; new rows first fill the blank rows at the end of the table.

        Args:
            order: Of the new rows, by the order in which they were put in; None for just that.
        """
        updates: dict[int, Row] = dict(self._updates)
        added = self._added_rows(order)
        blank = self._blank_tail()[: len(added)]
        updates.update(zip(blank, added, strict=False))
        below = added[len(blank) :]
        return TableEdit(self.table.spec.name, updates, frozenset(self._removed), below)

    def _require_columns(self, row: Row) -> None:
        for name in self._lacking:
            if row.get(name) is not None:
                heading = self._columns[name].heading[self.language]
                raise NoColumnError(table=self.table.spec.name, heading=heading)

    def _blank_tail(self) -> range:
        """The data rows below the last filled one."""
        last = max(self.table.indices, default=-1)
        return range(last + 1, self.table.grid.height)

    def _cells(self, row: Row) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for name, heading, to_cell in self._ways_of(tuple(row)):
            value = row[name]
            if value is not None and to_cell is not None:
                value = to_cell(value, self.language)
            cells[heading] = value
        return cells

    def _added_rows(self, order: Sequence[int] | None) -> ColumnRows:
        """The new rows, converted column by column where they have the same fields."""
        blocks = [
            self._block(one.columns(), len(one.values))
            if isinstance(one, _Rows)
            else self._block(one, len(next(iter(one.values()))))
            for one in self._added
        ]
        return ColumnRows(blocks, order)

    def _block(self, columns: Columns, height: int) -> Block:
        ways = self._ways_of(tuple(columns))
        cells = [self._column_cells(way, columns[way.name]) for way in ways]
        return Block(tuple(way.heading for way in ways), cells, height)

    def _column_cells(self, way: _Way, values: Sequence[Any] | Coded) -> Sequence[Any] | Coded:
        """The cells of a column; a value that many rows have is converted once."""
        if way.to_cell is None:
            return values
        to_cell, language = way.to_cell, self.language
        if isinstance(values, Coded):
            different = [
                None if value is None else to_cell(value, language) for value in values.values
            ]
            return Coded(values.codes, different)
        known = {id(value): value for value in values}
        cells = {
            place: None if value is None else to_cell(value, language)
            for place, value in known.items()
        }
        return [cells[id(value)] for value in values]

    def _ways_of(self, names: tuple[str, ...]) -> list[_Way]:
        ways = self._ways.get(names)
        if ways is None:
            ways = self._ways[names] = [self._way(one) for one in names if self._has(one)]
        return ways

    def _has(self, name: str) -> bool:
        return name in self.table.headings

    def _way(self, name: str) -> _Way:
        to_cell = self._columns[name].kind.to_cell
        shows_it = to_cell is TEXT.to_cell
        return _Way(name, self.table.headings[name], None if shows_it else to_cell)


def cell_of(column: Column, value: object, language: Language) -> Cell:
    """The cell that shows a value."""
    return None if value is None else column.kind.to_cell(value, language)


def json_record(spec: TableSpec[R], row: Row) -> dict[str, Any]:
    """A row as a JSON record: every field but Excel's own formulas, empty as null."""
    return {
        column.name: None if row[column.name] is None else column.kind.to_json(row[column.name])
        for column in spec.columns
        if column.writer is not Writer.FORMULA
    }


def replace_rows(editor: TableEditor, wanted: Iterable[Row]) -> None:
    """Make the table hold these rows and no others, reusing rows from the top."""
    rows = list(wanted)
    for position in range(len(editor.table)):
        if position < len(rows):
            editor.change(position, rows[position])
        else:
            editor.remove(position)
    for row in rows[len(editor.table) :]:
        editor.add(row)
