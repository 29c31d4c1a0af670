"""The cell formulas through xlwings' own converters, as Excel calls them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlwings_values import ERROR_NUMBERS, MISSING, call_udf, udf_module

from addin import udfs as plain_udfs
from addin.billing.choices import Periodicity
from addin.words import Language, label

FORMULAS = {
    "SPLIT_CHECK": 3,
    "SPLIT_AMOUNT": 3,
    "SPLIT_ALLOCATE": 2,
    "PLAN_AMOUNT": 3,
    "HOURS": 2,
    "DUE_DATE": 3,
    "VAT_AMOUNT": 2,
    "VAT_ID_CHECK": 1,
    "IBAN_CHECK": 1,
    "STRUCTURED_REFERENCE": 1,
    "RETAINER_AMOUNT": 4,
    "TIER_AMOUNT": 3,
    "INDEXED": 3,
    "PRORATA": 5,
    "HOUR_RATE": 4,
    "PREBILL": 2,
    "BUDGET_USED": 1,
    "EXPLAIN": 1,
}
"""The formulas, with how many arguments each takes."""
NOT_AVAILABLE = ERROR_NUMBERS["#N/A"]

ERROR_SENTENCE = (
    "The cell holds Excel's error #N/A instead of a value. Mend its formula, or type the value."
)
TOO_LARGE = (
    "1,000,000,000,000 was found; only a value from -999,999,999,999 to 999,999,999,999 is "
    "possible. Correct it."
)

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def udfs() -> ModuleType:
    """The formulas under xlwings' real decorators."""
    return udf_module("addin.udfs")


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "en")


@pytest.fixture
def call(udfs: ModuleType) -> Call:
    """Call a formula by its name."""
    return lambda name, *arguments: call_udf(getattr(udfs, name), *arguments)


def column(*cells: Any) -> list[list[Any]]:
    """A range of one column."""
    return [[cell] for cell in cells]


def test_each_formula_has_a_category_a_help_and_a_help_for_each_argument(udfs: ModuleType) -> None:
    found = {
        name: getattr(udfs, name).__xlfunc__
        for name in dir(udfs)
        if name.isupper()
        if hasattr(getattr(udfs, name), "__xlfunc__")
    }

    assert {name: len(about["args"]) for name, about in found.items()} == FORMULAS
    for about in found.values():
        assert about["category"] == "Quotepart"
        assert about["ret"]["doc"].endswith(".")
        assert all(argument["doc"] for argument in about["args"])


@pytest.mark.parametrize(
    ("shares", "answer"),
    [
        (column(0.6, 0.4), "OK"),
        ([[0.6, 0.4]], "OK"),
        (column(1 / 3, 1 / 3, 1 / 3), "OK"),
        (column(2 / 3, 1 / 3), "OK"),
        (1, "OK"),
        (column(0.6, None, "", 0.4), "OK"),
        (column(0.6, 0.38), "98 %: 2 % missing"),
        (column(0.6, 0.425), "102.5 %: 2.5 % too much"),
        (column(1 / 3, 1 / 3), "66.6667 %: 33.3333 % missing"),
        (column(0.3333, 0.3333, 0.3333), "99.99 %: 0.01 % missing"),
        (column(45, 55), "45 in place of 45 %: type 45%"),
        (column(0.6, -0.1), "a share is negative"),
        (column(None, ""), "no share"),
        (column("sixty", 0.4), "“sixty” is not a number"),
        (column("0,6"), "“0,6” is not a number"),
        (column(*[True]), "“True” is not a number"),
        (column(0.6, NOT_AVAILABLE), ERROR_SENTENCE),
    ],
)
def test_shares_are_checked(call: Call, shares: Any, answer: str) -> None:
    assert call("SPLIT_CHECK", shares) == answer


def test_the_shares_of_one_project_are_checked_among_those_of_all(call: Call) -> None:
    projects = column("P1", "P2", "p1 ", 7, None, NOT_AVAILABLE)
    shares = column(0.6, 1, 0.38, 0.5, "x", 0.1)

    assert call("SPLIT_CHECK", projects, shares, "P1") == "98 %: 2 % missing"
    assert call("SPLIT_CHECK", projects, shares, "p2") == "OK"
    assert call("SPLIT_CHECK", projects, shares, "7") == "50 %: 50 % missing"
    assert call("SPLIT_CHECK", projects, shares, "P9") == "no share"
    assert call("SPLIT_CHECK", projects, None, "P1") == "no share"


