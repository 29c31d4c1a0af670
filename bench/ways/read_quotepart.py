"""A table of a closed workbook as a job takes it: its cells, then its rows, typed and checked."""

import sys
from collections import deque
from pathlib import Path

from addin.books.closed import open_book
from addin.tables.reading import read_table
from addin.tables.sheets.work import TimesheetEntry
from bench.measuring import Laps

TABLE = TimesheetEntry.spec.name


def main(path: Path) -> None:
    """Read the entries of a workbook."""
    laps = Laps()
    laps.start()
    grid = open_book(path).read([TABLE])[TABLE]
    laps.lap("read")
    table = read_table(TimesheetEntry.spec, grid)
    deque(zip(*table.values.values(), strict=True), maxlen=0)
    laps.lap("typed")
    cells: dict[str, list[float]] = dict(zip(grid.headings, grid.columns, strict=True))  # type: ignore[arg-type]
    laps.facts = {"rows": grid.height, "sum": sum(cells["Minutes"])}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
