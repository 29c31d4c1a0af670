"""Formulas about the tables: what they answer, and that no answer is older than the last edit."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sample_office import TIME, Office, entry

from addin.billing.calendar import Month
from addin.jobs.formulas import asked_books, workbook_formulas
from addin.jobs.formulas.answers import UnusableError
from addin.jobs.formulas.asked_books import PAUSE_SECONDS, Calculation, asked
from addin.jobs.formulas.workbook_formulas import (
    ALL_TABLES,
    RATE_TABLES,
    budget_used,
    explanation,
    hour_rate,
    prebill,
)
from addin.tables.grid import Grid

MARCH = Month(2026, 3)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_books, "KEPT", {})


class Clock:
    """A clock that stands still until somebody winds it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pause(self) -> None:
        """As long as it takes to type into a cell."""
        self.now += 2 * PAUSE_SECONDS


def ask(office: Office, answer: Callable[[Calculation], Any], clock: Clock | None = None) -> Any:
    return asked(office.book, ALL_TABLES, answer, clock or Clock())


def refused(office: Office, answer: Callable[[Calculation], Any]) -> str:
    with pytest.raises(UnusableError) as unusable:
        ask(office, answer)
    return unusable.value.sentence


def test_the_rate_of_an_hour_is_that_of_the_most_specific_row(tmp_path: Path) -> None:
    rates = [
        {"rate": "100.00", "valid_to": "2026-03-31"},
        {"rate": "105.00", "valid_from": "2026-04-01"},
        {"person": "BEN", "rate": "80.00"},
    ]
    office = Office(tmp_path, Rates=rates)

    def rate(person: str, day: date) -> Decimal:
        found: Decimal = asked(
            office.book, RATE_TABLES, lambda now: hour_rate(now, person, "ADV", "p-1", day)
        )
        return found

    assert rate("ANN", date(2026, 3, 31)) == Decimal("100.00")
    assert rate("ANN", date(2026, 4, 1)) == Decimal("105.00")
    assert rate("ben", date(2026, 4, 1)) == Decimal("80.00")


def test_a_rate_that_cannot_be_had_is_told_in_words(tmp_path: Path) -> None:
    office = Office(tmp_path, Rates=[{"person": "BEN", "rate": "80.00"}])
    day = date(2026, 3, 1)

    assert refused(office, lambda now: hour_rate(now, "ZOE", "ADV", "P-1", day)) == (
        "“ZOE” is not on the sheet Staff"
    )
    assert refused(office, lambda now: hour_rate(now, "ANN", "ADV", "P-9", day)) == (
        "“P-9” is not on the sheet Projects"
    )
    assert "ANN" in refused(office, lambda now: hour_rate(now, "ANN", "ADV", "P-1", day))


def test_a_month_ahead_lists_what_generating_it_writes(office: Office) -> None:
    rows = ask(office, lambda now: prebill(now, "P-1", MARCH))

    office.generate("2026-03")

    written = [
        [row["line"], row["description"], row["quantity"], row["unit_price"], row["amount"]]
        for row in office.lines("2026-03")
    ]
    assert [[str(cell) for cell in row] for row in rows] == written
    assert len(rows) == 3


def test_a_month_ahead_shows_what_was_typed_over(office: Office) -> None:
    office.generate("2026-03")
    office.put(
        "Prebilling", {"line": TIME}, price_override="90.00", text_override="Advice on the merger"
    )

    rows = ask(office, lambda now: prebill(now, "P-1", MARCH))

    (row,) = [row for row in rows if row[0] == TIME]
    assert row[1:] == ["Advice on the merger", Decimal(2), Decimal("90.00"), Decimal("180.00")]


def test_a_month_with_nothing_to_bill_says_so(office: Office) -> None:
    office.type_row("Projects", project="P-2", name="Two", client="ALDER")

    assert refused(office, lambda now: prebill(now, "P-2", MARCH)) == (
        "nothing to bill for P-2 in March 2026"
    )


