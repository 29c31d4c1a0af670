"""Corrections to the cent: an issued line and its corrections are a fresh bill of today."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.change import Change, is_rounding, levelled, within_paid
from addin.billing.choices import Axis, HoursMode
from addin.billing.corrections import time_changes
from addin.billing.covering import Run
from addin.billing.existing import Billed, ExistingLine, correction_key
from addin.billing.lines import Overrides, charge
from addin.billing.time import hours, time_cents

MARCH = Month(2026, 3)
KEY = "2026-03/P-1/ADV/time/72.35"
PRICE = Decimal("72.35")


def issued(minutes: int, mode: HoursMode, price: Decimal = PRICE, discount: str = "0") -> Billed:
    """The issued row of some minutes."""
    row = ExistingLine(
        position=0,
        key=KEY,
        month=MARCH,
        project="P-1",
        service="ADV",
        axis=Axis.TIME,
        period=MARCH.period,
        quantity=hours(minutes, mode),
        unit_price=price,
        cents=time_cents(minutes, price, mode),
        origin="timesheets 2026-03",
        invoiced=True,
        overrides=Overrides(discount=Decimal(discount)),
    )
    return Billed(row)


def with_correction(one: Billed, change: Change) -> Billed:
    """The line with one more correction, as a run writes it into its row."""
    row = replace(
        one.row,
        position=len(one.corrections) + 1,
        key=f"{correction_key(KEY)}+{len(one.corrections)}",
        quantity=change.quantity,
        cents=change.cents,
        reduction_cents=change.reduction_cents,
    )
    return Billed(one.row, (*one.corrections, row))


def corrected(one: Billed, minutes: int, mode: HoursMode) -> Billed:
    """The line once its entries make so many minutes, and that is issued."""
    by_minutes = {KEY} if mode is HoursMode.MINUTES else set()
    for change in time_changes([one], {KEY: minutes}, Run(MARCH), by_minutes):
        one = with_correction(one, change)
    return one


def net_cents(one: Billed, mode: HoursMode) -> int:
    """What all rows come to, discounts in, as their charges say."""
    return sum(
        charge(
            row.quantity,
            row.unit_price,
            row.overrides,
            by_minutes=mode is HoursMode.MINUTES,
            reduction_cents=row.reduction_cents,
        ).net_cents
        for row in (one.row, *one.corrections)
    )


def fresh_cents(minutes: int, mode: HoursMode, price: Decimal, discount: str = "0") -> int:
    """What a line that is billed today would come to."""
    return net_cents(issued(minutes, mode, price, discount), mode)


def test_two_hours_twenty_that_become_two_hours_ten_cost_two_hours_ten() -> None:
    one = corrected(issued(140, HoursMode.DECIMAL), 130, HoursMode.DECIMAL)

    assert one.row.cents == 168_58  # 2.33 x 72.35
    assert net_cents(one, HoursMode.DECIMAL) == 157_00  # 2.17 x 72.35


@pytest.mark.parametrize(
    ("minutes", "cents", "net_cents"),
    [
        (115, -29_66, -29_67),  # 1.92 x 72.35 is 138.91
        (155, 18_09, 18_08),  # 2.58 x 72.35 is 186.66
        (130, -11_58, -11_58),  # 2.17 x 72.35 is 157.00
    ],
)
def test_the_cent_of_two_roundings_is_taken_off_the_correction(
    minutes: int, cents: int, net_cents: int
) -> None:
    (change,) = time_changes([issued(140, HoursMode.DECIMAL)], {KEY: minutes}, Run(MARCH), ())

    assert (change.cents, change.net_cents) == (cents, net_cents)
    assert change.rounding_cents == change.reduction_cents == cents - net_cents


@pytest.mark.parametrize("mode", HoursMode)
@pytest.mark.parametrize("discount", ["0", "0.1", "0.125", "0.5"])
@given(
    minutes=st.lists(st.integers(0, 600), min_size=1, max_size=6),
    first=st.integers(1, 600),
    price=st.decimals("0.01", "300", places=2),
)
@example(minutes=[119, 266, 1, 3, 250, 257], first=1, price=Decimal("17.82"))
def test_an_issued_line_and_its_corrections_are_a_fresh_bill(
    mode: HoursMode, discount: str, minutes: list[int], first: int, price: Decimal
) -> None:
    one = issued(first, mode, price, discount)
    for found in minutes:
        one = corrected(one, found, mode)
        assert net_cents(one, mode) == fresh_cents(found, mode, price, discount)
        assert corrected(one, found, mode) == one or not any(
            change.net_cents
            for change in time_changes(
                [one], {KEY: found}, Run(MARCH), {KEY} if mode is HoursMode.MINUTES else set()
            )
        )


@pytest.mark.parametrize("mode", HoursMode)
@given(first=st.integers(1, 600), found=st.integers(0, 600))
def test_a_correction_mirrors_the_one_that_goes_the_other_way(
    mode: HoursMode, first: int, found: int
) -> None:
    there = corrected(issued(first, mode), found, mode)
    back = corrected(there, first, mode)

    assert net_cents(back, mode) == issued(first, mode).row.cents
    if len(back.corrections) == 2:
        first_net, second_net = (row.cents - row.reduction_cents for row in back.corrections)
        assert first_net == -second_net


@given(minutes=st.lists(st.integers(0, 600), min_size=1, max_size=5), first=st.integers(1, 600))
def test_a_rounding_is_of_a_cent_at_most(minutes: list[int], first: int) -> None:
    one = issued(first, HoursMode.DECIMAL)
    for found in minutes:
        one = corrected(one, found, HoursMode.DECIMAL)

    assert all(is_rounding(row.key, row.reduction_cents) for row in one.corrections)


def test_hours_too_few_to_cost_a_cent_are_not_corrected() -> None:
    one = issued(60, HoursMode.DECIMAL, Decimal("0.20"))

    assert time_changes([one], {KEY: 61}, Run(MARCH), ()) == []


def test_a_line_given_for_nothing_is_not_corrected() -> None:
    one = issued(60, HoursMode.DECIMAL, discount="1")

    assert time_changes([one], {KEY: 30}, Run(MARCH), ()) == []


def test_hours_above_a_cap_are_given_up_even_where_nothing_is_billed() -> None:
    one = issued(120, HoursMode.DECIMAL, Decimal(100))
    capped = Billed(replace(one.row, reduction_cents=120_00))

    (change,) = time_changes([capped], {KEY: 60}, Run(MARCH), ())

    assert (change.net_cents, change.reduction_cents, change.rounding_cents) == (0, -100_00, 0)


@given(
    minutes=st.lists(st.integers(0, 600), min_size=1, max_size=5),
    first=st.integers(60, 600),
    price=st.decimals("1", "300", places=2),
    over=st.integers(1, 50_00),
)
def test_under_a_cap_no_more_is_billed_than_the_hours_and_no_less_than_was(
    minutes: list[int], first: int, price: Decimal, over: int
) -> None:
    line = issued(first, HoursMode.DECIMAL, price)
    one = Billed(replace(line.row, reduction_cents=min(over, line.row.cents)))
    before = net_cents(one, HoursMode.DECIMAL)
    for found in minutes:
        one = corrected(one, found, HoursMode.DECIMAL)
        fresh = fresh_cents(found, HoursMode.DECIMAL, price)
        after = net_cents(one, HoursMode.DECIMAL)
        assert after <= fresh
        assert after >= min(before, fresh)
        before = after


def test_units_are_levelled_too() -> None:
    row = replace(issued(60, HoursMode.DECIMAL).row, quantity=Decimal(37), cents=4_63)
    one = Billed(replace(row, unit_price=Decimal("0.125")))

    change = levelled(Change(one, Decimal(-4), Decimal("0.125")))

    assert change is not None
    assert (change.cents, change.net_cents) == (-50, -50)  # 33 x 0.125 is 4.13
    assert Fraction(change.rounding_cents) == 0


def capped_at(one: Billed, net_cents: int) -> Billed:
    """The same line, of which a cap let only so much be billed."""
    return Billed(replace(one.row, reduction_cents=one.row.cents - net_cents))


def units(count: int, price: str, overrides: Overrides) -> Billed:
    """The issued row of so many units."""
    row = issued(60, HoursMode.DECIMAL, Decimal(price)).row
    cents = int(count * Decimal(price) * 100)
    return Billed(replace(row, quantity=Decimal(count), cents=cents, overrides=overrides))


def test_hours_that_are_added_under_a_cap_give_up_nothing() -> None:
    one = capped_at(issued(120, HoursMode.DECIMAL, Decimal(100)), 150_00)

    (change,) = time_changes([one], {KEY: 180}, Run(MARCH), ())

    assert (change.net_cents, change.reduction_cents, change.rounding_cents) == (100_00, 0, 0)


def test_once_all_that_a_cap_held_back_is_given_up_a_correction_bills_in_full() -> None:
    one = corrected(
        capped_at(issued(120, HoursMode.DECIMAL, Decimal(100)), 150_00), 90, HoursMode.DECIMAL
    )
    assert net_cents(one, HoursMode.DECIMAL) == 150_00

    (change,) = time_changes([one], {KEY: 150}, Run(MARCH), ())

    assert (change.net_cents, change.reduction_cents) == (100_00, 0)


def test_a_line_priced_by_hand_is_corrected_by_its_minutes() -> None:
    one = issued(20, HoursMode.MINUTES, Decimal(100))
    by_hand = Billed(replace(one.row, overrides=Overrides(price=Decimal(300))))

    change = levelled(Change(by_hand, Decimal("0.1667"), Decimal(300), minutes=10))

    assert change is not None
    assert (change.net_cents, change.reduction_cents) == (50_00, 0)  # 0.3333 x 300 is 99.99


def test_under_a_cap_a_correction_is_exact_before_its_discount() -> None:
    discount = Overrides(discount=Decimal("0.1"))
    one = units(101, "0.04", discount)

    free = levelled(Change(one, Decimal(1), Decimal("0.04")))
    capped = levelled(Change(capped_at(one, 3_04), Decimal(1), Decimal("0.04")))

    assert free is not None
    assert capped is not None
    assert (free.net_cents, capped.net_cents) == (3, 4)


def test_a_correction_is_exact_before_its_discount_where_another_had_none() -> None:
    one = units(100, "0.04", Overrides(discount=Decimal("0.1")))
    taken_back = units(-1, "0.04", Overrides()).row

    change = levelled(Change(Billed(one.row, (taken_back,)), Decimal(-1), Decimal("0.04")))

    assert change is not None
    assert change.net_cents == -4


def test_a_discount_so_deep_that_no_cent_makes_it_exact_leaves_the_correction_as_it_is() -> None:
    one = units(5, "0.01", Overrides(discount=Decimal("0.95")))

    change = levelled(Change(one, Decimal(26), Decimal("0.01")))

    # 5 % of 31 cents are two cents, and 5 % of 26 are one, as of the 24 to 28 that are tried.
    assert change is not None
    assert (change.net_cents, change.rounding_cents) == (26, 0)


# Lines that were settled without an invoice


def raised(settled: Billed, minutes: int, mode: HoursMode) -> Billed:
    """A line with a correction that somebody paid."""
    found = corrected(settled, minutes, mode)
    assert len(found.corrections) == len(settled.corrections) + 1
    return found


def only_change(one: Billed, minutes: int, mode: HoursMode) -> Change:
    """What makes the line come to so many minutes."""
    by_minutes = {KEY} if mode is HoursMode.MINUTES else set()
    (change,) = time_changes([one], {KEY: minutes}, Run(MARCH), by_minutes)
    return change


@pytest.mark.parametrize("mode", HoursMode)
@pytest.mark.parametrize(
    ("left", "back", "cents"),
    [(570, "-0.5", 36_17), (480, "-2", 144_70), (240, "-2", 144_70), (0, "-2", 144_70)],
)
def test_of_a_line_that_nobody_paid_only_what_was_added_is_taken_back(
    mode: HoursMode, left: int, back: str, cents: int
) -> None:
    """Eight hours for nothing, and two more that were invoiced."""
    ten_hours = raised(issued(480, mode), 600, mode)
    change = only_change(ten_hours, left, mode)

    found = within_paid(change, {KEY})

    assert found is not None
    assert found.quantity == Decimal(back)
    assert found.minutes == (round(60 * Decimal(back)) if mode is HoursMode.MINUTES else None)
    assert found.net_cents == -cents
    after = with_correction(ten_hours, found)
    assert left < 480 or not time_changes([after], {KEY: left}, Run(MARCH), ())
    assert within_paid(only_change(after, left - 60, mode), {KEY}) is None or left > 480


def test_what_was_added_for_nothing_too_is_not_taken_back() -> None:
    ten_hours = raised(issued(480, HoursMode.DECIMAL), 600, HoursMode.DECIMAL)
    settled = {KEY, ten_hours.corrections[0].key}
    change = only_change(ten_hours, 540, HoursMode.DECIMAL)

    assert within_paid(change, settled) is None
    assert within_paid(change, {ten_hours.corrections[0].key}) == change


def test_more_work_on_a_line_that_nobody_paid_is_billed() -> None:
    change = only_change(issued(480, HoursMode.DECIMAL), 540, HoursMode.DECIMAL)

    assert within_paid(change, {KEY}) == change


@pytest.mark.parametrize(
    ("added", "taken", "back"),
    [
        ((30_00,), 50_00, 30_00),
        ((30_00,), 20_00, 20_00),
        ((30_00, -30_00), 20_00, None),
        ((10_00, -30_00), 20_00, None),
        ((1,), 20_00, 1),
        ((), 1, None),
        ((30_00,), 0, None),
    ],
)
def test_of_a_fee_that_nobody_paid_only_the_rise_is_taken_back(
    added: tuple[int, ...], taken: int, back: int | None
) -> None:
    fee = replace(issued(60, HoursMode.DECIMAL).row, axis=Axis.FIXED, cents=100_00)
    rises = tuple(
        replace(fee, key=f"{correction_key(KEY)}+{at}", cents=cents)
        for at, cents in enumerate(added)
    )
    change = Change(Billed(fee, rises), Decimal(-1), Decimal(taken) / 100)

    found = within_paid(change, {KEY})

    assert (found and -found.cents) == back


def test_a_cent_more_of_a_fee_that_nobody_paid_is_billed() -> None:
    fee = replace(issued(60, HoursMode.DECIMAL).row, axis=Axis.FIXED)
    change = Change(Billed(fee), Decimal(1), Decimal("0.01"))

    assert within_paid(change, {KEY}) == change


def test_of_a_capped_line_that_nobody_paid_nothing_is_taken_back() -> None:
    capped = Billed(replace(issued(480, HoursMode.DECIMAL).row, reduction_cents=100_00))
    change = Change(capped, Decimal(-7), PRICE)

    assert within_paid(change, {KEY}) is None
