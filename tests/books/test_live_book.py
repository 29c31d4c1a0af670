"""The workbook open in a real spreadsheet program: LibreOffice in the place of Excel."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import xlwings

from addin.books.book import Book, TableEdit
from addin.books.live import (
    HalfWrittenError,
    LiveBook,
    ProtectedSheetError,
    WriteRefusedError,
)
from addin.books.live.native import formulas_of, rows_of
from addin.books.live.window import undisturbed
from addin.books.refusals import (
    CellsBelowError,
    DateTooEarlyError,
    FilteredError,
    SheetFullError,
    TableBelowError,
)
from addin.tables.grid import Cell
from books.book_contract import BookContract, Shelf, column


class OpenShelf:
    """Books open in LibreOffice."""

    def __init__(self, app: xlwings.App) -> None:
        self.app = app

    def open(self, path: Path) -> Book:
        self.close_all()
        return LiveBook(self.app.books.open(path))

    def close_all(self) -> None:
        for book in list(self.app.books):
            book.close()

    def values(self, book: Book, sheet: str, area: str) -> list[list[object]]:
        return [list(row) for row in rows_of(_cells(book, sheet, area))]

    def formulas(self, book: Book, sheet: str, area: str) -> list[list[str]]:
        cells = _cells(book, sheet, area)
        return [
            [
                text if text.startswith("=") and text != value else ""
                for text, value in zip(texts, values, strict=True)
            ]
            for texts, values in zip(formulas_of(cells), rows_of(cells), strict=True)
        ]


def _cells(book: Book, sheet: str, area: str) -> xlwings.Range:
    assert isinstance(book, LiveBook)
    return book.book.sheets[sheet].range(area)


class TestLiveBook(BookContract):
    """The contract, in an open program."""

    @pytest.fixture
    def shelf(self, office_app: xlwings.App) -> Iterator[Shelf]:
        shelf = OpenShelf(office_app)
        yield shelf
        shelf.close_all()


ONE_UPDATE = TableEdit("Plan", {1: {"Amount": 5}})


def amounts(live: LiveBook) -> list[object]:
    return list(column(live.read(["Plan"])["Plan"], "Amount"))


def test_a_table_is_found_whatever_the_case_of_its_name(live: LiveBook) -> None:
    assert live.read(["plan"])["plan"].table == "Plan"


def test_a_price_in_a_currency_format_keeps_all_its_decimals(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["D4:D7"].number_format = "#,##0.00 [$€-40C]"
    sheet["D5"].value = 0.123456789

    assert str(sheet["D5"].value) == "0.1235"  # as COM cuts it
    assert amounts(live)[:2] == [83.33, 0.123456789]


def test_an_error_value_is_its_text(live: LiveBook, sheet: xlwings.Sheet) -> None:
    sheet["D4"].formula = "=1/0"
    sheet["D5"].formula = '=VLOOKUP("x",B4:C7,2,FALSE)'

    assert amounts(live)[:2] == ["#DIV/0!", "#N/A"]


def test_an_error_value_between_changed_cells_stays_a_formula(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["D5"].formula = "=1/0"

    live.write([TableEdit("Plan", {row: {"Amount": row} for row in (0, 2, 3)})])

    assert sheet["D5"].formula == "=1/0"


def test_a_formula_typed_in_some_cells_does_not_make_a_column_calculated(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["D4:D5"].formula = "=F4+1"
    assert live.read(["Plan"])["Plan"].calculated == {"Double"}

    sheet["D6"].formula = "=F6+1"
    assert live.read(["Plan"])["Plan"].calculated == {"Double", "Amount"}


def test_thirds_typed_in_every_row_are_figures_of_the_user(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["G4:G7"].formula = "=1/3"

    assert live.read(["Plan"])["Plan"].calculated == {"Double"}


def test_a_formula_by_address_is_copied_down_to_new_rows(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["G4:G7"].formula = "=D4+1"

    live.write([TableEdit("Plan", removed=frozenset({0}), added=[{"Amount": 5}, {"Amount": 6}])])

    assert [row[0] for row in formulas_of(sheet["G4:G8"])] == [f"=D{row}+1" for row in range(4, 9)]
    assert sheet["G8"].value == 7


def test_a_value_named_for_a_calculated_column_takes_the_place_of_its_formula(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    live.write([TableEdit("Plan", added=[{"Double": 7}, {"Double": None}])])

    assert sheet["F8"].formula == "7"
    assert str(sheet["F9"].formula).startswith("=")


def test_new_rows_show_numbers_as_the_row_above(live: LiveBook, sheet: xlwings.Sheet) -> None:
    live.write([TableEdit("Plan", added=[{"Code": "0005", "Amount": 1}])])

    assert sheet["B8"].number_format == "@"
    assert sheet["D8"].number_format == sheet["D7"].number_format == "#,##0.00"


def test_columns_moved_by_the_user_are_found_by_their_headings(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    headings = sheet["B3:G3"].value
    sheet["B3:G3"].value = [["Amount", "Datum", "Code", *headings[3:]]]

    live.write([TableEdit("Plan", {0: {"Amount": 1, "Code": 2}})])

    assert (sheet["B4"].value, sheet["D4"].value) == ("1", 2.0)  # B is formatted as text


def test_a_table_is_read_in_one_call_and_its_formulas_in_another(
    live: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _count_calls(monkeypatch)

    live.read(["Plan"])

    assert sorted(asked) == ["formula $F$4:$G$7", "raw_value $B$3:$G$8"]


def test_rows_go_down_in_few_blocks(live: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Mapping[str, Cell]] = [
        {"Code": f"C{number}", "Amount": number, "Note": "n"} for number in range(4)
    ]
    written = _count_calls(monkeypatch, writes=True)

    live.write([TableEdit("Plan", {0: {"Amount": 1}, 1: {"Amount": 2}}, added=rows)])

    assert sorted(written) == [
        "formula $F$8:$F$11",
        "raw_value $B$8:$E$11",
        "raw_value $D$4:$D$5",
        "raw_value $G$8:$G$11",
    ]


def test_many_changes_far_apart_go_down_in_one_block_around_formulas(
    live: LiveBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Mapping[str, Cell]] = [{"Amount": 0.5 + number} for number in range(60)]
    live.write([TableEdit("Plan", removed=frozenset(range(4)))])
    live.book.sheets["Plan sheet"]["B12:D13"].clear_contents()
    live.write([TableEdit("Plan", added=rows)])
    live.book.sheets["Plan sheet"]["D34"].formula = "=1/8"
    written = _count_calls(monkeypatch, writes=True)

    live.write([TableEdit("Plan", {row: {"Amount": -row} for row in range(1, 61, 5)})])

    assert written == ["raw_value $D$5:$D$30", "raw_value $D$35:$D$60"]
    figures: list[object] = [None, *(row["Amount"] for row in rows)]
    figures[30] = 0.125
    figures[1::5] = [-row for row in range(1, 61, 5)]
    assert amounts(live) == figures


def _count_calls(monkeypatch: pytest.MonkeyPatch, *, writes: bool = False) -> list[str]:
    """Each block of cells that LibreOffice is asked for, or given."""
    from addin.books.calc.ranges import Range  # noqa: PLC0415 - needs LibreOffice's bridge

    calls: list[str] = []
    for name in ("raw_value", "formula"):
        real = getattr(Range, name)

        def read(cells: Range, name: str = name, real: property = real) -> object:
            if not writes:
                calls.append(f"{name} {cells.address}")
            assert real.fget is not None
            return real.fget(cells)

        def write(cells: Range, value: object, name: str = name, real: property = real) -> None:
            if writes:
                calls.append(f"{name} {cells.address}")
            assert real.fset is not None
            real.fset(cells, value)

        monkeypatch.setattr(Range, name, property(read, write))
    return calls


def hidden(sheet: xlwings.Sheet, row: int) -> bool:
    return bool(sheet[f"B{row}"].impl.row_hidden)


def test_a_filter_is_lifted_and_set_again(live: LiveBook, sheet: xlwings.Sheet) -> None:
    filtered = sheet.tables["Plan"].autofilter
    notes = ["Dupont & Fils <SA>", "Café « Ça » — €"]
    filtered.apply_values(4, notes)
    filtered.apply_comparison(3, "greater_than", 0)
    assert hidden(sheet, 5)

    live.write([TableEdit("Plan", {0: {"Amount": -1}, 2: {"Amount": 8}}, frozenset({1}))])

    assert amounts(live) == [-1, 8, 1e9]
    told = [(found.type, found.values, found.value1) for found in filtered.criteria[2:4]]
    assert told == [("comparison", None, "0"), ("values", notes, None)]
    assert [hidden(sheet, row) for row in (4, 5, 6)] == [True, False, True]


def test_a_filter_is_set_again_after_a_refusal(live: LiveBook, sheet: xlwings.Sheet) -> None:
    sheet.tables["Plan"].autofilter.apply_comparison(4, "equal_to", None)

    _merge_and_fail(live, sheet)

    assert [hidden(sheet, row) for row in (4, 5)] == [True, False]


@pytest.mark.parametrize("text", ["*a*", "wh?t", "a~b"])
def test_a_filter_by_a_pattern_is_refused(live: LiveBook, sheet: xlwings.Sheet, text: str) -> None:
    sheet.tables["Plan"].autofilter.apply_comparison(4, "equal_to", text)

    with pytest.raises(FilteredError) as refused:
        live.write([ONE_UPDATE])

    assert refused.value.values == {"table": "Plan", "sheet": "Plan sheet"}
    assert amounts(live)[1] == 0.1
    assert hidden(sheet, 4)


def test_a_filter_beside_the_table_is_refused(live: LiveBook, sheet: xlwings.Sheet) -> None:
    beside = sheet["I3:I7"].api
    descriptor = beside.createFilterDescriptor(True)  # noqa: FBT003 - UNO takes no keywords
    descriptor.ContainsHeader = True
    from addin.books.calc.filters import filter_field  # noqa: PLC0415

    descriptor.setFilterFields3((filter_field(1, 2, ["2"]),))
    beside.filter(descriptor)

    with pytest.raises(FilteredError):
        live.write([ONE_UPDATE])

    assert amounts(live)[1] == 0.1


def test_a_protected_sheet_is_refused_before_anything_is_written(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet.api.protect("")

    with pytest.raises(ProtectedSheetError) as refused:
        live.write([TableEdit("Fees", {0: {"Fee": 1}}), ONE_UPDATE])

    assert refused.value.values == {"table": "Plan", "sheet": "Plan sheet"}
    assert column(live.read(["Fees"])["Fees"], "Fee")[0] == 100


def test_what_write_would_refuse_is_refused_beforehand(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    live.require_writable()

    sheet.tables["Plan"].autofilter.apply_comparison(4, "equal_to", "a*")
    with pytest.raises(FilteredError):
        live.require_writable()

    sheet.tables["Plan"].autofilter.clear()
    sheet.api.protect("")
    with pytest.raises(ProtectedSheetError):
        live.require_writable()


def test_another_table_in_the_way_is_refused(live: LiveBook, sheet: xlwings.Sheet) -> None:
    sheet["C9"].value = [["Other"], [1]]
    sheet.tables.add(sheet["C9:C10"], name="Other")

    with pytest.raises(TableBelowError) as refused:
        live.write([TableEdit("Plan", added=[{"Code": "x"}] * 2)])

    assert refused.value.values["other"] == "Other"
    live.write([TableEdit("Plan", added=[{"Code": "x"}])])


def test_rows_are_removed_over_a_table_of_the_same_columns_but_not_over_a_wider_one(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["C15"].value = [["Inside"], [1]]
    sheet.tables.add(sheet["C15:C16"], name="Inside")
    live.write([TableEdit("Plan", removed=frozenset({0}))])
    assert sheet.tables["Inside"].range.address == "$C$15:$C$16"

    sheet["F18"].value = [["Wide", "r", "than"], [1, 2, 3]]
    sheet.tables.add(sheet["F18:H19"], name="Wider")
    with pytest.raises(TableBelowError):
        live.write([TableEdit("Plan", removed=frozenset({0}))])


def test_more_rows_than_a_sheet_has_are_refused(live: LiveBook) -> None:
    with pytest.raises(SheetFullError) as refused:
        live.write([TableEdit("Plan", added=[{}] * 1_048_570)])

    assert refused.value.values["count"] == 1_048_570


def test_a_date_before_the_calendar_is_refused(live: LiveBook) -> None:
    with pytest.raises(DateTooEarlyError) as refused:
        live.write([TableEdit("Plan", {0: {"Datum": datetime(1899, 12, 31)}})])  # noqa: DTZ001

    assert refused.value.values["cell"] == "Plan[Datum]"


def test_filled_cells_that_no_formula_counts_are_still_in_the_way(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["G9"].formula = '=""&"x"'

    with pytest.raises(CellsBelowError) as refused:
        live.write([TableEdit("Plan", added=[{}, {}])])

    assert refused.value.values["cell"] == "G9"


def test_the_window_is_left_as_it_was_found(live: LiveBook, sheet: xlwings.Sheet) -> None:
    app = live.book.app
    sheet.activate()
    sheet["C5:D6"].select()

    live.write([TableEdit("Plan", {0: {"Amount": 1}}, frozenset({1}), [{"Code": "new"}])])

    assert app.selection == sheet["C5:D6"]
    assert app.calculation == "automatic"
    assert app.screen_updating
    assert app.enable_events


def test_a_table_without_any_row_gets_its_first_ones(live: LiveBook) -> None:
    blank = live.book.sheets["Blank"]
    blank.tables["Payments"].resize(blank["A1:B1"])
    assert live.read(["Payments"])["Payments"].height == 0

    live.write([TableEdit("Payments", added=[{"Paid": 1}, {"Paid": 2}])])

    grid = live.read(["Payments"])["Payments"]
    assert (grid.first_row, column(grid, "Paid")) == (2, [1, 2])


def test_a_row_filled_anew_keeps_the_formula_it_leaves_empty(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    rows: list[Mapping[str, Cell]] = [{"Amount": 4, "Double": None}]

    live.write([TableEdit("Plan", removed=frozenset(range(4)), added=rows)])

    assert sheet["F4"].value == 8


def test_no_edit_is_no_write(live: LiveBook) -> None:
    live.write([TableEdit("Nowhere")])


def test_calculation_by_hand_stays_by_hand(live: LiveBook) -> None:
    live.book.app.calculation = "manual"

    live.write([ONE_UPDATE])

    assert live.book.app.calculation == "manual"


def test_a_selection_that_was_lost_is_made_again(live: LiveBook, sheet: xlwings.Sheet) -> None:
    sheet.activate()
    sheet["C5"].select()

    with undisturbed(live.book):
        live.book.sheets["Totals"].activate()
        live.book.sheets["Totals"]["A1"].select()

    assert live.book.app.selection == sheet["C5"]


FEES_LONGER = TableEdit("Fees", {1: {"Fee": 7}}, frozenset({0}), [{"Client": "New"}] * 3)
FEES_SHORTER = TableEdit("Fees", removed=frozenset({0}))


def _merge_and_fail(
    live: LiveBook, sheet: xlwings.Sheet, first: TableEdit = FEES_LONGER
) -> WriteRefusedError:
    """An array formula of two cells: a spreadsheet program lets neither be written alone."""
    sheet["G6:G7"].formula_array = "=D6:D7*2"
    edits = [
        first,
        TableEdit("Payments", added=[{"Paid": 1}]),
        TableEdit("Plan", {0: {"Code": "9999", "Amount": 1}, 2: {"Mine": 1}}),
    ]
    with pytest.raises(WriteRefusedError) as refused:
        live.write(edits)
    return refused.value


@pytest.mark.parametrize("first", [FEES_LONGER, FEES_SHORTER], ids=["longer", "shorter"])
def test_a_write_refused_half_way_leaves_every_table_as_it_was(
    live: LiveBook, sheet: xlwings.Sheet, first: TableEdit
) -> None:
    before = live.read(["Plan", "Fees", "Payments"])
    formulas = formulas_of(sheet["B4:F7"])

    error = _merge_and_fail(live, sheet, first)

    assert error.code == "LIVE-02"
    assert (error.values["table"], error.values["sheet"]) == ("Plan", "Plan sheet")
    after = live.read(["Plan", "Fees", "Payments"])
    assert after["Fees"] == before["Fees"]
    assert after["Payments"] == before["Payments"]
    assert after["Plan"].columns[:5] == before["Plan"].columns[:5]
    assert formulas_of(sheet["B4:F7"]) == formulas
    assert live.book.sheets["Totals"]["A8"].value == "below the totals"
    assert live.book.app.calculation == "automatic"


def test_a_workbook_that_cannot_be_put_back_is_said_to_be_so(live: LiveBook) -> None:
    live.book.sheets["Plan sheet"]["G6:G7"].formula_array = "=D6:D7*2"

    class Ends(dict[str, object]):
        """A row that takes the program away while it is written."""

        def get(self, key: str, default: object = None) -> object:
            if key == "Paid":
                live.book.sheets["Blank"].delete()
            return super().get(key, default)

    row: dict[str, object] = Ends(Reference="1")
    with pytest.raises(HalfWrittenError) as refused:
        live.write([TableEdit("Payments", added=[row])])  # type: ignore[list-item]

    assert refused.value.code == "LIVE-03"
    assert refused.value.values == {"table": "Payments", "sheet": "Blank"}
