"""The database itself refuses to change what was issued, be it SQLite or PostgreSQL."""

import pytest
from credit_samples import credit
from journal_samples import documents, issue
from sqlalchemy.exc import DBAPIError

from addin.journal.journal import Journal

COLUMNS = {
    "invoices": "due_date",
    "invoice_lines": "unit",
    "allocations": "net_cents",
    "credited_lines": "net_cents",
    "events": "kind",
    "documents": "digest",
}


@pytest.fixture
def full(journal: Journal) -> Journal:
    """A journal with a row in every table."""
    credit(journal, issue(journal, "L1"), {1: 1_00})
    return journal


@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
@pytest.mark.parametrize("table", COLUMNS)
def test_a_row_is_neither_changed_nor_deleted(full: Journal, table: str, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match="what was issued is never changed"),
        full.storage.writing() as session,
    ):
        session.connection().exec_driver_sql(statement.format(table, COLUMNS[table]))

    assert full.verify_chain() == []


def test_that_a_document_has_reached_the_disk_may_be_noted(full: Journal) -> None:
    issued = full.invoice("2026-00001")

    full.documents_written(issued.number, [file.path for file in documents(issued)])

    assert full.verify_chain() == []
