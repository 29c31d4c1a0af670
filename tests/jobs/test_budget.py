"""How much of a budget is used."""

from decimal import Decimal
from pathlib import Path

from sample_office import UNITS, Office, entry

from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.budget import Budget, budgets
from addin.jobs.content import load


def project(**budget: str) -> dict[str, str]:
    return {"project": "P-1", "name": "One", "client": "ALDER", **budget}


def budget_of(office: Office) -> Budget:
    content = load(office.book)
    (found,) = budgets(content, read_portfolio(content))
    return found


def test_issued_lines_drafts_and_unbilled_time_use_a_budget(tmp_path: Path) -> None:
    """200.00 issued in February, 545.75 drafted in March, an hour and a half not yet taken."""
    office = Office(
        tmp_path,
        Projects=[project(budget_amount="2000.00")],
        Units=[UNITS],
        Timesheets=[entry("T-1", "2026-02-02", 120)],
    )
    office.bill("2026-02")
    office.generate("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-03", 90))

    budget = budget_of(office)

    assert budget.used_cents == 200_00 + 545_75 + 150_00
    assert (budget.used, budget.used_hours) == (Decimal("0.4479"), Decimal("3.50"))


def test_time_that_a_draft_has_taken_counts_once(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Projects=[project(budget_amount="1000.00")],
        Timesheets=[entry("T-1", "2026-03-02", 120)],
    )
    before = budget_of(office).used_cents

    office.generate("2026-03")

    assert (before, budget_of(office).used_cents) == (200_00, 200_00)
    office.bill("2026-03")
    assert budget_of(office).used_cents == 200_00


def test_hours_count_whether_billable_or_not(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Projects=[project(budget_hours="12.5")],
        Timesheets=[
            entry("T-1", "2026-03-02", 120),
            entry("T-2", "2026-03-03", 30, billable="no"),
        ],
    )

    budget = budget_of(office)

    assert (budget.budget_cents, budget.used) == (None, Decimal("0.2000"))


def test_a_budget_of_nothing_has_no_share(tmp_path: Path) -> None:
    office = Office(tmp_path, Projects=[project(budget_amount="0.00")])

    assert budget_of(office).used is None
    assert budget_of(office).record()["used"] is None


def test_a_project_without_a_budget_is_not_listed(tmp_path: Path) -> None:
    office = Office(tmp_path, Projects=[project()])
    content = load(office.book)

    assert budgets(content, read_portfolio(content)) == []
