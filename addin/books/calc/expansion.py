"""Rows typed right below a table become rows of it, as in Excel."""

from collections.abc import Mapping

from addin.books.addresses import LAST_ROW
from addin.books.calc.office import UnoObject, bridge


def room_below(document: UnoObject) -> dict[str, int]:
    """How many blank rows lie below each table without totals, up to the next filled one."""
    tables = (
        document.DatabaseRanges.getByName(name) for name in document.DatabaseRanges.ElementNames
    )
    return {
        one.Name: _rows_below(document, one, filled=False) for one in tables if not one.TotalsRow
    }


def expand_tables(document: UnoObject, room: Mapping[str, int]) -> None:
    """Take in what was typed below some tables.

    Args:
        document: The document.
        room: From ``room_below`` at a time before it was typed: what was there stays outside.
    """
    for name, blank in room.items():
        if document.DatabaseRanges.hasByName(name):
            table = document.DatabaseRanges.getByName(name)
            count = min(_rows_below(document, table, filled=True), blank)
            if count and not table.TotalsRow:
                _expand(document, table, count)


def _rows_below(document: UnoObject, table: UnoObject, *, filled: bool) -> int:
    """How many rows right below a table are filled, or blank; as far as the sheet is in use."""
    area = table.DataArea
    sheet = document.Sheets.getByIndex(area.Sheet)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
    last = cursor.RangeAddress.EndRow
    rest = 0 if filled else LAST_ROW - 1 - max(last, area.EndRow)
    if last <= area.EndRow:
        return rest
    below = sheet.getCellRangeByPosition(
        area.StartColumn, area.EndRow + 1, area.EndColumn, last
    ).getFormulaArray()
    others = (count for count, row in enumerate(below) if any(row) != filled)
    return next(others, len(below) + rest)


def _expand(document: UnoObject, table: UnoObject, count: int) -> None:
    """Let a table cover more rows, and fill its formulas down into those left blank."""
    area = table.DataArea
    sheet = document.Sheets.getByIndex(area.Sheet)
    down = bridge().Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
    for column in range(area.StartColumn, area.EndColumn + 1):
        column_of = sheet.getCellRangeByPosition(column, area.EndRow, column, area.EndRow + count)
        last, *new = column_of.getFormulaArray()
        if last[0].startswith("=") and not any(cell[0] for cell in new):
            column_of.fillAuto(down, 1)
    area.EndRow += count
    table.setDataArea(area)
