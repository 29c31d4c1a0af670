"""What may be wrong with a schedule, and the price of a unit that follows an index."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from schedule_samples import FEE, HEALTH

from addin.billing.choices import AmountPer, Axis, Periodicity
from addin.billing.schedule import Schedule, price_on, schedule_findings
from addin.errors import Finding, Place

CUSTOM = replace(FEE, periodicity=Periodicity.CUSTOM)
STAGE = replace(FEE, axis=Axis.MILESTONE, periodicity=None, amount_per=None)


@pytest.mark.parametrize(
    ("faulty", "code", "column", "values"),
    [
        pytest.param(
            replace(FEE, start=date(2026, 3, 1), end=date(2026, 2, 28)),
            "SCH-05",
            "end",
            {"start": date(2026, 3, 1), "end": date(2026, 2, 28)},
            id="reversed",
        ),
        pytest.param(CUSTOM, "SCH-06", "months", {"months": ""}, id="no-months"),
        pytest.param(
            replace(CUSTOM, custom_months=(0, 6)), "SCH-06", "months", {"months": "0, 6"}, id="0"
        ),
        pytest.param(
            replace(CUSTOM, custom_months=(6, 13)), "SCH-06", "months", {"months": "6, 13"}, id="13"
        ),
        pytest.param(
            replace(FEE, amount_per=AmountPer.UNIT), "SCH-08", "amount_per", {}, id="fee-per-unit"
        ),
        pytest.param(
            replace(STAGE, amount_per=AmountPer.UNIT), "SCH-08", "amount_per", {}, id="stage-a-unit"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT), "SCH-09", "amount_per", {}, id="unit-priced-per-year"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT, amount_per=AmountPer.PERIOD),
            "SCH-09",
            "amount_per",
            {},
            id="unit-priced-per-period",
        ),
        pytest.param(
            replace(FEE, amount=Decimal("-0.01")),
            "SCH-10",
            "amount",
            {"amount": Decimal("-0.01")},
            id="negative",
        ),
        pytest.param(replace(FEE, amount=None), "SCH-02", "amount", {}, id="no-amount"),
        pytest.param(replace(STAGE, amount=None), "SCH-02", "amount", {}, id="stage-no-amount"),
        pytest.param(
            replace(FEE, periodicity=None), "SCH-03", "periodicity", {}, id="no-periodicity"
        ),
        pytest.param(replace(FEE, amount_per=None), "SCH-08", "amount_per", {}, id="no-amount-per"),
        pytest.param(
            replace(STAGE, axis=Axis.DEPOSIT, amount=None), "SCH-02", "amount", {}, id="deposit"
        ),
        pytest.param(
            replace(STAGE, amount=None, share=Decimal("0.3")), "STG-01", "amount", {}, id="no-fee"
        ),
        pytest.param(
            replace(STAGE, axis=Axis.PROGRESS, amount=None), "STG-01", "amount", {}, id="progress"
        ),
        pytest.param(
            replace(STAGE, share=Decimal(0)), "STG-02", "share", {"share": Decimal(0)}, id="share-0"
        ),
        pytest.param(
            replace(STAGE, axis=Axis.DEPOSIT, share=Decimal(30)),
            "STG-02",
            "share",
            {"share": Decimal(30)},
            id="share-30",
        ),
        pytest.param(
            replace(STAGE, share=Decimal("1.01")),
            "STG-02",
            "share",
            {"share": Decimal("1.01")},
            id="share-1.01",
        ),
    ],
)
def test_a_faulty_schedule_is_told_and_bills_nothing(
    faulty: Schedule, code: str, column: str, values: dict[str, object]
) -> None:
    (finding,) = schedule_findings(faulty)

    assert finding.code == code
    assert finding.where == Place("Schedules", 5, column)
    assert finding.values == values


def test_all_faults_of_a_schedule_are_told_together() -> None:
    faulty = replace(CUSTOM, amount_per=None, amount=Decimal(-1), end=date(2019, 12, 31))

    codes = [finding.code for finding in schedule_findings(faulty)]
    assert sorted(codes) == ["SCH-05", "SCH-06", "SCH-08", "SCH-10"]


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(STAGE, id="stage"),
        pytest.param(replace(STAGE, share=Decimal(1)), id="whole-fee"),
        pytest.param(
            replace(STAGE, amount=None, agreed_fee=Decimal(0), share=Decimal("0.3")), id="no-charge"
        ),
        pytest.param(replace(FEE, axis=Axis.UNIT, amount_per=None, share=Decimal(30)), id="unused"),
        pytest.param(replace(FEE, amount=Decimal(0)), id="free"),
        pytest.param(replace(FEE, periodicity=Periodicity.ONCE, amount_per=None), id="once"),
        pytest.param(
            replace(FEE, axis=Axis.TIME, periodicity=None, amount=None, amount_per=None), id="time"
        ),
        pytest.param(
            replace(FEE, axis=Axis.UNIT, periodicity=None, amount=None, amount_per=None), id="unit"
        ),
        pytest.param(replace(CUSTOM, custom_months=(1, 12)), id="custom"),
    ],
)
def test_what_a_schedule_does_not_need_may_be_empty(sound: Schedule) -> None:
    assert schedule_findings(sound) == []


INDEXED = replace(
    FEE,
    amount=Decimal("250.00"),
    amount_per=AmountPer.PERIOD,
    index="Health",
    start=date(2025, 1, 1),
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({}, "255.08", id="indexed"),
        pytest.param({"index": ""}, "250.00", id="no-index"),
        pytest.param({"start": date(2026, 1, 1)}, "250.00", id="still-at-its-base"),
        pytest.param({"start": date(2026, 3, 15)}, "250.00", id="started-within-the-month"),
    ],
)
def test_the_price_of_a_unit_follows_its_index(cells: dict[str, Any], expected: str) -> None:
    unit = replace(INDEXED, axis=Axis.UNIT, amount_per=AmountPer.UNIT, **cells)

    assert str(price_on(unit, date(2026, 3, 1), HEALTH)) == expected


def test_a_value_from_before_its_start_does_not_concern_a_price() -> None:
    unit = replace(INDEXED, axis=Axis.UNIT, amount_per=AmountPer.UNIT, start=date(2026, 1, 1))

    assert price_on(unit, date(2025, 12, 1), HEALTH) == Decimal("250.00")


def test_a_unit_without_a_price_or_an_index_that_is_known_has_none() -> None:
    unit = replace(INDEXED, axis=Axis.UNIT, amount_per=AmountPer.UNIT)

    assert price_on(replace(unit, amount=None), date(2026, 3, 1), HEALTH) is None
    unknown = price_on(replace(unit, index="Rents"), date(2026, 3, 1), HEALTH)
    assert unknown == Finding("IDX-01", Place("Schedules", 5, "index"), {"index": "Rents"})
