"""The buttons that show instead of billing: Compare and Explain, pressed in LibreOffice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from addin import macros
from addin.books.builder import build_workbook
from addin.books.closed import ClosedBook
from addin.books.live import LiveBook
from addin.books.sample import sample_rows
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.month_report import month_report
from addin.tables.catalogue import BY_NAME
from addin.words import Language, sentence

SHEETS = {name: BY_NAME[name].sheet[Language.FR] for name in ("Prebilling", "Projects")}


@pytest.fixture(scope="module")
def book(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    """The sample firm in French with October generated."""
    path = tmp_path_factory.mktemp("looking") / "Classeur.xlsm"
    path.write_bytes(build_workbook(Language.FR, sample_rows(Language.FR)))
    opened = office_app.books.open(path)
    press(opened, "generate")
    yield opened
    opened.close()


def press(book: xlwings.Book, verb: str) -> str:
    """Press a button; what its message box says."""
    book.app.impl.alerts.clear()
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")
    ((message, _),) = book.app.impl.alerts
    return str(message)


def select(book: xlwings.Book, table: str, row: int) -> None:
    """Select a cell of a data row, counted from 1; 0 is the row of headings."""
    cells = book.sheets[SHEETS[table]].tables[table].range
    assert cells is not None
    book.sheets[SHEETS[table]].activate()
    cells[row, 3].select()


def test_comparing_fills_its_two_sheets_and_leaves_prebilling_alone(book: xlwings.Book) -> None:
    before = load(LiveBook(book))
    found = month_report(before, before.firm.month).record()  # type: ignore[arg-type]

    said = press(book, "compare")

    after = load(LiveBook(book))
    assert said.startswith("2026-10 facturerait ")
    assert "Voyez les feuilles Comparaison et En-cours." in said
    assert records(after, BY_NAME["Overview"]) == found["overview"] != []
    assert records(after, BY_NAME["WorkInProgress"]) == found["work_in_progress"]
    assert records(after, BY_NAME["Prebilling"]) == records(before, BY_NAME["Prebilling"])


def test_the_line_of_the_selected_row_is_explained(book: xlwings.Book) -> None:
    line = load(LiveBook(book)).table(BY_NAME["Prebilling"].record).values["line"][0]
    select(book, "Prebilling", 1)

    said = press(book, "explain").splitlines()

    assert line == "2026-10/MIR-26/BOOK/fixed/L-2026-01/2026-01-01"
    assert said[1].startswith("Convenu : 1\u202f000,00 par an")
    assert said[2].startswith("Échéance 10 sur 12 : 833,33 dus à ce jour")


@pytest.mark.parametrize(("table", "row"), [("Prebilling", 0), ("Projects", 1)])
def test_a_cell_that_is_in_no_line_is_told(book: xlwings.Book, table: str, row: int) -> None:
    select(book, table, row)

    said = press(book, "explain")

    assert said == sentence("FORM-04", Language.FR, {"sheet": SHEETS["Prebilling"]})


def test_nothing_was_saved(book: xlwings.Book) -> None:
    assert records(load(ClosedBook(Path(book.fullname))), BY_NAME["Overview"]) == []
