"""What the tests of books share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from books.saved_in_office import Open, Opened
from books.small_workbooks import write_small

# So that a broken promise shows what was found, as in any test module.
pytest.register_assert_rewrite("books.book_contract", "books.users_workbook")


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
