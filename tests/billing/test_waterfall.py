"""Amounts of payers over a month: what must hold whatever is agreed, and cases worth reading."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.allocation import Part
from addin.billing.calendar import Month
from addin.billing.choices import Basis, SplitPer
from addin.billing.payers import Agreement, PayerShare
from addin.billing.split import split_cents
from addin.billing.waterfall import Allocated, BilledMonth, month_amounts, month_parts, spread

MARCH = Month(2026, 3)
LINES = st.lists(st.integers(-50_000, 100_000), min_size=1, max_size=8)
POSITIVE = st.lists(st.integers(0, 100_000), min_size=1, max_size=8)


def row(
    payer: str,
    basis: Basis,
    share: str = "0",
    per: SplitPer | None = None,
    ceiling: str = "",
    since: date | None = None,
) -> PayerShare:
    """A row of Splits that holds for ever."""
    most = Decimal(ceiling) if ceiling else None
    return PayerShare(payer, basis, Decimal(share), since, None, 5, per=per, ceiling=most)


def fixed(payer: str, euros: str, per: SplitPer | None = None) -> PayerShare:
    return row(payer, Basis.FIXED, euros, per)


def cap(payer: str, euros: str, per: SplitPer | None = None) -> PayerShare:
    return row(payer, Basis.CAP, euros, per)


REST = row("REST", Basis.REST)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Up to four payers with amounts, one of them or another with the rest, in any order."""
    euros = st.integers(0, 2_000).map(str)
    rows = []
    left = 100
    for payer in "ABCD"[: draw(st.integers(1, 4))]:
        basis = draw(st.sampled_from([Basis.FIXED, Basis.CAP, Basis.PERCENT]))
        per = draw(st.none() | st.sampled_from(SplitPer))
        if basis is Basis.PERCENT:
            percent = draw(st.integers(0, left))
            left -= percent
            rows.append(row(payer, basis, str(Decimal(percent) / 100), per, draw(euros)))
        else:
            rows.append(row(payer, basis, draw(euros), per))
    rows.insert(draw(st.integers(0, len(rows))), REST)
    return Agreement(tuple(rows))


def totals(lines: Sequence[Sequence[Part]]) -> dict[str, int]:
    """Cents by payer."""
    found: dict[str, int] = {}
    for part in (part for line in lines for part in line):
        found[part.payer] = found.get(part.payer, 0) + part.cents
    return found


@given(agreements(), LINES)
def test_every_line_is_paid_to_the_cent(agreement: Agreement, lines: list[int]) -> None:
    found = month_parts(agreement, lines, BilledMonth(MARCH, 1))

    assert [sum(part.cents for part in parts) for parts in found] == lines
    assert all(sum(part.share for part in parts) == 1 for parts in found)


@given(agreements(), LINES)
def test_every_payer_comes_to_its_amount(agreement: Agreement, lines: list[int]) -> None:
    found = totals(month_parts(agreement, lines, BilledMonth(MARCH, 1)))

    if sum(lines) > 0:
        amounts = month_amounts(agreement.rows, sum(lines), BilledMonth(MARCH, 1))
        wanted = {one.payer: cents for one, cents in zip(agreement.rows, amounts, strict=True)}
        assert found == {payer: cents for payer, cents in wanted.items() if cents}
        assert all(cents >= 0 for cents in amounts)
    else:
        assert found == {"REST": sum(lines)}


@given(agreements(), LINES)
def test_a_part_has_the_sign_of_its_line_and_never_exceeds_it(
    agreement: Agreement, lines: list[int]
) -> None:
    for line, parts in zip(
        lines, month_parts(agreement, lines, BilledMonth(MARCH, 1)), strict=True
    ):
        assert all(0 <= part.cents * (1 if line >= 0 else -1) <= abs(line) for part in parts)


