"""Units to lines: what was counted, less what is billed already."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import AmountPer, Axis, Timing
from addin.billing.due_units import BilledUnits
from addin.billing.lines import Line
from addin.billing.money import line_cents
from addin.billing.plan import Schedule
from addin.billing.unit_lines import unit_lines
from addin.billing.units import (
    UnitCount,
    UnitTerms,
    Work,
    kept_quantity,
    unit_price,
    unit_schedule,
)

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
WORKS: list[Work] = [
    (project, service, month)
    for project in ("P-1", "P-2")
    for service in ("PAY", "DOC")
    for month in (FEBRUARY, MARCH)
]
TERMS = {work: UnitTerms("ALDER", "payslip", Decimal("14.75")) for work in WORKS}
QUANTITIES = st.decimals(0, 1000, places=2)
COUNTS = st.lists(
    st.tuples(st.sampled_from(WORKS), QUANTITIES).map(
        lambda drawn: UnitCount(5, drawn[0][2], drawn[0][0], drawn[0][1], drawn[1])
    ),
    max_size=20,
)
TAKEN = st.dictionaries(
    st.sampled_from(WORKS),
    st.lists(QUANTITIES.map(lambda one: BilledUnits(one, Decimal("14.75"))), max_size=3),
)


def total(counts: list[UnitCount], work: Work) -> Decimal:
    found = (one.quantity for one in counts if (one.project, one.service, one.month) == work)
    return sum(found, Decimal(0))


@given(COUNTS, TAKEN)
def test_what_is_billed_and_what_was_taken_make_what_was_counted(
    counts: list[UnitCount], taken: dict[Work, list[BilledUnits]]
) -> None:
    lines = unit_lines(counts, taken, TERMS, MARCH)

    billed = {(line.project, line.service, Month.of(line.period.start)): line for line in lines}
    assert len(billed) == len(lines)
    for work in WORKS:
        billed_units = sum((one.quantity for one in taken.get(work, ())), Decimal(0))
        left = max(total(counts, work) - billed_units, Decimal(0))
        line = billed.get(work)
        assert (line.quantity if line else Decimal(0)) == left
        assert line is None or line.cents == line_cents(left, Decimal("14.75"))


@given(COUNTS, TAKEN, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_irrelevant(
    counts: list[UnitCount], taken: dict[Work, list[BilledUnits]], chance: object
) -> None:
    shuffled = list(counts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert unit_lines(shuffled, taken, TERMS, MARCH) == unit_lines(counts, taken, TERMS, MARCH)


def test_units_of_an_earlier_month_catch_up_under_their_own_key() -> None:
    counts = [UnitCount(5, FEBRUARY, "P-1", "PAY", Decimal(3))]

    (line,) = unit_lines(counts, {}, TERMS, MARCH)

    assert (line.key, line.home, line.late) == (
        "2026-03/P-1/PAY/unit/2026-02",
        "2026-02/P-1/PAY/unit",
        True,
    )
    assert line.period == FEBRUARY.period


def test_rows_of_one_month_project_and_service_are_billed_together() -> None:
    counts = [UnitCount(row, MARCH, "P-1", "PAY", Decimal(row)) for row in (5, 6, 7)]

    (line,) = unit_lines(counts, {}, TERMS, MARCH)

    assert line.quantity == 18


def test_37_payslips_are_545_75() -> None:
    counts = [UnitCount(5, MARCH, "P-1", "PAY", Decimal(37))]

    assert unit_lines(counts, {}, TERMS, MARCH) == [
        Line(
            key="2026-03/P-1/PAY/unit",
            month=MARCH,
            project="P-1",
            client="ALDER",
            service="PAY",
            axis=Axis.UNIT,
            period=MARCH.period,
            quantity=Decimal(37),
            unit="payslip",
            unit_price=Decimal("14.75"),
            cents=545_75,
            origin="units 2026-03",
            home="2026-03/P-1/PAY/unit",
        )
    ]


@pytest.mark.parametrize(
    ("quantity", "kept"),
    [
        ("12.50", "12.50"),
        ("0.123456789", "0.123456789"),
        ("0.1234567895", "0.123456790"),
        ("-0.1234567895", "-0.123456790"),
        ("0.00000000049", "0E-9"),
        ("1E+3", "1E+3"),
    ],
)
def test_a_quantity_keeps_nine_decimals(quantity: str, kept: str) -> None:
    assert str(kept_quantity(Decimal(quantity))) == kept


@given(st.lists(st.floats(0, 10**5), max_size=5))
def test_a_cell_gives_back_the_quantity_that_was_written(typed: list[float]) -> None:
    counts = [UnitCount(5, MARCH, "P-1", "PAY", Decimal(repr(one))) for one in typed]

    for line in unit_lines(counts, {}, TERMS, MARCH):
        assert Decimal(repr(float(line.quantity))) == line.quantity
        taken = {("P-1", "PAY", MARCH): [BilledUnits(line.quantity, line.unit_price)]}
        assert unit_lines(counts, taken, TERMS, MARCH) == []


def priced(
    amount: str | None,
    start: date = date(2026, 1, 1),
    end: date | None = None,
    axis: Axis = Axis.UNIT,
    per: AmountPer | None = AmountPer.UNIT,
) -> Schedule:
    return Schedule(
        project="P-1",
        service="PAY",
        axis=axis,
        document="",
        periodicity=None,
        amount=None if amount is None else Decimal(amount),
        amount_per=per,
        timing=Timing.ARREARS,
        start=start,
        end=end,
        description="",
        row=5,
    )


@pytest.mark.parametrize(
    ("schedules", "price"),
    [
        pytest.param([], "14.75", id="the usual one"),
        pytest.param([priced("12.00")], "12.00", id="as agreed"),
        pytest.param([priced("12.00", per=None)], "12.00", id="as agreed, plainly"),
        pytest.param([priced("12.00", per=AmountPer.YEAR)], "14.75", id="no price of one"),
        pytest.param([priced("12.00", end=date(2026, 3, 30))], "14.75", id="no longer"),
        pytest.param([priced("12.00", start=date(2026, 4, 1))], "14.75", id="not yet"),
        pytest.param([priced("12.00", axis=Axis.FIXED)], "14.75", id="a fee is no price"),
        pytest.param(
            [priced("12.00"), priced("13.00", start=date(2026, 3, 1))], "13.00", id="the latest"
        ),
    ],
)
def test_a_unit_costs_what_is_agreed_on_the_last_day_of_its_month(
    schedules: list[Schedule], price: str
) -> None:
    assert unit_price(schedules, "PAY", MARCH, Decimal("14.75")) == Decimal(price)
    assert unit_price(schedules, "DOC", MARCH, None) is None


def test_no_schedule_prices_another_service() -> None:
    assert unit_schedule([priced("12.00")], "DOC", MARCH) is None


def test_units_that_are_billed_already_make_no_line_beside_those_that_are_left() -> None:
    done, open_work = ("P-1", "DOC", MARCH), ("P-1", "PAY", MARCH)
    counts = [
        UnitCount(row, month, project, service, Decimal(10))
        for row, (project, service, month) in enumerate((done, open_work), start=5)
    ]
    billed = {
        done: [BilledUnits(Decimal(10), Decimal("14.75"))],
        open_work: [BilledUnits(Decimal(4), Decimal("14.75"))],
    }

    (found,) = unit_lines(counts, billed, TERMS, MARCH)

    assert (found.service, found.quantity, found.cents) == ("PAY", Decimal(6), 88_50)
