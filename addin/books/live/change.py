"""An edit of one table of an open workbook, carried out in few block writes.

What can be taken back comes first: room, new rows, new values. Rows are removed last, for a row
that is gone takes its notes and colours with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from addin.books.addresses import Area
from addin.books.closed.references import copied
from addin.books.live.cells import from_excel, put, to_excel
from addin.books.live.formats import formats_of
from addin.books.live.native import delete_up, formulas_of, holds_formulas, rows_of
from addin.books.live.open_table import Formulas, OpenTable, cells_of
from addin.books.live.rows import batches, runs, stretches
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell


class RowsGoneError(Exception):
    """Some rows have been removed, and cannot come back with all that was on them."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that comes back: values and formulas by heading."""

    values: Mapping[str, Cell]
    formulas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Return:
    """What a table that is brought back gets beside values and rows at its end.

    Attributes:
        formulas: Put into rows that stay or are added.
        inserted: Rows that come back above one that is there, by its number from 0.
    """

    formulas: Formulas = field(default_factory=dict)
    inserted: Mapping[int, Sequence[KeptRow]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.formulas or self.inserted)


class Change:
    """What becomes of the rows of a table.

    Attributes:
        removed: The rows that go, ascending; never all of them.
        renewed: The one row left of a table all of whose rows go: it stays, blank or with the
            first added row. None for any other edit.
        added: The rows that are put below.
    """

    def __init__(self, opened: OpenTable, edit: TableEdit, more: Return | None = None) -> None:
        """``more`` is what only a table that is brought back needs."""
        self.opened = opened
        self.formulas = more.formulas if more else {}
        self.inserted = more.inserted if more else {}
        self.grid = opened.grid
        self.updates = {
            row: cells for row, cells in edit.updates.items() if row not in edit.removed
        }
        self.removed = sorted(edit.removed)
        self.added = list(edit.added)
        self.renewed: int | None = None
        if self.removed and len(self.removed) == self.grid.height:
            self.renewed = self.removed.pop(0)
            self.updates[self.renewed] = self.added.pop(0) if self.added else {}
        self._to_take_back: list[Callable[[], None]] = []
        self._is_removing = False

    def begin(self) -> None:
        """Do all of it but the removal of rows."""
        self._shift_below()
        if self.added:
            self._lengthen()
        if self.renewed is not None:
            row = self.renewed
            for left, right in runs(self._typed_columns(row)):
                self._remember(row, row, left, right)
                self.opened.cells(row, row, left, right).clear_contents()
        self._update()
        if self.added:
            self._fill(self.grid.height, self.grid.height + len(self.added) - 1)
        for column in sorted({column for _, column in self.formulas}):
            self._enter(column)
        for row in sorted(self.inserted, reverse=True):
            self._insert(row, self.inserted[row])

    @property
    def growth(self) -> int:
        """By how many rows the table becomes longer."""
        return len(self.added) + self._inserted_above(self.grid.height) - len(self.removed)

    def _inserted_above(self, row: int) -> int:
        """How many rows come back above one that is there, or above the end."""
        return sum(len(rows) for place, rows in self.inserted.items() if place <= row)

    def _insert(self, row: int, rows: Sequence[KeptRow]) -> None:
        """Let rows come back above another one."""
        opened, last = self.opened, row + len(rows) - 1
        height = opened.rows_now()

        def take_out() -> None:
            if opened.rows_now() != height:
                opened.cells(row, last).delete("up")

        self._to_take_back.append(take_out)
        opened.cells(row, last).insert("down")
        self._copy_formats(last + 1, row, last)
        self._copy_formulas(row, last)
        for column, heading in enumerate(self.grid.headings):
            if column not in opened.patterns:
                block = [[one.values.get(heading)] for one in rows]
                put(opened.cells(row, last, column, column), block)
                for place, one in enumerate(rows, row):
                    if heading in one.formulas:
                        cell = opened.cells(place, place, column, column)
                        cell.formula = one.formulas[heading]

    def finish(self) -> None:
        """Remove the rows that go; those below them move up."""
        self._is_removing = True
        moved = [row + self._inserted_above(row) for row in self.removed]
        going = [self.opened.place(first, last) for first, last in runs(moved)]
        rows = self._height_begun()
        for areas in batches(going):
            try:
                delete_up(self.opened.sheet, [str(area) for area in areas])
            except Exception:
                if self.opened.rows_now() != rows:
                    raise
                # A program that does not take several areas at once has left them alone.
                for area in reversed(areas):
                    cells_of(self.opened.sheet, area).delete("up")
            rows -= sum(area.last_row - area.first_row + 1 for area in areas)

    def take_back(self) -> None:
        """Undo ``begin``, whole or in part.

        Raises:
            RowsGoneError: ``finish`` has removed rows already.
        """
        if self._is_removing and self.opened.rows_now() != self._height_begun():
            raise RowsGoneError
        failures: list[Exception] = []
        while self._to_take_back:
            try:
                self._to_take_back.pop()()
            except Exception as failure:  # noqa: BLE001 - the rest is worth taking back all the same
                failures.append(failure)
        if failures:
            raise failures[0]

    def _height_begun(self) -> int:
        """Rows of the whole table once ``begin`` is through."""
        whole = self.opened.whole
        return whole.last_row - whole.first_row + 1 + len(self.removed) + self.growth

    def _shift_below(self) -> None:
        """Move what lies below, so that it is where it was once rows have come and gone."""
        opened, width = self.opened, len(self.grid.headings)
        shift = -self.growth if opened.totals else len(self.added) - self.growth
        if not shift:
            return
        end = self.grid.height + opened.totals
        below = _Below(opened, opened.place(end, end, 0, width - 1))
        moved = opened.cells(end, end + abs(shift) - 1)
        self._to_take_back.append(lambda: below.move_back(shift))
        if shift > 0:
            moved.insert("down", "format_from_right_or_below")
        else:
            moved.delete("up")
        below.moved = True

    def _lengthen(self) -> None:
        """Let the table have the new rows, over blank cells or above its totals."""
        opened, height, count = self.opened, self.grid.height, len(self.added)
        if opened.totals:
            self._to_take_back.append(self._shorten)
            opened.cells(height, height + count - 1).insert("down")
            return
        place = opened.place(height, height + count - 1)
        formats = formats_of(opened.sheet, place)
        self._to_take_back.append(formats.put_back)
        self._to_take_back.append(self._shorten)
        headings = 1 if opened.area.first_row > opened.whole.first_row else 0
        opened.table.resize(opened.cells(-headings, height + count - 1))

    def _shorten(self) -> None:
        """Take the added rows back, if they are there."""
        opened, height, whole = self.opened, self.grid.height, self.opened.whole
        count = opened.rows_now() - (whole.last_row - whole.first_row + 1)
        if opened.totals:
            if count:
                opened.cells(height, height + count - 1).delete("up")
            return
        opened.cells(height, height + len(self.added) - 1).clear_contents()
        if count:
            opened.table.resize(cells_of(opened.sheet, whole))

    def _update(self) -> None:
        """Write new values, in a block for each stretch of rows of a column."""
        for column, heading in enumerate(self.grid.headings):
            new = {row: cells[heading] for row, cells in self.updates.items() if heading in cells}
            if self.renewed in new and new[self.renewed] is None and column in self.opened.patterns:
                del new[self.renewed]
            old = self.grid.columns[column]
            for first, last in stretches(sorted(new), self._delicate(column)):
                self._remember(first, last, column, column)
                self._remember_formats(first, last, column, new)
                block = [[new.get(row, old[row])] for row in range(first, last + 1)]
                put(self.opened.cells(first, last, column, column), block)

    def _enter(self, column: int) -> None:
        """Put formulas into cells of a column."""
        rows = sorted(row for row, at in self.formulas if at == column)
        for first, last in runs(rows):
            if first < self.grid.height:
                self._remember(first, min(last, self.grid.height - 1), column, column)
            texts = [[self.formulas[row, column]] for row in range(first, last + 1)]
            self.opened.cells(first, last, column, column).formula = texts

    def _delicate(self, column: int) -> Callable[[int], bool]:
        """Whether a cell would not survive being written back as the value it shows."""
        values, formulas = self.grid.columns[column], self.opened.formulas

        def is_delicate(row: int) -> bool:
            value = values[row]
            shows_error = isinstance(value, str) and value.startswith("#")
            return shows_error or (row, column) in formulas

        return is_delicate

    def _remember(self, first: int, last: int, left: int, right: int) -> None:
        """Have these cells written back as they were read, should the change be taken back."""

        def write_back() -> None:
            for column in range(left, right + 1):
                # What was refused has changed nothing, and would be refused again.
                if not self._is_as_read(first, last, column):
                    self._write_back(first, last, column)

        self._to_take_back.append(write_back)

    def _is_as_read(self, first: int, last: int, column: int) -> bool:
        cells = self.opened.cells(first, last, column, column)
        values, formulas = self.grid.columns[column], self.opened.formulas
        texts = formulas_of(cells)
        return all(
            text == formulas[row, column]
            if (row, column) in formulas
            else to_excel(from_excel(value)) == to_excel(values[row])
            and not (text.startswith("=") and text != value)
            for row, (value,), (text,) in zip(
                range(first, last + 1), rows_of(cells), texts, strict=True
            )
        )

    def _write_back(self, first: int, last: int, column: int) -> None:
        values, formulas = self.grid.columns[column], self.opened.formulas
        constant = [row for row in range(first, last + 1) if (row, column) not in formulas]
        for top, bottom in runs(constant):
            block = [[value] for value in values[top : bottom + 1]]
            put(self.opened.cells(top, bottom, column, column), block)
        entered = [row for row in range(first, last + 1) if (row, column) in formulas]
        for top, bottom in runs(entered):
            texts = [[formulas[row, column]] for row in range(top, bottom + 1)]
            self.opened.cells(top, bottom, column, column).formula = texts

    def _remember_formats(
        self, first: int, last: int, column: int, new: Mapping[int, Cell]
    ) -> None:
        """A date or a truth put where there was none has the program change the cell's format."""
        old = self.grid.columns[column]
        if any(
            isinstance(value, date | time | bool) and not isinstance(old[row], type(value))
            for row, value in new.items()
            if first <= row <= last
        ):
            place = self.opened.place(first, last, column, column)
            # Taken back first, the format is there when the value comes.
            self._to_take_back.append(formats_of(self.opened.sheet, place).put_back)

    def _typed_columns(self, row: int) -> list[int]:
        """The columns that no formula of the table fills in a row."""
        return [
            column
            for column in range(len(self.grid.headings))
            if column not in self.opened.patterns or (row, column) not in self.opened.formulas
        ]

    def _fill(self, height: int, last: int) -> None:
        """Write the new rows, from the one numbered ``height`` to ``last``."""
        self._copy_formats(height - 1, height, last)
        self._copy_formulas(height, last)
        own = [c for c in range(len(self.grid.headings)) if c not in self.opened.patterns]
        for left, right in runs(own):
            names = self.grid.headings[left : right + 1]
            block = [[row.get(name) for name in names] for row in self.added]
            put(self.opened.cells(height, last, left, right), block)
        for column in self.opened.patterns:
            self._put_over_formulas(column, height)

    def _put_over_formulas(self, column: int, height: int) -> None:
        """A value that a new row names stands in the place of the column's formula."""
        values = [row.get(self.grid.headings[column]) for row in self.added]
        for first, last in runs([place for place, v in enumerate(values) if v is not None]):
            cells = self.opened.cells(height + first, height + last, column, column)
            put(cells, [[value] for value in values[first : last + 1]])

    def _copy_formats(self, like: int, first: int, last: int) -> None:
        """Show numbers and dates of new rows as the row numbered ``like`` does."""
        if like < 0:
            return
        place, top = self.opened.place(like, like), self.opened.area.first_row
        for part, code in formats_of(self.opened.sheet, place).parts.items():
            if code not in {None, "General"}:
                cells_of(self.opened.sheet, part.rows(top + first, top + last)).number_format = code

    def _copy_formulas(self, height: int, last: int) -> None:
        """Excel has filled the calculated columns of the new rows, unless told not to."""
        for column, pattern in self.opened.patterns.items():
            cells = self.opened.cells(height, last, column, column)
            if holds_formulas(cells) is not True:
                cells.formula = copied(pattern, height)


