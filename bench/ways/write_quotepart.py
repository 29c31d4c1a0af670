"""A table written back into a closed workbook by Quotepart."""

import sys
from pathlib import Path

from addin.books.closed import open_book
from bench.measuring import Laps
from bench.new_lines import new_lines, new_notes


def main(path: Path, what: str, rows: int) -> None:
    """Write new lines, or a few notes."""
    edit = new_lines() if what == "lines" else new_notes(rows)
    laps = Laps()
    laps.start()
    open_book(path).write([edit])
    laps.lap("write")
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
