"""A block of cells in LibreOffice, read and written in one call each, by Excel's rules."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from addin.books.calc import values
from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.values import ComValue

# com.sun.star.util.NumberFormat
DATE, TIME, CURRENCY, PERCENT, LOGICAL, TEXT = 2, 4, 8, 128, 1024, 256
# The kinds that say what a cell holds; of any other, none asks which cells have it.
TELLING = DATE | TIME | CURRENCY | PERCENT | LOGICAL | TEXT
# com.sun.star.sheet.FormulaResult
FAILED = 4

Position = tuple[int, int]


def number_format_key(document: UnoObject, code: str) -> int:
    """LibreOffice's number for a format code written as Excel writes it."""
    locale = bridge().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    known = document.NumberFormats.queryKey(code, locale, False)  # noqa: FBT003
    return int(document.NumberFormats.addNew(code, locale) if known == -1 else known)


def formats(document: UnoObject, cells: UnoObject) -> list[tuple[int, UnoObject]]:
    """The kinds of number format in a block that matter, each with the areas it covers.

    Each question takes LibreOffice a fifth of a millisecond, and a table has dozens of formats.
    """
    known, kinds, found = document.NumberFormats, dict[int, int](), []
    for alike in cells.getUniqueCellFormatRanges():
        key = alike.NumberFormat
        if key not in kinds:
            kinds[key] = known.getByKey(key).Type
        if kinds[key] & TELLING:
            found.append((kinds[key], alike.RangeAddresses))
    return found


def within(areas: UnoObject, cells: UnoObject) -> Iterator[Position]:
    """Row and column of each cell of the areas, from 0, counted within the block."""
    block = cells.RangeAddress
    for area in areas:
        for row in range(area.StartRow - block.StartRow, area.EndRow - block.StartRow + 1):
            for column in range(
                area.StartColumn - block.StartColumn, area.EndColumn - block.StartColumn + 1
            ):
                yield row, column


def read(document: UnoObject, cells: UnoObject) -> list[list[UnoObject]]:
    """What COM's ``Range.Value`` would give."""
    rows, kinds = _exact(document, cells)
    days = first_day(document) if kinds else 0
    for kind, areas in kinds:
        if kind & (DATE | TIME):
            change = partial(_moment, days=days)
        elif kind & CURRENCY:
            change = values.currency  # type: ignore[assignment]
        else:
            continue
        for row, column in within(areas, cells):
            if type(rows[row][column]) is float:
                rows[row][column] = change(rows[row][column])
    return rows


def first_day(document: UnoObject) -> int:
    """The number that Excel's usual calendar gives the day from which a document counts.

    It is 1462 for a workbook that counts from 1904, as old ones for the Mac do.
    """
    first = document.NullDate
    return int(values.serial(date(first.Year, first.Month, first.Day)))


def _moment(number: float, days: int) -> datetime | float:
    """The date of a number of a document; a time of day has none in either calendar."""
    return values.moment(number + days if number >= 1 else number)


def exact(document: UnoObject, cells: UnoObject) -> list[list[UnoObject]]:
    """What COM's ``Range.Value2`` would give: dates and currency as plain numbers."""
    return _exact(document, cells)[0]


def _exact(
    document: UnoObject, cells: UnoObject
) -> tuple[list[list[UnoObject]], list[tuple[int, UnoObject]]]:
    """The plain values, and the formats; where there is no number, none is asked for."""
    rows = [[None if cell == "" else cell for cell in row] for row in cells.getDataArray()]
    has_numbers = any(type(cell) is float for row in rows for cell in row)
    kinds = formats(document, cells) if has_numbers else []
    for kind, areas in kinds:
        if kind & LOGICAL:
            for row, column in within(areas, cells):
                if type(rows[row][column]) is float:
                    rows[row][column] = bool(rows[row][column])
    for row, column in within(cells.queryFormulaCells(FAILED).RangeAddresses, cells):
        error = cells.getCellByPosition(column, row).getError()
        text = values.CALC_ERRORS.get(error, "#VALUE!")
        rows[row][column] = values.ERROR_NUMBERS[text]
    return rows, kinds


class Writing:
    """One write of a block of values, as COM's ``Range.Value`` takes them.

    Attributes:
        plain: The rows that go down in one call.
        formulas: The cells whose text is a formula.
        as_date: The cells that need a date format, for the time of day as well if True.
        as_logical: The cells that need the format of true and false.
    """

    def __init__(
        self, texts: set[Position], rows: Sequence[Sequence[UnoObject]], days: int = 0
    ) -> None:
        """Prepare a write.

        Args:
            texts: From ``text_cells``.
            rows: The values.
            days: From ``first_day``.
        """
        self.texts = texts
        self.days = days
        self.formulas: dict[Position, str] = {}
        self.as_date: dict[Position, bool] = {}
        self.as_logical: list[Position] = []
        self.plain = tuple(
            tuple(self._cell((row, column), value) for column, value in enumerate(line))
            for row, line in enumerate(rows)
        )

    def _cell(self, at: Position, value: ComValue) -> str | float:
        if value is None:
            return ""
        if isinstance(value, str):
            return self._text(at, value)
        if isinstance(value, bool):
            self.as_logical.append(at)
            return float(value)
        if isinstance(value, date):
            number = values.serial(value) - self.days
            self.as_date[at] = isinstance(value, datetime) and not number.is_integer()
            return number
        number = float(values.currency(float(value))) if isinstance(value, Decimal) else value
        # Excel makes a text of a number that is put into a cell formatted as text.
        return f"{float(number):.15g}" if at in self.texts else float(number)

    def _text(self, at: Position, text: str) -> str | float:
        if at in self.texts:
            return text.removeprefix("'")
        if text.startswith("="):
            self.formulas[at] = text
            return ""
        found = values.typed(text)
        if isinstance(found, bool):
            self.as_logical.append(at)
        return found if isinstance(found, str) else float(found)


def text_cells(document: UnoObject, cells: UnoObject) -> set[Position]:
    """The cells of a block that are formatted as text."""
    return {
        at for kind, areas in formats(document, cells) if kind & TEXT for at in within(areas, cells)
    }


def set_formats(document: UnoObject, cells: UnoObject, writing: Writing) -> None:
    """Show dates as dates and truths as truths, unless the cell has such a format already."""
    if not writing.as_date and not writing.as_logical:
        return
    dated = {
        at
        for kind, areas in formats(document, cells)
        if kind & (DATE | TIME)
        for at in within(areas, cells)
    }
    wanted = {
        "yyyy-mm-dd": [at for at, timed in writing.as_date.items() if not timed],
        "yyyy-mm-dd hh:mm:ss": [at for at, timed in writing.as_date.items() if timed],
        "BOOLEAN": writing.as_logical,
    }
    for code, places in wanted.items():
        missing = [at for at in places if at not in dated]
        if missing:
            key = number_format_key(document, code)
            for column, first, last in column_runs(missing):
                cells.getCellRangeByPosition(column, first, column, last).NumberFormat = key


def column_runs(places: Sequence[Position]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of each unbroken run.

    >>> list(column_runs([(0, 1), (1, 1), (3, 1), (0, 2)]))
    [(1, 0, 1), (1, 3, 3), (2, 0, 0)]
    """
    run: tuple[int, int, int] | None = None
    for row, column in sorted(places, key=lambda at: (at[1], at[0])):
        if run and run[0] == column and run[2] == row - 1:
            run = (column, run[1], row)
            continue
        if run:
            yield run
        run = (column, row, row)
    if run:
        yield run
