"""The guard: who is billed far more than last month, and who is not asked about."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.guard import Excess, Limits, MonthOfClient, excesses

TEN = Limits(Decimal(10), Decimal(10))
COUNTS = st.builds(MonthOfClient, st.integers(0, 500), st.integers(-(10**6), 10**6))
MONTHS = st.dictionaries(st.sampled_from("ABC"), COUNTS)


def one(rows: int = 1, cents: int = 100_00) -> dict[str, MonthOfClient]:
    return {"ALDER": MonthOfClient(rows, cents)}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (one(1, 1_000_00), None),  # ten times is not more than ten times
        (one(1, 1_000_01), (True, False)),
        (one(10, 100_00), None),
        (one(11, 100_00), (False, True)),
        (one(11, 1_000_01), (True, True)),
        (one(1, -5_000_00), None),
    ],
)
def test_more_than_so_many_times_last_month_is_asked_about(
    after: dict[str, MonthOfClient], expected: tuple[bool, bool] | None
) -> None:
    found = excesses(one(), {}, after, TEN)

    assert [(found_one.too_much, found_one.too_many) for found_one in found] == (
        [expected] if expected else []
    )


def test_a_client_without_a_line_last_month_is_not_asked_about() -> None:
    assert excesses({}, {}, one(1_000, 10**9), TEN) == []


@pytest.mark.parametrize("cents", [0, -100_00])
def test_last_month_of_nothing_or_less_is_no_measure_of_an_amount(cents: int) -> None:
    assert excesses(one(1, cents), {}, one(1, 10**9), TEN) == []


def test_nothing_is_asked_where_the_firm_set_no_limit() -> None:
    assert excesses(one(), {}, one(1_000, 10**9), Limits()) == []


def test_what_stands_there_already_is_not_asked_about_again() -> None:
    large = one(50, 9_000_00)

    assert excesses(one(), large, large, TEN) == []
    assert excesses(one(), large, one(50, 9_000_01), TEN) == [
        Excess(
            "ALDER",
            MonthOfClient(1, 100_00),
            MonthOfClient(50, 9_000_01),
            too_much=True,
            too_many=False,
        )
    ]


def test_clients_are_named_in_the_order_of_their_codes() -> None:
    before = {"B": MonthOfClient(1, 1), "A": MonthOfClient(1, 1)}
    after = {"B": MonthOfClient(1, 100), "A": MonthOfClient(1, 100)}

    assert [found.client for found in excesses(before, {}, after, TEN)] == ["A", "B"]


def test_a_new_client_does_not_hide_those_after_it() -> None:
    after = {"A": MonthOfClient(1, 1), "B": MonthOfClient(1, 100)}

    found = excesses({"B": MonthOfClient(1, 1)}, {}, after, TEN)

    assert [one.client for one in found] == ["B"]


@pytest.mark.parametrize("times", [Decimal(1), Decimal("0.5")])
def test_a_limit_may_be_once_last_month_or_less(times: Decimal) -> None:
    (found,) = excesses(one(), {}, one(2, 100_01), Limits(times, times))

    assert (found.too_much, found.too_many) == (True, True)


def test_a_month_counts_its_lines_and_their_amounts() -> None:
    month = MonthOfClient()
    month.add(10_00)
    month.add(-2_50)

    assert month == MonthOfClient(2, 7_50)


@given(MONTHS, MONTHS, MONTHS, st.integers(0, 20))
def test_a_run_that_was_let_through_is_let_through_again(
    before: dict[str, MonthOfClient],
    standing: dict[str, MonthOfClient],
    after: dict[str, MonthOfClient],
    times: int,
) -> None:
    limits = Limits(Decimal(times), Decimal(times))

    asked = excesses(before, standing, after, limits)

    assert excesses(before, after, after, limits) == []
    assert {found.client for found in asked} <= before.keys() & after.keys()
