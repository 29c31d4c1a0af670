"""What only Excel can be asked, and what Excel alone would answer."""

from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from addin.books.calc.values import ValueEngine
from addin.books.live import native
from addin.books.live.cells import from_excel, to_excel
from addin.books.live.native import (
    columns_with_formulas,
    delete_up,
    formulas_of,
    has_filter_of_its_own,
    holds_formulas,
    is_filtered,
    is_protected,
    is_saved,
    rows_of,
    save_copy,
    scroll_of,
    scroll_to,
    tables_of,
)


class ExcelEngine(ValueEngine):
    """The conversions of xlwings, under the name of its engine for Excel."""

    name = "excel"


def excel_range(values: Any, **com: Any) -> xlwings.Range:
    """A range of an Excel on Windows or a Mac, which answers with what it was given."""
    app = SimpleNamespace(engine=ExcelEngine(), pid=1)
    sheet = SimpleNamespace(book=SimpleNamespace(app=app), name="Sheet1")
    rows = len(values) if isinstance(values, tuple) else 1
    impl = SimpleNamespace(
        raw_value=values,
        formula=com.pop("formula", values),
        api=SimpleNamespace(**com),
        sheet=sheet,
        shape=(rows, 1),
        max_cells_per_read=None,
    )
    return xlwings.Range(impl=impl)


def test_currency_is_read_again_as_plain_numbers() -> None:
    cells = excel_range(((Decimal("0.1235"),), (2.0,)), Value2=((0.123456,), (2.0,)))

    assert rows_of(cells) == [[0.123456], [2.0]]


def test_one_cell_of_currency_is_read_again_too() -> None:
    assert rows_of(excel_range(Decimal("0.1235"), Value2=0.123456)) == [[0.123456]]


def test_a_mac_is_asked_for_the_text_of_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "ON_A_MAC", True)
    texts = SimpleNamespace(get=lambda: [["#N/A"], [""], ["5"]])

    cells = excel_range(((None,), (None,), (5.0,)), string_value=texts)

    assert rows_of(cells) == [["#N/A"], [None], [5.0]]


def test_formulas_are_rows_whatever_the_shape() -> None:
    assert formulas_of(excel_range("", formula="=A1")) == [["=A1"]]
    assert formulas_of(excel_range("", formula=(("=A1",), ("5",)))) == [["=A1"], ["5"]]


@pytest.mark.parametrize("answer", [True, False])
def test_excel_says_whether_a_sheet_is_locked_or_filtered(
    monkeypatch: pytest.MonkeyPatch, *, answer: bool
) -> None:
    said = SimpleNamespace(get=lambda: answer)
    com = SimpleNamespace(
        ProtectContents=answer, FilterMode=answer, protect_contents=said, filter_mode=said
    )
    app = SimpleNamespace(engine=SimpleNamespace(name="excel"), pid=1)
    impl = SimpleNamespace(api=com, book=SimpleNamespace(app=app))
    sheet = xlwings.Sheet(impl=impl)

    for on_a_mac in (False, True):
        monkeypatch.setattr(native, "ON_A_MAC", on_a_mac)
        assert is_protected(sheet) == answer
        assert has_filter_of_its_own(sheet) == answer


def excel_book(**com: Any) -> xlwings.Book:
    """A workbook open in Excel, which answers with what it was given."""
    engine = SimpleNamespace(name="excel")
    application = SimpleNamespace(**com.pop("application", {}))
    app = SimpleNamespace(engine=engine, pid=1, api=application)
    return xlwings.Book(impl=SimpleNamespace(app=app, api=SimpleNamespace(**com)))


class Property:
    """A property of Excel for Mac, which is asked by ``get`` and told by ``set``."""

    def __init__(self, value: object) -> None:
        self.value = value

    def get(self) -> object:
        return self.value

    def set(self, value: object) -> None:
        self.value = value


@pytest.mark.parametrize(
    ("answer", "told"), [(True, True), (False, False), (None, None), ("missing", None)]
)
def test_excel_says_whether_cells_hold_formulas(
    monkeypatch: pytest.MonkeyPatch, answer: object, told: object
) -> None:
    cells = excel_range(1.0, HasFormula=answer, has_formula=Property(answer))

    for on_a_mac in (False, True):
        monkeypatch.setattr(native, "ON_A_MAC", on_a_mac)
        assert holds_formulas(cells) is told


@pytest.mark.parametrize("excel", [True, False])
def test_the_columns_with_a_formula_are_told_whichever_program_is_asked(
    office_app: xlwings.App, monkeypatch: pytest.MonkeyPatch, *, excel: bool
) -> None:
    """Excel is asked column by column, LibreOffice once."""
    book = office_app.books.add()
    cells = book.sheets[0]["C3:H6"]
    cells.value = [[1, 2, 3, 4, 5, 6]] * 4
    book.sheets[0]["D3:D6"].formula = "=C3*2"
    book.sheets[0]["F5:G5"].formula = "=1+1"
    if excel:
        monkeypatch.setattr(native, "_is_calc", lambda _: False)
        monkeypatch.setattr(native, "holds_formulas", lambda column: column.impl.has_formula)

    found = columns_with_formulas(cells)

    book.close()
    assert found == [1, 3, 4]


