"""What several steps change in the tables of a workbook, put together as one edit a table."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from addin.jobs.content import Content
from addin.jobs.foreseen import carried_out
from addin.tables.columns import Record
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from addin.tables.reading import Table, read_table
from addin.tables.sheets.work import Expense, TimesheetEntry


def without_rows(
    content: Content, record: type[Record], is_out: Callable[[Mapping[str, Any]], bool]
) -> Content:
    """The workbook with some rows of a table left blank; the others keep their place.

    Args:
        content: The workbook.
        record: Of the table.
        is_out: Whether a row, given by its values, is left out.
    """
    table = content.table(record)
    names = tuple(table.values)
    rows = zip(*table.values.values(), strict=True)
    out = {
        index
        for index, row in zip(table.indices, rows, strict=True)
        if is_out(dict(zip(names, row, strict=True)))
    }
    if not out:
        return content
    columns = tuple(
        [None if index in out else cell for index, cell in enumerate(column)]
        for column in table.grid.columns
    )
    blank = read_table(table.spec, replace(table.grid, columns=columns))
    return replace(content, tables={**content.tables, table.spec.name: blank})


class SheetChanges:
    """The tables of a workbook, changed step by step.

    Attributes:
        content: As the steps so far leave it.
    """

    def __init__(self, before: Content) -> None:
        self.content = before
        self._before = before
        self._removed: dict[str, set[int]] = {}

    def take(self, after: Content) -> None:
        """Go on from a workbook that was made of this one by steps that took no row out."""
        self.content = after

    def carry_out(self, edits: Iterable[TableEdit]) -> None:
        """Make edits that take no row out."""
        self.content = carried_out(self.content, edits)

    def copy_rows(
        self,
        record: type[Record],
        key: tuple[str, ...],
        source: Content,
        lines: Collection[str],
    ) -> None:
        """Bring the rows of some lines to what another state of the workbook has of them.

        Args:
            record: Of a table that has a column Line.
            key: What tells its rows apart.
            source: The other state.
            lines: Their keys; rows of them that ``source`` lacks go.
        """
        wanted = _rows_of(source.table(record), key, lines)
        table = self.content.table(record)
        here = _rows_of(table, key, lines)
        self._removed[table.spec.name] = {here[one][0] for one in here.keys() - wanted.keys()}
        self.carry_out(
            [
                TableEdit(
                    table.spec.name,
                    {here[one][0]: cells for one, (_, cells) in wanted.items() if one in here},
                    added=[cells for one, (_, cells) in wanted.items() if one not in here],
                )
            ]
        )

    def copy_marks(
        self,
        record: type[TimesheetEntry | Expense],
        source: Content,
        lines: Collection[str],
        emptied: Collection[str] = (),
    ) -> None:
        """Let those entries or expenses name some lines that name them in another state.

        Args:
            record: Of a table whose rows lie in both states at the same place.
            source: The other state.
            lines: Their keys; a row that names one of them here only, names none any more.
            emptied: What else goes from such a row, by field.
        """
        table = self.content.table(record)
        wanted = _cells_of(source.table(record), lines)
        names = ("line", "invoice", *emptied)
        empty: dict[str, Cell] = {
            heading: None for name, heading in table.headings.items() if name in names
        }
        stale = _cells_of(table, lines).keys() - wanted.keys()
        updates = {**wanted, **dict.fromkeys(stale, empty)}
        self.carry_out([TableEdit(table.spec.name, updates)])

    def edits(self) -> list[TableEdit]:
        """All that is other than before."""
        found = [
            _difference(
                self._before.tables[name].grid, table.grid, frozenset(self._removed.get(name, ()))
            )
            for name, table in self.content.tables.items()
            if table is not self._before.tables[name]
        ]
        return [edit for edit in found if edit]


def _cells_of(table: Table[Any], lines: Collection[str]) -> dict[int, dict[str, Cell]]:
    """The cells of the rows of some lines, by data row."""
    return {
        index: _row(table.grid, index)
        for index, line in zip(table.indices, table.values["line"], strict=True)
        if line in lines
    }


def _rows_of(
    table: Table[Any], key: tuple[str, ...], lines: Collection[str]
) -> dict[tuple[Any, ...], tuple[int, dict[str, Cell]]]:
    """The data row and the cells of the rows of some lines, by their keys."""
    cells = _cells_of(table, lines)
    return {
        tuple(table.values[name][table.positions[index]] for name in key): (index, row)
        for index, row in cells.items()
    }


def _row(grid: Grid, index: int) -> dict[str, Cell]:
    return {
        heading: column[index]
        for heading, column in zip(grid.headings, grid.columns, strict=True)
        if heading not in grid.calculated
    }


def _difference(before: Grid, after: Grid, removed: frozenset[int]) -> TableEdit:
    """The edit that makes one state of a table of another; the rows of both lie at one place."""
    updates: dict[int, dict[str, Cell]] = {}
    for heading, old, new in zip(before.headings, before.columns, after.columns, strict=True):
        if heading in before.calculated:
            continue
        for index, cell in enumerate(old):
            if cell != new[index] and index not in removed:
                updates.setdefault(index, {})[heading] = new[index]
    added = [_row(after, index) for index in range(before.height, after.height)]
    return TableEdit(before.table, updates, removed, added)
