"""What a document open in LibreOffice holds at one moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from addin.books.addresses import LAST_COLUMN, Area
from addin.books.calc.office import UnoObject

Rows = Sequence[Sequence[str]]
Results = Sequence[Sequence[str | float]]


@dataclass(frozen=True, slots=True)
class TableState:
    """Where a table lies.

    Attributes:
        area: All of it, headings and totals included.
        headings: Whether its first row is headings.
        totals: Whether its last row is totals.
    """

    name: str
    area: Area
    headings: bool
    totals: bool

    @property
    def first_row(self) -> int:
        """The first of its data rows."""
        return self.area.first_row + self.headings

    @property
    def last_row(self) -> int:
        """The last of its data rows."""
        return self.area.last_row - self.totals


@dataclass(frozen=True, slots=True)
class SheetState:
    """One sheet.

    Attributes:
        sheet: The UNO object; it is the same one after the sheet was renamed or moved.
        name: Its name at this moment.
        formulas: The content of each cell as UNO tells it, a formula with its equals sign; rows
            and columns are counted from the first ones of the sheet.
        results: The value of each cell: a number, a text or an empty text.
        tables: From the top down.
        rows: A range beside all data, as long as the sheet is used, for each stretch of rows
            that belongs to a table or lies between tables: LibreOffice moves it along.
        columns: Likewise a range over the used columns.
        extents: First and last row of each of ``rows``, then first and last of ``columns``.
    """

    sheet: UnoObject
    name: str
    formulas: Rows
    results: Results
    tables: Sequence[TableState]
    rows: Sequence[UnoObject]
    columns: UnoObject
    extents: Sequence[tuple[int, int]]

    def content(self, row: int, column: int) -> tuple[str, str | float]:
        """Formula and result of a cell, by its numbers from 1; empty texts beyond the last one."""
        if row > len(self.formulas) or column > len(self.formulas[0]):
            return "", ""
        return self.formulas[row - 1][column - 1], self.results[row - 1][column - 1]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of its rows and columns that are in use."""
        return len(self.formulas), len(self.formulas[0])


def is_formula(content: str, result: str | float) -> bool:
    """Whether a content is a formula; of a text that only looks like one the result is the same."""
    return content.startswith(("=", "{=")) and content != result


def state_of(document: UnoObject, known: Collection[str] | None = None) -> list[SheetState]:
    """What the sheets of a document hold, from left to right.

    Args:
        document: The document.
        known: Names of the tables that count; None for all that there are.
    """
    tables = _tables(document, known)
    return [
        _sheet_state(document.Sheets.getByIndex(place), tables.get(place, []))
        for place in range(document.Sheets.Count)
    ]


def extents_of(state: SheetState) -> list[tuple[int, int]]:
    """Where the ranges of ``rows`` and ``columns`` are by now."""
    rows = [one.RangeAddress for one in state.rows]
    columns = state.columns.RangeAddress
    return [
        *((area.StartRow + 1, area.EndRow + 1) for area in rows),
        (columns.StartColumn + 1, columns.EndColumn + 1),
    ]


def _tables(document: UnoObject, known: Collection[str] | None) -> dict[int, list[TableState]]:
    found: dict[int, list[TableState]] = {}
    for name in document.DatabaseRanges.ElementNames:
        if known is not None and name not in known:
            continue
        table = document.DatabaseRanges.getByName(name)
        at = table.DataArea
        area = Area(at.StartColumn + 1, at.StartRow + 1, at.EndColumn + 1, at.EndRow + 1)
        state = TableState(name, area, bool(table.ContainsHeader), bool(table.TotalsRow))
        found.setdefault(at.Sheet, []).append(state)
    return {
        sheet: sorted(tables, key=lambda one: one.area.first_row) for sheet, tables in found.items()
    }


def _sheet_state(sheet: UnoObject, tables: Sequence[TableState]) -> SheetState:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
    end = cursor.RangeAddress
    last_row = max([end.EndRow + 1, *(table.area.last_row for table in tables)])
    last_column = max([end.EndColumn + 1, *(table.area.last_column for table in tables)])
    used = sheet.getCellRangeByPosition(0, 0, last_column - 1, last_row - 1)
    cuts = _stretches(tables, last_row)
    edge = LAST_COLUMN - 1 if sheet.Columns.Count >= LAST_COLUMN else sheet.Columns.Count - 1
    return SheetState(
        sheet=sheet,
        name=sheet.Name,
        formulas=used.getFormulaArray(),
        results=used.getDataArray(),
        tables=tables,
        rows=[
            sheet.getCellRangeByPosition(edge, first - 1, edge, last - 1) for first, last in cuts
        ],
        columns=sheet.getCellRangeByPosition(0, 0, last_column - 1, 0),
        extents=[*cuts, (1, last_column)],
    )


def _stretches(tables: Sequence[TableState], last_row: int) -> list[tuple[int, int]]:
    """The rows up to the data of a lone table, its data rows and those below; else all in one."""
    if len(tables) != 1:
        return [(1, last_row)]
    first, last = tables[0].first_row, max(tables[0].last_row, tables[0].first_row)
    cuts = [(1, first - 1), (first, last), (last + 1, max(last_row, last + 1))]
    return [(start, end) for start, end in cuts if start <= end]
