"""The dated VAT rates of Belgium and France."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.vat import standard_rate
from addin.billing.vat_rates import (
    VAT_RATES,
    DatedRate,
    VatRateKind,
    _rate,
    countries_of,
    lawful_rates,
)

DAYS = st.dates(date(2000, 4, 1), date(2040, 12, 31))
FRENCH_2026 = ["0.2", "0.13", "0.1", "0.085", "0.055", "0.021"]


@pytest.mark.parametrize(
    ("country", "on", "rates"),
    [
        ("BE", date(1995, 12, 31), []),
        ("BE", date(1996, 1, 1), ["0.21", "0.12", "0.06"]),
        ("BE", date(2026, 3, 15), ["0.21", "0.12", "0.06"]),
        ("FR", date(2011, 12, 31), ["0.196", "0.085", "0.08", "0.055", "0.021"]),
        ("FR", date(2012, 1, 1), ["0.196", "0.085", "0.08", "0.07", "0.055", "0.021"]),
        ("FR", date(2013, 12, 31), ["0.196", "0.085", "0.08", "0.07", "0.055", "0.021"]),
        ("FR", date(2014, 1, 1), FRENCH_2026),
        ("MC", date(2026, 3, 15), FRENCH_2026),
        ("LU", date(2026, 3, 15), []),
    ],
)
def test_the_rates_of_a_day(country: str, on: date, rates: list[str]) -> None:
    assert lawful_rates(country, on) == tuple(Decimal(rate) for rate in rates)


@given(st.sampled_from(["BE", "FR"]), DAYS)
def test_every_day_has_one_standard_rate_which_is_the_highest(country: str, on: date) -> None:
    assert standard_rate(country, on) == max(lawful_rates(country, on))
    assert 0 not in lawful_rates(country, on)


@given(st.sampled_from(["BE", "FR"]), DAYS)
def test_a_country_has_the_rates_that_name_it(country: str, on: date) -> None:
    for rate in {row.rate for row in VAT_RATES}:
        assert (country in countries_of(rate, on)) == (rate in lawful_rates(country, on))


def test_two_rates_of_a_kind_follow_each_other_without_a_gap() -> None:
    for kind in {VatRateKind.STANDARD, VatRateKind.INTERMEDIATE, VatRateKind.REDUCED}:
        for country in ("BE", "FR"):
            rows = [row for row in VAT_RATES if (row.country, row.kind) == (country, kind)]
            for before, after in pairwise(rows):
                assert before.until == after.since - timedelta(days=1)


def test_no_rate_stands_twice_for_one_day() -> None:
    for one, other in combinations(VAT_RATES, 2):
        same = (one.country, one.rate) == (other.country, other.rate)
        assert not same or (one.until or date.max) < other.since


@pytest.mark.parametrize(
    ("until", "last"), [("2013-12-31", date(2013, 12, 31)), ("", None)], ids=["ended", "applies"]
)
def test_a_row_is_a_fraction_and_its_days(until: str, last: date | None) -> None:
    kind, since = VatRateKind.STANDARD, date(2000, 4, 1)

    row = _rate("FR", "19.6", kind, "2000-04-01", until, "CGI, art. 278")

    assert row == DatedRate("FR", Decimal("0.196"), kind, since, last, "CGI, art. 278")


def test_every_rate_has_its_source() -> None:
    assert all(row.source for row in VAT_RATES)
