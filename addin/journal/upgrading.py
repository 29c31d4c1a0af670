"""A journal of an earlier version becomes one of this version, whole or not at all.

What was issued keeps its digests and its seals. Of a SQLite file a copy is put beside it first.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session, selectinload

from addin.journal.events import append, issued_event
from addin.journal.models import SCHEMA_VERSION, Base, InvoiceRow, SchemaRow
from addin.journal.records import DocumentFile
from addin.journal.states import Event, EventKind
from addin.journal.triggers import forbid_changes

COLUMNS = (
    "ALTER TABLE journal_schema ADD COLUMN events INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invoices ADD COLUMN kind VARCHAR NOT NULL DEFAULT '380'",
    "ALTER TABLE invoices ADD COLUMN preceding VARCHAR REFERENCES invoices (number)",
    "ALTER TABLE invoices ADD COLUMN preceding_date DATE",
    "CREATE INDEX ix_invoices_preceding ON invoices (preceding)",
)
"""What the tables of version 1 lack."""


def make(connection: Connection) -> None:
    """Make the tables of an empty journal."""
    Base.metadata.create_all(connection)
    forbid_changes(connection)


def upgrade(connection: Connection) -> None:
    """Bring the tables of version 1 to this version, inside the transaction of the caller.

    The allocations get a longer key, so that a line can be invoiced again once it was credited;
    every invoice gets the event of its issue.
    """
    run = connection.exec_driver_sql
    run("CREATE TABLE allocations_before AS SELECT * FROM allocations")
    run("DROP TABLE allocations")
    for statement in COLUMNS:
        run(statement)
    make(connection)
    run(
        "INSERT INTO allocations (line, payer, net_cents, invoice) "
        "SELECT line, payer, net_cents, invoice FROM allocations_before"
    )
    run("DROP TABLE allocations_before")
    connection.execute(update(SchemaRow).values(version=SCHEMA_VERSION))
    with Session(connection) as session:
        query = select(InvoiceRow).options(selectinload(InvoiceRow.documents))
        rows = session.scalars(query.order_by(InvoiceRow.position)).all()
        append(session, ((row.number, _issued(row)) for row in rows))
        session.flush()


def _issued(row: InvoiceRow) -> Event:
    files = [DocumentFile(one.path, one.digest) for one in row.documents]
    return issued_event(row.gross_cents, files, Event(EventKind.ISSUED, row.created_at))


def keep_copy(file: Path, version: int) -> Path:
    """Put a copy of a SQLite journal beside it, whole or not at all.

    It is read as a database: opening it as a file and closing it again would let go of the locks
    that this process has on it. A copy that is there already stays.
    """
    copy = file.with_name(f"{file.stem}.version-{version}{file.suffix}")
    if copy.exists():
        return copy
    half = copy.with_name(f"{copy.name}.part")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(copy)
    return copy


def copied_into(connection: Connection, file: Path) -> None:
    """Copy a SQLite journal into an empty one in memory, to be upgraded and read there."""
    memory = connection.connection.driver_connection
    assert isinstance(memory, sqlite3.Connection)
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
        source.backup(memory)
