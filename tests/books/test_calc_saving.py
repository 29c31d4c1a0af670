"""What is done in LibreOffice goes into the user's file as a patch, and only that."""

from datetime import date, datetime

import openpyxl
import pytest

from addin.books.calc.expansion import room_below
from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.state import state_of
from books.closed_files import changed_members, part
from books.saved_in_office import HOURS, NOTES, Open
from books.soundness import assert_sound


def test_a_book_goes_by_the_path_of_the_file_it_is_a_copy_of(opened: Open) -> None:
    small = opened()

    assert small.book.fullname == str(small.path)
    assert small.book.name == "small.xlsx"


def test_opened_and_saved_without_a_change_the_file_is_not_written(opened: Open) -> None:
    small = opened()
    content, written = small.path.read_bytes(), small.path.stat().st_mtime_ns

    assert small.save() == []

    assert small.path.read_bytes() == content
    assert small.path.stat().st_mtime_ns == written
    assert small.looks_lost() == []


def test_one_cell_typed_is_one_cell_changed(opened: Open) -> None:
    small = opened()
    small.sheet("Notes")["A1"].value = 17.25

    assert small.save() == []

    assert changed_members(small.members, small.path) == {NOTES, "xl/workbook.xml"}
    assert small.changed(NOTES) == {"A1"}
    assert openpyxl.load_workbook(small.path)["Notes"]["A1"].value == 17.25
    assert_sound(small.path)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ("text", "text"),
        ("=SUM($Hours.D:D;$Hours.$5:6)", "=SUM(Hours!D:D,Hours!$5:6)"),
        ("=Hours.D5", "=Hours!D5"),
        ("=EOMONTH(A2;0)", "=EOMONTH(A2,0)"),
        ("=#DIV/0!", "=#DIV/0!"),
        ("=#REF!+A2", "=#REF!+A2"),
        ("'=1+1", "=1+1"),
        ("'0123", "0123"),
        ("2.5", 2.5),
        ("TRUE", True),
        ("=A2*2", "=A2*2"),
        ('=IF(A2>1;"a;b";$Hours.D5)', '=IF(A2>1,"a;b",Hours!D5)'),
        ("=SUM(Work[Hours])", "=SUM(Work[Hours])"),
        ("=IFS(A2>1;1;TRUE();0)", "=_xlfn.IFS(A2>1,1,TRUE(),0)"),
    ],
)
def test_whatever_is_typed_is_what_excel_would_hold(
    opened: Open, content: str, read: object
) -> None:
    small = opened()
    small.type("Notes", "F9", content)

    assert small.save() == []

    cell = openpyxl.load_workbook(small.path)["Notes"]["F9"]
    assert (cell.value, cell.number_format) == (read, "General")
    assert (cell.data_type == "f") == (content.startswith("="))
    assert_sound(small.path)


@pytest.mark.parametrize(
    ("value", "shown", "code"),
    [
        (46082, "yyyy-mm-dd", "mm-dd-yy"),
        (46082.5, "yyyy-mm-dd hh:mm", "m/d/yy h:mm"),
        (0.5, "hh:mm", "h:mm:ss"),
        (1.5, "[hh]:mm", "[h]:mm:ss"),
        (0.45, "0%", "0%"),
    ],
)
def test_a_date_or_a_percentage_is_shown_as_one(
    opened: Open, value: float, shown: str, code: str
) -> None:
    small = opened()
    small.sheet("Notes")["F9"].value = value
    small.sheet("Notes")["F9"].number_format = shown

    small.save()

    assert openpyxl.load_workbook(small.path)["Notes"]["F9"].number_format == code
    assert_sound(small.path)


def test_a_cell_that_is_emptied_is_empty(opened: Open) -> None:
    small = opened()
    small.sheet("Notes")["A1"].clear_contents()
    small.sheet("Hours")["H5"].clear_contents()

    small.save()

    book = openpyxl.load_workbook(small.path)
    assert book["Notes"]["A1"].value is None
    assert book["Hours"]["H5"].value is None


