"""The difference between what a document held when it was loaded and what it holds now."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from addin.books.addresses import column_letters
from addin.books.calc.cells import DATE, LOGICAL, PERCENT, TIME, formats, within
from addin.books.calc.office import UnoObject
from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.row_pairs import RowPairs, pair_rows
from addin.books.calc.saving.state import SheetState, TableState, extents_of, is_formula
from addin.books.closed.cell_edits import CellEdit
from addin.books.closed.cell_formats import Shown
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

# How many cells a message names.
FEW = 5

_NUMBERS = re.compile(r"\d+")

Written = Callable[[str], str | None]
Place = tuple[int, int]


@dataclass(slots=True)
class Changes:
    """What is to be done in the file, and what cannot be.

    Attributes:
        tables: Rows that come and go.
        cells: What cells hold, at the places they have once the rows came and went.
        replaced: The formulas of the file that ``cells`` replaces, at the places they have before.
        results: What formulas that stay give now, where that is not what they gave before.
        losses: What stays as it is in the file.
        left: Cells that stay as they are in the file, by the name of their sheet.
    """

    tables: list[TableEdit] = field(default_factory=list)
    cells: list[CellEdit] = field(default_factory=list)
    replaced: list[CellEdit] = field(default_factory=list)
    results: list[CellEdit] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    left: dict[str, list[Place]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables or self.cells)

    def add(self, sheet: "Changes") -> None:
        """Add those of another sheet."""
        self.tables += sheet.tables
        self.cells += sheet.cells
        self.replaced += sheet.replaced
        self.results += sheet.results
        self.losses += sheet.losses
        self.left |= sheet.left


class SheetChanges:
    """The difference of one sheet."""

    def __init__(
        self, document: UnoObject, before: SheetState, now: SheetState, written: Written
    ) -> None:
        """Compare two states of a sheet.

        Args:
            document: The document.
            before: The sheet when it was loaded.
            now: The same sheet at this moment.
            written: What a formula is in the file; None if it cannot be there.
        """
        self.document, self.before, self.now, self.written = document, before, now, written
        self.found = Changes()
        # Where each cell that is different was before; None if it was not there.
        self._places: dict[Place, Place | None] = {}

    def look(self) -> Changes:
        """Find what is different."""
        if self.moved:
            self.found.losses.append(Loss(Kind.MOVED, self.now.name))
            return self.found
        tables = {table.name: table for table in self.now.tables}
        for table in self.before.tables:
            self._look_at_table(table, tables[table.name])
        self._look_outside()
        self._take_values()
        left = sorted(self.found.left.get(self.before.name, ()))
        if left:
            cells = ", ".join(f"{column_letters(c)}{r}" for r, c in left[:FEW])
            self.found.losses.append(Loss(Kind.FORMULAS, f"{self.now.name}: {cells}"))
        return self.found

    @cached_property
    def moved(self) -> bool:
        """Whether rows or columns came or went other than as data rows of a table."""
        tables = {table.name: table for table in self.now.tables}
        for table in self.before.tables:
            after = tables.get(table.name)
            if after is None or _frame(after) != _frame(table):
                return True
        *rows, columns = extents_of(self.before)
        *rows_before, columns_before = self.before.extents
        if columns != columns_before or rows[0] != rows_before[0]:
            return True
        if rows == rows_before:
            return False
        # Whole rows came or went among the data of the lone table: what lies below has moved.
        (table,) = self.before.tables
        return self._filled_below(self.before, table) or self._filled_below(
            self.now, tables[table.name]
        )

    @staticmethod
    def _filled_below(state: SheetState, table: TableState) -> bool:
        return any(any(row) for row in state.formulas[table.area.last_row :])

    def _look_at_table(self, before: TableState, now: TableState) -> None:
        self._look_at_frame(before, now)
        if before == now and all(
            self._same_row(row, row) for row in range(now.first_row, now.last_row + 1)
        ):
            return
        pairs = pair_rows(_constants(self.before, before), _constants(self.now, now))
        columns = range(now.area.first_column, now.area.last_column + 1)
        for old, new in pairs.kept:
            old_row, new_row = before.first_row + old, now.first_row + new
            if not self._same_row(old_row, new_row):
                for column in columns:
                    self._compare((old_row, column), (new_row, column))
        if pairs.removed or pairs.added:
            self._shape(now, pairs)

    def _same_row(self, old: int, new: int) -> bool:
        """Whether a row of the whole sheet holds what another one held before."""
        before, now = self.before, self.now
        return (
            before.formulas[old - 1] == now.formulas[new - 1]
            and before.results[old - 1] == now.results[new - 1]
        )

    def _shape(self, table: TableState, pairs: RowPairs) -> None:
        """Rows that come and go; blank ones come, and their cells are filled like any other."""
        columns = range(table.area.first_column, table.area.last_column + 1)
        every = range(table.first_row, table.last_row + 1)
        calculated = {c for c in columns for r in every if is_formula(*self.now.content(r, c))}
        for row in every[len(every) - pairs.added :]:
            # A blank cell matters where the table would fill in the formula of its column.
            self._places |= {
                (row, column): None
                for column in columns
                if column in calculated or self.now.content(row, column)[0] != ""
            }
        added: Sequence[dict[str, Cell]] = [{} for _ in range(pairs.added)]
        self.found.tables.append(TableEdit(table.name, removed=pairs.removed, added=added))

    def _look_at_frame(self, before: TableState, now: TableState) -> None:
        """Headings and totals belong to the table as well: they stay as they are in the file."""
        rows = [(before.area.first_row, now.area.first_row)] * now.headings
        rows += [(before.area.last_row, now.area.last_row)] * now.totals
        for old, new in rows:
            for column in range(now.area.first_column, now.area.last_column + 1):
                was, is_now = self.before.content(old, column), self.now.content(new, column)
                if is_formula(*was) and is_formula(*is_now):
                    # A formula over the rows follows them by itself.
                    was, is_now = _but_for_rows(*was), _but_for_rows(*is_now)
                if was != is_now:
                    self.found.losses.append(Loss(Kind.HEADINGS, now.name))
                    return

    def _look_outside(self) -> None:
        """Cells of no table stay in their places."""
        height = max(self.before.shape[0], self.now.shape[0])
        width = max(self.before.shape[1], self.now.shape[1])
        for row in range(1, height + 1):
            if self._row(self.before, row, width) == self._row(self.now, row, width):
                continue
            for column in range(1, width + 1):
                if not _inside(self.now.tables, row, column):
                    gone = _inside(self.before.tables, row, column)
                    self._compare(None if gone else (row, column), (row, column))

    @staticmethod
    def _row(state: SheetState, row: int, width: int) -> Sequence[object]:
        if row > state.shape[0]:
            return [""] * (2 * width)
        rest = [""] * (width - state.shape[1])
        return [*state.formulas[row - 1], *rest, *state.results[row - 1], *rest]

    def _compare(self, old: Place | None, new: Place) -> None:
        was = self.before.content(*old) if old else ("", "")
        now = self.now.content(*new)
        formulas = is_formula(*was), is_formula(*now)
        if was[0] != now[0] if any(formulas) else was[1] != now[1]:
            self._places[new] = old
        elif was[1] != now[1]:
            result: Cell = None if now[1] == "" else now[1]
            self.found.results.append(CellEdit(self.before.name, *new, result))

    def _take_values(self) -> None:
        kinds, sheet = self._kinds(), self.before.name
        for (row, column), old in self._places.items():
            formula, result = self.now.content(row, column)
            written = self.written(formula) if is_formula(formula, result) else ""
            if written is None:
                self.found.left.setdefault(sheet, []).append((row, column))
                continue
            kind = kinds.get((row, column), 0)
            value: Cell = None if result == "" else result
            if isinstance(value, float) and kind & LOGICAL:
                value = bool(value)
            edit = CellEdit(sheet, row, column, value, written, _shown(kind, value))
            self.found.cells.append(edit)
            if old and is_formula(*self.before.content(*old)):
                self.found.replaced.append(CellEdit(sheet, *old))

    def _kinds(self) -> dict[Place, int]:
        """The kind of number format of cells among those that are written."""
        if not self._places:
            return {}
        rows, columns = zip(*self._places, strict=True)
        top, left = min(rows), min(columns)
        block = self.now.sheet.getCellRangeByPosition(
            left - 1, top - 1, max(columns) - 1, max(rows) - 1
        )
        return {
            (row + top, column + left): kind
            for kind, areas in formats(self.document, block)
            if kind & (LOGICAL | DATE | TIME | PERCENT)
            for row, column in within(areas, block)
        }


def _but_for_rows(formula: str, result: str | float) -> tuple[str, str | float]:
    """A formula without the numbers in it, which is the same for more or fewer rows."""
    del result
    return _NUMBERS.sub("", formula), ""


def _frame(table: TableState) -> tuple[object, ...]:
    """What of a table stays the same while rows come and go."""
    area = table.area
    sides = area.first_row, area.first_column, area.last_column
    return *sides, table.headings, table.totals


def _inside(tables: Sequence[TableState], row: int, column: int) -> bool:
    return any(
        table.area.first_row <= row <= table.area.last_row
        and table.area.first_column <= column <= table.area.last_column
        for table in tables
    )


def _constants(state: SheetState, table: TableState) -> list[tuple[object, ...]]:
    """What each data row holds but for its formulas."""
    return [
        tuple(
            None if is_formula(*state.content(row, column)) else state.content(row, column)[1]
            for column in range(table.area.first_column, table.area.last_column + 1)
        )
        for row in range(table.first_row, table.last_row + 1)
    ]


def _shown(kind: int, value: Cell) -> Shown:
    if not isinstance(value, float):
        return Shown.PLAIN
    if kind & DATE and kind & TIME:
        return Shown.MOMENT
    if kind & TIME and not 0 <= value < 1:
        return Shown.HOURS  # a time of day would leave out the days
    shown = {DATE: Shown.DAY, TIME: Shown.TIME, PERCENT: Shown.PERCENT}
    return next((shown[bit] for bit in shown if kind & bit), Shown.PLAIN)


def changes_of(
    document: UnoObject,
    before: Sequence[SheetState],
    now: Sequence[SheetState],
    written: Written,
) -> Changes:
    """The difference of a whole document.

    Args:
        document: The document.
        before: Its sheets when it was loaded.
        now: Its sheets at this moment, in any order.
        written: What a formula is in the file; None if it cannot be there.
    """
    found = Changes()
    if [old.name for old in before] != [new.name for new in now]:
        found.losses.append(Loss(Kind.SHEETS))
    by_name = {state.name: state for state in now}
    headings = _headings(before, by_name)
    left_out: list[str] = []

    def written_here(formula: str) -> str | None:
        """A formula that speaks of a sheet that is not so in the file cannot be there."""
        return None if any(name in formula for name in left_out) else written(formula)

    sheets = [
        SheetChanges(document, old, _as_in_the_file(by_name[old.name], old, headings), written_here)
        for old in before
        if old.name in by_name
    ]
    unlike = by_name.keys() - {old.name for old in before}
    unlike |= {sheet.now.name for sheet in sheets if sheet.moved}
    left_out += [f"{name}." for name in unlike]
    left_out += ["{}'.".format(name.replace("'", "''")) for name in unlike]
    for sheet in sheets:
        found.add(sheet.look())
    return found


def _headings(
    before: Sequence[SheetState], now: Mapping[str, SheetState]
) -> list[tuple[re.Pattern[str], str]]:
    """The headings that have been changed: how formulas name them now, and how the file does."""
    found = []
    for state in before:
        after = now.get(state.name)
        there = {table.name: table for table in after.tables} if after else {}
        for table in state.tables:
            if after and table.headings and table.name in there:
                row, new_row = table.area.first_row, there[table.name].area.first_row
                for column in range(table.area.first_column, table.area.last_column + 1):
                    old, new = state.content(row, column)[0], after.content(new_row, column)[0]
                    if old != new and new:
                        speaks = (
                            rf"({re.escape(table.name)}\[(?:[^\]]*\];)?\[?){re.escape(new)}(?=\])"
                        )
                        found.append((re.compile(speaks), old))
    return found


def _as_in_the_file(
    now: SheetState, before: SheetState, headings: Sequence[tuple[re.Pattern[str], str]]
) -> SheetState:
    """A state with the tables and headings that the file has: formulas follow a heading."""
    names = {table.name for table in before.tables}
    tables = [table for table in now.tables if table.name in names]

    def one(content: str) -> str:
        for speaks, old in headings:
            content = speaks.sub(lambda found, old=old: found[1] + old, content)  # type: ignore[misc]
        return content

    formulas = now.formulas
    if headings:
        formulas = [
            [one(cell) if cell.startswith(("=", "{=")) else cell for cell in row]
            for row in formulas
        ]
    return replace(now, tables=tables, formulas=formulas)
