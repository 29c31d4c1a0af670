"""What becomes of an invoice, and of a number that nobody got, is noted for good."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from journal_samples import (
    NOW,
    SERIES,
    TODAY,
    PrinterOnFireError,
    burn,
    documents,
    invoice,
    issue,
)

from addin.billing.choices import InvoiceState
from addin.billing.invoice import Invoice
from addin.errors import Finding, Place
from addin.journal.clerk import clerk
from addin.journal.issuing import AlreadyInvoicedError
from addin.journal.journal import Journal, Returned
from addin.journal.kept import UnknownInvoiceError
from addin.journal.records import DocumentFile
from addin.journal.states import Event, EventKind

LATER = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
SENT = Event(EventKind.SENT, LATER, source="mail 7", detail={"to": "anna@dupont.be"})


def paid(cents: int, source: str = "") -> Event:
    return Event(EventKind.PAYMENT, LATER, cents, source)


def other_line(number: str) -> Invoice:
    return invoice(number, line="L2")


def test_an_invoice_begins_with_its_issue(journal: Journal) -> None:
    number = issue(journal, "L1").number

    (event,) = journal.history(number)
    assert (event.kind, event.moment, event.amount_cents) == (EventKind.ISSUED, NOW, 660_36)
    assert event.who == clerk()
    assert "@" in event.who
    assert journal.progress(number).state is InvoiceState.ISSUED


def test_what_happens_is_added_in_the_order_it_is_told(journal: Journal) -> None:
    number = issue(journal, "L1").number
    issue(journal, "L2")

    assert journal.record(number, SENT)
    assert journal.record(number, paid(600_00))
    assert journal.record(number, Event(EventKind.OVERDUE, LATER))
    assert journal.record(number, paid(60_36))

    assert [one.kind for one in journal.history(number)[1:]] == [
        EventKind.SENT,
        EventKind.PAYMENT,
        EventKind.OVERDUE,
        EventKind.PAYMENT,
    ]
    assert journal.history(number)[1] == replace(SENT, who=clerk())
    reached = journal.progress(number)
    assert (reached.state, reached.left_cents) == (InvoiceState.PAID, 0)
    first, second = journal.invoices()
    assert (first.state, first.paid_cents) == (InvoiceState.PAID, 660_36)
    assert (second.state, second.paid_cents) == (InvoiceState.ISSUED, 0)
    assert journal.verify_chain() == []


def test_a_line_of_the_bank_is_taken_once(journal: Journal) -> None:
    number = issue(journal, "L1").number

    assert journal.record(number, paid(1_00, "CODA 118/4"))
    assert not journal.record(number, paid(1_00, "CODA 118/4"))
    assert journal.record(number, paid(1_00, "CODA 118/5"))
    assert journal.record(number, paid(1_00))
    assert journal.record(number, paid(1_00))
    assert journal.progress(number).paid_cents == 4_00


def test_nothing_happens_to_an_invoice_that_is_not_there(journal: Journal) -> None:
    with pytest.raises(UnknownInvoiceError):
        journal.record("2026-00001", SENT)
    with pytest.raises(UnknownInvoiceError):
        journal.progress("2026-00001")
    assert journal.history("2026-00001") == []


def test_a_number_given_back_is_told_with_its_reason(journal: Journal) -> None:
    issue(journal, "L1")
    with pytest.raises(PrinterOnFireError):
        journal.issue(SERIES, TODAY, draft=other_line, prove=burn, created_at=LATER)
    with pytest.raises(AlreadyInvoicedError):
        issue(journal, "L1")
    issue(journal, "L2")

    on_fire, twice = journal.returned_numbers()
    assert on_fire == Returned(
        "2026-00002", "invoice", 2026, LATER, clerk(), reason="PrinterOnFireError"
    )
    assert twice.number == "2026-00002"
    assert twice.reason.startswith("JRN-06 Line “L1” was invoiced to payer “DUPONT”")
    assert [row.number for row in journal.invoices()] == ["2026-00001", "2026-00002"]
    assert journal.history("2026-00002")[0].kind is EventKind.ISSUED
    assert journal.gaps() == journal.verify_chain() == []


def test_in_a_turn_only_the_number_that_failed_is_given_back(journal: Journal) -> None:
    with journal.turn(NOW) as turn:
        for line in ("L1", "L2", "L3"):

            def prove(one: Invoice, line: str = line) -> Sequence[DocumentFile]:
                return burn(one) if line == "L2" else documents(one)

            def draft(number: str, line: str = line) -> Invoice:
                return invoice(number, line=line)

            with suppress(PrinterOnFireError):
                turn.issue(SERIES, TODAY, draft=draft, prove=prove)

    assert [row.number for row in journal.invoices()] == ["2026-00001", "2026-00002"]
    assert set(journal.issued_lines()) == {("L1", "DUPONT"), ("L3", "DUPONT")}
    assert [one.number for one in journal.returned_numbers()] == ["2026-00002"]
    assert journal.gaps() == journal.verify_chain() == []


def test_a_turn_that_is_broken_off_keeps_nothing_and_says_so(journal: Journal) -> None:
    def broken_off() -> None:
        with journal.turn(NOW) as turn:
            turn.issue(SERIES, TODAY, draft=invoice, prove=documents)
            turn.issue(SERIES, TODAY, draft=other_line, prove=documents)
            raise PrinterOnFireError

    with pytest.raises(PrinterOnFireError):
        broken_off()

    assert journal.invoices() == []
    assert [one.number for one in journal.returned_numbers()] == ["2026-00001", "2026-00002"]
    assert issue(journal, "L1").number == "2026-00001"


def test_many_documents_are_noted_at_once(journal: Journal, workbook: Path) -> None:
    files = {issue(journal, line).number: documents for line in ("L1", "L2")}
    paths = {number: [f"invoices/{number}.docx"] for number in files}

    with pytest.raises(UnknownInvoiceError):
        journal.note_written({**paths, "2026-00003": ["invoices/2026-00003.docx"]})
    journal.note_written(paths)

    (workbook.parent / "invoices").mkdir()
    for number in paths:
        (workbook.parent / "invoices" / f"{number}.docx").touch()
    assert journal.documents_missing(workbook.parent) == []


@pytest.mark.parametrize(
    ("statement", "place", "number"),
    [
        ("UPDATE events SET amount_cents = 1 WHERE position = 2", 2, "2026-00001"),
        ("UPDATE events SET kind = 'overdue' WHERE position = 2", 2, "2026-00001"),
        ("UPDATE events SET who = 'nobody' WHERE position = 1", 1, "2026-00001"),
        ("UPDATE events SET moment = '2026-04-21 08:30:00' WHERE position = 3", 3, "2026-00001"),
        ("DELETE FROM events WHERE position = 2", 3, "2026-00001"),
        ("DELETE FROM events WHERE position = 3", 3, ""),
    ],
)
def test_a_history_that_was_changed_is_found(
    journal: Journal, statement: str, place: int, number: str
) -> None:
    issue(journal, "L1")
    journal.record("2026-00001", paid(1_00))
    journal.record("2026-00001", paid(2_00))
    assert journal.verify_chain() == []

    without_triggers(journal, "events", statement)

    found = Finding("JRN-20", Place(), {"position": place, "number": number})
    assert journal.verify_chain() == [found]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET digest = 'forged'",
        "UPDATE documents SET path = 'invoices/other.docx'",
        "DELETE FROM documents",
    ],
)
def test_the_digests_of_the_documents_are_sealed(journal: Journal, statement: str) -> None:
    issue(journal, "L1")

    without_triggers(journal, "documents", statement)

    assert journal.verify_chain() == [Finding("JRN-13", Place(), {"number": "2026-00001"})]


def without_triggers(journal: Journal, table: str, statement: str) -> None:
    """Do what the database refuses, as one who knows how to take the triggers away."""
    with journal.storage.writing() as session:
        run = session.connection().exec_driver_sql
        on = f" ON {table}" if journal.storage.file is None else ""
        for verb in ("update", "delete"):
            run(f"DROP TRIGGER {table}_{verb}{on}")
        run(statement)
