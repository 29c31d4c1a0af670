"""Who pays on a day: what must hold for every split, and cases worth reading."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import Basis, SplitPer
from addin.billing.payers import (
    PayerShare,
    agreement_on,
    boundaries,
    by_phase,
    days_of_change,
    payer_weights,
    several_on_one_day,
    shared_name,
)
from addin.billing.split import split_cents
from addin.errors import Place

TODAY = date(2026, 3, 15)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def percent(*shares: str) -> list[PayerShare]:
    """Payers A, B, … in rows 5, 6, … that always hold."""
    return [
        PayerShare(chr(ord("A") + at), Basis.PERCENT, Decimal(share), None, None, 5 + at)
        for at, share in enumerate(shares)
    ]


def weight(*shares: str) -> list[PayerShare]:
    return [replace(share, basis=Basis.WEIGHT) for share in percent(*shares)]


def amount(
    payer: str, basis: Basis, euros: str = "0", row: int = 9, per: SplitPer | None = None
) -> PayerShare:
    return PayerShare(payer, basis, Decimal(euros), None, None, row, per=per)


REST = amount("Z", Basis.REST, row=20)


@st.composite
def any_splits(draw: st.DrawFn) -> list[PayerShare]:
    count = draw(st.integers(1, 5))
    bounds = st.none() | DAYS
    return [
        PayerShare(
            draw(st.sampled_from("ABCDE")),
            draw(st.sampled_from(Basis)),
            draw(st.sampled_from([Decimal(text) for text in ("-1", "0", "0.5", "1", "45", "101")])),
            draw(bounds),
            draw(bounds),
            row,
            per=draw(st.none() | st.sampled_from(SplitPer)),
            ceiling=draw(st.none() | st.sampled_from([Decimal(-1), Decimal(0), Decimal(100)])),
        )
        for row in range(5, 5 + count)
    ]


@st.composite
def whole_percents(draw: st.DrawFn) -> list[PayerShare]:
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=6)))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return percent(*(str(Decimal(part) / 10_000) for part in parts))


@given(whole_percents(), st.integers(-(10**9), 10**9))
def test_shares_of_100_percent_share_out_every_cent(shares: list[PayerShare], cents: int) -> None:
    weights, findings = payer_weights(shares, TODAY, "P")

    assert findings == []
    assert [payer for payer, _ in weights] == [share.payer for share in shares]
    assert sum(share for _, share in weights) == 1
    assert sum(split_cents(cents, [share for _, share in weights])) == cents


@given(whole_percents(), st.integers(0, 6), st.decimals("-0.9999", "0.9999", places=4))
def test_a_total_other_than_100_percent_tells_the_difference(
    shares: list[PayerShare], position: int, change: Decimal
) -> None:
    at = position % len(shares)
    changed = shares[at].share + change
    shares[at] = replace(shares[at], share=changed)

    weights, findings = payer_weights(shares, TODAY, "P")

    if change and 0 <= changed <= 1:
        code = "SPL-02" if change > 0 else "SPL-01"
        values = {"project": "P", "total": 100 + 100 * change, "gap": abs(100 * change)}
        assert weights == []
        assert [(each.code, each.values) for each in findings] == [(code, values)]
    else:
        assert bool(findings) == bool(change)


@given(any_splits(), DAYS)
def test_there_are_either_payers_or_findings(shares: list[PayerShare], on: date) -> None:
    agreement, findings = agreement_on(shares, on, "P")

    assert bool(agreement.rows) != bool(findings)
    assert all(share >= 0 for _, share in agreement.weights)
    assert payer_weights(shares, on, "P") == (list(agreement.weights), findings)
    if agreement.by_amount:
        rests = [row for row in agreement.rows if row.basis is Basis.REST]
        assert len(rests) == 1
        assert any(row.limit_cents is not None for row in agreement.rows)


@given(any_splits().flatmap(lambda shares: st.tuples(st.just(shares), st.permutations(shares))))
def test_the_order_of_reading_is_irrelevant(
    readings: tuple[list[PayerShare], list[PayerShare]],
) -> None:
    in_order, shuffled = readings

    assert payer_weights(shuffled, TODAY, "P") == payer_weights(in_order, TODAY, "P")


@given(any_splits(), DAYS)
def test_between_two_days_of_change_the_split_is_the_same(
    shares: list[PayerShare], on: date
) -> None:
    held = payer_weights(shares, on, "P")
    if held[0]:
        since = max(day for day in days_of_change(shares) if day <= on)
        assert payer_weights(shares, since, "P") == held


def test_a_project_without_a_split_has_neither_payers_nor_findings() -> None:
    assert payer_weights([], TODAY, "P") == ([], [])
    assert days_of_change([]) == []


def test_three_cells_of_a_third_share_100_euros() -> None:
    weights, findings = payer_weights(percent(*["0.3333333333333333"] * 3), TODAY, "P")

    assert findings == []
    assert weights == [(payer, Fraction(1, 3)) for payer in "ABC"]
    assert split_cents(100_00, [share for _, share in weights]) == [33_34, 33_33, 33_33]


def test_weights_need_not_make_100() -> None:
    assert payer_weights(weight("125", "0", "75.5"), TODAY, "P") == (
        [("A", Fraction(125)), ("B", Fraction(0)), ("C", Fraction(151, 2))],
        [],
    )


def test_payers_are_listed_in_the_order_of_the_sheet() -> None:
    first, second = percent("0.75", "0.25")

    assert [payer for payer, _ in payer_weights([second, first], TODAY, "P")[0]] == ["A", "B"]


def test_a_split_that_changes_holds_from_its_day() -> None:
    old, new = percent("1", "1")
    shares = [replace(old, valid_to=TODAY), replace(new, valid_from=TODAY + timedelta(days=1))]

    assert payer_weights(shares, TODAY, "P") == ([("A", Fraction(1))], [])
    assert payer_weights(shares, TODAY + timedelta(days=1), "P") == ([("B", Fraction(1))], [])
    assert days_of_change(shares) == [date.min, TODAY + timedelta(days=1)]


def test_a_split_that_ends_with_nothing_after_it_is_no_change() -> None:
    (only,) = percent("1")

    ended = [replace(only, valid_from=date(2026, 1, 1), valid_to=TODAY)]
    assert days_of_change(ended) == [date(2026, 1, 1)]
    later = replace(only, valid_from=date(2026, 6, 1))
    assert days_of_change([*ended, later]) == [date(2026, 1, 1), date(2026, 6, 1)]
    unending = [replace(only, valid_to=date.max)]
    assert days_of_change(unending) == [date.min]


RULES = [
    pytest.param(
        percent("0.3333", "0.3333", "0.3333"),
        ("SPL-01", 5, "share"),
        {"project": "P", "total": Decimal("99.99"), "gap": Decimal("0.01")},
        id="three-times-33.33-percent",
    ),
    pytest.param(
        percent("0.6", "0.38"),
        ("SPL-01", 5, "share"),
        {"project": "P", "total": Decimal(98), "gap": Decimal(2)},
        id="98-percent",
    ),
    pytest.param(
        percent("0.333333333333333", "0.333333333333333", "0.3333"),
        ("SPL-01", 5, "share"),
        {"project": "P", "total": Decimal("99.9967"), "gap": Decimal("0.0033")},
        id="two-thirds-and-33.33-percent",
    ),
    pytest.param(
        percent("0", "0"),
        ("SPL-01", 5, "share"),
        {"project": "P", "total": Decimal(0), "gap": Decimal(100)},
        id="nobody-has-a-share",
    ),
    pytest.param(
        percent("0.6", "0.5"),
        ("SPL-02", 5, "share"),
        {"project": "P", "total": Decimal(110), "gap": Decimal(10)},
        id="110-percent",
    ),
    pytest.param(
        percent("0.55", "45"),
        ("SPL-03", 6, "share"),
        {"project": "P", "payer": "B", "share": Decimal(45)},
        id="45-for-45-percent",
    ),
    pytest.param(
        percent("1.01"),
        ("SPL-03", 5, "share"),
        {"project": "P", "payer": "A", "share": Decimal("1.01")},
        id="just-above-1",
    ),
    pytest.param(
        percent("100"),
        ("SPL-03", 5, "share"),
        {"project": "P", "payer": "A", "share": Decimal(100)},
        id="100-for-100-percent",
    ),
    pytest.param(
        percent("100.5"),
        ("SPL-04", 5, "share"),
        {"project": "P", "payer": "A", "share": Decimal("100.5")},
        id="above-100",
    ),
    pytest.param(
        percent("1.5", "-0.5")[1:],
        ("SPL-05", 6, "share"),
        {"project": "P", "payer": "B", "share": Decimal("-0.5")},
        id="negative-percent",
    ),
    pytest.param(
        weight("10", "-1"),
        ("SPL-05", 6, "share"),
        {"project": "P", "payer": "B", "share": Decimal(-1)},
        id="negative-weight",
    ),
    pytest.param(
        [replace(share, payer="A") for share in percent("0.5", "0.5")],
        ("SPL-06", 6, "payer"),
        {"project": "P", "payer": "A", "first_row": 5},
        id="same-payer-twice",
    ),
    pytest.param(
        [percent("0.5", "50")[0], weight("0.5", "50")[1]],
        ("SPL-07", 6, "basis"),
        {
            "basis": "weight",
            "first_row": 5,
            "first_basis": "percent",
        },
        id="percent-and-weight",
    ),
    pytest.param(
        [weight("1")[0], replace(REST, row=6)],
        ("SPL-07", 6, "basis"),
        {"basis": "rest", "first_row": 5, "first_basis": "weight"},
        id="weight-and-rest",
    ),
    pytest.param(
        [percent("1")[0], amount("B", Basis.CAP, "500", 6)],
        ("SPL-12", 6, "basis"),
        {"payer": "B", "project": "P"},
        id="cap-without-a-rest",
    ),
    pytest.param(
        [replace(percent("1")[0], ceiling=Decimal(500))],
        ("SPL-12", 5, "basis"),
        {"payer": "A", "project": "P"},
        id="ceiling-without-a-rest",
    ),
    pytest.param(
        [amount("A", Basis.FIXED, "500", 5), REST, replace(REST, payer="C", row=21)],
        ("SPL-13", 21, "basis"),
        {"payer": "C", "project": "P", "first_row": 20},
        id="two-for-the-rest",
    ),
    pytest.param(
        [replace(amount("A", Basis.CAP, "500", 5), ceiling=Decimal(400)), REST],
        ("SPL-14", 5, "ceiling"),
        {"payer": "A", "basis": "cap"},
        id="ceiling-of-a-cap",
    ),
    pytest.param(
        [replace(percent("0.5")[0], ceiling=Decimal(-1)), REST],
        ("SPL-05", 5, "ceiling"),
        {"project": "P", "payer": "A", "share": Decimal(-1)},
        id="negative-ceiling",
    ),
    pytest.param(
        [amount("A", Basis.FIXED, "-1", 5), REST],
        ("SPL-05", 5, "share"),
        {"project": "P", "payer": "A", "share": Decimal(-1)},
        id="negative-amount",
    ),
    pytest.param(
        [amount("A", Basis.FIXED, "100", 5), *percent("0", "0.7", "0.4")[1:], REST],
        ("SPL-02", 6, "share"),
        {"project": "P", "total": Decimal(110), "gap": Decimal(10)},
        id="110-percent-beside-an-amount",
    ),
    pytest.param(weight("0", "0.00"), ("SPL-09", 5, "share"), {"project": "P"}, id="no-weight"),
    pytest.param(
        [replace(percent("1")[0], valid_to=TODAY - timedelta(days=1))],
        ("SPL-10", 5, "valid_from"),
        {"project": "P", "day": TODAY},
        id="ended",
    ),
    pytest.param(
        [
            percent("1")[0],
            replace(percent("0", "0")[1], valid_from=date(2026, 4, 1), valid_to=date(2026, 3, 31)),
        ],
        ("SPL-11", 6, "valid_to"),
        {"payer": "B", "start": date(2026, 4, 1), "end": date(2026, 3, 31)},
        id="reversed",
    ),
]


@pytest.mark.parametrize(("shares", "where", "values"), RULES)
def test_what_is_wrong_with_a_split_is_told_at_its_cell(
    shares: list[PayerShare], where: tuple[str, int, str], values: dict[str, object]
) -> None:
    weights, (finding,) = payer_weights(shares, TODAY, "P")

    code, row, column = where
    assert weights == []
    assert finding.code == code
    assert finding.where == Place("Splits", row, column)
    assert finding.values == values


@pytest.mark.parametrize("basis", [Basis.FIXED, Basis.CAP])
def test_an_amount_and_a_rest_are_an_agreement_by_amount(basis: Basis) -> None:
    rows = (amount("A", basis, "500"), REST)

    agreement, findings = agreement_on(rows, TODAY, "P")

    assert findings == []
    assert agreement.by_amount
    assert agreement.rows == rows


def test_the_rest_takes_what_the_percentages_leave_of_each_line() -> None:
    shares = [REST, *percent("0.3", "0.3333333333333333")]

    weights, findings = payer_weights(shares, TODAY, "P")

    assert findings == []
    assert weights == [
        ("A", Fraction(3, 10)),
        ("B", Fraction(1, 3)),
        ("Z", 1 - Fraction(3, 10) - Fraction(1, 3)),
    ]


def test_a_rest_of_nothing_pays_nothing() -> None:
    assert payer_weights([*percent("0.6", "0.4"), REST], TODAY, "P")[0][-1] == ("Z", Fraction(0))


def test_a_rest_alone_pays_all() -> None:
    assert payer_weights([REST], TODAY, "P") == ([("Z", Fraction(1))], [])


def test_a_percentage_with_a_ceiling_is_an_agreement_by_amount() -> None:
    (only,) = percent("0.5")

    agreement, findings = agreement_on([replace(only, ceiling=Decimal(0)), REST], TODAY, "P")

    assert findings == []
    assert agreement.by_amount
    assert agreement.rows[0].limit_cents == 0


@pytest.mark.parametrize(
    ("share", "per"),
    [
        pytest.param(amount("A", Basis.FIXED, "5"), SplitPer.MONTH, id="fixed"),
        pytest.param(amount("A", Basis.CAP, "5"), SplitPer.TOTAL, id="cap"),
        pytest.param(percent("0.5")[0], SplitPer.TOTAL, id="ceiling"),
        pytest.param(amount("A", Basis.CAP, "5", per=SplitPer.YEAR), SplitPer.YEAR, id="given"),
    ],
)
def test_over_which_months_an_amount_is_counted(share: PayerShare, per: SplitPer) -> None:
    assert share.counted_per is per


def test_payers_who_follow_one_another_are_not_several() -> None:
    old, new = percent("1", "1")
    shares = [replace(old, valid_to=TODAY), replace(new, valid_from=TODAY + timedelta(days=1))]

    assert several_on_one_day(shares) == []
    assert several_on_one_day([*shares, replace(REST, valid_from=TODAY)]) == ["A", "Z"]
    assert several_on_one_day([]) == []


def test_rows_of_a_phase_are_apart_from_those_of_the_project() -> None:
    whole, design = percent("1", "1")
    design = replace(design, phase="Design")

    assert by_phase([whole, design]) == {"": [whole], "Design": [design]}


@given(any_splits(), DAYS)
def test_between_two_boundaries_the_same_rows_hold(shares: list[PayerShare], on: date) -> None:
    since = max(day for day in boundaries(shares) if day <= on)

    assert [one.holds_on(since) for one in shares] == [one.holds_on(on) for one in shares]


def test_a_split_typed_in_whole_percents_is_told_row_by_row_without_a_total() -> None:
    _, findings = payer_weights(percent("60", "40"), TODAY, "P")

    assert [(each.code, each.where.row) for each in findings] == [("SPL-03", 5), ("SPL-03", 6)]


def test_a_weight_above_one_is_no_mistake() -> None:
    assert payer_weights(weight("45", "55"), TODAY, "P")[1] == []


def test_a_split_of_one_day_holds_on_it() -> None:
    (only,) = percent("1")

    weights, findings = payer_weights([replace(only, valid_from=TODAY, valid_to=TODAY)], TODAY, "P")

    assert findings == []
    assert weights == [("A", Fraction(1))]


def test_a_phase_with_payers_of_its_own_is_named_after_its_project() -> None:
    assert shared_name("P-1", "Design") == "P-1 / Design"
    assert shared_name("P-1", "") == "P-1"


def test_other_rows_hold_from_each_start_and_after_each_end() -> None:
    (always,) = percent("0.5")
    spring = replace(always, valid_from=date(2026, 3, 1), valid_to=date(2026, 5, 31))
    since_june = replace(always, valid_from=date(2026, 6, 1), valid_to=date.max)

    assert boundaries([]) == [date.min]
    assert boundaries([since_june, spring, always]) == [
        date.min,
        date(2026, 3, 1),
        date(2026, 6, 1),
    ]
