"""Retainers: what a month costs, what its rows may not say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, RetainerKind
from addin.billing.lines import Line
from addin.billing.money import line_cents, to_cents
from addin.billing.overage import Overage, Price
from addin.billing.retainer_lines import amount_line, block_line, overage_line, short_of
from addin.billing.retainers import (
    Retainer,
    Work,
    block_price,
    in_hours,
    month_balances,
    overlap_findings,
    retainer_cents,
    retainer_findings,
    worked_hundredths,
)
from addin.billing.rollover import RolloverTerms
from addin.errors import Place

MINIMUM, BLOCK, SPEND = RetainerKind.MINIMUM, RetainerKind.BLOCK, RetainerKind.SPEND
FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)


def retainer(**about: Any) -> Retainer:
    """Five hours a month for 500.00, then 110.00 an hour, from January on."""
    usual: dict[str, Any] = {
        "name": "R-1",
        "project": "P-1",
        "kind": MINIMUM,
        "pool": ("P-1",),
        "service": "",
        "amount": Decimal("500.00"),
        "included": 500,
        "overage_rate": Decimal("110.00"),
        "start": date(2026, 1, 1),
        "end": None,
        "row": 5,
    }
    return Retainer(**usual | about)


def work(row: int, day: str, minutes: int, project: str = "P-1") -> Work:
    return Work(row, date.fromisoformat(day), project, "ADV", minutes, Decimal("90.00"))


# What a month costs.


@pytest.mark.parametrize(
    ("hours", "cents"),
    [("0", 500_00), ("3", 500_00), ("5", 500_00), ("5.01", 501_10), ("7.5", 775_00)],
)
def test_five_hours_cost_500_and_an_hour_beyond_110(hours: str, cents: int) -> None:
    found = retainer_cents(Decimal(hours), Decimal("500.00"), Decimal(5), Decimal("110.00"))

    assert found == cents


@given(st.integers(0, 100_000), st.integers(0, 5_000), st.decimals(0, 500, places=2))
def test_more_hours_never_cost_less(hours: int, included: int, rate: Decimal) -> None:
    cost = [
        retainer_cents(in_hours(count), Decimal(500), in_hours(included), rate)
        for count in (hours, hours + 1)
    ]

    assert 500_00 <= cost[0] <= cost[1]


def test_the_first_and_the_last_month_are_prorated_by_their_days() -> None:
    one = retainer(start=date(2026, 2, 24), end=date(2026, 3, 15))

    assert [one.amount_cents(month) for month in (FEBRUARY, MARCH)] == [89_29, 241_94]
    assert [one.included_in(month) for month in (FEBRUARY, MARCH)] == [89, 242]


def test_a_month_in_which_it_does_not_run_costs_nothing() -> None:
    one = retainer(start=date(2026, 3, 1), end=date(2026, 3, 31))

    assert [one.amount_cents(Month(2026, month)) for month in (2, 3, 4)] == [0, 500_00, 0]
    assert one.included_in(FEBRUARY) == 0
    assert retainer(kind=SPEND, included=None).included_in(MARCH) == 0
    assert list(one.months(Month(2026, 9))) == [MARCH]
    assert list(one.months(FEBRUARY)) == []


def test_a_retainer_of_one_day_costs_one_day() -> None:
    one = retainer(start=date(2026, 3, 31), end=date(2026, 3, 31))

    assert (one.amount_cents(MARCH), one.included_in(MARCH)) == (16_13, 16)


def test_the_line_of_a_month_names_the_days_it_runs() -> None:
    line = amount_line(retainer(start=date(2026, 2, 24)), FEBRUARY, "ALDER", 89_29)

    assert (line.key, line.axis, line.cents) == ("2026-02/P-1/-/retainer/R-1", Axis.RETAINER, 8929)
    assert (line.period.start, line.period.end) == (date(2026, 2, 24), date(2026, 2, 28))
    assert (line.quantity, line.unit_price) == (Decimal(1), Decimal("89.29"))


def test_minutes_are_added_first_and_converted_once() -> None:
    entries = [work(row, "2026-03-02", 20) for row in range(5)]

    (balance,) = month_balances(retainer(start=date(2026, 3, 1)), entries, MARCH).values()

    assert balance.used_own == 167  # 100 minutes; five times 0.33 would be 1.65


def test_work_on_days_on_which_it_does_not_run_does_not_count() -> None:
    one = retainer(start=date(2026, 2, 10), end=date(2026, 3, 10))
    days = ("2026-01-31", "2026-02-09", "2026-02-10", "2026-03-10", "2026-03-11", "2026-04-01")

    found = month_balances(one, [work(1, day, 60) for day in days], Month(2026, 4))

    assert {month: balance.used_own for month, balance in found.items()} == {
        FEBRUARY: 100,
        MARCH: 100,
    }


@given(st.integers(0, 10_000))
def test_minutes_become_the_nearest_hundredth_of_an_hour(minutes: int) -> None:
    assert abs(worked_hundredths(minutes) * 60 - minutes * 100) <= 30


def test_it_concerns_its_projects_and_its_service_only() -> None:
    one = retainer(pool=("P-1", "P-2"), service="ADV")

    assert one.concerns("P-2", "ADV")
    assert not one.concerns("P-2", "TAX")
    assert not one.concerns("P-3", "ADV")
    assert retainer().concerns("P-1", "TAX")
    assert not retainer().concerns("P-2", "TAX")


# Blocks and minimum spends.


@given(st.decimals("0.01", 100_000, places=2), st.integers(1, 100_000))
def test_a_block_comes_to_its_amount_however_it_is_printed(amount: Decimal, hours: int) -> None:
    line = block_line(retainer(kind=BLOCK, amount=amount, included=hours), "ALDER")

    assert line.cents == line_cents(line.quantity, line.unit_price) == to_cents(amount)
    assert line.quantity in {Decimal(1), in_hours(hours)}


def test_a_block_is_billed_by_the_hour_where_its_price_is_exact() -> None:
    by_the_hour = block_line(retainer(kind=BLOCK, amount=Decimal(950), included=1_000), "ALDER")
    as_one = block_line(retainer(kind=BLOCK, amount=Decimal(1000), included=1_200), "ALDER")

    assert (by_the_hour.quantity, by_the_hour.unit, by_the_hour.unit_price) == (
        Decimal(10),
        "hour",
        Decimal(95),
    )
    assert (as_one.quantity, as_one.unit, as_one.unit_price) == (Decimal(1), "", Decimal(1000))


def test_a_price_of_an_hour_has_four_decimals_at_most() -> None:
    assert block_price(Decimal(1), 1_600) == Decimal("0.0625")
    assert block_price(Decimal(1), 3_200) is None
    assert block_price(Decimal(1), 0) is None
    assert block_price(Decimal(1), 1) == Decimal(100)


def test_a_block_serves_until_it_expires_or_else_to_the_end_of_its_month() -> None:
    bought = date(2026, 3, 5)
    open_end = block_line(retainer(kind=BLOCK, start=bought), "ALDER")
    expiring = block_line(retainer(kind=BLOCK, start=bought, end=date(2026, 9, 4)), "ALDER")

    assert (open_end.month, open_end.period.start, open_end.period.end) == (
        MARCH,
        bought,
        MARCH.last,
    )
    assert expiring.period.end == date(2026, 9, 4)


def test_a_minimum_spend_is_topped_up_and_never_given_back() -> None:
    one = retainer(kind=SPEND, amount=Decimal("1000.00"), included=None)

    assert short_of(one, MARCH, [400_00, 250_50]) == 349_50
    assert short_of(one, MARCH, [1_000_00]) == 0
    assert short_of(one, MARCH, [1_200_00]) == 0
    assert short_of(one, MARCH, []) == 1_000_00


# Hours beyond.


def beyond(phase: str = "") -> Overage:
    days = Period(date(2026, 2, 5), date(2026, 2, 9))
    return Overage(Price("P-2", "ADV", phase, Decimal("110.00")), 250, days, (7, 8))


def test_hours_beyond_are_a_line_of_their_project_in_their_month() -> None:
    line = overage_line(retainer(end=date(2026, 2, 20)), beyond(), FEBRUARY, FEBRUARY, "BIRCH")

    assert line.key == line.home == "2026-02/P-2/ADV/time/retainer/R-1/110"
    assert (line.project, line.client, line.late) == ("P-2", "BIRCH", False)
    assert (line.quantity, line.unit, line.cents) == (Decimal("2.50"), "hour", 275_00)
    assert line.period == Period(date(2026, 2, 1), date(2026, 2, 20))
    assert line.origin == "retainer R-1 2026-02"


def test_hours_beyond_that_come_in_late_name_their_month_and_their_days() -> None:
    line = overage_line(retainer(), beyond("A"), FEBRUARY, MARCH, "BIRCH")

    assert line.key == "2026-03/P-2/ADV/time/retainer/R-1/110/phase A/2026-02"
    assert line.home == "2026-02/P-2/ADV/time/retainer/R-1/110/phase A"
    assert (line.month, line.late, line.phase) == (MARCH, True, "A")
    assert line.period == beyond().days


def about_the_line(line: Line) -> list[object]:
    """What a line says beside its days and what it comes to."""
    return [line.month, line.project, line.client, line.service, line.axis, line.origin, line.note]


RETAINED = retainer(service="ADV", description="Support", included=1_000, amount=Decimal(950))


def test_the_lines_of_a_retainer_name_its_project_and_service_and_who_ordered_it() -> None:
    january = Month(2026, 1)
    as_one = replace(RETAINED, kind=BLOCK, included=1_200, amount=Decimal(1_000))
    lines = [
        amount_line(RETAINED, january, "ALDER", 950_00),
        block_line(replace(RETAINED, kind=BLOCK), "ALDER"),
        block_line(as_one, "ALDER"),
    ]

    for line in lines:
        assert about_the_line(line) == [
            january,
            "P-1",
            "ALDER",
            "ADV",
            Axis.RETAINER,
            "retainer R-1",
            "Support",
        ]
        assert (line.key, line.period) == ("2026-01/P-1/ADV/retainer/R-1", january.period)
    assert [line.unit for line in lines] == ["", "hour", ""]


def test_hours_beyond_are_time_at_their_rate() -> None:
    line = overage_line(RETAINED, beyond(), FEBRUARY, FEBRUARY, "BIRCH")

    assert about_the_line(line) == [
        FEBRUARY,
        "P-2",
        "BIRCH",
        "ADV",
        Axis.TIME,
        "retainer R-1 2026-02",
        "",
    ]
    assert line.unit_price == Decimal("110.00")


def test_work_after_the_last_month_looked_at_does_not_count() -> None:
    rollover = RolloverTerms(1_000, 12)
    entries = [work(5, "2026-03-02", 60), work(6, "2026-04-02", 60)]

    found = month_balances(retainer(rollover=rollover), entries, MARCH)

    assert list(found) == [Month(2026, 1), FEBRUARY, MARCH]
    assert (found[MARCH].used_carried + found[MARCH].used_own, found[MARCH].over) == (100, 0)
    assert found[MARCH].carried_in == 1_000


# What is wrong with a row.


@pytest.mark.parametrize(
    ("about", "code", "column"),
    [
        ({"amount": Decimal(-1)}, "RET-01", "amount"),
        ({"included": -100}, "RET-01", "included_hours"),
        ({"overage_rate": Decimal(-1)}, "RET-01", "overage_rate"),
        ({"rollover": RolloverTerms(-100)}, "RET-01", "rollover_hours"),
        ({"rollover": RolloverTerms(100, -1)}, "RET-01", "rollover_months"),
        ({"kind": BLOCK, "threshold": -1}, "RET-01", "threshold_hours"),
        ({"end": date(2025, 12, 31)}, "RET-02", "end"),
        ({"included": None}, "RET-03", "included_hours"),
        ({"kind": BLOCK, "included": None}, "RET-04", "included_hours"),
        ({"kind": BLOCK, "included": 0}, "RET-04", "included_hours"),
        ({"kind": BLOCK, "rollover": RolloverTerms(100)}, "RET-05", "rollover_hours"),
        ({"kind": SPEND, "rollover": RolloverTerms(100)}, "RET-05", "rollover_hours"),
    ],
)
def test_what_a_row_may_not_say(about: dict[str, Any], code: str, column: str) -> None:
    (finding,) = retainer_findings(retainer(**about))

    assert (finding.code, finding.where) == (code, Place("Retainers", 5, column))


def test_a_finding_tells_what_the_row_says() -> None:
    early = date(2025, 12, 31)
    rows = [
        retainer(amount=Decimal(-1)),
        retainer(end=early),
        retainer(kind=SPEND, rollover=RolloverTerms(100)),
    ]

    assert [finding.values for row in rows for finding in retainer_findings(row)] == [
        {"value": Decimal(-1)},
        {"start": date(2026, 1, 1), "end": early},
        {"kind": SPEND},
    ]


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"included": 0},
        {"end": date(2026, 1, 1)},
        {"rollover": RolloverTerms(100, 3)},
        {"kind": BLOCK, "threshold": 100},
        {"kind": SPEND, "included": None},
    ],
)
def test_a_sound_row_has_no_finding(about: dict[str, Any]) -> None:
    assert retainer_findings(retainer(**about)) == []


OTHER = {"name": "R-2", "row": 6}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({}, {"kind": BLOCK}),
        ({"service": "ADV"}, {}),
        ({"kind": SPEND}, {"kind": SPEND}),
        ({}, {"pool": ("P-2", "P-1")}),
        ({"end": date(2026, 3, 1)}, {"start": date(2026, 3, 1)}),
    ],
)
def test_two_retainers_for_one_hour_are_told_with_both_rows(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    (finding,) = overlap_findings([retainer(**OTHER | second), retainer(**first)])

    assert (finding.code, finding.where) == ("RET-06", Place("Retainers", 6, "project"))
    assert finding.values == {"first_row": 5, "project": "P-1"}


def test_each_pair_of_rows_for_one_hour_is_told_once() -> None:
    pool = ("P-1", "P-2")
    rows = [retainer(name=f"R-{row}", row=row, pool=pool) for row in (7, 5, 6)]

    told = [(one.values["first_row"], one.where.row) for one in overlap_findings(rows)]

    assert told == [(5, 6), (5, 7), (6, 7)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"kind": BLOCK}, {"kind": BLOCK}),
        ({}, {"kind": SPEND}),
        ({}, {"pool": ("P-2",)}),
        ({"service": "ADV"}, {"service": "TAX"}),
        ({"end": date(2026, 2, 28)}, {"start": date(2026, 3, 1)}),
    ],
)
def test_retainers_may_stand_side_by_side_where_no_hour_is_covered_twice(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert overlap_findings([retainer(**first), retainer(**OTHER | second)]) == []
