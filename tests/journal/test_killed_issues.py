"""``kill -9`` at any moment of an issue: the next run finishes it, and nothing is lost or doubled.

Every kill here is a real SIGKILL of a real process that issues a month of a closed workbook.
"""

import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from issuing_clerk import MONTH, issue_month, verified
from journal_samples import Hire
from postgresql_server import Server
from sample_office import SERVICES, SETTINGS, closed_workbook, entry

from addin.books.closed import open_book
from addin.jobs.approving import approve
from addin.jobs.content import load
from addin.jobs.generating import generate
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.running import run
from addin.words import Language

NIGHT = settings().max_examples > 1000
KILLS = {"sqlite": 200 if NIGHT else 8, "postgresql": 50 if NIGHT else 4}
ELECTRONIC = {"einvoice": "peppol", "enterprise_number": "0403.019.261"} if NIGHT else {}
"""By night one of the payers gets electronic files: each process starts the rules anew, a second
and a half of it."""
IN_A_ROW = 4
"""How often the same month is killed before it is left to finish."""

PROJECTS = 6
NUMBERS = [f"2026-{ordinal:05}" for ordinal in range(1, 2 * PROJECTS + 1)]
"""Each project is paid by two."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


def approved(path: Path, journal_url: str) -> Path:
    """A closed workbook with an approved month of twelve invoices."""
    names = [f"P-{number}" for number in range(1, PROJECTS + 1)]
    address = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
    settings = SETTINGS | {"journal_url": journal_url}
    tables = {
        "Settings": [{"setting": name, "value": settings[name]} for name in settings],
        "Clients": [
            {"client": "ALDER", "name": "ALDER", **address},
            {"client": "BIRCH", "name": "BIRCH", **address, **ELECTRONIC},
        ],
        "Projects": [
            {"project": name, "name": name, "client": "ALDER", "multi_payer": "yes"}
            for name in names
        ],
        "Splits": [
            {"project": name, "payer": payer, "share": share}
            for name in names
            for payer, share in (("ALDER", "0.6"), ("BIRCH", "0.4"))
        ],
        "Staff": [{"person": "ANN", "name": "Ann"}],
        "Services": [row for row in SERVICES if row["service"] == "ADV"],
        "Rates": [{"rate": "100.00"}],
        "Timesheets": [entry(f"T-{name}", "2026-03-02", project=name) for name in names],
    }
    book = closed_workbook(path, Language.EN, **tables)
    run(book, lambda content: generate(content, MONTH))
    run(book, lambda content: approve(content, MONTH))
    return path


@pytest.mark.parametrize("kind", KILLS)
def test_a_month_that_is_killed_again_and_again_is_issued_once(
    request: pytest.FixtureRequest, tmp_path: Path, hire: Hire, kind: str
) -> None:
    url, empty = "", nothing
    if kind == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        url, empty = server.schema_to_empty("killed")
    (tmp_path / "before").mkdir()
    path = approved(tmp_path / "before" / "Billing.xlsm", url)
    chance, kills, round_ = random.Random(20261122), 0, 0  # noqa: S311 - no secret
    whole = seconds_of(path, tmp_path / "whole", empty)
    while kills < KILLS[kind]:
        round_ += 1
        mine = fresh(path, tmp_path / str(round_), empty)
        for _ in range(IN_A_ROW):
            kills += killed(hire, mine, chance.uniform(0, whole))
            require_contiguous(mine)
        issue_month(mine)
        require_complete(mine)
        shutil.rmtree(mine.parent)


def nothing() -> None:
    """A file in an empty folder needs no emptying."""


def fresh(path: Path, folder: Path, empty: Callable[[], None]) -> Path:
    """The workbook in a folder of its own, before anything was issued."""
    empty()
    shutil.copytree(path.parent, folder)
    return folder / path.name


def seconds_of(path: Path, folder: Path, empty: Callable[[], None]) -> float:
    """How long an issue takes that nobody kills."""
    mine = fresh(path, folder, empty)
    began = time.monotonic()
    issue_month(mine)
    took = time.monotonic() - began
    require_complete(mine)
    return took


def killed(hire: Hire, path: Path, seconds: float) -> bool:
    """Kill an issue after a while; whether it was still at work."""
    clerk = hire(target=issue_month, args=(path,))
    clerk.start()
    clerk.join(timeout=seconds)
    clerk.kill()
    clerk.join()
    return clerk.exitcode == -signal.SIGKILL


def require_contiguous(path: Path) -> None:
    """Whatever the kill has left, the numbers follow each other and the chain holds."""
    journal = journal_of(load(open_book(path)))
    kept = [one.number for one in journal.invoices()]
    assert kept == NUMBERS[: len(kept)]
    assert journal.gaps() == journal.verify_chain() == []


def require_complete(path: Path) -> None:
    """Twelve invoices, each once, the same in journal, workbook and folder."""
    report = verified(path)
    assert report.findings == []
    assert report.totals["invoices"] == str(len(NUMBERS))
    documents = sorted(one.name[:10] for one in path.parent.rglob("*.docx"))
    assert documents == NUMBERS
    files = sorted(one.name[:10] for one in path.parent.rglob("*.xml"))
    assert files == (NUMBERS[1::2] if NIGHT else [])
