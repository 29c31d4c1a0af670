"""Issued fees against what their schedules make of the same days today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from schedule_samples import HUNDRED_A_MONTH

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, Periodicity, Timing
from addin.billing.covering import Source, source_of
from addin.billing.existing import Billed, ExistingLine, correction_key
from addin.billing.fees import fee_key, schedule_origin
from addin.billing.indexation import NO_INDEXES, IndexBook, IndexRow
from addin.billing.issued_fees import owned_rows, stretches, stretches_to_compare
from addin.billing.lines import Overrides
from addin.billing.plan import Schedule, instalments

FEE = replace(HUNDRED_A_MONTH, timing=Timing.ADVANCE)
LAST = Month(2028, 12)
SCHEDULES = st.builds(
    lambda periodicity, amount, timing, end: replace(
        FEE, periodicity=periodicity, amount=amount, timing=timing, end=end
    ),
    st.sampled_from(
        [
            Periodicity.MONTHLY,
            Periodicity.BIMONTHLY,
            Periodicity.QUARTERLY,
            Periodicity.HALF_YEARLY,
            Periodicity.YEARLY,
        ]
    ),
    st.decimals("1", "100000", places=2),
    st.sampled_from(Timing),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 6, 30)),
)


def row(schedule: Schedule, month: Month, period: Period, cents: int) -> ExistingLine:
    """An issued row of an instalment."""
    return ExistingLine(
        position=month.month,
        key=fee_key(schedule, month),
        month=month,
        project="P-1",
        service="ACC",
        axis=Axis.FIXED,
        period=period,
        quantity=Decimal(1),
        unit_price=Decimal(cents) / 100,
        cents=cents,
        origin=schedule_origin(schedule),
        invoiced=True,
        net_cents=cents,
    )


def issued(schedule: Schedule, count: int) -> list[Billed]:
    """The first instalments of a schedule, as they were issued."""
    due = [one for year in (2026, 2027) for one in instalments(schedule, year, 1)]
    return [Billed(row(schedule, one.month, one.period, one.cents)) for one in due[:count]]


def corrected(rows: Sequence[Billed], today: Schedule, month: Month) -> list[Billed]:
    """The rows once the corrections that a month proposes are issued."""
    found = {one.row.key: one for one in rows}
    for stretch in stretches(today, rows, 1, NO_INDEXES):
        if not stretch.is_settled_by(month):
            continue
        for change in stretch.changes():
            one = found[change.row.key]
            correction = replace(
                one.row,
                key=f"{correction_key(one.row.key)}+{len(one.corrections)}",
                cents=change.cents,
                net_cents=change.cents,
            )
            found[change.row.key] = Billed(one.row, (*one.corrections, correction))
    return list(found.values())


@given(SCHEDULES, st.lists(SCHEDULES, min_size=1, max_size=4), st.integers(1, 12))
def test_what_was_issued_and_its_corrections_are_what_the_schedule_makes_of_the_days(
    before: Schedule, edits: list[Schedule], count: int
) -> None:
    rows = issued(before, count)
    for today in edits:
        rows = corrected(rows, today, LAST)
        for stretch in stretches(today, rows, 1, NO_INDEXES):
            assert stretch.billed_cents == stretch.due_cents
        assert corrected(rows, today, LAST) == rows


@given(SCHEDULES, SCHEDULES, st.integers(1, 12))
def test_every_row_and_every_day_is_compared_once(
    before: Schedule, today: Schedule, count: int
) -> None:
    rows = issued(before, count)

    found = stretches(today, rows, 1, NO_INDEXES)

    assert [one for stretch in found for one in stretch.rows] == rows
    agreed = [one for stretch in found for one in stretch.instalments]
    assert all(first.period.end < second.period.start for first, second in pairwise(agreed))


def test_a_fee_that_has_not_changed_is_right() -> None:
    rows = issued(FEE, 12)

    assert corrected(rows, FEE, LAST) == rows


def test_the_instalment_of_the_month_itself_is_left_to_its_run() -> None:
    rows = issued(FEE, 1)
    today = replace(FEE, amount=Decimal(1320))

    assert corrected(rows, today, Month(2026, 1)) == rows
    assert corrected(rows, today, Month(2026, 2))[0].cents == 110_00


def test_an_instalment_of_the_month_that_comes_to_nothing_is_taken_back() -> None:
    rows = issued(FEE, 1)

    assert corrected(rows, replace(FEE, amount=Decimal(0)), Month(2026, 1))[0].cents == 0


def test_a_draft_of_another_month_is_left_to_that_month() -> None:
    (one,) = issued(FEE, 1)
    draft = Billed(replace(one.row, invoiced=False))

    assert corrected([draft], replace(FEE, amount=Decimal(1320)), LAST) == [draft]


def test_milestones_by_share_make_themselves_good() -> None:
    stage = replace(FEE, axis=Axis.MILESTONE, share=Decimal("0.3"))

    assert stretches(stage, issued(FEE, 2), 1, NO_INDEXES) == []


def test_a_fee_without_its_index_is_not_compared() -> None:
    assert stretches(replace(FEE, index="HEALTH"), issued(FEE, 2), 1, NO_INDEXES) == []


@pytest.mark.parametrize(
    ("mended", "others", "owned", "unserved"),
    [
        (replace(FEE, document="Letter 7"), [], 3, 0),
        (replace(FEE, start=date(2026, 2, 15)), [], 2, 1),
        (replace(FEE, start=date(2026, 4, 1)), [], 0, 0),
        (replace(FEE, service="TAX"), [], 0, 0),
        (replace(FEE, phase="DESIGN"), [], 0, 0),
        (replace(FEE, document="Letter 7"), [replace(FEE, document="Letter 8")], 0, 0),
    ],
)
def test_a_row_belongs_to_the_only_schedule_that_it_can_bill(
    mended: Schedule, others: list[Schedule], owned: int, unserved: int
) -> None:
    schedules: dict[Source, Schedule] = {
        (one.project, one.service, one.axis, schedule_origin(one)): one for one in [mended, *others]
    }

    found = owned_rows(issued(FEE, 3), schedules)

    assert sum(map(len, found.of_schedule.values())) == owned
    assert len(found.unserved) == unserved


def test_a_schedule_that_bills_the_days_itself_takes_no_rows_of_another() -> None:
    named = replace(FEE, document="Letter 7")
    rows = issued(FEE, 2)
    own = [Billed(replace(one.row, origin=schedule_origin(named))) for one in rows]
    source = source_of(own[0].row)

    found = owned_rows([*rows, *own], {source: named})

    assert found.of_schedule == {source: own}


@given(SCHEDULES, SCHEDULES, st.integers(1, 8))
@example(
    replace(FEE, amount=Decimal("1.00")),
    replace(FEE, amount=Decimal("1.00"), end=date(2026, 1, 30)),
    1,
)
def test_rows_that_still_are_instalments_are_passed_over_and_no_others(
    before: Schedule, after: Schedule, count: int
) -> None:
    rows = issued(before, count)
    every = stretches(after, rows, 1, NO_INDEXES)
    compared = stretches_to_compare(after, rows, 1, NO_INDEXES)

    assert stretches_to_compare(before, rows, 1, NO_INDEXES) == []
    assert compared in ([], every)
    assert compared or not any([*one.changes()] for one in every)
    assert not compared or any(
        one.is_recut or one.rows[0].row.period != one.instalments[0].period or [*one.changes()]
        for one in every
    )


def test_what_an_ended_fee_billed_in_the_month_itself_is_left_to_its_run() -> None:
    rows = issued(FEE, 1)
    today = replace(FEE, start=date(2026, 2, 1))

    assert corrected(rows, today, Month(2026, 1)) == rows
    assert corrected(rows, today, Month(2026, 2))[0].cents == 0


@pytest.mark.parametrize(
    ("last_day", "settled_by_january"),
    [(date(2026, 2, 15), False), (date(2026, 2, 28), True)],
)
def test_an_instalment_of_more_days_than_were_issued_waits_for_its_month(
    last_day: date, *, settled_by_january: bool
) -> None:
    january = row(FEE, Month(2026, 1), Period(date(2026, 1, 1), last_day), 150_00)

    (stretch,) = stretches(FEE, [Billed(january)], 1, NO_INDEXES)

    assert [one.month.month for one in stretch.instalments] == [1, 2]
    assert stretch.is_settled_by(Month(2026, 1)) is settled_by_january
    assert stretch.is_settled_by(Month(2026, 2))


def test_a_quarter_hangs_together_with_each_of_its_months() -> None:
    rows = issued(replace(FEE, periodicity=Periodicity.QUARTERLY), 2)

    first, second = stretches(FEE, rows, 1, NO_INDEXES)

    assert [one.month.month for one in first.instalments] == [1, 2, 3]
    assert [one.month.month for one in second.instalments] == [4, 5, 6]


def test_a_single_day_in_common_makes_days_hang_together() -> None:
    january = row(FEE, Month(2026, 1), Period(date(2026, 1, 1), date(2026, 2, 1)), 103_57)

    (stretch,) = stretches(FEE, [Billed(january)], 1, NO_INDEXES)

    assert [one.month.month for one in stretch.instalments] == [1, 2]


def test_rows_of_days_that_are_served_no_more_are_compared() -> None:
    rows = issued(FEE, 3)
    ended = replace(FEE, end=date(2026, 2, 28))

    compared = stretches_to_compare(ended, rows, 1, NO_INDEXES)

    assert [one.due_cents for one in compared] == [100_00, 100_00, 0]


def test_the_first_days_of_a_custom_period_of_the_year_before_are_compared() -> None:
    custom = replace(FEE, periodicity=Periodicity.CUSTOM, custom_months=(3, 11))
    (due,) = instalments(custom, 2025, 1)
    assert due.period == Period(date(2026, 1, 1), date(2026, 2, 28))

    (stretch,) = stretches(custom, [Billed(row(custom, due.month, due.period, 1))], 1, NO_INDEXES)

    assert stretch.instalments == (due,)


def test_what_was_issued_is_compared_at_the_index_of_its_days() -> None:
    """A value of the year after that cannot be read does not concern it."""
    values = [(date(2026, 1, 1), Decimal(100)), (date(2026, 4, 1), Decimal(110))]
    readable = [IndexRow("HEALTH", day, value, row) for row, (day, value) in enumerate(values, 5)]
    book = IndexBook([*readable, IndexRow("HEALTH", date(2027, 1, 1), None, 7)])
    indexed = replace(FEE, index="HEALTH")

    compared = stretches_to_compare(indexed, issued(FEE, 4), 1, book)

    assert [one.due_cents for one in compared] == [100_00, 100_00, 100_00, 110_00]


def test_rows_that_name_their_schedule_are_its_own() -> None:
    rows = issued(FEE, 3)
    source = source_of(rows[0].row)

    found = owned_rows(rows, {source: FEE})

    assert found.of_schedule == {source: rows}
    assert found.unserved == []


def test_rows_of_days_before_a_mended_start_are_told_with_the_schedule() -> None:
    first, *rows = issued(FEE, 3)
    mended = replace(FEE, start=date(2026, 2, 1))
    source = (mended.project, mended.service, mended.axis, schedule_origin(mended))

    found = owned_rows([first, *rows], {source: mended})

    assert found.of_schedule == {source: rows}
    assert found.unserved == [(first, mended)]


def test_a_single_row_belongs_to_the_schedule_that_was_mended_since() -> None:
    rows = issued(FEE, 1)
    mended = replace(FEE, document="Letter 7")
    source = (mended.project, mended.service, mended.axis, schedule_origin(mended))

    assert owned_rows(rows, {source: mended}).of_schedule == {source: rows}


def test_a_quarter_comes_to_what_it_and_its_corrections_bill() -> None:
    (quarter,) = issued(replace(FEE, periodicity=Periodicity.QUARTERLY), 1)
    back = replace(quarter.row, key=correction_key(quarter.row.key), net_cents=-12_50)

    (found,) = stretches(FEE, [Billed(quarter.row, (back,))], 1, NO_INDEXES)

    assert (found.billed_cents, found.due_cents) == (287_50, 300_00)
    assert found.is_recut
    assert not found.is_typed


def test_a_month_at_a_price_of_the_user_is_typed_and_not_cut_anew() -> None:
    (january,) = issued(FEE, 1)
    typed = replace(january.row, overrides=Overrides(price=Decimal(90)), net_cents=90_00)

    (found,) = stretches(FEE, [Billed(typed)], 1, NO_INDEXES)

    assert found.is_typed
    assert not found.is_recut


def test_rows_that_are_instalments_of_today_are_passed_over() -> None:
    rows = issued(FEE, 3)

    assert stretches_to_compare(FEE, rows, 1, NO_INDEXES) == []
    assert len(stretches_to_compare(FEE, [*rows, rows[0]], 1, NO_INDEXES)) == 3


def test_a_fee_without_its_index_is_not_compared_in_either_way() -> None:
    indexed = replace(FEE, index="HEALTH")

    assert stretches_to_compare(indexed, issued(FEE, 2), 1, NO_INDEXES) == []


def test_a_month_that_lost_a_day_is_compared_though_it_comes_to_the_same_cents() -> None:
    """30 of 31 days of 0.08 are 0.08."""
    a_euro_a_year = replace(FEE, amount=Decimal("1.00"))
    rows = issued(a_euro_a_year, 1)

    (found,) = stretches_to_compare(
        replace(a_euro_a_year, end=date(2026, 1, 30)), rows, 1, NO_INDEXES
    )

    assert (found.billed_cents, found.due_cents, [*found.changes()]) == (8, 8, [])
