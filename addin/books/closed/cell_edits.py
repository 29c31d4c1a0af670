"""Single cells of a closed workbook, wherever they lie: a value, a formula, or nothing.

Rows stay where they are. What stands around the cells, their styles and all other cells keep
their bytes; a cell that holds already what is asked for is not touched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from xml.sax.saxutils import escape, unescape

from addin.books.addresses import Area, areas, column_letters
from addin.books.cell_values import cell_xml
from addin.books.closed.cell_formats import CellFormats, Shown
from addin.books.closed.package import Package
from addin.books.closed.shared_formulas import write_out
from addin.books.closed.sheet_cells import (
    Formula,
    cell_at,
    formula_of,
    style_of,
    with_cell,
)
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.sheet_rows import Row
from addin.books.closed.workbook_part import Layout, ask_for_calculation, drop_calculation_chain
from addin.books.refusals import SharedFormulaError
from addin.tables.grid import Cell

_FORMULA = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)")
_VALUE = re.compile(rb"<v\b[^>]*(?:/>|>[^<]*</v>)")
_KIND = re.compile(rb'\st="[^"]*"')
_REFERENCE = re.compile(rb'\bref="([^"]*)"')
_QUOTED_NAME = re.compile(r"'(\w+)'!")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What one cell is to hold.

    Attributes:
        sheet: Name of its sheet.
        row: From 1.
        column: From 1.
        value: The value; of a formula its result, as far as it is known. None for an empty cell.
        formula: As a file has it: without the equals sign, functions that came after Excel 2007
            with their prefix. Empty for a value.
        shown: How a number is shown if the cell has no format of its own.
    """

    sheet: str
    row: int
    column: int
    value: Cell = None
    formula: str = ""
    shown: Shown = Shown.PLAIN

    @property
    def address(self) -> str:
        """Such as ``B7``."""
        return f"{column_letters(self.column)}{self.row}"


def edit_cells(package: Package, layout: Layout, edits: Sequence[CellEdit]) -> None:
    """Put values and formulas into cells; at most one edit for a cell.

    Headings and totals of tables are not for this: their table tells them too.

    Args:
        package: The workbook; its changed parts are put into it.
        layout: Where its sheets lie; the edits name sheets that it has.
        edits: In any order.

    Raises:
        BillingError: A value cannot be written, a sheet is written in a way that is not known, or
            a formula that fills several cells would lose some; the package must not be saved.
    """
    sheets = {sheet.name: sheet for sheet in layout.sheets}
    formats = CellFormats(package, layout.part)
    formulas_changed = changed = False
    by_sheet = attrgetter("sheet")
    for name, ours in groupby(sorted(edits, key=by_sheet), key=by_sheet):
        part = SheetPart.open(package, sheets[name])
        work = _SheetWork(part, formats, list(ours), since_1904=layout.since_1904)
        if work.carry_out():
            part.renew_frame()
            package.put(part.sheet.part, part.text.pieces)
            changed = True
        formulas_changed |= work.formulas_changed
    if changed:
        formats.finish()
        root = package.root(layout.part)
        ask_for_calculation(root)
        package.put_root(layout.part, root)
    if formulas_changed:
        drop_calculation_chain(package, layout.part)


def renew_results(package: Package, layout: Layout, results: Sequence[CellEdit]) -> None:
    """Put new results beside formulas, for programs that do not work them out themselves.

    Args:
        package: The workbook; its changed parts are put into it.
        layout: Where its sheets lie; the results name sheets that it has.
        results: Places and values, in any order; a cell without a formula is left alone.
    """
    sheets = {sheet.name: sheet for sheet in layout.sheets}
    by_sheet = attrgetter("sheet")
    for name, ours in groupby(sorted(results, key=by_sheet), key=by_sheet):
        part = SheetPart.open(package, sheets[name])
        for result in ours:
            row = part.text.rows.get(result.row)
            found = cell_at(row.cells, result.column, result.row) if row else None
            if row and found:
                cell = with_result(row.cells[found], result.address, result.value)
                row.cells = row.cells[: found.start] + cell + row.cells[found.stop :]
        part.renew_frame()
        package.put(part.sheet.part, part.text.pieces)


