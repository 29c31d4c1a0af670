"""What was worked out for a rehearsal serves the invoice that takes a number."""

from datetime import date
from pathlib import Path

import pytest
from sample_office import SHARED, SPLITS, Office, entry

from addin.billing.calendar import Month
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.invoices.bundling import Bundle, bundles
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.shared.shares import approved_lines

MARCH = Month(2026, 3)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An approved hour that two payers share."""
    hour = entry("T-1", "2026-03-02", project="P-1")
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Timesheets=[hour])
    office.generate("2026-03")
    office.approve("2026-03")
    return office


def gathered(office: Office) -> tuple[InvoiceWriter, list[Bundle]]:
    content = load(office.book)
    portfolio = read_portfolio(content)
    approved = approved_lines(content, portfolio, journal_of(content), MARCH)
    writer = InvoiceWriter.of(content, portfolio, MARCH, date(2026, 3, 31), "invoice 2026")
    return writer, bundles(approved.shares, portfolio.clients)


def test_an_invoice_that_was_rehearsed_is_the_one_that_is_made_without(office: Office) -> None:
    writer, documents = gathered(office)
    fresh, _ = gathered(office)
    assert len(documents) == 2

    for bundle in documents:
        rehearsed = writer.rehearsed(bundle, "PRO-0001")
        invoice = writer.invoice(bundle, "2026-00042")

        assert (rehearsed.number, rehearsed.reference[:3]) == ("PRO-0001", "+++")
        assert invoice == fresh.invoice(bundle, "2026-00042")
        assert invoice.reference != rehearsed.reference


def test_a_rehearsal_may_be_repeated_under_another_number(office: Office) -> None:
    writer, documents = gathered(office)

    numbers = ["PRO-0001", "2026-00041", "2026-00042"]
    found = [writer.rehearsed(documents[0], number) for number in numbers]

    assert [one.number for one in found] == numbers
    assert len({one.reference for one in found}) == len(numbers)


def test_what_a_document_comes_to_is_worked_out_once(office: Office) -> None:
    writer, documents = gathered(office)

    assert writer.sums(documents[0]) is writer.sums(documents[0])
    assert writer.sums(documents[0]) != writer.sums(documents[1])
