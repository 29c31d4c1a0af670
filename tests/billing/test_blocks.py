"""Prepaid blocks: every second of work is covered once, or lies beyond."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.blocks import Block, Draw, Drawn, draw_down

JANUARY = date(2026, 1, 1)
DAYS = st.integers(0, 90).map(lambda days: JANUARY + timedelta(days))
HOUR = 3_600


@st.composite
def drawn_blocks(draw: st.DrawFn) -> list[Block]:
    count = draw(st.integers(0, 4))
    return [
        Block(
            name=f"B-{row}",
            row=row,
            seconds=36 * draw(st.integers(1, 1_000)),
            start=(start := draw(DAYS)),
            end=draw(st.none() | st.integers(0, 60).map(lambda days: start + timedelta(days))),
        )
        for row in range(count)
    ]


@st.composite
def drawn_work(draw: st.DrawFn) -> list[Draw]:
    names = [f"B-{row}" for row in range(4)]
    return [
        Draw(
            row,
            draw(DAYS),
            60 * draw(st.integers(0, 600)),
            frozenset(draw(st.sets(st.sampled_from(names)))),
        )
        for row in range(draw(st.integers(0, 12)))
    ]


@given(drawn_blocks(), drawn_work())
def test_hours_are_conserved(blocks: list[Block], work: list[Draw]) -> None:
    found = draw_down(blocks, work)

    worked = {one.row: one.seconds for one in work}
    for one in found.drawn:
        assert one.beyond + sum(seconds for _, seconds in one.covered) == worked[one.row]
    for block in blocks:
        given_out = sum(
            taken for one in found.drawn for name, taken in one.covered if name == block.name
        )
        assert found.left[block.name] == block.seconds - given_out >= 0


@given(drawn_blocks(), drawn_work())
def test_a_block_covers_only_its_own_work_on_its_own_days(
    blocks: list[Block], work: list[Draw]
) -> None:
    by_name, by_row = {one.name: one for one in blocks}, {one.row: one for one in work}
    for one in draw_down(blocks, work).drawn:
        of_day = by_row[one.row]
        for name in [*(name for name, _ in one.covered), *filter(None, [one.last])]:
            block = by_name[name]
            assert name in of_day.blocks
            assert block.start <= of_day.day <= (block.end or date.max)


@given(drawn_blocks(), drawn_work())
def test_nothing_lies_beyond_while_a_block_that_could_cover_it_has_hours(
    blocks: list[Block], work: list[Draw]
) -> None:
    found = draw_down(blocks, work)
    by_row = {one.row: one for one in work}
    for one in found.drawn:
        of_day = by_row[one.row]
        for block in blocks:
            runs = block.start <= of_day.day <= (block.end or date.max)
            if one.beyond and runs and block.name in of_day.blocks:
                assert found.left[block.name] == 0


@given(drawn_blocks(), drawn_work(), st.integers())
def test_the_order_of_the_rows_is_irrelevant(
    blocks: list[Block], work: list[Draw], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    shuffled = chance.sample(blocks, len(blocks))

    assert draw_down(shuffled, chance.sample(work, len(work))) == draw_down(blocks, work)


@given(drawn_blocks(), drawn_work(), DAYS)
def test_what_comes_later_does_not_change_what_was_drawn_before(
    blocks: list[Block], work: list[Draw], day: date
) -> None:
    before = [one for one in work if one.day <= day]

    found = draw_down(blocks, work).drawn

    assert draw_down(blocks, before).drawn == found[: len(before)]


def test_the_oldest_block_gives_first_and_an_entry_is_covered_in_part() -> None:
    old = Block("OLD", 9, 2 * HOUR, JANUARY, None)
    new = Block("NEW", 8, 3 * HOUR, date(2026, 1, 15), None)
    work = [
        Draw(5, date(2026, 1, 10), HOUR, frozenset({"OLD", "NEW"})),
        Draw(6, date(2026, 1, 20), 3 * HOUR, frozenset({"OLD", "NEW"})),
        Draw(7, date(2026, 1, 21), 2 * HOUR, frozenset({"OLD", "NEW"})),
    ]

    found = draw_down([new, old], work)

    assert found.drawn == (
        Drawn(5, (("OLD", HOUR),), 0, "OLD"),
        Drawn(6, (("OLD", HOUR), ("NEW", 2 * HOUR)), 0, "NEW"),
        Drawn(7, (("NEW", HOUR),), HOUR, "NEW"),
    )
    assert found.left == {"OLD": 0, "NEW": 0}


def test_of_two_blocks_bought_on_one_day_the_upper_row_gives_first() -> None:
    blocks = [Block("B", 6, HOUR, JANUARY, None), Block("A", 5, HOUR, JANUARY, None)]

    found = draw_down(blocks, [Draw(1, JANUARY, HOUR, frozenset({"A", "B"}))])

    assert found.left == {"A": 0, "B": HOUR}


def test_work_before_the_purchase_and_after_the_end_is_ordinary_time() -> None:
    block = Block("A", 5, HOUR, date(2026, 1, 10), date(2026, 1, 20))
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 21)]

    found = draw_down([block], [Draw(at, day, 60, frozenset({"A"})) for at, day in enumerate(days)])

    assert [one.last for one in found.drawn] == ["", "A", "A", ""]
    assert [one.beyond for one in found.drawn] == [60, 0, 0, 60]
