"""A run that is cut short between its invoices and their annexes is finished by the next one."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_office import FEE, SERVICES, Office, closed_workbook, codes, entry

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs import issuing
from addin.jobs.approving import approve
from addin.jobs.generating import generate
from addin.jobs.invoices import annex
from addin.jobs.issuing import Request, issue
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.filed import annexes_due, filed_documents
from addin.journal.journal import Journal
from addin.words import Language

ROOT = Path(__file__).parent.parent.parent
MARCH = Month(2026, 3)
NUMBERS = ["2026-00001", "2026-00002", "2026-00003"]
ENTRIES = [
    entry(f"T-{place}", "2026-03-02", project=f"P-{place}")
    for place, _ in enumerate(NUMBERS, start=1)
]
PROJECTS = [
    {"project": row["project"], "name": row["project"], "client": "ALDER"} for row in ENTRIES
]
CUTS = {
    "before the first annex": (issuing, "write_annexes", 0),
    "before the second annex is written": (annex, "write_once", 1),
    "before the annexes are filed": (annex, "note_filed", 0),
    "before they are listed": (issuing, "file_documents", 0),
}


class PowerCutError(Exception):
    """The computer goes off."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An approved month of three invoices of an hour each."""
    office = Office(tmp_path, Projects=PROJECTS, Timesheets=ENTRIES)
    office.generate("2026-03")
    office.approve("2026-03")
    return office


def cut(monkeypatch: pytest.MonkeyPatch, where: object, name: str, done: int) -> None:
    """Have the power fail when something is about to be done that was done so many times."""
    function, calls = getattr(where, name), []

    def dying(*given: object, **named: object) -> object:
        calls.append(name)
        if len(calls) > done:
            raise PowerCutError
        return function(*given, **named)

    monkeypatch.setattr(where, name, dying)


def annexes(folder: Path) -> list[str]:
    """The numbers of the annexes in a folder, each once for each file."""
    return sorted(path.name[:10] for path in folder.rglob("* - *.docx"))


@pytest.mark.parametrize("place", CUTS)
def test_the_next_run_writes_the_annexes_that_are_missing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with monkeypatch.context() as until_then:
        cut(until_then, *CUTS[place])
        with pytest.raises(PowerCutError):
            office.issue("2026-03", annexes=True)
    assert len(office.journal.invoices()) == len(NUMBERS)

    report = office.approve("2026-03")

    assert set(codes(report)) == {"ISS-05"}
    assert annexes(tmp_path) == NUMBERS
    assert [one.number for one in filed_documents(office.journal)] == NUMBERS
    assert annexes_due(office.journal) == []
    office.issue("2026-03")
    assert codes(run(office.book, verify)) == []


def test_an_annex_that_could_not_be_made_is_made_once_it_can_be(
    office: Office, tmp_path: Path
) -> None:
    broken = tmp_path / "templates" / "annex" / "en.docx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no document")
    assert codes(office.issue("2026-03", annexes=True)) == ["DOC-01"]

    assert codes(office.approve("2026-03")) == ["DOC-01"]
    broken.unlink()
    assert codes(office.approve("2026-03")) == []

    assert annexes(tmp_path / "invoices") == NUMBERS


def test_an_annex_that_was_not_asked_for_is_never_written(office: Office, tmp_path: Path) -> None:
    office.issue("2026-03")

    office.approve("2026-03")

    assert annexes(tmp_path) == []


def test_an_annex_that_is_filed_is_not_written_again(office: Office, tmp_path: Path) -> None:
    office.issue("2026-03", annexes=True)
    for path in tmp_path.rglob("* - *.docx"):
        path.unlink()

    office.approve("2026-03")

    assert annexes(tmp_path) == []
    assert codes(run(office.book, verify)) == ["VER-06"] * len(NUMBERS)


def test_an_invoice_of_fees_alone_waits_for_no_annex(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.generate("2026-03")
    office.approve("2026-03")
    office.issue("2026-03", annexes=True)

    assert len(office.journal.invoices()) == 1
    assert annexes_due(office.journal) == []


# The real thing: a closed workbook, and a process that is killed.

CLERK = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs.invoices import annex
from addin.jobs.issuing import Request, issue
from addin.jobs.running import run

left, write = int(sys.argv[2]), annex.write_once

def dying(*given):
    global left
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return write(*given)

annex.write_once = dying
moment = datetime(2026, 3, 31, tzinfo=UTC)
request = Request(Month(2026, 3), Month(2026, 3).last, moment, annexes=True)
run(open_book(Path(sys.argv[1])), lambda content: issue(content, request))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process so")
def test_a_killed_process_loses_no_annex_of_a_closed_workbook(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    address = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
    book = closed_workbook(
        path,
        Language.FR,
        Clients=[{"client": "ALDER", "name": "Alder", **address}],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=[row for row in SERVICES if row["service"] == "ADV"],
        Rates=[{"rate": "100.00"}],
        Projects=PROJECTS,
        Timesheets=ENTRIES,
    )
    run(book, lambda content: generate(content, MARCH))
    run(book, lambda content: approve(content, MARCH))
    approved = path.read_bytes()
    for done in (0, 2):  # in the run, then in the one that finishes it
        killed = subprocess.run(
            [sys.executable, "-c", CLERK, str(path), str(done)], cwd=ROOT, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        assert path.read_bytes() == approved

    moment = datetime(2026, 3, 31, 9, tzinfo=UTC)
    report = run(
        open_book(path), lambda content: issue(content, Request(MARCH, MARCH.last, moment))
    )

    assert report.added == 0
    journal = Journal.beside(path)
    assert [one.number for one in journal.invoices()] == NUMBERS
    assert annexes(tmp_path) == NUMBERS
    assert [one.number for one in filed_documents(journal)] == NUMBERS
    assert [*journal.gaps(), *journal.verify_chain()] == []
