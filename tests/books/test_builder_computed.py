"""What the formulas of the workbook come to in a real spreadsheet program: LibreOffice.

To load a workbook takes it seconds: the cases of a language stand in one, each in rows of its own.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlwings

from addin.billing.choices import Axis, Basis, RateKind
from addin.tables.catalogue import BY_NAME, TABLES
from addin.words import Language, text
from books.built_books import Rows
from books.computed_books import MARCH, SOUND_CLIENTS, Computed, computed, shown


def split(project: str, payer: str, share: str, basis: Basis, **dates: date) -> dict[str, Any]:
    return {"project": project, "payer": payer, "basis": basis, "share": Decimal(share)} | dates


TWIN_CLIENTS = ({"client": "LAMBERT", "name": "Lambert"}, {"client": "lambert", "name": "Another"})
TWIN_RATES = (
    {"kind": RateKind.SALE, "rate": Decimal(95)},
    {"kind": RateKind.SALE, "rate": Decimal(98), "valid_from": date(2026, 4, 1)},
    {"kind": RateKind.COST, "rate": Decimal(40)},
    {"kind": RateKind.SALE, "rate": Decimal(90)},
)
HUNDREDS = (
    split("WHOLE", "DUPONT", "0.6", Basis.PERCENT),
    split("WHOLE", "PEETERS", "0.4", Basis.PERCENT),
    split("LESS", "DUPONT", "0.6", Basis.PERCENT),
    split("LESS", "PEETERS", "0.38", Basis.PERCENT),
    split("MORE", "DUPONT", "0.6", Basis.PERCENT),
    split("MORE", "PEETERS", "0.42", Basis.PERCENT),
)
THIRDS = tuple(
    split(project, payer, share, Basis.PERCENT)
    for project, share in (("THIRDS", "0.333333333333333"), ("NEARLY", "0.3333"))
    for payer in ("DUPONT", "PEETERS", "MAES")
)
WEIGHTS = (
    split("WEIGHED", "DUPONT", "125", Basis.WEIGHT),
    split("WEIGHED", "PEETERS", "0", Basis.WEIGHT),
    split("WEIGHTLESS", "DUPONT", "0", Basis.WEIGHT),
    split("CAPPED", "DUPONT", "500", Basis.CAP),
)
AMOUNTS = (
    split("FIXED", "DUPONT", "500", Basis.FIXED),
    split("FIXED", "PEETERS", "0", Basis.REST),
    split("CEILING", "DUPONT", "0.6", Basis.PERCENT) | {"ceiling": Decimal(1000)},
    split("CEILING", "PEETERS", "0", Basis.REST),
    split("RESTLESS", "DUPONT", "0.6", Basis.PERCENT) | {"ceiling": Decimal(1000)},
    split("RESTLESS", "PEETERS", "0.4", Basis.PERCENT),
)
OF_PHASES = (
    split("PHASED", "DUPONT", "0.6", Basis.PERCENT),
    split("PHASED", "PEETERS", "0.4", Basis.PERCENT),
    split("PHASED", "DUPONT", "0.98", Basis.PERCENT) | {"phase": "Design"},
)
JULY, END_OF_JUNE = date(2026, 7, 1), date(2026, 6, 30)
DATED = (
    # one payer hands over to another while a third stays
    split("HANDED", "DUPONT", "0.6", Basis.PERCENT),
    split("HANDED", "PEETERS", "0.4", Basis.PERCENT, valid_to=END_OF_JUNE),
    split("HANDED", "PEETERS", "0.4", Basis.PERCENT, valid_from=JULY),
    # nobody takes over
    split("LEFT", "DUPONT", "0.6", Basis.PERCENT),
    split("LEFT", "PEETERS", "0.4", Basis.PERCENT, valid_to=END_OF_JUNE),
    # the whole split ends
    split("ENDED", "DUPONT", "1", Basis.PERCENT, valid_to=END_OF_JUNE),
)
SPLITS = (*HUNDREDS, *THIRDS, *WEIGHTS, *AMOUNTS, *OF_PHASES, *DATED)

# Table, column, what is typed into it, and what the check of the row says.
WRONG = (
    ("Clients", "payment_days", "thirty", "{heading}: a text, not a number"),
    ("Clients", "status", "unsure", "{heading}: not a value of the drop-down"),
    ("Clients", "status", "inactief", "OK"),
    ("Clients", "end_of_month", "perhaps", "{heading}: not a value of the drop-down"),
    ("Clients", "end_of_month", "oui", "OK"),
    ("Projects", "start", "in March", "{heading}: a text, not a date"),
    ("Units", "month", "March", "{heading}: not a month such as 2026-03"),
    ("Units", "month", "2026-03", "OK"),
    ("Clients", "city", "=1/0", "A cell of this row shows an error"),
)


def row_of(number: int, table: str) -> dict[str, Any]:
    """A sound row of a table for a cell of another kind, with a key of its own."""
    rows: Mapping[str, dict[str, Any]] = {
        "Clients": {"client": f"CLIENT{number}", "name": "Peeters"},
        "Projects": {"project": f"PROJECT{number}", "name": "Tax", "client": "DUPONT"},
        "Units": {"month": MARCH, "project": f"UNITS{number}", "service": "PAY", "quantity": 37},
    }
    return rows[table]


WRONG_ROWS = tuple(row_of(number, case[0]) for number, case in enumerate(WRONG))


def wrong_rows(table: str) -> tuple[Mapping[str, Any], ...]:
    """The rows of a table into which something wrong is typed."""
    return tuple(row for row, case in zip(WRONG_ROWS, WRONG, strict=True) if case[0] == table)


def english_rows() -> Rows:
    """The rows of all the cases in English."""
    finding = {"severity": "error", "code": "SPL-01", "sheet": "L'année", "cell": "E10"}
    named = [row["project"] for row in (*SPLITS, *wrong_rows("Units"))]
    return {
        "Clients": (*SOUND_CLIENTS, *TWIN_CLIENTS, *wrong_rows("Clients")),
        "Projects": (
            *wrong_rows("Projects"),
            *({"project": one, "name": "Tax", "client": "DUPONT"} for one in dict.fromkeys(named)),
        ),
        "Services": [{"service": "PAY", "name": "Payroll", "axis": Axis.UNIT}],
        "Units": wrong_rows("Units"),
        "Rates": TWIN_RATES,
        "Splits": SPLITS,
        "Checks": [{**finding, "message": "98 %"}, {"severity": "note", "code": "PRJ-03"}],
    }


def type_wrongly(book: xlwings.Book) -> None:
    """Put into each of the rows for it what a user typed."""
    rows = english_rows()
    for row, (table, field, typed, _) in zip(WRONG_ROWS, WRONG, strict=True):
        spec = BY_NAME[table]
        place = next(place for place, one in enumerate(rows[table]) if one is row)
        number = spec.columns.index(spec.column(field)) + 1
        cell = book.sheets[spec.sheet[Language.EN]].range((5 + place, number))
        cell.number_format = "General" if typed.startswith("=") else "@"
        cell.formula = typed


@pytest.fixture(scope="module")
def english(office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    path = tmp_path_factory.mktemp("english") / "Billing.xlsm"
    return computed(office_app, path, Language.EN, english_rows(), type_wrongly)


UNKNOWN = {"project": "P2", "name": "Tax", "client": "NOBODY"}
MISSING = split("P1", "DUPONT", "0.98", Basis.PERCENT)


@pytest.fixture(scope="module")
def french(office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    path = tmp_path_factory.mktemp("french") / "Billing.xlsm"
    known = {"project": "P1", "name": "Tax", "client": "DUPONT"}
    rows: Rows = {"Clients": SOUND_CLIENTS, "Projects": [known, UNKNOWN], "Splits": [MISSING]}
    return computed(office_app, path, Language.FR, rows)


UNFILLED = ({"client": "DUPONT"}, {"name": "Peeters"}, {"city": "Liège"})
EMPTY: Mapping[str, Any] = {}


@pytest.fixture(scope="module")
def german(office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    path = tmp_path_factory.mktemp("german") / "Billing.xlsm"
    rows: Rows = {
        "Clients": (*UNFILLED, EMPTY),
        "Settings": [{"setting": "fiscal_year_start", "value": 1}],
    }
    return computed(office_app, path, Language.DE, rows)


def test_a_row_that_is_filled_soundly_is_ok(english: Computed) -> None:
    assert english.checks("Clients", SOUND_CLIENTS) == ["OK"] * 3


def test_an_empty_row_says_nothing(german: Computed) -> None:
    assert german.checks("Clients", [EMPTY]) in ([None], [""])
    for spec in TABLES:
        if spec.columns[-1].name == "check" and spec.name not in german.rows:
            assert german.columns[spec.name, "check"][0] in {None, ""}, spec.name


def test_an_unknown_client_is_named_with_its_sheet(french: Computed) -> None:
    said = french.checks("Projects", french.rows["Projects"])

    assert said == ["OK", "Client : absent de la feuille Clients"]


def test_a_key_that_stands_twice_names_the_first_row(english: Computed) -> None:
    first = 5 + len(SOUND_CLIENTS)

    said = english.checks("Clients", TWIN_CLIENTS)

    assert said == ["OK", f"Client: already in row {first}"]


def test_rows_whose_keys_agree_in_every_part_are_twins(english: Computed) -> None:
    twin = "The same row stands twice"
    assert english.checks("Rates", TWIN_RATES) == [twin, "OK", "OK", twin]


def test_what_has_to_be_filled_in_is_asked_for(german: Computed) -> None:
    assert german.checks("Clients", UNFILLED) == [
        "Name: noch auszufüllen",
        "Kunde: noch auszufüllen",
        "Kunde: noch auszufüllen",
    ]


@pytest.mark.parametrize("number", range(len(WRONG)), ids=[f"{row[1]} {row[2]}" for row in WRONG])
def test_a_cell_of_the_wrong_kind_is_named(english: Computed, number: int) -> None:
    table, field, _, expected = WRONG[number]
    heading = BY_NAME[table].column(field).heading[Language.EN]

    assert english.checks(table, [WRONG_ROWS[number]]) == [expected.format(heading=heading)]


def test_percentages_have_to_make_exactly_one_hundred(english: Computed) -> None:
    assert english.checks("Splits", HUNDREDS) == [
        *["OK"] * 2,
        *["98 %: 2 % missing"] * 2,
        *["102 %: 2 % too much"] * 2,
    ]


def test_what_percentages_miss_is_told_in_the_language_of_the_workbook(french: Computed) -> None:
    assert french.checks("Splits", [MISSING]) == ["98 % : il manque 2 %"]


def test_three_thirds_are_a_whole_and_three_times_33_33_are_not(english: Computed) -> None:
    assert english.checks("Splits", THIRDS) == [*["OK"] * 3, *["99.99 %: 0.01 % missing"] * 3]


def test_weights_may_total_anything_above_zero(english: Computed) -> None:
    assert english.checks("Splits", WEIGHTS) == [
        "OK",
        "OK",
        "No payer has a share above 0",
        "One payer has to have the basis rest",
    ]


def test_amounts_ask_for_a_payer_of_the_rest_who_takes_what_percentages_miss(
    english: Computed,
) -> None:
    assert english.checks("Splits", AMOUNTS) == [
        *["OK"] * 4,
        "One payer has to have the basis rest",
        "OK",
    ]


def test_the_payers_of_a_phase_are_checked_apart(english: Computed) -> None:
    assert english.checks("Splits", OF_PHASES) == ["OK", "OK", "98 %: 2 % missing"]


def test_a_split_is_checked_on_each_day_on_which_it_changes(english: Computed) -> None:
    assert english.checks("Splits", DATED) == [*["OK"] * 4, "60 %: 40 % missing", "OK"]


def test_the_link_of_a_finding_goes_to_its_cell(english: Computed) -> None:
    links = list(english.columns["Checks", "link"][:2])

    assert links == [text("sheet.go", Language.EN), None]
    assert re.search(r'HYPERLINK\("#\'"&SUBSTITUTE\(.*"\'";"\'\'"\)&"\'!"&', english.link)


def test_without_a_month_in_the_settings_it_is_that_of_today(german: Computed) -> None:
    today = date.today()  # noqa: DTZ011 - the sheet, too, has the date of this machine

    assert german.home[1][9] == shown(today.replace(day=1))
