"""Price lists by quantity: each unit priced once, by the tier it lies in or the one reached."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import TierMode
from addin.billing.money import line_cents
from addin.billing.tiers import (
    PriceList,
    Tier,
    TierRow,
    price_lists,
    tier_amount,
    tier_parts,
)
from addin.errors import Finding, Place

GRADUATED, VOLUME = TierMode.GRADUATED, TierMode.VOLUME
PAYSLIPS = [
    Tier(Decimal(1), Decimal("18.00")),
    Tier(Decimal(11), Decimal("15.50")),
    Tier(Decimal(26), Decimal("13.25")),
]
STARTS = st.sets(st.decimals(2, 500, places=1), max_size=5).map(sorted)
PRICES = st.decimals(0, 100, places=4)
TIERS = STARTS.flatmap(
    lambda starts: st.lists(PRICES, min_size=len(starts) + 1, max_size=len(starts) + 1).map(
        lambda prices: list(map(Tier, [Decimal(1), *starts], prices))
    )
)
QUANTITIES = st.decimals(0, 1000, places=3)


@pytest.mark.parametrize(
    ("quantity", "euros"),
    [("10", "180.00"), ("11", "195.50"), ("25", "412.50"), ("26", "425.75"), ("37", "571.50")],
)
def test_graduated_tiers_price_their_own_units(quantity: str, euros: str) -> None:
    assert tier_amount(Decimal(quantity), PAYSLIPS, GRADUATED) == int(Decimal(euros) * 100)


def test_37_payslips_are_three_lines() -> None:
    parts = tier_parts(Decimal(37), PAYSLIPS, GRADUATED)

    assert [(part.quantity, part.unit_price, part.cents) for part in parts] == [
        (Decimal(10), Decimal("18.00"), 180_00),
        (Decimal(15), Decimal("15.50"), 232_50),
        (Decimal(12), Decimal("13.25"), 159_00),
    ]


@pytest.mark.parametrize(
    ("quantity", "euros"),
    [("10", "180.00"), ("11", "170.50"), ("25", "387.50"), ("26", "344.50"), ("37", "490.25")],
)
def test_by_volume_the_tier_reached_prices_all_units(quantity: str, euros: str) -> None:
    (part,) = tier_parts(Decimal(quantity), PAYSLIPS, VOLUME)

    assert part.quantity == Decimal(quantity)
    assert part.cents == int(Decimal(euros) * 100)


@pytest.mark.parametrize(
    ("quantity", "graduated", "volume"),
    [("10.5", [10, "0.5"], 11), ("10.0", [10], 1), ("0.4", ["0.4"], 1), ("25.001", [10, 15], 26)],
)
def test_a_part_of_the_next_unit_lies_in_the_next_tier(
    quantity: str, graduated: list[str | int], volume: int
) -> None:
    parts = tier_parts(Decimal(quantity), PAYSLIPS, GRADUATED)

    assert [part.quantity for part in parts][: len(graduated)] == list(map(Decimal, graduated))
    (whole,) = tier_parts(Decimal(quantity), PAYSLIPS, VOLUME)
    assert whole.from_quantity == volume


@given(QUANTITIES, TIERS, st.sampled_from(TierMode))
def test_the_parts_of_a_quantity_make_it_whole(
    quantity: Decimal, tiers: list[Tier], mode: TierMode
) -> None:
    parts = tier_parts(quantity, tiers, mode)

    assert sum(part.quantity for part in parts) == quantity
    assert all(part.quantity > 0 for part in parts)
    assert all(part.cents == line_cents(part.quantity, part.unit_price) for part in parts)
    assert tier_amount(quantity, tiers, mode) == sum(part.cents for part in parts)
    assert mode is GRADUATED or len(parts) <= 1


@given(QUANTITIES, QUANTITIES, TIERS)
def test_a_graduated_amount_grows_with_its_quantity_and_never_leaps(
    one: Decimal, other: Decimal, tiers: list[Tier]
) -> None:
    low, high = sorted([one, other])
    grown = tier_amount(high, tiers, GRADUATED) - tier_amount(low, tiers, GRADUATED)

    dearest = max(tier.unit_price for tier in tiers)
    assert 0 <= grown <= 100 * dearest * (high - low) + len(tiers)


@given(QUANTITIES, TIERS, st.sampled_from(TierMode), st.randoms(use_true_random=False))
def test_the_order_of_the_tiers_is_irrelevant(
    quantity: Decimal, tiers: list[Tier], mode: TierMode, chance: object
) -> None:
    shuffled = list(tiers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert tier_parts(quantity, shuffled, mode) == tier_parts(quantity, tiers, mode)


@pytest.mark.parametrize("first", ["1", "0", "0.5"])
def test_the_first_tier_holds_everything_from_nothing_on(first: str) -> None:
    tiers = [Tier(Decimal(first), Decimal(2)), Tier(Decimal(11), Decimal(1))]

    assert tier_amount(Decimal(12), tiers, GRADUATED) == 22_00


def rows(
    *tiers: tuple[str, str], mode: TierMode = GRADUATED, name: str = "Payslips"
) -> list[TierRow]:
    return [
        TierRow(5 + at, name, Decimal(start), Decimal(price), mode)
        for at, (start, price) in enumerate(tiers)
    ]


def test_a_sound_list_is_found_by_its_name_in_small_letters() -> None:
    lists, findings = price_lists(rows(("11", "15.50"), ("1", "18.00")))

    assert findings == []
    assert lists == {"payslips": PriceList("Payslips", GRADUATED, tuple(PAYSLIPS[:2]))}


def fault(code: str, row: int, column: str, **values: object) -> Finding:
    return Finding(code, Place("Tiers", row, column), values)


@pytest.mark.parametrize(
    ("faulty", "expected"),
    [
        pytest.param(
            rows(("2", "18.00"), ("11", "15.50")),
            fault("TIER-01", 5, "from_quantity", tiers="Payslips", first=Decimal(2)),
            id="gap below",
        ),
        pytest.param(
            [*rows(("1", "18.00")), replace(rows(("11", "15.50"), mode=VOLUME)[0], row=6)],
            fault(
                "TIER-02", 6, "mode", tiers="Payslips", mode=VOLUME, first_mode=GRADUATED, first=5
            ),
            id="two modes",
        ),
        pytest.param(
            rows(("1", "18.00"), ("0", "15.50"), ("11", "1")),
            fault("TIER-03", 5, "from_quantity", tiers="Payslips", first=6, **{"from": Decimal(1)}),
            id="two first tiers",
        ),
        pytest.param(
            rows(("1", "18.00"), ("11", "1"), ("11.0", "2")),
            fault(
                "TIER-03", 7, "from_quantity", tiers="Payslips", first=6, **{"from": Decimal(11)}
            ),
            id="two that start alike",
        ),
        pytest.param(
            rows(("1", "18.00"), ("11", "-15.50")),
            fault("TAB-19", 6, "unit_price", value=Decimal("-15.50")),
            id="below zero",
        ),
        pytest.param(
            rows(("-1", "18.00")),
            fault("TAB-19", 5, "from_quantity", value=Decimal(-1)),
            id="starts below zero",
        ),
    ],
)
def test_a_list_with_a_fault_prices_nothing(faulty: list[TierRow], expected: Finding) -> None:
    sound = rows(("1", "0"), name="Other")

    lists, findings = price_lists([*faulty, *sound])

    assert findings == [expected]
    assert list(lists) == ["other"]


def test_a_tier_is_named_by_its_units() -> None:
    prices = PriceList("Payslips", GRADUATED, (*PAYSLIPS, Tier(Decimal("100.5"), Decimal(1))))

    assert [prices.label(tier.from_quantity) for tier in prices.tiers] == [
        "1-10",
        "11-25",
        "26-99.5",
        "100.5+",
    ]
