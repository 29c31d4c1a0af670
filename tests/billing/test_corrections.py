"""Corrections: an issued line never changes, and with its corrections it comes to what is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month, Period
from addin.billing.choices import AmountPer, Axis, HoursMode, Periodicity, Timing
from addin.billing.corrections import Change, fee_changes, is_plain_time, time_changes
from addin.billing.covering import Run, Source
from addin.billing.existing import (
    Billed,
    ExistingLine,
    billed_lines,
    corrected_key,
    correction_key,
)
from addin.billing.fees import schedule_origin
from addin.billing.lines import Line, Overrides, line_key
from addin.billing.money import from_cents, line_cents
from addin.billing.plan import Schedule
from addin.billing.time import hours

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
MONTHLY = Schedule(
    project="P-1",
    service="ACC",
    axis=Axis.FIXED,
    document="",
    periodicity=Periodicity.MONTHLY,
    amount=Decimal(100),
    amount_per=AmountPer.PERIOD,
    timing=Timing.ADVANCE,
    start=date(2026, 1, 1),
    end=None,
    description="",
    row=5,
)
FEE_KEY = "2026-03/P-1/ACC/fixed/2026-01-01"
TIME_KEY = "2026-03/P-1/ADV/time/100"


def run_with(schedule: Schedule = MONTHLY, month: Month = MARCH) -> Run:
    source: Source = (schedule.project, schedule.service, schedule.axis, schedule_origin(schedule))
    schedules: Mapping[Source, Schedule] = {source: schedule}
    return Run(month, schedules=schedules)


RUN = run_with()


def fee(cents: int = 100_00, schedule: Schedule = MONTHLY, **cells: Any) -> Line:
    """What a month wants of a fee."""
    month = cells.get("month", MARCH)
    return Line(
        key=line_key(month, "P-1", "ACC", schedule.axis.value, schedule.start.isoformat()),
        month=month,
        project="P-1",
        client="ALDER",
        service="ACC",
        axis=schedule.axis,
        period=cells.get("period", month.period),
        quantity=Decimal(1),
        unit="",
        unit_price=from_cents(cents),
        cents=cents,
        origin=schedule_origin(schedule),
    )


def issued(line: Line | None = None, **cells: Any) -> ExistingLine:
    """The issued row of a fee, or of hours at 100.00."""
    of_a_fee = line is not None
    built = ExistingLine(
        position=0,
        key=line.key if line is not None else TIME_KEY,
        month=MARCH,
        project="P-1",
        service="ACC" if of_a_fee else "ADV",
        axis=line.axis if line is not None else Axis.TIME,
        period=line.period if line is not None else MARCH.period,
        quantity=Decimal(1),
        unit_price=Decimal(100),
        cents=line.cents if line is not None else 100_00,
        origin=line.origin if line is not None else "timesheets 2026-03",
        invoiced=True,
    )
    return replace(built, **cells)


def correction(change: Change, position: int = 1, **cells: Any) -> ExistingLine:
    """The row that a change becomes."""
    row = change.row
    return replace(
        row,
        position=position,
        key=f"{correction_key(row.key)}+{position}",
        quantity=change.quantity,
        unit_price=change.unit_price,
        cents=change.cents,
        reduction_cents=change.reduction_cents,
        **cells,
    )


# Which rows belong together.


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2026-03/P-1/ADV/time/100/correction", "2026-03/P-1/ADV/time/100"),
        ("2026-03/P-1/ADV/time/100+2/correction+11", "2026-03/P-1/ADV/time/100+2"),
        ("2026-03/P-1/ADV/time/100/corrections", ""),
        ("2026-03/P-1/ADV/time/100/correction/2026-02", ""),
        ("/correction", ""),
        ("", ""),
    ],
)
def test_a_correction_is_told_by_its_key(key: str, expected: str) -> None:
    assert corrected_key(key) == expected


def test_an_issued_line_is_billed_with_its_corrections() -> None:
    row = issued(quantity=Decimal(3), cents=300_00, reduction_cents=50_00)
    one = replace(
        row,
        key=correction_key(row.key),
        quantity=Decimal(-1),
        cents=-100_00,
        reduction_cents=-20_00,
    )
    draft_here = replace(one, key=f"{one.key}+2", invoiced=False)
    draft_elsewhere = replace(draft_here, key=f"{one.key}+3", month=APRIL)
    own = replace(row, key="2026-03/P-1/own/1", origin="")

    billed = billed_lines([row, one, draft_here, draft_elsewhere, own], MARCH)

    assert billed == {row.key: Billed(row, (one, draft_elsewhere))}
    assert (billed[row.key].quantity, billed[row.key].cents) == (Decimal(1), 100_00)
    assert billed[row.key].reduction_cents == 10_00
    assert billed[row.key].is_time


def test_a_row_is_overridden_once_anything_is_typed_beside_it() -> None:
    assert not issued().overridden
    assert issued(overrides=Overrides(payer="BIRCH")).overridden


def test_a_draft_is_not_billed() -> None:
    assert billed_lines([issued(invoiced=False)], MARCH) == {}


# Instalments.


@pytest.mark.parametrize(("cents", "difference"), [(100_00, 0), (120_00, 20_00), (80_00, -20_00)])
def test_an_issued_fee_is_brought_to_what_is_due_today(cents: int, difference: int) -> None:
    changes = fee_changes([fee(cents)], [issued(fee())], RUN)

    assert [change.cents for change in changes] == ([difference] if difference else [])
    assert all(abs(change.quantity) == 1 and change.unit_price > 0 for change in changes)


def test_a_month_without_issued_instalments_has_nothing_to_correct() -> None:
    assert fee_changes([fee(120_00)], [issued()], RUN) == []


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=6))
def test_a_fee_changed_time_and_again_is_always_corrected_to_the_last(amounts: list[int]) -> None:
    rows = [issued(fee())]
    for position, cents in enumerate(amounts, start=1):
        changes = fee_changes([fee(cents)], rows, RUN)
        rows += [correction(change, position) for change in changes]
        assert sum(row.cents for row in rows) == cents
        assert fee_changes([fee(cents)], rows, RUN) == []


@pytest.mark.parametrize(
    "typed", [Overrides(quantity=Decimal(2)), Overrides(price=Decimal(90)), Overrides()]
)
def test_a_fee_whose_amount_was_typed_is_not_corrected(typed: Overrides) -> None:
    changes = fee_changes([fee(120_00)], [issued(fee(), overrides=typed)], RUN)

    assert bool(changes) == (typed == Overrides())


def test_a_fee_that_ends_inside_the_issued_month_is_taken_back_in_part() -> None:
    ended = replace(MONTHLY, end=date(2026, 3, 15))
    wanted = fee(48_39, period=Period(date(2026, 3, 1), date(2026, 3, 15)))

    changes = fee_changes([wanted], [issued(fee())], run_with(ended))

    assert [change.cents for change in changes] == [-51_61]


def test_a_fee_that_ended_before_the_issued_month_is_taken_back_whole() -> None:
    ended = replace(MONTHLY, end=date(2026, 2, 28))

    changes = fee_changes([], [issued(fee())], run_with(ended))

    assert [(change.cents, change.takes_all_back) for change in changes] == [(-100_00, True)]


@pytest.mark.parametrize(
    ("schedule", "cells"),
    [
        (MONTHLY, {}),  # it runs, and the plan skips it
        (replace(MONTHLY, document="other"), {}),  # the row of its schedule is gone
        (replace(MONTHLY, end=date(2026, 2, 28)), {"month": APRIL}),
        (replace(MONTHLY, end=date(2026, 2, 28)), {"period": None}),
    ],
)
def test_a_fee_that_is_not_wanted_for_another_reason_stays(
    schedule: Schedule, cells: dict[str, Any]
) -> None:
    assert fee_changes([], [issued(fee(), **cells)], run_with(schedule)) == []


@pytest.mark.parametrize("wanted", [[], [fee(50_00, replace(MONTHLY, axis=Axis.MILESTONE))]])
def test_a_milestone_by_share_is_made_good_by_the_next_one(wanted: list[Line]) -> None:
    stage = replace(MONTHLY, axis=Axis.MILESTONE, share=Decimal("0.3"), end=date(2026, 2, 28))
    row = issued(fee(100_00, replace(MONTHLY, axis=Axis.MILESTONE)))

    assert fee_changes(wanted, [row], run_with(stage)) == []


def test_a_quarter_that_is_billed_by_the_month_today_is_left_alone() -> None:
    row = issued(fee(300_00), month=Month(2026, 1), period=QUARTER, cents=300_00)

    assert fee_changes([fee()], [row], RUN) == []


def test_months_that_are_billed_by_the_quarter_today_make_the_quarter() -> None:
    months = [
        issued(fee(month=month), position=position, month=month)
        for position, month in enumerate([FEBRUARY, MARCH])
    ]

    changes = fee_changes([fee(300_00, period=QUARTER)], months, RUN)

    assert [(change.row, change.cents) for change in changes] == [(months[0], 100_00)]


def test_a_row_that_does_not_tell_its_days_is_known_by_its_key() -> None:
    row = issued(fee(), period=None)

    assert [change.cents for change in fee_changes([fee(90_00)], [row], RUN)] == [-10_00]


def test_a_fee_of_another_source_than_a_schedule_is_corrected_too() -> None:
    retainer = replace(fee(500_00), axis=Axis.RETAINER, origin="retainer R-1")
    row = issued(retainer)

    changes = fee_changes([replace(retainer, cents=450_00)], [row], Run(MARCH))

    assert [change.cents for change in changes] == [-50_00]


def test_a_remainder_is_no_instalment() -> None:
    settled = replace(fee(-100_00), mirrors="2026-02/P-1/ACC/deposit/2026-02-01")

    assert fee_changes([settled], [issued(fee())], RUN) == []


def test_a_draft_of_another_month_is_not_corrected() -> None:
    draft = issued(fee(), invoiced=False, month=APRIL)
    other = issued(fee(), position=1, key="2026-03/P-2/ACC/fixed/2026-01-01", project="P-2")

    assert fee_changes([fee(90_00)], [draft, other], RUN) == []


def test_a_correction_in_a_draft_of_the_month_is_computed_again() -> None:
    (change,) = fee_changes([fee(90_00)], [issued(fee())], RUN)
    draft = correction(change, invoiced=False)

    assert fee_changes([fee(90_00)], [issued(fee()), draft], RUN) == [change]


def test_a_fee_after_a_remainder_is_corrected() -> None:
    settled = replace(fee(-100_00), mirrors="2026-02/P-1/ACC/deposit/2026-02-01")

    changes = fee_changes([settled, fee(90_00)], [issued(fee())], RUN)

    assert [change.cents for change in changes] == [-10_00]


@pytest.mark.parametrize("due", [100_01, 99_99])
def test_a_fee_is_corrected_by_a_single_cent(due: int) -> None:
    (change,) = fee_changes([fee(due)], [issued(fee())], RUN)

    assert change.cents == due - 100_00


def test_what_is_wanted_today_has_not_ended() -> None:
    ended = replace(MONTHLY, end=date(2026, 2, 28))
    other = replace(fee(), key="2026-03/P-1/TAX/fixed/2026-01-01", service="TAX")

    assert fee_changes([fee(), other], [issued(fee())], run_with(ended)) == []


def test_every_fee_that_has_ended_is_taken_back() -> None:
    ended = replace(MONTHLY, end=date(2026, 2, 28))
    rows = [issued(fee()), issued(fee(), position=1, key=f"{FEE_KEY}+2", cents=40_00)]

    changes = fee_changes([], rows, run_with(ended))

    assert [change.cents for change in changes] == [-100_00, -40_00]


# Time.


def billed(**cells: Any) -> list[Billed]:
    """One issued line of two hours."""
    return [Billed(issued(quantity=Decimal(2), cents=200_00, **cells))]


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        (TIME_KEY, True),
        (f"{TIME_KEY}+2", True),
        ("2026-03/P-1/ADV/time/8", True),
        ("2026-03/P-1/ADV/time/9.5", True),
        (f"{TIME_KEY}/2026-02/@BIRCH", True),
        ("2026-03/P-1/ADV/time/retainer/R-1/110", False),
        ("2026-03/P-1/ADV/time/carried", False),
        ("2026-03/P-1/ADV/time/", False),
        ("2026-03/P-1/own/1", False),
    ],
)
def test_only_a_line_whose_key_names_a_rate_bills_its_entries(key: str, plain: bool) -> None:  # noqa: FBT001
    assert is_plain_time(issued(key=key)) is plain


def test_a_line_without_days_or_of_another_axis_bills_no_entries() -> None:
    assert not is_plain_time(issued(period=None))
    assert not is_plain_time(issued(axis=Axis.UNIT))


@pytest.mark.parametrize(
    ("minutes", "quantity"), [(120, None), (90, "-0.50"), (150, "0.50"), (0, "-2.00")]
)
def test_hours_that_are_not_there_any_more_are_taken_back(
    minutes: int, quantity: str | None
) -> None:
    changes = time_changes(billed(), {TIME_KEY: minutes}, RUN, ())

    assert [change.quantity for change in changes] == ([Decimal(quantity)] if quantity else [])


def test_a_line_of_the_month_that_no_entry_names_is_taken_back_whole() -> None:
    (change,) = time_changes(billed(), {}, RUN, ())

    assert change.quantity == Decimal(-2)
    assert change.takes_all_back


def test_a_line_that_is_left_alone_does_not_hide_those_after_it() -> None:
    by_hand = billed(key=f"{TIME_KEY}+2", overrides=Overrides(quantity=Decimal(1)))
    cleared = billed(key="2026-02/P-1/ADV/time/100", month=FEBRUARY)

    changes = time_changes([*by_hand, *cleared, *billed()], {TIME_KEY: 60}, RUN, ())

    assert [(change.row.key, change.quantity) for change in changes] == [(TIME_KEY, Decimal(-1))]


def test_hours_in_minutes_are_taken_back_to_the_minute() -> None:
    row = issued(quantity=Decimal("0.8333"), cents=83_33)

    (change,) = time_changes([Billed(row)], {TIME_KEY: 40}, RUN, {TIME_KEY})

    assert (change.minutes, change.quantity) == (-10, Decimal("-0.1667"))
    assert change.cents == -16_67


@pytest.mark.parametrize(
    ("cells", "found", "expected"),
    [
        ({}, {}, 1),
        ({"month": FEBRUARY}, {}, 0),  # cleared away
        ({"month": FEBRUARY}, {TIME_KEY: 0}, 1),
        ({"month": APRIL}, {TIME_KEY: 0}, 0),
        ({"overrides": Overrides(quantity=Decimal(1))}, {TIME_KEY: 0}, 0),
        ({"key": "2026-03/P-1/ADV/time/carried"}, {}, 0),
    ],
)
def test_some_lines_are_left_alone(
    cells: dict[str, Any], found: dict[str, int], expected: int
) -> None:
    rows = billed(**cells)
    if rows[0].row.month != MARCH:
        stem = TIME_KEY.removeprefix("2026-03")
        key = f"{rows[0].row.month}{stem}"
        rows = [Billed(replace(rows[0].row, key=key))]
        found = dict.fromkeys([key] * len(found), 0)

    assert len(time_changes(rows, found, RUN, ())) == expected


def test_hours_are_taken_back_at_the_price_that_was_billed() -> None:
    (change,) = time_changes(
        billed(overrides=Overrides(price=Decimal(90))), {TIME_KEY: 60}, RUN, ()
    )

    assert (change.unit_price, change.cents) == (Decimal(90), -90_00)


@pytest.mark.parametrize("mode", HoursMode)
@given(minutes=st.lists(st.integers(0, 600), min_size=1, max_size=6), first=st.integers(1, 600))
def test_hours_changed_time_and_again_are_always_corrected_to_the_last(
    mode: HoursMode, minutes: list[int], first: int
) -> None:
    exact = {TIME_KEY} if mode is HoursMode.MINUTES else set()
    worked = Fraction(first, 60) if mode is HoursMode.MINUTES else hours(first, mode)
    one = Billed(issued(quantity=hours(first, mode), cents=line_cents(worked, Decimal(100))))
    for position, found in enumerate(minutes, start=1):
        for change in time_changes([one], {TIME_KEY: found}, RUN, exact):
            one = Billed(one.row, (*one.corrections, correction(change, position)))
        assert time_changes([one], {TIME_KEY: found}, RUN, exact) == []
        assert mode is HoursMode.MINUTES or one.quantity == hours(found, mode)


# What was over a cap.


@pytest.mark.parametrize(
    ("minutes", "reduction"), [(60, -100_00), (30, -120_00), (0, -120_00), (150, 0)]
)
def test_what_was_never_billed_is_not_given_back(minutes: int, reduction: int) -> None:
    (change,) = time_changes(billed(reduction_cents=120_00), {TIME_KEY: minutes}, RUN, ())

    assert change.reduction_cents == reduction


def test_a_price_of_the_users_own_had_no_reduction() -> None:
    (change,) = time_changes(
        billed(reduction_cents=120_00, overrides=Overrides(price=Decimal(90))),
        {TIME_KEY: 0},
        RUN,
        (),
    )

    assert change.reduction_cents == 0
    assert change.takes_all_back
