"""From the rows a job wants to the smallest edit of the table that gives them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from addin.errors import BillingError
from addin.tables.column_updates import ColumnRows
from addin.tables.columns import Column, Needed, Record, TableSpec, Writer
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT
from addin.tables.reading import Table
from addin.words import Language

R = TypeVar("R", bound=Record)
Row = Mapping[str, Any]


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
        self._added: list[tuple[tuple[str, ...], list[tuple[Any, ...]]]] = []
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
        if not self._added or self._added[-1][0] != names:
            self._added.append((names, []))
        self._added[-1][1].extend(rows)

    def edit(self) -> TableEdit:
        """All of it; new rows first fill the blank rows at the end of the table."""
        updates: dict[int, Row] = dict(self._updates)
        added = self._added_rows()
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

    def _added_rows(self) -> ColumnRows:
        """The new rows, converted column by column where they have the same fields."""
        headings: list[tuple[str, ...]] = []
        cells: list[tuple[Cell, ...]] = []
        for names, rows in self._added:
            ways = self._ways_of(names)
            values = dict(zip(names, zip(*rows, strict=True), strict=True))
            columns = [self._column_cells(way, values[way.name]) for way in ways]
            headings += [tuple(way.heading for way in ways)] * len(rows)
            cells += zip(*columns, strict=True) if columns else [()] * len(rows)
        return ColumnRows(headings, cells)

    def _column_cells(self, way: _Way, values: Sequence[Any]) -> Sequence[Cell]:
        """The cells of a column; a value that many rows have is converted once."""
        if way.to_cell is None:
            return values
        to_cell, language = way.to_cell, self.language
        different = {id(value): value for value in values}
        cells = {
            known: None if value is None else to_cell(value, language)
            for known, value in different.items()
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
