"""What a command has written counts as soon as LibreOffice opens the file.

LibreOffice trusts the results of formulas that a file brings along, and a command works none out.
"""

from pathlib import Path
from typing import Any

import pytest
import xlwings

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs.content import Content, load
from addin.jobs.founding import found
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.tables.sheets.bills import OverviewRow
from addin.words import Language, text
from books.computed_books import home

MONTH = Month(2026, 10)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample firm, whose year a command has planned and whose month it has compared."""
    path = tmp_path_factory.mktemp("written") / "Billing.xlsm"
    found(path, Language.EN, sample=True)
    run(open_book(path), lambda content: plan(content, MONTH.year))
    run(open_book(path), lambda content: compare(content, MONTH))
    return path


def test_the_first_sheet_and_the_totals_are_those_of_today(
    written: Path, office_app: xlwings.App
) -> None:
    content = load(open_book(written))
    book = office_app.books.open(written)
    try:
        cells, totals = home(book), totals_of(book, content)
    finally:
        book.close()

    step = text("home.step.plan.label", Language.EN)
    assert [row[9] for row in cells[8:15] if any(step in str(cell) for cell in row)] == ["done"]
    for table in ("Plan", "Overview", "WorkInProgress"):
        shown = [row for row in cells if BY_NAME[table].sheet[Language.EN] in row]
        at = shown[0].index(BY_NAME[table].sheet[Language.EN])
        assert shown[0][at + 1] == len(content.tables[table]) > 0
    rows = content.records(OverviewRow)
    assert totals == pytest.approx(float(sum(row.this_month or 0 for row in rows)))
    assert totals


def totals_of(book: xlwings.Book, content: Content) -> Any:
    """What stands above the column of this month."""
    spec = BY_NAME["Overview"]
    column = 1 + [one.name for one in spec.columns].index("this_month")
    return book.sheets[spec.sheet[content.language]].range((3, column)).value
