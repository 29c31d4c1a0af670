"""New values that are put into many cells at once, beside the plain way: row by row."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from addin.books.closed import cell_places, cell_splices, open_book, row_forms
from addin.errors import BillingError
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from books.drawn_tables import FORMS, TAGS, Drawn, drawn_tables, odd_among_usual

SINGLY = 1 << 40
MANY_CHOICES = [HealthCheck.too_slow, HealthCheck.data_too_large]


def written(write: Callable[[], bytes], fewest: int) -> bytes | str:
    """The sheet after an edit, or the code of the refusal."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(row_forms, "_FEWEST_CELLS", fewest)
        patched.setattr(cell_splices, "_AT_ONCE", 3)
        patched.setattr(cell_splices, "_FAR", 150)
        patched.setattr(cell_places, "_STRETCH", 100)
        try:
            return write()
        except BillingError as refusal:
            return refusal.code


def without_spans(sheet: bytes | str) -> bytes | str:
    """A sheet without the hints which columns of its rows are filled."""
    return sheet if isinstance(sheet, str) else re.sub(rb"""\s*spans=["'][0-9:]*["']""", b"", sheet)


CELLS = '<c r="{A}" s="3"/><c r="{B}" s="3"/><c r="{C}" s="3"/><c r="{D}" s="3"/>'
ODD_ROWS = [
    *(tag.replace("{}", "4") + CELLS + "</row>" for tag in TAGS),
    *(f'<row r="4">{CELLS}{beside}</row>' for beside in ('<c r="{G}"/>', " ", "<c></c>")),
    *(f'<row r="4">{CELLS}</row>{behind}' for behind in (" ", "\n")),
    *(
        f'<row r="4">{CELLS}</row>'.replace(f'<c r="{place}" s="3"/>', form.replace("{}", place))
        for form in (*FORMS, "<c s='3' r='{}'><v>7</v></c>", "<v>='</v>")
        for place in ("{B}", "{C}", "{D}")
    ),
    *(
        f'<row r="4">{CELLS}</row>'.replace(f'{place}}}" s="3"', f"{place}}}\" s='3'")
        for place in "BD"
    ),
    '<row r="4"/>',
    '<row r="4"></row>',
    '<row r="04">' + CELLS + "</row>",
    f'<row r="4">{CELLS}{CELLS}</row>',
    '<row r="4"><c r="{C}" s="3"/></row>',
    "",
]


@pytest.mark.parametrize("first_column", [1, 24, 702, 703])
def test_an_odd_row_is_written_as_it_would_be_for_itself(first_column: int) -> None:
    for row in ODD_ROWS:
        drawn = odd_among_usual(row, first_column)
        together, apart = (written(lambda: drawn.written(drawn.edit), few) for few in (1, SINGLY))  # noqa: B023

        assert together == apart, row
        assert isinstance(apart, str) or b"I-3" in apart, row


@settings(max_examples=60, suppress_health_check=MANY_CHOICES)
@given(drawn_tables(), st.sampled_from([1, 8]))
def test_any_edit_gives_the_bytes_that_row_by_row_gives(drawn: Drawn, fewest: int) -> None:
    plain = written(lambda: drawn.written(drawn.edit), SINGLY)
    mapped = written(lambda: drawn.written(drawn.edit), fewest)

    assert mapped == written(lambda: drawn.written(drawn.by_column), fewest)
    if drawn.edit.removed:  # a row that moved as a whole has lost the hint
        plain, mapped = without_spans(plain), without_spans(mapped)
    assert mapped == plain


@settings(max_examples=40, suppress_health_check=MANY_CHOICES)
@given(drawn_tables())
def test_tables_beside_each_other_get_their_values_in_turn(drawn: Drawn) -> None:
    assert written(drawn.halves_written, 1) == written(drawn.halves_written, SINGLY)


def test_rows_written_for_a_table_do_not_go_with_those_of_the_table_beside(tmp_path: Path) -> None:
    path = tmp_path / "Beside.xlsx"
    count = 400
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Both")
        for name, column in (("Left", 0), ("Right", 4)):
            headings = [{"header": f"{name} {letter}"} for letter in "abc"]
            area = (0, column, count, column + 2)
            sheet.add_table(*area, {"name": name, "columns": headings})
        for row in range(1, count + 1):
            sheet.write_row(row, 0, ["old", row, "old"])
        sheet.write_row(count, 4, ["last", 1, 2])
    rows: dict[int, dict[str, Cell]] = {
        at: {"Left a": f"L-{at}", "Left b": at, "Left c": "new"} for at in range(count)
    }
    edits = [TableEdit("Left", rows), TableEdit("Right", removed=frozenset({0, 7}))]

    open_book(path).write(edits)

    with CalamineWorkbook.from_path(path) as book:
        found = book.get_sheet_by_name("Both").to_python()
    assert [row[:3] for row in found[1:]] == [[f"L-{at}", at, "new"] for at in range(count)]
    assert [row[4:] for row in found[1:] if any(row[4:])] == [["last", 1, 2]]
    assert found[count - 2][4:] == ["last", 1, 2]
