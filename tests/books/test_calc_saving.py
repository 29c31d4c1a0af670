"""What is done in LibreOffice goes into the user's file as a patch, and only that."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import xlwings
from python_calamine import CalamineWorkbook

from addin.books.calc.expansion import expand_tables, room_below
from addin.books.calc.office import Office, UnoObject
from addin.books.calc.saving.changes import Changes, changes_of
from addin.books.calc.saving.file_formulas import FileFormulas
from addin.books.calc.saving.held_book import HeldBook
from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.office_lock import OfficeLock
from addin.books.calc.saving.state import state_of
from addin.books.calc.saving.structure import Structure
from addin.books.closed import open_book
from addin.books.refusals import ChangedSinceError, OpenElsewhereError
from addin.cli.calc_saving import DocumentSaving, Saved
from addin.jobs.undoing import undo
from books.closed_files import changed_members, packed_members, part
from books.small_workbooks import ROWS, write_small
from books.soundness import assert_sound
from books.test_cell_edits import changed_cells

HOURS, NOTES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
DAYS = 30
ENDED_PROCESS = 2**22 + 1  # above the highest number that Linux gives


class Opened:
    """A file, the copy of it that LibreOffice has open, and what it held when it was opened."""

    def __init__(self, path: Path, app: xlwings.App, folder: Path) -> None:
        self.path = path
        self.lock = OfficeLock(path)
        self.held = HeldBook(path, self.lock)
        copy = folder / path.name
        copy.write_bytes(path.read_bytes())
        impl = app.books.impl.open_copy(copy, path)
        self.book = xlwings.Book(impl=impl)
        self.document: UnoObject = impl.document
        self.saving = DocumentSaving(self.document, app.impl.office, self.held)
        self.formulas = FileFormulas(app.impl.office)
        self.room = room_below(self.document)
        self.before = state_of(self.document)
        self.structure = Structure(self.document, self.before)
        self.members = packed_members(path)
        self.xml = {name: part(path, name) for name in (HOURS, NOTES)}

    def changes(self) -> Changes:
        expand_tables(self.document, self.room)
        now = state_of(self.document)
        return changes_of(self.document, self.before, now, self.formulas.written)

    def save(self) -> list[Loss]:
        changes = self.changes()
        if changes:
            self.held.save(changes, DAYS)
        return changes.losses

    def looks_lost(self) -> list[Loss]:
        return self.structure.losses(Structure(self.document, self.before), self.before)

    def sheet(self, name: str) -> xlwings.Sheet:
        return self.book.sheets[name]

    def type(self, sheet: str, address: str, content: str) -> None:
        """Type into a cell as LibreOffice takes it, its notation of formulas included."""
        self.document.Sheets.getByName(sheet).getCellRangeByName(address).setFormula(content)

    def changed(self, name: str) -> set[str]:
        return changed_cells(self.xml[name], part(self.path, name))

    def work(self) -> list[list[Any]]:
        """The data rows of the table in the file."""
        sheet = openpyxl.load_workbook(self.path)["Hours"]
        first, last = sheet.tables["Work"].ref.split(":")
        return [[cell.value for cell in row] for row in sheet[first:last]][1:]


Open = Callable[..., Opened]


@pytest.fixture
def opened(office_app: xlwings.App, tmp_path: Path) -> Iterator[Open]:
    """Opens a small workbook in LibreOffice."""
    office_app.impl.office.configure("/org.openoffice.Office.Calc/Formula/Load", OOXMLRecalcMode=0)
    all_opened: list[Opened] = []

    def opening(**how: bool) -> Opened:
        folder = tmp_path / "copy"
        folder.mkdir()
        path = write_small(tmp_path / "small.xlsx", **how)
        all_opened.append(Opened(path, office_app, folder))
        return all_opened[-1]

    yield opening
    for one in all_opened:
        one.book.close()
        one.lock.release()
    # As a new profile has it: each file decides.
    office_app.impl.office.configure("/org.openoffice.Office.Calc/Formula/Load", OOXMLRecalcMode=1)


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


@pytest.mark.parametrize("what", ["Columns", "Rows"])
def test_rows_and_columns_outside_a_tables_data_are_not_carried_and_told(
    opened: Open, what: str
) -> None:
    small = opened()
    getattr(small.sheet("Hours").api, what).insertByIndex(1, 1)
    small.sheet("Notes")["A1"].value = "carried"

    losses = small.save()

    assert Loss(Kind.MOVED, "Hours") in losses
    assert small.changed(HOURS) == set()
    assert openpyxl.load_workbook(small.path)["Notes"]["A1"].value == "carried"


def test_headings_and_totals_stay_and_are_told(opened: Open) -> None:
    small = opened(totals=True)
    small.sheet("Hours")["D4"].value = "Minutes"

    assert small.save() == [Loss(Kind.HEADINGS, "Work")]
    assert changed_members(small.members, small.path) == set()

    small.sheet("Hours")["D4"].value = "Hours"
    small.sheet("Hours")["B9"].value = "In all"
    assert small.save() == [Loss(Kind.HEADINGS, "Work")]


@pytest.mark.parametrize(
    "formula", ["=EASTERSUNDAY(2026)", "=SUM(A1~A3)", "=#REF!.A1", "=XLOOKUP(A1;A1:A3;A1:A3)"]
)
def test_a_formula_that_excel_would_not_read_is_left_and_told(opened: Open, formula: str) -> None:
    small = opened()
    small.type("Notes", "A1", formula)

    assert small.save() == [Loss(Kind.FORMULAS, "Notes: A1")]
    assert changed_members(small.members, small.path) == set()


def test_a_formula_that_speaks_of_a_sheet_the_file_does_not_have_is_left_and_told(
    opened: Open,
) -> None:
    small = opened()
    small.document.Sheets.getByName("Hours").Name = "My hours"
    small.document.Sheets.insertNewByName("More", 2)
    small.type("Notes", "A1", "=$More.A1")

    losses = small.save()

    assert losses == [Loss(Kind.SHEETS), Loss(Kind.FORMULAS, "Notes: A1, C3")]
    assert changed_members(small.members, small.path) == set()


def test_formulas_do_not_follow_rows_that_are_not_saved(opened: Open) -> None:
    small = opened()
    small.document.Sheets.getByName("Hours").Rows.insertByIndex(1, 1)

    lost = small.saving.save().losses

    assert lost[:2] == [Loss(Kind.MOVED, "Hours"), Loss(Kind.FORMULAS, "Notes: C3")]
    assert openpyxl.load_workbook(small.path)["Notes"]["C3"].value == "=Hours!D5*2"


def test_a_formula_whose_row_is_taken_out_of_its_table_says_so_as_in_excel(opened: Open) -> None:
    small = opened()
    small.type("Hours", "H8", "=D7+1")
    assert small.saving.save().losses == []
    small.sheet("Hours")["B5:F5"].delete("up")

    assert small.saving.save().losses == []

    book = openpyxl.load_workbook(small.path)
    assert book["Notes"]["C3"].value == "=#REF!*2"
    assert book["Hours"]["H8"].value == "=D6+1"
    assert_sound(small.path)


def test_a_table_is_sorted_though_a_formula_points_to_one_of_its_rows(opened: Open) -> None:
    small = opened()
    rows = small.sheet("Hours")["B5:E8"].value
    small.sheet("Hours")["B5:E8"].value = rows[::-1]

    assert small.saving.save().losses == []

    assert [row[0] for row in small.work()] == ["A-4", "A-3", "A-2", "A-1"]
    assert openpyxl.load_workbook(small.path)["Notes"]["C3"].value == "=Hours!D5*2"


def test_a_heading_that_was_not_saved_is_not_in_formulas_saved_later(opened: Open) -> None:
    small = opened()
    small.sheet("Hours")["D4"].value = "Minutes"
    assert small.saving.save().losses == [Loss(Kind.HEADINGS, "Work")]
    small.type("Notes", "F9", "=SUM(Work[Minutes])")

    assert small.saving.save().losses == [Loss(Kind.HEADINGS, "Work")]

    assert openpyxl.load_workbook(small.path)["Notes"]["F9"].value == "=SUM(Work[Hours])"


def test_the_formula_of_a_total_stays_and_is_told(opened: Open) -> None:
    small = opened(totals=True)
    small.type("Hours", "D9", "=SUBTOTAL(109;D5:D8)")
    small.saving.save()
    small.type("Hours", "D9", "=SUBTOTAL(101;D5:D8)")

    assert small.saving.save().losses == [Loss(Kind.HEADINGS, "Work")]


def test_what_was_left_is_told_at_each_save_until_it_can_be_saved(opened: Open) -> None:
    small = opened()
    small.type("Notes", "A1", "=EASTERSUNDAY(2026)")
    for _ in range(2):
        saved = small.saving.save()
        assert saved.losses == [Loss(Kind.FORMULAS, "Notes: A1")]
        assert not saved.whole
    small.type("Notes", "A1", "one")

    assert small.saving.save().whole
    assert openpyxl.load_workbook(small.path)["Notes"]["A1"].value == "one"


def test_a_name_that_the_file_does_not_have_is_in_no_formula_of_it(opened: Open) -> None:
    small = opened()
    small.book.names.add("Mine", "=Notes!$A$2")
    small.type("Notes", "F9", "=mine*2")

    lost = small.saving.save().losses

    assert lost == [Loss(Kind.FORMULAS, "Notes: F9"), Loss(Kind.NAMES)]
    assert changed_members(small.members, small.path) == set()


def test_a_range_defined_in_libreoffice_is_no_table_of_the_file(opened: Open) -> None:
    small = opened()
    notes = small.document.Sheets.getByName("Notes")
    area = notes.getCellRangeByName("A1:A4").RangeAddress
    small.document.DatabaseRanges.addNewByName("Mine", area)
    small.saving.save()
    small.sheet("Notes")["A5"].value = "below"

    small.saving.save()

    assert openpyxl.load_workbook(small.path)["Notes"]["A5"].value == "below"


def test_typing_beside_what_is_there_loses_nothing(opened: Open) -> None:
    small = opened()
    for address, content in (("K20", "=TODAY()"), ("A1", "again"), ("M30", "far away")):
        small.type("Notes", address, content)
        assert small.saving.save() == Saved(written=True, losses=[])


def test_what_formulas_give_is_in_the_file_for_programs_that_do_not_calculate(
    opened: Open,
) -> None:
    small = opened()
    small.sheet("Hours")["D6"].value = 4
    small.type("Notes", "A2", "8")

    assert small.saving.save().losses == []

    hours = CalamineWorkbook.from_path(small.path).get_sheet_by_name("Hours").to_python()
    assert [row[:5:4] for row in hours if row[0] == "A-2"] == [["A-2", 320]]
    notes = CalamineWorkbook.from_path(small.path).get_sheet_by_name("Notes").to_python()
    assert notes[0][2] == 150 + 320 + 30 + 764
    assert notes[1][2] == 9
    assert small.changed(HOURS) == {"D6", "F6"}
    assert_sound(small.path)


def test_a_save_can_be_taken_back(opened: Open) -> None:
    small = opened()
    content = small.path.read_bytes()
    small.saving.save()
    assert not small.held.points.all()
    small.sheet("Notes")["A1"].value = "a mistake"
    small.saving.save()
    assert small.path.read_bytes() != content
    small.lock.release()

    undo(open_book(small.path))

    assert small.path.read_bytes() == content


def test_sheets_that_come_go_or_change_their_names_are_told(opened: Open) -> None:
    small = opened()
    small.document.Sheets.insertNewByName("More", 2)
    small.sheet("Notes")["A1"].value = "carried"
    assert small.save() == [Loss(Kind.SHEETS)]
    assert openpyxl.load_workbook(small.path).sheetnames == ["Hours", "Notes"]
    assert openpyxl.load_workbook(small.path)["Notes"]["A1"].value == "carried"


def _bold(small: Opened) -> None:
    small.document.Sheets.getByName("Notes").getCellRangeByName("A1").CharWeight = 150.0


def _merge(small: Opened) -> None:
    small.document.Sheets.getByName("Notes").getCellRangeByName("A1:B1").merge(True)  # noqa: FBT003


def _widen(small: Opened) -> None:
    small.document.Sheets.getByName("Notes").Columns.getByIndex(0).Width = 9000


def _note(small: Opened) -> None:
    sheet = small.document.Sheets.getByName("Notes")
    sheet.Annotations.insertNew(sheet.getCellRangeByName("A1").CellAddress, "look")


def _name(small: Opened) -> None:
    small.book.names.add("Mine", "=Notes!$A$1")


def _point_elsewhere(small: Opened) -> None:
    small.book.names.add("Mine", "=Notes!$A$1")
    small.structure = Structure(small.document, small.before)
    small.document.NamedRanges.getByName("Mine").Content = "$Notes.$A$2"


@pytest.mark.parametrize(
    ("change", "kind", "where"),
    [
        (_bold, Kind.FORMATS, "Notes"),
        (_merge, Kind.FORMATS, "Notes"),
        (_widen, Kind.WIDTHS, "Notes"),
        (_note, Kind.NOTES, "Notes"),
        (_name, Kind.NAMES, ""),
        (_point_elsewhere, Kind.NAMES, ""),
    ],
)
def test_what_is_not_contents_is_told(
    opened: Open, change: Callable[[Opened], None], kind: Kind, where: str
) -> None:
    small = opened()
    change(small)

    assert Loss(kind, where) in small.looks_lost()
    assert not small.changes()


def test_while_it_is_open_others_see_the_lock(opened: Open) -> None:
    small = opened()

    with pytest.raises(OpenElsewhereError):
        OfficeLock(small.path)
    small.sheet("Notes")["A1"].value = "saved"
    small.save()
    assert small.lock.file.exists()

    small.lock.release()
    assert not small.lock.file.exists()


def test_a_lock_of_someone_else_is_left_alone(opened: Open) -> None:
    small = opened()
    small.lock.file.write_text(",Ann,PC-7,22.11.2026 10:00,file:///profile;", "utf-8")
    content = small.path.read_bytes()
    small.sheet("Notes")["A1"].value = "lost"

    with pytest.raises(OpenElsewhereError) as refused:
        small.save()

    assert refused.value.values["owner"] == "Ann"
    assert small.path.read_bytes() == content
    small.lock.release()
    assert small.lock.file.exists()
    small.lock.file.unlink()


def test_a_lock_that_a_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    path = write_small(tmp_path / "small.xlsx")
    file = path.with_name(".~lock.small.xlsx#")
    left = f",Ann,x,22.11.2026 10:00,quotepart-calc:{ENDED_PROCESS}@{socket.gethostname()};"
    file.write_text(left, "utf-8")

    lock = OfficeLock(path)

    assert f"quotepart-calc:{os.getpid()}@" in file.read_text("utf-8")
    with pytest.raises(OpenElsewhereError):
        OfficeLock(path)
    lock.release()
    file.write_text(left.replace(socket.gethostname(), "another-machine"), "utf-8")
    with pytest.raises(OpenElsewhereError):
        OfficeLock(path)


def test_a_file_saved_by_someone_else_meanwhile_is_not_written(opened: Open) -> None:
    small = opened()
    other = openpyxl.load_workbook(small.path)
    other["Notes"]["A1"] = "somebody's"
    other.save(small.path)
    content = small.path.read_bytes()
    small.sheet("Notes")["A4"].value = "mine"

    with pytest.raises(ChangedSinceError):
        small.save()

    assert small.path.read_bytes() == content
    assert sorted(one.name for one in small.path.parent.iterdir() if one.is_file()) == [
        ".~lock.small.xlsx#",
        "small.xlsx",
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_file_opened_again_shows_what_the_document_showed(
    opened: Open, office_app: xlwings.App, seed: int
) -> None:
    small, chance = opened(), Random(seed)  # noqa: S311 - not for secrets
    for _ in range(3):
        _work_at_random(small, chance)
        assert small.save() == []
        small.before, small.room = state_of(small.document), room_below(small.document)
    shown = _contents(small.document)

    # The book that is open goes by the path of the file: this is another one.
    copy = small.path.with_name("again.xlsx")
    copy.write_bytes(small.path.read_bytes())
    again = office_app.books.open(copy, read_only=True)
    try:
        assert _contents(again.impl.document) == shown
    finally:
        again.close()
    assert_sound(small.path)


def _work_at_random(small: Opened, chance: Random) -> None:
    """Type, empty, take rows out and add some, as a user may between two savings."""
    contents = ["", "text", "'012", "2.5", "-7", "=A2*2", "=SUM(Work[Hours])", '=IF(A2>1;"a";"b")']
    for _ in range(6):
        at = f"{chance.choice('ABFG')}{chance.randint(1, 9)}"
        small.type("Notes", at, chance.choice(contents[:5] if at == "A2" else contents))
    hours = small.sheet("Hours")
    table = hours.tables["Work"].data_body_range
    assert table is not None
    first, last = table.row, table.last_cell.row
    # A formula on the other sheet points to the first row.
    for row in sorted(
        chance.sample(range(first + 1, last + 1), chance.randint(0, 2)), reverse=True
    ):
        hours[f"B{row}:F{row}"].delete("up")
        last -= 1
    hours[f"D{chance.randint(first, last)}"].value = chance.randint(1, 99)
    for count in range(chance.randint(0, 2)):
        hours[f"B{last + 1 + count}:E{last + 1 + count}"].value = [f"N-{count}", 46100, 2, 10]


def _contents(document: UnoObject) -> list[dict[str, tuple[str, str | float]]]:
    """The filled cells of each sheet."""
    return [
        {
            f"{row} {column}": state.content(row, column)
            for row in range(1, state.shape[0] + 1)
            for column in range(1, state.shape[1] + 1)
            if state.content(row, column)[0]
        }
        for state in state_of(document)
    ]


def test_functions_have_the_names_that_a_file_gives_them(office_app: xlwings.App) -> None:
    office: Office = office_app.impl.office
    written = FileFormulas(office).written

    assert written("=SUM($Notes.A1;2)") == "SUM(Notes!A1,2)"
    assert written('=CONCAT("SUM(";A1)') == '_xlfn.CONCAT("SUM(",A1)'
    assert written("=MY_FUNCTION(A1)") == "MY_FUNCTION(A1)"
    assert written("{=SUM(A1:A2)}") is None
    assert written("=_xlfn.xmatch(1;A1:A2)") == "_xlfn.XMATCH(1,A1:A2)"
    assert written("=$Q1.A1+$Jan.A1") == "'Q1'!A1+Jan!A1"
    assert written('="$Q1.D#REF!"&$Q1.D#REF!:D7') == '"$Q1.D#REF!"&#REF!'
    assert len(ROWS) == 4