def test_the_tables_are_told_with_their_sheets_whichever_program_is_asked(
    office_app: xlwings.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office_app.books.add()
    for name in ("Second", "Third"):
        book.sheets.add(name, after=book.sheets[-1])
    for name, sheet in (("Zebra", "Second"), ("Ant", "Third"), ("Bee", "Second")):
        place = "A1:B3" if name != "Bee" else "D1:E3"
        book.sheets[sheet].tables.add(book.sheets[sheet][place], name=name)

    def told() -> list[tuple[str, str, str]]:
        pairs = tables_of(book)
        return [(table.name, table.range.address, sheet.name) for table, sheet in pairs]

    at_once = told()
    with monkeypatch.context() as asking:
        asking.setattr(type(book.impl.app.engine), "name", "excel", raising=False)
        assert book.impl.app.engine.name == "excel"
        sheet_by_sheet = told()
    book.close()

    assert sorted(at_once) == sorted(sheet_by_sheet)
    assert [sheet for *_, sheet in at_once] == ["Second", "Second", "Third"]
    assert len(at_once) == 3


def test_the_window_of_excel_is_scrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    window = SimpleNamespace(ScrollRow=5, ScrollColumn=2)
    mac = SimpleNamespace(scroll_row=Property(5), scroll_column=Property(2))
    book = excel_book(application={"ActiveWindow": window, "active_window": mac})

    for on_a_mac in (False, True):
        monkeypatch.setattr(native, "ON_A_MAC", on_a_mac)
        assert scroll_of(book) == (5, 2)
        scroll_to(book, (40, 3))
        assert scroll_of(book) == (40, 3)


def test_only_excel_on_windows_writes_a_copy_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copies: list[str] = []
    book = excel_book(SaveCopyAs=copies.append)
    target = tmp_path / "Copie été.xlsm"

    assert save_copy(book, target)
    monkeypatch.setattr(native, "ON_A_MAC", True)
    assert not save_copy(book, target)
    assert copies == [str(target)]


@pytest.mark.parametrize("answer", [True, False])
def test_excel_says_whether_all_is_saved(monkeypatch: pytest.MonkeyPatch, *, answer: bool) -> None:
    book = excel_book(Saved=answer, saved=Property(answer))

    for on_a_mac in (False, True):
        monkeypatch.setattr(native, "ON_A_MAC", on_a_mac)
        assert is_saved(book) is answer


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (None, False),
        (SimpleNamespace(FilterMode=True), True),
        (SimpleNamespace(FilterMode=0), False),
    ],
)
def test_excel_is_asked_once_whether_a_table_is_filtered(own: object, *, told: bool) -> None:
    book = excel_book()
    sheet = SimpleNamespace(book=book.impl)
    impl = SimpleNamespace(show_autofilter=True, api=SimpleNamespace(AutoFilter=own), parent=sheet)
    table: Any = SimpleNamespace(
        show_autofilter=True, api=impl.api, parent=SimpleNamespace(impl=sheet)
    )

    assert is_filtered(table) is told
    table.show_autofilter = False
    assert not is_filtered(table)


def test_rows_apart_are_deleted_in_excel_by_one_address() -> None:
    deleted: list[tuple[str, str]] = []

    def cells(address: str) -> object:
        return SimpleNamespace(delete=lambda shift: deleted.append((address, shift)))

    sheet: Any = SimpleNamespace(impl=SimpleNamespace(book=excel_book().impl), range=cells)

    delete_up(sheet, ["B4:F4", "B7:F9"])

    assert deleted == [("B4:F4,B7:F9", "up")]


@given(st.times(timezones=st.none()).map(lambda found: found.replace(microsecond=0)))
def test_a_time_of_day_survives_the_way_to_excel_and_back(clock: time) -> None:
    fraction = to_excel(clock)
    assert isinstance(fraction, float)
    milliseconds = round(fraction * 86_400_000)
    shown = datetime(1899, 12, 30, *divmod(milliseconds // 60_000, 60))  # noqa: DTZ001
    seconds, rest = divmod(milliseconds % 60_000, 1000)

    assert from_excel(shown.replace(second=seconds, microsecond=rest * 1000)) == clock


@given(st.decimals(-(10**12), 10**12, places=4))
def test_an_amount_goes_down_as_the_float_nearest_to_it(amount: Decimal) -> None:
    cell = to_excel(amount)

    assert Decimal(repr(cell)) == amount or abs(Decimal(repr(cell)) - amount) < Decimal("0.0001")


@given(st.text())
def test_a_text_needs_at_most_one_apostrophe(text: str) -> None:
    assert to_excel(text) in {text, "'" + text}
    assert to_excel(text, as_text=True) in {text, "'" + text}
    if text.startswith(("=", "+", "-", "@", "#", "'")):
        assert to_excel(text) == "'" + text
