"""The engine over LibreOffice answers xlwings as Excel does."""

import builtins
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwings

from addin.books.calc.engine import activate
from addin.books.calc.grammar import from_calc, to_calc
from addin.books.calc.office import (
    Office,
    OfficeFailedError,
    OfficeMissingError,
    bridge,
    office_command,
)
from addin.books.calc.values import ERROR_NUMBERS
from addin.books.refusals import OpenElsewhereError


@pytest.fixture
def book(office_app: xlwings.App) -> Iterator[xlwings.Book]:
    opened = office_app.books.add()
    yield opened
    opened.close()


@pytest.fixture
def sheet(book: xlwings.Book) -> xlwings.Sheet:
    return book.sheets[0]


def test_the_app_is_known_to_xlwings(office_app: xlwings.App) -> None:
    assert office_app in list(xlwings.engines["calc"].apps)
    assert office_app.engine.name == "calc"
    assert office_app.version.major >= 7
    assert not xlwings.__pro__


def test_activating_twice_is_activating_once(office_app: xlwings.App) -> None:
    activate()

    assert [engine.name for engine in xlwings.engines].count("calc") == 1
    assert repr(xlwings.engines.active) == "<Engine calc>"
    assert office_app.pid in xlwings.apps.keys()  # noqa: SIM118 - not a dictionary


def test_the_bridge_leaves_the_imports_and_the_path_of_python_alone(
    office_app: xlwings.App,
) -> None:
    assert bridge().__name__ == "uno"
    assert office_app.pid
    assert builtins.__import__.__module__ == "builtins"
    assert not [folder for folder in sys.path if "dist-packages" in folder]


def test_values_arrive_as_com_gives_them(sheet: xlwings.Sheet) -> None:
    sheet["A1:C1"].value = [[1, date(2026, 3, 1), True]]
    sheet["A2"].number_format = "[$€-40C] #,##0.00"
    sheet["A2"].value = 1.23456
    sheet["B2"].formula = "=1/0"

    rows = sheet["A1:C2"].raw_value

    assert rows == (
        (1.0, datetime(2026, 3, 1, tzinfo=UTC), True),
        (Decimal("1.2346"), ERROR_NUMBERS["#DIV/0!"], None),
    )
    assert [type(cell) for cell in rows[0]] == [float, datetime, bool]
    assert sheet["A1"].raw_value == 1.0


def test_a_date_that_a_formula_gives_is_a_date(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = date(2026, 1, 31)
    sheet["B1"].formula = "=A1+1"
    sheet["B1"].number_format = "dd/mm/yyyy"

    assert sheet["B1"].value == datetime(2026, 2, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "general", "as_text"),
    [
        ("0123", 123.0, "0123"),
        ("'0123", "0123", "0123"),
        ("=1+1", 2.0, "=1+1"),
        ("'=1+1", "=1+1", "=1+1"),
        ("true", True, "true"),
        ("''s-Gravenhage", "'s-Gravenhage", "'s-Gravenhage"),
        ("plain", "plain", "plain"),
    ],
)
def test_a_text_is_taken_as_if_it_were_typed(
    sheet: xlwings.Sheet, text: str, general: object, as_text: str
) -> None:
    sheet["B1"].number_format = "@"

    sheet["A1:B1"].value = [[text, text]]

    assert sheet["A1:B1"].value == [general, as_text]


