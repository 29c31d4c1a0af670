"""What is still to be billed of a month's units, however many runs it takes."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import TierMode
from addin.billing.due_units import BilledUnits, UnitPart, units_due, units_in
from addin.billing.money import line_cents
from addin.billing.tiers import PriceList, Tier
from addin.billing.units import UnitPrice

FLAT = Decimal("14.75")
TIERS = (
    Tier(Decimal(1), Decimal("18.00")),
    Tier(Decimal(11), Decimal("15.50")),
    Tier(Decimal(26), Decimal("13.25")),
)
GRADUATED = PriceList("Payslips", TierMode.GRADUATED, TIERS)
BY_VOLUME = PriceList("Payslips", TierMode.VOLUME, TIERS)

STARTS = st.sets(st.integers(2, 60), max_size=4).map(sorted)
EUROS = st.decimals(0, 50, places=2)


@st.composite
def price_lists(draw: st.DrawFn) -> PriceList:
    starts = [1, *draw(STARTS)]
    prices = draw(st.lists(EUROS, min_size=len(starts), max_size=len(starts)))
    tiers = tuple(Tier(Decimal(start), price) for start, price in zip(starts, prices, strict=True))
    return PriceList("Any", draw(st.sampled_from(TierMode)), tiers)


WHOLE = st.integers(0, 80).map(Decimal)
EXACT = st.decimals(0, 80, places=3)


def bill(
    totals: Sequence[Decimal], prices: Sequence[UnitPrice]
) -> tuple[list[BilledUnits], list[UnitPart]]:
    """Bill a month as its total is counted anew; what the last count brought comes second."""
    billed: list[BilledUnits] = []
    parts: list[UnitPart] = []
    for total, price in zip(totals, prices, strict=True):
        parts = units_due(total, billed, price)
        billed += [
            BilledUnits(part.quantity, part.unit_price, part.tier, f"L{at}")
            for at, part in enumerate(parts, start=len(billed))
        ]
    return billed, parts


def cents(billed: Sequence[BilledUnits]) -> int:
    return sum(line_cents(one.quantity, one.unit_price) for one in billed)


def shown(parts: Sequence[UnitPart]) -> list[tuple[str, str, str]]:
    return [(str(one.quantity), str(one.unit_price), one.mirrors) for one in parts]


@given(st.lists(WHOLE, min_size=1, max_size=6), price_lists() | EUROS)
def test_however_often_a_month_is_counted_it_comes_to_the_price_of_the_last_count(
    totals: list[Decimal], price: UnitPrice
) -> None:
    billed, _ = bill(totals, [price] * len(totals))

    total = totals[-1]
    assert units_in(billed) == total
    if isinstance(price, PriceList):
        assert cents(billed) == sum(part.cents for part in price.parts(total))
    else:
        assert cents(billed) == line_cents(total, price)
    assert units_due(total, billed, price) == []


@given(st.lists(EXACT, min_size=2, max_size=6).map(sorted), price_lists())
def test_parts_of_a_unit_are_billed_once_and_within_half_a_cent_a_line(
    totals: list[Decimal], price: PriceList
) -> None:
    billed, _ = bill(totals, [price] * len(totals))

    parts = price.parts(totals[-1])
    exact = sum((part.quantity * part.unit_price for part in parts), Decimal(0))
    assert units_in(billed) == totals[-1]
    assert abs(cents(billed) - 100 * exact) <= Decimal("0.5") * len(billed)


@given(st.lists(WHOLE, min_size=2, max_size=5).map(sorted), st.data())
def test_another_price_list_prices_only_what_comes_on_top(
    totals: list[Decimal], data: st.DataObject
) -> None:
    lists = st.builds(lambda one: PriceList(one.name, TierMode.GRADUATED, one.tiers), price_lists())
    prices = [data.draw(st.one_of(lists, EUROS)) for _ in totals]

    billed, last = bill(totals, prices)

    assert units_in(billed) == totals[-1]
    assert all(part.quantity > 0 for part in last)


@given(st.lists(EXACT, min_size=1, max_size=5), st.data())
def test_whatever_was_billed_the_units_come_out_right(
    totals: list[Decimal], data: st.DataObject
) -> None:
    prices = [data.draw(st.one_of(price_lists(), EUROS)) for _ in totals]

    billed, _ = bill(totals, prices)

    assert units_in(billed) == totals[-1]


@pytest.mark.parametrize(
    ("totals", "price", "expected"),
    [
        pytest.param([37, 40], FLAT, [("3", "14.75", "")], id="flat, three more"),
        pytest.param([37, 30], FLAT, [("-7", "14.75", "L0")], id="flat, seven fewer"),
        pytest.param([37, 40], GRADUATED, [("3", "13.25", "")], id="graduated, on top"),
        pytest.param(
            [9, 12], GRADUATED, [("1", "18.00", ""), ("2", "15.50", "")], id="into the next tier"
        ),
        pytest.param(
            [37, 24],
            GRADUATED,
            [("-1", "15.50", "L1"), ("-12", "13.25", "L2")],
            id="graduated, fewer",
        ),
        pytest.param([11, 12], BY_VOLUME, [("1", "15.50", "")], id="volume, within the tier"),
        pytest.param(
            [10, 11],
            BY_VOLUME,
            [("-10", "18.00", "L0"), ("11", "15.50", "")],
            id="volume, into the next tier",
        ),
        pytest.param(
            [11, 10],
            BY_VOLUME,
            [("10", "18.00", ""), ("-11", "15.50", "L0")],
            id="volume, back into the tier before",
        ),
        pytest.param([37, 37], BY_VOLUME, [], id="nothing new"),
    ],
)
def test_what_a_second_count_brings(
    totals: list[int], price: UnitPrice, expected: list[tuple[str, str, str]]
) -> None:
    _, parts = bill(list(map(Decimal, totals)), [price, price])

    assert shown(parts) == expected


def test_units_are_taken_back_at_the_price_they_had_the_last_first() -> None:
    billed = [
        BilledUnits(Decimal(37), FLAT, line="first"),
        BilledUnits(Decimal(3), Decimal("15.00"), line="late"),
    ]

    parts = units_due(Decimal(30), billed, Decimal("16.00"))

    assert shown(parts) == [("-3", "15.00", "late"), ("-7", "14.75", "first")]


def test_what_was_taken_back_is_not_taken_back_again() -> None:
    billed = [
        BilledUnits(Decimal(37), FLAT, line="first"),
        BilledUnits(Decimal(-7), FLAT, line="correction"),
    ]

    assert units_due(Decimal(30), billed, FLAT) == []
    assert shown(units_due(Decimal(28), billed, FLAT)) == [("-2", "14.75", "first")]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("first", [("-3", "14.75", "late"), ("-27", "14.75", "first")]),
        ("late", [("-30", "14.75", "first")]),
        ("", [("-30", "14.75", "first")]),
    ],
)
def test_what_was_taken_back_is_off_the_line_that_it_names_or_off_the_last(
    named: str, expected: list[tuple[str, str, str]]
) -> None:
    billed = [
        BilledUnits(Decimal(37), FLAT, line="first"),
        BilledUnits(Decimal(5), Decimal(16), line="dearer"),
        BilledUnits(Decimal(3), FLAT, line="late"),
        BilledUnits(Decimal(-3), FLAT, line=named),
        BilledUnits(Decimal(-5), Decimal(16), line="dearer"),
    ]

    assert shown(units_due(Decimal(7), billed, FLAT)) == expected


def test_half_a_unit_is_taken_back_and_half_a_unit_is_billed() -> None:
    billed = [
        BilledUnits(Decimal(37), FLAT, line="first"),
        BilledUnits(Decimal("-0.5"), FLAT, line="correction"),
    ]
    two = [BilledUnits(Decimal("0.5"), FLAT, line="first"), BilledUnits(Decimal(1), FLAT)]

    assert shown(units_due(Decimal(0), two, FLAT)) == [
        ("-1", "14.75", ""),
        ("-0.5", "14.75", "first"),
    ]
    for price in (FLAT, GRADUATED, BY_VOLUME):
        assert shown(units_due(Decimal(36), billed, price)) == [("-0.5", "14.75", "first")]
        (more,) = units_due(Decimal(37), billed, price)
        assert more.quantity == Decimal("0.5")


def test_a_list_that_replaces_a_flat_price_leaves_alone_what_was_billed() -> None:
    billed = [BilledUnits(Decimal(12), FLAT, line="first")]

    for prices in (GRADUATED, BY_VOLUME):
        assert shown(units_due(Decimal(27), billed, prices)) in (
            [("13", "15.50", ""), ("2", "13.25", "")],
            [("15", "13.25", "")],
        )
        assert shown(units_due(Decimal(10), billed, prices)) == [("-2", "14.75", "first")]


def test_each_price_of_a_tier_is_taken_back_as_it_was_billed() -> None:
    dearer = PriceList("Payslips", TierMode.VOLUME, (Tier(Decimal(1), Decimal(19)), *TIERS[1:]))

    _, parts = bill(list(map(Decimal, (4, 6, 11))), [BY_VOLUME, dearer, dearer])

    assert shown(parts) == [
        ("-2", "19", "L1"),
        ("-4", "18.00", "L0"),
        ("11", "15.50", ""),
    ]
