"""The cap of a project: never exceeded, and nothing it holds back is lost."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month, Period
from addin.billing.caps import CARRIED, Cap, Capped, capped
from addin.billing.choices import Axis, CapMode
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line, Overrides

FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
CARRY, WRITE_OFF = CapMode.CARRY, CapMode.WRITE_OFF
CENTS = st.integers(0, 1_000_00)


def line(key: str, cents: int, **about: Any) -> Line:
    """A time line of March of 1 x its cents."""
    usual: dict[str, Any] = {
        "key": key,
        "month": MARCH,
        "project": "P-1",
        "client": "ALDER",
        "service": "ADV",
        "axis": Axis.TIME,
        "period": MARCH.period,
        "quantity": Decimal(1),
        "unit": "hour",
        "unit_price": Decimal(cents) / 100,
        "cents": cents,
        "origin": "timesheets 2026-03",
    }
    return Line(**usual | about)


def row(cents: int, **about: Any) -> ExistingLine:
    """An issued time line of February that billed its cents."""
    usual: dict[str, Any] = {
        "position": 0,
        "key": "2026-02/P-1/ADV/time/100",
        "month": FEBRUARY,
        "project": "P-1",
        "service": "ADV",
        "axis": Axis.TIME,
        "period": FEBRUARY.period,
        "quantity": Decimal(1),
        "unit_price": Decimal(1),
        "cents": cents,
        "origin": "timesheets 2026-02",
        "invoiced": True,
        "net_cents": cents,
    }
    return ExistingLine(**usual | about)


def cap(cents: int, mode: CapMode = CARRY) -> Cap:
    return Cap("P-1", "ALDER", cents, mode)


def net_cents(found: Capped) -> int:
    return sum(one.cents - one.reduction_cents for one in found.lines)


LINES = st.lists(CENTS, max_size=6).map(
    lambda drawn: [line(f"2026-03/P-1/ADV/time/{at}", cents) for at, cents in enumerate(drawn)]
)
ROWS = st.lists(st.tuples(CENTS, CENTS), max_size=5).map(
    lambda drawn: [
        row(cents + reduced, net_cents=cents, reduction_cents=reduced) for cents, reduced in drawn
    ]
)
CAPS = st.builds(cap, st.integers(0, 5_000_00), st.sampled_from(CapMode))


@given(CAPS, LINES, ROWS)
def test_a_cap_is_never_exceeded(agreed: Cap, lines: list[Line], rows: list[ExistingLine]) -> None:
    found = capped(agreed, lines, rows, MARCH)

    billed = sum(one.net_cents for one in rows)
    assert found.billed_cents == billed
    assert all(0 <= one.reduction_cents < max(one.cents, 1) for one in found.lines)
    assert net_cents(found) <= max(agreed.cents - billed, 0)


@given(CAPS, LINES, ROWS)
def test_every_cent_is_billed_reduced_or_waiting(
    agreed: Cap, lines: list[Line], rows: list[ExistingLine]
) -> None:
    found = capped(agreed, lines, rows, MARCH)

    carried = sum(one.cents for one in found.lines if one.origin == CARRIED)
    whole = net_cents(found) - carried + found.reduced_cents + found.waiting_cents
    assert whole == sum(one.cents for one in lines)
    held_back = sum(one.reduction_cents for one in rows)
    assert carried <= (held_back if agreed.mode is CARRY else 0)


@given(CAPS, LINES, ROWS)
def test_nothing_is_held_back_while_there_is_room(
    agreed: Cap, lines: list[Line], rows: list[ExistingLine]
) -> None:
    found = capped(agreed, lines, rows, MARCH)

    if found.reduced_cents:
        assert net_cents(found) + found.billed_cents == agreed.cents
    if found.waiting:
        assert net_cents(found) + found.billed_cents >= agreed.cents


@given(CAPS, LINES, ROWS, st.integers())
def test_the_order_of_the_rows_is_irrelevant(
    agreed: Cap, lines: list[Line], rows: list[ExistingLine], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    shuffled = capped(
        agreed, chance.sample(lines, len(lines)), chance.sample(rows, len(rows)), MARCH
    )

    assert shuffled == capped(agreed, lines, rows, MARCH)


def test_380_are_billed_and_300_held_back() -> None:
    found = capped(cap(5_000_00), [line("K", 680_00)], [row(4_620_00)], MARCH)

    (billed,) = found.lines
    assert (billed.cents, billed.reduction_cents) == (680_00, 300_00)
    assert (found.reduced_cents, found.billed_cents, found.waiting) == (300_00, 4_620_00, ())


def test_the_last_cent_of_a_cap_is_billed_and_not_one_more() -> None:
    lines = [line("A", 100_00), line("B", 0), line("C", 2), line("D", 1)]

    whole = capped(cap(100_02), lines, [], MARCH)
    cut = capped(cap(100_01), lines, [], MARCH)
    full = capped(cap(100_00), lines, [], MARCH)

    assert [one.key for one in whole.waiting] == ["D"]
    assert [(one.key, one.reduction_cents) for one in cut.lines] == [("A", 0), ("B", 0), ("C", 1)]
    assert [one.key for one in full.waiting] == ["C", "D"]


def test_a_line_without_any_room_waits_whole() -> None:
    lines = [line("A", 100_00), line("B", 50_00), line("C", 20_00)]

    found = capped(cap(100_00), lines, [], MARCH)

    assert [one.key for one in found.lines] == ["A"]
    assert [one.key for one in found.waiting] == ["B", "C"]
    assert (found.waiting_cents, found.reduced_cents) == (70_00, 0)


HELD_BACK = row(680_00, net_cents=380_00, reduction_cents=300_00)


def test_what_was_held_back_comes_once_the_cap_is_raised() -> None:
    found = capped(cap(600_00), [line("Z", 100_00)], [HELD_BACK], MARCH)

    (carried,) = found.lines
    assert (carried.key, carried.cents) == ("2026-03/P-1/ADV/time/carried", 220_00)
    assert (carried.quantity, carried.unit_price) == (Decimal(1), Decimal("220.00"))
    assert carried.period == Period(date(2026, 2, 1), date(2026, 3, 31))
    assert [one.key for one in found.waiting] == ["Z"]


def test_what_was_carried_does_not_come_twice() -> None:
    carried = row(300_00, key="2026-03/P-1/ADV/time/carried", origin=CARRIED, month=MARCH)

    assert capped(cap(5_000_00), [], [HELD_BACK, carried], MARCH).lines == ()
    assert net_cents(capped(cap(5_000_00), [], [HELD_BACK], MARCH)) == 300_00


def test_what_was_written_off_never_comes() -> None:
    assert capped(cap(5_000_00, WRITE_OFF), [], [HELD_BACK], MARCH).lines == ()


def test_a_reduction_of_a_draft_is_not_carried() -> None:
    """Its own month gives the room back to it."""
    draft = row(680_00, net_cents=380_00, reduction_cents=300_00, invoiced=False)

    assert capped(cap(5_000_00), [], [draft], MARCH).lines == ()


def test_a_line_priced_by_hand_was_not_reduced() -> None:
    by_hand = [
        row(680_00, net_cents=680_00, reduction_cents=300_00, overrides=overrides)
        for overrides in (Overrides(quantity=Decimal(8)), Overrides(price=Decimal(85)))
    ]

    assert capped(cap(5_000_00), [], by_hand, MARCH).lines == ()


def test_the_last_cent_that_was_held_back_is_carried() -> None:
    held_back = row(100_00, net_cents=99_99, reduction_cents=1)

    assert net_cents(capped(cap(100_00), [], [held_back], MARCH)) == 1


def test_the_cent_that_makes_a_correction_exact_was_not_held_back() -> None:
    key = f"{HELD_BACK.key}/correction"
    exact = row(18_09, key=key, net_cents=18_08, reduction_cents=1)
    by_cap = row(18_09, key=key, net_cents=18_05, reduction_cents=4)

    assert capped(cap(100_00), [], [exact], MARCH).lines == ()
    assert net_cents(capped(cap(100_00), [], [by_cap], MARCH)) == 4


def test_services_and_phases_are_carried_apart() -> None:
    rows = [
        row(100_00, net_cents=0, reduction_cents=100_00, service=service, phase=phase)
        for service, phase in (("ADV", ""), ("TAX", ""), ("ADV", "1"), ("TAX", ""))
    ]

    found = capped(cap(350_00), [], rows, MARCH)

    assert [(one.service, one.phase, one.cents) for one in found.lines] == [
        ("ADV", "", 100_00),
        ("ADV", "1", 100_00),
        ("TAX", "", 150_00),
    ]


def test_what_is_carried_is_a_time_line_of_the_project_on_its_own() -> None:
    held_back = row(100_00, net_cents=0, reduction_cents=100_00, phase="A")

    (carried,) = capped(cap(100_00), [], [held_back], MARCH).lines

    key = "2026-03/P-1/ADV/time/carried/A"
    days = Period(date(2026, 2, 1), date(2026, 3, 31))
    other = {"origin": CARRIED, "home": key, "phase": "A", "unit": "", "period": days}
    assert carried == line(key, 100_00, **other)


def test_what_is_taken_back_makes_room_for_a_second_line_to_be_reduced() -> None:
    lines = [line("A", 100_00), line("B", -50_00), line("C", 100_00)]

    found = capped(cap(60_00), lines, [], MARCH)

    assert [one.reduction_cents for one in found.lines] == [40_00, 0, 50_00]
    assert found.reduced_cents == 90_00


def test_what_counts_towards_a_cap() -> None:
    rows = [
        row(1_00),
        row(2_00, invoiced=False),
        row(4_00, month=MARCH),
        row(8_00, month=MARCH, invoiced=False, key="own/1", origin=""),
        row(16_00, month=MARCH, invoiced=False),
        row(32_00, axis=Axis.FIXED),
        row(64_00, project="P-2"),
    ]

    assert capped(cap(0), [], rows, MARCH).billed_cents == 15_00


def test_a_correction_that_takes_back_makes_room() -> None:
    lines = [line("A", -50_00), line("B", 80_00)]

    found = capped(cap(100_00), lines, [row(100_00)], MARCH, before=[])

    assert (net_cents(found), found.reduced_cents) == (0, 30_00)


def test_corrections_come_after_the_other_lines_and_carry_nothing() -> None:
    found = capped(cap(500_00), [line("C", 50_00)], [HELD_BACK], MARCH, before=[line("A", 90_00)])

    (correction,) = found.lines
    assert (correction.cents, correction.reduction_cents) == (50_00, 20_00)


def test_what_other_lines_were_reduced_by_takes_no_room() -> None:
    reduced = line("A", 90_00, reduction_cents=40_00)
    taken_back = line("B", -60_00, reduction_cents=-10_00)

    found = capped(cap(100_00), [taken_back, line("C", 120_00)], [], MARCH, before=[reduced])

    # Fifty are billed; of the sixty that are taken back, ten never were.
    assert [(one.key, one.cents - one.reduction_cents) for one in found.lines] == [
        ("B", -50_00),
        ("C", 100_00),
    ]
    assert found.reduced_cents == 20_00
