"""The same cells by calamine alone."""

import sys
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from bench.measuring import Laps


def main(path: Path) -> None:
    """Read the entries into lists of values."""
    laps = Laps()
    laps.start()
    with CalamineWorkbook.from_path(path) as book:
        rows: list[list[Any]] = book.get_sheet_by_name("Timesheets").to_python()
    laps.lap("read")
    at = rows[0].index("Minutes")
    laps.facts = {"rows": len(rows) - 1, "sum": sum(row[at] for row in rows[1:])}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