class _SheetWork:
    """The edits of one sheet."""

    def __init__(
        self, part: SheetPart, formats: CellFormats, edits: list[CellEdit], *, since_1904: bool
    ) -> None:
        self.part, self.formats, self.edits = part, formats, edits
        self.since_1904 = since_1904
        self.columns = part.column_styles()
        self.formulas_changed = False

    def carry_out(self) -> bool:
        """Make the edits; whether any was needed."""
        if any(self._is_shared(edit) for edit in self.edits):
            write_out(self.part.text)
        wanted = [edit for edit in self.edits if not _holds(self._cell(edit), edit)]
        self._refuse_cut_arrays(wanted)
        for edit in wanted:
            self._put(edit)
        if wanted:
            self.part.fit_dimension(_around(wanted))
        return bool(wanted)

    def _cell(self, edit: CellEdit) -> bytes:
        row = self.part.text.rows.get(edit.row)
        found = cell_at(row.cells, edit.column, edit.row) if row else None
        return row.cells[found] if row and found else b""

    def _is_shared(self, edit: CellEdit) -> bool:
        formula = formula_of(self._cell(edit))
        return formula is not None and b't="shared"' in formula.attributes

    def _refuse_cut_arrays(self, edits: Sequence[CellEdit]) -> None:
        places = {(edit.row, edit.column) for edit in edits}
        for edit in edits:
            formula = formula_of(self._cell(edit))
            if formula and formula.spreads and not set(_filled_by(formula)) <= places:
                table = name = self.part.sheet.name
                raise SharedFormulaError(table=table, sheet=name, cell=edit.address)

    def _put(self, edit: CellEdit) -> None:
        row = self.part.text.row(edit.row)
        before = self._cell(edit)
        style = style_of(before) if before else row.style or self.columns.get(edit.column, b"")
        style = self.formats.styled(style, edit.shown)
        self.formulas_changed |= bool(edit.formula) or formula_of(before) is not None
        row.forget_spans()
        row.cells = with_cell(row.cells, edit.column, edit.row, self._xml(edit, style, row))

    def _xml(self, edit: CellEdit, style: bytes, row: Row) -> bytes:
        if edit.formula:
            return formula_xml(edit.address, style, edit.formula, edit.value)
        cell = cell_xml(edit.address, style, edit.value, since_1904=self.since_1904)
        # An empty cell without a style would take that of its row or column.
        around = row.style or self.columns.get(edit.column, b"")
        return cell or (f'<c r="{edit.address}"/>'.encode() if around else b"")


def formula_xml(address: str, style: bytes, formula: str, result: Cell) -> bytes:
    """A cell with a formula and the result it had; an unknown one is left for Excel to work out.

    >>> formula_xml("B7", b"3", "A1&2", "1x")
    b'<c r="B7" s="3" t="str"><f>A1&amp;2</f><v>1x</v></c>'
    >>> formula_xml("B7", b"", "A1+1", None)
    b'<c r="B7"><f>A1+1</f></c>'
    """
    kind, value = _result(address, result)
    tag = f'<c r="{address}"'.encode() + (b' s="%b"' % style if style else b"") + kind
    return tag + f"><f>{escape(formula)}</f>".encode() + value + b"</c>"


def with_result(cell: bytes, address: str, result: Cell) -> bytes:
    """A cell with another result of its formula, which stays as it is written.

    >>> with_result(b'<c r="B7" s="3" t="str"><f>A1&amp;2</f><v>1x</v></c>', "B7", 5.0)
    b'<c r="B7" s="3"><f>A1&amp;2</f><v>5</v></c>'
    """
    formula = _FORMULA.search(cell)
    if formula is None:
        return cell
    before, tag_end, _ = cell.partition(b">")
    if b't="b"' in before and isinstance(result, float):
        result = bool(result)
    kind, value = _result(address, result)
    start = _KIND.sub(b"", before) + kind + tag_end
    rest = _VALUE.sub(b"", cell[formula.end() :])
    return start + cell[len(before) + 1 : formula.end()] + value + rest


def _result(address: str, result: Cell) -> tuple[bytes, bytes]:
    """The attribute and the element that tell the result of a formula; empty if unknown."""
    if result is None or result == "":
        return b"", b""
    shown = cell_xml(address, b"", result, since_1904=False)
    value = re.sub(rb"<is><t[^>]*>|</t></is>", b"", shown.partition(b">")[2])
    value = value.removesuffix(b"</c>")
    if isinstance(result, str):
        return b' t="str"', b"<v>%b</v>" % value
    return (b' t="b"' if isinstance(result, bool) else b""), value


def _holds(cell: bytes, edit: CellEdit) -> bool:
    """Whether a cell has the formula already, or is as empty as it is to be."""
    found = formula_of(cell)
    if edit.formula:
        plain = found is not None and not found.spreads and found.text
        return bool(plain) and _comparable(found) == _QUOTED_NAME.sub(r"\1!", edit.formula)
    return edit.value in (None, "") and not re.search(rb"<(?:v|f|is)\b", cell)


def _comparable(formula: Formula | None) -> str:
    assert formula is not None
    text = unescape(formula.text.decode("utf-8"), {"&quot;": '"', "&apos;": "'"})
    return _QUOTED_NAME.sub(r"\1!", text)


def _filled_by(formula: Formula) -> Iterator[tuple[int, int]]:
    found = _REFERENCE.search(formula.attributes)
    for area in areas(found[1].decode()) if found else ():
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                yield row, column


def _around(edits: Sequence[CellEdit]) -> Area:
    rows, columns = [edit.row for edit in edits], [edit.column for edit in edits]
    return Area(min(columns), min(rows), max(columns), max(rows))
