"""A run that is cut short, at whatever step, is finished by the next one."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_office import SERVICES, Office, closed_workbook, codes, entry

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs import issuing
from addin.jobs.approving import approve
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.invoices import proving
from addin.jobs.invoices.recovering import write_whole
from addin.jobs.issuing import Request, issue
from addin.jobs.running import run
from addin.journal.journal import Journal
from addin.journal.turn import Turn
from addin.tables.catalogue import BY_NAME
from addin.words import Language

ROOT = Path(__file__).parent.parent.parent
PROJECTS = 5
INVOICES = 2 * PROJECTS


class PowerCutError(Exception):
    """The computer goes off."""


class Fuse:
    """Lets a function run so many times, then cuts the power, once."""

    def __init__(self, function: Callable[..., Any], runs: int) -> None:
        self.function = function
        self.left = runs

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run it, or not."""
        self.left -= 1
        if self.left == -1:
            raise PowerCutError
        return self.function(*arguments, **named)


def tables() -> dict[str, list[dict[str, Any]]]:
    """Five projects of two payers each, with an hour in March: ten invoices."""
    names = [f"P-{number}" for number in range(1, PROJECTS + 1)]
    return {
        "Projects": [
            {"project": name, "name": f"Project {name}", "client": "ALDER", "multi_payer": "yes"}
            for name in names
        ],
        "Splits": [
            {"project": name, "payer": payer, "share": share}
            for name in names
            for payer, share in (("ALDER", "0.6"), ("BIRCH", "0.4"))
        ],
        "Timesheets": [
            entry(f"T-{number}", "2026-03-02", project=name)
            for number, name in enumerate(names, start=1)
        ],
    }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An approved month of ten invoices."""
    office = Office(tmp_path, **tables())
    office.generate("2026-03")
    office.approve("2026-03")
    return office


def require_complete(office: Office, folder: Path) -> None:
    """Ten invoices, each thing once, the same in journal, workbook and folder."""
    journal = office.journal
    numbers = [f"2026-{number:05}" for number in range(1, INVOICES + 1)]
    assert [one.number for one in journal.invoices()] == numbers
    assert [*journal.gaps(), *journal.verify_chain()] == []
    assert [row["number"] for row in office.rows("Invoices")] == numbers
    assert office.issued_cents() == PROJECTS * 100_00
    assert len(office.rows("InvoiceLines")) == INVOICES
    assert all(row["invoice"].count("2026-") == 2 for row in office.lines())
    assert all(row["invoice"].count("2026-") == 2 for row in office.rows("Timesheets"))
    assert sorted(row["invoice"] for row in office.rows("Allocations")) == numbers
    assert [path.name[:10] for path in sorted(folder.rglob("*.docx"))] == numbers
    assert [row["docx"] for row in office.rows("Invoices")] == [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.docx"))
    ]


CUTS = {
    "while the document is proven": (proving, "read_totals", 1),
    "before the file is written": (issuing, "write_whole", 0),
    "before the file is noted as written": (Journal, "note_written", 0),
    "before the number is kept": (Turn, "issue", 0),
}


@pytest.mark.parametrize("done", [0, 3, 9])
@pytest.mark.parametrize("cut", CUTS)
def test_a_run_cut_short_is_finished_by_the_next(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str, done: int
) -> None:
    where, name, rehearsed = CUTS[cut]
    runs = INVOICES * rehearsed + done
    fuse = Fuse(getattr(where, name), runs)
    # a method must be a function
    monkeypatch.setattr(where, name, lambda *given, **named: fuse(*given, **named))  # noqa: PLW0108
    with pytest.raises(PowerCutError):
        office.issue("2026-03")
    kept = len(office.journal.invoices())
    assert kept in {done, done + 1}

    report = office.issue("2026-03")

    assert report.added == INVOICES - kept
    assert codes(report) == ["ISS-05"] * kept + ["ISS-01"] * (kept == INVOICES)
    require_complete(office, tmp_path)


def test_a_run_cut_short_before_the_workbook_is_written_is_made_up_for_by_the_next(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.book, "write", Fuse(office.book.write, 0))
    with pytest.raises(PowerCutError):
        office.issue("2026-03")

    report = office.issue("2026-03")

    assert (report.added, codes(report)) == (0, ["ISS-05"] * INVOICES + ["ISS-01"])
    require_complete(office, tmp_path)


def test_any_job_brings_the_workbook_level_with_the_journal(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.book, "write", Fuse(office.book.write, 0))
    with pytest.raises(PowerCutError):
        office.issue("2026-03")

    assert office.generate("2026-03").removed == 0

    require_complete(office, tmp_path)


def test_a_recovery_that_is_cut_short_too_is_no_worse(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = office.book.write
    for _ in range(2):
        monkeypatch.setattr(office.book, "write", Fuse(write, 0))
        with pytest.raises(PowerCutError):
            office.issue("2026-03")
    monkeypatch.setattr(office.book, "write", write)

    office.issue("2026-03")

    require_complete(office, tmp_path)


def test_a_dry_run_after_a_crash_writes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fuse = Fuse(write_whole, 3)
    monkeypatch.setattr(issuing, "write_whole", fuse)
    with pytest.raises(PowerCutError):
        office.issue("2026-03")
    files, writes = len([*tmp_path.rglob("*.docx")]), office.book.writes

    assert office.issue("2026-03", dry_run=True).added == INVOICES - 4
    assert office.generate("2026-03", dry_run=True).added == 0

    assert (len([*tmp_path.rglob("*.docx")]), office.book.writes) == (files, writes)


# A line of which one payer's part is issued and the other's is not.


@pytest.fixture
def half(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The run was cut after the first of ten invoices: ALDER's part of P-1."""
    fuse = Fuse(Turn.issue, 1)
    with monkeypatch.context() as patch:
        patch.setattr(Turn, "issue", lambda *given, **named: fuse(*given, **named))  # noqa: PLW0108
        with pytest.raises(PowerCutError):
            office.issue("2026-03")
    return office