def test_a_number_put_into_a_text_cell_is_a_text(sheet: xlwings.Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1"].value = 12.5

    assert sheet["A1"].value == "12.5"


def test_a_decimal_is_cut_as_com_cuts_it(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = Decimal("0.123456")

    assert sheet["A1"].value == 0.1235


FORMULAS = [
    "=SUM(A1,B1)",
    '=IF(A1="a,b;c","d;e",2)',
    "=SUM({1,2;3,4})",
    "='My sheet'!$A$1*2",
    "=Other!A1+Other!B$2",
    "=SUM(Fees[Amount])",
    "=Fees[[#This Row],[Amount]]*1.5",
    "=ROUND(Fees[[#This Row],[Amount]],2)",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_read_as_it_was_written(
    book: xlwings.Book, sheet: xlwings.Sheet, formula: str
) -> None:
    for name in ("My sheet", "Other"):
        book.sheets.add(name)
    sheet["F1"].value = [["Amount", "Twice"], [1, None]]
    sheet.tables.add(sheet["F1:G2"], name="Fees")

    sheet["G2"].formula = formula

    assert sheet["G2"].formula == formula
    assert sheet["G2"].options(err_to_str=True).value != "#NAME?"


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_two_grammars_mirror_each_other(formula: str) -> None:
    assert from_calc(to_calc(formula)) == formula


def test_a_bare_column_means_the_table_of_the_cell(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["Amount", "Twice"], [4, None]]
    sheet.tables.add(sheet["A1:B2"], name="Fees")

    sheet["B2"].formula = "=[@Amount]*2"

    assert sheet["B2"].value == 8
    assert to_calc("=SUM(Fees[#All])") == "=SUM(Fees[[#All]])"


def test_one_formula_fills_a_range_and_its_references_move(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]

    sheet["C1:D2"].formula = "=A1*10"

    assert sheet["C1:D2"].value == [[10, 20], [30, 40]]
    assert sheet["D2"].formula == "=B2*10"


def test_formulas_of_several_cells_are_written_at_once(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].formula = [["=1+1", "text"], [5, None]]

    assert sheet["A1:B2"].value == [[2, "text"], [5, None]]
    assert sheet["A1:B2"].formula == (("=1+1", "text"), ("5", ""))


def test_an_array_formula_fills_its_cells(sheet: xlwings.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]

    sheet["B1:B3"].formula_array = "=A1:A3*2"

    assert sheet["B1:B3"].value == [2, 4, 6]
    assert sheet["B2"].has_array
    assert sheet["B1:B3"].formula_array == "=A1:A3*2"


def test_filled_blocks_are_found(sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = [["a", "b", "c"], [1, 2, 3], [4, 5, 6]]
    sheet["B9"].value = "far"

    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B4"].end("down").address == "$B$9"
    assert sheet["B9"].end("up").address == "$B$4"
    assert sheet["D3"].end("left").address == "$B$3"
    assert sheet["D3"].end("right").address == "$XFD$3" or sheet["D3"].end("right").column > 1000
    assert sheet.used_range.address == "$A$1:$D$9"


def test_a_data_frame_goes_round(sheet: xlwings.Sheet) -> None:
    frame = pd.DataFrame({"client": ["A", "B"], "fee": [1.5, None]})

    sheet["A1"].options(index=False).value = frame

    back = sheet["A1:B3"].options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back, frame)


def test_a_table_takes_a_data_frame_as_in_excel(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["client", "fee"], ["A", 1]]
    table = sheet.tables.add(sheet["A1:B2"], name="Fees")

    table.update(pd.DataFrame({"client": ["B", "C"], "fee": [2, 3]}), index=False)

    assert table.range.address == "$A$1:$B$3"
    assert sheet["A2:B3"].value == [["B", 2], ["C", 3]]
    assert sheet["B2"].table == table
    assert sheet["D9"].impl.table is None
    assert sheet["Fees"].address == "$A$2:$B$3"


def test_tables_are_told_apart(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["a"], [1]]
    sheet.tables.add(sheet["A1:A2"], name="Fees")

    assert "fees" in sheet.tables
    assert sheet.tables[0].name == "Fees"
    with pytest.raises(ValueError, match="Fees"):
        sheet.tables.add(sheet["C1:C2"], name="Fees")
    with pytest.raises(KeyError):
        sheet.tables["Other"]
    assert sheet.tables.add(sheet["C1:C2"]).name == "Table1"


def test_names_stand_for_cells_and_formulas(book: xlwings.Book, sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = 7
    book.names.add("Month", "=Sheet1!$B$2")
    book.names.add("Rate", "=1/4")

    assert "Month" in book.names
    assert book.names["Month"].refers_to == "=Sheet1!$B$2"
    assert book.names["Month"].refers_to_range.value == 7
    assert sheet["Month"].value == 7
    with pytest.raises(ValueError, match="Rate"):
        book.names["Rate"].refers_to_range  # noqa: B018 - asking is what fails
    book.names["Month"].delete()
    assert "Month" not in book.names


def test_sheets_come_and_go(book: xlwings.Book) -> None:
    first = book.sheets[0]
    last = book.sheets.add("Last", after=first)
    book.sheets.add("First", before=first)

    assert book.sheet_names == ["First", "Sheet1", "Last"]
    last.name = "End"
    last.visible = False
    assert (book.sheets["end"].index, book.sheets["End"].visible) == (3, False)
    last.delete()
    assert book.sheet_names == ["First", "Sheet1"]
    book.sheets["Sheet1"].activate()
    assert book.sheets.active.name == "Sheet1"


def test_cells_are_coloured_and_cleared(sheet: xlwings.Sheet) -> None:
    sheet["A1:B1"].value = [[1, "=A1"]]
    sheet["A1"].color = (255, 128, 1)
    sheet["B1"].color = "#010203"
    sheet.autofit()

    assert sheet["A1"].color == (255, 128, 1)
    assert sheet["B1"].color == (1, 2, 3)
    sheet["A1"].clear_contents()
    assert sheet["A1:B1"].value == [None, 0]
    assert sheet["A1"].color == (255, 128, 1)
    sheet.clear()
    assert sheet["A1"].color is None
    sheet["A1"].color = None


def test_cells_are_taken_out_and_put_in(sheet: xlwings.Sheet) -> None:
    sheet["A1:B3"].value = [[1, 10], [2, 20], [3, 30]]

    sheet["A2"].delete("up")
    assert sheet["A1:B3"].value == [[1, 10], [3, 20], [None, 30]]
    sheet["A1:A2"].insert("down")
    assert sheet["A1:A4"].value == [None, None, 1, 3]
    sheet["A3:A4"].delete("left")
    assert sheet["A3"].value == 30


def test_a_message_is_kept_and_taken_for_read(office_app: xlwings.App) -> None:
    assert office_app.alert("5 rows", "Billing") == "ok"
    assert office_app.impl.alerts[-1] == ("5 rows", "Billing")
    office_app.status_bar = "Working"
    assert office_app.status_bar == "Working"
    office_app.status_bar = False


def test_a_macro_finds_its_book(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)

    assert xlwings.Book.caller() == book


def test_a_book_is_saved_and_printed(
    book: xlwings.Book, sheet: xlwings.Sheet, tmp_path: Path
) -> None:
    sheet["A1"].value = [["a", "b"], ["=1+1", "é"]]

    book.save(tmp_path / "saved.xlsx")
    book.to_pdf(tmp_path / "saved.pdf")

    saved = openpyxl.load_workbook(tmp_path / "saved.xlsx", data_only=True).worksheets[0]
    assert [[cell.value for cell in row] for row in saved["A1:B2"]] == [["a", "b"], [2, "é"]]
    assert (tmp_path / "saved.pdf").read_bytes().startswith(b"%PDF")
    assert book.fullname == str(tmp_path / "saved.xlsx")


def test_a_file_that_is_not_there_is_not_opened(office_app: xlwings.App, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        office_app.books.open(tmp_path / "none.xlsx")


def test_a_file_that_another_program_has_open_is_refused(
    office_app: xlwings.App, tmp_path: Path
) -> None:
    path = tmp_path / "busy.xlsx"
    openpyxl.Workbook().save(path)
    (tmp_path / ".~lock.busy.xlsx#").write_text(",Anne,pc7,22.11.2026 09:00,file:///x;", "utf-8")

    with pytest.raises(OpenElsewhereError) as refused:
        office_app.books.open(path)

    assert "Anne" in str(refused.value.values["owner"])  # noqa: PD011 - not a data frame


def processes_of_group(group: int) -> list[str]:
    """The processes of a group that are not yet dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text("utf-8", "replace").rpartition(") ")
            state, _, its_group, *_ = rest.split()
            if int(its_group) == group and state != "Z":
                found.append(name)
    return found


def test_a_killed_office_leaves_nothing_behind(office_app: xlwings.App, tmp_path: Path) -> None:
    path = tmp_path / "open.xlsx"
    openpyxl.Workbook().save(path)
    app = xlwings.App(add_book=False, visible=False)
    app.books.open(path)
    profile = app.impl.office.folder
    lock = tmp_path / ".~lock.open.xlsx#"
    assert profile.exists()
    assert lock.exists()
    assert processes_of_group(app.pid)

    app.kill()

    assert not profile.exists()
    assert not lock.exists()
    assert not processes_of_group(app.pid)
    assert office_app.books.count == 0
    assert app.pid not in xlwings.apps.keys()  # noqa: SIM118 - not a dictionary


def test_a_missing_office_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(OfficeMissingError) as refused:
        office_command()

    assert refused.value.values == {"part": "LibreOffice Calc"}  # noqa: PD011
    assert refused.value.code == "CALC-01"
    with pytest.raises(OfficeMissingError):
        Office()


def test_an_office_that_ends_at_once_is_said_to_have_failed(
    office_app: xlwings.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office_app.books.count == 0  # the bridge is there
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(OfficeFailedError) as failed:
        Office()

    assert failed.value.code == "CALC-02"
    assert failed.value.values == {"reason": "exit status 3"}  # noqa: PD011
