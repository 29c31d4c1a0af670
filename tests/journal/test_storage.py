"""What can happen to the file of the journal, and what the user is told."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from journal_samples import NOW, SERIES, TODAY, documents, invoice, issue
from sqlalchemy.exc import OperationalError

from addin.billing.invoice import Invoice
from addin.errors import BillingError
from addin.journal.journal import Journal
from addin.journal.storage import (
    JournalDamagedError,
    JournalInUseError,
    JournalNewerError,
    JournalUnreachableError,
    JournalUrlError,
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return tmp_path / "Billing.xlsm"


@pytest.fixture
def file(workbook: Path) -> Path:
    return workbook.parent / "Billing.journal.sqlite"


@pytest.fixture
def journal(workbook: Path) -> Journal:
    return Journal.beside(workbook, patience_seconds=0)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program opens it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def refusals(journal: Journal) -> list[BillingError]:
    """What issuing and reading are refused with."""
    with pytest.raises(BillingError) as issuing:
        issue(journal, "L9")
    with pytest.raises(BillingError) as reading:
        journal.issued_lines()
    return [issuing.value, reading.value]


def read(journal: Journal) -> None:
    """Look at all that a journal has."""
    journal.verify_chain()
    journal.gaps()
    journal.invoices()


def test_a_commit_waits_for_the_disk_and_leaves_one_file(journal: Journal, file: Path) -> None:
    issue(journal, "L1")

    with journal.storage.writing() as session:
        pragma = session.connection().exec_driver_sql
        assert pragma("PRAGMA journal_mode").scalar() == "delete"
        assert pragma("PRAGMA synchronous").scalar() == 2  # FULL
        assert pragma("PRAGMA foreign_keys").scalar() == 1
    assert list(file.parent.iterdir()) == [file]


def test_a_write_ahead_log_made_by_another_program_is_taken_away(
    journal: Journal, file: Path
) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

    assert issue(journal, "L2").number == "2026-00002"
    assert list(file.parent.iterdir()) == [file]


def test_two_journals_of_one_workbook_are_one(journal: Journal, workbook: Path) -> None:
    issue(journal, "L1")

    assert issue(Journal.beside(workbook), "L2").number == "2026-00002"


def test_while_another_program_writes_issuing_is_refused(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalInUseError) as caught:
            issue(journal, "L2")
        assert journal.issued_lines() == {("L1", "DUPONT"): "2026-00001"}

    assert caught.value.code == "JRN-07"
    assert caught.value.values == {"file": str(file)}
    assert issue(journal, "L2").number == "2026-00002"


def test_while_another_program_reads_nothing_is_half_issued(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM invoices").fetchall()
        with pytest.raises(JournalInUseError):  # at the commit: the reader holds it up
            issue(journal, "L2")

    assert issue(journal, "L2").number == "2026-00002"
    assert journal.verify_chain() == []


def test_the_invoice_is_not_drafted_before_it_is_our_turn(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    drafted: list[str] = []

    def draft(number: str) -> Invoice:
        drafted.append(number)
        return invoice(number)

    with opened(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalInUseError):
            journal.issue(SERIES, TODAY, draft=draft, prove=documents, created_at=NOW)

    assert drafted == []


def test_a_file_of_something_else_is_refused_and_left_alone(journal: Journal, file: Path) -> None:
    file.write_bytes(b"Not a database at all. " * 100)
    before = file.read_bytes()

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalDamagedError)
        assert refusal.code == "JRN-08"
        assert refusal.values == {"file": str(file)}
    assert file.read_bytes() == before


def test_a_file_with_a_broken_page_is_refused_by_verification(journal: Journal, file: Path) -> None:
    for turn in range(40):
        issue(journal, f"L{turn}")
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)

    with pytest.raises(JournalDamagedError):
        journal.verify_chain()


def test_a_journal_cut_short_is_refused(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    file.write_bytes(file.read_bytes()[:5000])

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalDamagedError)


def test_an_invoice_whose_text_was_broken_is_refused(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("DROP TRIGGER invoices_update")
        connection.execute("UPDATE invoices SET content = '{}'")

    with pytest.raises(JournalDamagedError):
        journal.invoice("2026-00001")


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE invoices SET issue_date = '2026-13-01'",
        "UPDATE invoices SET projects = 'P1'",
        "UPDATE invoices SET kind = 'bill'",
        "UPDATE invoice_lines SET quantity = 'many'",
        "UPDATE events SET moment = 'yesterday'",
        "UPDATE events SET kind = 'lost'",
        "UPDATE events SET detail = '{'",
        "UPDATE counters SET last_date = '31/12/2026'",
    ],
)
def test_a_journal_with_a_value_that_is_none_is_refused(
    journal: Journal, file: Path, broken: str
) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        for table in ("invoices", "invoice_lines", "events"):
            connection.execute(f"DROP TRIGGER {table}_update")
        connection.execute(broken)

    with pytest.raises(JournalDamagedError):
        read(journal)


def test_with_a_value_that_is_none_nothing_is_issued(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("UPDATE counters SET last_date = '31/12/2026'")

    with pytest.raises(JournalDamagedError):
        issue(journal, "L2")
    with opened(file) as connection:
        assert connection.execute("SELECT number FROM invoices").fetchall() == [("2026-00001",)]


def test_a_fault_while_an_invoice_is_made_is_not_one_of_the_journal(journal: Journal) -> None:
    def draft(number: str) -> Invoice:
        raise ValueError(number)

    issue(journal, "L1")

    with pytest.raises(ValueError, match="2026-00002"):
        journal.issue(SERIES, TODAY, draft=draft, prove=documents, created_at=NOW)


@pytest.mark.parametrize("lost", ["DROP TABLE allocations", "ALTER TABLE events DROP COLUMN who"])
def test_a_journal_that_has_lost_a_table_or_a_column_is_refused(
    journal: Journal, file: Path, lost: str
) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute(lost)

    with pytest.raises(JournalDamagedError):
        issue(journal, "L2")
    with pytest.raises(JournalDamagedError):
        read(journal)


def test_an_empty_file_is_an_empty_journal(journal: Journal, file: Path) -> None:
    # what is left when the very first issue was cut off
    file.touch()

    assert journal.issued_lines() == {}
    assert issue(journal, "L1").number == "2026-00001"


def test_a_journal_of_a_later_version_is_refused(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("UPDATE journal_schema SET version = 3")

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalNewerError)
        assert refusal.code == "JRN-09"
        assert refusal.values == {"file": str(file), "found": 3, "known": 2}


def test_a_journal_without_its_version_is_refused(journal: Journal, file: Path) -> None:
    issue(journal, "L1")
    with opened(file) as connection:
        connection.execute("DELETE FROM journal_schema")

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalDamagedError)


def test_a_folder_out_of_reach_is_not_an_empty_journal(tmp_path: Path) -> None:
    journal = Journal.beside(tmp_path / "unplugged" / "Billing.xlsm")

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalUnreachableError)
        assert refusal.code == "JRN-10"


def test_a_folder_in_place_of_the_file_is_refused(journal: Journal, file: Path) -> None:
    file.mkdir()

    for refusal in refusals(journal):
        assert isinstance(refusal, JournalUnreachableError)


@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("invoices", "due_date"), ("invoice_lines", "unit"), ("allocations", "net_cents")],
)
def test_the_file_itself_refuses_a_change_of_what_was_issued(
    journal: Journal, file: Path, statement: str, table: str, column: str
) -> None:
    issue(journal, "L1")

    with opened(file) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement.format(table, column))


def test_a_fault_of_ours_is_not_taken_for_one_of_the_file(journal: Journal) -> None:
    issue(journal, "L1")

    with pytest.raises(OperationalError, match="no such"), journal.storage.reading() as session:
        session.connection().exec_driver_sql("SELECT * FROM letters")


def test_the_address_of_the_journal_may_be_given(workbook: Path) -> None:
    journal = Journal.beside(workbook, "sqlite:///shared/firm.sqlite")
    folder = workbook.parent / "shared"
    folder.mkdir()
    issue(journal, "L1")

    assert [path.name for path in folder.iterdir()] == ["firm.sqlite"]
    elsewhere = Journal.beside(Path("/nowhere.xlsm"), f"sqlite:///{folder / 'firm.sqlite'}")
    assert elsewhere.issued_lines() == journal.issued_lines()


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "nodb://x/y"])
def test_an_address_that_cannot_be_used_is_refused(workbook: Path, url: str) -> None:
    with pytest.raises(JournalUrlError) as caught:
        Journal.beside(workbook, url)

    assert caught.value.code == "JRN-11"
    assert caught.value.values == {"url": url}


def test_a_password_is_never_shown(workbook: Path) -> None:
    with pytest.raises(JournalUrlError) as caught:
        Journal.beside(workbook, "nodb://clerk:s3cret@server/journal")

    assert caught.value.values == {"url": "nodb://…@server/journal"}
