"""Answers over the days are those of the rule on each day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.stretches import Stretches

DAYS = st.integers(0, 20).map(lambda days: date(2026, 3, 1) + timedelta(days=days))
PERIODS = st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=5)


@given(PERIODS, DAYS)
def test_the_answer_of_a_day_is_that_of_the_rows_valid_on_it(
    periods: list[tuple[date | None, date | None]], day: date
) -> None:
    def valid(on: date) -> tuple[int, ...]:
        return tuple(
            at
            for at, (start, end) in enumerate(periods)
            if (start or date.min) <= on <= (end or date.max)
        )

    stretches = Stretches.of(periods, valid)

    assert stretches.on(day) == valid(day)
    assert stretches.on(date.min) == valid(date.min)
    assert stretches.on(date.max) == valid(date.max)


def test_a_row_that_ends_with_the_calendar_changes_nothing() -> None:
    stretches = Stretches.of([(date(2026, 3, 1), date.max)], lambda day: day)

    assert stretches.since == (date.min, date(2026, 3, 1))
