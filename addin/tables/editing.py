"""From the rows a job wants to the smallest edit of the table that gives them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from addin.errors import BillingError
from addin.tables.columns import Column, Needed, Record, TableSpec, Writer
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from addin.tables.reading import Table
from addin.words import Language

R = TypeVar("R", bound=Record)
Row = Mapping[str, Any]


class NoColumnError(BillingError):
    """The workbook has no place for something that the job has to write there."""

    code = "TAB-23"


class TableEditor:
    """Collects what a job changes in one table, cell by cell.

    Only columns that the table has are written; a value equal to the one that is there leaves its
    cell alone, so that the user's own spelling of it stays.
    """

    def __init__(self, table: Table[R], language: Language) -> None:
        self.table: Table[Any] = table
        self.language = language
        self._columns = {column.name: column for column in table.spec.columns}
        self._updates: dict[int, dict[str, Cell]] = {}
        self._removed: set[int] = set()
        self._added: list[dict[str, Cell]] = []
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
        self._require_columns(row)
        self._added.append(self._cells(row))

    def edit(self) -> TableEdit:
        """All of it; new rows first fill the blank rows at the end of the table."""
        updates = dict(self._updates)
        added = list(self._added)
        for index in self._blank_tail():
            if not added:
                break
            updates[index] = added.pop(0)
        return TableEdit(self.table.spec.name, updates, frozenset(self._removed), tuple(added))

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
        return {
            self.table.headings[name]: cell_of(self._columns[name], value, self.language)
            for name, value in row.items()
            if name in self.table.headings
        }


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
