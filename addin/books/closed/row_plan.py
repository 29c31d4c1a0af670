"""An edit of a table in rows and columns of its sheet, before anything is touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import methodcaller

from addin.books.addresses import LAST_ROW, Area
from addin.books.book import TableEdit
from addin.books.closed.row_shift import Shift
from addin.books.closed.table_part import Table
from addin.books.refusals import SheetFullError
from addin.tables.column_updates import ColumnUpdates
from addin.tables.grid import Cell

Values = Mapping[str, Cell]
"""What cells of one row become, by the heading of their column."""

_cells = methodcaller("values")


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What happens to the rows of one table.

    Attributes:
        updates: Cells that change, by the row they are in before the move.
        renewed: Rows that stay in place with new content. When all rows of a table would go, the
            first stays, blank or with the first added row: a table cannot be without a row.
        added: The rows below, in order.
        shift: How the rows move.
    """

    table: Table
    updates: Mapping[int, Values]
    renewed: Mapping[int, Values]
    added: Sequence[Values]
    shift: Shift

    @property
    def moves(self) -> bool:
        """Whether rows come or go."""
        return bool(self.shift.removed or self.shift.added)

    @property
    def updated_columns(self) -> set[int]:
        """The columns in which cells get new values, by their number on the sheet."""
        headings = self.updated_headings
        return {column.number for column in self.table.columns if column.heading in headings}

    @property
    def updated_headings(self) -> set[str]:
        """The headings of these columns."""
        if isinstance(self.updates, ColumnUpdates):
            return set(self.updates.headings)
        return set(chain.from_iterable(self.updates.values()))

    @property
    def going(self) -> Area | None:
        """The cells that move to another place or lose their content; None if there are none."""
        body, totals = self.table.body, self.table.totals * bool(self.shift.growth)
        first = min((*self.renewed, *self.shift.removed), default=body.last_row + 1)
        last = body.last_row + totals
        return body.rows(first, last) if first <= last else None

    @property
    def coming(self) -> Area | None:
        """The cells below the table that it takes in; None if it does not become longer."""
        bottom = self.table.area.last_row
        return self.table.body.rows(bottom + 1, bottom + self.shift.growth) if self._grows else None

    def after(self, area: Area) -> Area | None:
        """Where that goes which belongs to the records in some cells, such as a comment.

        None when all those records go: the first row of a table that loses all its rows stays,
        but what it says is new.
        """
        if self.renewed and area.within(self.table.body):
            return None
        return self.shift.moved(area)

    @property
    def _grows(self) -> bool:
        return self.shift.growth > 0


def plan_rows(table: Table, edit: TableEdit) -> RowPlan:
    """Put an edit in terms of the sheet.

    Raises:
        SheetFullError: The table would not fit the sheet.
    """
    first = table.body.first_row
    height = table.body.last_row - first + 1
    assert all(0 <= index < height for index in edit.removed), edit.table
    added = edit.added
    removed = tuple(sorted(first + index for index in edit.removed))
    renewed: dict[int, Values] = {}
    if len(removed) == height:
        renewed = {first: added[0] if added else {}}
        removed, added = removed[1:], added[1:]
    updates = _placed(edit, first, height)
    shift = Shift(table.name, table.sheet, table.body, removed, len(added), table.totals)
    if shift.last_row + table.totals > LAST_ROW:
        raise SheetFullError(table=table.name, sheet=table.sheet, count=len(edit.added))
    return RowPlan(table, updates, renewed, added, shift)


def _placed(edit: TableEdit, first: int, height: int) -> Mapping[int, Values]:
    """The updates of rows that stay, by their number on the sheet."""
    updates, removed = edit.updates, edit.removed
    if isinstance(updates, ColumnUpdates):
        assert not len(updates) or 0 <= updates.indices[0] <= updates.indices[-1] < height
        return updates.moved(first, removed)
    assert all(0 <= index < height for index in updates), edit.table
    if not removed:
        return dict(zip(map(first.__add__, updates), updates.values(), strict=True))
    return {first + index: values for index, values in updates.items() if index not in removed}


def by_headings(
    rows: Iterable[tuple[int, Values]],
) -> dict[tuple[str, ...], tuple[list[int], list[Cell]]]:
    """Rows with new cells under the same headings: their places, and the cells row by row."""
    groups: dict[tuple[str, ...], tuple[list[int], list[Values]]] = {}
    for place, values in rows:
        headings = tuple(values)
        places, given = groups.get(headings) or groups.setdefault(headings, ([], []))
        places.append(place)
        given.append(values)
    return {
        headings: (places, list(chain.from_iterable(map(_cells, given))))
        for headings, (places, given) in groups.items()
    }
