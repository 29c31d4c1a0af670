"""What the formulas of the workbook come to in a real spreadsheet program: LibreOffice.

To load a workbook takes it seconds: the cases of a language stand in one, each in rows of its own.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from addin.billing.calendar import Month
from addin.billing.choices import Axis, Basis, Decision, InvoiceState, PlanStatus, RateKind
from addin.books.building.home_page import LAST_COLUMN, LEGEND_ROW
from addin.books.sample import sample_rows
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.kinds import EXCEL_EPOCH
from addin.words import Language, text
from books.built_books import Rows, built

every_language = pytest.mark.parametrize("language", Language)
MARCH = Month(2026, 3)
# The last row that is read; no table of these tests has more.
LAST_ROW = 60


@dataclass(frozen=True)
class Computed:
    """A workbook as LibreOffice shows it, every formula worked out.

    Attributes:
        language: Of its sheets.
        rows: What was filled in.
        columns: The cells of the check and link columns, from the first row of the table, by the
            names of both.
        home: The cells of the first sheet, dates as the numbers that Excel stores.
        link: The formula of the first link of Checks.
    """

    language: Language
    rows: Rows
    columns: Mapping[tuple[str, str], Sequence[Any]]
    home: list[list[Any]]
    link: str

    def checks(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The check column beside some of the rows, which stand below each other."""
        first = next(place for place, row in enumerate(self.rows[table]) if row is rows[0])
        return list(self.columns[table, "check"][first : first + len(rows)])


Type = Callable[[xlwings.Book], None]


def untouched(_: xlwings.Book) -> None:
    """Nothing is typed into the workbook."""


def computed(
    app: xlwings.App, path: Path, language: Language, rows: Rows, typed: Type = untouched
) -> Computed:
    """What a workbook of these rows shows once something was typed into it."""
    path.write_bytes(built(language, rows))
    book = app.books.open(path)
    try:
        typed(book)
        book.api.calculateAll()
        columns = {
            (spec.name, one.name): column(book, spec.name, one.name, language)
            for spec in TABLES
            for one in spec.columns
            if one.name in {"check", "link"}
        }
        checks = book.sheets[BY_NAME["Checks"].sheet[language]]
        link = checks.range("H5").api.getFormula()
        return Computed(language, rows, columns, home(book), link)
    finally:
        book.close()


def column(book: xlwings.Book, table: str, field: str, language: Language) -> list[Any]:
    """The cells of a column, from the first row of the table."""
    spec = BY_NAME[table]
    number = spec.columns.index(spec.column(field)) + 1
    sheet = book.sheets[spec.sheet[language]]
    values: list[Any] = sheet.range((5, number), (LAST_ROW, number)).value
    return values


def split(project: str, payer: str, share: str, basis: Basis, **dates: date) -> dict[str, Any]:
    return {"project": project, "payer": payer, "basis": basis, "share": Decimal(share)} | dates


SOUND_CLIENTS = (
    {"client": "DUPONT", "name": "Dupont & Fils"},
    {"client": "PEETERS", "name": "Peeters"},
    {"client": "MAES", "name": "Maes"},
)
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


def firm(month: Month, **others: object) -> list[dict[str, object]]:
    settings = {"firm_name": "Cabinet Zénith", "month": month, **others}
    return [{"setting": name, "value": value} for name, value in settings.items()]


def line(key: str, amount: str, **others: object) -> dict[str, object]:
    common = {"line": key, "month": MARCH, "project": "P1", "amount": Decimal(amount)}
    return common | {"decision": Decision.DRAFT} | others


def busy_month() -> Rows:
    """A month with a line in every state, and neighbours that do not count."""
    lines = [
        line("1", "100.00"),
        line("2", "200.00", decision=Decision.APPROVED),
        line("3", "300.00", decision=Decision.APPROVED),
        line("4", "400.00", hold=True),
        line("5", "500.55", decision=Decision.APPROVED, invoice="2026-00003"),
        line("6", "999.00", month=MARCH.plus(1)),
        line("7", "999.00", month=MARCH.plus(-1)),
    ]
    instalment = {"fiscal_year": 2025, "project": "P1", "amount": Decimal("83.33")}
    plan = [
        {**instalment, "month": MARCH, "status": PlanStatus.PREBILLED},
        {**instalment, "month": MARCH, "status": PlanStatus.PLANNED},
        {**instalment, "month": MARCH.plus(1), "status": PlanStatus.PLANNED},
    ]
    return {
        "Settings": firm(MARCH, fiscal_year_start=7),
        "Clients": [*SOUND_CLIENTS, {"client": "NAMELESS"}],
        "Projects": [{"project": "P1", "name": "Accounts", "client": "DUPONT"}],
        "Prebilling": lines,
        "Plan": plan,
        "Timesheets": [
            {"entry": str(day), "date": MARCH.first + timedelta(days=day)}
            for day in (-1, 0, 30, 31)
        ],
        "Invoices": [
            invoice("2026-00001", date(2025, 6, 30), InvoiceState.PAID, "121.00"),
            invoice("2026-00002", date(2025, 7, 1), InvoiceState.PARTLY_PAID, "21.00"),
            invoice("2026-00003", date(2026, 3, 31), InvoiceState.SENT, None),
        ],
        "Checks": [
            {"severity": "error", "code": "TAB-04", "message": "…"},
            {"severity": "warning", "code": "UNI-02", "message": "…"},
        ],
    }