def test_a_payer_pays_its_share_to_the_cent(call: Call) -> None:
    shares = column(1 / 3, 1 / 3, 1 / 3)

    parts = [call("SPLIT_AMOUNT", 100, shares, position) for position in (1, 2, 3)]

    assert parts == [33.34, 33.33, 33.33]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((100, column(0.6, 0.4), 3), "3 is not a position from 1 to 2"),
        ((100, column(0.6, 0.4), 0), "0 is not a position from 1 to 2"),
        ((100, column(0.6, 0.4), 1.5), "1.5 is not a position from 1 to 2"),
        ((100, column(0.6, 0.38), 1), "98 %: 2 % missing"),
        ((100, column(1, -1), 1), "a share is negative"),
        ((100, column(0, None), 1), "no share"),
        (("a lot", column(0.6, 0.4), 1), "“a lot” is not a number"),
        ((None, column(0.6, 0.4), 1), "“” is not a number"),
        ((datetime(2026, 1, 1), column(1), 1), "“Jan 1, 2026” is not a number"),  # noqa: DTZ001
        ((1e12, column(1), 1), TOO_LARGE),
    ],
)
def test_what_cannot_be_shared_is_said(call: Call, arguments: Any, answer: str) -> None:
    assert call("SPLIT_AMOUNT", *arguments) == answer


def test_an_amount_spills_over_its_payers_as_their_shares_lie(call: Call) -> None:
    assert call("SPLIT_ALLOCATE", 100, column(125, 125, 750)) == [[12.5], [12.5], [75.0]]
    assert call("SPLIT_ALLOCATE", 0.05, [[0.5, 0.5]]) == [[0.03, 0.02]]
    assert call("SPLIT_ALLOCATE", -100, column(1, None, 1, 1)) == column(-33.34, 0, -33.33, -33.33)
    assert call("SPLIT_ALLOCATE", 100, column(0.6, 0.3)) == "90 %: 10 % missing"
    assert call("SPLIT_ALLOCATE", 100, 1) == 100


@given(
    cents=st.integers(-(10**9), 10**9),
    weights=st.lists(st.integers(0, 1000), min_size=2, max_size=6).filter(any),
)
def test_what_spills_is_the_amount_to_the_cent(
    udfs: ModuleType, cents: int, weights: list[int]
) -> None:
    spilled = call_udf(udfs.SPLIT_ALLOCATE, cents / 100, column(*weights))

    assert sum(Decimal(repr(cell)) for [cell] in spilled) == Decimal(cents).scaleb(-2)


def test_an_instalment_is_that_of_the_year(call: Call) -> None:
    instalments = [call("PLAN_AMOUNT", 1000, "monthly", n) for n in range(1, 13)]

    assert instalments[:3] == [83.33, 83.34, 83.33]
    assert sum(Decimal(repr(one)) for one in instalments) == 1000
    assert call("PLAN_AMOUNT", 1000, "once", 1) == 1000
    assert call("PLAN_AMOUNT", 1000, "half-yearly", 2) == 500


@pytest.mark.parametrize("language", Language)
def test_a_periodicity_is_understood_in_every_language(call: Call, language: Language) -> None:
    assert call("PLAN_AMOUNT", 1000, label("Periodicity", "quarterly")[language], 4) == 250


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((1000, "monthly", 13), "13 is not a position from 1 to 12"),
        (
            (1000, "weekly", 1),
            "“weekly” is none of: monthly, bimonthly, quarterly, half-yearly, yearly, once, custom",
        ),
        (
            (1000, "custom", 1),
            "“custom” is none of: monthly, bimonthly, quarterly, half-yearly, yearly, once",
        ),
        ((1000, None, 1), "“” is none of: "),
        ((1000, NOT_AVAILABLE, 1), "The cell holds Excel's error #N/A"),
    ],
)
def test_an_instalment_that_does_not_exist_is_said(call: Call, arguments: Any, answer: str) -> None:
    assert call("PLAN_AMOUNT", *arguments).startswith(answer)


def test_minutes_are_added_first_and_converted_once(call: Call) -> None:
    assert call("HOURS", column(20, 20, 20)) == 1
    assert call("HOURS", column(20, None, 20)) == 0.67
    assert call("HOURS", column(90, 5), "minutes") == "1:35"
    assert call("HOURS", 90, "Minuten") == "1:30"
    assert call("HOURS", -65, "minutes") == "-1:05"
    assert call("HOURS", 90, MISSING) == 1.5
    assert call("HOURS", None) == 0


def test_what_are_no_whole_minutes_is_said(call: Call) -> None:
    assert call("HOURS", 0.5) == (
        "0.5 was found where a whole number is expected. Type it without decimals."
    )
    assert call("HOURS", column("90 min")) == "“90 min” is not a number"
    assert call("HOURS", 90, "days") == "“days” is none of: decimal, minutes"


