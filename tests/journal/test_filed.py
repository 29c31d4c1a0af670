"""Annexes and PDFs of issued invoices are noted for good, and the last one of a name counts."""

from datetime import UTC, datetime

from journal_samples import NOW, SERIES, TODAY, documents, invoice, issue

from addin.billing.choices import InvoiceState
from addin.journal.clerk import clerk
from addin.journal.filed import FiledDocument, annexes_due, filed_documents, note_filed
from addin.journal.journal import Journal
from addin.journal.records import DocumentFile
from addin.journal.states import EventKind

LATER = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
ANNEX, PDF = "invoices/1 annex.docx", "invoices/1 annex.pdf"


def filed(number: str, path: str, sign: str, made_from: str = "") -> FiledDocument:
    return FiledDocument(number, DocumentFile(path, sign * 64), made_from)


def test_files_are_told_in_order_with_what_they_were_made_from(journal: Journal) -> None:
    number = issue(journal, "L1").number
    proven = journal.documents()
    made = [filed(number, ANNEX, "a"), filed(number, PDF, "b", ANNEX)]

    note_filed(journal, made, LATER)

    assert filed_documents(journal) == made
    assert journal.documents() == proven
    assert journal.progress(number).state is InvoiceState.ISSUED
    event = journal.history(number)[-1]
    assert (event.kind, event.moment, event.who) == (EventKind.FILED, LATER, clerk())
    assert journal.verify_chain() == []


def test_a_file_that_is_known_is_noted_once(journal: Journal) -> None:
    number = issue(journal, "L1").number
    one = filed(number, ANNEX, "a")

    note_filed(journal, [one, one], LATER)
    note_filed(journal, [one], LATER)

    assert len(journal.history(number)) == 2


def test_a_file_made_again_counts_as_it_was_made_last(journal: Journal) -> None:
    number = issue(journal, "L1").number
    first, second = filed(number, ANNEX, "a"), filed(number, ANNEX, "b")

    for one in (first, second, first):
        note_filed(journal, [one], LATER)

    assert filed_documents(journal) == [first]
    assert len(journal.history(number)) == 4


def test_nothing_to_note_makes_no_journal(journal: Journal) -> None:
    note_filed(journal, [], LATER)

    assert filed_documents(journal) == []
    assert journal.invoices() == []


def issued_with_annex(journal: Journal, line: str) -> str:
    """The number of an invoice whose hours are to go with it."""
    with journal.turn(NOW) as turn:
        made = turn.issue(
            SERIES,
            TODAY,
            draft=lambda number: invoice(number, TODAY, line),
            prove=documents,
            with_annex=True,
        )
    return made.number


def test_an_annex_is_due_until_it_is_filed(journal: Journal) -> None:
    issue(journal, "FEE")
    first, second = (issued_with_annex(journal, line) for line in ("HOURS", "MORE"))
    assert annexes_due(journal) == [first, second]

    proven = documents(journal.invoice(second))[0]
    note_filed(journal, [filed(second, PDF, "a", proven.path)], LATER)
    assert annexes_due(journal) == [first, second]  # a PDF of the invoice is no annex

    note_filed(journal, [filed(second, ANNEX, "b")], LATER)
    assert annexes_due(journal) == [first]
    assert journal.verify_chain() == []
