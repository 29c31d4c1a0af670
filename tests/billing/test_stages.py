"""Stages and progress of a fee: what must hold for all, and cases worth reading."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import Axis, Timing
from addin.billing.money import part_of
from addin.billing.schedule import Schedule
from addin.billing.stages import (
    ProgressBilled,
    ProgressBook,
    ProgressRow,
    Stage,
    progress_cents,
    share_findings,
    stage_cents,
    stage_groups,
    unbilled_change,
)
from addin.errors import Finding, Place

FEES = st.integers(0, 10**9)
PARTS = st.lists(st.integers(1, 100), min_size=1, max_size=8)
MILESTONE = Schedule(
    project="P-1",
    service="DES",
    axis=Axis.MILESTONE,
    document="LM-7",
    periodicity=None,
    amount=Decimal("12345.67"),
    amount_per=None,
    timing=Timing.ARREARS,
    start=date(2026, 1, 15),
    end=None,
    description="On signature",
    row=5,
    share=Decimal("0.3"),
)
MARCH = Month(2026, 3)


def stages(fee_cents: int, *parts: int, billed: dict[int, int] | None = None) -> list[Stage]:
    """Stages in hundredths of a fee, those of ``billed`` billed already."""
    already = billed or {}
    return [
        Stage(Fraction(part, 100), fee_cents, already.get(position))
        for position, part in enumerate(parts)
    ]


def test_stages_of_30_40_30() -> None:
    assert stage_cents(stages(12_345_67, 30, 40, 30)) == [3_703_70, 4_938_27, 3_703_70]


def test_a_fee_that_changes_after_the_first_stage() -> None:
    assert stage_cents(stages(11_111_11, 30, 40, 30, billed={0: 3_000_00})) == [
        3_000_00,
        4_777_78,
        3_333_33,
    ]


def test_a_stage_billed_out_of_turn_is_made_good_by_the_last_one_to_bill() -> None:
    second = stages(11_111_11, 30, 40, 30, billed={1: 4_000_00})
    last = stages(11_111_11, 30, 40, 30, billed={2: 3_000_00})

    assert stage_cents(second) == [3_333_33, 4_000_00, 3_777_78]
    assert stage_cents(last) == [3_333_33, 4_777_78, 3_000_00]


def test_a_stage_given_away_is_made_good_by_the_others() -> None:
    assert stage_cents(stages(100_00, 30, 40, 30, billed={2: 0})) == [30_00, 70_00, 0]
    assert unbilled_change(stages(100_00, 100, billed={0: 0})) == 100_00


def test_a_fee_that_falls_below_what_was_billed_gives_money_back() -> None:
    assert stage_cents(stages(5_000_00, 50, 50, billed={0: 6_000_00})) == [6_000_00, -1_000_00]


def test_stages_short_of_the_whole_fee_bill_their_part_of_it() -> None:
    assert stage_cents(stages(100_01, 30, 30)) == [30_00, 30_01]


@given(FEES, PARTS, st.randoms(), st.data())
def test_stages_billed_in_any_order_make_the_fee(
    fee_cents: int, parts: list[int], chance: random.Random, data: st.DataObject
) -> None:
    """The fee changes before each run, and the last one is what all of them make."""
    shares = [Fraction(part, sum(parts)) for part in parts]
    billed: dict[int, int] = {}
    order = list(range(len(parts)))
    chance.shuffle(order)

    for position in order:
        fee_cents = data.draw(FEES)
        today = [Stage(share, fee_cents, billed.get(at)) for at, share in enumerate(shares)]
        billed[position] = stage_cents(today)[position]

    assert sum(billed.values()) == fee_cents


@given(FEES, PARTS)
def test_a_stage_is_within_a_cent_of_its_share(fee_cents: int, parts: list[int]) -> None:
    found = stage_cents([Stage(Fraction(part, sum(parts)), fee_cents) for part in parts])

    assert sum(found) == fee_cents
    for part, cents in zip(parts, found, strict=True):
        assert abs(cents * sum(parts) - fee_cents * part) <= sum(parts)


@given(FEES, PARTS, st.integers(0, 8))
def test_billing_what_was_foreseen_changes_nothing_of_the_rest(
    fee_cents: int, parts: list[int], count: int
) -> None:
    foreseen = stage_cents([Stage(Fraction(part, 100), fee_cents) for part in parts])
    later = [
        Stage(Fraction(part, 100), fee_cents, cents if at < count else None)
        for at, (part, cents) in enumerate(zip(parts, foreseen, strict=True))
    ]

    assert stage_cents(later) == foreseen


def test_no_stages_come_to_nothing() -> None:
    assert stage_cents([]) == []
    assert unbilled_change([]) == 0


@pytest.mark.parametrize(
    ("billed", "expected"),
    [
        pytest.param({0: 3_000_00, 1: 7_000_00}, 1_111_11, id="raised"),
        pytest.param({0: 3_333_33, 1: 7_777_78}, 0, id="as-agreed"),
        pytest.param({0: 3_333_33, 1: 8_000_00}, -222_22, id="lowered"),
        pytest.param({0: 3_000_00}, 0, id="a-stage-is-left"),
    ],
)
def test_a_fee_that_changed_after_its_last_stage_is_known(
    billed: dict[int, int], expected: int
) -> None:
    assert unbilled_change(stages(11_111_11, 30, 70, billed=billed)) == expected


def test_the_change_of_a_fee_is_of_the_part_that_is_in_stages() -> None:
    assert unbilled_change(stages(200_00, 50, billed={0: 50_00})) == 50_00


OTHERS = (
    replace(MILESTONE, row=6, start=date(2026, 6, 1), share=Decimal("0.4")),
    replace(MILESTONE, row=7, start=date(2026, 9, 1), share=Decimal("0.3")),
)


@given(st.permutations([MILESTONE, *OTHERS]))
def test_stages_follow_their_first_day_whatever_the_order_of_rows(rows: list[Schedule]) -> None:
    moved = [replace(one, row=at) for at, one in enumerate(rows)]

    ((group, found),) = stage_groups(moved).items()

    assert group == ("P-1", "", "lm-7")
    assert [one.start.month for one in found] == [1, 6, 9]


@given(st.permutations(["DES", "PAY", "TAX"]))
def test_stages_of_one_day_follow_the_code_of_their_service(services: list[str]) -> None:
    rows = [replace(MILESTONE, service=service, row=at) for at, service in enumerate(services)]

    (found,) = stage_groups(rows).values()

    assert [one.service for one in found] == ["DES", "PAY", "TAX"]


def test_a_phase_or_a_document_has_stages_of_its_own() -> None:
    rows = [
        MILESTONE,
        replace(MILESTONE, phase="Design"),
        replace(MILESTONE, phase="DESIGN"),
        replace(MILESTONE, document="LM-8"),
        replace(MILESTONE, project="P-2"),
        replace(MILESTONE, share=None),
        replace(MILESTONE, axis=Axis.DEPOSIT),
    ]

    assert [len(found) for found in stage_groups(rows).values()] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("0.3", []),
        ("0.31", [("STG-03", "101", "1")]),
        ("0.2", [("STG-04", "90", "10")]),
    ],
)
def test_shares_of_a_fee_make_100_percent(last: str, expected: list[tuple[str, str, str]]) -> None:
    rows = [MILESTONE, OTHERS[0], replace(OTHERS[1], share=Decimal(last))]

    assert share_findings(rows) == [
        Finding(
            code,
            Place("Schedules", 7, "share"),
            {"total": Decimal(total), "gap": Decimal(gap), "count": 3},
        )
        for code, total, gap in expected
    ]


def test_three_thirds_make_100_percent() -> None:
    third = Decimal("0.3333333333333333")
    rows = [replace(one, share=third) for one in (MILESTONE, *OTHERS)]

    assert share_findings(rows) == []


# Progress.


def progress(month: str, percent: str, phase: str = "", row: int = 5) -> ProgressRow:
    return ProgressRow(Month.parse(month), "P-1", phase, Fraction(percent), row)


def test_progress_holds_until_it_is_typed_again() -> None:
    book = ProgressBook([progress("2026-05", "0.6"), progress("2026-02", "0.25")])

    found = [book.on("P-1", "", Month(2026, month)) for month in range(1, 7)]

    assert [row and row.percent for row in found] == [
        None,
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(3, 5),
        Fraction(3, 5),
    ]


def test_each_phase_and_project_has_its_own_progress() -> None:
    book = ProgressBook([progress("2026-02", "0.25", "Design")])

    assert book.on("P-1", "DESIGN", MARCH) == progress("2026-02", "0.25", "Design")
    assert book.on("P-1", "", MARCH) is book.on("P-2", "Design", MARCH) is None


def test_progress_below_0_above_100_or_lower_than_before_is_told() -> None:
    rows = [
        progress("2026-01", "0.5", row=5),
        progress("2026-02", "0.45", row=6),
        progress("2026-03", "1.01", row=7),
        progress("2026-04", "-0.1", row=8),
        progress("2026-05", "0", row=9),
        progress("2026-06", "1", row=10),
        progress("2026-07", "1", row=12),
        progress("2026-01", "0.4", "D", row=11),
    ]

    found = [(one.code, one.where.row, dict(one.values)) for one in ProgressBook(rows).findings()]

    assert found == [
        ("PROG-02", 6, {"percent": 45, "before": 50}),
        ("PROG-01", 7, {"percent": 101, "before": 45}),
        ("PROG-01", 8, {"percent": -10, "before": 101}),
    ]
    assert {one.where.column for one in ProgressBook(rows).findings()} == {"percent"}


def test_progress_that_no_schedule_bills_is_told_once() -> None:
    rows = [progress("2026-01", "0.5", "D"), progress("2026-02", "0.6", "D", row=6)]
    place = Place("Progress", 5, "project")

    assert ProgressBook(rows).without_schedule([("P-1", "d")]) == []
    assert ProgressBook(rows[:1]).without_schedule([]) == [
        Finding("PROG-03", place, {"project": "P-1", "phase": "D"})
    ]
    assert ProgressBook(rows).without_schedule([("P-1", ""), ("P-2", "D")]) == [
        Finding("PROG-03", place, {"project": "P-1", "phase": "D"})
    ]


@pytest.mark.parametrize(
    ("fee", "percent", "already", "expected"),
    [
        pytest.param(20_000_00, "0.25", 0, 5_000_00, id="first"),
        pytest.param(20_000_00, "0.45", 5_000_00, 4_000_00, id="next"),
        pytest.param(24_000_00, "0.45", 5_000_00, 5_800_00, id="the-fee-went-up"),
        pytest.param(10_000_00, "0.45", 5_000_00, -500_00, id="the-fee-went-down"),
        pytest.param(20_000_00, "0.20", 5_000_00, -1_000_00, id="the-progress-went-down"),
        pytest.param(20_000_00, "0.25", 5_000_00, 0, id="nothing-new"),
        pytest.param(100_01, "0.5", 0, 50_01, id="half-a-cent-goes-up"),
    ],
)
def test_progress_bills_what_is_done_less_what_is_billed(
    fee: int, percent: str, already: int, expected: int
) -> None:
    assert progress_cents(fee, Fraction(percent), ProgressBilled(already)) == expected


@given(st.lists(st.tuples(FEES, st.fractions(0, 1, max_denominator=10_000)), min_size=1))
def test_progress_month_by_month_makes_what_is_done_of_the_last_fee(
    months: list[tuple[int, Fraction]],
) -> None:
    billed = 0
    for fee_cents, percent in months:
        billed += progress_cents(fee_cents, percent, ProgressBilled(billed))

    fee_cents, percent = months[-1]
    assert billed == part_of(fee_cents, percent)


@given(FEES, st.lists(st.fractions(0, 1, max_denominator=10_000), min_size=2, max_size=2))
def test_a_month_run_again_after_a_later_one_bills_the_same(
    fee_cents: int, percents: list[Fraction]
) -> None:
    first, then = percents
    before = progress_cents(fee_cents, first, ProgressBilled())
    after = progress_cents(fee_cents, then, ProgressBilled(before))

    again = progress_cents(fee_cents, first, ProgressBilled(0, after, then))

    assert again == before


def test_a_month_jumped_over_has_nothing_left_to_bill() -> None:
    later = ProgressBilled(0, 12_000_00, Fraction(3, 5))

    assert progress_cents(20_000_00, Fraction(1, 4), later) == 0


def test_an_earlier_month_bills_no_more_than_a_later_one_has_left() -> None:
    later = ProgressBilled(0, 10_000_00, Fraction(3, 5))

    assert progress_cents(20_000_00, Fraction(1, 4), later) == 2_000_00


def test_the_stages_of_a_phase_are_one_group_in_capitals_or_not() -> None:
    rows = [replace(MILESTONE, phase=phase, row=5 + at) for at, phase in enumerate(["AVP", "Avp"])]

    assert stage_groups(rows) == {("P-1", "avp", "lm-7"): rows}
