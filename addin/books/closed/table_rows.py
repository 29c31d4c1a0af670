"""The rows of one table inside its sheet: updated, taken out, moved and added."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from xml.sax.saxutils import escape

from addin.books.addresses import Area, column_letters
from addin.books.cell_values import cell_xml
from addin.books.closed.new_values import cells_by_column, count_cells
from addin.books.closed.references import copied
from addin.books.closed.row import NUMBER, Row
from addin.books.closed.row_forms import (
    AlikeRows,
    NewRowForm,
    OldRowForm,
    alike_new_rows,
    alike_rows,
    are_many,
)
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
from addin.books.closed.sheet_rows import SheetText
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

    def new_style(self, column: int) -> bytes:
        """The style of a new cell in a row that has none of its own."""
        return self.style(column, Row())


_SHARE_OF_A_ROW = 0.5
"""Where more of a row changes, to put the whole of it together takes less time."""

Patterns = Mapping[TableColumn, tuple[str, int]]
"""The formula of each calculated column, and the row for which it holds as it is."""


@dataclass(slots=True)
class TableRows:
    """A table's rows at work, in the text of its sheet.

    Attributes:
        text: The whole sheet; other tables may be at work in it too.
        plan: What is to be done.
        defaults: Styles of the sheet's columns.
        since_1904: Whether days count from 1904.
        alone: Whether no other table is at work in it, so that whole rows are this one's.
        touched_formula: Whether a formula was overwritten or written.
    """

    text: SheetText
    plan: RowPlan
    defaults: dict[int, bytes]
    since_1904: bool
    alone: bool = True
    touched_formula: bool = False

    def update(self) -> None:
        """Give cells their new values, in the rows they are in.

        Raises:
            SharedFormulaError: A formula would be overwritten that fills other cells too.
        """
        rows, plan = self.text.rows, self.plan
        perhaps = rows.perhaps_with_formulas()
        touched = [number for number in perhaps if number in plan.updates or number in plan.renewed]
        if plan.moves or rows.hold(SHARED, touched):
            write_out(self.text)
        columns = self._columns(plan.table.body.last_row)
        for batch in self._alike(self._put_values()):
            self._write_alike(batch, columns)
        for number, values in plan.renewed.items():
            blank: Values = dict.fromkeys(self._typed_columns(number))
            self._write(number, {**blank, **values}, columns)
            # What the first row stays with follows the moves like any other cell, later.
            self._write_formulas(number, values, self._patterns(plan.table.columns, number))

    def take_out(self) -> None:
        """Empty the removed rows, inside the table only."""
        for number in self.plan.shift.removed:
            if not self.text.rows.empty(number, *self._edges):
                self._lift(number)

    def move(self) -> None:
        """Bring the remaining rows and the totals to their new places."""
        shift, table = self.plan.shift, self.plan.table
        totals = [self._lift(table.area.last_row)] if table.totals and shift.growth else []
        removed, first = set(shift.removed), self._first_moved
        staying = [n for n in range(first, table.body.last_row + 1) if n not in removed]
        for number, after in self.text.rows.bring(staying, first, *self._edges):
            self._drop_in(after, self._lift(number))
        for inside in totals:
            self._drop_in(table.area.last_row + shift.growth, inside)

    def add(self, definition: Sequence[TableColumn]) -> None:
        """Put the new rows below, each cell in the style of its column.

        Args:
            definition: The columns of the table, their formulas after all moves.
        """
        columns = self._columns(self._last_kept)
        patterns = self._patterns(definition, self._last_kept)
        for batch in alike_new_rows(
            self.plan.added, self._last_kept + 1, self._numbers, since_1904=self.since_1904
        ):
            self._add_alike(batch, columns, patterns)
        self.text.rows.forget_empty(range(self._first_moved, self.plan.table.area.last_row + 1))

    @property
    def _last_kept(self) -> int:
        """The last data row that was there before, once it is in its place."""
        return self.plan.shift.last_row - len(self.plan.added)

    @property
    def _first_moved(self) -> int:
        removed = self.plan.shift.removed
        return removed[0] if removed else self.plan.table.body.last_row + 1

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

    def _put_values(self) -> Iterable[tuple[int, Values]]:
        """Give many cells their new values at once; what is left to be written row by row.

        Rows that will move are left: they are put together anew in any case.
        """
        updates = self.plan.updates
        staying = not updates or max(updates) < self._first_moved
        count, most = count_cells(updates), len(updates) * len(self.plan.table.columns)
        if not staying or not are_many(count) or count > most * _SHARE_OF_A_ROW:
            return updates.items()
        letters = {
            column.heading: column_letters(column.number).encode()
            for column in self.plan.table.columns
        }
        cells = cells_by_column(updates, letters, since_1904=self.since_1904)
        if not cells:
            return updates.items()
        return [(number, updates[number]) for number in self.text.rows.put_values(cells)]

    def _write(self, number: int, values: Values, columns: Columns) -> None:
        row, numbers = self.text.row(number), self._numbers
        for heading, value in values.items():
            column = numbers[heading]
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

    def _write_alike(self, batch: AlikeRows, columns: Columns) -> None:
        """Give the cells of many rows their new values; a row out of the ordinary for itself."""
        if batch.cells is None:
            for number in batch.places:
                self._write(number, self.plan.updates[number], columns)
            return
        form = OldRowForm(self._column_numbers, batch, columns.new_style)
        rows = self.text.rows
        written = form.rows(rows.xml_of(batch.places), batch.values())
        if form.whole and self.alone:
            for number in rows.renew_all(batch.places, written):
                self._write(number, self.plan.updates[number], columns)
            return
        for number, found in zip(batch.places, written, strict=True):
            if found is None:
                self._write(number, self.plan.updates[number], columns)
            else:
                attributes, cells = found
                rows.put(number, Row(attributes, cells.replace(NUMBER, b"%d" % number)))

    def _add_alike(self, batch: AlikeRows, columns: Columns, patterns: Patterns) -> None:
        if batch.cells is None:
            for number in batch.places:
                self._add(number, columns, patterns)
            return
        given = {column for column, frame in batch.frames().items() if frame}
        asked = {one: pattern for one, pattern in patterns.items() if one.number not in given}
        alike = {
            one.number: _escaped(formula).encode()
            for one, (formula, _) in asked.items()
            if _is_alike(one)
        }
        others = {one: pattern for one, pattern in asked.items() if one.number not in alike}
        form = NewRowForm(self._column_numbers, batch, columns.new_style, alike)
        self.touched_formula |= bool(alike)
        rows = self.text.rows
        if self.alone and not others and form.has_cells and not rows.any_of(batch.places):
            rows.add_all(batch.places, map(form.cells, batch.values()), computed=bool(alike))
            return
        for number, values in zip(batch.places, batch.values(), strict=True):
            row = self.text.row(number)
            if row.cells or row.style:
                self._add(number, columns, patterns)
                continue
            row.cells = form.cells(values).replace(NUMBER, b"%d" % number)
            row.forget_spans()
            if others:
                self._write_formulas(number, self._added(number), others)

    def _add(self, number: int, columns: Columns, patterns: Patterns) -> None:
        row, values = self.text.row(number), self._added(number)
        left, _, right = self._cut(row)
        row.cells = left + self._new_cells(number, values, columns, row) + right
        row.forget_spans()
        self._write_formulas(number, values, patterns)

    def _added(self, number: int) -> Values:
        return self.plan.added[number - self._last_kept - 1]

    def _alike(self, rows: Iterable[tuple[int, Values]]) -> Iterator[AlikeRows]:
        return alike_rows(rows, self._numbers, since_1904=self.since_1904)

    @property
    def _numbers(self) -> dict[str, int]:
        return {column.heading: column.number for column in self.plan.table.columns}

    @property
    def _edges(self) -> tuple[bytes, bytes]:
        """The letters of the table's first and last column."""
        area = self.plan.table.area
        first, last = column_letters(area.first_column), column_letters(area.last_column)
        return first.encode(), last.encode()

    @property
    def _column_numbers(self) -> list[int]:
        return [column.number for column in self.plan.table.columns]

    def _new_cells(self, number: int, values: Values, columns: Columns, row: Row) -> bytes:
        return b"".join(
            cell_xml(
                f"{column_letters(column.number)}{number}",
                columns.style(column.number, row),
                values.get(column.heading),
                since_1904=self.since_1904,
            )
            for column in self.plan.table.columns
        )

    def _typed_columns(self, number: int) -> list[str]:
        """The columns of a row that no formula of the table fills at this moment."""
        return [
            column.heading
            for column in self.plan.table.columns
            if not (column.formula and self._formula_in(column.number, number))
        ]

    def _write_formulas(self, number: int, values: Values, patterns: Patterns) -> None:
        """Fill the calculated columns that a new row does not name, as Excel would.

        Args:
            number: The new row.
            values: What the row names; a blank does not count.
            patterns: The formulas of the calculated columns.
        """
        row = self.text.row(number)
        for column, (formula, sample) in patterns.items():
            if values.get(column.heading) is None:
                where = cell_at(row.cells, column.number, number)
                style = style_of(row.cells[where]) if where else b""
                cell = _formula_cell(column, number, style, copied(formula, number - sample))
                row.cells = with_cell(row.cells, column.number, number, cell)
                self.touched_formula = True

    def _patterns(self, definition: Sequence[TableColumn], last_row: int) -> Patterns:
        """The formulas of calculated columns, to be copied to new rows.

        Args:
            definition: The columns of the table.
            last_row: The last data row at this moment.
        """
        return {column: self._pattern(column, last_row) for column in definition if column.formula}

    def _pattern(self, column: TableColumn, last_row: int) -> tuple[str, int]:
        """The formula of a column, and the row for which it holds as it is.

        The table keeps it as text. Where that refers to cells by address, the column is what
        counts: from the last of its cells that has a formula it is copied down. When none has, the
        text is that of the first row.
        """
        first_row = self.plan.table.body.first_row
        if copied(column.formula, 1) != column.formula:
            perhaps = self.text.rows.perhaps_with_formulas()
            for number in sorted(perhaps.intersection(range(first_row, last_row + 1)))[::-1]:
                found = self._formula_in(column.number, number)
                if found is not None and found.text:
                    return unescape(found.text.decode()), number
        return column.formula, first_row

    def _formula_in(self, column: int, number: int) -> Formula | None:
        row = self.text.rows.get(number, Row())
        where = cell_at(row.cells, column, number)
        return formula_of(row.cells[where]) if where else None

    def _cut(self, row: Row) -> tuple[bytes, bytes, bytes]:
        area: Area = self.plan.table.area
        return cut(row.cells, area.first_column, area.last_column)

    def _lift(self, number: int) -> bytes:
        """Take a row's cells out of the table."""
        row = self.text.rows.find(number)
        if row is None:
            return b""
        left, inside, right = self._cut(row)
        self._refuse_spreading(inside)
        row.cells = left + right
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
    return f'<c r="{address}"{tag}><f{array}>{_escaped(formula)}</f></c>'.encode()


@lru_cache(maxsize=256)
def _escaped(formula: str) -> str:
    return escape(formula)


def _is_alike(column: TableColumn) -> bool:
    """Whether a calculated column has the same formula, letter by letter, in each of its rows."""
    return not column.array and copied(column.formula, 1) == column.formula
