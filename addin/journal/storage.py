"""Where the journal lies: its file or database, its transactions, and what can go wrong with it.

The file is a SQLite database in rollback mode. The faster write-ahead log is not used: it shares
memory between processes, so it breaks as soon as two computers open the file on a network folder,
which is where accountants keep workbooks. For the same reason a commit waits for the disk
(``synchronous=FULL``) and no connection is kept open between two transactions.

When several people issue, it is a PostgreSQL database. Whoever writes takes one lock of the
database as a whole first, so that they take turns from the very first invoice on.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from addin.errors import BillingError
from addin.journal.models import SCHEMA_VERSION, Base, SchemaRow
from addin.journal.upgrading import copied_into, keep_copy, make, upgrade

BEGIN = "begin"  # execution option: the statement that opens a transaction
PATIENCE_SECONDS = 20
POSTGRESQL = "postgresql+psycopg"
SHORT_NAMES = {"postgres", "postgresql"}
"""How addresses name PostgreSQL; its driver is ours to choose."""

TURN = 0x51504A4F  # our lock among those that the users of one database may take
LOCK_NOT_AVAILABLE = "55P03"
INSUFFICIENT_PRIVILEGE = "42501"
IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
UNREACHABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
UNREADABLE = (ValueError, ArithmeticError)
"""What reading ends with where a value was made unreadable by another program."""
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


class JournalDriverError(BillingError):
    """The journal is in a kind of database that this computer has no program for."""

    code = "JRN-21"


class JournalUrlError(BillingError):
    """The setting ``journal_url`` names no database that can be used."""

    code = "JRN-11"


@dataclass(frozen=True, slots=True)
class Storage:
    """The database of one journal; it holds nothing open between two transactions.

    Attributes:
        name: What the user knows it by: the path of its file, or its address without password.
        file: The SQLite file; None for a database server.
        patience_seconds: How long to wait for someone else who is writing.
    """

    name: str
    file: Path | None
    engine: Engine
    patience_seconds: int = PATIENCE_SECONDS

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction in which nobody else writes; an exception undoes all of it.

        Raises:
            BillingError: The journal cannot be used (JRN-07 to JRN-10).
        """
        try:
            with self._transaction() as session:
                yield session
        except UNREADABLE:
            self._require_readable()  # else it comes from what was done in the transaction
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with self._connected(writing=True) as connection:
            version = self._version(connection)
            if version is None:
                make(connection)
                connection.execute(insert(SchemaRow).values(version=SCHEMA_VERSION, events=0))
            elif version < SCHEMA_VERSION:
                self._keep_copy(version)
                upgrade(connection)
            with Session(connection) as session:
                session.scalars(select(SchemaRow).with_for_update()).one()
                yield session
                session.flush()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What was issued so far; a journal that does not exist is read as an empty one, not made.

        One of an earlier version is read as if it were of this one, and stays what it is.

        Raises:
            BillingError: The journal cannot be used (JRN-07 to JRN-10).
        """
        with ExitStack() as opened:
            connection = None
            if self._present():
                connection = opened.enter_context(self._connected())
            version = None if connection is None else self._version(connection)
            if connection is None or version is None:
                connection = opened.enter_context(_in_memory())
                make(connection)
            elif version < SCHEMA_VERSION:
                connection = opened.enter_context(self._upgraded(connection))
            try:
                yield opened.enter_context(Session(connection))
            except UNREADABLE as error:
                raise JournalDamagedError(file=self.name) from error

    def _require_complete(self) -> None:
        """Refuse a journal that has lost a table or a column."""
        with self._engine_for(writing=False).connect() as connection:
            inspector = inspect(connection)
            for table in Base.metadata.sorted_tables:
                found = inspector.has_table(table.name) and inspector.get_columns(table.name)
                known = {column["name"] for column in found or ()}
                if not known.issuperset(table.columns.keys()):
                    raise JournalDamagedError(file=self.name)

    def _require_readable(self) -> None:
        """Refuse a journal with a value that is none, such as a date with a month 13."""
        with self.reading() as session:
            for table in Base.metadata.sorted_tables:
                session.execute(select(table)).all()

    @contextmanager
    def _upgraded(self, connection: Connection) -> Iterator[Connection]:
        """A journal of an earlier version as it will be, of which nothing is kept."""
        if self.file is None:
            upgrade(connection)
            yield connection
            connection.rollback()
            return
        with _in_memory() as memory:
            copied_into(memory, self.file)
            upgrade(memory)
            yield memory

    def _keep_copy(self, version: int) -> None:
        if self.file is None:  # whoever keeps a server keeps its backups
            return
        try:
            keep_copy(self.file, version)
        except (OSError, sqlite3.Error) as error:
            raise JournalUnreachableError(file=self.name, reason=str(error)) from error

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
    def _connected(self, *, writing: bool = False) -> Iterator[Connection]:
        try:
            with self._engine_for(writing=writing).begin() as connection:
                if writing and self.file is None:
                    self._take_turn(connection)
                yield connection
        except DBAPIError as error:
            refusal = self._refusal(error)
            if refusal is None:
                self._require_complete()
                raise
            raise refusal from error

    def _engine_for(self, *, writing: bool) -> Engine:
        if self.file is not None:
            return self.engine.execution_options(
                **{BEGIN: "BEGIN IMMEDIATE" if writing else "BEGIN"}
            )
        # Several statements that read are to see one moment.
        level = "READ COMMITTED" if writing else "REPEATABLE READ"
        return self.engine.execution_options(isolation_level=level)

    def _take_turn(self, connection: Connection) -> None:
        """Wait for the others as long as our patience lasts; it ends with the transaction."""
        if connection.dialect.name != "postgresql":
            return
        # 0 would mean to wait for ever.
        milliseconds = max(1000 * self.patience_seconds, 1)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})

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
        if code is None:
            return self._refusal_of_server(error, reason)
        if code & PRIMARY_CODE in IN_USE:
            return JournalInUseError(file=self.name)
        if code & PRIMARY_CODE in DAMAGED:
            return JournalDamagedError(file=self.name)
        if code & PRIMARY_CODE in UNREACHABLE:
            return JournalUnreachableError(file=self.name, reason=reason)
        return None

    def _refusal_of_server(self, error: DBAPIError, reason: str) -> BillingError | None:
        """The same of a database server, or one that cannot be reached."""
        state = getattr(error.orig, "sqlstate", None)
        if state == LOCK_NOT_AVAILABLE:
            return JournalInUseError(file=self.name)
        if state == INSUFFICIENT_PRIVILEGE or isinstance(error, OperationalError):
            return JournalUnreachableError(file=self.name, reason=" ".join(reason.split()))
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
        JournalDriverError: What PostgreSQL needs is not installed.
    """
    address = _address(default, url)
    if address.get_backend_name() != "sqlite":
        wait = {"connect_timeout": max(patience_seconds, 2)}
        engine = _engine(address, url, connect_args=wait)
        return Storage(address.render_as_string(), None, engine, patience_seconds)
    file = Path(address.database or "")
    engine = _engine(address, url, connect_args={"timeout": patience_seconds})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Storage(str(file), file, engine, patience_seconds)


def _address(default: Path, url: str) -> URL:
    if not url:
        return URL.create("sqlite", database=str(default))
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise JournalUrlError(url=_without_password(url)) from error
    if address.drivername in SHORT_NAMES:
        return address.set(drivername=POSTGRESQL)
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
    except ImportError as error:
        if address.drivername == POSTGRESQL:
            raise JournalDriverError(url=_without_password(url)) from error
        raise JournalUrlError(url=_without_password(url)) from error
    except NoSuchModuleError as error:
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
def _in_memory() -> Iterator[Connection]:
    """A database that is forgotten afterwards."""
    with create_engine("sqlite://", poolclass=NullPool).begin() as connection:
        yield connection
