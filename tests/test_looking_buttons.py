"""The buttons beside billing: Compare, Explain and those of clients, pressed in LibreOffice."""

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
from addin.tables.sheets.client_form import FORM
from addin.words import Language, sentence

SHEETS = {
    name: BY_NAME[name].sheet[Language.FR]
    for name in ("Prebilling", "Projects", "Clients", "NewClient")
}


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


def fill_in(book: xlwings.Book, **given: str) -> None:
    """Type into the fields of the form of a new client."""
    cells = book.sheets[SHEETS["NewClient"]].tables["NewClient"].range
    assert cells is not None
    for name, value in given.items():
        cells[FORM.index(name) + 1, 1].value = value


def shown(book: xlwings.Book) -> list[str]:
    """What the clients are filtered by."""
    table = book.sheets[SHEETS["Clients"]].tables["Clients"]
    return [value for one in table.autofilter.criteria if one.values for value in one.values]


def test_a_client_is_added_from_its_sheet(book: xlwings.Book) -> None:
    # Nobody is asked on the network.
    fill_in(book, name="Garage Martin", vat_check="ne pas vérifier", mobile="12")

    assert press(book, "client").startswith("Aucun client n'a été ajouté")
    refused = records(load(LiveBook(book)), BY_NAME["NewClient"])[FORM.index("mobile")]
    assert refused["message"].startswith("« 12 » n'est pas un numéro de téléphone")
    fill_in(book, mobile="0470 12 34 56")

    assert press(book, "client") == "Client ajouté : GARAGE."
    after = load(LiveBook(book))
    added = records(after, BY_NAME["Clients"])[-1]
    assert (added["client"], added["mobile"]) == ("GARAGE", "+32 470 12 34 56")
    assert {one["value"] for one in records(after, BY_NAME["NewClient"])} == {None}
    assert press(book, "client").startswith("La feuille Nouveau client n'est pas remplie")


def test_the_clients_with_a_status_are_shown(book: xlwings.Book) -> None:
    for verb, status in (("inactive", "inactif"), ("uninvited", "pas encore invité")):
        look(book, verb)
        assert status in shown(book)
    assert book.sheets.active.name == SHEETS["Clients"]
    look(book, "everyone")
    assert shown(book) == []


def test_clients_without_a_status_cannot_be_shown_by_it(book: xlwings.Book) -> None:
    row = book.sheets[SHEETS["Clients"]].tables["Clients"].header_row_range
    assert row is not None
    status = row[list(row.value).index("Statut")]
    status.value = "Avancement"

    assert press(book, "active") == sentence("CLT-12", Language.FR, {})
    status.value = "Statut"


def test_nothing_is_delivered_before_anything_is_issued(book: xlwings.Book) -> None:
    assert press(book, "deliver").startswith("Fichiers transmis : 0")


def test_inviting_asks_first_and_then_tells_the_setting_it_lacks(book: xlwings.Book) -> None:
    before = records(load(LiveBook(book)), BY_NAME["Clients"])
    book.app.impl.alerts.clear()
    book.set_mock_caller()
    try:
        macros.invite()
    finally:
        delattr(xlwings.Book, "_mock_caller")

    (question, _), (said, _) = book.app.impl.alerts
    assert question.startswith("Clients à inviter par e-mail : ")
    assert said.startswith("Le paramètre Serveur de messagerie indique")
    assert records(load(LiveBook(book)), BY_NAME["Clients"]) == before


def look(book: xlwings.Book, verb: str) -> None:
    """Press a button that says nothing."""
    book.app.impl.alerts.clear()
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")
    assert book.app.impl.alerts == []


def test_nothing_was_saved(book: xlwings.Book) -> None:
    assert records(load(ClosedBook(Path(book.fullname))), BY_NAME["Overview"]) == []
