"""Where the journal lies: its file or database, its transactions, and what can go wrong with it.

The file is a SQLite database in rollback mode. The faster write-ahead log is not used: it shares
memory between processes, so it breaks as soon as two computers open the file on a network folder,
which is where accountants keep workbooks. For the same reason a commit waits for the disk
(``synchronous=FULL``) and no connection is kept open between two transactions.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from addin.errors import BillingError
from addin.journal.models import SCHEMA_VERSION, Base, SchemaRow

BEGIN = "begin"  # execution option: the statement that opens a transaction
PATIENCE_SECONDS = 20
IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
UNREACHABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
PRIMARY_CODE = 0xFF  # the low byte of an extended SQLite result code


class JournalInUseError(BillingError):
    """Someone else is issuing, and went on for longer than we wait."""

    code = "JRN-07"


class JournalDamagedError(BillingError):
    """The file is not a sound journal."""

    code = "JRN-08"


class JournalNewerError(BillingError):
    """The journal was written by a later version of Quotepart."""

    code = "JRN-09"


class JournalUnreachableError(BillingError):
    """The file or database cannot be opened or written."""

    code = "JRN-10"


class JournalUrlError(BillingError):
    """The setting ``journal_url`` names no database that can be used."""

    code = "JRN-11"


@dataclass(frozen=True, slots=True)
class Storage:
    """The database of one journal; it holds nothing open between two transactions.

    Attributes:
        name: What the user knows it by: the path of its file, or its address without password.
        file: The SQLite file; None for a database server.
    """

    name: str
    file: Path | None
    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction in which nobody else writes; an exception undoes all of it.

        Raises:
            BillingError: The journal cannot be used (JRN-07 to JRN-10).
        """
        with self._connected("BEGIN IMMEDIATE") as connection:
            if self._version(connection) is None:
                Base.metadata.create_all(connection)
                connection.execute(insert(SchemaRow).values(version=SCHEMA_VERSION))
            with Session(connection) as session:
                session.scalars(select(SchemaRow).with_for_update()).one()
                yield session
                session.flush()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What was issued so far; a journal that does not exist is read as an empty one, not made.

        Raises:
            BillingError: The journal cannot be used (JRN-07 to JRN-10).
        """
        with ExitStack() as opened:
            connection = None
            if self._present():
                connection = opened.enter_context(self._connected("BEGIN"))
            if connection is None or self._version(connection) is None:
                connection = opened.enter_context(_blank())
            yield opened.enter_context(Session(connection))

    def _present(self) -> bool:
        """Whether there is a database to open; a folder out of reach is not an empty journal."""
        if self.file is None:
            return True
        try:
            self.file.parent.stat()
            return self.file.exists()
        except OSError as error:
            raise JournalUnreachableError(file=self.name, reason=str(error)) from error

    @contextmanager
    def _connected(self, begin: str) -> Iterator[Connection]:
        try:
            with self.engine.execution_options(**{BEGIN: begin}).begin() as connection:
                yield connection
        except DBAPIError as error:
            refusal = self._refusal(error)
            if refusal is None:
                raise
            raise refusal from error

    def _version(self, connection: Connection) -> int | None:
        """The version of the tables; None when there are none yet."""
        if not inspect(connection).has_table(SchemaRow.__tablename__):
            return None
        version: int | None = connection.scalar(select(SchemaRow.version))
        if version is None:
            raise JournalDamagedError(file=self.name)
        if version > SCHEMA_VERSION:
            raise JournalNewerError(file=self.name, found=version, known=SCHEMA_VERSION)
        return version

    def _refusal(self, error: DBAPIError) -> BillingError | None:
        """What a failure of the database means to the user; None when it is a fault of ours."""
        reason = str(error.orig)
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is None:  # a database server, or one that cannot be reached
            fails = isinstance(error, OperationalError)
            return JournalUnreachableError(file=self.name, reason=reason) if fails else None
        if code & PRIMARY_CODE in IN_USE:
            return JournalInUseError(file=self.name)
        if code & PRIMARY_CODE in DAMAGED:
            return JournalDamagedError(file=self.name)
        if code & PRIMARY_CODE in UNREACHABLE:
            return JournalUnreachableError(file=self.name, reason=reason)
        return None


def storage(default: Path, url: str, patience_seconds: int = PATIENCE_SECONDS) -> Storage:
    """The database that a journal is kept in.

    Args:
        default: The SQLite file used when there is no ``url``.
        url: Address of a database as SQLAlchemy writes it; or empty. The file of a relative
            SQLite address lies in the folder of ``default``.
        patience_seconds: How long to wait for someone else who is writing.

    Raises:
        JournalUrlError: The address cannot be used.
    """
    address = _address(default, url)
    if address.get_backend_name() != "sqlite":
        return Storage(address.render_as_string(), None, _engine(address, url))
    file = Path(address.database or "")
    engine = _engine(address, url, connect_args={"timeout": patience_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Storage(str(file), file, engine)


def _address(default: Path, url: str) -> URL:
    if not url:
        return URL.create("sqlite", database=str(default))
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise JournalUrlError(url=_without_password(url)) from error
    if address.get_backend_name() != "sqlite":
        return address
    if address.database in {None, "", ":memory:"}:
        raise JournalUrlError(
            url=_without_password(url)
        )  # such a journal would be forgotten at once
    return address.set(database=str(default.parent / str(address.database)))


def _engine(address: URL, url: str, **options: object) -> Engine:
    try:
        return create_engine(address, poolclass=NullPool, **options)
    except (NoSuchModuleError, ImportError) as error:
        raise JournalUrlError(url=_without_password(url)) from error


def _without_password(url: str) -> str:
    return re.sub(r"//.*@", "//…@", url)


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Set up a new SQLite connection; the transactions are opened by ``_begin``."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # The default, unless another program has turned the file to the write-ahead log.
    connection.execute("PRAGMA journal_mode = DELETE")


def _begin(connection: Connection) -> None:
    """Open a transaction: to write, it takes the lock at once and not at its first change."""
    connection.exec_driver_sql(connection.get_execution_options()[BEGIN])


@contextmanager
def _blank() -> Iterator[Connection]:
    """An empty journal in memory."""
    with create_engine("sqlite://", poolclass=NullPool).begin() as connection:
        Base.metadata.create_all(connection)
        yield connection
