"""What can go wrong with a journal on a server, and what the user is told."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from journal_samples import TODAY, issue
from postgresql_server import Server
from sqlalchemy.engine import make_url

from addin.journal.journal import Journal
from addin.journal.storage import (
    JournalDriverError,
    JournalInUseError,
    JournalUnreachableError,
    storage,
)


@pytest.fixture
def url(postgresql: Server) -> str:
    return postgresql.empty_schema()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_address_may_be_written_as_is_usual(workbook: Path, url: str, scheme: str) -> None:
    written = url.replace("postgresql:", f"{scheme}:")

    assert issue(Journal.beside(workbook, written), "L1").number == "2026-00001"
    assert Journal.beside(workbook, url).invoices()[0].number == "2026-00001"


def test_a_whole_database_is_a_journal_too(workbook: Path, postgresql: Server) -> None:
    postgresql.run("CREATE DATABASE firm")
    journal = Journal.beside(workbook, postgresql.url("firm"))

    assert journal.invoices() == []
    assert issue(journal, "L1").number == "2026-00001"
    assert not list(workbook.parent.iterdir())


def test_while_someone_else_issues_one_waits_only_so_long(workbook: Path, url: str) -> None:
    slow, hasty = (Journal.beside(workbook, url, patience_seconds=seconds) for seconds in (20, 0))
    with slow.storage.writing(), pytest.raises(JournalInUseError) as caught:
        issue(hasty, "L1")

    assert caught.value.code == "JRN-07"
    assert issue(hasty, "L1").number == "2026-00001"


def test_while_someone_else_issues_one_reads_what_there_is(workbook: Path, url: str) -> None:
    journal = Journal.beside(workbook, url)
    issue(journal, "L1")

    with journal.storage.writing():
        assert len(journal.invoices()) == 1
        assert journal.verify_chain() == []


def test_a_server_that_is_not_there_is_told(workbook: Path) -> None:
    journal = Journal.beside(workbook, "postgresql://anna:s3cret@127.0.0.1:1/firm")

    with pytest.raises(JournalUnreachableError) as caught:
        journal.invoices()

    assert caught.value.code == "JRN-10"
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_an_account_that_may_only_read_is_told(
    workbook: Path, url: str, postgresql: Server
) -> None:
    issue(Journal.beside(workbook, url), "L1")
    schema = str(make_url(url).query["options"]).removeprefix("-csearch_path=")
    for statement in (
        f"CREATE ROLE reader_of_{schema} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO reader_of_{schema}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_of_{schema}",
    ):
        postgresql.run(statement)
    journal = Journal.beside(workbook, url.replace("postgres@", f"reader_of_{schema}@"))

    assert len(journal.invoices()) == 1
    with pytest.raises(JournalUnreachableError) as caught:
        issue(journal, "L2", issue_date=TODAY + timedelta(days=1))
    assert "permission denied" in str(caught.value)


def test_without_its_program_the_user_is_told_what_to_install(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(JournalDriverError) as caught:
        storage(workbook, "postgresql://anna:s3cret@server/firm")

    assert caught.value.code == "JRN-21"
    assert caught.value.values == {"url": "postgresql://…@server/firm"}
