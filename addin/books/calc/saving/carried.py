"""What the file holds after a save, as far as that is not what the document holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from addin.books.calc.saving.changes import Changes, Place
from addin.books.calc.saving.losses import Kind
from addin.books.calc.saving.state import SheetState

# The content of no cell: what the document holds there is different from the file at any time.
UNLIKE = "=\x00"


def carried(
    before: Sequence[SheetState], now: Sequence[SheetState], changes: Changes
) -> list[SheetState]:
    """What the next save has to be compared with, so that what was left is told again.

    Args:
        before: What this save was compared with.
        now: What the document held when it was saved.
        changes: What was saved and what was left.
    """
    moved = {loss.where for loss in changes.losses if loss.kind is Kind.MOVED}
    by_name = {state.name: state for state in now if state.name not in moved}
    return [
        _as_left(state, by_name[state.name], changes.left.get(state.name, ()))
        if state.name in by_name
        else state
        for state in before
    ]


def _as_left(before: SheetState, now: SheetState, left: Iterable[Place]) -> SheetState:
    """A state with the headings and totals of the one before, which a save never changes."""
    formulas, results = [list(row) for row in now.formulas], [list(row) for row in now.results]
    for row, column in left:
        formulas[row - 1][column - 1] = UNLIKE
    tables = {table.name: table for table in now.tables}
    for table in before.tables:
        after = tables[table.name]
        rows = [(table.area.first_row, after.area.first_row)] * table.headings
        rows += [(table.area.last_row, after.area.last_row)] * table.totals
        for old, new in rows:
            for column in range(table.area.first_column, table.area.last_column + 1):
                formulas[new - 1][column - 1], results[new - 1][column - 1] = before.content(
                    old, column
                )
    return replace(now, formulas=formulas, results=results)
