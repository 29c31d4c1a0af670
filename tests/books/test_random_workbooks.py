"""Random workbooks, random edits: what was asked is what three programs read back.

The edited file is compared with a workbook made anew of the edited model, so that whatever refers
to the table has to have followed its rows; and every part that is not concerned keeps its bytes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlwings
from excel import audit, schemas
from excel.lint import lint
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from addin.tables.grid import Cell
from books.closed_files import changed_members, packed_members
from books.random_files import SUMMARY, Found, Seen, result_of, seen, write
from books.random_workbooks import SHEETS, Model, Table, Typed, edits_of, models, stays

EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001
# What depends on Hypothesis' choice of examples alone is no reason to look at fewer of them.
ANY_EXAMPLE = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Example:
    """One workbook, its edits, and the file after them."""

    def __init__(self, folder: Path, model: Model, edits: Sequence[TableEdit]) -> None:
        self.model, self.edits = model, edits
        self.path = write(folder / "Edited.xlsx", model)
        self.members = packed_members(self.path)
        self.before = self.path.read_bytes()
        self.after = model.edited(edits)

    def refused(self) -> str:
        """Carry the edits out; the code of the refusal, empty when they are made."""
        try:
            open_book(self.path).write(self.edits)
        except BillingError as refusal:
            assert self.path.read_bytes() == self.before
            return refusal.code
        return ""

    def wanted(self) -> Path:
        """A workbook made of what was asked."""
        return write(self.path.with_name("Wanted.xlsx"), self.after)

    def obstacles(self) -> set[str]:
        """The codes that some of the edits must be refused with, any of them."""
        return {code for edit in self.edits for code in self._obstacles(edit)}

    def _obstacles(self, edit: TableEdit) -> Iterator[str]:
        table = self.model.by_name[edit.table]
        growth = len(self.after.by_name[edit.table].rows) - len(table.rows)
        coming = table.below(growth)
        for sheet, row, column in self.model.beside:
            if sheet == table.sheet and coming.holds(row, column):
                yield "PATCH-03"
        for other in self.model.tables:
            if other.sheet == table.sheet and other != table and coming.meets(other):
                yield from ("PATCH-03", "PATCH-04")
        for pointer in self.model.pointers:
            rows = range(pointer.first, pointer.last + 1)
            height = len(table.rows)
            if pointer.table == table.name and not any(stays(edit, height, row) for row in rows):
                yield "PATCH-09"


@st.composite
def examples(draw: st.DrawFn) -> tuple[Model, list[TableEdit]]:
    """A workbook and edits of it."""
    model = draw(models())
    edits = draw(edits_of(model))
    assume(edits)
    return model, edits


@ANY_EXAMPLE
@given(examples())
def test_an_edit_reads_like_a_workbook_made_of_what_was_asked(
    asked: tuple[Model, list[TableEdit]],
) -> None:
    with TemporaryDirectory() as folder:
        example = Example(Path(folder), *asked)
        refusal, obstacles = example.refused(), example.obstacles()

        if obstacles:
            assert refusal in obstacles
        else:
            assert not refusal
            check_with_calamine(example)
            check_with_openpyxl(example)
            check_members(example)
            check_soundness(example)


@pytest.fixture(scope="module")
def office(office_app: xlwings.App) -> xlwings.App:
    return office_app


@settings(ANY_EXAMPLE, max_examples=min(ANY_EXAMPLE.max_examples // 3, 1000))
@given(asked=examples())
def test_libreoffice_shows_what_was_asked(
    office: xlwings.App, asked: tuple[Model, list[TableEdit]]
) -> None:
    with TemporaryDirectory() as folder:
        example = Example(Path(folder), *asked)
        if example.refused():
            return
        check_with_libreoffice(example, office)


# calamine ---------------------------------------------------------------------------------------


def check_with_calamine(example: Example) -> None:
    """The typed cells of the tables are what was asked; those beside them are what they were."""
    book = CalamineWorkbook.from_path(example.path)
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in SHEETS]
    for table in example.after.tables:
        for at, column, value in typed_cells(table):
            found = at_or_empty(sheets[table.sheet], at, column)
            assert alike(found, value), (table.name, at, column, found, value)
    for (sheet, at, column), text in example.model.beside.items():
        assert at_or_empty(sheets[sheet], at, column) == text


def at_or_empty(rows: Sequence[Sequence[object]], row: int, column: int) -> object:
    inside = row < len(rows) and column < len(rows[row])
    return rows[row][column] if inside else ""


def typed_cells(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and value of the cells of a table that hold no formula."""
    for at, row in enumerate(table.rows, table.first):
        for column in table.columns:
            value = row.cells.get(column.heading)
            formula = isinstance(value, Typed) or (column.kind.is_formula and value is None)
            if not formula:
                assert not isinstance(value, Typed)
                yield at, table.place(column.heading), value


