"""Instalments to lines: one each, known again by the document and the first day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from addin.billing.calendar import Month, Period
from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.fees import (
    fee_lines,
    origin_document,
    origin_without_phase,
    progress_line,
    schedule_origin,
)
from addin.billing.lines import Line
from addin.billing.plan import Instalment
from addin.billing.schedule import Schedule

MARCH = Month(2026, 3)
FEE = Schedule(
    project="P-1",
    service="ACC",
    axis=Axis.FIXED,
    document="LM-7",
    periodicity=Periodicity.MONTHLY,
    amount=Decimal(1000),
    amount_per=AmountPer.YEAR,
    timing=Timing.ADVANCE,
    start=date(2026, 1, 1),
    end=None,
    description="Bookkeeping as agreed",
    row=5,
)


def instalment(schedule: Schedule, cents: int = 83_33, month: Month = MARCH) -> Instalment:
    return Instalment(schedule, Period(date(2026, 3, 1), date(2026, 3, 31)), month, cents)


def test_an_instalment_becomes_a_line_of_one() -> None:
    assert fee_lines([instalment(FEE)], {"P-1": "ALDER"}, MARCH) == [
        Line(
            key="2026-03/P-1/ACC/fixed/LM-7/2026-01-01",
            month=MARCH,
            project="P-1",
            client="ALDER",
            service="ACC",
            axis=Axis.FIXED,
            period=MARCH.period,
            quantity=Decimal(1),
            unit="",
            unit_price=Decimal("83.33"),
            cents=83_33,
            origin="schedule LM-7 2026-01-01",
            note="Bookkeeping as agreed",
        )
    ]


def test_only_the_instalments_of_the_month_that_come_to_something_are_billed() -> None:
    found = [instalment(FEE, 0), instalment(FEE, month=Month(2026, 4))]

    assert fee_lines(found, {"P-1": "ALDER"}, MARCH) == []


def test_a_fee_without_a_first_day_is_known_by_its_document() -> None:
    always = replace(FEE, start=date.min)

    (line,) = fee_lines([instalment(always)], {"P-1": "ALDER"}, MARCH)

    assert (line.key, line.origin) == ("2026-03/P-1/ACC/fixed/LM-7", "schedule LM-7")


@pytest.mark.parametrize(
    "other",
    [
        replace(FEE, document="LM-8"),
        replace(FEE, document=""),
        replace(FEE, start=date(2026, 2, 1)),
        replace(FEE, start=date.min),
        replace(FEE, document="2026-01-01", start=date.min),
        replace(FEE, phase="DESIGN"),
        replace(FEE, document="@DESIGN", start=date.min),
        replace(FEE, document="", start=date.min, phase="DESIGN"),
    ],
)
def test_two_fees_never_have_the_same_name(other: Schedule) -> None:
    plain = replace(FEE, document="")
    for one in (FEE, plain):
        if one != other:
            assert schedule_origin(one) != schedule_origin(other)
            lines = fee_lines([instalment(one), instalment(other)], {"P-1": "A"}, MARCH)
            assert lines[0].key != lines[1].key


def test_a_fee_of_a_phase_names_it() -> None:
    phased = replace(FEE, phase="DESIGN")

    (line,) = fee_lines([instalment(phased)], {"P-1": "ALDER"}, MARCH)

    assert line.key == "2026-03/P-1/ACC/fixed/LM-7/2026-01-01/@DESIGN"
    assert (line.phase, line.origin) == ("DESIGN", "schedule LM-7 2026-01-01 @DESIGN")


@pytest.mark.parametrize(
    ("schedule", "without_phase", "document"),
    [
        (FEE, "schedule LM-7 2026-01-01", "schedule LM-7"),
        (replace(FEE, phase="A 1"), "schedule LM-7 2026-01-01", "schedule LM-7"),
        (replace(FEE, document=""), "schedule 2026-01-01", "schedule"),
        (replace(FEE, document="2025-01-01"), "schedule =2025-01-01 2026-01-01", None),
    ],
)
def test_an_origin_without_its_phase_or_its_first_day(
    schedule: Schedule, without_phase: str, document: str | None
) -> None:
    origin = schedule_origin(schedule)

    assert origin_without_phase(origin, schedule.phase) == without_phase
    assert origin_document(origin, schedule.phase) == (document or "schedule =2025-01-01")


def test_an_origin_without_a_phase_stays_as_it_is() -> None:
    assert origin_without_phase("schedule LM @", "") == "schedule LM @"


def test_a_fee_of_a_cent_is_billed() -> None:
    (line,) = fee_lines([instalment(FEE, 1)], {"P-1": "ALDER"}, MARCH)

    assert (line.quantity, line.unit_price, line.cents) == (Decimal(1), Decimal("0.01"), 1)


def test_a_stage_that_gives_money_back_is_a_quantity_of_minus_one() -> None:
    (line,) = fee_lines([instalment(FEE, -83_33)], {"P-1": "ALDER"}, MARCH)

    assert (line.quantity, line.unit_price, line.cents) == (Decimal(-1), Decimal("83.33"), -83_33)


PROGRESS = replace(FEE, axis=Axis.PROGRESS, phase="DESIGN", start=date(2026, 3, 10))


def test_progress_is_a_line_of_the_days_of_its_month_that_are_served() -> None:
    line = progress_line(PROGRESS, "ALDER", MARCH, 4_000_00, "45 %")

    assert line == Line(
        key="2026-03/P-1/ACC/progress/LM-7/2026-03-10/@DESIGN",
        month=MARCH,
        project="P-1",
        client="ALDER",
        service="ACC",
        axis=Axis.PROGRESS,
        period=Period(date(2026, 3, 10), date(2026, 3, 31)),
        quantity=Decimal(1),
        unit="",
        unit_price=Decimal("4000.00"),
        cents=4_000_00,
        origin="schedule LM-7 2026-03-10 @DESIGN",
        note="Bookkeeping as agreed",
        detail="45 %",
        phase="DESIGN",
    )


def test_progress_typed_after_the_end_is_billed_in_its_month() -> None:
    over = replace(PROGRESS, end=date(2026, 3, 31))

    line = progress_line(over, "ALDER", Month(2026, 4), -50)

    assert line is not None
    assert (line.period, line.quantity, line.cents) == (Month(2026, 4).period, Decimal(-1), -50)
    assert line.detail == ""


def test_no_progress_makes_no_line() -> None:
    assert progress_line(PROGRESS, "ALDER", MARCH, 0) is None
