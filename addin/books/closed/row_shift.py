"""Where the rows of a table go when some are removed and others added.

The one place that knows it: cells, formulas, validations, formats, names, charts and pivot tables
all ask here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from addin.books.addresses import Area
from addin.books.closed.references import Reference, rewritten


class RowGoneError(Exception):
    """What was referred to is no longer there."""

    def __init__(self, shift: "Shift") -> None:
        super().__init__()
        self.shift = shift


@dataclass(frozen=True, slots=True)
class Shift:
    """The move of one table's rows; all row numbers are those of the sheet.

    Attributes:
        table: Name of the table.
        sheet: Name of its sheet.
        body: Its data rows before, without headings and totals.
        removed: The rows that go, ascending; never all of them.
        added: Number of rows put below.
        totals: Number of totals rows, 0 or 1.
    """

    table: str
    sheet: str
    body: Area
    removed: tuple[int, ...]
    added: int
    totals: int

    @property
    def growth(self) -> int:
        """By how many rows the table becomes longer; negative when it becomes shorter."""
        return self.added - len(self.removed)

    @property
    def last_row(self) -> int:
        """The last data row afterwards."""
        return self.body.last_row + self.growth

    def row(self, row: int) -> int | None:
        """Where a row goes, within the columns of the table; None if it is removed."""
        if self.body.first_row <= row <= self.body.last_row:
            before = bisect_left(self.removed, row)
            gone = before < len(self.removed) and self.removed[before] == row
            return None if gone else row - before
        return row + self.growth if self._in_totals(row) else row

    def moved(self, area: Area) -> Area | None:
        """Where the cells of an area are afterwards; None when none is left.

        An area that is wider than the table stays: the cells beside the table do not move.
        """
        if not self._in_columns(area):
            return area
        first = self._down(area.first_row, bisect_left)
        last = self._down(area.last_row, bisect_right)
        return area.rows(first, last) if first <= last else None

    def pieces(self, area: Area) -> list[Area]:
        """An area cut at the edges of the table's columns; only the piece within them can move."""
        body = self.body
        edges = [
            (area.first_column, min(area.last_column, body.first_column - 1)),
            (
                max(area.first_column, body.first_column),
                min(area.last_column, body.last_column),
            ),
            (max(area.first_column, body.last_column + 1), area.last_column),
        ]
        return [
            replace(area, first_column=left, last_column=right)
            for left, right in edges
            if left <= right
        ]

    def stretched(self, area: Area) -> Area | None:
        """As ``moved``, but an area that ended with the data rows ends with them again."""
        moved = self.moved(area)
        if moved and area.last_row == self.body.last_row and self._in_columns(area):
            return moved.rows(moved.first_row, self.last_row)
        return moved

    def grown(self, area: Area) -> Area:
        """An area that held the whole table, and perhaps more beside it, holds it whole again."""
        bottom = self.body.last_row + self.totals
        if not self.body.rows(self.body.first_row, bottom).within(area):
            return area
        return area.rows(area.first_row, max(area.last_row, bottom + self.growth))

    def covers(self, area: Area) -> bool:
        """Whether an area has every data row, in columns of the table, and ends with them."""
        return (
            self._in_columns(area)
            and area.first_row <= self.body.first_row
            and area.last_row == self.body.last_row
        )

    def ends(self, area: Area) -> bool:
        """Whether an area is a stretch of rows that ends with the data rows."""
        several = area.first_row < area.last_row == self.body.last_row
        return self.covers(area) or (several and self._in_columns(area))

    def _in_columns(self, area: Area) -> bool:
        return area.within(self.body.rows(area.first_row, area.last_row))

    def _in_totals(self, row: int) -> bool:
        return self.body.last_row < row <= self.body.last_row + self.totals

    def _down(self, row: int, count: Callable[[tuple[int, ...], int], int]) -> int:
        if self.body.first_row <= row <= self.body.last_row:
            return row - count(self.removed, row)
        return row + self.growth if self._in_totals(row) else row


def followed(
    formula: str, host: str, shift: Shift, *, stretch: bool = True, series: bool = False
) -> str:
    """A formula after the rows it refers to have moved.

    Args:
        formula: Its text, without the equals sign.
        host: The sheet it stands on: where a reference points that names no sheet.
        shift: The move.
        stretch: Whether a range over all the rows is to cover the added ones. Inside the table
            only a range that is fixed at both ends is, such as a share of the total has it: a
            running total would count the rows after its own.
        series: Whether a single cell, too, may stand for a whole column of one row, as in a chart.

    Raises:
        RowGoneError: It refers to nothing but rows that are removed.
    """
    return rewritten(
        formula,
        lambda reference: _after(reference, host, shift, stretch=stretch, series=series),
    )


def print_area_followed(areas: str, shift: Shift) -> str:
    """What is printed of a sheet: an area that held the whole table goes on doing so."""

    def change(reference: Reference) -> Reference:
        area = reference.area
        if area is None or reference.sheet.casefold() != shift.sheet.casefold():
            return reference
        after = shift.grown(area)
        return reference.over_rows(after.first_row, after.last_row)

    return rewritten(areas, change)


def pattern_followed(formula: str, host: str, shift: Shift, rows: int, columns: int = 0) -> str:
    """A formula of a validation or a conditional format after rows have moved.

    Its relative references are meant from the first cell it applies to, which has gone down by
    ``rows`` and right by ``columns``; its fixed ones mean certain cells and follow them.

    Raises:
        RowGoneError: It refers to nothing but rows that are removed.
    """

    def change(reference: Reference) -> Reference | None:
        if reference.first.row_fixed and reference.last.row_fixed:
            reference = _after(reference, host, shift, stretch=True, series=False)
        first = reference.first.copied(rows, columns)
        last = reference.last.copied(rows, columns)
        return replace(reference, first=first, last=last) if first and last else None

    return rewritten(formula, change)


def _after(
    reference: Reference, host: str, shift: Shift, *, stretch: bool, series: bool
) -> Reference:
    area = reference.area
    if area is None or (reference.sheet or host).casefold() != shift.sheet.casefold():
        return reference
    fixed = reference.first.row_fixed and reference.last.row_fixed
    alike = reference.first.row_fixed == reference.last.row_fixed
    whole = alike and shift.covers(area) and (series or area.first_row < area.last_row)
    after = shift.stretched(area) if (stretch or fixed) and whole else shift.moved(area)
    if after is None:
        raise RowGoneError(shift)
    return reference.over_rows(after.first_row, after.last_row)
