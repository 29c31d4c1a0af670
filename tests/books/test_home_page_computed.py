"""What the first sheet counts of a month in a real spreadsheet program: LibreOffice."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlwings
from hypothesis import settings

from addin.billing.calendar import Month
from addin.billing.choices import Decision, InvoiceState, PlanStatus
from addin.books.building.home_page import LAST_COLUMN, LEGEND_ROW
from addin.books.sample import sample_rows
from addin.tables.catalogue import TABLES
from addin.words import Language, text
from books.built_books import Rows, built
from books.computed_books import MARCH, SOUND_CLIENTS, Computed, computed, shown


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


BY_NIGHT = settings().max_examples >= 10_000
MONTHS = [(language, firm_is) for language in Language for firm_is in ("busy", "sample")]


@pytest.fixture(
    scope="module",
    params=MONTHS if BY_NIGHT else [MONTHS[place] for place in (0, 3, 4, 7)],
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
