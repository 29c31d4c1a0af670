"""Ranges of cells, by the names that xlwings asks for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlwings import base_classes

from addin.books.addresses import LAST_COLUMN, LAST_ROW, column_letters
from addin.books.calc import cells
from addin.books.calc.grammar import from_calc, to_calc
from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.unsupported import tell_left_out
from addin.books.calc.values import ComValue

if TYPE_CHECKING:
    from addin.books.calc.sheets import Sheet
    from addin.books.calc.tables import Table

# com.sun.star.sheet.CellFlags
VALUES, DATES, STRINGS, FORMULAS, EVERYTHING = 1, 2, 4, 16, 1023
FILLED = VALUES | DATES | STRINGS | FORMULAS


@tell_left_out
class Range(base_classes.Range):
    """A rectangle of cells of one sheet; rows and columns are counted from 1."""

    # One call carries them all; LibreOffice needs no smaller portions.
    max_cells_per_read = 4_000_000
    max_cells_per_write = 1_000_000

    def __init__(
        self, xl: UnoObject, sheet: "Sheet", place: tuple[int, int, int, int] | None = None
    ) -> None:
        """Cells at hand.

        Args:
            xl: The UNO object.
            sheet: What they lie on.
            place: First row and column, height and width; asked of LibreOffice where unknown.
        """
        self.xl = xl
        self._sheet = sheet
        self._row, self._column, *shape = place or _place(xl.RangeAddress)
        self._shape = shape[0], shape[1]

    @property
    def api(self) -> UnoObject:
        """The UNO object."""
        return self.xl

    @property
    def sheet(self) -> "Sheet":
        """The sheet it lies on."""
        return self._sheet

    @property
    def row(self) -> int:
        """Its first row."""
        return self._row

    @property
    def column(self) -> int:
        """Its first column."""
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self._shape

    @property
    def coords(self) -> tuple[str, int, int, int]:
        """What tells it from other ranges."""
        return self.sheet.name, self._row, self._column, len(self)

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        """The cell at a row and column of the range, or at a place counted row by row."""
        if column is None:
            before = row - 1
            row, column = 1 + before // self.shape[1], 1 + before % self.shape[1]
        return self.sheet.block(self.row + row - 1, self.column + column - 1)

    @property
    def _document(self) -> UnoObject:
        return self.sheet.book.document

    @property
    def raw_value(self) -> ComValue:
        """The value of a single cell, else rows of values, as COM's ``Range.Value`` gives them."""
        return self._as_com(cells.read(self._document, self.xl))

    @raw_value.setter
    def raw_value(self, value: ComValue) -> None:
        target, rows = self._target(value)
        texts = cells.text_cells(self._document, target.xl)
        writing = cells.Writing(texts, rows, cells.first_day(self._document))
        target.xl.setDataArray(writing.plain)
        for (row, column), formula in writing.formulas.items():
            target(row + 1, column + 1).formula = formula
        cells.set_formats(self._document, target.xl, writing)

    @property
    def exact_value(self) -> ComValue:
        """Likewise, as COM's ``Range.Value2``: dates and currency as plain numbers."""
        return self._as_com(cells.exact(self._document, self.xl))

    def _as_com(self, rows: Sequence[Sequence[ComValue]]) -> ComValue:
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    def _target(self, value: ComValue) -> tuple["Range", Sequence[Sequence[ComValue]]]:
        """The cells to write and their rows: one value fills the range."""
        if not isinstance(value, list | tuple):
            return self, [[value] * self.shape[1]] * self.shape[0]
        rows = value if isinstance(value[0], list | tuple) else [value]
        return self.sheet.block(self.row, self.column, len(rows), len(rows[0])), rows

    @property
    def formula(self) -> ComValue:
        """The formulas as Excel writes them; of a constant cell its content as a text."""
        rows = [[_shown(cell) for cell in row] for row in self.xl.getFormulaArray()]
        return self._as_com(rows)

    @formula.setter
    def formula(self, value: ComValue) -> None:
        if isinstance(value, str) and value.startswith("="):
            self._fill(value)
            return
        target, rows = self._target(value)
        table = self._table_name
        target.xl.setFormulaArray(
            tuple(tuple(_entered(cell, table) for cell in row) for row in rows)
        )

    formula2 = formula

    @property
    def _table_name(self) -> str:
        found = self.table
        return found.name if found else ""

    def _fill(self, formula: str) -> None:
        """One formula for the whole range; its relative references move along."""
        enum = bridge().Enum
        self.xl.getCellByPosition(0, 0).setFormula(to_calc(formula, self._table_name))
        height, width = self.shape
        if height > 1:
            first = self.xl.getCellRangeByPosition(0, 0, 0, height - 1)
            first.fillAuto(enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
        if width > 1:
            self.xl.fillAuto(enum("com.sun.star.sheet.FillDirection", "TO_RIGHT"), 1)

    @property
    def formula_array(self) -> str:
        """The array formula of the range; empty if it has none."""
        return from_calc(self.xl.ArrayFormula)

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.xl.setArrayFormula(to_calc(value, self._table_name))

    @property
    def has_array(self) -> bool:
        """Whether its first cell is part of an array formula."""
        formula: str = self.xl.getCellByPosition(0, 0).getFormula()
        return formula.startswith("{=")

    @property
    def has_formula(self) -> bool | None:
        """Whether its cells hold formulas: all of them, none, or, if None, some."""
        count = sum(
            (area.EndRow - area.StartRow + 1) * (area.EndColumn - area.StartColumn + 1)
            for area in self._areas_of_formulas
        )
        return None if 0 < count < len(self) else count > 0

    @property
    def columns_with_formulas(self) -> list[int]:
        """The columns in which a cell holds a formula, from 0, counted within the range."""
        return sorted(
            {
                column - self._column + 1
                for area in self._areas_of_formulas
                for column in range(area.StartColumn, area.EndColumn + 1)
            }
        )

    @property
    def _areas_of_formulas(self) -> UnoObject:
        return self.xl.queryContentCells(FORMULAS).RangeAddresses

    @property
    def number_format(self) -> str | None:
        """The format code; None where the cells have several."""
        codes = self.xl.getUniqueCellFormatRanges()
        keys = {alike.NumberFormat for alike in codes}
        if len(keys) > 1:
            return None
        code: str = self._document.NumberFormats.getByKey(keys.pop()).FormatString
        return code

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.xl.NumberFormat = cells.number_format_key(self._document, code)

    def end(self, direction: str) -> "Range":
        """Where Ctrl and an arrow key lead: the end of a block, or the start of the next one."""
        upright = direction in {"down", "up"}
        forward = direction in {"down", "right"}
        at = self.row if upright else self.column
        edge = (LAST_ROW if upright else LAST_COLUMN) if forward else 1
        first, count = min(at, edge), abs(at - edge) + 1
        line = (
            self.sheet.block(first, self.column, count)
            if upright
            else self.sheet.block(self.row, first, 1, count)
        )
        found = _stop(line.filled_places(upright=upright), at, edge)
        return (
            self.sheet.block(found, self.column) if upright else self.sheet.block(self.row, found)
        )

    def filled_places(self, *, upright: bool) -> list[tuple[int, int]]:
        """The filled stretches of a line of cells, first and last number, from the top or left."""
        spans = sorted(
            (area.StartRow + 1, area.EndRow + 1)
            if upright
            else (area.StartColumn + 1, area.EndColumn + 1)
            for area in self.xl.queryContentCells(FILLED).RangeAddresses
        )
        joined: list[tuple[int, int]] = []
        for first, last in spans:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    @property
    def current_region(self) -> "Range":
        """The filled block around it."""
        cursor = self.sheet.xl.createCursorByRange(self.xl)
        cursor.collapseToCurrentRegion()
        return Range(cursor, self.sheet)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:  # noqa: FBT001
        """The address as Excel writes it, with the book and the sheet if ``external``."""

        def cell(row: int, column: int) -> str:
            letters = ("$" if col_absolute else "") + column_letters(column)
            return letters + ("$" if row_absolute else "") + str(row)

        text = cell(self.row, self.column)
        if len(self) > 1:
            text += ":" + cell(self.row + self.shape[0] - 1, self.column + self.shape[1] - 1)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    @property
    def address(self) -> str:
        """The address with dollar signs, without the sheet."""
        return self.get_address(row_absolute=True, col_absolute=True, external=False)

    def clear_contents(self) -> None:
        """Empty the cells; their formats stay."""
        self.xl.clearContents(FILLED)

    def clear(self) -> None:
        """Empty the cells, formats and all."""
        self.xl.clearContents(EVERYTHING)

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out; those below move up, or those on the right move left."""
        enum = bridge().Enum("com.sun.star.sheet.CellDeleteMode", _side(shift, "UP", "LEFT"))
        self.sheet.xl.removeRange(self.xl.RangeAddress, enum)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002 - LibreOffice always takes the formats above
        """Put blank cells here; those that were here move down or right."""
        enum = bridge().Enum("com.sun.star.sheet.CellInsertMode", _side(shift, "DOWN", "RIGHT"))
        self.sheet.xl.insertCells(self.xl.RangeAddress, enum)

    def autofit(self, axis: str | None = None) -> None:
        """Make columns, rows or both as large as their contents."""
        if axis in {None, "columns", "c"}:
            self.xl.Columns.OptimalWidth = True
        if axis in {None, "rows", "r"}:
            self.xl.Rows.OptimalHeight = True

    def select(self) -> None:
        """Make it the selection of the book's window."""
        self._document.CurrentController.select(self.xl)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Red, green and blue of the background; None without one."""
        mixed: int = self.xl.CellBackColor
        return None if mixed == -1 else ((mixed >> 16) & 255, (mixed >> 8) & 255, mixed & 255)

    @color.setter
    def color(self, value: tuple[int, int, int] | str | None) -> None:
        if isinstance(value, str):
            self.xl.CellBackColor = int(value.removeprefix("#"), 16)
        else:
            self.xl.CellBackColor = -1 if value is None else int.from_bytes(bytes(value))

    @property
    def table(self) -> "Table | None":
        """The table that its first cell lies in."""
        here = self.xl.RangeAddress
        for table in self.sheet.tables:
            area = table.xl.DataArea
            if (
                area.StartRow <= here.StartRow <= area.EndRow
                and area.StartColumn <= here.StartColumn <= area.EndColumn
            ):
                return table
        return None

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden, by hand or by a filter; None where some are."""
        shown = self.xl.queryVisibleCells()
        count = sum(area.EndRow - area.StartRow + 1 for area in shown.RangeAddresses)
        return None if 0 < count < self._shape[0] else count == 0

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.xl.Rows.IsVisible = not value


def _place(area: UnoObject) -> tuple[int, int, int, int]:
    """First row and column, height and width of an address of UNO."""
    row, column = int(area.StartRow) + 1, int(area.StartColumn) + 1
    return row, column, int(area.EndRow) - row + 2, int(area.EndColumn) - column + 2


def _shown(content: str) -> str:
    """A content of UNO as ``Range.Formula`` shows it."""
    if content.startswith(("=", "{=")):
        return from_calc(content)
    return content.removeprefix("'")


def _entered(content: object, table: str) -> str:
    if isinstance(content, str) and content.startswith("="):
        return to_calc(content, table)
    return "" if content is None else str(content)


def _side(shift: str | None, upright: str, sideways: str) -> str:
    return sideways if shift in {"left", "right"} else upright


def _stop(spans: Sequence[tuple[int, int]], at: int, edge: int) -> int:
    """Where a jump from ``at`` towards ``edge`` ends, over filled stretches of a line."""
    step = 1 if edge >= at else -1
    ordered = spans if step == 1 else [(last, first) for first, last in reversed(spans)]
    for near, far in ordered:
        if step * near <= step * at < step * far:
            return far
        if step * near > step * at:
            return near
    return edge