@given(agreements(), st.lists(st.tuples(st.integers(1, 30), LINES), max_size=6))
def test_no_limit_is_ever_exceeded_over_months_and_runs(
    agreement: Agreement, runs: list[tuple[int, list[int]]]
) -> None:
    issued: list[Allocated] = []
    for months, lines in sorted(runs, key=lambda run: run[0]):
        month = MARCH.plus(months // 3)
        same = [one for one in issued if one.month == month]
        before = [one for one in issued if one.month != month]
        billed = BilledMonth(month, 7, same, before)
        for payer, cents in totals(month_parts(agreement, lines, billed)).items():
            issued.append(Allocated(month, month.last, payer, cents))

    for one in agreement.rows:
        limit = one.limit_cents
        if limit is None:
            continue
        for month in {part.month for part in issued}:
            window = BilledMonth(month, 7)
            counted = [part.cents for part in issued if window.counts(one, part)]
            assert sum(counted) <= limit


@given(agreements(), POSITIVE, POSITIVE)
def test_a_month_in_two_runs_is_shared_as_in_one(
    agreement: Agreement, first: list[int], second: list[int]
) -> None:
    at_once = totals(month_parts(agreement, [*first, *second], BilledMonth(MARCH, 1)))

    one = totals(month_parts(agreement, first, BilledMonth(MARCH, 1)))
    issued = [Allocated(MARCH, MARCH.last, payer, cents) for payer, cents in one.items()]
    two = totals(month_parts(agreement, second, BilledMonth(MARCH, 1, issued)))

    payers = {*one, *two, *at_once}
    in_two = {payer: one.get(payer, 0) + two.get(payer, 0) for payer in payers}
    assert in_two == {payer: at_once.get(payer, 0) for payer in payers}


@given(agreements(), LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_the_lines_changes_no_total(
    agreement: Agreement, orders: tuple[list[int], list[int]]
) -> None:
    one, other = (totals(month_parts(agreement, lines, BilledMonth(MARCH, 1))) for lines in orders)

    assert one == other


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5), POSITIVE, st.data())
def test_a_spread_is_near_the_proportion(
    weights: list[int], lines: list[int], data: st.DataObject
) -> None:
    total = sum(lines)
    if not total:
        return
    cuts = sorted(data.draw(st.integers(0, total)) for _ in weights[1:])
    amounts = [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]

    found = spread(amounts, lines)

    assert [sum(cents) for cents in found] == lines
    assert [sum(cents) for cents in zip(*found, strict=True)] == amounts
    for line, parts in zip(lines, found, strict=True):
        for amount, cents in zip(amounts, parts, strict=True):
            assert abs(cents - Fraction(amount * line, total)) < max(len(amounts) - 1, 1)
            assert 0 <= cents <= line


def test_an_amount_that_nobody_pays_takes_no_cent() -> None:
    assert spread([0, 100, 0], [30, 70]) == [[0, 30, 0], [0, 70, 0]]
    assert spread([100, 0, 0], [30, 70]) == [[30, 0, 0], [70, 0, 0]]


@given(LINES, st.data())
def test_who_pays_more_of_the_month_gets_more_of_what_it_gives_back(
    lines: list[int], data: st.DataObject
) -> None:
    total = sum(lines)
    if total <= 0:
        return
    first = data.draw(st.integers(0, total))
    second = data.draw(st.integers(0, total - first))
    amounts = [first, second, total - first - second]

    found = spread(amounts, lines)

    back = [parts for line, parts in zip(lines, found, strict=True) if line < 0]
    given_back = [-sum(cents) for cents in zip(*back, strict=True)] or [0, 0, 0]
    assert given_back == split_cents(-sum(line for line in lines if line < 0), amounts)


def test_a_line_that_gives_money_back_is_shared_like_the_others() -> None:
    assert spread([100_00, 200_00], [400_00, -100_00]) == [
        [13_333, 26_667],
        [-3_333, -6_667],
    ]


@pytest.mark.parametrize(
    ("rows", "total", "expected"),
    [
        pytest.param([fixed("A", "500"), REST], 1_800_43, [500_00, 1_300_43], id="fixed"),
        pytest.param([fixed("A", "500"), REST], 300_00, [300_00, 0], id="fixed-above-the-month"),
        pytest.param([REST, fixed("A", "500")], 600_00, [100_00, 500_00], id="rest-listed-first"),
        pytest.param([REST, fixed("A", "500")], 300_00, [0, 300_00], id="nothing-left-for-it"),
        pytest.param([cap("A", "5000"), REST], 7_000_00, [5_000_00, 2_000_00], id="cap"),
        pytest.param(
            [fixed("A", "500"), cap("B", "1000"), REST],
            1_200_00,
            [500_00, 700_00, 0],
            id="from-the-top",
        ),
        pytest.param(
            [cap("B", "1000"), fixed("A", "500"), REST],
            1_200_00,
            [1_000_00, 200_00, 0],
            id="from-the-top-the-other-way-round",
        ),
        pytest.param(
            [fixed("A", "100"), row("B", Basis.PERCENT, "0.3"), REST],
            1_000_00,
            [100_00, 300_00, 600_00],
            id="a-percentage-of-the-whole-month",
        ),
        pytest.param(
            [row("A", Basis.PERCENT, "0.5", ceiling="400"), REST],
            1_000_00,
            [400_00, 600_00],
            id="ceiling",
        ),
        pytest.param(
            [row("A", Basis.PERCENT, "0.5", ceiling="600"), REST],
            100_01,
            [50_01, 50_00],
            id="ceiling-not-reached",
        ),
    ],
)
def test_amounts_of_a_first_month(rows: list[PayerShare], total: int, expected: list[int]) -> None:
    assert month_amounts(rows, total, BilledMonth(MARCH, 1)) == expected


