"""``kill -9`` at any moment of a credit: the next one finishes it, and nothing comes twice."""

import random
import signal
import time
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from issuing_clerk import MONTH, issue_month, verified
from journal_samples import Hire
from sample_office import SERVICES, SETTINGS, closed_workbook, entry

from addin.billing.choices import InvoiceState
from addin.books.closed import open_book
from addin.jobs.approving import approve
from addin.jobs.content import load
from addin.jobs.crediting import CreditRequest, credit
from addin.jobs.generating import generate
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.running import run
from addin.journal.journal import Journal
from addin.words import Language

KILLS = 100 if settings().max_examples > 1000 else 4
PROJECTS = 3
NOTES = [f"NC2026-{ordinal:05}" for ordinal in range(1, PROJECTS + 1)]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


def issued(path: Path) -> Path:
    """A closed workbook of which three invoices are issued."""
    names = [f"P-{number}" for number in range(1, PROJECTS + 1)]
    address = {"address": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
    book = closed_workbook(
        path,
        Language.EN,
        Settings=[{"setting": name, "value": SETTINGS[name]} for name in SETTINGS],
        Clients=[{"client": "ALDER", "name": "Alder", **address}],
        Projects=[{"project": name, "name": name, "client": "ALDER"} for name in names],
        Staff=[{"person": "ANN", "name": "Ann"}],
        Services=[row for row in SERVICES if row["service"] == "ADV"],
        Rates=[{"rate": "100.00"}],
        Timesheets=[entry(f"T-{name}", "2026-03-02", project=name) for name in names],
    )
    run(book, lambda content: generate(content, MONTH))
    run(book, lambda content: approve(content, MONTH))
    issue_month(path)
    return path


def journal(path: Path) -> Journal:
    """That of a workbook."""
    return journal_of(load(open_book(path)))


def credit_all(path: Path) -> None:
    """Credit every invoice that is not credited yet, opening its hours again."""
    moment = datetime(2026, 3, 31, 19, tzinfo=UTC)
    for one in journal(path).invoices("invoice"):
        if one.state is not InvoiceState.CREDITED:
            request = CreditRequest(one.number, date(2026, 3, 31), moment, opens_all=True)
            run(open_book(path), partial(credit, request=request))


def killed(hire: Hire, path: Path, seconds: float) -> bool:
    """Kill the clerk who credits after a while; whether there was still something to do."""
    clerk = hire(target=credit_all, args=(path,))
    clerk.start()
    clerk.join(timeout=seconds)
    clerk.kill()
    clerk.join()
    return clerk.exitcode == -signal.SIGKILL


def test_credit_notes_that_are_killed_again_and_again_are_issued_once(
    tmp_path: Path, hire: Hire
) -> None:
    path = issued(tmp_path / "Billing.xlsm")
    whole = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    began = time.monotonic()
    credit_all(path)
    took = time.monotonic() - began
    chance, kills = random.Random(20261122), 0  # noqa: S311 - no secret
    while kills < KILLS:
        for one in tmp_path.rglob("*"):
            if one.is_file():
                one.unlink()
        for one, content in whole.items():
            one.write_bytes(content)
        for _ in range(2):
            kills += killed(hire, path, chance.uniform(0, took))
            kept = [one.number for one in journal(path).invoices("credit")]
            assert kept == NOTES[: len(kept)]
        credit_all(path)
        run(open_book(path), lambda content: generate(content, MONTH))
        assert verified(path).findings == []
        assert [one.number for one in journal(path).invoices("credit")] == NOTES
        notes = sorted(one.name[:12] for one in tmp_path.rglob("NC*.docx"))
        assert notes == NOTES
