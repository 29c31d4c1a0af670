"""A small workbook as Excel would write it: a table, cells around it, formulas of several kinds."""

from pathlib import Path

import xlsxwriter

HEADINGS = ("Key", "Day", "Hours", "Rate", "Amount")
AMOUNT = "=Work[[#This Row],[Hours]]*Work[[#This Row],[Rate]]"
ROWS = (
    ("A-1", 46082, 1.5, 100),
    ("A-2", 46083, 2, 80),
    ("A-3", 46084, 0.25, 120),
    ("A-4", 46085, 8, 95.5),
)


def write_small(path: Path, *, totals: bool = False) -> Path:
    """A workbook with the table *Work* at B4 of *Hours*, and a sheet *Notes* without any."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Hours")
        notes = book.add_worksheet("Notes")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write("B2", "Hours of the month")
        sheet.add_table(
            3,
            1,
            3 + len(ROWS) + totals,
            5,
            {
                "name": "Work",
                "total_row": totals,
                "columns": [
                    {"header": heading, "format": day if heading == "Day" else None}
                    for heading in HEADINGS[:4]
                ]
                + [{"header": "Amount", "formula": AMOUNT}],
            },
        )
        for row, (key, date, hours, rate) in enumerate(ROWS, 4):
            sheet.write_row(row, 1, [key, date, hours, rate])
            sheet.write(row, 2, date, day)
            sheet.write_formula(row, 5, AMOUNT)
        sheet.write("H5", "beside")
        notes.write_column("A1", ["one", 2, True, "four"])
        notes.write("B1", 46082, day)
        notes.write_formula("C1", "=SUM(Work[Amount])", None, 0)
        notes.write_formula("C2", "=A2+1", None, 3)
        notes.write_formula("C3", "=Hours!D5*2", None, 3)
        notes.write_array_formula("D1:D2", "{=A2:A3*2}")
    return path
