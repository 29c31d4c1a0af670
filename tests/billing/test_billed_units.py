"""The units that rows bill, held against those that there are."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prebilled_rows import row_of

from addin.billing.billed_units import (
    backed_quantity,
    billed_units,
    unit_corrections,
    work_of,
)
from addin.billing.calendar import Month
from addin.billing.choices import Axis, TierMode
from addin.billing.due_units import BilledUnits, UnitPart
from addin.billing.existing import ExistingLine, correction_key
from addin.billing.lines import Line, Overrides
from addin.billing.tiers import PriceList, Tier
from addin.billing.unit_lines import tier_of, unit_line, unit_lines
from addin.billing.units import UnitCount, UnitPrice, UnitTerms, Work

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)
WORK: Work = ("P-1", "PAY", FEBRUARY)
FLAT = Decimal("14.75")
TIERS = (
    Tier(Decimal(1), Decimal("18.00")),
    Tier(Decimal(11), Decimal("15.50")),
    Tier(Decimal("25.5"), Decimal("13.25")),
)
GRADUATED = PriceList("Payslips", TierMode.GRADUATED, TIERS)
BY_VOLUME = PriceList("Payslips", TierMode.VOLUME, TIERS)


def lines(
    quantity: str, price: UnitPrice, month: Month, rows: list[ExistingLine] | None = None
) -> list[Line]:
    """What a run of a month wants of the payslips of February."""
    counts = [UnitCount(5, FEBRUARY, "P-1", "PAY", Decimal(quantity))]
    terms = {WORK: UnitTerms("ALDER", "payslip", price)}
    return unit_lines(counts, billed_units(rows or [], month), terms, month)


def issued(quantity: str, price: UnitPrice) -> list[ExistingLine]:
    return [row_of(line, invoiced=True) for line in lines(quantity, price, FEBRUARY)]


def shown(found: list[Line]) -> list[tuple[str, str]]:
    return [(line.key, str(line.quantity)) for line in found]


def test_each_tier_has_a_line_of_its_own() -> None:
    found = lines("37", GRADUATED, FEBRUARY)

    assert [(line.key, line.home, line.detail, line.cents, line.late) for line in found] == [
        ("2026-02/P-1/PAY/unit/tier 1",) * 2 + ("1-10", 180_00, False),
        ("2026-02/P-1/PAY/unit/tier 11",) * 2 + ("11-24.5", 224_75, False),
        ("2026-02/P-1/PAY/unit/tier 25.5",) * 2 + ("25.5+", 165_63, False),
    ]


def test_late_units_come_on_top_of_their_tier() -> None:
    (line,) = lines("38", GRADUATED, MARCH, issued("37", GRADUATED))

    assert (line.key, line.home, line.quantity, line.late) == (
        "2026-03/P-1/PAY/unit/2026-02/tier 25.5",
        "2026-02/P-1/PAY/unit/tier 25.5",
        Decimal(1),
        True,
    )


def test_a_draft_of_another_month_keeps_its_tier() -> None:
    rows = issued("37", GRADUATED)
    late = [row_of(line) for line in lines("40", GRADUATED, MARCH, rows)]
    drafts = [replace(one, invoiced=False) for one in rows]

    assert lines("40", GRADUATED, FEBRUARY, [*drafts, *late]) == lines("37", GRADUATED, FEBRUARY)


def test_what_several_lines_billed_at_one_price_is_taken_back_by_one() -> None:
    rows = issued("8", BY_VOLUME)
    rows += [row_of(line, invoiced=True) for line in lines("9", BY_VOLUME, MARCH, rows)]

    found = lines("11", BY_VOLUME, APRIL, rows)

    assert shown(found) == [
        ("2026-04/P-1/PAY/unit/2026-02/tier 1/18", "-9"),
        ("2026-04/P-1/PAY/unit/2026-02/tier 11", "11"),
    ]
    assert found[0].mirrors == "2026-03/P-1/PAY/unit/2026-02/tier 1"


def test_units_that_another_list_billed_have_no_tier_of_today() -> None:
    old = PriceList("Payslips", TierMode.VOLUME, (Tier(Decimal(1), Decimal(20)),))
    new = PriceList("Payslips", TierMode.VOLUME, (Tier(Decimal(0), Decimal(19)),))

    (line,) = lines("9", new, MARCH, issued("8", old))

    assert (line.quantity, line.unit_price, line.detail) == (Decimal(1), Decimal(19), "0+")


def test_a_part_of_a_unit_has_the_key_of_its_tier() -> None:
    assert shown(lines("10.5", GRADUATED, FEBRUARY)) == [
        ("2026-02/P-1/PAY/unit/tier 1", "10"),
        ("2026-02/P-1/PAY/unit/tier 11", "0.5"),
    ]


@pytest.mark.parametrize("tier", [None, Decimal(7)])
def test_units_of_no_tier_of_today_are_not_named_by_one(tier: Decimal | None) -> None:
    part = UnitPart(Decimal(-3), Decimal(20), tier, "first")

    for price in (FLAT, GRADUATED):
        line = unit_line(WORK, part, UnitTerms("ALDER", "payslip", price), MARCH)
        assert (line.detail, line.mirrors, line.cents) == ("", "first", -60_00)


@given(st.sampled_from(TIERS), st.sampled_from(["", "+2", "/correction", "/correction+3"]))
def test_a_key_tells_its_tier(tier: Tier, behind: str) -> None:
    for stem in ("2026-03/P-1/PAY/unit", "2026-03/P-1/PAY/unit/2026-02"):
        key = f"{stem}/tier {tier.from_quantity:f}{behind}"
        assert tier_of(key, "P-1", "PAY") == tier.from_quantity
        assert tier_of(f"{stem}{behind}", "P-1", "PAY") is None


def test_only_the_part_of_a_key_behind_its_axis_tells_a_tier() -> None:
    assert tier_of("2026-03/unit/tier 11/unit", "unit", "tier 11") is None
    assert tier_of("2026-03/unit/tier 11/unit/tier 4", "unit", "tier 11") == 4


def test_only_units_that_a_run_has_billed_count() -> None:
    (unit,) = issued("3", FLAT)
    others = [
        replace(unit, axis=Axis.TIME),
        replace(unit, period=None),
        replace(unit, key="2026-02/P-1/own/1", origin=""),
    ]

    assert work_of(unit) == WORK
    assert list(map(work_of, others)) == [None, None, None]
    assert billed_units([unit, *others], MARCH) == {
        WORK: [BilledUnits(Decimal(3), FLAT, None, unit.key)]
    }


def test_the_drafts_of_the_month_are_not_billed_yet() -> None:
    (unit,) = issued("3", FLAT)
    draft = replace(unit, invoiced=False)

    assert billed_units([draft], FEBRUARY) == {}
    assert list(billed_units([draft], MARCH)) == [WORK]


@pytest.mark.parametrize("price", [FLAT, GRADUATED, BY_VOLUME])
def test_as_many_units_as_were_billed_need_no_correction(price: UnitPrice) -> None:
    rows = issued("37", price)

    for counted in ("37", "38"):
        assert unit_corrections(rows, {WORK: Decimal(counted)}, {WORK: price}, MARCH) == []
    assert unit_corrections(rows, {}, {}, MARCH) == []


def test_fewer_units_are_taken_back_where_they_were_billed_last() -> None:
    rows = issued("37", GRADUATED)
    rows += [row_of(line, invoiced=True) for line in lines("38", GRADUATED, MARCH, rows)]

    found = unit_corrections(rows, {WORK: Decimal(24)}, {WORK: GRADUATED}, APRIL)

    assert [(f"{one.part.quantity.normalize():f}", one.part.mirrors) for one in found] == [
        ("-0.5", "2026-02/P-1/PAY/unit/tier 11"),
        ("-1", "2026-03/P-1/PAY/unit/2026-02/tier 25.5"),
        ("-12.5", "2026-02/P-1/PAY/unit/tier 25.5"),
    ]
    assert {(one.row.key, one.work) for one in found} == {
        ("2026-03/P-1/PAY/unit/2026-02/tier 25.5", WORK)
    }


@pytest.mark.parametrize(("invoiced", "month"), [(True, MARCH), (False, APRIL)])
def test_what_is_taken_back_already_is_not_taken_back_twice(
    *, invoiced: bool, month: Month
) -> None:
    (unit,) = issued("37", FLAT)
    back = replace(
        unit,
        key=correction_key(unit.key),
        month=month,
        quantity=Decimal(-7),
        invoiced=invoiced,
    )

    assert unit_corrections([unit, back], {WORK: Decimal(30)}, {WORK: FLAT}, MARCH) == []
    (more,) = unit_corrections([back, unit], {WORK: Decimal(28)}, {WORK: FLAT}, MARCH)
    assert (more.part.quantity, more.part.mirrors) == (Decimal(-2), unit.key)


def test_a_draft_of_no_units_changes_no_correction() -> None:
    rows = issued("37", GRADUATED)
    by_hand = Overrides(price=Decimal(1))
    draft = replace(
        rows[0], key="x", month=MARCH, quantity=Decimal(0), invoiced=False, overrides=by_hand
    )
    counted = {WORK: Decimal(5)}

    found = unit_corrections([*rows, draft], counted, {WORK: GRADUATED}, APRIL)

    assert found == unit_corrections(rows, counted, {WORK: GRADUATED}, APRIL)


def test_a_draft_of_the_month_takes_nothing_back_yet() -> None:
    (unit,) = issued("37", FLAT)
    back = replace(unit, key=correction_key(unit.key), quantity=Decimal(-7), invoiced=False)

    (found,) = unit_corrections([unit, back], {WORK: Decimal(30)}, {WORK: FLAT}, FEBRUARY)

    assert found.part.quantity == -7


@pytest.mark.parametrize(
    "overrides",
    [
        Overrides(price=Decimal(12)),
        Overrides(quantity=Decimal(9)),
        Overrides(discount=Decimal("0.10")),
        Overrides(discount_cents=5_00),
        Overrides(payer="BIRCH"),
    ],
)
def test_what_was_fixed_by_hand_is_not_billed_anew(overrides: Overrides) -> None:
    rows = [replace(one, overrides=overrides) for one in issued("10", BY_VOLUME)]

    assert shown(lines("11", BY_VOLUME, MARCH, rows)) == [
        ("2026-03/P-1/PAY/unit/2026-02/tier 11", "1")
    ]


def test_a_text_leaves_the_tier_as_it_is() -> None:
    rows = [replace(one, overrides=Overrides(text="Slips")) for one in issued("10", BY_VOLUME)]

    assert [line.quantity for line in lines("11", BY_VOLUME, MARCH, rows)] == [-10, 11]


def test_half_a_unit_is_corrected_and_drafts_of_other_months_do_not_count() -> None:
    (unit,) = issued("37", FLAT)
    draft = replace(unit, key=f"{unit.key}+2", month=APRIL, quantity=Decimal("0.5"), invoiced=False)

    (found,) = unit_corrections([unit, draft], {WORK: Decimal("36.5")}, {WORK: FLAT}, MARCH)

    assert found.part.quantity == Decimal("-0.5")


def test_units_are_taken_back_at_the_price_that_was_typed_over() -> None:
    (unit,) = issued("37", FLAT)
    typed = replace(unit, overrides=Overrides(price=Decimal("12.00")))

    (found,) = unit_corrections([typed], {WORK: Decimal(30)}, {WORK: FLAT}, MARCH)

    assert (found.part.quantity, found.part.cents) == (Decimal(-7), -84_00)


def test_a_quantity_that_was_typed_over_is_not_corrected() -> None:
    (unit,) = issued("37", FLAT)
    typed = replace(unit, overrides=Overrides(quantity=Decimal(30)))

    assert unit_corrections([typed], {WORK: Decimal(30)}, {WORK: FLAT}, MARCH) == []


@given(st.decimals(-100, 100, places=2), st.decimals(0, 100, places=2), st.decimals(0, 100))
def test_drafts_are_backed_as_long_as_their_units_are_there(
    billed: Decimal, drafts: Decimal, left: Decimal
) -> None:
    found = backed_quantity(billed, drafts, left)

    assert (found == billed) == (drafts <= left or abs(drafts - left) < Decimal("5e-10"))
    assert found <= billed
