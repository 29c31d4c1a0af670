"""Credit notes in the journal: their own numbers, and never more than is left."""

from pathlib import Path

import pytest
from credit_samples import ENTRY, NOTES, credit, credit_note, issue_lines, line, with_lines
from journal_samples import NOW, SERIES, TODAY, documents, invoice, issue

from addin.billing.choices import InvoiceState
from addin.billing.invoice import DocumentKind, Invoice, Source
from addin.journal.crediting import CreditMismatchError, CreditTooLargeError
from addin.journal.issuing import AlreadyInvoicedError
from addin.journal.journal import Journal
from addin.journal.kept import UnknownInvoiceError
from addin.journal.states import EventKind


@pytest.fixture
def issued(journal: Journal) -> Invoice:
    """545.75 and 100.00, 645.75 net, 781.36 gross."""
    return issue_lines(journal, line("L1", 545_75), line("L2", 100_00))


def test_credit_notes_have_numbers_of_their_own(journal: Journal, issued: Invoice) -> None:
    numbers = [credit(journal, issued, {1: cents}).number for cents in (1, 2)]

    assert numbers == ["NC2026-00001", "NC2026-00002"]
    assert issue(journal, "L3").number == "2026-00002"
    assert journal.gaps() == journal.verify_chain() == []


def test_a_credit_note_is_kept_with_what_it_takes_back(journal: Journal, issued: Invoice) -> None:
    note = credit(journal, issued, {1: 45_75})

    assert journal.credit_notes(issued.number) == [note] == [journal.invoice(note.number)]
    row = journal.invoices(series="credit")[0]
    assert (row.kind, row.preceding, row.sign) == (DocumentKind.CREDIT_NOTE, issued.number, -1)
    assert (row.net_cents, row.gross_cents) == (45_75, 55_36)
    assert journal.left(issued.number).lines == (500_00, 100_00)
    assert journal.left(issued.number).gross_cents == 781_36 - 55_36


def test_an_invoice_knows_what_was_credited(journal: Journal, issued: Invoice) -> None:
    credit(journal, issued, {1: 45_75})
    assert journal.progress(issued.number).state is InvoiceState.ISSUED
    credit(journal, issued, {1: 500_00, 2: 100_00})

    reached = journal.progress(issued.number)
    assert (reached.state, reached.left_cents) == (InvoiceState.CREDITED, 0)
    told = [(one.kind, one.amount_cents, one.detail) for one in journal.history(issued.number)]
    assert told[1:] == [
        (EventKind.CREDITED, 55_36, {"credit_note": "NC2026-00001"}),
        (EventKind.CREDITED, 726_00, {"credit_note": "NC2026-00002"}),
    ]


def test_no_cent_more_than_is_left_is_credited(journal: Journal, issued: Invoice) -> None:
    credit(journal, issued, {2: 99_99})

    with pytest.raises(CreditTooLargeError):
        credit(journal, issued, {2: 2})
    assert credit(journal, issued, {2: 1}).number == "NC2026-00002"
    with pytest.raises(CreditTooLargeError):
        credit(journal, issued, {2: 1})


def test_what_was_never_issued_is_not_credited(journal: Journal) -> None:
    strange = with_lines("2026-00007", [line("L1", 1_00)])

    with pytest.raises(UnknownInvoiceError):
        credit(journal, strange, {1: 1_00})


def test_a_credit_note_of_a_credit_note_is_refused(journal: Journal, issued: Invoice) -> None:
    note = credit(journal, issued, {1: 1_00})

    with pytest.raises(CreditMismatchError):
        credit(journal, note, {1: 1_00})


def test_a_commercial_credit_leaves_the_line_billed(journal: Journal, issued: Invoice) -> None:
    before = journal.issued_cents()
    credit(journal, issued, {1: 545_75})

    assert journal.issued_cents() == before
    with pytest.raises(AlreadyInvoicedError):
        issue(journal, "L1")


def test_a_line_opened_again_whole_is_billed_once_more(journal: Journal, issued: Invoice) -> None:
    credit(journal, issued, {1: 500_00}, reopens=[ENTRY])
    assert journal.issued_cents()["L1", "DUPONT"] == 45_75
    with pytest.raises(AlreadyInvoicedError):
        issue(journal, "L1")

    credit(journal, issued, {1: 45_75}, reopens=[ENTRY])
    assert journal.issued_lines() == {("L2", "DUPONT"): issued.number}

    again = issue(journal, "L1")
    assert journal.issued_lines()["L1", "DUPONT"] == again.number
    with pytest.raises(AlreadyInvoicedError):
        issue(journal, "L1")
    assert journal.verify_chain() == []


def reissue(journal: Journal, issued: Invoice, *reopens: Source) -> None:
    """Credit an invoice whole, and bill its first line again, in one step."""
    with journal.turn(NOW) as turn:
        left = dict(enumerate(turn.left(issued.number).lines, start=1))
        turn.issue(
            NOTES,
            TODAY,
            draft=lambda number: credit_note(issued, left, number=number, reopens=reopens),
            prove=documents,
        )
        turn.issue(SERIES, TODAY, draft=lambda number: invoice(number, line="L1"), prove=documents)


def test_credit_and_new_invoice_are_one_step(journal: Journal, issued: Invoice) -> None:
    reissue(journal, issued, ENTRY)

    numbers = [row.number for row in journal.invoices()]
    assert numbers == ["2026-00001", "NC2026-00001", "2026-00002"]


def test_half_of_a_step_is_nothing(journal: Journal, issued: Invoice) -> None:
    with pytest.raises(AlreadyInvoicedError):  # nothing is open again
        reissue(journal, issued)

    assert [row.number for row in journal.invoices()] == ["2026-00001"]
    assert [one.number for one in journal.returned_numbers()] == ["NC2026-00001", "2026-00002"]
    assert journal.left(issued.number).lines == (545_75, 100_00)


def test_what_is_open_again_is_kept_with_the_line(journal: Journal, issued: Invoice) -> None:
    credit(journal, issued, {1: 45_75}, reopens=[ENTRY])
    credit(journal, issued, {2: 1_00})

    with journal.storage.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT credit_note, invoice, invoice_position, line, payer, net_cents "
            "FROM credited_lines ORDER BY credit_note"
        )
        kept = [tuple(row) for row in rows]
    assert kept == [
        ("NC2026-00001", "2026-00001", 1, "L1", "DUPONT", 45_75),
        ("NC2026-00002", "2026-00001", 2, "L2", "DUPONT", 1_00),
    ]
    assert journal.invoice("NC2026-00001").lines[0].reopens == (ENTRY,)


def test_the_journal_of_a_dry_run_has_nothing_to_credit(tmp_path: Path) -> None:
    journal = Journal.beside(tmp_path / "Billing.xlsm")

    assert journal.credit_notes("2026-00001") == []
    with pytest.raises(UnknownInvoiceError):
        journal.left("2026-00001")
    assert list(tmp_path.iterdir()) == []
