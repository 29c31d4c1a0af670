"""What on a sheet refers to the rows of a table: formulas, validations, formats, sparklines."""

import re
from html import unescape
from xml.sax.saxutils import escape

from lxml.etree import QName
from lxml.etree import _Element as Element

from addin.books.addresses import Area, areas, column_number
from addin.books.closed.row_shift import RowGoneError, Shift, followed, pattern_followed
from addin.books.closed.sheet_part import SheetPart
from addin.books.refusals import PointedRowError

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b[^>]*>([^<]+)')
_INPUT_CELL = re.compile(rb'(\sr[12]=")([A-Z]+[0-9]+)(?=")')
_ADDRESS = re.compile(rb"[A-Z]\$?[0-9]")

_PLACED = ("dataValidation", "conditionalFormatting", "ignoredError", "protectedRange")
_FORMULAS = tuple(f"{{*}}{name}" for name in ("formula", "formula1", "formula2", "f"))
# What refers to cells by attributes: a link to a place in the workbook, the limit of an icon or a
# bar, a control of a form, a cell that is watched or that a scenario fills.
_ATTRIBUTES = {
    "hyperlink": ("location",),
    "cfvo": ("val",),
    "controlPr": ("linkedCell", "listFillRange"),
    "cellWatch": ("r",),
    "inputCells": ("r",),
}
_EXTENDED_PLACE = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_LISTS = (
    "conditionalFormattings",
    "dataValidations",
    "ext",
    "extLst",
    "ignoredErrors",
    "protectedRanges",
    "sparklineGroups",
    "sparklines",
)


def follow_on_sheet(part: SheetPart, shifts: list[Shift]) -> None:
    """Let everything on a sheet follow the moves of tables, on this sheet or another.

    Raises:
        PointedRowError: Something refers to nothing but rows that go.
    """
    _follow_cells(part, shifts)
    for shift in shifts:
        for element in list(part.frame.iter()):
            if isinstance(element.tag, str):  # not a comment
                part.changed |= _follow_element(element, part.sheet.name, shift)


def _follow_cells(part: SheetPart, shifts: list[Shift]) -> None:
    follow = _CellFormulas(part.sheet.name, shifts)
    for _, row in part.text.rows.with_formulas():
        cells = _FORMULA_CELL.sub(follow, row.cells)
        if b'"dataTable"' in cells:
            cells = _INPUT_CELL.sub(follow.input_cell, cells)
        if cells != row.cells:
            row.cells, part.changed = cells, True


class _CellFormulas:
    """Follows the formula of one cell after the other; equal ones are worked out once."""

    def __init__(self, host: str, shifts: list[Shift]) -> None:
        self.host, self.shifts = host, shifts
        self.known: dict[tuple[bytes, tuple[bool, ...]], bytes] = {}

    def __call__(self, cell: re.Match[bytes]) -> bytes:
        formula = cell[3]
        if not _ADDRESS.search(formula):
            return cell[0]
        column, row = column_number(cell[1].decode()), int(cell[2])
        inside = tuple(self._inside(shift, column, row) for shift in self.shifts)
        after = self.known.get((formula, inside))
        if after is None:
            after = self._followed(formula, inside, f"{self.host}!{cell[1].decode()}{row}")
            self.known[formula, inside] = after
        return cell[0].removesuffix(formula) + after

    def input_cell(self, found: re.Match[bytes]) -> bytes:
        """The cell that a table of what-if results puts its values into."""
        return found[1] + self._followed(found[2], (False,) * len(self.shifts), self.host)

    def _inside(self, shift: Shift, column: int, row: int) -> bool:
        body = shift.body
        return (
            shift.sheet == self.host
            and body.first_row <= row <= body.last_row
            and body.first_column <= column <= body.last_column
        )

    def _followed(self, formula: bytes, inside: tuple[bool, ...], place: str) -> bytes:
        before = after = unescape(formula.decode())
        for shift, within in zip(self.shifts, inside, strict=True):
            try:
                after = followed(after, self.host, shift, stretch=not within)
            except RowGoneError as gone:
                raise _pointed(gone, place, before) from None
        return formula if after == before else escape(after).encode()


