"""Numbers and months as other programs write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.tables.cells import CellFault
from addin.tables.exported import (
    decimal_sign,
    is_exported_empty,
    months_in_name,
    read_exported_month,
    read_exported_number,
)
from addin.tables.grid import Cell

MARCH = Month(2026, 3)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("37", "37"),
        (" 37 ", "37"),
        (37.0, "37"),
        (12.5, "12.5"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1 234 567,25", "1234567.25"),
        ("1'234.5", "1234.5"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("-3", "-3"),
        ("3-", "-3"),
        ("\u22123,5", "-3.5"),
        ("(1.234,5)", "-1234.5"),
        ("+4", "4"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: Cell, value: str) -> None:
    assert read_exported_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1,2,3",
        "1.23,456",
        "12 5",
        "1 2345",
        "12.345.67",
        "3 h",
        "--3",
        "1.2.3,4,5",
        True,
    ],
)
def test_what_is_no_number_is_a_fault(written: Cell) -> None:
    with pytest.raises(CellFault) as caught:
        read_exported_number(written)
    assert caught.value.code == "TAB-05"


@pytest.mark.parametrize(
    ("written", "with_comma", "with_point"),
    [("1.234", "1234", "1.234"), ("1,234", "1.234", "1234"), ("-12.500", "-12500", "-12.500")],
)
def test_a_number_with_two_readings_needs_the_other_cells_of_its_column(
    written: str, with_comma: str, with_point: str
) -> None:
    with pytest.raises(CellFault) as caught:
        read_exported_number(written)
    assert caught.value.code == "MET-15"
    assert read_exported_number(written, ",") == Decimal(with_comma)
    assert read_exported_number(written, ".") == Decimal(with_point)


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1.234", "12,5"], ","),
        (["1,234", "12.5"], "."),
        (["1.234.567"], ","),
        (["1.234", None, 12.5, "8"], ""),
        (["12,5", "12.5"], ""),
        (["1,234.5", "none"], "."),
    ],
)
def test_the_cells_of_a_column_tell_what_stands_before_the_decimals(
    cells: list[Cell], sign: str
) -> None:
    assert decimal_sign(cells) == sign


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from([(",", "."), (",", " "), (",", "\u202f"), (".", ","), (".", "'")]),
)
def test_whatever_the_signs_a_grouped_number_is_read_back(
    value: Decimal, signs: tuple[str, str]
) -> None:
    decimals, thousands = signs
    english = f"{value:,.2f}"
    written = english.replace(",", "\0").replace(".", decimals).replace("\0", thousands)

    assert read_exported_number(written) == value
    assert read_exported_number(f"-{written}") == -value


@pytest.mark.parametrize(
    "written",
    [
        "2026-03",
        "2026/3",
        "2026.03",
        "03/2026",
        "3-2026",
        "03.2026",
        "202603",
        202603.0,
        202603,
        "20260331",
        "2026-03-31",
        "2026-03-31T00:00:00",
        "31/03/2026",
        "1.3.2026",
        "31/03/2026 00:00",
        "mars 2026",
        "Mars  2026",
        "mars-2026",
        "MRT 2026",
        "maart 2026",
        "M\u00e4rz 2026",
        "March 2026",
        "2026 mars",
        "31 mars 2026",
        date(2026, 3, 31),
        datetime(2026, 3, 1, 12, 30),  # noqa: DTZ001 - a cell knows no time zone
    ],
)
def test_a_month_is_read_however_it_is_written(written: Cell) -> None:
    assert read_exported_month(written) == MARCH


@pytest.mark.parametrize(
    ("written", "month"),
    [("f\u00e9vr. 2026", 2), ("ao\u00fbt 2026", 8), ("d\u00e9cembre 2026", 12), ("Aug. 2026", 8)],
)
def test_names_of_months_are_read_with_their_accents_and_points(written: str, month: int) -> None:
    assert read_exported_month(written) == Month(2026, month)


@pytest.mark.parametrize(
    "written",
    [
        "March",
        "13/2026",
        "03/31/2026",
        "03/26",
        3.0,
        46082.0,
        "2026-00",
        "smarch 2026",
        "20261399",
        True,
    ],
)
def test_what_is_no_month_is_a_fault(written: Cell) -> None:
    with pytest.raises(CellFault) as caught:
        read_exported_month(written)
    assert caught.value.code == "MET-12"


@pytest.mark.parametrize(
    "name",
    [
        "paie_2026-03",
        "paie 202603",
        "20260331_export",
        "paie-mars-2026",
        "Loon maart2026",
        "03-2026 paie",
        "export_31.03.2026",
        "2026_mars",
    ],
)
def test_the_name_of_a_file_tells_its_month(name: str) -> None:
    assert months_in_name(name) == [MARCH]


def test_a_name_may_hold_no_month_or_several() -> None:
    assert months_in_name("payroll 2026") == []
    assert months_in_name("export 12345678") == []
    assert months_in_name("2026-03 made 2026-04-02") == [MARCH, Month(2026, 4)]


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_month_is_read_from_any_of_its_days(day: date) -> None:
    month = Month.of(day)

    for written in (day, f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%Y%m}", f"{day:%m-%Y}"):
        assert read_exported_month(written) == month
    assert months_in_name(f"export_{day:%Y-%m}") == [month]


def test_a_dash_says_nothing() -> None:
    assert list(map(is_exported_empty, ["", " ", "-", "\u2014", None])) == [True] * 5
    assert not is_exported_empty("0")
    assert not is_exported_empty(0.0)
