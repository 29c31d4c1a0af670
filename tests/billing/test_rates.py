"""The rate of an hour: what must hold for every book of rates, and cases worth reading."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import RateKind
from addin.billing.money import line_cents
from addin.billing.rates import Rate, RateBook
from addin.errors import Finding, Place

TODAY = date(2026, 3, 15)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
CODES = st.sampled_from(["", "A", "B"])
BY_WEIGHT = ("project", "client", "person", "team", "service")
WORK = st.fixed_dictionaries(dict.fromkeys(BY_WEIGHT, CODES))


def rate_of(row: int = 5, **codes: str) -> Rate:
    """A row that names these codes and no other."""
    return Rate(
        person=codes.get("person", ""),
        team=codes.get("team", ""),
        service=codes.get("service", ""),
        client=codes.get("client", ""),
        project=codes.get("project", ""),
        kind=RateKind.SALE,
        rate=Decimal("95.00"),
        valid_from=None,
        valid_to=None,
        row=row,
    )


ANY = rate_of()


@st.composite
def rate_tables(draw: st.DrawFn) -> list[Rate]:
    return [
        replace(
            rate_of(row, **draw(WORK)),
            kind=draw(st.sampled_from(RateKind)),
            valid_from=draw(st.none() | DAYS),
            valid_to=draw(st.none() | DAYS),
        )
        for row in range(5, 5 + draw(st.integers(0, 8)))
    ]


def ask(
    book: RateBook, work: dict[str, str], on: date = TODAY, kind: RateKind = RateKind.SALE
) -> Rate | Finding:
    return book.find(
        person=work.get("person", ""),
        team=work.get("team", ""),
        service=work.get("service", ""),
        client=work.get("client", ""),
        project=work.get("project", ""),
        on=on,
        kind=kind,
    )


def find(rates: list[Rate], work: dict[str, str], on: date = TODAY) -> Rate | Finding:
    return ask(RateBook(rates), work, on)


def found(rates: list[Rate], work: dict[str, str], on: date = TODAY) -> Rate:
    rate = find(rates, work, on)
    assert isinstance(rate, Rate), rate
    return rate


def specificity(rate: Rate) -> list[bool]:
    return [bool(getattr(rate, name)) for name in BY_WEIGHT]


@given(rate_tables(), WORK, DAYS)
def test_the_row_found_is_the_one_a_reader_of_the_sheet_would_take(
    rates: list[Rate], work: dict[str, str], on: date
) -> None:
    fitting = [
        rate
        for rate in rates
        if rate.kind is RateKind.SALE
        and all(getattr(rate, name) in {"", code} for name, code in work.items())
        and (rate.valid_from or on) <= on <= (rate.valid_to or on)
    ]
    best = [rate for rate in fitting if specificity(rate) == max(map(specificity, fitting))]

    result = find(rates, work, on)

    if len(best) == 1:
        assert result == best[0]
    else:
        assert isinstance(result, Finding)
        assert result.code == ("RATE-02" if best else "RATE-01")


@given(
    rate_tables().flatmap(lambda rates: st.tuples(st.just(rates), st.permutations(rates))),
    WORK,
    DAYS,
)
def test_the_order_of_the_rows_is_irrelevant(
    readings: tuple[list[Rate], list[Rate]], work: dict[str, str], on: date
) -> None:
    in_order, shuffled = readings

    assert find(shuffled, work, on) == find(in_order, work, on)
    assert RateBook(shuffled).findings() == RateBook(in_order).findings()


@given(rate_tables(), WORK, st.lists(DAYS, min_size=2, max_size=5))
def test_what_was_asked_before_is_irrelevant(
    rates: list[Rate], work: dict[str, str], days: list[date]
) -> None:
    book = RateBook(rates)

    for on in days:
        assert ask(book, work, on) == find(rates, work, on)


@given(rate_tables(), WORK, DAYS)
def test_two_rates_for_an_hour_are_also_told_without_the_hour(
    rates: list[Rate], work: dict[str, str], on: date
) -> None:
    result = find(rates, work, on)

    if isinstance(result, Finding) and result.code == "RATE-02":
        assert result in RateBook(rates).findings()


@pytest.mark.parametrize("decisive", range(5))
def test_one_decisive_code_wins_over_all_that_follow(decisive: int) -> None:
    work = {name: name.upper() for name in BY_WEIGHT}
    later = {name: work[name] for name in BY_WEIGHT[decisive + 1 :]}
    winner = rate_of(6, **{BY_WEIGHT[decisive]: work[BY_WEIGHT[decisive]]})
    loser = rate_of(7, **later)

    assert found([loser, winner], work) == winner


def test_a_row_that_names_nothing_is_the_default() -> None:
    assert found([ANY], {"person": "ANN", "project": "P"}) == ANY
    assert found([ANY], {}) == ANY


def test_a_row_that_names_another_does_not_apply() -> None:
    other = replace(ANY, person="BOB")

    assert isinstance(find([other], {"person": "ANN"}), Finding)
    assert isinstance(find([other], {}), Finding)


def test_95_until_31_march_and_98_from_1_april() -> None:
    old = replace(ANY, valid_to=date(2026, 3, 31))
    new = replace(ANY, rate=Decimal("98.00"), valid_from=date(2026, 4, 1), row=6)

    before = found([old, new], {"person": "ANN"}, date(2026, 3, 31))
    after = found([old, new], {"person": "ANN"}, date(2026, 4, 1))

    amounts = [line_cents(Decimal("2.00"), rate.rate) for rate in (before, after)]
    assert amounts == [190_00, 196_00]
    assert sum(amounts) == 386_00
    assert RateBook([old, new]).findings() == []


def test_a_less_specific_row_steps_in_when_the_other_has_ended() -> None:
    ended = replace(ANY, person="ANN", valid_to=date(2026, 2, 28), row=6)

    assert found([ANY, ended], {"person": "ANN"}, date(2026, 2, 28)) == ended
    assert found([ANY, ended], {"person": "ANN"}, date(2026, 3, 1)) == ANY


def test_cost_and_selling_price_are_kept_apart() -> None:
    cost = replace(ANY, kind=RateKind.COST, rate=Decimal("41.20"), row=6)
    book = RateBook([ANY, cost])

    assert ask(book, {"person": "ANN"}) == ANY
    assert ask(book, {"person": "ANN"}, kind=RateKind.COST) == cost
    assert book.findings() == []


def test_an_hour_without_a_rate_tells_what_was_looked_for() -> None:
    result = RateBook([]).find(
        person="ANN",
        team="AUDIT",
        service="ADVICE",
        client="C",
        project="P",
        on=TODAY,
        kind=RateKind.COST,
    )

    assert isinstance(result, Finding)
    assert result.code == "RATE-01"
    assert result.where == Place("Rates")
    assert result.values == {
        "kind": "cost",
        "person": "ANN",
        "service": "ADVICE",
        "client": "C",
        "project": "P",
        "day": TODAY,
    }


def test_two_equally_specific_rows_are_both_named() -> None:
    twice = [
        replace(ANY, person="ANN", rate=Decimal("98.00"), valid_from=TODAY, row=9),
        replace(ANY, person="ANN", valid_to=TODAY, row=7),
    ]

    result = find(twice, {"person": "ANN"})

    assert isinstance(result, Finding)
    assert result.code == "RATE-02"
    assert result.where == Place("Rates", 9, "valid_from")
    assert result.values == {
        "first_row": 7,
        "first_rate": Decimal("95.00"),
        "second_row": 9,
        "second_rate": Decimal("98.00"),
    }
    assert RateBook(twice).findings() == [result]


@pytest.mark.parametrize("rate", ["0", "0.50"])
def test_work_may_cost_nothing_or_less_than_a_euro(rate: str) -> None:
    assert found([replace(ANY, rate=Decimal(rate))], {}).rate == Decimal(rate)


def test_faulty_rows_are_told_by_row() -> None:
    reversed_row = replace(ANY, valid_from=TODAY, valid_to=date(2026, 3, 14), row=6)
    one_day = replace(ANY, person="ANN", valid_from=TODAY, valid_to=TODAY, row=7)
    negative = replace(ANY, person="BOB", rate=Decimal("-0.01"), row=4)
    free = replace(ANY, person="EVA", rate=Decimal(0), row=8)

    findings = RateBook([ANY, reversed_row, one_day, negative, free]).findings()

    assert [(each.code, each.where, each.values) for each in findings] == [
        ("RATE-04", Place("Rates", 4, "rate"), {"rate": Decimal("-0.01")}),
        (
            "RATE-03",
            Place("Rates", 6, "valid_to"),
            {"start": TODAY, "end": date(2026, 3, 14)},
        ),
    ]


def test_the_rows_that_name_exactly_some_codes_are_found_apart() -> None:
    codes = ("P-1", "", "ANN", "", "")
    book = RateBook([rate_of(5), rate_of(6, project="P-1", person="ANN")])

    days = book.rows_on(RateKind.SALE, codes)

    assert days is not None
    assert days.on(TODAY) == rate_of(6, project="P-1", person="ANN")
    assert book.rows_on(RateKind.COST, codes) is None
    assert book.rows_on(RateKind.SALE, ("P-2", "", "ANN", "", "")) is None


def test_an_hour_that_was_asked_for_before_has_the_same_rate_by_its_day() -> None:
    old = replace(ANY, valid_to=date(2026, 3, 31))
    new = replace(ANY, rate=Decimal("98.00"), valid_from=date(2026, 4, 1), row=6)
    book = RateBook([old, new])
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 3, 31)]

    assert [ask(book, {"person": "ANN"}, day) for day in days] == [old, new, old]
