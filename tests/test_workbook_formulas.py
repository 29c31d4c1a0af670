"""Formulas at work in the open workbook: ours in the user's cells, and the checks of each row.

LibreOffice stands in the place of Excel; in it a result spills only from an array formula.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import xlwings
from users_columns import UsersColumn, add_columns

from addin.books.builder import build_workbook
from addin.books.calc.cell_functions import adopt, register
from addin.books.calc.udfs import udf_module
from addin.books.sample import sample_rows
from addin.jobs.formulas.asked_books import PAUSE_SECONDS
from addin.tables.catalogue import BY_NAME
from addin.words import Language

Evaluate = Callable[[str], Any]
FEE_LINE = "2026-10/MIR-26/BOOK/fixed/L-2026-01/2026-01-01"


@pytest.fixture(scope="module")
def book(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    """The sample in English with a sheet of the user's own, its cells able to call Python."""
    path = tmp_path_factory.mktemp("formulas") / "Billing.xlsm"
    path.write_bytes(build_workbook(Language.EN, sample_rows(Language.EN)))
    add_columns(path, [UsersColumn("Projects", "Used", "BUDGET_USED(A{row})")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUOTEPART_LANGUAGE", "en")
        opened = office_app.books.open(path)
        register(office_app, udf_module("addin.udfs"))
        adopt(opened)
        opened.sheets.add("Scratch", after=opened.sheets[0])
        yield opened
        opened.close()


@pytest.fixture
def evaluate(book: xlwings.Book) -> Evaluate:
    """What a cell of the user's sheet shows for a formula."""
    cell = book.sheets["Scratch"]["H1"]

    def evaluated(formula: str) -> Any:
        cell.formula = formula
        return cell.value

    return evaluated


def cell_of(book: xlwings.Book, table: str, field: str, row: int) -> xlwings.Range:
    """The cell of a column in a data row, counted from 1."""
    spec = BY_NAME[table]
    first = book.sheets[spec.sheet[Language.EN]].tables[table].range
    assert first is not None
    return first[row, spec.columns.index(spec.column(field))]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('=SPLIT_CHECK(Splits[Project],Splits[Share],"MIR-26")', "OK"),
        ('=SPLIT_CHECK(Splits[Project],Splits[Share],"hor-arch")', "OK"),
        ("=SPLIT_CHECK({0.6,0.38})", "98 %: 2 % missing"),
        ("=SPLIT_CHECK({0.6,0.6})", "120 %: 20 % too much"),
        ("=SPLIT_AMOUNT(99.99,{0.75,0.25},1)", 74.99),
        ("=SPLIT_AMOUNT(100,{1,1,1},1)", 33.34),
        ('=SPLIT_AMOUNT("much",{1,1},1)', "“much” is not a number"),
        ('=PLAN_AMOUNT(1000,"monthly",2)', 83.34),
        ("=PLAN_AMOUNT(1000,Schedules[Periodicity],12)", 83.33),
        ("=HOURS({20,20,20})", 1),
        ("=HOURS(740)", 12.33),
        ('=HOURS(740,"minutes")', "12:20"),
        ('=TEXT(DUE_DATE(DATE(2026,10,10),30),"yyyy-mm-dd")', "2026-11-09"),
        ('=TEXT(DUE_DATE(DATE(2026,10,10),30,"yes"),"yyyy-mm-dd")', "2026-11-30"),
        ('=DUE_DATE("soon",30)', "“soon” is not a date"),
        ("=VAT_AMOUNT({100,200},{0.21,0.06})", 33),
        ("=VAT_AMOUNT({0.05,0.05,0.05},21%)", 0.03),
        ("=VAT_AMOUNT(Allocations[Amount],21%)", 0),
        ('=VAT_ID_CHECK("BE 0123.456.749")', "OK"),
        ('=IBAN_CHECK("BE68 5390 0754 7034")', "OK"),
        ('=STRUCTURED_REFERENCE("0001459325")', "+++000/1459/32557+++"),
        ("=RETAINER_AMOUNT(7.5,500,5,110)", 775),
        ("=TIER_AMOUNT(37,{1,18;11,15.5;26,13.25})", 571.5),
        ('=TIER_AMOUNT(37,{1,18;11,15.5;26,13.25},"volume")', 490.25),
        ("=INDEXED(250,130.47,133.12)", 255.08),
        ("=PRORATA(250,DATE(2026,2,24),DATE(2026,2,28),DATE(2026,2,1),DATE(2026,2,28))", 44.64),
        ('=HOUR_RATE("ML","ADVICE","MIR-26",DATE(2026,10,5))', 95),
        (
            '=HOUR_RATE("nobody","ADVICE","MIR-26",DATE(2026,10,5))',
            "“nobody” is not on the sheet Staff",
        ),
        ('=PREBILL("MIR-26","2030-13")', "“2030-13” is not a month"),
        (
            '=EXPLAIN("2026-10/NONE")',
            (
                "There is no line 2026-10/NONE on the sheet Prebilling. "
                "Copy the key from its column Line."
            ),
        ),
    ],
)
def test_a_formula_in_a_cell_shows_its_answer(
    evaluate: Evaluate, formula: str, shown: object
) -> None:
    assert evaluate(formula) == shown


