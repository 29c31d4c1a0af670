"""Cell formulas of Python, in the cells of LibreOffice and without any program."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import ModuleType

import pytest
import xlwings
from xlwings_values import ERROR_NUMBERS, MISSING, call_udf, udf_module

from addin.books.calc.cell_functions import adopt, basic_module, register
from addin.books.calc.udfs import functions_of, handed_over, real_decorators, shown

MODULE = "books.sample_formulas"


@pytest.fixture(scope="module")
def formulas() -> ModuleType:
    return udf_module(MODULE)


def test_the_real_decorators_leave_no_trace(formulas: ModuleType) -> None:
    assert set(functions_of(formulas)) == {"SHARES_MISSING", "JOINED", "ANSWER"}
    assert not {"pythoncom", "pywintypes", "win32com", "xlwings.udfs"} & set(sys.modules)
    assert not hasattr(xlwings.func(lambda: 1), "__xlfunc__")
    assert real_decorators() is real_decorators()


def test_a_module_is_loaded_apart(formulas: ModuleType) -> None:
    assert sys.modules.get(MODULE) is not formulas
    assert udf_module(MODULE) is not formulas
    with pytest.raises(ModuleNotFoundError):
        udf_module("books.no_formulas")


def test_arguments_go_through_their_converters(formulas: ModuleType) -> None:
    assert call_udf(formulas.SHARES_MISSING, [[0.5], [0.25]]) == 0.25
    assert call_udf(formulas.SHARES_MISSING, [[50, 25]], 100) == 25
    assert call_udf(formulas.SHARES_MISSING, 1, MISSING) == 0
    assert call_udf(formulas.JOINED) == ""
    assert call_udf(formulas.JOINED, "a", "b", "c") == "abc"
    assert call_udf(formulas.ANSWER) == 42


def test_a_failing_formula_fails_in_the_test(formulas: ModuleType) -> None:
    with pytest.raises(TypeError):
        call_udf(formulas.SHARES_MISSING, [["x"]])


@pytest.mark.parametrize(
    ("value", "com"),
    [
        (5, 5.0),
        (True, True),
        (None, None),
        ("", ""),
        (Decimal("1.23456"), Decimal("1.2346")),
        (date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC)),
        (datetime(2026, 3, 1, 9), datetime(2026, 3, 1, 9, tzinfo=UTC)),  # noqa: DTZ001
        (ERROR_NUMBERS["#N/A"], -2146826246),
        ([[1, "a"]], ((1.0, "a"),)),
    ],
)
def test_values_are_handed_over_as_com_does(value: object, com: object) -> None:
    found = handed_over(value)

    assert found == com
    assert type(found) is type(com)


def test_a_result_is_shown_as_the_cells_show_it() -> None:
    assert shown([["x"]]) == "x"
    assert shown([["x"], ["y"]]) == [["x"], ["y"]]
    assert shown(Decimal("0.00005")) == 0.0001


def test_basic_gets_a_function_for_each_formula(formulas: ModuleType) -> None:
    text = basic_module(functions_of(formulas))

    assert "Function SHARES_MISSING(a0, Optional a1)" in text
    assert "Function ANSWER()" in text
    assert text.count("End Function") == 4


@pytest.fixture
def sheet(office_app: xlwings.App, formulas: ModuleType) -> Iterator[xlwings.Sheet]:
    register(office_app, formulas)
    book = office_app.books.add()
    yield book.sheets[0]
    book.close()


def test_a_cell_calls_python_and_follows_its_arguments(sheet: xlwings.Sheet) -> None:
    sheet["A1:A2"].value = [[0.5], [0.25]]
    sheet["B1"].formula = "=SHARES_MISSING(A1:A2)"
    sheet["B2"].formula = "=SHARES_MISSING(A1:A2,2)+ANSWER()"

    assert sheet["B1:B2"].value == [0.25, 43.25]
    sheet["A2"].value = 0.5
    assert sheet["B1:B2"].value == [0, 43]


def test_repeated_arguments_reach_python(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "é"
    sheet["B1"].formula = '=JOINED("a",A1,"€")'
    sheet["B2"].formula = "=JOINED()"

    assert sheet["B1:B2"].value == ["aé€", None]


def test_a_failure_is_told_in_the_cell(sheet: xlwings.Sheet) -> None:
    sheet["B1"].formula = '=SHARES_MISSING("x")'

    assert str(sheet["B1"].value).startswith("TypeError: ")


def test_registering_again_replaces_the_formulas(
    office_app: xlwings.App, sheet: xlwings.Sheet, formulas: ModuleType
) -> None:
    register(office_app, formulas)
    sheet["B1"].formula = "=ANSWER()"

    assert sheet["B1"].value == 42


def test_the_functions_of_the_book_itself_make_way(sheet: xlwings.Sheet) -> None:
    library = sheet.book.api.BasicLibraries.createLibrary("Standard")
    library.insertByName("xlwings_udfs", "Function ANSWER()\n  ANSWER = 1\nEnd Function")

    adopt(sheet.book)

    assert not library.hasByName("xlwings_udfs")
    sheet["B1"].formula = "=ANSWER()"
    assert sheet["B1"].value == 42