def alike(found: object, value: Cell) -> bool:
    """Whether a cell read back is the one asked for; a file keeps numbers as doubles."""
    if value is None or value == "":
        return found in {None, ""}
    if isinstance(value, bool) or isinstance(found, bool):
        return found is value
    if isinstance(value, time) and isinstance(found, time | timedelta):
        return as_delta(found) == as_delta(value)
    if isinstance(value, date) and isinstance(found, date):
        return (found.date() if isinstance(found, datetime) else found) == value
    return type(found) in {str, int, float} and found == value


def as_delta(clock: time | timedelta) -> timedelta:
    if isinstance(clock, timedelta):
        return clock
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


# openpyxl ---------------------------------------------------------------------------------------


def check_with_openpyxl(example: Example) -> None:
    """All that openpyxl sees of the edited file is what it sees of one that was made so."""
    found, wanted = seen(example.path), seen(example.wanted())
    differences = [
        (place, found.cells.get(place), wanted.cells.get(place))
        for place in sorted(found.cells.keys() | wanted.cells.keys())
        if not same(found.cells.get(place), wanted.cells.get(place))
    ]
    assert not differences, differences[:5]
    for one in Seen.__dataclass_fields__:
        if one != "cells":
            pair = getattr(found, one), getattr(wanted, one)
            assert pair[0] == pair[1], (one, *pair)


def same(found: Found | None, wanted: Found | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found == wanted


# The parts --------------------------------------------------------------------------------------


def check_members(example: Example) -> None:
    """No part has changed that does not hold the tables or refer to their rows."""
    moved = any(edit.removed or edit.added for edit in example.edits)
    tables = [example.model.by_name[edit.table] for edit in example.edits]
    sheets = {f"xl/worksheets/sheet{table.sheet + 1}.xml" for table in tables}
    allowed = {"xl/workbook.xml", "xl/sharedStrings.xml"} | sheets
    if moved:
        allowed |= {f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)}
        allowed |= {name for name in example.members if "charts/chart" in name}
        allowed |= {name for name in example.members if "xl/tables/" in name}
        allowed |= {name for name in example.members if followers_of_rows(name)}
    if moved and any(row.note for table in tables for row in table.rows):
        allowed.add("[Content_Types].xml")  # the last comment may have gone with its row
    assert changed_members(example.members, example.path) <= allowed


def followers_of_rows(name: str) -> bool:
    """Whether a part holds comments, their boxes, or the targets of links."""
    return "comments" in name or "vmlDrawing" in name or "worksheets/_rels" in name


def check_soundness(example: Example) -> None:
    """Excel opens the file without a repair, as far as can be told without it."""
    for faults in (lint, schemas.check, audit.errors):
        assert faults(example.path) == faults(example.path.with_name("Wanted.xlsx"))


# LibreOffice ------------------------------------------------------------------------------------


def check_with_libreoffice(example: Example, app: xlwings.App) -> None:
    """LibreOffice computes the same from the edited file as from one that was made so."""
    found, wanted = (calculated(app, path) for path in (example.path, example.wanted()))
    differences = [
        (name, row, column, cell, wanted[name][row][column])
        for name, rows in found.items()
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if not nearly(cell, wanted[name][row][column])
    ]
    assert not differences, differences[:5]
    for table in example.after.tables:
        rows = found[SHEETS[table.sheet]]
        for at, column, value in typed_cells(table):
            assert shown(rows[at][column]) == serial(value, example.model)
        for index, row in enumerate(table.rows):
            for one in table.columns:
                if one.kind.is_formula and row.cells.get(one.heading) is None:
                    cell = rows[table.first + index][table.place(one.heading)]
                    assert cell == pytest.approx(result_of(example.after, table, one, index)), one


def nearly(found: object, wanted: object) -> bool:
    """Whether two cells are the same; XlsxWriter writes a time of day with one digit less."""
    if isinstance(found, float) and isinstance(wanted, float):
        return isclose(found, wanted, rel_tol=1e-14)
    return found == wanted


def calculated(app: xlwings.App, path: Path) -> dict[str, list[list[object]]]:
    """The values of all cells, worked out anew, from the first row and column on."""
    book = app.books.open(path)
    try:
        book.api.calculateAll()
        return {name: block(book.sheets[name].api) for name in (*SHEETS, SUMMARY)}
    finally:
        book.close()


def block(sheet: object) -> list[list[object]]:
    cells = sheet.getCellRangeByName("A1:Z40")  # type: ignore[attr-defined]
    return [list(row) for row in cells.getDataArray()]


def shown(cell: object) -> object:
    return None if cell == "" else cell


def serial(value: Cell, model: Model) -> object:
    """A value as LibreOffice keeps it."""
    if value is None or value == "":
        return None
    if isinstance(value, time):
        return pytest.approx(as_delta(value) / timedelta(days=1))
    if isinstance(value, date):
        return (datetime(value.year, value.month, value.day) - EPOCHS[model.since_1904]).days  # noqa: DTZ001
    return float(value) if isinstance(value, bool) else value
