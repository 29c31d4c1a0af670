"""Indexed fees and prices, and the book of values that they follow."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.indexation import (
    IndexBook,
    IndexNotPositiveError,
    IndexRow,
    index_ratio,
    indexed_cents,
    indexed_price,
)
from addin.billing.money import from_cents, to_cents
from addin.errors import Finding, Place

FEES = st.decimals(0, 10**7, places=2)
INDEXES = st.decimals("50", "200", places=2)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
VALUES = st.dictionaries(DAYS, INDEXES, min_size=1, max_size=6)
HEALTH = IndexBook(
    [
        IndexRow("Health", date(2026, 1, 1), Decimal("133.12"), 6),
        IndexRow("Health", date(2025, 1, 1), Decimal("130.47"), 5),
        IndexRow("Health", date(2027, 1, 1), Decimal("135.80"), 7),
        IndexRow("Wages", date(2026, 1, 1), Decimal("2.5"), 8),
    ]
)
CELL = Place("Schedules", 5, "index")


@given(FEES, INDEXES)
def test_a_fee_does_not_move_while_the_index_stands_still(fee: Decimal, index: Decimal) -> None:
    assert indexed_cents(fee, index, index) == to_cents(fee)


@given(FEES, INDEXES, INDEXES)
def test_an_indexed_fee_is_at_most_half_a_cent_from_exact(
    fee: Decimal, base: Decimal, current: Decimal
) -> None:
    indexed = indexed_cents(fee, base, current)

    assert 2 * abs(indexed * base - 100 * fee * current) <= base


@pytest.mark.parametrize(("current", "expected"), [("133.12", 255_08), ("135.80", 260_21)])
def test_250_at_index_130_47_follows_from_the_base(current: str, expected: int) -> None:
    assert indexed_cents(Decimal("250.00"), Decimal("130.47"), Decimal(current)) == expected


def test_an_index_may_be_told_as_a_factor() -> None:
    assert indexed_cents(Decimal("250.00"), Decimal(1), Decimal("1.0203")) == 255_08


def test_chaining_the_years_would_be_a_cent_off() -> None:
    last_year = from_cents(255_08)

    assert indexed_cents(last_year, Decimal("133.12"), Decimal("135.80")) == 260_22


@pytest.mark.parametrize(("base", "current"), [("0", "133.12"), ("130.47", "-1")])
def test_an_index_of_zero_or_less_is_refused(base: str, current: str) -> None:
    with pytest.raises(IndexNotPositiveError) as caught:
        indexed_cents(Decimal(250), Decimal(base), Decimal(current))

    assert caught.value.code == "SCH-21"
    assert caught.value.values == {"base": Decimal(base), "current": Decimal(current)}


@given(FEES, INDEXES, INDEXES, INDEXES)
def test_a_fee_is_never_lower_at_a_higher_index(
    fee: Decimal, base: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))

    assert indexed_cents(fee, base, low) <= indexed_cents(fee, base, high)


@pytest.mark.parametrize(
    ("price", "expected"),
    [("14.75", "15.05"), ("14.7", "15.00"), ("95", "96.93"), ("0.125", "0.128"), ("0", "0.00")],
)
def test_a_price_keeps_its_decimals_when_it_is_indexed(price: str, expected: str) -> None:
    ratio = index_ratio(Decimal("130.47"), Decimal("133.12"))

    assert str(indexed_price(Decimal(price), ratio)) == expected


@given(VALUES, DAYS)
def test_the_value_of_a_day_is_the_latest_that_has_started(
    values: dict[date, Decimal], day: date
) -> None:
    rows = [IndexRow("X", first, value, 5) for first, value in values.items()]
    started = [first for first in values if first <= day]

    found = IndexBook(rows).value_on("x", day)

    if started:
        assert found == values[max(started)]
    else:
        assert isinstance(found, Finding)
        assert found.code == "IDX-02"


@given(VALUES, DAYS, st.randoms())
def test_the_order_of_the_rows_of_an_index_is_irrelevant(
    values: dict[date, Decimal], day: date, chance: random.Random
) -> None:
    rows = [IndexRow("X", first, values[first], at) for at, first in enumerate(values, 5)]
    shuffled = rows.copy()
    chance.shuffle(shuffled)

    assert IndexBook(shuffled).value_on("X", day) == IndexBook(rows).value_on("X", day)


@pytest.mark.parametrize(
    ("index", "day", "code", "values"),
    [
        ("Rents", "2026-01-01", "IDX-01", {"index": "Rents"}),
        ("Health", "2024-12-31", "IDX-02", {"index": "Health", "day": date(2024, 12, 31)}),
    ],
)
def test_a_value_that_is_not_there_is_told(
    index: str, day: str, code: str, values: dict[str, object]
) -> None:
    found = HEALTH.value_on(index, date.fromisoformat(day), CELL)

    assert found == Finding(code, CELL, values)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(IndexRow("health", date(2026, 1, 1), Decimal(1), 9), id="the-same-day"),
        pytest.param(IndexRow("Health", date(2026, 2, 1), None, 9), id="no-value"),
        pytest.param(IndexRow("Health", None, Decimal(1), 9), id="no-day"),
        pytest.param(IndexRow("", date(2026, 2, 1), Decimal(1), 9), id="no-name"),
    ],
)
def test_a_value_that_may_be_another_is_not_used(second: IndexRow) -> None:
    book = IndexBook(
        [
            second,
            IndexRow("Health", date(2026, 1, 1), Decimal(2), 5),
            IndexRow("Health", date(2027, 1, 1), Decimal(3), 6),
        ]
    )

    found = book.value_on("Health", date(2026, 6, 30))

    values = {"index": "Health", "day": date(2026, 6, 30), "index_row": 9}
    assert found == Finding("IDX-03", Place("Indexes"), values)


def test_a_doubled_day_that_is_over_does_no_harm() -> None:
    rows = [
        IndexRow("Health", date(2025, 1, 1), Decimal(1), 5),
        IndexRow("Health", date(2025, 1, 1), Decimal(2), 6),
        IndexRow("Health", date(2026, 1, 1), Decimal(3), 7),
    ]

    assert IndexBook(rows).value_on("Health", date(2026, 1, 1)) == 3


def test_a_ratio_is_to_the_base_or_to_the_value_at_the_start() -> None:
    start, day = date(2025, 3, 1), date(2026, 3, 1)

    assert HEALTH.ratio("Health", None, start, day) == Fraction(13312, 13047)
    assert HEALTH.ratio("Health", Decimal(100), start, day) == Fraction(13312, 10000)
    assert HEALTH.ratio("Health", Decimal(100), date.min, day) == Fraction(13312, 10000)


@pytest.mark.parametrize(
    ("base", "since", "day", "code"),
    [
        pytest.param(None, date(2024, 1, 1), date(2026, 1, 1), "IDX-02", id="no-value-at-start"),
        pytest.param(None, date.min, date(2026, 1, 1), "IDX-04", id="no-start"),
        pytest.param(Decimal(100), date.min, date(2024, 1, 1), "IDX-02", id="no-value-today"),
        pytest.param(Decimal(0), date.min, date(2026, 1, 1), "SCH-21", id="base-of-zero"),
    ],
)
def test_a_ratio_that_cannot_be_known_is_a_finding_in_the_cell_that_asks(
    base: Decimal | None, since: date, day: date, code: str
) -> None:
    found = HEALTH.ratio("Health", base, since, day, CELL)

    assert isinstance(found, Finding)
    assert (found.code, found.where) == (code, CELL)


def test_an_index_without_a_start_or_a_base_is_named() -> None:
    found = HEALTH.ratio("Health", None, date.min, date(2026, 1, 1), CELL)

    assert found == Finding("IDX-04", CELL, {"index": "Health"})


def test_an_index_below_one_is_one_too() -> None:
    book = IndexBook([IndexRow("X", date(2026, 1, 1), Decimal("0.9"), 5)])

    assert book.ratio("X", Decimal("0.6"), date.min, date(2026, 1, 1)) == Fraction(3, 2)


def test_a_finding_about_zero_shows_both_indexes() -> None:
    book = IndexBook([IndexRow("X", date(2026, 1, 1), Decimal(0), 5)])

    found = book.ratio("X", Decimal(100), date.min, date(2026, 1, 1) + timedelta(days=1), CELL)

    assert found == Finding("SCH-21", CELL, {"base": Decimal(100), "current": Decimal(0)})
