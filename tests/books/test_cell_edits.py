"""Single cells of a closed workbook hold what was asked for, and all else keeps its bytes."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from addin.books.cell_values import unescaped
from addin.books.closed.cell_edits import CellEdit, edit_cells, renew_results
from addin.books.closed.cell_formats import Shown
from addin.books.closed.package import Package
from addin.books.closed.workbook_part import read_layout
from addin.books.refusals import SharedFormulaError, TextTooLongError
from books.closed_files import changed_members, packed_members, part, with_text
from books.small_workbooks import write_small
from books.soundness import assert_sound

NOTES = "xl/worksheets/sheet2.xml"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_small(tmp_path / "small.xlsx")


def edited(path: Path, *edits: CellEdit) -> set[str]:
    """Make edits in a file; the members that changed."""
    before = packed_members(path)
    with Package(path) as package:
        edit_cells(package, read_layout(package), edits)
        temporary = package.save_beside()
    temporary.replace(path)
    return changed_members(before, path)


def note(row: int, column: int, value: Any = None, formula: str = "", **more: Any) -> CellEdit:
    return CellEdit("Notes", row, column, value, formula, **more)


def cells(xml: str) -> dict[str, str]:
    """The XML of each cell of a sheet by its address."""
    return {
        found[1]: found[0]
        for found in re.finditer(r'<c r="(\w+)"(?:[^>]*/>|.*?</c>)', xml, re.DOTALL)
    }


def changed_cells(before: str, after: str) -> set[str]:
    old, new = cells(before), cells(after)
    return {address for address in old.keys() | new.keys() if old.get(address) != new.get(address)}


def test_only_the_cell_that_was_asked_for_changes(small: Path) -> None:
    before = part(small, NOTES)

    members = edited(small, note(2, 1, "two & <three>"))

    assert members == {NOTES, "xl/workbook.xml"}
    assert changed_cells(before, part(small, NOTES)) == {"A2"}
    assert openpyxl.load_workbook(small)["Notes"]["A2"].value == "two & <three>"
    assert_sound(small)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("text", "text"),
        (" spaces kept ", " spaces kept "),
        ("=1+1", "=1+1"),
        (83.33, 83.33),
        (5, 5),
        (True, True),
        (False, False),
        (None, None),
        ("", None),
        (date(2026, 3, 1), 46082),
        (datetime(2026, 3, 1, 12), 46082.5),  # noqa: DTZ001 - cells know no time zones
        (time(6), 0.25),
    ],
)
def test_a_cell_takes_values_of_every_kind(small: Path, value: object, read: object) -> None:
    edited(small, note(9, 7, value))

    found = openpyxl.load_workbook(small)["Notes"]["G9"]
    assert found.value == read
    assert found.data_type != "f"


def test_a_formula_is_written_with_the_result_it_had(small: Path) -> None:
    edited(
        small,
        note(5, 1, 5.0, 'A2&"<x>"="2"'),
        note(5, 2, "shown", "UPPER(A1)"),
        note(5, 3, value=True, formula="A2>1"),
        note(5, 4, None, "A2*2"),
    )

    formulas = openpyxl.load_workbook(small)["Notes"]
    results = openpyxl.load_workbook(small, data_only=True)["Notes"]
    assert [cell.value for cell in formulas[5]] == ['=A2&"<x>"="2"', "=UPPER(A1)", "=A2>1", "=A2*2"]
    assert [cell.value for cell in results[5]] == [5, "shown", True, None]
    assert 'fullCalcOnLoad="1"' in part(small, "xl/workbook.xml")
    assert_sound(small)


def test_a_formula_gives_way_to_a_value_and_to_nothing(small: Path) -> None:
    edited(small, note(2, 3, 7.0), note(3, 3))

    sheet = openpyxl.load_workbook(small)["Notes"]
    assert (sheet["C2"].value, sheet["C3"].value) == (7, None)


@pytest.mark.parametrize(
    "held",
    [note(2, 3, 3.0, "A2+1"), note(3, 3, 3.0, "'Hours'!D5*2"), note(40, 2), note(4, 2, "")],
)
def test_a_cell_that_holds_it_already_is_not_touched(small: Path, held: CellEdit) -> None:
    assert edited(small, held) == set()


def test_a_shared_formula_is_written_out_before_one_of_its_cells_changes(small: Path) -> None:
    with_text(small, NOTES, "<f>A2+1</f>", '<f t="shared" ref="C2:C3" si="0">A2+1</f>')
    with_text(small, NOTES, "<f>Hours!D5*2</f>", '<f t="shared" si="0"/>')

    edited(small, note(2, 3, 1.0))

    sheet = openpyxl.load_workbook(small)["Notes"]
    assert (sheet["C2"].value, sheet["C3"].value) == (1, "=A3+1")


def test_a_formula_over_several_cells_is_replaced_whole_or_not_at_all(small: Path) -> None:
    before = small.read_bytes()

    with pytest.raises(SharedFormulaError) as refused:
        edited(small, note(1, 4, 1.0))
    assert refused.value.values["cell"] == "D1"
    assert small.read_bytes() == before

    edited(small, note(1, 4, 1.0), note(2, 4, 2.0))
    sheet = openpyxl.load_workbook(small)["Notes"]
    assert (sheet["D1"].value, sheet["D2"].value) == (1, 2)


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (Shown.DAY, "mm-dd-yy"),
        (Shown.TIME, "h:mm:ss"),
        (Shown.MOMENT, "m/d/yy h:mm"),
        (Shown.PERCENT, "0%"),
        (Shown.PLAIN, "General"),
    ],
)
def test_a_number_is_shown_as_asked_in_a_cell_without_a_format(
    small: Path, shown: Shown, code: str
) -> None:
    edited(small, note(2, 1, 0.5, shown=shown), note(8, 1, 0.25, shown=shown))

    sheet = openpyxl.load_workbook(small)["Notes"]
    assert {sheet["A2"].number_format, sheet["A8"].number_format} == {code}
    assert_sound(small)


def test_a_cell_keeps_the_format_it_has(small: Path) -> None:
    members = edited(small, note(1, 2, 0.5, shown=Shown.PERCENT))

    assert openpyxl.load_workbook(small)["Notes"]["B1"].number_format == "dd/mm/yyyy"
    assert "xl/styles.xml" not in members


def test_what_no_cell_can_hold_is_refused(small: Path) -> None:
    before = small.read_bytes()

    with pytest.raises(TextTooLongError):
        edited(small, note(1, 1, "x" * 40_000))

    assert small.read_bytes() == before


def _texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=8)


@given(
    asked=st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 12)),
        st.one_of(st.none(), st.booleans(), st.integers(-9, 10**9), _texts()),
        max_size=12,
    )
)
def test_what_was_asked_for_is_read_back_and_nothing_else_changed(
    tmp_path_factory: pytest.TempPathFactory, asked: dict[tuple[int, int], Any]
) -> None:
    path = write_small(tmp_path_factory.mktemp("property") / "small.xlsx")
    asked = {at: value for at, value in asked.items() if at not in {(1, 4), (2, 4)}}
    expected = _grid(path) | {at: value if value != "" else None for at, value in asked.items()}
    hours = part(path, "xl/worksheets/sheet1.xml")

    edited(path, *(note(row, column, value) for (row, column), value in asked.items()))

    assert _grid(path) == {at: value for at, value in expected.items() if value is not None}
    assert part(path, "xl/worksheets/sheet1.xml") == hours


def _grid(path: Path) -> dict[tuple[int, int], Any]:
    """What openpyxl reads of the sheet."""
    sheet = openpyxl.load_workbook(path)["Notes"]
    values: dict[tuple[int, int], Any] = {
        (row, column): getattr(cell.value, "text", cell.value)
        for row, cells_of in enumerate(sheet.iter_rows(), 1)
        for column, cell in enumerate(cells_of, 1)
    }
    return {
        at: unescaped(value) if isinstance(value, str) else value
        for at, value in values.items()
        if value is not None
    }


def test_calamine_reads_what_was_written(small: Path) -> None:
    rows: Sequence[object] = ["été", 1.25, True]
    edited(small, *(note(6, column, value) for column, value in enumerate(rows, 1)))

    with CalamineWorkbook.from_path(small) as book:
        assert book.get_sheet_by_name("Notes").to_python()[5][:3] == rows


@pytest.mark.parametrize(
    ("result", "read"), [(7.5, 7.5), ("seven & more", "seven & more"), (None, ""), (True, True)]
)
def test_a_result_is_renewed_beside_its_formula(small: Path, result: Any, read: Any) -> None:
    before = part(small, NOTES)
    with Package(small) as package:
        wanted = [note(2, 3, result), note(1, 1, "no formula, so left alone")]
        renew_results(package, read_layout(package), wanted)
        temporary = package.save_beside()
    temporary.replace(small)

    assert changed_cells(before, part(small, NOTES)) == {"C2"}
    assert "<f>A2+1</f>" in cells(part(small, NOTES))["C2"]
    assert CalamineWorkbook.from_path(small).get_sheet_by_name("Notes").to_python()[1][2] == read
    assert_sound(small)
