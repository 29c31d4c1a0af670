"""What is billed at once, or by what was done: deposits, milestones, fees without a period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from schedule_samples import FEE

from addin.billing.calendar import Month, Period
from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.plan import bills_in, instalments
from addin.billing.schedule import Schedule, schedule_findings


@pytest.mark.parametrize(
    "fee",
    [
        pytest.param(replace(FEE, periodicity=Periodicity.ONCE), id="once"),
        pytest.param(replace(FEE, axis=Axis.MILESTONE), id="milestone"),
        pytest.param(
            replace(FEE, axis=Axis.MILESTONE, periodicity=Periodicity.ONCE), id="milestone-once"
        ),
    ],
)
@pytest.mark.parametrize("timing", list(Timing))
@pytest.mark.parametrize("end", [None, date(2026, 9, 30)])
def test_a_fee_at_once_is_billed_whole_in_the_month_of_its_start(
    fee: Schedule, timing: Timing, end: date | None
) -> None:
    start = date(2026, 6, 17)
    fee = replace(fee, timing=timing, start=start, end=end)

    (only,) = bills_in([fee], Month(2026, 6), 7)

    assert only.schedule == fee
    assert only.cents == 1_000_00
    assert only.month == Month(2026, 6)
    assert only.period == Period(start, end or start)
    # June 2026 lies in the fiscal year that started in July 2025.
    assert instalments(fee, 2025, 7) == [only]
    assert instalments(fee, 2026, 7) == []
    assert bills_in([fee], Month(2026, 7), 7) == []


@pytest.mark.parametrize("axis", [Axis.UNIT, Axis.TIME, Axis.PROGRESS])
@pytest.mark.parametrize("periodicity", [Periodicity.MONTHLY, Periodicity.ONCE])
def test_what_is_billed_by_what_was_done_has_no_instalments(
    axis: Axis, periodicity: Periodicity
) -> None:
    done = replace(FEE, axis=axis, periodicity=periodicity, amount_per=AmountPer.UNIT)

    assert schedule_findings(done) == []
    assert instalments(done, 2020, 1) == []


@pytest.mark.parametrize("end", [None, date(2026, 9, 30)])
def test_a_deposit_is_billed_at_once_at_its_start(end: date | None) -> None:
    deposit = replace(
        FEE, axis=Axis.DEPOSIT, periodicity=None, amount_per=None, start=date(2026, 6, 17), end=end
    )

    (only,) = instalments(deposit, 2026, 1)

    assert (only.cents, only.month, only.period.start) == (
        1_000_00,
        Month(2026, 6),
        date(2026, 6, 17),
    )


@pytest.mark.parametrize(
    ("amount", "agreed_fee", "share", "expected"),
    [
        pytest.param("1000.00", "500.00", "0.3", 300_00, id="of-its-own-amount"),
        pytest.param(None, "500.00", "0.3", 150_00, id="of-the-fee"),
        pytest.param(None, "100.00", "0.33333333333333331", 33_33, id="a-third"),
        pytest.param(None, "0.05", "0.5", 3, id="half-a-cent-goes-up"),
    ],
)
def test_a_deposit_may_be_a_share_of_the_fee(
    amount: str | None, agreed_fee: str, share: str, expected: int
) -> None:
    deposit = replace(
        FEE,
        axis=Axis.DEPOSIT,
        amount=Decimal(amount) if amount else None,
        agreed_fee=Decimal(agreed_fee),
        share=Decimal(share),
        start=date(2026, 6, 17),
    )

    assert [each.cents for each in instalments(deposit, 2026, 1)] == [expected]


def test_a_milestone_by_share_is_no_instalment_of_the_calendar() -> None:
    stage = replace(FEE, axis=Axis.MILESTONE, share=Decimal("0.3"), start=date(2026, 6, 17))

    assert schedule_findings(stage) == []
    assert instalments(stage, 2026, 1) == bills_in([stage], Month(2026, 6), 1) == []
