"""The rows of one table inside its sheet: updated, taken out, moved and added."""

from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from addin.books.addresses import Area, column_letters
from addin.books.cell_values import cell_xml
from addin.books.closed.references import copied
from addin.books.closed.row_plan import RowPlan, Values
from addin.books.closed.shared_formulas import SHARED, write_out
from addin.books.closed.sheet_cells import (
    Formula,
    cell_at,
    cut,
    formula_of,
    renumbered,
    style_of,
    with_cell,
)
from addin.books.closed.sheet_rows import Row, SheetText
from addin.books.closed.table_part import TableColumn
from addin.books.refusals import SharedFormulaError


@dataclass(frozen=True, slots=True)
class Columns:
    """How a cell looks that the sheet does not have yet.

    Attributes:
        samples: Style of the column's cell in the last data row, else the first.
        defaults: Style of the sheet's column.
    """

    samples: dict[int, bytes]
    defaults: dict[int, bytes]

    def style(self, column: int, row: Row) -> bytes:
        """The style of a new cell; empty for the default."""
        if column in self.samples:
            return self.samples[column]
        return row.style or self.defaults.get(column, b"")


@dataclass(slots=True)
class TableRows:
    """A table's rows at work, in the text of its sheet.

    Attributes:
        text: The whole sheet; other tables may be at work in it too.
        plan: What is to be done.
        defaults: Styles of the sheet's columns.
        since_1904: Whether days count from 1904.
        touched_formula: Whether a formula was overwritten or written.
    """

    text: SheetText
    plan: RowPlan
    defaults: dict[int, bytes]
    since_1904: bool
    touched_formula: bool = False

    def update(self) -> None:
        """Give cells their new values, in the rows they are in.

        Raises:
            SharedFormulaError: A formula would be overwritten that fills other cells too.
        """
        text, plan = self.text, self.plan
        rows = [text.rows[row] for row in (*plan.updates, *plan.renewed) if row in text.rows]
        if plan.moves or any(SHARED in row.cells for row in rows):
            write_out(text)
        columns = self._columns(plan.table.body.last_row)
        for number, values in plan.updates.items():
            self._write(number, values, columns)
        for number, values in plan.renewed.items():
            blank: Values = dict.fromkeys(self._typed_columns(number))
            self._write(number, {**blank, **values}, columns)
            self._write_formulas(number, {**blank, **values}, number)

    def take_out(self) -> None:
        """Empty the removed rows, inside the table only."""
        for number in self.plan.shift.removed:
            row = self.text.rows.get(number)
            if row is not None:
                left, inside, right = self._cut(row)
                self._refuse_spreading(inside)
                self._keep(number, left + right)

    def move(self) -> None:
        """Bring the remaining rows and the totals to their new places."""
        shift, table = self.plan.shift, self.plan.table
        totals = [self._lift(table.area.last_row)] if table.totals and shift.growth else []
        start = shift.removed[0] if shift.removed else table.body.last_row + 1
        for number in range(start, table.body.last_row + 1):
            after = shift.row(number)
            if after is not None:
                self._drop_in(after, self._lift(number))
        for inside in totals:
            self._drop_in(table.area.last_row + shift.growth, inside)

    def add(self) -> None:
        """Put the new rows below, each cell in the style of its column."""
        last_kept = self.plan.shift.last_row - len(self.plan.added)
        columns = self._columns(last_kept)
        for number, values in enumerate(self.plan.added, last_kept + 1):
            row = self.text.row(number)
            left, _, right = self._cut(row)
            row.cells = left + self._new_cells(number, values, columns, row) + right
            row.forget_spans()
            self._write_formulas(number, values, last_kept)

    def _columns(self, last_row: int) -> Columns:
        """The looks of the columns, with the last data row as it is at this moment."""
        samples: dict[int, bytes] = {}
        for number in (self.plan.table.body.first_row, last_row):
            row = self.text.rows.get(number, Row())
            for column in self.plan.table.columns:
                where = cell_at(row.cells, column.number, number)
                if where is not None:
                    samples[column.number] = style_of(row.cells[where])
        return Columns(samples, self.defaults)

    def _write(self, number: int, values: Values, columns: Columns) -> None:
        row = self.text.row(number)
        for column, value in values.items():
            where = cell_at(row.cells, column, number)
            if where is None:
                style = columns.style(column, row)
                row.forget_spans()
            else:
                before = row.cells[where]
                style = style_of(before)
                if b"<f" in before:
                    self._refuse_spreading(before)
                    self.touched_formula = True
            address = f"{column_letters(column)}{number}"
            cell = cell_xml(address, style, value, since_1904=self.since_1904)
            if where is None:
                row.cells = with_cell(row.cells, column, number, cell)
            else:
                row.cells = row.cells[: where.start] + cell + row.cells[where.stop :]

    def _new_cells(self, number: int, values: Values, columns: Columns, row: Row) -> bytes:
        return b"".join(
            cell_xml(
                f"{column_letters(column.number)}{number}",
                columns.style(column.number, row),
                values.get(column.number),
                since_1904=self.since_1904,
            )
            for column in self.plan.table.columns
        )

    def _typed_columns(self, number: int) -> list[int]:
        """The columns of a row that no formula of the table fills at this moment."""
        return [
            column.number
            for column in self.plan.table.columns
            if not (column.formula and self._formula_in(column.number, number))
        ]

    def _write_formulas(self, number: int, values: Values, sample: int) -> None:
        """Fill the calculated columns that a new row does not name, as Excel would.

        Args:
            number: The new row.
            values: What the row names; a blank does not count.
            sample: The data row whose formulas are copied.
        """
        row = self.text.row(number)
        for column in self.plan.table.columns:
            if column.formula and values.get(column.number) is None:
                where = cell_at(row.cells, column.number, number)
                style = style_of(row.cells[where]) if where else b""
                formula = self._formula(column, number, sample)
                cell = _formula_cell(column, number, style, formula)
                row.cells = with_cell(row.cells, column.number, number, cell)
                self.touched_formula = True

    def _formula(self, column: TableColumn, number: int, sample: int) -> str:
        """The formula of a column in a new row.

        The table keeps it as text; where it refers to cells by address, that text holds for one
        row only, so a cell of the column is copied instead.
        """
        above = self._formula_in(column.number, sample)
        if above is None or not above.text or copied(column.formula, 1) == column.formula:
            return column.formula
        return copied(unescape(above.text.decode()), number - sample)

    def _formula_in(self, column: int, number: int) -> Formula | None:
        row = self.text.rows.get(number, Row())
        where = cell_at(row.cells, column, number)
        return formula_of(row.cells[where]) if where else None

    def _cut(self, row: Row) -> tuple[bytes, bytes, bytes]:
        area: Area = self.plan.table.area
        return cut(row.cells, area.first_column, area.last_column)

    def _lift(self, number: int) -> bytes:
        """Take a row's cells out of the table."""
        row = self.text.rows.get(number)
        if row is None:
            return b""
        left, inside, right = self._cut(row)
        self._refuse_spreading(inside)
        self._keep(number, left + right)
        return inside

    def _drop_in(self, number: int, inside: bytes) -> None:
        """Put cells into a row of the table, in place of what it had there."""
        if not inside:
            return
        row = self.text.row(number)
        left, _, right = self._cut(row)
        row.cells = left + renumbered(inside, number) + right
        if left or right:
            row.forget_spans()

    def _keep(self, number: int, cells: bytes) -> None:
        row = self.text.rows[number]
        row.cells = cells
        if not row.matters:
            del self.text.rows[number]

    def _refuse_spreading(self, cells: bytes) -> None:
        if b't="array"' not in cells and b't="dataTable"' not in cells:
            return
        table = self.plan.table
        for cell in cells.split(b"<c ")[1:]:
            formula = formula_of(cell) if b"<f" in cell else None
            if formula is not None and formula.spreads:
                address = cell[3 : cell.index(b'"', 3)].decode()
                raise SharedFormulaError(table=table.name, sheet=table.sheet, cell=address)


def _formula_cell(column: TableColumn, row: int, style: bytes, formula: str) -> bytes:
    address = f"{column_letters(column.number)}{row}"
    tag = f' s="{style.decode()}"' if style else ""
    array = f' t="array" ref="{address}"' if column.array else ""
    return f'<c r="{address}"{tag}><f{array}>{escape(formula)}</f></c>'.encode()
