"""The same lines written back by openpyxl: load the workbook, set the cells, save it."""

import sys
from pathlib import Path

from openpyxl import load_workbook

from bench.book import PREBILLING
from bench.measuring import Laps
from bench.new_lines import TABLE, new_lines


def main(path: Path) -> None:
    """Write new lines."""
    edit = new_lines()
    laps = Laps()
    laps.start()
    book = load_workbook(path)
    laps.lap("load")
    sheet = book[TABLE]
    before = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    # Moving the rows below one that goes takes hours in openpyxl, so each is written to its place.
    after = [
        list(edit.updates[index].values()) if index in edit.updates else cells
        for index, cells in enumerate(before)
        if index not in edit.removed
    ]
    after += [list(row.values()) for row in edit.added]
    for number, cells in enumerate(after, 2):
        for column, cell in enumerate(cells, 1):
            sheet.cell(number, column).value = cell
    sheet.delete_rows(len(after) + 2, len(before) - len(after))
    table = sheet.tables[TABLE]
    table.ref = f"A1:{sheet.cell(len(after) + 1, len(PREBILLING)).coordinate}"
    table.autoFilter.ref = table.ref
    laps.lap("edit")
    book.save(path)
    laps.lap("save")
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
