"""A journal that an earlier version left opens, and what was issued stays what it was."""

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from credit_samples import ENTRY, credit
from journal_samples import NOW, issue
from postgresql_server import Server
from sqlalchemy import inspect

from addin.billing.choices import InvoiceState
from addin.journal import upgrading
from addin.journal.journal import Journal
from addin.journal.states import Event, EventKind
from addin.journal.storage import JournalUnreachableError

BEFORE = Path(__file__).with_name("version_1.sql").read_text("utf-8")
NUMBERS = ["2026-00001", "2026-00002", "2026-00003", "2027-00001"]
LATER = date(2026, 5, 31)


@pytest.fixture
def file(workbook: Path) -> Path:
    """A file of version 1."""
    file = workbook.with_suffix(".journal.sqlite")
    with closing(sqlite3.connect(file)) as made:
        made.executescript(BEFORE)
    return file


@pytest.fixture
def old(workbook: Path, file: Path) -> Journal:
    """Its journal."""
    assert file.is_file()
    return Journal.beside(workbook)


@pytest.fixture
def old_server(workbook: Path, postgresql: Server) -> Journal:
    """The same in PostgreSQL, where version 1 had no triggers."""
    url = postgresql.empty_schema()
    told = re.sub(
        r"^CREATE TRIGGER .*$|^BEGIN TRANSACTION;$|^COMMIT;$", "", BEFORE, flags=re.MULTILINE
    )
    told = told.replace("DATETIME", "TIMESTAMP WITH TIME ZONE")
    told = re.sub(r"'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)'", r"'\1+00'", told)
    told = re.sub(r"(INTO \"documents\".*),(\d)\);", r"\1,'\2');", told)
    statements = [one.strip() for one in re.split(r";\n", told) if "CREATE" in one or "INTO" in one]
    tables = [one for one in statements if "CREATE TABLE" in one]
    tables.sort(key=lambda one: "REFERENCES" in one)
    rows = sorted(
        (one for one in statements if "INTO" in one), key=lambda one: 'INTO "invoices"' not in one
    )
    for statement in (*tables, *rows):
        postgresql.run(statement.rstrip(";").replace("%", "%%"), url)
    return Journal.beside(workbook, url)


def version_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        version: int = opened.execute("SELECT version FROM journal_schema").fetchone()[0]
    return version


def require_level(journal: Journal) -> None:
    """All that was issued is there, sealed, and each invoice has the event of its issue."""
    assert [row.number for row in journal.invoices()] == NUMBERS
    assert {row.state for row in journal.invoices()} == {InvoiceState.ISSUED}
    assert journal.verify_chain() == journal.gaps() == []
    assert [one.moment for one in journal.history("2026-00001")] == [NOW]
    assert len(journal.issued_lines()) == 4
    assert len(journal.documents_missing(Path("/nowhere"))) == 4


def test_a_journal_of_version_1_is_read_and_left_as_it_is(old: Journal, file: Path) -> None:
    before = file.read_bytes()

    require_level(old)

    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_next_invoice_brings_it_level_and_keeps_a_copy(old: Journal, file: Path) -> None:
    digests = [row.digest for row in old.invoices()]

    assert issue(old, "L9", issue_date=LATER).number == "2026-00004"

    assert version_of(file) == 2
    assert [row.digest for row in old.invoices()][:4] == digests
    assert old.verify_chain() == old.gaps() == []
    copy = file.with_name("Billing.journal.version-1.sqlite")
    assert version_of(copy) == 1
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name, copy.name]


def test_upgraded_it_does_what_a_new_one_does(old: Journal) -> None:
    old.record("2026-00001", Event(EventKind.SENT, NOW))
    note = credit(old, old.invoice("2026-00002"), {1: 1_00}, reopens=[ENTRY])

    assert note.number == "NC2026-00001"
    assert old.left("2026-00002").lines == (544_75,)
    assert old.invoices()[0].state is InvoiceState.SENT
    with pytest.raises(sqlite3.IntegrityError), opened(old) as connection:
        connection.execute("DELETE FROM events")
    assert old.verify_chain() == []


def opened(journal: Journal) -> "closing[sqlite3.Connection]":
    assert journal.storage.file is not None
    return closing(sqlite3.connect(journal.storage.file))


def test_an_upgrade_is_whole_or_not_at_all(
    old: Journal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "append", fail)
        with pytest.raises(RuntimeError):
            old.record("2026-00001", Event(EventKind.SENT, NOW))

    assert version_of(file) == 1
    require_level(old)
    assert old.record("2026-00001", Event(EventKind.SENT, NOW))


def test_a_copy_that_is_there_already_stays(old: Journal, file: Path) -> None:
    copy = file.with_name("Billing.journal.version-1.sqlite")
    copy.write_bytes(b"kept by hand")

    issue(old, "L9", issue_date=LATER)

    assert copy.read_bytes() == b"kept by hand"


def test_without_its_copy_nothing_is_upgraded(old: Journal, file: Path) -> None:
    file.with_name("Billing.journal.version-1.sqlite.part").mkdir()

    with pytest.raises(JournalUnreachableError):
        issue(old, "L9", issue_date=LATER)

    assert version_of(file) == 1


def test_a_server_of_version_1_is_read_and_then_brought_level(old_server: Journal) -> None:
    require_level(old_server)
    with old_server.storage.engine.connect() as connection:
        assert not inspect(connection).has_table("events")

    assert issue(old_server, "L9", issue_date=LATER).number == "2026-00004"

    with old_server.storage.engine.connect() as connection:
        assert inspect(connection).has_table("events")
    assert old_server.verify_chain() == old_server.gaps() == []
