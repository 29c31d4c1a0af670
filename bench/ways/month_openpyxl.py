"""The month with openpyxl: load the workbook, compute in plain Python, save the workbook."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bench.measuring import Laps
from bench.ways.plain_month import Bill, bill_month

TABLES = ("Timesheets", "Rates", "Projects", "Splits")


def main(path: Path) -> None:
    """Generate the month of a workbook."""
    laps = Laps()
    laps.start()
    book = load_workbook(path, keep_vba=True)
    tables = {name: read_rows(book[name]) for name in TABLES}
    laps.lap("read")
    bill = bill_month(tables)
    laps.lap("compute")
    write(book, bill)
    book.save(path)
    laps.lap("write")
    laps.tell()


def write(book: Workbook, bill: Bill) -> None:
    """Put the rows of a bill into the sheets of the workbook."""
    fill(book["Prebilling"], bill.lines)
    fill(book["Allocations"], bill.allocations)
    mark(book["Timesheets"], "Line", bill.taken)


def mark(sheet: Worksheet, heading: str, marks: Mapping[int, str]) -> None:
    """Write into one column of a table, by the positions of its rows."""
    left, top, *_ = _area(sheet)
    column = left + _headings(sheet).index(heading)
    for position, text in marks.items():
        sheet.cell(top + 1 + position, column, text)


def read_rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of the table of a sheet, by heading."""
    headings = _headings(sheet)
    left, top, right, bottom = _area(sheet)
    cells = sheet.iter_rows(top + 1, bottom, left, right, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in cells]


def fill(sheet: Worksheet, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into the empty table of a sheet."""
    left, top, *_ = _area(sheet)
    columns = {heading: left + at for at, heading in enumerate(_headings(sheet))}
    for number, row in enumerate(rows, top + 1):
        for heading, value in row.items():
            sheet.cell(number, columns[heading], value)
    lengthen(sheet, len(rows))


def lengthen(sheet: Worksheet, rows: int) -> None:
    """Let the table of a sheet have so many rows."""
    left, top, right, _ = _area(sheet)
    first, last = sheet.cell(top, left), sheet.cell(top + rows, right)
    (table,) = sheet.tables.values()
    table.ref = table.autoFilter.ref = f"{first.coordinate}:{last.coordinate}"


def _headings(sheet: Worksheet) -> list[str]:
    left, top, right, _ = _area(sheet)
    return [str(cell.value) for cell in sheet[top][left - 1 : right]]


def _area(sheet: Worksheet) -> tuple[int, int, int, int]:
    """First column, row of the headings, last column, last row."""
    (table,) = sheet.tables.values()
    found: Any = range_boundaries(table.ref)
    left, top, right, bottom = found
    return left, top, right, bottom


if __name__ == "__main__":
    main(Path(sys.argv[1]))
