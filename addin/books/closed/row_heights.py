"""The height of rows into which a job writes texts of several lines.

Excel fits a row to its text as that is typed, and keeps the height that a file has for it, also
when another program has changed the text since. LibreOffice fits none of a file's rows. So a row
gets the height that its new texts need, as one that a program has found: whoever types into the row
has it fitted anew, and a row that somebody has given a height of its own keeps that.

Source: ECMA-376 part 1, 18.3.1.73 (rows) and 18.8.1 (alignment).
"""

import re
from collections.abc import Collection, Iterator, Mapping

from addin.books.closed.package import MAIN, Package
from addin.books.closed.row import Row
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_cells import cell_at, style_of
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.text_lines import printed_lines
from addin.tables.grid import Cell

HIGHEST = 409.5
"""Points; a row cannot be higher."""

_USUAL = 15.0
_USUAL_WIDTH = 8.43
_MARGIN = 2.0
"""What no text fills of a column, in digits: the indent and the edges."""

_HEIGHT = re.compile(rb'\sht="([0-9.]+)"')
_OF_ITS_OWN = re.compile(rb'\scustomHeight="(?:1|true)"')


def wrapping_styles(package: Package, workbook_part: str) -> frozenset[bytes]:
    """The numbers of the styles in which texts go over several lines."""
    part = next(iter(package.targets(workbook_part, "styles")), "")
    if part not in package:
        return frozenset()
    formats = package.root(part).iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    alignments = (one.find(f"{MAIN}alignment") for one in formats)
    return frozenset(
        b"%d" % style
        for style, alignment in enumerate(alignments)
        if alignment is not None and alignment.get("wrapText") in {"1", "true"}
    )


def fit_rows(part: SheetPart, plan: RowPlan, wrapping: frozenset[bytes]) -> None:
    """Give the rows that a plan has written the height of their texts.

    Args:
        part: The sheet, once the rows are where they go.
        plan: What was written.
        wrapping: Styles in which texts go over several lines.
    """
    widths = _widths(part, plan, wrapping)
    if not widths:
        return
    usual = _usual_height(part)
    lines = _Lines(widths)
    last, tall = plan.table.body.last_row, None
    for number, values, whole in _written(plan, widths.keys()):
        needed = lines.of(values)
        if tall is None and needed == 1 and number <= last:
            tall = _tall(part, plan)
        if needed > 1 or (tall and number in tall):
            row = part.text.row(number)
            least = 0.0 if whole or widths.keys() <= values.keys() else _height(row.attributes)
            height = min(max(needed * usual, least), HIGHEST)
            row.attributes = _fitted(row.attributes, height if height > usual else None)


class _Lines:
    """How many lines the texts of a row take.

    Args:
        widths: Of the columns that matter, by heading.
    """

    def __init__(self, widths: Mapping[str, float]) -> None:
        self._widths = widths
        self._known: dict[tuple[str, Cell], int] = {}

    def of(self, values: Mapping[str, Cell]) -> int:
        """The lines of the highest cell; 1 where none has a text."""
        most = 1
        for heading in self._widths:
            text = values.get(heading)
            if isinstance(text, str):
                lines = self._known.get((heading, text))
                if lines is None:
                    lines = printed_lines(text, self._widths[heading])
                    self._known[heading, text] = lines
                most = max(most, lines)
        return most


def _tall(part: SheetPart, plan: RowPlan) -> set[int]:
    """The rows that may have a height, among those that were part of the table.

    Another row is new, and so most likely has none.
    """
    body = plan.table.body
    return set(part.text.rows.marked(b"ht=", range(body.first_row, body.last_row + 1)))


def _widths(part: SheetPart, plan: RowPlan, wrapping: frozenset[bytes]) -> dict[str, float]:
    """The room for a line in each column whose texts go over several, in digits, by heading."""
    first = plan.table.body.first_row
    row = part.text.rows.get(first, Row())
    found = {}
    for column in plan.table.columns:
        where = cell_at(row.cells, column.number, first)
        if where is not None and style_of(row.cells[where]) in wrapping:
            found[column.heading] = column.number
    if not found:
        return {}
    widths = dict.fromkeys(found.values(), _USUAL_WIDTH)
    for element in part.frame.iterfind(f"{MAIN}cols/{MAIN}col"):
        span = range(int(element.get("min", "1")), int(element.get("max", "1")) + 1)
        width = element.get("width")
        if width is not None:
            widths |= {one: float(width) for one in widths if one in span}
    return {heading: max(widths[one] - _MARGIN, 1.0) for heading, one in found.items()}


def _usual_height(part: SheetPart) -> float:
    format_ = part.frame.find(f"{MAIN}sheetFormatPr")
    height = None if format_ is None else format_.get("defaultRowHeight")
    return float(height or _USUAL)


def _written(
    plan: RowPlan, headings: Collection[str]
) -> Iterator[tuple[int, Mapping[str, Cell], bool]]:
    """Each row with new cells under some headings, and whether it has no others of the table."""
    if plan.updated_headings.intersection(headings):
        for number, values in plan.updates.items():
            after = plan.shift.row(number)
            if after is not None and not values.keys().isdisjoint(headings):
                yield after, values, False
    for number, values in plan.renewed.items():
        yield number, values, True
    first = plan.shift.last_row - len(plan.added) + 1
    for number, values in enumerate(plan.added, first):
        yield number, values, True


def _height(attributes: bytes) -> float:
    found = _HEIGHT.search(attributes)
    return float(found[1]) if found else 0.0


def _fitted(attributes: bytes, height: float | None) -> bytes:
    """The attributes of a row with a height that was found for it; None for the usual one."""
    if _OF_ITS_OWN.search(attributes):
        return attributes
    without = _HEIGHT.sub(b"", attributes)
    return without if height is None else without + b' ht="%g"' % height
