"""A total in parts that come due one after another: to the cent, whatever was billed before."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from addin.billing.plan import cumulative

TOTALS = st.integers(-(10**10), 10**10)
PARTS = st.lists(st.integers(0, 100), min_size=1, max_size=24).filter(any)


def shares_of(parts: list[int]) -> list[Fraction]:
    return [Fraction(part, sum(parts)) for part in parts]


@given(TOTALS, PARTS)
def test_instalments_add_up_to_the_total(total: int, parts: list[int]) -> None:
    assert sum(cumulative(total, shares_of(parts))) == total


@given(TOTALS, PARTS)
def test_what_has_come_due_is_never_more_than_half_a_cent_off(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)
    found = cumulative(total, shares)

    for count in range(len(shares)):
        due = total * sum(shares[: count + 1], Fraction(0))
        assert abs(sum(found[: count + 1]) - due) <= Fraction(1, 2)


@given(TOTALS, PARTS)
def test_an_instalment_is_within_a_cent_of_exact(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)

    for share, cents in zip(shares, cumulative(total, shares), strict=True):
        assert abs(cents - total * share) <= 1


@given(TOTALS, PARTS)
def test_a_credit_mirrors_the_instalments(total: int, parts: list[int]) -> None:
    shares = shares_of(parts)

    assert cumulative(-total, shares) == [-cents for cents in cumulative(total, shares)]


@given(TOTALS, PARTS, st.data())
def test_what_is_left_completes_a_total_that_has_changed(
    total: int, parts: list[int], data: st.DataObject
) -> None:
    already = data.draw(st.lists(TOTALS, max_size=len(parts) - 1))

    left = cumulative(total, shares_of(parts), already)

    assert len(already) + len(left) == len(parts)
    assert sum(already) + sum(left) == total


@given(TOTALS, PARTS, st.integers(0, 24))
def test_going_on_bills_what_the_plan_said(total: int, parts: list[int], billed: int) -> None:
    shares = shares_of(parts)
    whole = cumulative(total, shares)

    assert cumulative(total, shares, whole[:billed]) == whole[billed:]


def test_stages_of_30_40_30() -> None:
    shares = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]

    assert cumulative(12_345_67, shares) == [3_703_70, 4_938_27, 3_703_70]


def test_a_fee_that_changes_after_the_first_stage() -> None:
    shares = [Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)]

    assert cumulative(10_000_00, shares)[0] == 3_000_00
    assert cumulative(11_111_11, shares, [3_000_00]) == [4_777_78, 3_333_33]


def test_more_billed_than_due_comes_back_as_a_negative_instalment() -> None:
    assert cumulative(100_00, [Fraction(1, 2), Fraction(1, 2)], [150_00]) == [-50_00]
