"""Unused hours of a retainer: carried, used, lapsed, and none of them lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import RolloverOrder
from addin.billing.rollover import NO_ROLLOVER, MonthHours, RolloverTerms, balances

MONTHS = st.lists(
    st.tuples(st.integers(0, 2_000), st.integers(0, 3_000)).map(lambda drawn: MonthHours(*drawn)),
    max_size=12,
)
TERMS = st.builds(
    RolloverTerms, st.integers(0, 1_500), st.integers(0, 5), st.sampled_from(RolloverOrder)
)
OLDEST, OWN = RolloverOrder.OLDEST, RolloverOrder.OWN


def five_hours(*used: int) -> list[MonthHours]:
    """Months of five included hours."""
    return [MonthHours(500, hours) for hours in used]


@given(MONTHS, TERMS)
def test_no_hour_is_lost_or_invented(months: list[MonthHours], terms: RolloverTerms) -> None:
    carried = 0
    for month, one in zip(months, balances(months, terms), strict=True):
        assert one.carried_in == carried
        assert one.used_carried + one.used_own + one.over == month.used
        there = one.used_carried + one.used_own + one.carried_out + one.lapsed
        assert there == month.included + one.carried_in
        carried = one.carried_out


@given(MONTHS, TERMS)
def test_nothing_is_over_while_an_hour_is_left(
    months: list[MonthHours], terms: RolloverTerms
) -> None:
    for month, one in zip(months, balances(months, terms), strict=True):
        assert one.over == max(month.used - month.included - one.carried_in, 0)
        assert min(one.used_carried, one.used_own, one.lapsed, one.carried_out) >= 0


@given(MONTHS, TERMS)
def test_no_more_is_carried_than_agreed(months: list[MonthHours], terms: RolloverTerms) -> None:
    for at, one in enumerate(balances(months, terms)):
        last = months[max(at + 1 - terms.months, 0) : at + 1]
        assert one.carried_out <= min(terms.most, sum(month.included for month in last))


@given(MONTHS, TERMS)
def test_the_later_months_do_not_change_the_earlier_ones(
    months: list[MonthHours], terms: RolloverTerms
) -> None:
    whole = balances(months, terms)

    assert all(balances(months[:count], terms) == whole[:count] for count in range(len(months)))


@given(MONTHS, st.integers(0, 1_500))
def test_with_one_month_of_life_the_order_changes_what_is_used_never_what_is_over_at_first(
    months: list[MonthHours], most: int
) -> None:
    first = [balances(months, RolloverTerms(most, 1, order))[:2] for order in (OLDEST, OWN)]

    assert [one.over for one in first[0]] == [one.over for one in first[1]]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=8),
    st.builds(RolloverTerms, st.integers(0, 8), st.integers(0, 4), st.sampled_from(RolloverOrder)),
)
def test_every_hour_goes_where_it_would_if_it_were_counted_by_itself(
    months: list[tuple[int, int]], terms: RolloverTerms
) -> None:
    unused: list[int] = []  # for each hour there is, the month it comes from
    for at, (included, used) in enumerate(months):
        hours = sorted(unused) + [at] * included
        if terms.order is OWN:
            hours = [at] * included + sorted(unused)
        left = [month for month in hours[used:] if at + 1 - month <= terms.months]
        carried_in, unused = len(unused), sorted(left, reverse=True)[: terms.most]

        found = balances([MonthHours(*month) for month in months], terms)[at]
        assert (found.carried_in, found.carried_out) == (carried_in, len(unused))
        assert found.over == max(used - len(hours), 0)
        assert found.lapsed == len(hours[used:]) - len(unused)


def test_hours_live_for_one_month_where_nothing_else_is_agreed() -> None:
    assert balances(five_hours(0, 500, 700), RolloverTerms(200, order=OWN))[2].over == 200


def test_two_hours_for_one_month_the_oldest_first() -> None:
    january, february, march = balances(five_hours(300, 400, 800), RolloverTerms(200, 1))

    assert (january.used_own, january.carried_out, january.lapsed) == (300, 200, 0)
    assert (february.used_carried, february.used_own) == (200, 200)
    assert (february.carried_out, february.lapsed, february.over) == (200, 100, 0)
    assert (march.carried_in, march.over, march.carried_out) == (200, 100, 0)


def test_own_hours_first_let_the_carried_ones_lapse() -> None:
    _, february, march = balances(five_hours(300, 400, 800), RolloverTerms(200, 1, OWN))

    assert (february.used_own, february.used_carried) == (400, 0)
    assert (february.carried_out, february.lapsed) == (100, 200)
    assert (march.carried_in, march.over) == (100, 200)


def test_hours_live_for_as_many_months_as_agreed() -> None:
    found = balances(five_hours(400, 500, 500, 600), RolloverTerms(1_000, 2, OWN))

    assert [one.carried_in for one in found] == [0, 100, 100, 0]
    assert [one.lapsed for one in found] == [0, 0, 100, 0]
    assert found[3].over == 100


def test_of_several_months_the_oldest_is_used_first() -> None:
    months = [MonthHours(100, used) for used in (0, 0, 0, 200, 0)]

    found = balances(months, RolloverTerms(1_000, 3))

    # April uses the hours of January and February; those of March, April and May go into June.
    assert [one.carried_out for one in found] == [100, 200, 300, 200, 300]
    assert found[4].lapsed == 0


def test_what_the_limit_cuts_off_is_the_oldest() -> None:
    found = balances(five_hours(300, 400, 500, 600), RolloverTerms(200, 2, OWN))

    # One hour of January and one of February go into March; only February's lives on into April.
    assert [one.carried_out for one in found] == [200, 200, 100, 0]
    assert found[3].over == 0


@pytest.mark.parametrize("terms", [NO_ROLLOVER, RolloverTerms(0, 3), RolloverTerms(500, 0)])
def test_without_rollover_every_month_stands_alone(terms: RolloverTerms) -> None:
    found = balances(five_hours(300, 700), terms)

    assert [(one.carried_in, one.over, one.lapsed) for one in found] == [(0, 0, 200), (0, 200, 0)]
