"""What a cell may hold: read, written, exported, refused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_rows import KINDS, LANGUAGES, VALUES, as_excel

from addin.billing.calendar import Month
from addin.billing.choices import Axis, Periodicity, VatCategory
from addin.tables import kinds
from addin.tables.cells import ERROR_VALUES, LONGEST_TEXT
from addin.tables.kinds import CellFault, Kind, choice
from addin.tables.moments import EARLIEST, LATEST
from addin.words import Language, label

PERIODICITY = choice(Periodicity)

each_kind = pytest.mark.parametrize("name", KINDS)


def fault_of(kind: Kind, cell: Any, *, in_file: bool = False) -> tuple[str, Mapping[str, object]]:
    """The code and the values of the fault of a cell."""
    with pytest.raises(CellFault) as caught:
        (kind.from_text if in_file else kind.from_cell)(cell)
    return caught.value.code, caught.value.values


@each_kind
@given(data=st.data(), language=LANGUAGES)
def test_a_value_is_read_back_from_the_cell_that_shows_it(
    name: str, data: st.DataObject, language: Language
) -> None:
    kind, value = KINDS[name], data.draw(VALUES[name])

    assert kind.from_cell(as_excel(kind.to_cell(value, language))) == value


@each_kind
@given(data=st.data())
def test_a_value_is_read_back_from_its_json(name: str, data: st.DataObject) -> None:
    kind, value = KINDS[name], data.draw(VALUES[name])
    written = kind.to_json(value)

    read = kind.from_text if isinstance(written, str) else kind.from_cell

    assert read(written) == value
    assert kind.from_text(str(written)) == value


@given(value=st.sampled_from(Periodicity), language=LANGUAGES)
def test_a_choice_is_read_back_from_its_label_and_from_its_code(
    value: Periodicity, language: Language
) -> None:
    assert PERIODICITY.from_cell(PERIODICITY.to_cell(value, language)) is value
    assert PERIODICITY.from_text(PERIODICITY.to_json(value)) is value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1001.0, "1001"),
        (1001, "1001"),
        (0.5, "0.5"),
        (Decimal("1001.0000"), "1001"),
        (" C 1 ", "C 1"),
        ("0123", "0123"),
        (True, "TRUE"),
        (datetime(2026, 3, 1), "2026-03-01"),  # noqa: DTZ001 - a cell has no time zone
        (datetime(2026, 3, 1, 9, 30), "2026-03-01 09:30:00"),  # noqa: DTZ001
        (time(9, 30), "09:30:00"),
    ],
)
def test_whatever_stands_in_a_code_is_read_as_the_text_that_is_seen(cell: Any, code: str) -> None:
    assert kinds.TEXT.from_cell(cell) == code


def test_a_text_longer_than_a_cell_takes_is_refused_with_both_lengths() -> None:
    assert kinds.TEXT.from_text("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert fault_of(kinds.TEXT, "x" * (LONGEST_TEXT + 1), in_file=True) == (
        "TAB-20",
        {"length": LONGEST_TEXT + 1, "limit": LONGEST_TEXT},
    )


def test_a_character_of_two_places_counts_twice() -> None:
    assert fault_of(kinds.TEXT, "😀" * 16_384, in_file=True)[0] == "TAB-20"


@pytest.mark.parametrize("error", sorted(ERROR_VALUES))
@pytest.mark.parametrize("kind", [*KINDS.values(), PERIODICITY], ids=lambda kind: kind.name)
def test_an_error_of_excel_is_never_a_value(kind: Kind, error: str) -> None:
    assert fault_of(kind, error) == ("TAB-12", {"value": error})
    assert fault_of(kind, f" {error} ", in_file=True) == ("TAB-12", {"value": error})


@given(st.floats(-(10**11), 10**11))
def test_a_number_becomes_the_shortest_decimal_that_reads_back_as_it(number: float) -> None:
    read = kinds.QUANTITY.from_cell(number)

    assert float(read) == number
    assert len(read.as_tuple().digits) <= 17


def test_a_third_keeps_every_digit_that_excel_keeps() -> None:
    assert kinds.SHARE.from_cell(1 / 3) == Decimal("0.3333333333333333")
    assert kinds.SHARE.to_json(Decimal("0.3333333333333333")) == "0.3333333333333333"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(0.1 + 0.2, "0.30"), (1.1 * 3, "3.30"), (1_234_567_890.1 + 0.2, "1234567890.30"), (5, "5.00")],
)
def test_the_noise_of_binary_sums_is_dropped_from_an_amount(cell: float, shown: str) -> None:
    assert str(kinds.AMOUNT.from_cell(cell)) == shown


@pytest.mark.parametrize(
    ("cell", "proposal"),
    [(0.125, "0.13"), (-0.125, "-0.13"), (83.333, "83.33"), (1_234_567_890.125, "1234567890.13")],
)
def test_an_amount_of_three_decimals_is_refused_with_the_rounded_one(
    cell: float, proposal: str
) -> None:
    assert fault_of(kinds.AMOUNT, cell) == (
        "TAB-13",
        {"value": Decimal(repr(cell)), "proposal": Decimal(proposal)},
    )


def test_there_is_no_negative_zero() -> None:
    assert kinds.AMOUNT.to_json(kinds.AMOUNT.from_cell(-0.0)) == "0.00"
    assert kinds.PRICE.to_json(kinds.PRICE.from_cell(-0.0)) == "0.00"
    assert kinds.QUANTITY.to_json(kinds.QUANTITY.from_text("-0.00")) == "0"


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (kinds.AMOUNT, Decimal("1000.00"), "1000.00"),
        (kinds.PRICE, Decimal(95), "95.00"),
        (kinds.PRICE, Decimal("0.0835"), "0.0835"),
        (kinds.QUANTITY, Decimal("12.500"), "12.5"),
        (kinds.QUANTITY, Decimal("1E+3"), "1000"),
        (kinds.SHARE, Decimal("0.45"), "0.45"),
        (kinds.VAT_RATE, Decimal("0.21"), "0.21"),
        (kinds.WHOLE, 30, 30),
        (kinds.DAY, date(2026, 10, 31), "2026-10-31"),
        (kinds.MONTH, Month(2026, 10), "2026-10"),
        (kinds.CLOCK, time(9, 5), "09:05"),
        (kinds.CLOCK, time(9, 5, 30), "09:05:30"),
        (kinds.YES_NO, True, True),
        (choice(Axis), Axis.FIXED, "fixed"),
        (kinds.TEXT, "Dupont & Fils", "Dupont & Fils"),
    ],
)
def test_json_has_decimals_as_texts_and_dates_by_iso(kind: Kind, value: Any, written: Any) -> None:
    assert kind.to_json(value) == written
    assert type(kind.to_json(value)) is type(written)


@pytest.mark.parametrize("kind", kinds.NUMBERS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("text", "proposal"),
    [("12,50", "12.50"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("-0,5", "-0.5")],
)
def test_a_decimal_comma_is_not_guessed_at_but_the_mend_is_offered(
    kind: Kind, text: str, proposal: str
) -> None:
    fault = ("TAB-06", {"value": text, "proposal": proposal})

    assert fault_of(kind, text) == fault
    assert fault_of(kind, text, in_file=True) == fault


@pytest.mark.parametrize("text", ["12.50 EUR", "abc", "1,234.56", "60 %", "1 000", "NaN", "inf"])
def test_a_text_is_no_number(text: str) -> None:
    assert fault_of(kinds.PRICE, text) == ("TAB-05", {"value": text})
    assert fault_of(kinds.PRICE, text, in_file=True) == ("TAB-05", {"value": text})


def test_a_number_typed_as_text_is_a_fault_in_a_workbook_and_a_number_in_a_file() -> None:
    assert fault_of(kinds.PRICE, "12.50") == ("TAB-05", {"value": "12.50"})
    assert kinds.PRICE.from_text(" 12.50 ") == Decimal("12.50")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(True, "TRUE"), (date(2026, 3, 1), "2026-03-01"), (float("nan"), "nan")],
)
def test_what_is_neither_number_nor_text_is_no_number(cell: Any, shown: str) -> None:
    assert fault_of(kinds.WHOLE, cell) == ("TAB-05", {"value": shown})


@pytest.mark.parametrize("text", ["1e12", "-1e12", "1e400"])
def test_a_number_that_no_cell_keeps_exactly_is_refused_with_what_is_possible(text: str) -> None:
    low, high = Decimal(-999_999_999_999), Decimal(999_999_999_999)

    for kind in kinds.NUMBERS:
        values = {"value": Decimal(text), "low": low, "high": high}
        assert fault_of(kind, text, in_file=True) == ("TAB-21", values)


@given(st.decimals(-(10**11), 10**11, places=20))
def test_a_number_of_a_file_is_read_as_the_cell_will_keep_it(value: Decimal) -> None:
    read = kinds.QUANTITY.from_text(format(value, "f"))

    assert kinds.QUANTITY.from_cell(float(read)) == read


@pytest.mark.parametrize(
    ("cell", "rate"), [(0.21, "0.21"), (21.0, "0.21"), (5.5, "0.055"), (0.055, "0.055"), (0, "0")]
)
def test_a_vat_rate_is_a_percentage_whether_or_not_its_sign_was_typed(
    cell: float, rate: str
) -> None:
    assert kinds.VAT_RATE.from_cell(cell) == Decimal(rate)


def test_a_vat_rate_is_neither_negative_nor_a_hundred() -> None:
    assert fault_of(kinds.VAT_RATE, -0.21) == ("TAB-19", {"value": Decimal("-0.21")})
    assert fault_of(kinds.VAT_RATE, 100.0) == (
        "TAB-21",
        {"value": Decimal(100), "low": 0, "high": 99},
    )


def test_half_a_whole_number_is_refused() -> None:
    assert kinds.WHOLE.from_cell(30.0) == 30
    assert fault_of(kinds.WHOLE, 30.5) == ("TAB-16", {"value": Decimal("30.5")})


@pytest.mark.parametrize("text", ["31/10/2026", "2026-10-32", "31.10.2026", "2026-10-31x", "soon"])
def test_a_date_typed_as_text_is_not_guessed_at(text: str) -> None:
    assert fault_of(kinds.DAY, text) == ("TAB-07", {"value": text})
    assert fault_of(kinds.DAY, text, in_file=True) == ("TAB-07", {"value": text})


@pytest.mark.parametrize("text", ["2026-10-31", " 2026-10-31 ", "2026-10-31T23:59:00"])
def test_a_date_of_a_file_is_that_of_iso(text: str) -> None:
    assert kinds.DAY.from_text(text) == date(2026, 10, 31)


def test_a_number_in_the_place_of_a_date_is_refused_with_the_date_it_would_be() -> None:
    assert fault_of(kinds.DAY, 46326.0) == (
        "TAB-08",
        {"value": Decimal(46326), "proposal": date(2026, 10, 31)},
    )


@pytest.mark.parametrize("cell", [20_261_031, 0, -1.5])
def test_a_number_that_would_be_no_date_is_refused_with_what_is_possible(cell: float) -> None:
    values = {"value": Decimal(repr(cell)), "low": EARLIEST, "high": LATEST}

    assert fault_of(kinds.DAY, cell) == ("TAB-21", values)


def test_a_day_before_the_calendar_of_excel_is_refused() -> None:
    assert fault_of(kinds.DAY, "0226-10-31", in_file=True) == (
        "TAB-21",
        {"value": date(226, 10, 31), "low": EARLIEST, "high": LATEST},
    )


def test_a_truth_is_no_date() -> None:
    assert fault_of(kinds.DAY, cell=True) == ("TAB-07", {"value": "TRUE"})


@pytest.mark.parametrize(
    "cell",
    ["2026-10", " 2026-10 ", "2026-10-31", datetime(2026, 10, 31), date(2026, 10, 1)],  # noqa: DTZ001
)
def test_a_month_is_its_name_or_any_day_in_it(cell: Any) -> None:
    assert kinds.MONTH.from_cell(cell) == Month(2026, 10)


@pytest.mark.parametrize("text", ["2026-13", "10/2026", "2026-10-99", "october", "9999-12"])
def test_what_is_no_month_is_refused(text: str) -> None:
    assert fault_of(kinds.MONTH, text) == ("TAB-14", {"value": text})
    assert fault_of(kinds.MONTH, text, in_file=True) == ("TAB-14", {"value": text})


def test_a_month_without_a_next_one_is_refused() -> None:
    assert fault_of(kinds.MONTH, date(9999, 12, 1)) == ("TAB-14", {"value": "9999-12-01"})


def test_a_number_is_no_month() -> None:
    assert fault_of(kinds.MONTH, 202_610)[0] == "TAB-08"


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (0.375, time(9)),
        (time(9, 29, 59, 999_600), time(9, 30)),
        (datetime(2026, 3, 1, 9, 30), time(9, 30)),  # noqa: DTZ001
        (0.999_999_99, time()),
        (0, time()),
        ("9:30", time(9, 30)),
        ("09:30:15", time(9, 30, 15)),
    ],
)
def test_a_time_of_day_is_read_to_the_second(cell: Any, clock: time) -> None:
    assert kinds.CLOCK.from_cell(cell) == clock


@pytest.mark.parametrize(
    ("cell", "shown"), [(9, "9"), (1.25, "1.25"), (-0.5, "-0.5"), (False, "FALSE"), ("9h", "9h")]
)
def test_what_is_no_time_of_day_is_refused(cell: Any, shown: str) -> None:
    assert fault_of(kinds.CLOCK, cell) == ("TAB-15", {"value": shown})


@pytest.mark.parametrize("text", ["24:00", "9:60", "0930", "9.30", "noon"])
def test_a_time_of_a_file_has_hours_and_minutes(text: str) -> None:
    assert fault_of(kinds.CLOCK, text, in_file=True) == ("TAB-15", {"value": text})


@pytest.mark.parametrize("cell", ["Yes", "oui", "JA", "ja", "true", "VRAI", "x", 1.0, 1, True])
def test_yes_is_understood_in_every_language(cell: Any) -> None:
    assert kinds.YES_NO.from_cell(cell) is True


@pytest.mark.parametrize("cell", ["no", "Non", "NEE", "nein", "faux", "ONWAAR", 0.0, False])
def test_no_is_understood_in_every_language(cell: Any) -> None:
    assert kinds.YES_NO.from_cell(cell) is False


@pytest.mark.parametrize(("cell", "shown"), [("maybe", "maybe"), (2.0, "2")])
def test_what_is_neither_yes_nor_no_is_refused(cell: Any, shown: str) -> None:
    assert fault_of(kinds.YES_NO, cell) == ("TAB-17", {"value": shown})


def test_a_value_that_is_no_choice_is_refused_with_all_that_are() -> None:
    assert fault_of(PERIODICITY, "weekly") == (
        "TAB-09",
        {"value": "weekly", "allowed": tuple(Periodicity)},
    )


def test_a_choice_is_found_whatever_its_case() -> None:
    assert choice(VatCategory).from_cell("ae") is VatCategory.AE
    for language in Language:
        text = label("Periodicity", "half-yearly")[language].upper()
        assert PERIODICITY.from_cell(f" {text} ") is Periodicity.HALF_YEARLY
