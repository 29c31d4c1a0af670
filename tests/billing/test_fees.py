"""Instalments to lines: one each, known again by the document and the first day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from addin.billing.calendar import Month, Period
from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.fees import fee_lines, schedule_origin
from addin.billing.lines import Line
from addin.billing.plan import Instalment, Schedule

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
    ],
)
def test_two_fees_never_have_the_same_name(other: Schedule) -> None:
    plain = replace(FEE, document="")
    for one in (FEE, plain):
        if one != other:
            assert schedule_origin(one) != schedule_origin(other)
            lines = fee_lines([instalment(one), instalment(other)], {"P-1": "A"}, MARCH)
            assert lines[0].key != lines[1].key
