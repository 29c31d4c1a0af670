"""Which rows bill which stage, also after the schedule was mended."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.billed_stages import BilledRow, by_schedule
from addin.billing.calendar import Month
from addin.billing.choices import Axis, Timing
from addin.billing.fees import schedule_origin
from addin.billing.schedule import Schedule

FIRST = Schedule(
    project="P-1",
    service="DES",
    axis=Axis.MILESTONE,
    document="LM-7",
    periodicity=None,
    amount=Decimal("10000.00"),
    amount_per=None,
    timing=Timing.ARREARS,
    start=date(2026, 1, 15),
    end=None,
    description="",
    row=5,
    share=Decimal("0.3"),
    phase="SKETCH",
)
SECOND = replace(FIRST, start=date(2026, 6, 1), row=6, share=Decimal("0.7"))
PROGRESS = replace(FIRST, axis=Axis.PROGRESS, share=None)


def row_of(schedule: Schedule, key: str = "2026-01/…", cents: int = 3_000_00) -> BilledRow:
    """The row that a run made for a schedule as it was then."""
    return BilledRow(
        key=key,
        month=Month.of(schedule.start),
        project=schedule.project,
        service=schedule.service,
        axis=schedule.axis,
        phase=schedule.phase,
        origin=schedule_origin(schedule),
        start=schedule.start,
        cents=cents,
    )


def test_a_row_bills_the_stage_that_its_origin_names() -> None:
    row = row_of(SECOND)

    assert by_schedule([row], [SECOND, FIRST]) == ({FIRST: [], SECOND: [row]}, [])


@pytest.mark.parametrize(
    "before",
    [
        pytest.param({"start": date(2026, 2, 1)}, id="first-day"),
        pytest.param({"phase": "DRAFT"}, id="phase"),
        pytest.param({"service": "ACC"}, id="service"),
        pytest.param({"start": date.min}, id="no-first-day"),
    ],
)
def test_a_stage_that_was_mended_is_known_by_what_stayed(before: dict[str, Any]) -> None:
    row = row_of(replace(FIRST, **before))

    assert by_schedule([row], [FIRST, SECOND]) == ({FIRST: [row], SECOND: []}, [])


@pytest.mark.parametrize(
    "before",
    [
        pytest.param({"document": "LM-8"}, id="another-letter"),
        pytest.param({"phase": "DRAFT", "start": date(2026, 2, 1)}, id="another-phase"),
        pytest.param({"service": "ACC", "start": date(2026, 2, 1)}, id="another-service"),
        pytest.param({"axis": Axis.PROGRESS}, id="progress"),
    ],
)
def test_a_row_that_fits_no_stage_is_an_orphan(before: dict[str, Any]) -> None:
    row = row_of(replace(FIRST, **before))

    assert by_schedule([row], [FIRST, SECOND]) == ({FIRST: [], SECOND: []}, [row])


def test_a_stage_that_a_row_names_takes_no_other() -> None:
    named = row_of(FIRST)
    moved = row_of(replace(FIRST, start=date(2026, 2, 1)), "2026-02/…")
    third = row_of(replace(FIRST, start=date(2026, 3, 1)), "2026-03/…")

    found, orphans = by_schedule([third, moved, named], [FIRST, SECOND])

    assert found == {FIRST: [named], SECOND: [moved]}
    assert orphans == [third]


def test_a_stage_that_had_an_amount_before_it_had_a_share_is_the_same() -> None:
    row = row_of(replace(FIRST, share=None))

    assert by_schedule([row], [FIRST])[0] == {FIRST: [row]}


@pytest.mark.parametrize(
    "before",
    [
        pytest.param({}, id="as-it-is"),
        pytest.param({"start": date(2026, 2, 1)}, id="first-day"),
        pytest.param({"document": "LM-8"}, id="document"),
        pytest.param({"document": "LM-8", "phase": "sketch"}, id="small-letters"),
        pytest.param({"phase": "DRAFT"}, id="phase"),
    ],
)
def test_progress_takes_every_row_of_its_phase(before: dict[str, Any]) -> None:
    rows = [row_of(PROGRESS), row_of(replace(PROGRESS, **before), "2026-02/…")]

    assert by_schedule(rows, [PROGRESS]) == ({PROGRESS: rows}, [])


def test_progress_of_another_phase_or_service_is_not_taken() -> None:
    rows = [
        row_of(replace(PROGRESS, phase="WORKS", start=date(2026, 2, 1))),
        row_of(replace(PROGRESS, service="ACC", start=date(2026, 2, 1)), "2026-02/…"),
    ]

    assert by_schedule(rows, [PROGRESS])[1] == rows


@given(st.permutations([FIRST, SECOND]), st.permutations(range(4)))
def test_the_order_of_rows_and_schedules_is_irrelevant(
    schedules: list[Schedule], order: list[int]
) -> None:
    rows = [
        row_of(replace(FIRST, start=date(2026, 1, day)), f"2026-01/{day}") for day in range(1, 5)
    ]

    shuffled = by_schedule([rows[at] for at in order], schedules)

    assert shuffled == by_schedule(rows, [FIRST, SECOND])


def test_a_row_that_tells_no_days_comes_first() -> None:
    undated = replace(row_of(replace(FIRST, start=date(2026, 2, 1)), "z"), start=None)
    dated = row_of(replace(FIRST, start=date(2026, 3, 1)), "a")

    assert by_schedule([dated, undated], [FIRST, SECOND])[0] == {FIRST: [undated], SECOND: [dated]}