def test_saving_twice_saves_what_came_since(opened: Open) -> None:
    small = opened()
    small.sheet("Notes")["A1"].value = "first"
    small.save()
    small.sheet("Notes")["A4"].value = "second"
    small.save()

    sheet = openpyxl.load_workbook(small.path)["Notes"]
    assert (sheet["A1"].value, sheet["A4"].value) == ("first", "second")


def test_cells_of_a_table_change_in_their_rows(opened: Open) -> None:
    small = opened()
    small.sheet("Hours")["D6"].value = 3
    small.sheet("Hours")["C7"].value = date(2026, 4, 1)

    assert small.save() == []

    assert small.changed(HOURS) == {"D6", "C7", "F6"}  # the last with its new result
    assert [row[2] for row in small.work()] == [1.5, 3, 0.25, 8]
    assert small.work()[2][1] == datetime(2026, 4, 1)  # noqa: DTZ001


def test_a_row_typed_below_a_table_becomes_a_row_of_it(opened: Open) -> None:
    small = opened()
    small.sheet("Hours")["B9:E9"].value = ["A-5", 46086, 2, 10]

    assert small.save() == []

    added = small.work()[-1]
    assert added[0] == "A-5"
    assert added[1] == datetime(2026, 3, 5)  # noqa: DTZ001 - shown as the day above is
    assert added[4] == "=Work[[#This Row],[Hours]]*Work[[#This Row],[Rate]]"
    assert openpyxl.load_workbook(small.path)["Hours"].tables["Work"].ref == "B4:F9"
    assert_sound(small.path)


def test_what_lies_below_a_table_already_stays_outside(opened: Open) -> None:
    small = opened()
    small.sheet("Hours")["B10"].value = "a remark"
    small.save()
    small.before, small.room = state_of(small.document), room_below(small.document)
    small.sheet("Hours")["B9"].value = "A-5"

    assert small.save() == []

    sheet = openpyxl.load_workbook(small.path)["Hours"]
    assert sheet.tables["Work"].ref == "B4:F9"
    assert (sheet["B9"].value, sheet["B10"].value) == ("A-5", "a remark")


def test_a_whole_row_among_the_data_is_not_carried_where_something_lies_below(
    opened: Open,
) -> None:
    small = opened()
    small.sheet("Hours")["B12"].value = "a remark"
    small.save()
    small.before = state_of(small.document)
    small.sheet("Hours").api.Rows.insertByIndex(5, 1)
    small.sheet("Hours")["B6"].value = "A-1b"
    saved = part(small.path, HOURS)

    assert small.save() == [Loss(Kind.MOVED, "Hours")]
    assert part(small.path, HOURS) == saved


@pytest.mark.parametrize("totals", [False, True])
def test_rows_taken_out_of_a_table_go_and_the_others_stay_the_same_rows(
    opened: Open, *, totals: bool
) -> None:
    small = opened(totals=totals)
    small.sheet("Hours")["B6:F7"].delete("up")

    assert small.changes().tables[0].removed == {1, 2}
    assert small.save() == []

    assert [row[0] for row in small.work()][:2] == ["A-1", "A-4"]
    assert small.work()[1][4] == "=Work[[#This Row],[Hours]]*Work[[#This Row],[Rate]]"
    assert_sound(small.path)


def test_a_whole_row_inserted_among_the_data_is_carried(opened: Open) -> None:
    small = opened()
    small.sheet("Hours").api.Rows.insertByIndex(5, 1)
    small.sheet("Hours")["B6:E6"].value = ["A-1b", 46082, 1, 50]
    small.sheet("Hours")["F6"].formula = "=[@Hours]*[@Rate]"

    assert small.save() == []

    assert [row[0] for row in small.work()] == ["A-1", "A-1b", "A-2", "A-3", "A-4"]
    assert {row[4] for row in small.work()} == {
        "=Work[[#This Row],[Hours]]*Work[[#This Row],[Rate]]"
    }
    assert_sound(small.path)
