"""The database itself refuses to change what was issued, whoever asks it to."""

from collections.abc import Iterator

from sqlalchemy import Connection

REFUSAL = "what was issued is never changed"
KEPT = ("invoices", "invoice_lines", "allocations", "credited_lines", "events")
"""The tables whose rows are only ever added."""

NOTED = ("invoice", "path", "digest")
"""Of the documents; that one has reached the disk is noted later."""


def forbid_changes(connection: Connection) -> None:
    """Put the triggers on the tables; those that are there stay."""
    name = connection.dialect.name
    statements = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}
    for statement in statements[name]() if name in statements else ():
        connection.exec_driver_sql(statement)


def _for_sqlite() -> Iterator[str]:
    for table, verb, condition in _guarded():
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb}{condition} "
            f"ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _for_postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table, verb, condition in _guarded():
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_{verb.lower()} BEFORE {verb}{condition} "
            f"ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuses()"
        )
    for table in (*KEPT, "documents"):
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()"
        )


def _guarded() -> Iterator[tuple[str, str, str]]:
    """Each table and verb to refuse, and the columns it is refused for."""
    for table in KEPT:
        yield table, "UPDATE", ""
        yield table, "DELETE", ""
    yield "documents", "UPDATE", f" OF {', '.join(NOTED)}"
    yield "documents", "DELETE", ""
