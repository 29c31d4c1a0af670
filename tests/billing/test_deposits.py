"""Deposits and what later bills give back: exact for each payer, whatever happens in between."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.billing.choices import VatCategory
from addin.billing.deposits import (
    Bills,
    Due,
    PaidDeposit,
    Settlement,
    is_settlement,
    settle,
    settlement_key,
    settlement_tail,
)
from addin.billing.money import part_of
from addin.billing.split import split_cents
from addin.billing.vat import VatTreatment, totals

JANUARY = Month(2026, 1)
STANDARD = VatTreatment(VatCategory.S, Decimal("0.21"))
REDUCED = VatTreatment(VatCategory.S, Decimal("0.06"))
REVERSE = VatTreatment(VatCategory.AE, Decimal(0))
VAT = st.sampled_from([STANDARD, REDUCED, REVERSE])


def deposit(
    left: dict[str, int], phase: str = "", month: Month = JANUARY, vat: VatTreatment = STANDARD
) -> PaidDeposit:
    """A deposit that is paid and not settled at all."""
    return PaidDeposit(f"{month}/{phase}", month, phase, left, dict.fromkeys(left, vat))


def bill(*dues: Due) -> Bills:
    return Bills(list(dues))


def gross_cents(dues: list[Due]) -> int:
    lines = [(due.cents, due.vat.category, due.vat.rate) for due in dues]
    return totals(lines).gross_cents


@given(
    st.dictionaries(st.sampled_from("ABC"), st.integers(1, 100_000), min_size=1),
    st.lists(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-5_000, 50_000)), max_size=5)),
)
def test_each_payer_gets_back_what_it_paid_and_never_more(
    paid: dict[str, int], months: list[list[tuple[str, int]]]
) -> None:
    left = dict(paid)
    for lines in months:
        bills = bill(*(Due(payer, "", cents, STANDARD) for payer, cents in lines))
        open_parts = {payer: cents for payer, cents in left.items() if cents}
        for settlement in settle([deposit(open_parts)], bills):
            for payer, cents in settlement.parts:
                left[payer] -= cents
        for payer in "ABC":
            due = sum(cents for who, cents in lines if who == payer)
            after = sum(one.cents for one in bills.dues if one.payer == payer)
            assert after == due or after >= 0
            assert left.get(payer, 0) == 0 or after <= 0

    assert all(0 <= cents <= paid[payer] for payer, cents in left.items())


@given(
    st.integers(1, 10**6),
    VAT,
    st.lists(st.tuples(st.integers(1, 10**6), VAT), min_size=1, max_size=4),
)
def test_a_bill_that_gives_back_a_deposit_is_never_negative(
    paid: int, vat: VatTreatment, lines: list[tuple[int, VatTreatment]]
) -> None:
    bills = bill(*(Due("A", "", cents, one) for cents, one in lines))

    settled = sum(one.cents for one in settle([deposit({"A": paid}, vat=vat)], bills))

    assert settled <= min(paid, sum(cents for cents, _ in lines))
    assert gross_cents(bills.dues) >= 0
    if settled < min(paid, sum(cents for cents, _ in lines)):
        bills.give_back("A", "", 1, vat)
        assert gross_cents(bills.dues) < 0


@pytest.mark.parametrize("whole", [145_05, 1_317_48, 1_317_49, 4_512_50, 12_870_59, 1, 100])
@pytest.mark.parametrize("weights", [[1], [3, 2], [1, 1, 1]])
def test_a_deposit_and_the_final_bill_make_the_whole_with_its_vat(
    whole: int, weights: list[int]
) -> None:
    parts = split_cents(whole, weights)
    for payer, due in zip("ABC", parts, strict=False):
        asked = dict(zip("ABC", split_cents(part_of(whole, Decimal("0.3")), weights), strict=False))
        left = {payer: asked[payer]} if asked[payer] else {}
        bills = bill(Due(payer, "", due, STANDARD))

        settle([deposit(left)], bills)

        first = [Due(payer, "", cents, STANDARD) for cents in left.values()]
        last = bills.dues
        assert sum(one.cents for one in (*first, *last)) == due
        assert gross_cents(last) >= 0
        documents = totals([(one.cents, one.vat.category, one.vat.rate) for one in last])
        assert documents.gross_cents == documents.net_cents + documents.vat_cents


def test_a_deposit_larger_than_the_month_waits_for_the_next() -> None:
    bills = bill(Due("A", "", 100_00, STANDARD))
    first = deposit({"A": 300_00})

    assert settle([first], bills) == [Settlement(first, (("A", 100_00),))]
    assert bills.room("A", "", 1, STANDARD) == 0


def test_the_oldest_deposit_is_settled_first() -> None:
    old, new = deposit({"A": 60_00}), deposit({"A": 60_00}, month=JANUARY.plus(1))

    found = settle([new, old], bill(Due("A", "", 100_00, STANDARD)))

    assert found == [Settlement(old, (("A", 60_00),)), Settlement(new, (("A", 40_00),))]
    assert [one.cents for one in found] == [60_00, 40_00]


def test_the_deposit_of_a_phase_is_given_back_by_that_phase() -> None:
    design = deposit({"A": 300_00}, phase="Design")
    bills = bill(Due("A", "Design", 100_00, STANDARD), Due("A", "Works", 500_00, STANDARD))

    assert settle([design], bills) == [Settlement(design, (("A", 100_00),))]


def test_a_phase_gives_back_no_more_than_the_whole_bill_comes_to() -> None:
    design = deposit({"A": 300_00}, phase="Design")
    bills = bill(Due("A", "Design", 300_00, STANDARD), Due("A", "Works", -200_00, STANDARD))

    assert settle([design], bills) == [Settlement(design, (("A", 100_00),))]


def test_a_payer_without_a_bill_gets_nothing_back_yet() -> None:
    both = deposit({"A": 60_00, "B": 40_00})

    assert settle([both], bill(Due("B", "", 500_00, STANDARD))) == [
        Settlement(both, (("B", 40_00),))
    ]
    assert settle([both], bill(Due("A", "", -10_00, STANDARD))) == []


@pytest.mark.parametrize(("bill_cents", "given_back"), [(6, 5), (100, 88), (1_000_00, 876_03)])
def test_the_last_cent_of_a_bill_at_a_lower_rate_is_given_back(
    bill_cents: int, given_back: int
) -> None:
    bills = bill(Due("A", "", bill_cents, REDUCED))

    assert bills.room("A", "", 10**9, STANDARD) == given_back
    bills.give_back("A", "", given_back, STANDARD)
    assert gross_cents(bills.dues) == 0


def test_vat_at_a_higher_rate_is_given_back_as_far_as_the_total_allows() -> None:
    bills = bill(Due("A", "", 121_00, REDUCED))

    (found,) = settle([deposit({"A": 121_00})], bills)

    assert found.cents == 106_00
    assert gross_cents(bills.dues) == 0


@pytest.mark.parametrize(
    ("own", "service", "key"),
    [
        pytest.param(
            "2026-01/P-1/-/deposit/2026-01-15",
            "",
            "2026-03/P-1/-/deposit/back/2026-01/2026-01-15",
            id="of-a-schedule",
        ),
        pytest.param(
            "2026-01/P-1/ADV/deposit/2026-01-15",
            "ADV",
            "2026-03/P-1/ADV/deposit/back/2026-01/2026-01-15",
            id="of-a-schedule-with-a-service",
        ),
        pytest.param(
            "2026-01/P-1/own/1",
            "ADV",
            "2026-03/P-1/ADV/deposit/back/2026-01/2026-01/P-1/own/1",
            id="of-the-user-s-own",
        ),
    ],
)
def test_the_key_of_a_settlement_names_its_deposit(own: str, service: str, key: str) -> None:
    assert settlement_key(own, JANUARY, JANUARY.plus(2), "P-1", service) == key
    assert is_settlement(key)
    assert not is_settlement(own)
    later = settlement_key(own, JANUARY, JANUARY.plus(5), "P-1", service)
    other = settlement_key(f"{own}x", JANUARY, JANUARY.plus(2), "P-1", service)
    assert settlement_tail(other) != settlement_tail(key)
    assert settlement_tail(later) == settlement_tail(key) == settlement_tail(f"{key}+3")


def test_the_settlements_of_two_projects_or_two_months_have_nothing_in_common() -> None:
    keys = [
        settlement_key(f"{billed}/{project}/-/deposit/1", billed, JANUARY.plus(2), project, "")
        for billed in (JANUARY, JANUARY.plus(1))
        for project in ("P-1", "P-2")
    ]

    assert len({settlement_tail(key) for key in keys}) == len(keys)


def test_a_phase_without_work_gives_nothing_back_of_another_s_bill() -> None:
    bills = bill(Due("A", "BUILD", 100_00, STANDARD))

    assert bills.room("A", "DESIGN", 50_00, STANDARD) == 0
    assert bills.room("A", "BUILD", 0, STANDARD) == 0


def test_a_second_deposit_of_a_phase_gets_what_the_first_has_left() -> None:
    bills = bill(Due("A", "DESIGN", 100_00, STANDARD), Due("A", "BUILD", 900_00, STANDARD))
    older, newer = (deposit({"A": 60_00}, "DESIGN", month) for month in (JANUARY, JANUARY.plus(1)))

    assert [found.cents for found in settle([newer, older], bills)] == [60_00, 40_00]