def _follow_element(element: Element, host: str, shift: Shift) -> bool:
    """Follow what one element of a sheet's frame says; gives whether it has changed."""
    name = QName(element).localname
    if element.tag == _EXTENDED_PLACE:
        holder = element.getparent()
        assert holder is not None
        return _follow_placed(holder, element, host, shift)
    if name in _PLACED and element.get("sqref"):
        return _follow_placed(element, None, host, shift)
    if name == "sparklineGroup":
        changes = [_follow_dates(dates, host, shift) for dates in element.iterchildren("{*}f")]
    else:
        names = _ATTRIBUTES.get(name, ())
        changes = [_follow_attribute(element, attribute, host, shift) for attribute in names]
    return any(changes)


def _follow_attribute(element: Element, attribute: str, host: str, shift: Shift) -> bool:
    before = element.get(attribute)
    if before is None:
        return False
    try:
        after = followed(before, host, shift)
    except RowGoneError as gone:
        if attribute == "location":
            return False  # a link to a row that goes still leads to its place in the table
        raise _pointed(gone, host, before) from None
    element.set(attribute, after)
    return after != before


def _follow_dates(dates: Element, host: str, shift: Shift) -> bool:
    """Follow the dates that the sparklines of a group have for their axis."""
    before = dates.text or ""
    try:
        dates.text = followed(before, host, shift)
    except RowGoneError as gone:
        raise _pointed(gone, host, before) from None
    return dates.text != before


def _follow_placed(holder: Element, note: Element | None, host: str, shift: Shift) -> bool:
    """Follow an element that applies to certain cells, and the formulas it holds.

    Args:
        holder: The element, such as a validation.
        note: Its child that names the cells, in an extension; None when an attribute does.
        host: The sheet.
        shift: The move.
    """
    before = (holder.get("sqref", "") if note is None else note.text or "").split()
    sparkline = QName(holder).localname == "sparkline"
    after = before
    if host == shift.sheet:
        after = _places_after(before, shift, each_cell=sparkline)
    if not after:
        _remove(holder)
        return True
    down, across = (new - old for old, new in zip(_corner(before), _corner(after), strict=True))
    changed = False
    for formula in holder.iter(*_FORMULAS):
        text = formula.text or ""
        try:
            if sparkline:
                formula.text = followed(text, host, shift)
            else:
                formula.text = pattern_followed(text, host, shift, down, across)
        except RowGoneError as gone:
            raise _pointed(gone, f"{host}!{' '.join(before)}", text) from None
        changed |= formula.text != text
    if note is None:
        holder.set("sqref", " ".join(after))
    else:
        note.text = " ".join(after)
    return changed or after != before


def _places_after(before: list[str], shift: Shift, *, each_cell: bool) -> list[str]:
    after: list[str] = []
    for word in before:
        area = next(areas(word), None)
        if area is None:
            after.append(word)
            continue
        pieces = shift.pieces(area)
        moved = [_place_after(piece, shift, each_cell=each_cell) for piece in pieces]
        after += [word] if moved == pieces else [str(piece) for piece in moved if piece]
    return after


def _place_after(area: Area, shift: Shift, *, each_cell: bool) -> Area | None:
    stretch = shift.ends(area) and not each_cell
    return shift.stretched(area) if stretch else shift.moved(area)


def _corner(words: list[str]) -> tuple[int, int]:
    """The first row and the first column of all areas: the cell that relative formulas mean."""
    found = list(areas(" ".join(words)))
    return (
        min((area.first_row for area in found), default=0),
        min((area.first_column for area in found), default=0),
    )


def _remove(element: Element) -> None:
    """Remove an element, and the list it was the last of: Excel accepts no empty ones."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    name = QName(parent).localname
    pointless = name == "sparklineGroup" and parent.find("{*}sparklines") is None
    if pointless or (name in _LISTS and len(parent) == 0):
        _remove(parent)
    elif parent.get("count") is not None:
        parent.set("count", str(len(parent)))


def _pointed(gone: RowGoneError, place: str, formula: str) -> PointedRowError:
    return PointedRowError(table=gone.shift.table, place=place, formula=f"={formula}")