@pytest.mark.parametrize("day", [datetime(2026, 1, 31), 46053])  # noqa: DTZ001 - as COM has it
@pytest.mark.parametrize(
    ("rest", "due"),
    [
        ((30,), datetime(2026, 3, 2)),  # noqa: DTZ001
        ((30, "yes"), datetime(2026, 3, 31)),  # noqa: DTZ001
        ((30, "non"), datetime(2026, 3, 2)),  # noqa: DTZ001
        ((30, True), datetime(2026, 3, 31)),  # noqa: DTZ001
        ((0, None), datetime(2026, 1, 31)),  # noqa: DTZ001
    ],
)
def test_an_invoice_is_due_after_its_days(
    call: Call, day: Any, rest: tuple[Any, ...], due: datetime
) -> None:
    assert call("DUE_DATE", day, *rest) == due


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("2026-01-31", 30), "“2026-01-31” is not a date"),
        ((None, 30), "“” is not a date"),
        ((-5, 30), "-5 was found; only a value from Jan 1, 1900 to Dec 31, 9999 is possible."),
        ((NOT_AVAILABLE, 30), "The cell holds Excel's error #N/A"),
        ((46053, "soon"), "“soon” is not a number"),
        ((46053, -1), "The value of “Days to pay” is “-1"),
        ((46053, 1e9), "The value of “Days to pay” is “1,000,000,000"),
        ((46053, 30.5), "30.5 was found where a whole number is expected."),
        ((46053, 30, "perhaps"), "“perhaps” is none of: yes, no"),
        ((2_958_465, 30), "“Dec 31, 9999” is not a date"),
    ],
)
def test_a_due_date_that_cannot_be_is_said(call: Call, arguments: Any, answer: str) -> None:
    assert call("DUE_DATE", *arguments).startswith(answer)


def test_vat_is_computed_once_per_rate_on_the_sum(call: Call) -> None:
    assert call("VAT_AMOUNT", column(10.02, 10.02, 10.02), 0.21) == 6.31
    assert call("VAT_AMOUNT", column(10.02, 10.02, 10.02), 21) == 6.31
    assert call("VAT_AMOUNT", column(100, 200, 50), column(0.21, 0.06, None)) == 33
    assert call("VAT_AMOUNT", -100, 0.21) == -21


@pytest.mark.parametrize(
    ("rates", "answer"),
    [
        (column(0.21, 0.21, 0.21), "2 amounts but 3 rates"),
        ("21 %", "“21 %” is not a number"),
        (-0.21, "-0.21 is negative; zero or more is expected."),
        (121, "121 was found; only a value from 0 to 99 is possible."),
    ],
)
def test_a_vat_rate_that_cannot_be_is_said(call: Call, rates: Any, answer: str) -> None:
    assert call("VAT_AMOUNT", column(100, 200), rates).startswith(answer)


def test_the_check_digits_of_a_vat_number_are_tested(call: Call) -> None:
    assert call("VAT_ID_CHECK", "BE 0123.456.749") == "OK"
    assert call("VAT_ID_CHECK", 123456749) == "OK"
    assert call("VAT_ID_CHECK", "0123456748").startswith("The check digits of the VAT number")
    assert call("VAT_ID_CHECK", None) == ""
    assert call("VAT_ID_CHECK", NOT_AVAILABLE).startswith("The cell holds Excel's error #N/A")


def test_the_check_digits_of_an_iban_are_tested(call: Call) -> None:
    assert call("IBAN_CHECK", "be68 5390 0754 7034") == "OK"
    assert call("IBAN_CHECK", "BE68539007547035").startswith("The check digits of the IBAN")
    assert call("IBAN_CHECK", " ") == ""
    assert call("IBAN_CHECK", ERROR_NUMBERS["#REF!"]).startswith("The cell holds Excel's error")


def test_a_number_has_its_structured_communication(call: Call) -> None:
    assert call("STRUCTURED_REFERENCE", "2026-00042") == "+++020/2600/04222+++"
    assert call("STRUCTURED_REFERENCE", 202600042) == "+++020/2600/04222+++"
    assert call("STRUCTURED_REFERENCE", "A-1/12345678901") == (
        "“A-1/12345678901” is not a number of at most 10 digits"
    )
    assert call("STRUCTURED_REFERENCE", None) == "“” is not a number of at most 10 digits"
    assert call("STRUCTURED_REFERENCE", NOT_AVAILABLE).startswith("The cell holds Excel's error")


