"""Sharing an amount: what must hold for every split, and cases worth reading."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from addin.billing.money import Exact
from addin.billing.split import (
    NegativeWeightError,
    NoWeightError,
    as_percent,
    exact_share,
    percent_gap,
    split_cents,
)

TOTALS = st.integers(-(10**12), 10**12)
WEIGHT = st.one_of(
    st.integers(0, 10_000),
    st.decimals(0, 100, places=4),
    st.fractions(0, 100, max_denominator=1_000),
)
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=8).filter(any)
TERMS = st.integers(1, 10_000)


@given(TOTALS, WEIGHTS)
def test_no_cent_is_lost_or_invented(total: int, weights: list[Exact]) -> None:
    parts = split_cents(total, weights)

    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(TOTALS, WEIGHTS)
def test_every_part_is_within_a_cent_of_exact(total: int, weights: list[Exact]) -> None:
    whole = sum(Fraction(weight) for weight in weights)

    for part, weight in zip(split_cents(total, weights), weights, strict=True):
        assert abs(part * whole - total * Fraction(weight)) < whole


@given(TOTALS, WEIGHTS)
def test_a_credit_note_mirrors_its_invoice(total: int, weights: list[Exact]) -> None:
    assert split_cents(-total, weights) == [-part for part in split_cents(total, weights)]


@given(TOTALS, WEIGHTS, st.fractions(Fraction(1, 1_000), 1_000, max_denominator=1_000))
def test_only_proportions_matter(total: int, weights: list[Exact], factor: Fraction) -> None:
    scaled = [Fraction(weight) * factor for weight in weights]

    assert split_cents(total, scaled) == split_cents(total, weights)


@given(TOTALS.map(abs), WEIGHTS)
def test_the_odd_cents_go_to_the_largest_remainders(total: int, weights: list[Exact]) -> None:
    whole = sum(Fraction(weight) for weight in weights)
    exact = [total * Fraction(weight) / whole for weight in weights]

    parts = split_cents(total, weights)

    raised = [e % 1 for e, part in zip(exact, parts, strict=True) if part > e]
    kept = [e % 1 for e, part in zip(exact, parts, strict=True) if part <= e and e % 1]
    assert min(raised, default=Fraction(1)) >= max(kept, default=Fraction(0))


@given(TOTALS, WEIGHTS, st.integers(0, 8))
def test_a_payer_without_weight_changes_nothing(
    total: int, weights: list[Exact], position: int
) -> None:
    with_idle = [*weights[:position], 0, *weights[position:]]

    parts = split_cents(total, with_idle)

    idle = min(position, len(weights))
    assert parts.pop(idle) == 0
    assert parts == split_cents(total, weights)


@given(TOTALS.map(abs), st.integers(1, 9))
def test_equal_payers_listed_first_get_the_odd_cents(total: int, payers: int) -> None:
    parts = split_cents(total, [1] * payers)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] in {0, 1}


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        pytest.param(99_99, ["0.75", "0.25"], [74_99, 25_00], id="75-25"),
        pytest.param(-99_99, ["0.75", "0.25"], [-74_99, -25_00], id="75-25-credited"),
        pytest.param(100_00, ["1", "1", "1"], [33_34, 33_33, 33_33], id="thirds"),
        pytest.param(333_33, ["0.6", "0.4"], [200_00, 133_33], id="60-40-of-333.33"),
        pytest.param(250_01, ["0.6", "0.4"], [150_01, 100_00], id="60-40-of-250.01"),
        pytest.param(1_00, ["0.6", "0.4"], [60, 40], id="60-40-of-1.00"),
        pytest.param(1_000_00, ["0.7", "0.3"], [700_00, 300_00], id="70-30"),
        pytest.param(10, ["50", "31", "19"], [5, 3, 2], id="not-to-the-largest"),
        pytest.param(-1, ["1", "1"], [-1, 0], id="odd-cent-of-a-credit"),
        pytest.param(7, ["0", "3"], [0, 7], id="weight-zero"),
        pytest.param(0, ["1", "2"], [0, 0], id="nothing-to-share"),
    ],
)
def test_worked_examples(total: int, weights: list[str], expected: list[int]) -> None:
    assert split_cents(total, [Decimal(weight) for weight in weights]) == expected


def test_a_negative_weight_names_its_position() -> None:
    with pytest.raises(NegativeWeightError) as caught:
        split_cents(100, [1, Decimal("-0.5")])

    assert caught.value.code == "SPL-20"
    assert caught.value.values == {"position": 2, "weight": Decimal("-0.5")}


@pytest.mark.parametrize("weights", [[], [0], [0, Decimal("0.00")]])
def test_an_amount_that_nobody_pays_is_refused(weights: list[Exact]) -> None:
    with pytest.raises(NoWeightError) as caught:
        split_cents(100, weights)

    assert caught.value.code == "SPL-21"


@given(TERMS, TERMS, st.sampled_from(["15", "16", "17"]))
def test_a_cell_that_holds_a_division_means_the_fraction(
    numerator: int, denominator: int, digits: str
) -> None:
    stored = f"{numerator / denominator:.{digits}g}"
    assume(len(Decimal(stored).as_tuple().digits) >= 14)

    assert exact_share(Decimal(stored)) == Fraction(numerator, denominator)


@given(st.decimals(0, 1, places=13))
def test_a_share_of_up_to_13_decimals_is_itself(share: Decimal) -> None:
    assert exact_share(share) == Fraction(share)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        pytest.param("0.45", Fraction(45, 100), id="typed"),
        pytest.param("0.3333", Fraction(3333, 10_000), id="four-threes-are-typed"),
        pytest.param("0.3333333333333", Fraction(3333333333333, 10**13), id="13-threes-are-typed"),
        pytest.param("0.33333333333333", Fraction(1, 3), id="14-threes"),
        pytest.param("0.333333333333333", Fraction(1, 3), id="LibreOffice"),
        pytest.param("0.3333333333333333", Fraction(1, 3), id="shortest"),
        pytest.param("0.33333333333333331", Fraction(1, 3), id="Excel"),
        pytest.param("0.66666666666666663", Fraction(2, 3), id="two-thirds-in-Excel"),
        pytest.param("0.45000000000000001", Fraction(45, 100), id="typed-as-Excel-stores-it"),
        pytest.param("0.30000000000000004", Fraction(3, 10), id="sum-of-cells"),
        pytest.param("0.010000000000000009", Fraction(1, 100), id="difference-of-cells"),
        pytest.param("33.333333333333336", Fraction(100, 3), id="weight"),
        pytest.param("-0.33333333333333331", Fraction(-1, 3), id="negative"),
        pytest.param("0.33333333333334", Fraction(33333333333334, 10**14), id="beside-a-third"),
        pytest.param("0.500000000000005", Fraction(1, 2), id="half-a-digit-off"),
        pytest.param("0.500000000000006", Fraction(500000000000006, 10**15), id="further-off"),
        pytest.param("3333.3333333333335", Fraction(10_000, 3), id="largest-numerator"),
        pytest.param("0.00009999000099990001", Fraction(9999000099990001, 10**20), id="1/10001"),
        pytest.param("3333.6666666666665", Fraction(33336666666666665, 10**13), id="10001/3"),
        pytest.param(
            "1234567890.1234567", Fraction(12345678901234567, 10**7), id="weight-too-large"
        ),
    ],
)
def test_what_a_cell_means(cell: str, meant: Fraction) -> None:
    assert exact_share(Decimal(cell)) == meant


def test_three_cells_of_a_third_are_exactly_all() -> None:
    assert percent_gap([exact_share(Decimal("0.3333333333333333"))] * 3) == 0


def test_three_times_33_33_percent_misses_a_hundredth_of_a_percent() -> None:
    gap = percent_gap([exact_share(Decimal("0.3333"))] * 3)

    assert gap == Fraction(1, 10_000)
    assert as_percent(gap) == Decimal("0.01")


def test_shares_above_all_have_a_negative_gap() -> None:
    assert percent_gap([Fraction(3, 5), Fraction(1, 2)]) == Fraction(-1, 10)
    assert percent_gap([]) == 1


@given(st.decimals(-10, 10, places=8))
def test_a_percentage_with_an_end_is_told_in_full(share: Decimal) -> None:
    assert as_percent(Fraction(share)) == 100 * share


@given(st.fractions(-10, 10, max_denominator=10**12).filter(bool))
def test_a_percentage_is_near_and_never_shown_as_zero(share: Fraction) -> None:
    told = Fraction(as_percent(share))

    assert told != 0
    assert abs(told - 100 * share) <= min(Fraction(1, 20_000), abs(5 * share))


@pytest.mark.parametrize(
    ("share", "told"),
    [
        pytest.param(Fraction(1), "100", id="all"),
        pytest.param(Fraction(0), "0", id="none"),
        pytest.param(Fraction(49, 50), "98", id="98"),
        pytest.param(Fraction(1, 8), "12.5", id="one-eighth"),
        pytest.param(Fraction(1, 3), "33.3333", id="third"),
        pytest.param(Fraction(-2, 3), "-66.6667", id="credit"),
        pytest.param(Fraction(1, 30_000), "0.0033", id="thin"),
        pytest.param(Fraction(1, 300_000), "0.00033", id="thinner"),
        pytest.param(Fraction(1, 3 * 10**9), "3.3E-8", id="thinnest"),
        pytest.param(Fraction(1, 95_000), "0.0011", id="two-digits-in-four-decimals"),
        pytest.param(Fraction(1, 120_000), "0.00083", id="one-digit-in-four-decimals"),
        pytest.param(Fraction(123, 10**34), "1.2E-30", id="an-end-that-no-cell-can-hold"),
        pytest.param(Fraction(1, 10**32), "1.0E-30", id="ten-of-the-last-decimal"),
    ],
)
def test_percentages_to_be_read(share: Fraction, told: str) -> None:
    assert str(as_percent(share)) == told
