"""The buttons for issued invoices, Credit, PDF and Verify, and the import of quantities."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlwings
from sample_office import SETTINGS, closed_workbook, entry

from addin import macros
from addin.billing.calendar import Month
from addin.books.live import LiveBook
from addin.documents.pdf import NoOfficeError
from addin.jobs.approving import approve
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.running import run
from addin.journal.journal import Journal
from addin.tables.catalogue import BY_NAME
from addin.words import Language, sentence, text

MARCH = Month(2026, 3)
FIRST, NOTE = "2026-00001", "NC2026-00001"
PAYROLL = (
    {"source": "payroll", "role": "project column", "theirs": "File", "ours": None},
    {"source": "payroll", "role": "quantity column", "theirs": "Slips", "ours": "PAY"},
    {"source": "payroll", "role": "client code", "theirs": "0042", "ours": "P-1"},
)


@pytest.fixture(scope="module")
def book(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    """A workbook whose one invoice of March, 121.00, is issued."""
    path = tmp_path_factory.mktemp("invoices") / "Billing.xlsm"
    settings = SETTINGS | {"month": "2026-03"}
    at = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles", "country": "BE"}
    closed = closed_workbook(
        path,
        Language.EN,
        Settings=[{"setting": name, "value": value} for name, value in settings.items()],
        Clients=[{"client": "ALDER", "name": "Alder SRL", **at}],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=[
            {"service": "ADV", "name": "Advice"},
            {"service": "PAY", "name": "Payslips", "unit_price": "14.75"},
        ],
        Rates=[{"rate": "100.00"}],
        Projects=[{"project": "P-1", "name": "One", "client": "ALDER"}],
        Metrics=PAYROLL,
        Timesheets=[entry("T-1", "2026-03-02")],
    )
    run(closed, lambda content: generate(content, MARCH))
    run(closed, lambda content: approve(content, MARCH))
    request = Request(MARCH, date(2026, 3, 31), datetime(2026, 3, 31, 12, tzinfo=UTC))
    run(closed, lambda content: issue(content, request))
    opened = office_app.books.open(path)
    yield opened
    opened.close()


def press(book: xlwings.Book, verb: str, *answers: str) -> list[str]:
    """Press a button; what its boxes say, answered so."""
    office = book.app.impl
    office.alerts.clear()  # LibreOffice is shared with other tests
    office.answers[:] = answers
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")  # xlwings has no other way to take it back
        office.answers.clear()
    return [message for message, _ in office.alerts]


def select(book: xlwings.Book, table: str, row: int) -> None:
    """Select a cell of a data row, counted from 1; 0 is the row of headings."""
    cells = book.sheets[BY_NAME[table].sheet[Language.EN]].tables[table].range
    assert cells is not None
    cells.sheet.activate()
    cells[row, 2].select()


def rows(book: xlwings.Book, table: str) -> list[dict[str, object]]:
    return records(load(LiveBook(book)), BY_NAME[table])


def issued(book: xlwings.Book) -> list[str]:
    return [one.number for one in Journal.beside(Path(book.fullname), "").invoices()]


def test_a_cell_outside_the_invoices_is_told_and_nothing_is_asked(book: xlwings.Book) -> None:
    select(book, "Projects", 1)

    assert press(book, "credit") == [sentence("FORM-04", Language.EN, {"sheet": "Invoices"})]


@pytest.mark.parametrize("answers", [("cancel",), ("yes", "yes", "", "no")])
def test_whoever_cancels_a_question_issues_nothing(
    book: xlwings.Book, answers: tuple[str, ...]
) -> None:
    select(book, "Invoices", 1)

    said = press(book, "credit", *answers)

    assert said[-1] == sentence("JOB-04", Language.EN, {})
    assert issued(book) == [FIRST]


def test_what_names_neither_lines_nor_an_amount_is_told(book: xlwings.Book) -> None:
    select(book, "Invoices", 1)

    said = press(book, "credit", "no", "half of it")

    values = {"text": "half of it", "invoice": FIRST}
    assert said[-1] == sentence("CRN-14", Language.EN, values)


def test_pdfs_are_made_of_what_was_issued_and_shown_on_its_row(book: xlwings.Book) -> None:
    (said,) = press(book, "pdf")

    assert said == "PDF documents made: 1; there already: 0."
    (invoice,) = rows(book, "Invoices")
    pdf = Path(book.fullname).parent / str(invoice["pdf"])
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_machine_without_libreoffice_is_told_in_a_sentence(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (said,) = press(book, "pdf")

    assert said == NoOfficeError().sentence(Language.EN)


def test_the_selected_invoice_is_credited_and_its_work_is_open_again(book: xlwings.Book) -> None:
    select(book, "Invoices", 1)

    *asked, said = press(book, "credit", "yes", "yes", "Wrong client", "yes")

    assert len(asked) == 4
    assert "Credit note of -121.00 with VAT for invoice 2026-00001 to Alder SRL." in asked[-1]
    assert said.startswith("Documents issued: 1; -100.00 net, -21.00 VAT, -121.00 gross.")
    assert said.endswith(text("message.save_now", Language.EN))
    assert [(row["number"], row["gross"]) for row in rows(book, "Invoices")] == [
        (FIRST, "121.00"),
        (NOTE, "-121.00"),
    ]
    assert [row["invoice"] for row in rows(book, "Timesheets")] == [None]
    assert issued(book) == [FIRST, NOTE]


def test_verifying_lists_what_differs_on_checks_and_mends_nothing(book: xlwings.Book) -> None:
    (sound,) = press(book, "verify")
    assert sound.startswith("Compared with the journal: 2 invoices, 2 lines, ")
    assert rows(book, "Checks") == []

    table = book.sheets["Invoices"].tables["Invoices"]
    assert table.header_row_range is not None
    gross = table.header_row_range[0, table.header_row_range.value.index("Gross")].offset(1, 0)
    gross.value = 99
    press(book, "verify")

    (difference,) = rows(book, "Checks")
    assert (difference["code"], difference["column"]) == ("VER-01", "Gross")
    assert gross.value == 99
    gross.value = 121


def test_an_export_is_taken_up_in_the_month_of_the_settings(
    book: xlwings.Book, tmp_path: Path
) -> None:
    export = tmp_path / "slips.csv"
    export.write_text("File;Slips\n0042;7\n", "utf-8")

    asked, said = press(book, "metrics", str(export))

    assert asked == "The export: payroll"
    assert said == "Rows added: 1, changed: 0, unchanged: 0."
    (unit,) = rows(book, "Units")
    assert (unit["month"], unit["quantity"], unit["source"]) == ("2026-03", "7", "payroll")


def test_an_import_that_is_not_wanted_after_all_changes_nothing(book: xlwings.Book) -> None:
    before = rows(book, "Units")

    _, said = press(book, "metrics")

    assert said == sentence("JOB-04", Language.EN, {})
    assert rows(book, "Units") == before