def test_the_answers_are_in_the_language_of_the_machine(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "fr")

    assert call("SPLIT_CHECK", column(0.6, 0.385)) == "98,5 % : il manque 1,5 %"
    assert call("DUE_DATE", "demain", 30) == "« demain » n'est pas une date"
    assert call("DUE_DATE", 46053, 30, "peut-être").endswith("oui, non")
    assert "mensuel, bimestriel" in call("PLAN_AMOUNT", 1000, "weekly", 1)
    assert "« Délai de paiement (jours) »" in call("DUE_DATE", 46053, 500)
    assert "0123456748" in call("VAT_ID_CHECK", "0123456748")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.sampled_from([*ERROR_NUMBERS.values(), "yes", "monthly", "BE0123456749", "minutes"]),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 50_000),
    st.decimals(-1000, 1000, places=4),
    st.datetimes(datetime(1900, 3, 1)),  # noqa: DTZ001
)
RANGES = st.one_of(
    CELLS,
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4
        )
    ),
)


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_no_formula_ever_shows_an_error_value(
    udfs: ModuleType, name: str, data: st.DataObject
) -> None:
    arguments = [data.draw(RANGES) for _ in range(FORMULAS[name])]

    answer = call_udf(getattr(udfs, name), *arguments)

    cells = [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]
    assert all(isinstance(cell, str | float | int | datetime) for cell in cells)


def test_without_excel_the_formulas_are_plain_functions() -> None:
    assert plain_udfs.SPLIT_CHECK(((0.6,), (0.4,))) == "OK"
    assert plain_udfs.PLAN_AMOUNT(1200.0, Periodicity.YEARLY, 1.0) == 1200


@pytest.mark.parametrize(
    ("hours", "amount"), [(0, 500), (3, 500), (5, 500), (5.01, 501.1), (7.5, 775)]
)
def test_a_month_with_a_minimum_costs_it_and_the_hours_beyond(
    call: Call, hours: float, amount: float
) -> None:
    assert call("RETAINER_AMOUNT", hours, 500, 5, 110) == amount


def test_a_month_of_less_than_nothing_is_refused(call: Call) -> None:
    assert call("RETAINER_AMOUNT", -1, 500, 5, 110) == "-1 is below zero"


TIERS = [[1, 18.0], [11, 15.5], [26, 13.25]]


@pytest.mark.parametrize(
    ("quantity", "amount"),
    [(0, 0), (10, 180), (11, 195.5), (25, 412.5), (26, 425.75), (37, 571.5)],
)
def test_each_tier_prices_its_own_units(call: Call, quantity: int, amount: float) -> None:
    assert call("TIER_AMOUNT", quantity, TIERS) == amount
    assert call("TIER_AMOUNT", quantity, [*TIERS[::-1], [None, ""]], "graduated") == amount


def test_one_tier_prices_a_whole_volume(call: Call) -> None:
    assert call("TIER_AMOUNT", 37, TIERS, "volume") == 490.25


@pytest.mark.parametrize(
    ("quantity", "tiers", "mode", "answer"),
    [
        (-1, TIERS, None, "-1 is below zero"),
        (1, [[None, None]], None, "no price"),
        (1, TIERS, "cheap", "“cheap” is none of: graduated, volume"),
        (1, [[1, "much"]], None, "“much” is not a number"),
        (1, [[1]], None, "“” is not a number"),
    ],
)
def test_a_price_list_that_is_none_is_named(
    call: Call, quantity: int, tiers: Any, mode: str | None, answer: str
) -> None:
    assert call("TIER_AMOUNT", quantity, tiers, mode) == answer


def test_a_price_list_without_a_first_unit_is_refused(call: Call) -> None:
    assert str(call("TIER_AMOUNT", 1, [[5, 1.0]])).endswith(".")


def test_a_fee_follows_its_index_from_the_base(call: Call) -> None:
    assert call("INDEXED", 250, 130.47, 133.12) == 255.08
    assert call("INDEXED", 250, 130.47, 135.8) == 260.21
    assert "must be above zero" in call("INDEXED", 250, 0, 135.8)


def test_days_served_take_their_part_of_a_period(call: Call) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)

    assert call("PRORATA", 250, date(2026, 2, 24), last, first, last) == 44.64
    assert call("PRORATA", 250, first, last, first, last) == 250
    assert call("PRORATA", 250, date(2026, 3, 1), date(2026, 3, 5), first, last) == 0
    assert call("PRORATA", 250, last, first, first, last) == (
        "the last day, Feb 1, 2026, is before the first, Feb 28, 2026"
    )


def test_a_formula_about_a_workbook_says_when_there_is_none(call: Call) -> None:
    answer = "no workbook of Quotepart is open"

    assert call("BUDGET_USED", "P-1") == answer
    assert call("EXPLAIN", "2026-03/P-1/ADV/time/100") == answer


def test_every_formula_can_be_found_by_its_name() -> None:
    assert list(plain_udfs.FORMULAS) == list(FORMULAS)
