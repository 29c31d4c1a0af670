"""Days as people write them: the column tells what stands first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.written_days import Order, Reading, day_as, order_of

DAYS = st.dates(date(1960, 1, 1), date(2049, 12, 31))
FORMS = st.sampled_from(
    ["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "{d:02} / {m:02} / {y}"]
)


@given(st.lists(DAYS, min_size=1), FORMS)
def test_a_day_is_read_as_it_was_written(days: list[date], form: str) -> None:
    texts = [form.format(d=day.day, m=day.month, y=day.year) for day in days]

    assert [day_as(text, Order.DAY) for text in texts] == days
    order, reading = order_of(texts)
    assert order is Order.DAY
    assert reading is not Reading.MIXED


@given(st.lists(DAYS, min_size=1))
def test_a_column_with_the_month_first_is_never_read_otherwise_and_called_sure(
    days: list[date],
) -> None:
    texts = [f"{day.month}/{day.day}/{day.year}" for day in days]

    order, reading = order_of(texts)

    if reading is Reading.SURE:
        assert [day_as(text, order) for text in texts] == days
    else:
        assert all(day_as(text, Order.DAY) for text in texts)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12.49", date(2049, 12, 31)),
        ("1.1.50", date(1950, 1, 1)),
        ("2026-3-4", date(2026, 3, 4)),
        ("1er mars 2026", None),
        ("3. M\u00e4rz 2026", date(2026, 3, 3)),
        ("3 augustus 2026", date(2026, 8, 3)),
        ("32 mars 2026", None),
        ("29/02/2026", None),
        ("01/01/1850", None),
        ("1/2/3/2026", None),
        ("", None),
    ],
)
def test_a_text_is_a_day_or_it_is_not(text: str, day: date | None) -> None:
    assert day_as(text, Order.DAY) == day


def test_a_point_puts_the_day_first_whatever_the_column_says() -> None:
    assert day_as("1.2.2026", Order.MONTH) == date(2026, 2, 1)
    assert order_of(["10/31/2026", "5.3.2026"]) == (Order.MONTH, Reading.SURE)
