"""An edit of one table of an open workbook, carried out in few block writes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from addin.books.closed.references import copied
from addin.books.live.cells import put
from addin.books.live.native import formulas_of
from addin.books.live.open_table import OpenTable, read_table
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

# Up to so many runs of changed rows in a column are written one by one.
FEW_CALLS = 8


class Change:
    """What becomes of the rows of a table.

    Attributes:
        removed: The rows that go, ascending; never all of them.
        renewed: The one row left of a table all of whose rows go: it stays, blank or with the
            first added row. None for any other edit.
        added: The rows that are put below.
    """

    def __init__(self, opened: OpenTable, edit: TableEdit) -> None:
        self.opened = opened
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

    def carry_out(self) -> None:
        """Make the edit: first what changes in rows that are still where it says."""
        if self.renewed is not None:
            for left, right in runs(self._typed_columns(self.renewed)):
                self.opened.cells(self.renewed, self.renewed, left, right).clear_contents()
        self._update()
        if self.removed:
            take_out(self.opened, self.grid.height, self.removed)
        if self.added:
            self._add(self.grid.height - len(self.removed))

    def _update(self) -> None:
        """Write new values, in a block for each unbroken run of rows of a column."""
        for column, heading in enumerate(self.grid.headings):
            new = {row: cells[heading] for row, cells in self.updates.items() if heading in cells}
            if self.renewed in new and new[self.renewed] is None and column in self.opened.patterns:
                del new[self.renewed]
            old = self.grid.columns[column]
            for first, last in self._stretches(column, sorted(new)):
                block = [[new.get(row, old[row])] for row in range(first, last + 1)]
                put(self.opened.cells(first, last, column, column), block)

    def _stretches(self, column: int, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        """What to write in one call each, first and last row.

        Cells between those that change are written back as they are where that saves calls: a
        call costs Excel as much as hundreds of cells. Delicate ones are never among them.
        """
        apart = list(runs(rows))
        most_change = bool(rows) and 2 * len(rows) > rows[-1] - rows[0] + 1
        if len(apart) <= FEW_CALLS and not most_change:
            yield from apart
            return
        changed = set(rows)
        joined = [
            row
            for row in range(rows[0], rows[-1] + 1)
            if row in changed or not self._is_delicate(row, column)
        ]
        for first, last in runs(joined):
            inside = rows[bisect_left(rows, first) : bisect_right(rows, last)]
            if inside:
                yield inside[0], inside[-1]

    def _is_delicate(self, row: int, column: int) -> bool:
        """Whether a cell would not survive being written back as the value it shows."""
        value = self.grid.columns[column][row]
        shows_error = isinstance(value, str) and value.startswith("#")
        return shows_error or (row, column) in self.opened.formulas

    def _typed_columns(self, row: int) -> list[int]:
        """The columns that no formula of the table fills in a row."""
        return [
            column
            for column in range(len(self.grid.headings))
            if column not in self.opened.patterns or (row, column) not in self.opened.formulas
        ]

    def _add(self, height: int) -> None:
        """Put rows below the last one."""
        last = height + len(self.added) - 1
        lengthen(self.opened, height, len(self.added))
        self._copy_formats(height, last)
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

    def _copy_formats(self, height: int, last: int) -> None:
        """Show numbers and dates of the new rows as the row above them does."""
        if not height:
            return
        for column in range(len(self.grid.headings)):
            code = self.opened.cells(height - 1, height - 1, column, column).number_format
            if code not in {None, "General"}:
                self.opened.cells(height, last, column, column).number_format = code

    def _copy_formulas(self, height: int, last: int) -> None:
        """Excel has filled the calculated columns of the new rows, unless told not to."""
        if not self.opened.patterns:
            return
        present = formulas_of(self.opened.cells(height, last))
        for column, pattern in self.opened.patterns.items():
            if not all(row[column].startswith("=") for row in present):
                cells = self.opened.cells(height, last, column, column)
                cells.formula = copied(pattern, height)


def take_out(opened: OpenTable, height: int, rows: Sequence[int]) -> None:
    """Remove data rows; what lies below the table stays in its place, as what lies beside it.

    Args:
        opened: The table.
        height: Number of its data rows at this moment.
        rows: Those to remove, ascending from 0.
    """
    end = height + opened.totals
    room = opened.cells(end, end + len(rows) - 1)
    # First the room, then the removal: should Excel refuse the second, the first can be undone.
    room.insert("down", "format_from_right_or_below")
    try:
        for first, last in reversed(list(runs(rows))):
            opened.cells(first, last).delete("up")
    except Exception:
        opened.cells(end, end + len(rows) - 1).delete("up")
        raise


def lengthen(opened: OpenTable, height: int, count: int) -> None:
    """Make room for new data rows, over blank cells below the table.

    Args:
        opened: The table.
        height: Number of its data rows at this moment.
        count: How many are added.
    """
    if opened.totals:
        # Room is made above the totals, and blank cells below them make up for it.
        opened.cells(height + 1, height + count).delete("up")
        opened.cells(height, height + count - 1).insert("down")
    else:
        cover(opened, height + count)


def cover(opened: OpenTable, height: int) -> None:
    """Let a table without totals have this many data rows."""
    headings = 1 if opened.table.show_headers else 0
    opened.table.resize(opened.cells(-headings, height - 1))


def restore(opened: OpenTable) -> None:
    """Put the contents of a table back as they were read, after a change that failed."""
    before = opened.grid.height
    now = read_table(opened.table, opened.sheet).grid.height
    if now > before:
        opened.cells(before, now - 1).clear_contents()
    if now > before and opened.totals:
        take_out(opened, now, range(before, now))
    elif now < before and opened.totals:
        lengthen(opened, now, before - now)
    elif now != before:
        cover(opened, max(before, 1))
    for column, values in enumerate(opened.grid.columns):
        constants = [row for row in range(before) if (row, column) not in opened.formulas]
        for first, last in runs(constants):
            block = [[value] for value in values[first : last + 1]]
            put(opened.cells(first, last, column, column), block)
    for (row, column), formula in opened.formulas.items():
        opened.cells(row, row, column, column).formula = formula


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run of ascending numbers.

    >>> list(runs([1, 2, 3, 7, 9, 10]))
    [(1, 3), (7, 7), (9, 10)]
    """
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1]
            start = place


def values_of(edit: TableEdit) -> Iterator[tuple[str, Cell]]:
    """Heading and value of every cell that an edit writes."""
    for row in (*edit.updates.values(), *edit.added):
        yield from row.items()
