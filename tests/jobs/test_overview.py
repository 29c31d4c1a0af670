"""A month beside last month and the plan, and the unbilled work by age."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import FEE, Office, codes, entry, own_line

from addin.billing.calendar import Month
from addin.billing.money import to_cents
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.foreseen import month_foreseen
from addin.jobs.month.guarding import UnconfirmedError
from addin.jobs.month_report import compare
from addin.jobs.overview import ClientMonth, ProjectWork, month_overview, work_in_progress
from addin.jobs.running import run

MARCH = Month(2026, 3)


def overview(office: Office, month: Month = MARCH) -> list[ClientMonth]:
    content = load(office.book)
    return month_overview(content, month_foreseen(content, month), month)


def in_progress(office: Office, month: Month = MARCH) -> list[ProjectWork]:
    content = load(office.book)
    return work_in_progress(content, read_portfolio(content), month)[0]


def test_the_month_is_shown_beside_last_month_and_the_plan(office: Office) -> None:
    office.plan(2026)
    office.bill("2026-02")

    (alder,) = overview(office)

    assert (alder.client, alder.last_month_cents, alder.plan_cents) == ("ALDER", 83_34, 83_33)
    # 83.33 + 37 x 14.75 + 2 h x 100.00
    assert alder.this_month_cents == 83_33 + 545_75 + 200_00
    assert alder.difference_cents == 745_74


def test_what_is_foreseen_is_what_generating_writes(office: Office) -> None:
    office.type_row("Prebilling", **own_line("P-1", "40.00"))
    office.generate("2026-03")
    office.put("Prebilling", {"origin": "units 2026-03"}, price_override="20.00")
    office.type_row("Timesheets", **entry("T-3", "2026-03-21", 30))
    foreseen = sum(one.this_month_cents for one in overview(office))

    report = office.generate("2026-03")

    assert str(report.totals["net"]) == f"{foreseen // 100}.{foreseen % 100:02}"


def test_looking_ahead_writes_nothing(office: Office) -> None:
    before = office.rows("Prebilling"), office.rows("Timesheets"), office.book.writes

    overview(office)
    in_progress(office)

    assert (office.rows("Prebilling"), office.rows("Timesheets"), office.book.writes) == before


def test_a_client_without_a_line_this_month_is_shown_for_last_month(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=[entry("T-1", "2026-02-02", 60)])
    office.bill("2026-02")

    (alder,) = overview(office)

    assert (alder.last_month_cents, alder.this_month_cents) == (100_00, 0)


def test_a_skipped_instalment_is_not_planned(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.plan(2026)
    office.put("Plan", {"month": "2026-03"}, status="skipped")

    assert overview(office, Month(2026, 3)) == []


def test_realisation_is_what_time_bills_over_its_value(tmp_path: Path) -> None:
    """Ten hours worth 1 000.00 billed at 900.00; a fee has no value and stays out of it."""
    line = own_line("P-1", "900.00") | {"value": "1000.00", "amount": "900.00"}
    office = Office(tmp_path, Schedules=[FEE], Prebilling=[line])

    (alder,) = overview(office)

    assert (alder.value_cents, alder.realisation) == (1000_00, Decimal("0.9000"))
    assert alder.this_month_cents == 983_33


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2026-03-31", 0),
        ("2026-03-01", 0),
        ("2026-02-28", 1),
        ("2026-01-30", 1),
        ("2026-01-29", 2),
        ("2025-12-31", 2),
        ("2025-12-30", 3),
    ],
)
def test_work_in_progress_ages_by_the_days_to_the_end_of_the_month(
    tmp_path: Path, day: str, age: int
) -> None:
    """31 March less 30 days is 1 March, less 60 is 30 January, less 90 is 31 December."""
    office = Office(tmp_path, Timesheets=[entry("T-1", day, 90)])

    (work,) = in_progress(office)

    expected = [0, 0, 0, 0]
    expected[age] = 150_00
    assert list(work.cents_by_age) == expected
    assert (work.client, work.project, work.hours) == ("ALDER", "P-1", Decimal("1.50"))


def test_work_in_progress_is_all_that_may_still_be_billed(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Timesheets=[
            entry("T-1", "2026-03-02", 60),
            entry("T-2", "2026-03-03", 60, status="draft"),
            entry("T-3", "2026-03-04", 60, billable="no"),
            entry("T-4", "2026-03-05", 60, billable_percent="0.5"),
            entry("T-5", "2026-04-01", 60),
        ],
    )

    assert [work.value_cents for work in in_progress(office)] == [250_00]
    office.generate("2026-03")
    assert [work.value_cents for work in in_progress(office)] == [250_00]


def test_what_was_invoiced_is_no_longer_in_progress(office: Office) -> None:
    assert [work.value_cents for work in in_progress(office)] == [200_00]

    office.bill("2026-03")

    assert in_progress(office) == []


def test_the_fee_of_a_phase_pays_for_the_work_of_that_phase_alone(tmp_path: Path) -> None:
    fee = FEE | {"service": None, "phase": "ESQ"}
    worked = [
        entry("T-1", "2026-03-02", 60) | {"phase": "ESQ"},
        entry("T-2", "2026-03-03", 30) | {"phase": "AVP"},
    ]
    phases = [{"project": "P-1", "phase": code} for code in ("ESQ", "AVP")]
    office = Office(tmp_path, Phases=phases, Schedules=[fee], Timesheets=worked)

    (work,) = in_progress(office)

    assert work.value_cents == 50_00


def test_what_a_fee_pays_for_is_not_in_progress(tmp_path: Path) -> None:
    fee = FEE | {"service": None}
    office = Office(tmp_path, Schedules=[fee], Timesheets=[entry("T-1", "2026-03-02", 60)])

    assert in_progress(office) == []


def test_work_without_a_rate_is_named_and_has_no_value(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Rates=[{"person": "ANN", "rate": "100.00"}],
        Timesheets=[entry("T-1", "2026-03-02", 60), entry("T-2", "2026-03-02", 45, person="BEN")],
    )

    report = run(office.book, lambda content: compare(content, MARCH), dry_run=True)

    assert "WIP-01" in codes(report)
    assert [(work.hours, work.value_cents) for work in in_progress(office)] == [
        (Decimal("1.75"), 100_00)
    ]


@given(minutes=st.lists(st.integers(1, 600), min_size=1, max_size=12), days=st.data())
def test_the_ages_make_the_value_to_the_cent(minutes: list[int], days: Any) -> None:
    entries = [
        entry(f"T-{at}", f"2026-0{days.draw(st.integers(1, 3))}-11", one)
        for at, one in enumerate(minutes)
    ]
    office = Office(Path(), Rates=[{"rate": "97.30"}], Timesheets=entries)

    (work,) = in_progress(office)

    exact = Decimal(sum(minutes)) * Decimal("97.30") / 60
    assert sum(work.cents_by_age) == work.value_cents
    assert abs(work.value_cents - to_cents(exact)) <= 2


TRAIN = {
    "expense": "X-1",
    "date": "2026-03-05",
    "project": "P-1",
    "description": "Train",
    "amount": "33.35",
    "status": "approved",
}


@pytest.mark.parametrize(
    ("cells", "cents"),
    [
        ({}, 33_35),
        ({"treatment": "markup", "markup": "0.1"}, 36_69),
        ({"treatment": "disbursement"}, 33_35),
        ({"amount": "-33.35"}, -33_35),
        ({"status": "draft"}, 33_35),
    ],
)
def test_an_expense_is_in_progress_with_its_markup(
    tmp_path: Path, cells: dict[str, str], cents: int
) -> None:
    office = Office(tmp_path, Expenses=[TRAIN | cells])

    (work,) = in_progress(office)

    assert work.cents_by_age == (cents, 0, 0, 0)
    assert (work.expenses_cents, work.hours) == (cents, Decimal("0.00"))


@pytest.mark.parametrize("cells", [{"billable": "no"}, {"date": "2026-04-01"}, {"project": "P-9"}])
def test_an_expense_that_is_not_to_be_billed_is_not_in_progress(
    tmp_path: Path, cells: dict[str, str]
) -> None:
    assert in_progress(Office(tmp_path, Expenses=[TRAIN | cells])) == []


def test_expenses_age_beside_the_work(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Timesheets=[entry("T-1", "2026-03-02", 60), entry("T-2", "2026-01-05", 30)],
        Expenses=[TRAIN, TRAIN | {"expense": "X-2", "date": "2026-01-05", "amount": "10.00"}],
    )

    (work,) = in_progress(office)

    assert work.cents_by_age == (133_35, 0, 60_00, 0)
    assert (work.value_cents, work.expenses_cents) == (193_35, 43_35)
    report = run(office.book, lambda content: compare(content, MARCH))
    assert report.totals["work_in_progress"] == "193.35"
    assert report.totals["unbilled_expenses"] == "43.35"


@pytest.mark.parametrize("emptied", [{}, {"line": None, "invoice": None}])
def test_an_expense_that_was_invoiced_is_not_in_progress_even_without_its_marks(
    tmp_path: Path, emptied: dict[str, None]
) -> None:
    office = Office(tmp_path, Expenses=[TRAIN])
    office.generate("2026-03")
    assert [work.value_cents for work in in_progress(office)] == [33_35]

    office.bill("2026-03")
    office.put("Expenses", {"expense": "X-1"}, **emptied)

    assert in_progress(office) == []


def test_parts_of_a_day_are_added_before_they_are_priced(tmp_path: Path) -> None:
    """Three times 20 minutes at 100.01 are 100.01, where each for itself would be 33.34."""
    entries = [entry(f"T-{at}", "2026-03-02", 20) for at in range(3)]
    office = Office(tmp_path, Rates=[{"rate": "100.01"}], Timesheets=entries)

    assert [work.value_cents for work in in_progress(office)] == [100_01]


def test_the_button_fills_both_sheets_and_nothing_else(office: Office) -> None:
    office.plan(2026)
    before = office.rows("Prebilling"), office.rows("Timesheets"), office.rows("Plan")

    report = run(office.book, lambda content: compare(content, MARCH))

    assert (office.rows("Prebilling"), office.rows("Timesheets"), office.rows("Plan")) == before
    (row,) = office.rows("Overview")
    assert row == {
        "client": "ALDER",
        "last_month": "0.00",
        "plan": "83.33",
        "this_month": "829.08",
        "difference": "829.08",
        "reason": "unit +545.75, time +200.00, fixed +83.33",
        "value": row["value"],
        "realisation": row["realisation"],
    }
    (work,) = office.rows("WorkInProgress")
    assert (work["hours"], work["value"], work["days_30"]) == ("2", "200.00", "200.00")
    assert report.totals["this_month"] == "829.08"
    assert run(office.book, lambda content: compare(content, MARCH)).changed == 0


def test_a_workbook_without_the_two_sheets_is_compared_all_the_same(office: Office) -> None:
    for table in ("Overview", "WorkInProgress"):
        office.book.drop(table)

    report = run(office.book, lambda content: compare(content, MARCH))

    assert report.totals["this_month"] == "829.08"
    assert (report.changed, office.book.writes) == (0, 0)


def test_a_month_far_above_the_last_one_is_shown_without_a_confirmation(tmp_path: Path) -> None:
    """What would stop generating until it is confirmed is what one looks for here."""
    office = Office(
        tmp_path,
        Settings=[{"setting": "guard_amount", "value": "10"}],
        Timesheets=[entry("T-1", "2026-02-02", 6)],
        Units=[{"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "900"}],
    )
    office.bill("2026-02")

    (alder,) = overview(office)

    assert (alder.last_month_cents, alder.this_month_cents) == (10_00, 900 * 14_75)
    with pytest.raises(UnconfirmedError):
        office.generate("2026-03")
