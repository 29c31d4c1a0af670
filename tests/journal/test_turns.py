"""Numbers stay contiguous, chronological and unique, whoever issues, fails or is killed."""

import random
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from journal_samples import (
    CREDITS,
    NOW,
    SERIES,
    TODAY,
    Hire,
    PrinterOnFireError,
    burn,
    clerk,
    invoice,
    issue,
)

from addin.journal.issuing import AlreadyInvoicedError, EarlierDateError
from addin.journal.journal import Journal
from addin.journal.numbering import Series

KILLS = 200 if settings().max_examples > 1000 else 5
"""Of each kind of database; a night has time for more."""


def noted(log: Path) -> list[str]:
    return log.read_text("utf-8").split() if log.exists() else []


def numbers_to(last: int) -> list[str]:
    return [f"2026-{ordinal:05}" for ordinal in range(1, last + 1)]


def test_two_clerks_at_once_take_turns(
    tmp_path: Path, workbook: Path, url: str, hire: Hire
) -> None:
    logs = [tmp_path / "anna.log", tmp_path / "bert.log"]
    clerks = [hire(target=clerk, args=(workbook, log.stem, 15, log, url)) for log in logs]

    for one in clerks:
        one.start()
    for one in clerks:
        one.join(timeout=60)

    assert [one.exitcode for one in clerks] == [0, 0]
    anna, bert = (noted(log) for log in logs)
    assert (len(anna), len(bert)) == (15, 15)
    assert sorted(anna + bert) == numbers_to(30)
    journal = Journal.beside(workbook, url)
    assert [issued.number for issued in journal.invoices()] == numbers_to(30)
    assert journal.gaps() == journal.verify_chain() == []


def test_a_clerk_killed_at_any_moment_loses_nothing_and_leaves_no_gap(
    tmp_path: Path, workbook: Path, url: str, hire: Hire
) -> None:
    log = tmp_path / "clerk.log"
    journal = Journal.beside(workbook, url)
    chance = random.Random(20261122)  # noqa: S311 - no secret

    for life in range(KILLS):
        before = len(noted(log))
        victim = hire(target=clerk, args=(workbook, f"life{life}-", 10_000, log, url))
        victim.start()
        while len(noted(log)) == before:  # alive and at work
            assert victim.is_alive()
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        victim.kill()
        victim.join()

        kept = [issued.number for issued in journal.invoices()]
        assert kept == numbers_to(len(kept))
        # The last one may be kept without its clerk having lived to note it.
        assert set(noted(log)) <= set(kept)
        assert len(kept) - len(noted(log)) <= life + 1
        assert journal.gaps() == journal.verify_chain() == []

    assert issue(journal, "after").number == numbers_to(len(kept) + 1)[-1]


class Office(RuleBasedStateMachine):
    """A journal of three series, beside plain lists of what must be in it."""

    series = st.sampled_from([SERIES, replace(SERIES, fiscal_year=2027), CREDITS])

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.workbook = Path(self.folder.name) / "Billing.xlsm"
        self.journal = Journal.beside(self.workbook)
        self.dates: dict[Series, list[date]] = {}
        self.lines: list[str] = []

    def teardown(self) -> None:
        """Take the file away."""
        self.folder.cleanup()

    @rule(series=series, day=st.integers(0, 9))
    def issue_an_invoice(self, series: Series, day: int) -> None:
        """It gets the next number, or is refused for its date."""
        issue_date = TODAY + timedelta(days=day)
        dates = self.dates.setdefault(series, [])
        line = f"L{len(self.lines)}"
        if dates and issue_date < dates[-1]:
            with pytest.raises(EarlierDateError):
                issue(self.journal, line, issue_date=issue_date, series=series)
            return
        issued = issue(self.journal, line, issue_date=issue_date, series=series)
        dates.append(issue_date)
        self.lines.append(line)
        assert issued.number == series.number(len(dates))

    @rule(series=series, day=st.integers(0, 9))
    def fail_to_prove_an_invoice(self, series: Series, day: int) -> None:
        """Nothing is kept of it."""
        issue_date = TODAY + timedelta(days=day)
        with pytest.raises((EarlierDateError, PrinterOnFireError)):
            self.journal.issue(
                series,
                issue_date,
                draft=lambda number: invoice(number, issue_date, "never issued"),
                prove=burn,
                created_at=NOW,
            )

    @precondition(lambda self: self.lines)
    @rule(series=series, choice=st.randoms(use_true_random=False))
    def invoice_a_line_again(self, series: Series, choice: random.Random) -> None:
        """It is refused, in whatever series."""
        latest = max((dates[-1] for dates in self.dates.values() if dates), default=TODAY)
        with pytest.raises(AlreadyInvoicedError):
            issue(self.journal, choice.choice(self.lines), issue_date=latest, series=series)

    @rule()
    def open_the_journal_again(self) -> None:
        """All is in the file."""
        self.journal = Journal.beside(self.workbook)

    @invariant()
    def numbers_are_contiguous_chronological_and_unique(self) -> None:
        """In each series and fiscal year; a number is unique in the whole journal."""
        kept = self.journal.invoices()
        for series, dates in self.dates.items():
            own = [row for row in kept if (row.series, row.fiscal_year) == key(series)]
            assert [row.number for row in own] == [
                series.number(ordinal) for ordinal in range(1, len(dates) + 1)
            ]
            assert [row.issue_date for row in own] == dates == sorted(dates)
        assert len({row.number for row in kept}) == len(kept) == len(self.lines)
        assert self.journal.gaps() == self.journal.verify_chain() == []


def key(series: Series) -> tuple[str, int]:
    return series.name, series.fiscal_year


Office.TestCase.settings = settings(
    max_examples=max(settings().max_examples // 3, 1), stateful_step_count=12, deadline=None
)
TestOffice = Office.TestCase