def nets(office: Office, project: str) -> dict[str, str]:
    rows = office.rows("Invoices", projects=project)
    return {row["payer"]: row["net"] for row in rows}


def test_the_other_part_is_as_it_was_shown_even_when_the_split_has_changed_since(
    half: Office,
) -> None:
    for payer in ("ALDER", "BIRCH"):
        half.put("Splits", {"project": "P-1", "payer": payer}, share="0.5")

    half.generate("2026-03")
    half.issue("2026-03")

    assert nets(half, "P-1") == {"ALDER": "60.00", "BIRCH": "40.00"}


def test_the_other_part_waits_while_its_allocation_is_missing_and_comes_with_it(
    half: Office,
) -> None:
    half.delete("Allocations", line="2026-03/P-1/ADV/time/100", payer="BIRCH")

    report = half.issue("2026-03")
    assert "ISS-06" in codes(report)
    assert (nets(half, "P-1"), report.skipped) == ({"ALDER": "60.00"}, ["P-1"])

    half.generate("2026-03")
    half.issue("2026-03")
    assert nets(half, "P-1") == {"ALDER": "60.00", "BIRCH": "40.00"}


def test_the_other_part_is_never_more_than_the_line_leaves(half: Office) -> None:
    where = {"line": "2026-03/P-1/ADV/time/100"}
    half.put("Allocations", where | {"payer": "ALDER"}, amount="50.00")
    half.put("Allocations", where | {"payer": "BIRCH"}, amount="50.00")

    report = half.issue("2026-03")

    assert ("ISS-06" in codes(report), nets(half, "P-1")) == (True, {"ALDER": "60.00"})

    half.generate("2026-03")
    half.issue("2026-03")
    assert nets(half, "P-1") == {"ALDER": "60.00", "BIRCH": "40.00"}


def test_the_other_part_survives_the_loss_of_its_row(half: Office) -> None:
    half.delete("Prebilling", line="2026-03/P-1/ADV/time/100")
    half.put("Timesheets", {"entry": "T-1"}, line=None, invoice=None)

    half.generate("2026-03")
    half.issue("2026-03")

    assert nets(half, "P-1") == {"ALDER": "60.00", "BIRCH": "40.00"}


# Documents.


def test_a_document_that_left_its_folder_is_written_again(office: Office, tmp_path: Path) -> None:
    office.issue("2026-03")
    document = sorted(tmp_path.rglob("*.docx"))[3]
    before = document.read_bytes()
    document.unlink()

    assert codes(office.approve("2026-03")) == []

    assert document.read_bytes() == before


def test_a_document_that_cannot_be_made_again_as_it_was_is_told(
    tmp_path: Path,
) -> None:
    template = ROOT / "templates" / "invoice" / "en.docx"
    (tmp_path / "mine.docx").write_bytes(template.read_bytes())
    clients = [{"client": "ALDER", "template": "mine.docx"}]
    office = Office(tmp_path, Clients=clients, Timesheets=[entry("T-1", "2026-03-02")])
    office.bill("2026-03")
    next((tmp_path / "invoices").rglob("*.docx")).unlink()
    (tmp_path / "mine.docx").write_bytes((template.parent / "fr.docx").read_bytes())

    assert codes(office.approve("2026-03")) == ["ISS-07"]

    (tmp_path / "mine.docx").unlink()
    assert codes(office.approve("2026-03")) == ["ISS-07"]


# The real thing: a closed workbook, and a process that is killed.

CLERK = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.jobs.issuing import Request, issue
from addin.jobs.running import run

def die(done, of):
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

moment = datetime(2026, 3, 31, tzinfo=UTC)
request = Request(Month(2026, 3), date(2026, 3, 31), moment, on_issued=die)
run(open_book(Path(sys.argv[1])), lambda content: issue(content, request))
"""


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A closed workbook in French with an approved month of ten invoices."""
    path = tmp_path_factory.mktemp("approved") / "Billing.xlsm"
    address = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
    book = closed_workbook(
        path,
        Language.FR,
        Clients=[{"client": name, "name": name, **address} for name in ("ALDER", "BIRCH")],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=[row for row in SERVICES if row["service"] == "ADV"],
        Rates=[{"rate": "100.00"}],
        **tables(),
    )
    run(book, lambda content: generate(content, Month(2026, 3)))
    run(book, lambda content: approve(content, Month(2026, 3)))
    return path.read_bytes()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process so")
@pytest.mark.parametrize("done", [1, 4, INVOICES])
def test_a_killed_process_loses_nothing_of_a_closed_workbook(
    approved: bytes, tmp_path: Path, done: int
) -> None:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(approved)
    killed = subprocess.run(
        [sys.executable, "-c", CLERK, str(path), str(done)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == approved

    request = Request(Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, 9, tzinfo=UTC))
    report = run(open_book(path), lambda content: issue(content, request))

    assert report.added == INVOICES - done
    content = load(open_book(path))
    numbers = [f"2026-{number:05}" for number in range(1, INVOICES + 1)]
    journal = Journal.beside(path)
    assert [one.number for one in journal.invoices()] == numbers
    assert [*journal.gaps(), *journal.verify_chain()] == []
    assert [row["number"] for row in records(content, BY_NAME["Invoices"])] == numbers
    assert sorted(row["invoice"] for row in records(content, BY_NAME["Allocations"])) == numbers
    assert [found.name[:10] for found in sorted(tmp_path.rglob("*.docx"))] == numbers
