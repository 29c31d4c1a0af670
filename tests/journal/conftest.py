"""The databases that a journal can be kept in, and the clerks who work with it."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from journal_samples import Hire
from postgresql_server import Server, programs, running

from addin.journal.journal import Journal


@pytest.fixture(scope="session")
def hire() -> Hire:
    """Start clerks quickly, from a server that has the libraries loaded, where one can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn").Process
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "sqlalchemy.orm", "pydantic", "issuing_clerk"])
    return context.Process


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server, started once for all tests of a process."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    with running(found) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The setting journal_url of an empty journal, of each kind in turn."""
    if request.param == "sqlite":
        return ""
    server: Server = request.getfixturevalue("postgresql")
    return server.empty_schema()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return tmp_path / "Billing.xlsm"


@pytest.fixture
def journal(workbook: Path, url: str) -> Journal:
    """An empty journal."""
    return Journal.beside(workbook, url)
