"""Billed minutes: the share first, then the step, and no minute lost between the two."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from addin.billing.choices import Rounding, RoundingPer
from addin.billing.rounding import (
    WHOLE_MINUTES,
    BilledBefore,
    MinuteRounding,
    billed_minutes,
)

UP, NEAREST = Rounding.UP, Rounding.NEAREST
ENTRY, DAY = RoundingPer.ENTRY, RoundingPer.DAY

MINUTES = st.integers(1, 1440)
PARTS = st.fractions(0, 1, max_denominator=100) | st.just(Fraction(1))
ENTRIES = st.lists(st.tuples(MINUTES, PARTS), min_size=1, max_size=8)
STEPS = st.sampled_from([1, 5, 6, 10, 15, 30, 60])
WAYS = st.builds(MinuteRounding, STEPS, st.sampled_from(Rounding), st.sampled_from(RoundingPer))
Entries = list[tuple[int, Fraction]]


def billed(entries: Entries, rounding: MinuteRounding) -> list[int]:
    return billed_minutes([one for one, _ in entries], [share for _, share in entries], rounding)


def exact(entries: Entries) -> Fraction:
    return sum((minutes * share for minutes, share in entries), Fraction(0))


@given(ENTRIES, STEPS, st.sampled_from(Rounding))
def test_the_entries_of_a_day_make_the_rounded_day(
    entries: Entries, step: int, mode: Rounding
) -> None:
    rounding = MinuteRounding(step, mode, DAY)

    assert sum(billed(entries, rounding)) == rounding.round(exact(entries))


@given(ENTRIES, STEPS, st.sampled_from(RoundingPer))
def test_rounding_up_never_bills_less_than_the_share(
    entries: Entries, step: int, per: RoundingPer
) -> None:
    rounded = billed(entries, MinuteRounding(step, UP, per))

    assert exact(entries) <= sum(rounded)
    if per is ENTRY:
        excess = [
            one - minutes * share for one, (minutes, share) in zip(rounded, entries, strict=True)
        ]
        assert all(0 <= more < step for more in excess)
    else:
        assert sum(rounded) - exact(entries) < step


@given(ENTRIES, STEPS)
def test_the_nearest_step_is_half_a_step_away_at_most(entries: Entries, step: int) -> None:
    rounded = billed(entries, MinuteRounding(step, NEAREST, ENTRY))

    for one, (minutes, share) in zip(rounded, entries, strict=True):
        assert -step <= 2 * (minutes * share - one) < step
        assert one % step == 0


@given(st.lists(MINUTES, min_size=1), st.sampled_from(RoundingPer))
def test_without_a_step_or_a_share_all_that_was_worked_is_billed(
    worked: list[int], per: RoundingPer
) -> None:
    whole = [Fraction(1)] * len(worked)

    assert billed_minutes(worked, whole) == worked
    assert billed_minutes(worked, whole, MinuteRounding(1, UP, per)) == worked


@given(ENTRIES, WAYS)
def test_nothing_is_billed_of_what_is_not_billable(
    entries: Entries, rounding: MinuteRounding
) -> None:
    for one, (_, share) in zip(billed(entries, rounding), entries, strict=True):
        assert one >= 0
        assert share or not one


@given(ENTRIES.flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))), WAYS)
def test_the_order_of_the_entries_changes_no_total(
    readings: tuple[Entries, Entries], rounding: MinuteRounding
) -> None:
    in_order, shuffled = readings

    assert sum(billed(in_order, rounding)) == sum(billed(shuffled, rounding))


@given(ENTRIES, ENTRIES, STEPS, st.sampled_from(Rounding))
def test_a_day_billed_in_two_runs_comes_to_the_same_minutes(
    first: Entries, late: Entries, step: int, mode: Rounding
) -> None:
    assume(exact(late))
    rounding = MinuteRounding(step, mode, DAY)
    at_once = sum(billed([*first, *late], rounding))

    before = sum(billed(first, rounding))
    after = billed_minutes(
        [one for one, _ in late],
        [share for _, share in late],
        rounding,
        BilledBefore(exact(first), before),
    )

    assert before + sum(after) == at_once


def test_a_day_of_which_too_much_is_billed_gives_nothing_back() -> None:
    rounding = MinuteRounding(15, UP, DAY)

    assert billed_minutes([5], [Fraction(1)], rounding, BilledBefore(Fraction(5), 60)) == [0]


@pytest.mark.parametrize(
    ("worked", "rounding", "expected"),
    [
        ([7], MinuteRounding(15), [15]),
        ([15], MinuteRounding(15), [15]),
        ([7], MinuteRounding(15, NEAREST), [0]),
        ([8], MinuteRounding(15, NEAREST), [15]),
        ([3], MinuteRounding(6, NEAREST), [6]),
        ([7, 7], MinuteRounding(15), [15, 15]),
        ([7, 7], MinuteRounding(15, UP, DAY), [8, 7]),
        ([20, 25], MinuteRounding(30, NEAREST, DAY), [27, 33]),
    ],
)
def test_minutes_brought_to_a_step(
    worked: list[int], rounding: MinuteRounding, expected: list[int]
) -> None:
    assert billed_minutes(worked, [Fraction(1)] * len(worked), rounding) == expected


def test_the_share_comes_before_the_step() -> None:
    half = [Fraction(1, 2)]

    assert billed_minutes([50], half) == [25]
    assert billed_minutes([25], half) == [13]
    assert billed_minutes([50], half, MinuteRounding(15)) == [30]
    assert WHOLE_MINUTES.round(Fraction(25, 2)) == 13


def test_a_day_of_which_nothing_is_billable_bills_no_minute() -> None:
    free = [Fraction(0), Fraction(0)]

    assert billed_minutes([10, 20], free, MinuteRounding(15, UP, DAY)) == [0, 0]
