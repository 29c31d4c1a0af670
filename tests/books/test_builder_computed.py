"""What the formulas of the workbook come to in a real spreadsheet program: LibreOffice."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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

Compute = Callable[[Language, Rows], xlwings.Book]
every_language = pytest.mark.parametrize("language", Language)
MARCH = Month(2026, 3)

CLIENTS = (
    {"client": "DUPONT", "name": "Dupont & Fils"},
    {"client": "PEETERS", "name": "Peeters"},
)
PROJECTS = tuple(
    {"project": project, "name": "Accounts", "client": "DUPONT"} for project in ("P1", "P2", "P3")
)


@pytest.fixture
def compute(office_app: xlwings.App, tmp_path: Path) -> Iterator[Compute]:
    """Opens a workbook with given rows, every formula of it worked out."""

    def opened(language: Language, rows: Rows) -> xlwings.Book:
        path = tmp_path / "Billing.xlsm"
        path.write_bytes(built(language, rows))
        book = office_app.books.open(path)
        office_app.calculate()
        return book

    yield opened
    for book in list(office_app.books):
        book.close()


def column(book: xlwings.Book, table: str, field: str, language: Language) -> list[Any]:
    """The cells of a column, from the first row of the table."""
    spec = BY_NAME[table]
    number = spec.columns.index(spec.column(field)) + 1
    sheet = book.sheets[spec.sheet[language]]
    values: list[Any] = sheet.range((5, number), (14, number)).value
    return values


def checks(
    compute: Compute, table: str, rows: Rows, language: Language = Language.EN
) -> list[str | None]:
    """The check column of a table, a cell for each of its rows and of ten at least."""
    return column(compute(language, rows), table, "check", language)[: len(rows[table])]


def test_a_row_that_is_filled_soundly_is_ok(compute: Compute) -> None:
    assert checks(compute, "Clients", {"Clients": CLIENTS}) == ["OK", "OK"]


def test_an_empty_row_says_nothing(compute: Compute) -> None:
    book = compute(Language.EN, {})

    for spec in TABLES:
        if spec.columns[-1].name == "check":
            assert column(book, spec.name, "check", Language.EN)[0] in (None, "")


def test_an_unknown_client_is_named_with_its_sheet(compute: Compute) -> None:
    projects = [*PROJECTS, {"project": "P4", "name": "Tax", "client": "NOBODY"}]

    said = checks(compute, "Projects", {"Clients": CLIENTS, "Projects": projects}, Language.FR)

    assert said == ["OK", "OK", "OK", "Client : absent de la feuille Clients"]


def test_a_key_that_stands_twice_names_the_first_row(compute: Compute) -> None:
    clients = [*CLIENTS, {"client": "dupont", "name": "Another"}]

    assert checks(compute, "Clients", {"Clients": clients}) == [
        "OK",
        "OK",
        "Client: already in row 5",
    ]


def test_rows_whose_keys_agree_in_every_part_are_twins(compute: Compute) -> None:
    rates = [
        {"kind": RateKind.SALE, "rate": Decimal(95)},
        {"kind": RateKind.SALE, "rate": Decimal(98), "valid_from": date(2026, 4, 1)},
        {"kind": RateKind.COST, "rate": Decimal(40)},
        {"kind": RateKind.SALE, "rate": Decimal(90)},
    ]

    twin = "The same row stands twice"
    assert checks(compute, "Rates", {"Rates": rates}) == [twin, "OK", "OK", twin]


def test_what_has_to_be_filled_in_is_asked_for(compute: Compute) -> None:
    clients = [{"client": "DUPONT"}, {"name": "Peeters"}, {"city": "Liège"}]

    assert checks(compute, "Clients", {"Clients": clients}, Language.DE) == [
        "Name: noch auszufüllen",
        "Kunde: noch auszufüllen",
        "Kunde: noch auszufüllen",
    ]


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


def test_a_cell_of_the_wrong_kind_is_named(compute: Compute) -> None:
    services = [{"service": "PAY", "name": "Payroll", "axis": Axis.UNIT}]
    units = [{"month": MARCH, "project": "P1", "service": "PAY", "quantity": Decimal(37)}]
    rows: Rows = {"Clients": CLIENTS, "Projects": PROJECTS, "Services": services, "Units": units}
    book = compute(Language.EN, rows)
    for table, field, typed, expected in WRONG:
        spec = BY_NAME[table]
        shown_as = expected.format(heading=spec.column(field).heading[Language.EN])
        number = spec.columns.index(spec.column(field)) + 1
        cell = book.sheets[spec.sheet[Language.EN]].range((5, number))
        cell.number_format = "General" if typed.startswith("=") else "@"

        cell.formula = typed
        book.app.calculate()

        assert column(book, table, "check", Language.EN)[0] == shown_as, f"{field}: {typed}"
        cell.formula = ""


def split(project: str, payer: str, share: str, basis: Basis, **dates: date) -> dict[str, Any]:
    return {"project": project, "payer": payer, "basis": basis, "share": Decimal(share)} | dates


def split_checks(
    compute: Compute, splits: Sequence[Mapping[str, Any]], language: Language = Language.EN
) -> list[str | None]:
    rows = {"Clients": CLIENTS, "Projects": PROJECTS, "Splits": splits}
    return checks(compute, "Splits", rows, language)


def test_percentages_have_to_make_exactly_one_hundred(compute: Compute) -> None:
    splits = [
        split("P1", "DUPONT", "0.6", Basis.PERCENT),
        split("P1", "PEETERS", "0.4", Basis.PERCENT),
        split("P2", "DUPONT", "0.6", Basis.PERCENT),
        split("P2", "PEETERS", "0.38", Basis.PERCENT),
        split("P3", "DUPONT", "0.6", Basis.PERCENT),
        split("P3", "PEETERS", "0.42", Basis.PERCENT),
    ]

    assert split_checks(compute, splits) == [
        *["OK"] * 2,
        *["98 %: 2 % missing"] * 2,
        *["102 %: 2 % too much"] * 2,
    ]


def test_what_percentages_miss_is_told_in_the_language_of_the_workbook(compute: Compute) -> None:
    splits = [split("P2", "DUPONT", "0.98", Basis.PERCENT)]

    assert split_checks(compute, splits, Language.FR) == ["98 % : il manque 2 %"]


def test_three_thirds_are_a_whole_and_three_times_33_33_are_not(compute: Compute) -> None:
    clients = [*CLIENTS, {"client": "MAES", "name": "Maes"}]
    payers = ("DUPONT", "PEETERS", "MAES")
    splits = [split("P1", payer, "0.333333333333333", Basis.PERCENT) for payer in payers]
    splits += [split("P2", payer, "0.3333", Basis.PERCENT) for payer in payers]
    rows = {"Clients": clients, "Projects": PROJECTS, "Splits": splits}

    assert checks(compute, "Splits", rows) == [*["OK"] * 3, *["99.99 %: 0.01 % missing"] * 3]


def test_weights_may_total_anything_above_zero(compute: Compute) -> None:
    splits = [
        split("P1", "DUPONT", "125", Basis.WEIGHT),
        split("P1", "PEETERS", "0", Basis.WEIGHT),
        split("P2", "DUPONT", "0", Basis.WEIGHT),
        split("P3", "DUPONT", "500", Basis.CAP),
    ]

    assert split_checks(compute, splits) == [
        "OK",
        "OK",
        "No payer has a share above 0",
        "One payer has to have the basis rest",
    ]


def test_amounts_ask_for_a_payer_of_the_rest_who_takes_what_percentages_miss(
    compute: Compute,
) -> None:
    splits = [
        split("P1", "DUPONT", "500", Basis.FIXED),
        split("P1", "PEETERS", "0", Basis.REST),
        split("P2", "DUPONT", "0.6", Basis.PERCENT) | {"ceiling": Decimal(1000)},
        split("P2", "PEETERS", "0", Basis.REST),
        split("P3", "DUPONT", "0.6", Basis.PERCENT) | {"ceiling": Decimal(1000)},
        split("P3", "PEETERS", "0.4", Basis.PERCENT),
    ]

    assert split_checks(compute, splits) == [
        *["OK"] * 4,
        "One payer has to have the basis rest",
        "OK",
    ]


def test_the_payers_of_a_phase_are_checked_apart(compute: Compute) -> None:
    splits = [
        split("P1", "DUPONT", "0.6", Basis.PERCENT),
        split("P1", "PEETERS", "0.4", Basis.PERCENT),
        split("P1", "DUPONT", "0.98", Basis.PERCENT) | {"phase": "Design"},
    ]

    assert split_checks(compute, splits) == ["OK", "OK", "98 %: 2 % missing"]


def test_a_split_is_checked_on_each_day_on_which_it_changes(compute: Compute) -> None:
    july, june = date(2026, 7, 1), date(2026, 6, 30)
    splits = [
        # one payer hands over to another while a third stays
        split("P1", "DUPONT", "0.6", Basis.PERCENT),
        split("P1", "PEETERS", "0.4", Basis.PERCENT, valid_to=june),
        split("P1", "PEETERS", "0.4", Basis.PERCENT, valid_from=july),
        # nobody takes over
        split("P2", "DUPONT", "0.6", Basis.PERCENT),
        split("P2", "PEETERS", "0.4", Basis.PERCENT, valid_to=june),
        # the whole split ends
        split("P3", "DUPONT", "1", Basis.PERCENT, valid_to=june),
    ]

    assert split_checks(compute, splits) == [
        *["OK"] * 4,
        "60 %: 40 % missing",
        "OK",
    ]


def test_the_link_of_a_finding_goes_to_its_cell(compute: Compute) -> None:
    finding = {"severity": "error", "code": "SPL-01", "sheet": "L'année", "cell": "E10"}
    rows: Rows = {
        "Checks": [{**finding, "message": "98 %"}, {"severity": "note", "code": "PRJ-03"}]
    }

    book = compute(Language.EN, rows)

    assert column(book, "Checks", "link", Language.EN)[:2] == [
        text("sheet.go", Language.EN),
        None,
    ]
    link = book.sheets["Checks"].range("H5").api.getFormula()
    assert re.search(r'HYPERLINK\("#\'"&SUBSTITUTE\(.*"\'";"\'\'"\)&"\'!"&', link)


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
        "Clients": [*CLIENTS, {"client": "NAMELESS"}],
        "Projects": PROJECTS,
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


def test_the_first_sheet_counts_the_month(compute: Compute) -> None:
    cells = home(compute(Language.EN, busy_month()))

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


def test_without_a_month_in_the_settings_it_is_that_of_today(compute: Compute) -> None:
    rows = {"Settings": [{"setting": "fiscal_year_start", "value": 1}]}

    month = compute(Language.EN, rows).sheets[0].range("J2").value

    today = date.today()  # noqa: DTZ011 - the sheet, too, has the date of this machine
    assert (month.year, month.month, month.day) == (today.year, today.month, 1)


@every_language
@pytest.mark.parametrize("firm_is", ["busy", "sample"])
def test_what_is_shown_before_the_first_calculation_is_what_comes_out_of_it(
    compute: Compute, language: Language, firm_is: str
) -> None:
    rows = busy_month()
    if firm_is == "sample":
        rows = {**sample_rows(language), "Settings": firm(Month(2026, 10))}
    book = compute(language, rows)

    stored = openpyxl.load_workbook(BytesIO(built(language, rows)), data_only=True)
    for spec in TABLES:
        if spec.columns[-1].name == "check" and rows.get(spec.name):
            last = min(14, 4 + len(rows[spec.name]))
            written = stored[spec.sheet[language]]
            before = [written.cell(row, len(spec.columns)).value for row in range(5, last + 1)]
            after = column(book, spec.name, "check", language)[: len(before)]
            assert before == [said if said == "OK" else None for said in after], spec.name
    first = stored.worksheets[0]
    assert home(book) == [
        [shown(first.cell(row, number).value) for number in range(1, LAST_COLUMN + 2)]
        for row in range(1, LEGEND_ROW + 1)
    ]
