"""What is done in LibreOffice and cannot go into the file is told, and stays as it is there."""

from collections.abc import Callable

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.structure import Structure
from addin.books.closed import open_book
from addin.cli.calc_saving import Saved
from addin.jobs.undoing import undo
from books.closed_files import changed_members
from books.saved_in_office import HOURS, Open, Opened
from books.soundness import assert_sound


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
