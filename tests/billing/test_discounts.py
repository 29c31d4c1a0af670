"""Discounts on a document: no cent more or less, and shared fairly over the VAT rates."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import VatCategory
from addin.billing.discounts import (
    Discount,
    DiscountTooLargeError,
    TaxedLine,
    document_allowances,
)
from addin.billing.invoice import DocumentAllowance
from addin.billing.money import part_of

S, E, AE = VatCategory.S, VatCategory.E, VatCategory.AE
R21, R6, ZERO = Decimal("0.21"), Decimal("0.06"), Decimal(0)
TENTH = Decimal("0.10")

LINES = st.lists(
    st.builds(
        TaxedLine,
        st.integers(0, 10**8),
        st.sampled_from([S, S, E, AE]),
        st.sampled_from([R21, R6, Decimal("0.12")]),
        st.sampled_from(["P-1", "P-2"]),
    ),
    min_size=1,
    max_size=8,
)
PERCENTS = st.decimals(0, 1, places=4)


def cents(allowances: tuple[DocumentAllowance, ...]) -> list[int]:
    return [one.cents for one in allowances]


@given(LINES, PERCENTS)
def test_a_percentage_is_taken_once_and_no_cent_of_it_is_lost(
    lines: list[TaxedLine], percent: Decimal
) -> None:
    whole = sum(line.cents for line in lines)

    found = document_allowances(lines, [Discount(percent=percent)])

    assert sum(cents(found)) == part_of(whole, percent)


@given(LINES, st.data())
def test_an_amount_is_shared_to_within_a_cent_of_its_proportion(
    lines: list[TaxedLine], data: st.DataObject
) -> None:
    whole = sum(line.cents for line in lines)
    amount = data.draw(st.integers(0, whole))

    found = {
        (one.vat_category, one.vat_rate): one.cents
        for one in document_allowances(lines, [Discount(cents=amount)])
    }

    assert sum(found.values()) == amount
    for group in {line.group for line in lines}:
        base = sum(line.cents for line in lines if line.group == group)
        assert abs(found.get(group, 0) - Fraction(amount * base, whole or 1)) < 1
        assert 0 <= found.get(group, 0) <= base


@given(LINES, st.lists(st.builds(Discount, st.just(""), PERCENTS), max_size=3), PERCENTS)
def test_discounts_one_after_the_other_never_take_more_than_there_is(
    lines: list[TaxedLine], discounts: list[Discount], percent: Decimal
) -> None:
    first = Discount(percent=percent, project="P-1", line="L")

    found = document_allowances(lines, [*discounts, first])

    for group in {line.group for line in lines}:
        taken = sum(one.cents for one in found if (one.vat_category, one.vat_rate) == group)
        assert 0 <= taken <= sum(line.cents for line in lines if line.group == group)


@given(LINES, PERCENTS, st.integers(0, 10**9))
def test_negated_lines_and_discounts_give_negated_allowances(
    lines: list[TaxedLine], percent: Decimal, amount: int
) -> None:
    negated = [TaxedLine(-one.cents, one.category, one.rate, one.project) for one in lines]

    def found(of: list[TaxedLine], sign: int) -> list[int]:
        discount = Discount(percent=percent, cents=sign * amount, at_most=True)
        return cents(document_allowances(of, [discount]))

    assert found(negated, -1) == [-one for one in found(lines, 1)]


def test_ten_percent_of_two_rates() -> None:
    lines = [TaxedLine(800_00, S, R21), TaxedLine(200_00, S, R6)]

    assert document_allowances(lines, [Discount("Discount 10 %", TENTH)]) == (
        DocumentAllowance("Discount 10 %", 80_00, S, R21),
        DocumentAllowance("Discount 10 %", 20_00, S, R6),
    )


def test_the_cent_that_is_left_goes_to_the_rate_that_was_cut_most() -> None:
    lines = [TaxedLine(10_00, S, R21), TaxedLine(20_00, S, R6)]

    assert cents(document_allowances(lines, [Discount(cents=1_00)])) == [33, 67]


def test_a_discount_of_a_project_is_taken_off_its_lines_alone_and_first() -> None:
    lines = [
        TaxedLine(100_00, S, R21, "P-1"),
        TaxedLine(100_00, S, R6, "P-2"),
        TaxedLine(300_00, S, R21, "P-2"),
    ]
    usual = Discount("usual", TENTH)
    agreed = Discount("agreed", cents=40_00, project="P-2", line="2026-03/P-2/-/own/1")

    found = document_allowances(lines, [usual, agreed])

    # 40.00 off 300.00 and 100.00; then 10 % of the 460.00 that is left: 370.00 and 90.00.
    assert [(one.reason, one.cents, one.vat_rate, one.line) for one in found] == [
        ("agreed", 10_00, R6, "2026-03/P-2/-/own/1"),
        ("agreed", 30_00, R21, "2026-03/P-2/-/own/1"),
        ("usual", 37_00, R21, ""),
        ("usual", 9_00, R6, ""),
    ]


def test_a_second_discount_of_a_project_is_a_part_of_what_the_first_leaves() -> None:
    lines = [TaxedLine(100_00, S, R21, "P-1"), TaxedLine(100_00, S, R21, "P-2")]
    tenth = Discount(percent=TENTH, project="P-1")

    assert cents(document_allowances(lines, [tenth, tenth])) == [10_00, 9_00]


def test_a_percentage_and_an_amount_stand_together() -> None:
    both = Discount(percent=TENTH, cents=5_00)

    assert cents(document_allowances([TaxedLine(100_00, S, R21)], [both])) == [15_00]


def test_the_amount_of_a_client_takes_no_more_than_there_is() -> None:
    off_each = Discount(cents=50_00, at_most=True)

    assert cents(document_allowances([TaxedLine(30_00, S, R21)], [off_each])) == [30_00]
    assert cents(document_allowances([TaxedLine(60_00, S, R21)], [off_each])) == [50_00]
    assert document_allowances([TaxedLine(-30_00, S, R21)], [off_each]) == ()


@pytest.mark.parametrize(
    ("discount", "told"),
    [
        pytest.param(Discount(cents=1_01), ("1.01", "1.00"), id="more-than-all"),
        pytest.param(Discount(cents=-1), ("-0.01", "1.00"), id="below-zero"),
        pytest.param(Discount(percent=Decimal("0.5"), cents=51), ("1.01", "1.00"), id="together"),
        pytest.param(Discount(cents=1, project="P-2"), ("0.01", "0.00"), id="no-such-lines"),
    ],
)
def test_a_discount_beyond_its_lines_is_refused(discount: Discount, told: tuple[str, str]) -> None:
    with pytest.raises(DiscountTooLargeError) as caught:
        document_allowances([TaxedLine(1_00, S, R21, "P-1")], [discount])

    assert caught.value.values == {"allowance": Decimal(told[0]), "lines": Decimal(told[1])}


def test_two_discounts_that_are_too_much_together_are_refused() -> None:
    with pytest.raises(DiscountTooLargeError) as caught:
        document_allowances([TaxedLine(1_00, S, R21)], [Discount(cents=60), Discount(cents=41)])

    assert caught.value.values == {"allowance": Decimal("0.41"), "lines": Decimal("0.40")}


def test_only_the_standard_category_has_a_rate() -> None:
    exempt = TaxedLine(1_00, E, R21)

    assert exempt.group == (E, ZERO)
    assert document_allowances([exempt], [Discount(cents=1_00)])[0].vat_rate == ZERO


def test_no_lines_have_no_discount() -> None:
    assert document_allowances([], [Discount(percent=TENTH)]) == ()
