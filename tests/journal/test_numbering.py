"""How numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import BillingError
from addin.journal.numbering import (
    NoNumberInPatternError,
    ProFormaPatternError,
    Series,
    UnknownPatternFieldError,
    UnreadablePatternError,
    is_pro_forma,
    pro_forma_number,
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{year}-{number:05}", "2026-00042"),
        ("{year}{number:04}", "20260042"),
        ("F{number}", "F42"),
        ("INV/{year}/{number:06}", "INV/2026/000042"),
        ("A_{number}+B", "A_42+B"),
    ],
)
def test_a_number_follows_its_pattern(pattern: str, expected: str) -> None:
    assert Series("invoice", 2026, pattern).number(42) == expected


def test_a_number_outgrows_its_width_and_loses_no_digit() -> None:
    assert Series("invoice", 2026, "{year}-{number:02}").number(12345) == "2026-12345"


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        pytest.param("", NoNumberInPatternError, id="empty"),
        pytest.param("{year}-00001", NoNumberInPatternError, id="year alone"),
        pytest.param("{{number}}", NoNumberInPatternError, id="doubled braces"),
        pytest.param("{month}-{number}", UnknownPatternFieldError, id="month"),
        pytest.param("{number.real}", UnknownPatternFieldError, id="attribute"),
        pytest.param("{}{number}", UnknownPatternFieldError, id="no name"),
        pytest.param("{number", UnreadablePatternError, id="open brace"),
        pytest.param("number}", UnreadablePatternError, id="closed brace"),
        pytest.param("{number!r}", UnreadablePatternError, id="conversion"),
        pytest.param("{number:x}", UnreadablePatternError, id="hexadecimal"),
        pytest.param("{number:{year}}", UnreadablePatternError, id="field in a width"),
        pytest.param("{number:6}", UnreadablePatternError, id="padded with spaces"),
        pytest.param("{number:040}", UnreadablePatternError, id="40 characters"),
        pytest.param("No {number}", UnreadablePatternError, id="space"),
        pytest.param("N°{number}", UnreadablePatternError, id="degree sign"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str, error: type[BillingError]) -> None:
    with pytest.raises(error) as caught:
        Series("invoice", 2026, pattern)

    assert caught.value.code in {"JRN-01", "JRN-02", "JRN-03"}
    assert caught.value.values["pattern"] == pattern


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(UnknownPatternFieldError) as caught:
        Series("invoice", 2026, "{month}-{number}")

    assert caught.value.values["field"] == "month"


@given(st.integers(2000, 2099), st.integers(1, 999_999), st.integers(1, 999_999), st.integers(0, 8))
def test_two_invoices_of_a_year_never_share_a_number(
    year: int, one: int, other: int, width: int
) -> None:
    series = Series("invoice", year, f"{{year}}-{{number:0{width}}}" if width else "{number}")

    assert (series.number(one) == series.number(other)) == (one == other)


@given(st.text())
def test_any_text_is_a_pattern_or_is_refused(pattern: str) -> None:
    try:
        series = Series("invoice", 2026, pattern)
    except BillingError:
        return
    assert series.number(1) != series.number(2)


@pytest.mark.parametrize("pattern", ["PRO-{number:04}", "pro-{year}-{number}"])
def test_a_number_of_a_series_never_looks_like_that_of_a_draft(pattern: str) -> None:
    with pytest.raises(ProFormaPatternError) as caught:
        Series("invoice", 2026, pattern)

    assert caught.value.code == "JRN-22"
    assert caught.value.values == {"pattern": pattern}


def test_a_draft_has_a_number_of_no_series() -> None:
    assert is_pro_forma(pro_forma_number(12))
    assert not is_pro_forma(Series("invoice", 2026, "{year}-{number:05}").number(12))
    assert not is_pro_forma(Series("invoice", 2026, "PROJ{number}").number(12))
