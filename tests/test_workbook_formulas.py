"""Formulas at work in the open workbook: ours in the user's cells, and the checks of each row.

LibreOffice stands in the place of Excel; in it a result spills only from an array formula.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings

from addin.books.builder import build_workbook
from addin.books.calc.cell_functions import adopt, register
from addin.books.calc.udfs import udf_module
from addin.books.live import LiveBook
from addin.books.sample import sample_rows
from addin.tables.catalogue import BY_NAME
from addin.words import Language

Evaluate = Callable[[str], Any]
LONG_AGO = "MIR-26"  # shared 60 and 40 %, in the first two rows of its table


@pytest.fixture(scope="module")
def book(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    """The sample in English with a sheet of the user's own, its cells able to call Python."""
    path = tmp_path_factory.mktemp("formulas") / "Billing.xlsm"
    path.write_bytes(build_workbook(Language.EN, sample_rows(Language.EN)))
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
        ('=PLAN_AMOUNT(1000,"weekly",2)', None),
        ("=HOURS({20,20,20})", 1),
        ("=HOURS(740)", 12.33),
        ('=HOURS(740,"minutes")', "12:20"),
        ("=DUE_DATE(DATE(2026,10,31),30)", datetime(2026, 11, 30)),  # noqa: DTZ001
        ('=DUE_DATE(DATE(2026,10,31),30,"yes")', datetime(2026, 11, 30)),  # noqa: DTZ001
        ('=DUE_DATE("soon",30)', "“soon” is not a date"),
        ("=VAT_AMOUNT({100,200},{0.21,0.06})", 33),
        ("=VAT_AMOUNT({0.05,0.05,0.05},21%)", 0.03),
        ("=VAT_AMOUNT(Allocations[Amount],21%)", 0),
        ('=VAT_ID_CHECK("BE 0123.456.749")', "OK"),
        ('=IBAN_CHECK("BE68 5390 0754 7034")', "OK"),
        ('=STRUCTURED_REFERENCE("0001459325")', "+++000/1459/32557+++"),
    ],
)
def test_a_formula_in_a_cell_shows_its_answer(
    evaluate: Evaluate, formula: str, shown: object
) -> None:
    assert evaluate(formula) == shown
