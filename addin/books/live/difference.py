"""What must change in a table for it to hold what it held at another time."""

from collections.abc import Mapping, Sequence

from addin.books.live.cells import to_excel
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid


def difference(there: Grid, columns: Mapping[str, Sequence[Cell]], height: int) -> TableEdit:
    """The edit after which the rows of a table hold other values, row by row from the top.

    What its formulas fill is left to them, and so is a column that is not named.

    Args:
        there: The table as it is.
        columns: The values it is to hold, by heading.
        height: How many rows it is to have; at least 1.
    """
    headings = [
        heading
        for heading in there.headings
        if heading in columns and heading not in there.calculated
    ]
    updates: dict[int, dict[str, Cell]] = {}
    for heading in headings:
        present, wanted = there.columns[there.headings.index(heading)], columns[heading]
        for row in range(min(there.height, height)):
            if to_excel(present[row]) != to_excel(wanted[row]):
                updates.setdefault(row, {})[heading] = wanted[row]
    added = [
        {heading: columns[heading][row] for heading in headings}
        for row in range(there.height, height)
    ]
    return TableEdit(there.table, updates, frozenset(range(height, there.height)), added)
