"""Hours beyond a retainer: whose they are, shared to the hundredth, billed once."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.overage import (
    Overage,
    Price,
    billed_too_much,
    block_overage,
    last_worked,
    minimum_overage,
    not_billed,
    share,
    without,
)
from addin.billing.retainers import Work, worked_hundredths
from addin.billing.rollover import MonthBalance, MonthHours, balances

MARCH = Month(2026, 3)
POOL = ("P-1", "P-2", "P-3")
RATES = (Decimal("90.00"), Decimal("120.00"))
RATE = Decimal("110.00")
WORK = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(POOL),
        st.sampled_from(("ADV", "TAX")),
        st.integers(0, 600),
        st.sampled_from(RATES),
    ),
    max_size=12,
).map(
    lambda drawn: [
        Work(row, MARCH.first + timedelta(days), project, service, minutes, rate)
        for row, (days, project, service, minutes, rate) in enumerate(drawn, start=5)
    ]
)
INCLUDED = st.integers(0, 3_000)
CHARGED = st.sampled_from([None, RATE])


def balance_of(work: list[Work], included: int) -> MonthBalance:
    """The month on its own, without any rollover."""
    used = worked_hundredths(sum(one.minutes for one in work))
    return balances([MonthHours(included, used)])[0]


def overage_of(work: list[Work], included: int, rate: Decimal | None) -> list[Overage]:
    return minimum_overage(work, balance_of(work, included), POOL, rate)


def entry(row: int, day: int, minutes: int, project: str = "P-1", rate: str = "90.00") -> Work:
    return Work(row, date(2026, 3, day), project, "ADV", minutes, Decimal(rate))


@given(WORK, INCLUDED, CHARGED)
def test_the_hours_beyond_are_the_sum_over_projects(
    work: list[Work], included: int, rate: Decimal | None
) -> None:
    found = overage_of(work, included, rate)

    assert sum(one.hours for one in found) == balance_of(work, included).over
    assert all(one.hours > 0 for one in found)


@given(WORK, INCLUDED)
def test_a_project_bears_its_share_to_the_hundredth(work: list[Work], included: int) -> None:
    over = balance_of(work, included).over
    minutes = sum(one.minutes for one in work)
    found = overage_of(work, included, RATE)
    for project in POOL:
        hours = sum(one.hours for one in found if one.price.project == project)
        spent = sum(one.minutes for one in work if one.project == project)
        assert abs(hours * minutes - over * spent) < max(minutes, 1)


@given(WORK, INCLUDED, CHARGED, st.integers())
def test_the_order_of_the_rows_is_irrelevant(
    work: list[Work], included: int, rate: Decimal | None, seed: int
) -> None:
    shuffled = random.Random(seed).sample(work, len(work))  # noqa: S311 - an order, not a secret

    assert overage_of(shuffled, included, rate) == overage_of(work, included, rate)


@given(WORK, INCLUDED, CHARGED)
def test_an_entry_lies_beyond_on_one_line_only(
    work: list[Work], included: int, rate: Decimal | None
) -> None:
    rows = [row for one in overage_of(work, included, rate) for row in one.rows]

    assert len(rows) == len(set(rows))


@given(WORK, WORK, INCLUDED, CHARGED)
def test_hours_that_come_in_late_make_the_same_whole(
    first: list[Work], later: list[Work], included: int, rate: Decimal | None
) -> None:
    later = [replace(one, row=one.row + 100) for one in later]
    billed = {one.price: one.hours for one in overage_of(first, included, rate)}
    due = overage_of([*first, *later], included, rate)

    caught_up = not_billed(due, billed)

    whole = sum(billed.values()) + sum(one.hours for one in caught_up)
    assert whole == balance_of([*first, *later], included).over
    assert not_billed(due, {one.price: one.hours for one in due}) == []


@given(WORK, st.sets(st.integers(5, 16)), INCLUDED)
def test_the_balance_before_some_work_came_in_is_that_of_the_other_work(
    work: list[Work], rows: set[int], included: int
) -> None:
    before = without(work, balance_of(work, included), rows)
    known = [one for one in work if one.row not in rows]

    assert before.over == balance_of(known, included).over


def test_the_hours_beyond_are_the_last_ones_worked() -> None:
    work = [entry(7, 20, 120, rate="120.00"), entry(5, 2, 240), entry(6, 20, 60)]

    (dear,) = overage_of(work, 500, None)

    # Seven hours, five of them included: the two of row 7 are the last, those of row 6 are not.
    assert (dear.price.rate, dear.hours, dear.rows) == (Decimal("120.00"), 200, (7,))


def test_an_entry_across_the_limit_is_billed_in_part() -> None:
    (found,) = overage_of([entry(5, 2, 240), entry(6, 3, 120)], 500, None)

    assert (found.hours, found.rows) == (100, (6,))
    assert (found.days.start, found.days.end) == (date(2026, 3, 3), date(2026, 3, 3))


def test_the_hours_beyond_a_pool_are_shared_by_largest_remainder() -> None:
    work = [entry(5, 2, 240), entry(6, 3, 120, "P-2"), entry(7, 4, 60, "P-3")]

    found = overage_of(work, 500, RATE)

    # Two hours over 4 : 2 : 1 are 1.142..., 0.571... and 0.285...
    assert [(one.price.project, one.hours) for one in found] == [
        ("P-1", 114),
        ("P-2", 57),
        ("P-3", 29),
    ]


def test_a_price_that_falls_short_gets_no_more_than_has_come_due_in_all() -> None:
    """An hour has moved from one project to another since it was billed."""
    due = overage_of([entry(5, 2, 60), entry(6, 3, 180, "P-2")], 0, RATE)
    billed = {Price("P-1", "ADV", "", RATE): 200, Price("P-2", "ADV", "", RATE): 100}

    (left,) = not_billed(due, billed)

    assert (left.price.project, left.hours) == ("P-2", 100)


def test_nothing_is_billed_when_more_was_billed_than_is_due() -> None:
    assert (
        not_billed(overage_of([entry(5, 2, 60)], 0, RATE), {Price("P-1", "", "", RATE): 200}) == []
    )


def test_seconds_that_no_block_covers_are_rounded_once_for_the_month() -> None:
    parts = [(entry(5, 2, 60), 100), (entry(6, 3, 60, "P-2"), 100)]

    found = block_overage(parts, None, POOL)

    # 200 seconds are 5.56 hundredths: six in all, and none is lost by halves of 2.78.
    assert [one.hours for one in found] == [3, 3]


def test_half_a_hundredth_of_an_hour_that_no_block_covers_is_billed() -> None:
    assert block_overage([(entry(5, 2, 60), 17)], RATE, POOL) == []
    assert [one.hours for one in block_overage([(entry(5, 2, 60), 18)], RATE, POOL)] == [1]
    assert block_overage([], RATE, POOL) == []


def test_what_no_block_covers_is_billed_in_full_at_the_rate_of_the_block() -> None:
    (found,) = block_overage([(entry(5, 2, 6_000), 360_000)], RATE, POOL)

    assert (found.hours, found.price.rate) == (10_000, RATE)


def test_between_equals_the_first_of_the_pool_has_the_odd_hundredth() -> None:
    work = [entry(5, 2, 60, "P-1"), entry(6, 2, 60, "P-2")]

    found = share(3, [(one, 3600) for one in work], None, ("P-2", "P-1"))

    assert [(one.price.project, one.hours) for one in found] == [("P-2", 2), ("P-1", 1)]


def test_the_last_work_is_cut_where_it_reaches_back_far_enough() -> None:
    work = [entry(5, 2, 60), entry(6, 3, 60)]

    assert [(one.row, int(part)) for one, part in last_worked(work, 3_601)] == [(5, 1), (6, 3_600)]
    assert last_worked(work, 0) == []
    assert len(last_worked(work, 10**6)) == 2


def test_the_last_hundredth_is_billed() -> None:
    due = overage_of([entry(5, 2, 60), entry(6, 3, 120, "P-2")], 0, RATE)
    one, two = (Price(project, "ADV", "", RATE) for project in ("P-1", "P-2"))

    assert [(left.price, left.hours) for left in not_billed(due, {one: 99, two: 200})] == [(one, 1)]
    assert [left.hours for left in not_billed(due, {two: 198})] == [100, 2]
    assert [left.hours for left in not_billed(due, {one: 100})] == [200]


def test_hours_that_move_from_one_price_to_another_are_billed_where_they_are_short() -> None:
    due = overage_of([entry(5, 2, 60), entry(6, 3, 120, "P-2"), entry(7, 4, 60, "P-3")], 0, RATE)
    billed = {Price("P-1", "ADV", "", RATE): 150, Price("P-2", "ADV", "", RATE): 150}

    # A hundred hundredths are left, and the two that are short lack fifty and a hundred.
    assert [(one.price.project, one.hours) for one in not_billed(due, billed)] == [
        ("P-2", 33),
        ("P-3", 67),
    ]


def test_hours_beyond_name_their_first_and_their_last_day() -> None:
    days = (entry(5, 9, 60), entry(6, 2, 60), entry(7, 5, 60))

    (found,) = overage_of(list(days), 0, RATE)

    assert (found.days.start.day, found.days.end.day, found.rows) == (2, 9, (6, 7, 5))


def test_the_hours_of_a_project_that_lie_beyond_are_its_own_last_ones() -> None:
    work = [
        entry(5, 2, 60),
        replace(entry(6, 3, 60), service="TAX"),
        entry(7, 4, 120, "P-2"),
    ]

    # Of two hours beyond, one is of P-1: all of it is the last service it worked on.
    found = overage_of(work, 200, RATE)

    assert [(one.price.project, one.price.service, one.hours) for one in found] == [
        ("P-1", "TAX", 100),
        ("P-2", "ADV", 100),
    ]


def test_carried_hours_cover_what_was_there_before_some_work_came_in() -> None:
    balance = MonthBalance(
        included=100,
        carried_in=50,
        used_carried=50,
        used_own=100,
        over=150,
        carried_out=0,
        lapsed=0,
    )
    work = [entry(5, 2, 120), entry(6, 3, 60)]

    assert without(work, balance, {6}) == replace(balance, used_carried=0, used_own=150, over=50)
    assert without(work, balance, {5}) == replace(balance, used_carried=0, used_own=100, over=0)


@given(WORK, INCLUDED, CHARGED, st.integers(0, 12))
def test_hours_that_are_gone_are_taken_back_and_no_others(
    work: list[Work], included: int, rate: Decimal | None, kept: int
) -> None:
    billed = {one.price: one.hours for one in overage_of(work, included, rate)}
    due = overage_of(work[:kept], included, rate)

    back = billed_too_much(due, billed)

    excess = sum(billed.values()) - sum(one.hours for one in due)
    assert sum(back.values()) == max(excess, 0)
    assert all(0 < hours <= billed[price] for price, hours in back.items())


def test_hours_that_moved_to_another_price_are_not_taken_back() -> None:
    price = Price("P-1", "ADV", "", RATE)
    (due,) = overage_of([entry(5, 2, 60, rate="120.00")], 0, None)

    assert billed_too_much([due], {price: 100}) == {}
    assert billed_too_much([due], {price: 130}) == {price: 30}


def test_hours_are_taken_back_from_the_price_that_has_too_many() -> None:
    due = overage_of([entry(5, 2, 60), entry(6, 3, 60, "P-2")], 0, RATE)
    one, two = (Price(project, "ADV", "", RATE) for project in ("P-1", "P-2"))

    assert billed_too_much(due, {one: 150, two: 100}) == {one: 50}
    assert billed_too_much(due, {one: 100, two: 101}) == {two: 1}


def test_a_month_within_its_hours_has_none_beyond() -> None:
    work = [entry(5, 2, 60), entry(6, 3, 60)]

    assert overage_of(work, 200, RATE) == []
    assert overage_of(work, 200, None) == []


def test_an_entry_without_minutes_lies_beyond_on_no_line() -> None:
    work = [entry(5, 2, 60), entry(6, 3, 0), entry(7, 4, 60)]

    assert [(one.row, int(part)) for one, part in last_worked(work, 5_400)] == [
        (5, 1_800),
        (7, 3_600),
    ]
