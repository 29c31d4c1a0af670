"""The button Generate month asks before a client is billed far more than last month."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from sample_office import closed_workbook

from addin import macros
from addin.billing.calendar import Month
from addin.books.live import LiveBook
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.words import Language, text

QUANTITIES = {"2026-02": "10", "2026-03": "101"}


@pytest.fixture
def workbook(office_app: xlwings.App, tmp_path: Path) -> Iterator[xlwings.Book]:
    """Ten payslips in February, which are drafts, and a hundred and one in March."""
    path = tmp_path / "Billing.xlsm"
    limits = [{"setting": "month", "value": "2026-03"}, {"setting": "guard_amount", "value": "10"}]
    service = {"service": "PAY", "name": "Payslips", "unit_price": "14.75", "vat_rate": "0.21"}
    counted = {"project": "P-1", "service": "PAY"}
    closed = closed_workbook(
        path,
        Language.EN,
        Clients=[{"client": "ALDER", "name": "Alder"}],
        Services=[service],
        Settings=limits,
        Projects=[{"project": "P-1", "name": "One", "client": "ALDER"}],
        Units=[
            {"month": month, "quantity": count, **counted} for month, count in QUANTITIES.items()
        ],
    )
    run(closed, lambda content: generate(content, Month(2026, 2)))
    book = office_app.books.open(path)
    yield book
    book.close()


def pressed(book: xlwings.Book, answer: str) -> list[str]:
    """Press the button; what its message boxes say, the first of them answered so."""
    office = book.app.impl
    office.alerts.clear()  # LibreOffice is shared with other tests
    office.answers[:] = [answer]
    book.set_mock_caller()
    try:
        macros.generate()
    finally:
        delattr(xlwings.Book, "_mock_caller")  # xlwings has no other way to take it back
        office.answers.clear()
    return [message for message, _ in office.alerts]


def lines(book: xlwings.Book) -> list[str]:
    """The months of the rows of prebilling."""
    rows = records(load(LiveBook(book)), BY_NAME["Prebilling"])
    return [row["month"] for row in rows]


def test_a_month_out_of_all_proportion_is_generated_once_the_user_says_yes(
    workbook: xlwings.Book,
) -> None:
    (question,) = pressed(workbook, "no")

    assert "Client ALDER would be billed 1,489.75 for 2026-03" in question
    assert question.endswith(text("message.confirm", Language.EN))
    assert lines(workbook) == ["2026-02"]

    question, outcome = pressed(workbook, "yes")

    assert "Lines added: 1" in outcome
    assert lines(workbook) == ["2026-02", "2026-03"]