JULY = Month(2025, 7)
BEFORE = [
    Allocated(Month(2025, 6), date(2025, 6, 30), "A", 100_00),
    Allocated(JULY, date(2025, 7, 31), "A", 200_00),
    Allocated(MARCH, date(2026, 2, 28), "A", 50_00),
    Allocated(JULY, date(2025, 7, 31), "B", 999_00),
]


@pytest.mark.parametrize(
    ("share", "left"),
    [
        pytest.param(cap("A", "1000"), 650_00, id="in-total"),
        pytest.param(cap("A", "1000", SplitPer.YEAR), 750_00, id="since-July"),
        pytest.param(cap("A", "1000", SplitPer.MONTH), 950_00, id="this-month"),
        pytest.param(
            row("A", Basis.CAP, "1000", since=date(2026, 1, 1)), 950_00, id="on-its-own-days"
        ),
        pytest.param(cap("A", "300"), 0, id="used-up"),
    ],
)
def test_what_was_allocated_before_counts(share: PayerShare, left: int) -> None:
    billed = BilledMonth(MARCH, 7, before=BEFORE)

    assert month_amounts([share, REST], 2_000_00, billed) == [left, 2_000_00 - left]


def test_a_cap_fills_up_and_the_rest_takes_over() -> None:
    rows, billed, amounts = [cap("A", "2500"), REST], list[Allocated](), []
    for months in range(4):
        month = MARCH.plus(months)
        paid = month_amounts(rows, 1_000_00, BilledMonth(month, 1, before=billed))
        amounts.append(paid)
        billed.append(Allocated(month, month.last, "A", paid[0]))

    assert amounts == [[1_000_00, 0], [1_000_00, 0], [500_00, 500_00], [0, 1_000_00]]
    assert list(accumulate(paid[0] for paid in amounts))[-1] == 2_500_00


def test_a_late_line_of_the_month_fills_what_a_fixed_amount_has_left() -> None:
    issued = [Allocated(MARCH, MARCH.last, "A", 300_00)]

    billed = BilledMonth(MARCH, 1, issued)

    assert month_amounts([fixed("A", "500"), REST], 700_00, billed) == [200_00, 500_00]


def test_all_that_invoices_billed_a_payer_of_the_month_counts() -> None:
    issued = [Allocated(MARCH, MARCH.last, "A", cents) for cents in (100_00, 200_00)]

    billed = BilledMonth(MARCH, 1, issued)

    assert month_amounts([fixed("A", "500"), REST], 700_00, billed) == [200_00, 500_00]


def test_who_has_paid_too_much_of_the_month_pays_no_more() -> None:
    issued = [Allocated(MARCH, MARCH.last, "A", 800_00)]

    billed = BilledMonth(MARCH, 1, issued)

    assert month_amounts([fixed("A", "500"), REST], 100_00, billed) == [0, 100_00]


def test_what_the_rest_got_back_is_the_rest_s_to_pay_again() -> None:
    issued = [Allocated(MARCH, MARCH.last, "REST", -100_00)]

    billed = BilledMonth(MARCH, 1, issued)

    assert month_amounts([fixed("A", "500"), REST], 100_00, billed) == [0, 100_00]


@pytest.mark.parametrize("lines", [[-100_00], [50_00, -50_00], [0], [-60_00, 20_00]])
def test_a_month_that_comes_to_nothing_or_less_goes_to_the_rest(lines: list[int]) -> None:
    agreement = Agreement((fixed("A", "500"), REST))

    assert month_parts(agreement, lines, BilledMonth(MARCH, 1)) == [
        [Part("REST", Fraction(1), cents)] for cents in lines
    ]


def test_a_month_of_one_cent_is_shared_like_any_other() -> None:
    agreement = Agreement((fixed("A", "500"), REST))

    assert month_parts(agreement, [1], BilledMonth(MARCH, 1)) == [[Part("A", Fraction(1), 1)]]


def test_a_payer_without_an_amount_is_not_among_the_parts() -> None:
    agreement = Agreement((fixed("A", "100"), cap("B", "0"), REST))

    assert month_parts(agreement, [100_00, 300_00], BilledMonth(MARCH, 1)) == [
        [Part("A", Fraction(1, 4), 25_00), Part("REST", Fraction(3, 4), 75_00)],
        [Part("A", Fraction(1, 4), 75_00), Part("REST", Fraction(3, 4), 225_00)],
    ]
