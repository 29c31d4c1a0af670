"""Rows of a table that are hidden, by its filter or by hand: it is the record that is hidden.

To a file, hidden is the row of the sheet. When the records of a table move over the sheet, what
was hidden stays hidden and what was seen stays seen; a new record is always seen. A filter is not
applied anew: Excel does not either, until its user asks for it, so that any criterion will do.
"""

import re
from collections.abc import Iterable

from addin.books.addresses import areas
from addin.books.closed.package import MAIN
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_cells import cut, filled
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.sheet_rows import Row
from addin.books.closed.table_part import Table, is_filtering
from addin.books.refusals import FilteredError, HiddenRowError

_MARK = re.compile(rb'\s*\bhidden="[^"]*"')  # LibreOffice says of every row that it is not
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_GROUPED = re.compile(rb'\boutlineLevel="[1-7]"')


def refuse_hidden(part: SheetPart, plan: RowPlan, tables: Iterable[Table]) -> None:
    """Make sure that the rows whose visibility changes are this table's alone to change.

    Raises:
        FilteredError: Another filter on the sheet hides them.
        HiddenRowError: They are hidden by hand and hold other cells too, or are part of a group.
    """
    table = plan.table
    rows = visibility_changes(part, plan)
    if not rows:
        return
    if _other_filter(part, table, tables, rows):
        raise FilteredError(table=table.name, sheet=table.sheet)
    for number in rows:
        row = part.text.rows.get(number) or Row()
        if _GROUPED.search(row.attributes) or not (table.filtered or _alone(row, table)):
            raise HiddenRowError(table=table.name, sheet=table.sheet, row=number)


def show_and_hide(part: SheetPart, plan: RowPlan) -> None:
    """Let every record of a table be hidden or seen as it was before it moved."""
    for number, hidden in visibility_changes(part, plan).items():
        row = part.text.row(number)
        row.attributes = _MARK.sub(b"", row.attributes)
        if hidden:
            row.attributes += b' hidden="1"'


def visibility_changes(part: SheetPart, plan: RowPlan) -> dict[int, bool]:
    """The rows of the sheet to hide (True) and to show (False), by number.

    It reads only how the rows are now, not what is in them.
    """
    shift, area = plan.shift, plan.table.area
    first = min((*plan.renewed, *shift.removed), default=plan.table.body.last_row + 1)
    last = area.last_row + max(shift.growth, 0)
    perhaps = part.text.rows.marked(b"hidden=", range(first, last + 1))
    before = {number for number in perhaps if _is_hidden(part, number)}
    kept = (n for n in before if n <= area.last_row and n not in plan.renewed)
    after = {row for row in map(shift.row, kept) if row is not None}
    return {number: number in after for number in sorted(before ^ after)}


def _is_hidden(part: SheetPart, number: int) -> bool:
    row = part.text.rows.get(number)
    return row is not None and _HIDDEN.search(row.attributes) is not None


def _other_filter(
    part: SheetPart, table: Table, tables: Iterable[Table], rows: Iterable[int]
) -> bool:
    """Whether a filter that is not this table's hides rows among these, or may do so."""
    filters = [
        other.body
        for other in tables
        if other.filtered and other.sheet_part == table.sheet_part and other.part != table.part
    ]
    own = part.frame.find(f"{MAIN}autoFilter")
    if own is not None and is_filtering(own):
        filters += areas(own.get("ref", ""))
    if not filters and not table.filtered:
        # A filter by a range of criteria leaves nothing but this mark.
        mark = part.frame.find(f"{MAIN}sheetPr")
        return mark is not None and mark.get("filterMode") in ("1", "true")
    return any(area.first_row <= row <= area.last_row for area in filters for row in rows)


def _alone(row: Row, table: Table) -> bool:
    """Whether a row of the sheet holds nothing outside the table."""
    left, _, right = cut(row.cells, table.area.first_column, table.area.last_column)
    return filled(left) is None and filled(right) is None
