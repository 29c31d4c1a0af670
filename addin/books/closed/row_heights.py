"""The height of rows into which a job writes texts of several lines.

Excel fits a row to its text as that is typed, and keeps the height that a file has for it, also
when another program has changed the text since. LibreOffice fits none of a file's rows. So a row
gets the height that its new texts need, as one that a program has found: whoever types into the row
has it fitted anew, and a row that somebody has given a height of its own keeps that.

Source: ECMA-376 part 1, 18.3.1.73 (rows) and 18.8.1 (alignment).
"""

import re
from collections.abc import Iterator, Mapping

from addin.books.closed.package import MAIN, Package
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.rows import Row
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
    for number, values, whole in _written(plan):
        asked = [heading for heading in widths if heading in values]
        if not (asked or whole):
            continue
        lines = max((_lines(values[heading], widths[heading]) for heading in asked), default=1)
        if lines > 1 or not _is_fresh(number, plan):
            row = part.text.row(number)
            least = 0.0 if whole or len(asked) == len(widths) else _height(row.attributes)
            height = min(max(lines * usual, least), HIGHEST)
            row.attributes = _fitted(row.attributes, height if height > usual else None)


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


def _written(plan: RowPlan) -> Iterator[tuple[int, Mapping[str, Cell], bool]]:
    """Each row with its new cells, and whether it has no others of the table."""
    for number, values in plan.updates.items():
        after = plan.shift.row(number)
        if after is not None:
            yield after, values, False
    for number, values in plan.renewed.items():
        yield number, values, True
    first = plan.shift.last_row - len(plan.added) + 1
    for number, values in enumerate(plan.added, first):
        yield number, values, True


def _is_fresh(number: int, plan: RowPlan) -> bool:
    """Whether a row was not part of the table, and so most likely has no height."""
    return number > plan.table.body.last_row


def _lines(cell: Cell, width: float) -> int:
    return printed_lines(cell, width) if isinstance(cell, str) else 1


def _height(attributes: bytes) -> float:
    found = _HEIGHT.search(attributes)
    return float(found[1]) if found else 0.0


def _fitted(attributes: bytes, height: float | None) -> bytes:
    """The attributes of a row with a height that was found for it; None for the usual one."""
    if _OF_ITS_OWN.search(attributes):
        return attributes
    without = _HEIGHT.sub(b"", attributes)
    return without if height is None else without + b' ht="%g"' % height
