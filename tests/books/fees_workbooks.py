"""A small workbook of fees, edits of it, and their refusal."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError

ADDED = TableEdit("Fees", added=[{"Client": "New"}])
REMOVED = TableEdit("Fees", removed=frozenset({0}))
UPDATED = TableEdit("Fees", {0: {"Client": "Dupont"}})
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"


def fees(
    path: Path, change: Callable[[xlsxwriter.worksheet.Worksheet], object] | None = None
) -> Path:
    """A table Fees in A1:B4 of the sheet Fees, and what ``change`` does to that sheet."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table(
            "A1:B4",
            {
                "name": "Fees",
                "columns": [{"header": "Client"}, {"header": "Fee"}],
                "data": [["Dupont", 1], ["Martin", 2], ["Peeters", 3]],
            },
        )
        if change:
            change(sheet)
    return path


def refused(path: Path, *edits: TableEdit) -> BillingError:
    """The refusal of a write; the file and its folder are as they were."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    book = open_book(path)
    with pytest.raises(BillingError) as caught:
        book.write(edits)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    return caught.value
