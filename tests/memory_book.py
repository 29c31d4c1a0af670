"""A workbook held in memory: the same protocol as a file, without one.

For tests of what jobs decide. That the real books do the same is proven by the contract tests of
``tests/books`` and by the whole months of ``tests/scenarios``.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

from addin.errors import Finding
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec
from addin.tables.editing import cell_of
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from addin.tables.kinds import CellFault
from addin.words import Language

Rows = Sequence[Mapping[str, Any]]


class MemoryBook:
    """Tables by name; a row is a mapping from field to what its cell holds."""

    def __init__(
        self, tables: Mapping[str, Rows], language: Language = Language.EN, folder: Path = Path()
    ) -> None:
        self.path = folder / "Billing.xlsm"
        self.writes = 0
        self.kept: list[tuple[str, int, int]] = []
        self._grids = {
            spec.name: _grid(spec, tables.get(spec.name, ()), language) for spec in TABLES
        }

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """Copies, so that nobody changes the workbook by the way."""
        return {name: self._grids[name] for name in tables if name in self._grids}

    def session(self, *, writing: bool) -> AbstractContextManager[Sequence[Finding]]:
        """Nobody else is at work in memory, and nothing was interrupted."""
        del writing
        return nullcontext(())

    def require_writable(self) -> None:
        """Memory always is."""

    def keep(self, job: str, days: int) -> None:
        """Note that a restore point was asked for, and whether something is written after it."""
        if self.kept[-1:] != [(job, days, self.writes)]:
            self.kept.append((job, days, self.writes))

    def write(self, edits: Sequence[TableEdit]) -> None:
        """As a file would: updates, then removals, then new rows at the end."""
        self.writes += 1
        for edit in edits:
            self._grids[edit.table] = _edited(self._grids[edit.table], edit)

    def put(self, table: str, index: int, /, **cells: Cell) -> None:
        """Type into the cells of a data row, counted from 0."""
        grid = self._grids[table]
        headings = {name: _heading(grid, table, name) for name in cells}
        update = {headings[name]: cell for name, cell in cells.items()}
        self._grids[table] = _edited(grid, TableEdit(table, {index: update}))

    def type_row(self, table: str, **cells: Any) -> None:
        """Type a new row below the others."""
        grid = self._grids[table]
        row = {_heading(grid, table, name): _typed(table, name, cells[name]) for name in cells}
        self._grids[table] = _edited(grid, TableEdit(table, added=(row,)))

    def drop(self, table: str) -> None:
        """Delete a whole table."""
        del self._grids[table]

    def drop_column(self, table: str, heading: str) -> None:
        """Delete a whole column."""
        grid = self._grids[table]
        left = [at for at, one in enumerate(grid.headings) if one != heading]
        self._grids[table] = Grid(
            grid.table,
            grid.sheet,
            grid.first_row,
            tuple(grid.headings[at] for at in left),
            tuple(grid.columns[at] for at in left),
            grid.calculated,
        )

    def rename(self, table: str, heading: str, to: str) -> None:
        """Change a heading."""
        grid = self._grids[table]
        headings = tuple(to if one == heading else one for one in grid.headings)
        self._grids[table] = Grid(
            grid.table, grid.sheet, grid.first_row, headings, grid.columns, grid.calculated
        )


def _heading(grid: Grid, table: str, name: str) -> str:
    wanted = BY_NAME[table].column(name).heading.all()
    return next(heading for heading in grid.headings if heading in wanted)


def _typed(table: str, name: str, value: Any) -> Cell:
    """What a cell holds after a text that stands for a number or a date is typed into it."""
    column = BY_NAME[table].column(name)
    cell: Cell = value
    if isinstance(cell, str):
        with suppress(CellFault):
            return cell_of(column, column.kind.from_text(cell), Language.EN)
    return cell


def _grid(spec: TableSpec[Any], rows: Rows, language: Language) -> Grid:
    strange = {name for row in rows for name in row} - {column.name for column in spec.columns}
    assert not strange, f"{spec.name} has no column {strange}"
    columns = tuple(
        [_typed(spec.name, column.name, row.get(column.name)) for row in rows] or [None]
        for column in spec.columns
    )
    formulas = frozenset(
        column.heading[language] for column in spec.columns if column.writer.value == "formula"
    )
    return Grid(spec.name, spec.sheet[language], 5, spec.headings(language), columns, formulas)


def _edited(grid: Grid, edit: TableEdit) -> Grid:
    rows = [list(row) for row in zip(*grid.columns, strict=True)]
    at = {heading: place for place, heading in enumerate(grid.headings)}
    for index, cells in edit.updates.items():
        for heading, cell in cells.items():
            rows[index][at[heading]] = cell
    kept = [row for index, row in enumerate(rows) if index not in edit.removed]
    for cells in edit.added:
        row: list[Cell] = [None] * len(grid.headings)
        for heading, cell in cells.items():
            row[at[heading]] = cell
        kept.append(row)
    kept = kept or [[None] * len(grid.headings)]
    columns = tuple(list(column) for column in zip(*kept, strict=True))
    return Grid(grid.table, grid.sheet, grid.first_row, grid.headings, columns, grid.calculated)