class _Below:
    """What lies below a table, in its columns.

    Attributes:
        moved: Whether it has been moved for sure.
    """

    def __init__(self, opened: OpenTable, first: Area) -> None:
        """``first`` is the row right below the table."""
        self.opened = opened
        self.first = first
        self.moved = False
        self.before = self._rows()

    def move_back(self, shift: int) -> None:
        """Take a move back: down by ``shift`` rows, or up by as many if it is negative.

        A program that failed has moved it or has not: that is seen by what lies there.
        """
        if not self.moved and self._rows() == self.before:
            return
        top = self.first.first_row
        cells = cells_of(self.opened.sheet, self.first.rows(top, top + abs(shift) - 1))
        if shift > 0:
            cells.delete("up")
        else:
            cells.insert("down", "format_from_right_or_below")

    def _rows(self) -> Sequence[Sequence[object]]:
        """Its values down to the last filled row of the sheet."""
        last = self.opened.sheet.used_range.last_cell.row
        top = self.first.first_row
        if last < top:
            return ()
        return rows_of(cells_of(self.opened.sheet, self.first.rows(top, last)))


def values_of(edit: TableEdit) -> Iterator[tuple[str, Cell]]:
    """Heading and value of every cell that an edit writes."""
    for row in (*edit.updates.values(), *edit.added):
        yield from row.items()
