"""A real PostgreSQL for the tests: a server of our own, in a temporary folder, on loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

ACCOUNT = "postgres"
"""Who the server runs as where the tests run as root, whom PostgreSQL refuses."""


@dataclass
class Server:
    """A running PostgreSQL.

    Attributes:
        port: On loopback.
    """

    port: int
    _made: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as a user types it in the setting."""
        return f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/{database}"

    def empty_schema(self) -> str:
        """An address under which there is nothing yet: a schema, made faster than a database."""
        url, empty = self.schema_to_empty(f"journal_{next(self._made)}")
        empty()
        return url

    def schema_to_empty(self, name: str) -> tuple[str, Callable[[], None]]:
        """The address of a schema, and what empties it."""

        def empty() -> None:
            self.run(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            self.run(f"CREATE SCHEMA {name}")

        return f"{self.url()}?options=-csearch_path%3D{name}", empty

    def run(self, statement: str, url: str = "") -> None:
        """Give a statement as the owner of the server."""
        address = (url or self.url()).replace("postgresql://", "postgresql+psycopg://")
        engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def programs() -> Path | None:
    """Where Debian keeps the programs of PostgreSQL, the newest version; None without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    anywhere = shutil.which("initdb")
    return Path(anywhere).resolve().parent if anywhere else None


def _version(program: Path) -> int:
    name = program.parent.parent.name
    return int(name) if name.isdigit() else 0


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """Start a server in a folder of its own, and take both away afterwards.

    The folder is not one of pytest's, which no other account may enter.
    """
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
        data = folder / "data"
        made = ["-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        _do(folder, [bin_folder / "initdb", "-D", data, *made])
        port = _free_port()
        # What is tested is what becomes of transactions when clients die, not when the power fails.
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=30 -c fsync=off"
        control: list[str | Path] = [bin_folder / "pg_ctl", "-D", data, "-w"]
        _do(folder, [*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield Server(port)
        finally:
            _do(folder, [*control, "-m", "immediate", "stop"])


def _do(folder: Path, command: Sequence[str | Path]) -> None:
    account = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*account, *map(str, command)], check=True, cwd=folder, stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
