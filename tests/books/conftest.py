"""What the tests of books share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from excel.written import Inspector

from addin.books.live import LiveBook
from books.book_contract import make_workbook
from books.saved_in_office import Open, Opened
from books.small_workbooks import write_small


@pytest.fixture
def broken_on_purpose(inspector: Inspector) -> Iterator[None]:
    """Nobody looks at the files that a test writes: they were no workbooks before."""
    yield
    inspector.waiting.clear()


@pytest.fixture
def live(office_app: xlwings.App, tmp_path: Path) -> Iterator[LiveBook]:
    """A workbook of the contract, open in LibreOffice."""
    opened = office_app.books.open(make_workbook(tmp_path / "Billing.xlsx"))
    yield LiveBook(opened)
    opened.close()


@pytest.fixture
def sheet(live: LiveBook) -> xlwings.Sheet:
    """Its sheet with the table Plan."""
    return live.book.sheets["Plan sheet"]


@pytest.fixture
def opened(office_app: xlwings.App, tmp_path: Path) -> Iterator[Open]:
    """Opens a small workbook in LibreOffice."""
    office_app.impl.office.configure("/org.openoffice.Office.Calc/Formula/Load", OOXMLRecalcMode=0)
    all_opened: list[Opened] = []

    def opening(**how: bool) -> Opened:
        folder = tmp_path / "copy"
        folder.mkdir()
        path = write_small(tmp_path / "small.xlsx", **how)
        all_opened.append(Opened(path, office_app, folder))
        return all_opened[-1]

    yield opening
    for one in all_opened:
        one.book.close()
        one.lock.release()
    # As a new profile has it: each file decides.
    office_app.impl.office.configure("/org.openoffice.Office.Calc/Formula/Load", OOXMLRecalcMode=1)