def test_the_used_budget_is_a_share(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "One", "client": "ALDER"}
    office = Office(
        tmp_path,
        Projects=[project | {"budget_amount": "400.00"}, project | {"project": "P-2"}],
        Timesheets=[entry("T-1", "2026-03-02", 90)],
    )

    assert ask(office, lambda now: budget_used(now, "P-1")) == Decimal("0.3750")
    assert refused(office, lambda now: budget_used(now, "P-2")) == (
        "no budget for P-2 on the sheet Projects"
    )


def test_an_explanation_is_one_sentence_per_line(office: Office) -> None:
    told = ask(office, lambda now: explanation(now, TIME))

    assert "The line comes to 200.00 without VAT." in told.splitlines()
    assert "There is no line" in refused(office, lambda now: explanation(now, "x"))


def test_formulas_of_one_calculation_read_the_workbook_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, reads, read = Clock(), [], office.book.read

    def counted(tables: Iterable[str]) -> dict[str, Grid]:
        reads.append(clock.now)
        return read(tables)

    monkeypatch.setattr(office.book, "read", counted)

    for _ in range(20):
        clock.now += PAUSE_SECONDS / 2
        ask(office, lambda now: prebill(now, "P-1", MARCH), clock)

    assert len(reads) == 1


def test_no_answer_is_older_than_the_last_edit(tmp_path: Path) -> None:
    office, clock = Office(tmp_path), Clock()

    def rate() -> Any:
        day = date(2026, 3, 1)
        return ask(office, lambda now: hour_rate(now, "ANN", "ADV", "P-1", day), clock)

    assert rate() == Decimal("100.00")
    for typed in ("110.00", "120.00", "110.00"):
        clock.pause()
        office.put("Rates", {"rate": office.rows("Rates")[0]["rate"]}, rate=typed)
        assert rate() == Decimal(typed)


def test_what_was_computed_is_kept_while_no_cell_changes(office: Office) -> None:
    clock = Clock()
    seen: list[Calculation] = []

    for _ in range(3):
        ask(office, seen.append, clock)
        clock.pause()
    office.put("Rates", {"rate": "100.00"}, rate="110.00")
    ask(office, seen.append, clock)

    assert seen[0] is seen[1] is seen[2]
    assert seen[3] is not seen[0]


def test_few_workbooks_are_kept() -> None:
    offices = [Office(Path(f"firm-{number}")) for number in range(6)]

    for office in offices:
        ask(office, str)

    assert len(asked_books.KEPT) == asked_books.BOOKS_KEPT


def test_a_column_of_formulas_works_the_budgets_and_the_month_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects = [
        {"project": f"P-{at}", "name": "One of many", "client": "ALDER", "budget_amount": "1000.00"}
        for at in range(1, 6)
    ]
    entries = [entry(f"T-{at}", "2026-03-02", 30, project=f"P-{at}") for at in range(1, 6)]
    office = Office(tmp_path, Projects=projects, Timesheets=entries)
    asked_for: list[str] = []
    for module, name in ((workbook_formulas, "budgets"), (asked_books, "month_foreseen")):
        monkeypatch.setattr(module, name, counted(asked_for, name, getattr(module, name)))
    clock = Clock()

    for at in range(1, 6):
        code, line = f"P-{at}", f"2026-03/P-{at}/ADV/time/100"
        assert ask(office, partial(budget_used, project=code), clock) == Decimal("0.05")
        [row] = ask(office, partial(prebill, project=code, month=MARCH), clock)
        assert row[0] == line
        assert ask(office, partial(explanation, line=line), clock)

    assert sorted(asked_for) == ["budgets", "month_foreseen"]


def counted(calls: list[str], name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    """The same, which notes that it was called."""

    def noted(*arguments: Any) -> Any:
        calls.append(name)
        return own(*arguments)

    return noted


def test_a_code_is_known_whatever_its_capitals(tmp_path: Path) -> None:
    projects = [
        {"project": code, "name": code, "client": "ALDER", "budget_amount": amount}
        for code, amount in (("P-a", "100.00"), ("P-b", "400.00"))
    ]
    entries = [entry("T-1", "2026-03-02", 60, project="P-b")]
    office = Office(tmp_path, Projects=projects, Timesheets=entries)

    assert ask(office, lambda now: budget_used(now, "p-B")) == Decimal("0.25")