def invoice(number: str, day: date, state: InvoiceState, paid: str | None) -> dict[str, object]:
    amounts = {"net": Decimal(100), "vat": Decimal(21), "gross": Decimal(121)}
    received = None if paid is None else Decimal(paid)
    return {"number": number, "date": day, "state": state, "paid": received, **amounts}


def home(book: xlwings.Book) -> list[list[Any]]:
    """The cells of the first sheet, dates as the numbers that Excel stores."""
    values = book.sheets[0].range((1, 1), (LEGEND_ROW, LAST_COLUMN + 1)).value
    return [[shown(value) for value in row] for row in values]


def shown(value: Any) -> Any:
    if isinstance(value, date):
        return (date(value.year, value.month, value.day) - EXCEL_EPOCH).days
    return "" if value is None else value


def beside(cells: list[list[Any]], key: str, *, below: bool = False) -> Any:
    """What stands to the right of some words, or below them."""
    words = text(f"home.{key}", Language.EN)
    row, number = next(
        (row, number)
        for row, shown_row in enumerate(cells)
        for number, cell in enumerate(shown_row)
        if cell == words
    )
    return cells[row + 1][number] if below else cells[row][number + 1]


def firm_of(firm_is: str, language: Language) -> Rows:
    """The busy month, or October of the sample firm."""
    if firm_is == "busy":
        return busy_month()
    return {**sample_rows(language), "Settings": firm(Month(2026, 10))}


@pytest.fixture(
    scope="module",
    params=[(language, firm_is) for language in Language for firm_is in ("busy", "sample")],
    ids="-".join,
)
def month(
    request: pytest.FixtureRequest,
    office_app: xlwings.App,
    tmp_path_factory: pytest.TempPathFactory,
) -> Computed:
    language, firm_is = request.param
    path = tmp_path_factory.mktemp("month") / "Billing.xlsm"
    return computed(office_app, path, language, firm_of(firm_is, language))


@pytest.mark.parametrize("month", [(Language.EN, "busy")], indirect=True, ids=["en-busy"])
def test_the_first_sheet_counts_the_month(month: Computed) -> None:
    cells = month.home

    assert cells[1][1] == "Cabinet Zénith"
    assert {name: beside(cells, f"tile.{name}", below=True) for name in TILES} == TILES
    assert {name: beside(cells, f"figure.{name}") for name in FIGURES} == FIGURES
    statuses = [cells[row][9] for row in range(8, 15)]
    assert statuses == ["done", "to do", "done", "done", "to do", "ready", "later"]
    assert cells[15][2].startswith("2   Check")


TILES = {
    "net": 1500.55,
    "ready_net": 500,
    "year_net": 200,
    "year_count": 2,
    "open": 221,
}
FIGURES = {
    "entries": 2,
    "quantities": 0,
    "faults": 1,
    "errors": 1,
    "instalments": 2,
    "planned": 1,
    "lines": 5,
    "drafts": 1,
    "held": 1,
    "ready": 2,
    "invoiced": 1,
}


def test_without_a_month_in_the_settings_it_is_that_of_today(german: Computed) -> None:
    today = date.today()  # noqa: DTZ011 - the sheet, too, has the date of this machine

    assert german.home[1][9] == shown(today.replace(day=1))


def test_what_is_shown_before_the_first_calculation_is_what_comes_out_of_it(
    month: Computed,
) -> None:
    language, rows = month.language, month.rows
    stored = openpyxl.load_workbook(BytesIO(built(language, rows)), data_only=True)
    for spec in TABLES:
        if spec.columns[-1].name == "check" and rows.get(spec.name):
            last = min(14, 4 + len(rows[spec.name]))
            written = stored[spec.sheet[language]]
            before = [written.cell(row, len(spec.columns)).value for row in range(5, last + 1)]
            after = month.columns[spec.name, "check"][: len(before)]
            assert before == [said if said == "OK" else None for said in after], spec.name
    first = stored.worksheets[0]
    assert month.home == [
        [shown(first.cell(row, number).value) for number in range(1, LAST_COLUMN + 2)]
        for row in range(1, LEGEND_ROW + 1)
    ]
