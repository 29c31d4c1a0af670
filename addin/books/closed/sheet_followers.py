"""What on a sheet refers to the rows of a table: formulas, validations, formats, sparklines."""

import re
from html import unescape
from xml.sax.saxutils import escape

from lxml.etree import QName
from lxml.etree import _Element as Element

from addin.books.addresses import areas, column_number
from addin.books.closed.row_shift import RowGoneError, Shift, followed, pattern_followed
from addin.books.closed.sheet_part import SheetPart
from addin.books.refusals import PointedRowError

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b[^>]*>([^<]+)')
_ADDRESS = re.compile(rb"[A-Z]\$?[0-9]")

_PLACED = ("dataValidation", "conditionalFormatting", "ignoredError", "protectedRange")
_FORMULAS = tuple(f"{{*}}{name}" for name in ("formula", "formula1", "formula2", "f"))
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
    for row in part.text.rows.values():
        if b"<f" in row.cells:
            cells = _FORMULA_CELL.sub(follow, row.cells)
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
    if name == "hyperlink" and element.get("location"):
        return _follow_attribute(element, "location", host, shift)
    if name == "cfvo" and element.get("type") == "formula":
        return _follow_attribute(element, "val", host, shift)
    return False


def _follow_attribute(element: Element, attribute: str, host: str, shift: Shift) -> bool:
    before = element.get(attribute, "")
    try:
        after = followed(before, host, shift)
    except RowGoneError:
        return False  # a link to a row that goes still leads to its place in the table
    element.set(attribute, after)
    return after != before


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
    down = _top(after) - _top(before)
    changed = False
    for formula in holder.iter(*_FORMULAS):
        text = formula.text or ""
        try:
            if sparkline:
                formula.text = followed(text, host, shift)
            else:
                formula.text = pattern_followed(text, host, shift, down)
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
        stretch = shift.ends(area) and not each_cell
        moved = shift.stretched(area) if stretch else shift.moved(area)
        if moved is not None:
            after.append(word if moved == area else str(moved))
    return after


def _top(words: list[str]) -> int:
    return min((area.first_row for area in areas(" ".join(words))), default=0)


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