def test_an_answer_follows_the_cells_it_is_about(book: xlwings.Book, evaluate: Evaluate) -> None:
    formula = '=SPLIT_CHECK(Splits[Project],Splits[Share],"MIR-26")'
    share, answer = cell_of(book, "Splits", "share", 2), book.sheets["Scratch"]["H1"]
    assert (evaluate(formula), share.value) == ("OK", 0.4)

    share.value = 0.38

    assert answer.value == "98 %: 2 % missing"
    share.value = 40
    assert answer.value == "40 in place of 40 %: type 40%"
    share.value = 0.4
    assert answer.value == "OK"


def test_a_share_typed_as_a_third_counts_as_a_third(book: xlwings.Book, evaluate: Evaluate) -> None:
    thirds = book.sheets["Scratch"]["A1:A3"]
    thirds.formula = "=1/3"

    assert evaluate("=SPLIT_CHECK(A1:A3)") == "OK"
    assert evaluate("=SPLIT_AMOUNT(100,A1:A3,1)") == 33.34


def test_a_divided_amount_fills_a_cell_for_each_payer(book: xlwings.Book) -> None:
    scratch = book.sheets["Scratch"]
    scratch["C1:C3"].formula_array = "=SPLIT_ALLOCATE(100,{1;1;1})"
    scratch["C5:E5"].formula_array = "=SPLIT_ALLOCATE(100,{1,1,1})"

    assert scratch["C1:C3"].value == [33.34, 33.33, 33.33]
    assert scratch["C5:E5"].value == [33.34, 33.33, 33.33]


def test_a_month_ahead_fills_a_row_for_each_line(book: xlwings.Book, evaluate: Evaluate) -> None:
    scratch = book.sheets["Scratch"]
    scratch["J1:N4"].formula_array = '=PREBILL("MIR-26",DATE(2026,10,31))'

    rows = [row for row in scratch["J1:N4"].value if row[0] is not None]

    assert rows[0] == [FEE_LINE, "Bookkeeping", 1, 83.33, 83.33]
    assert len(rows) == 3
    assert "Instalment 10 of 12" in evaluate(f'=EXPLAIN("{FEE_LINE}")')


def test_a_formula_about_the_tables_follows_them_at_the_next_calculation(
    book: xlwings.Book, evaluate: Evaluate
) -> None:
    rate = cell_of(book, "Rates", "rate", 9)
    formula = '=HOUR_RATE("ML","ADVICE","MIR-26",DATE(2026,3,5))'
    before = evaluate(formula)
    assert rate.value == before

    rate.value = 111
    time.sleep(2 * PAUSE_SECONDS)
    book.app.calculate()

    assert book.sheets["Scratch"]["H1"].value == 111
    rate.value = before


def test_a_column_of_the_users_may_ask_about_its_own_table(book: xlwings.Book) -> None:
    """The formula reads the very cells that are being calculated."""
    projects = book.sheets[BY_NAME["Projects"].sheet[Language.EN]].tables["Projects"].range
    column = projects.columns.count - 1
    time.sleep(2 * PAUSE_SECONDS)
    book.app.calculate()

    used = [cell.value for cell in projects[1:, column]]

    assert projects[0, column].value == "Used"
    for project, share in zip(sample_rows(Language.EN)["Projects"], used, strict=True):
        if project["budget_amount"] is None and project["budget_hours"] is None:
            assert share == f"no budget for {project['project']} on the sheet Projects"
        else:
            assert 0 <= share < 1, project["project"]
    assert used[0] > 0


def test_the_numbers_of_the_sample_are_sound(book: xlwings.Book, evaluate: Evaluate) -> None:
    numbers = [(cell_of(book, "Clients", "vat_number", row), "VAT_ID_CHECK") for row in (1, 2)]
    accounts = [(cell_of(book, "ClientAccounts", "iban", row), "IBAN_CHECK") for row in (1, 2)]

    for cell, name in (*numbers, *accounts):
        assert evaluate(f"={name}('{cell.sheet.name}'!{cell.address})") == "OK", cell.value


@pytest.mark.parametrize(
    ("table", "field", "typed", "told"),
    [
        ("Projects", "client", "NOBODY", "Client: not on the sheet Clients"),
        ("Projects", "project", "mir-26", "Project: already in row 5"),
        ("Splits", "share", 0.38, "98 %: 2 % missing"),
        ("Splits", "payer", "NOBODY", "Payer: not on the sheet Clients"),
        ("Units", "quantity", "three", "Quantity: a text, not a number"),
        ("Schedules", "start", "soon", "a text, not a date"),
        ("Clients", "name", None, "still to fill in"),
    ],
)
def test_the_check_of_a_row_follows_what_is_typed(
    book: xlwings.Book, table: str, field: str, typed: object, told: str
) -> None:
    row = 2
    cell, answer = cell_of(book, table, field, row), cell_of(book, table, "check", row)
    before = cell.value
    assert answer.value == "OK"

    cell.value = typed

    assert told in answer.value
    cell.value = before
    assert answer.value == "OK"
