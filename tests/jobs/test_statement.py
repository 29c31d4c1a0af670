"""The statement of account of a client: from the journal, to the cent and to the day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_office import Office, codes

from addin.documents.manifest import NAME, listed
from addin.documents.statement_view import Statement
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.running import run
from addin.jobs.statement import (
    Quarter,
    QuarterError,
    UnknownAccountError,
    statement_of,
    write_statement,
)
from addin.jobs.verifying import verify
from addin.journal.states import Event, EventKind

MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)


def paid(office: Office, number: str, day: str, cents: int) -> None:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    office.journal.record(number, Event(EventKind.PAYMENT, moment, cents, source=f"{day} {cents}"))


def account(office: Office, quarter: str, client: str = "ALDER") -> Statement:
    portfolio = read_portfolio(load(office.book))
    return statement_of(portfolio, office.journal, client, Quarter.parse(quarter))


def test_a_statement_tells_what_was_invoiced_and_what_is_left(office: Office) -> None:
    office.bill("2026-03")
    (issued,) = office.journal.invoices()
    paid(office, issued.number, "2026-12-31", 10000)
    paid(office, issued.number, "2027-01-05", 5000)

    statement = account(office, "2026-Q4")

    changes = [(one.kind, one.cents) for one in statement.movements]
    assert changes == [("invoice", issued.gross_cents), ("payment", -10000)]
    assert statement.opening_cents == 0
    assert statement.closing_cents == issued.gross_cents - 10000
    assert [one.left_cents for one in statement.open_invoices] == [statement.closing_cents]


def test_what_happened_before_is_the_opening_balance(office: Office) -> None:
    office.bill("2026-03")
    (issued,) = office.journal.invoices()
    paid(office, issued.number, "2030-02-01", issued.gross_cents)

    statement = account(office, "2030-Q1")

    assert statement.opening_cents == issued.gross_cents
    assert [(one.kind, one.cents) for one in statement.movements] == [
        ("payment", -issued.gross_cents)
    ]
    assert (statement.closing_cents, statement.open_invoices) == (0, ())


def test_what_is_paid_back_raises_what_is_owed(office: Office) -> None:
    office.bill("2026-03")
    (issued,) = office.journal.invoices()
    paid(office, issued.number, "2030-02-01", issued.gross_cents + 100)
    paid(office, issued.number, "2030-02-02", -100)

    kinds = [one.kind for one in account(office, "2030-Q1").movements]

    assert kinds == ["payment", "refund"]
    assert account(office, "2030-Q1").closing_cents == 0


def test_a_client_without_invoices_has_an_empty_account(office: Office) -> None:
    office.bill("2026-03")

    statement = account(office, "2026-Q1", "CEDAR")

    assert (statement.movements, statement.closing_cents) == ((), 0)


def test_a_statement_is_written_once(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")
    content = load(office.book)

    (first,) = write_statement(content, "ALDER", Quarter.parse("2030-Q1"), MOMENT).files

    again = write_statement(content, "ALDER", Quarter.parse("2030-Q1"), MOMENT)
    assert again.files == (first,)
    assert first == tmp_path / "invoices" / "statements" / "2030-Q1 Alder SRL.docx"
    paid(office, "2026-00001", "2030-01-01", 100)
    (other,) = write_statement(load(office.book), "ALDER", Quarter.parse("2030-Q1"), MOMENT).files
    assert other.name == "2030-Q1 Alder SRL (2).docx"


def test_a_statement_is_on_the_list_and_verify_tells_when_it_changed(
    office: Office, tmp_path: Path
) -> None:
    office.bill("2026-03")
    paper = write_statement(load(office.book), "ALDER", Quarter.parse("2026-Q4"), MOMENT)
    write_statement(load(office.book), "ALDER", Quarter.parse("2026-Q4"), MOMENT)

    filed = listed(tmp_path / "invoices")["statements/2026-Q4 Alder SRL.docx"]
    assert (filed.number, filed.moment) == ("2026-Q4", MOMENT)
    lines = (tmp_path / "invoices" / NAME).read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert codes(run(office.book, verify)) == []

    paper.files[0].write_bytes(b"other")

    (told,) = run(office.book, verify).findings
    assert told.code == "VER-06"
    assert "invoices/statements/2026-Q4 Alder SRL.docx" in told.message


def test_a_list_that_cannot_be_written_keeps_no_statement_back(
    office: Office, tmp_path: Path
) -> None:
    office.bill("2026-03")
    (tmp_path / "invoices" / NAME).unlink()
    (tmp_path / "invoices" / NAME).mkdir()

    paper = write_statement(load(office.book), "ALDER", Quarter.parse("2026-Q4"), MOMENT)

    assert paper.files[0].is_file()
    assert [one.code for one in paper.findings] == ["DOC-11"]
    assert codes(run(office.book, verify)) == []


def test_a_statement_of_an_unknown_client_is_refused(office: Office) -> None:
    with pytest.raises(UnknownAccountError) as caught:
        write_statement(load(office.book), "NOBODY", Quarter.parse("2026-Q1"), MOMENT)

    assert (caught.value.code, caught.value.values) == ("DOC-17", {"client": "NOBODY"})


@pytest.mark.parametrize("typed", ["2026", "2026-Q5", "Q1", "2026-1", ""])
def test_what_is_no_quarter_is_refused(typed: str) -> None:
    with pytest.raises(QuarterError) as caught:
        Quarter.parse(typed)

    assert (caught.value.code, caught.value.values) == ("DOC-18", {"found": typed})


def test_a_quarter_reads_back_as_it_is_written() -> None:
    assert [str(Quarter.parse(f"2026-Q{number}")) for number in range(1, 5)] == [
        f"2026-Q{number}" for number in range(1, 5)
    ]
