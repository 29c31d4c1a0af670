"""How the cells of a block show their numbers, looked up before it is written to."""

from dataclasses import dataclass

import xlwings

from addin.books.addresses import Area
from addin.books.live.open_table import cells_of

MOST_QUESTIONS = 200
"""Where the formats change from cell to cell, looking stops after so many calls."""


class UnknownFormatError(Exception):
    """The formats were too many to be remembered."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a block: one code for each part, None for a part not looked at."""

    sheet: xlwings.Sheet
    parts: dict[Area, str | None]

    def put_back(self) -> None:
        """Let the cells show numbers as they did.

        Raises:
            UnknownFormatError: Not all of it is known.
        """
        for area, code in self.parts.items():
            if code is None:
                raise UnknownFormatError
            cells_of(self.sheet, area).number_format = code


def formats_of(sheet: xlwings.Sheet, area: Area) -> Formats:
    """Look the formats up: one call for a block that has one, more where it has several."""
    parts: dict[Area, str | None] = {}
    waiting, asked = [area], 0
    while waiting:
        part = waiting.pop()
        asked += 1
        code = cells_of(sheet, part).number_format if asked <= MOST_QUESTIONS else None
        if code is None and asked <= MOST_QUESTIONS:
            waiting += _halves(part)
        else:
            parts[part] = code
    return Formats(sheet, parts)


def _halves(area: Area) -> list[Area]:
    """Columns apart first: a column is likely to show all its numbers alike."""
    left, top, right, bottom = (
        area.first_column,
        area.first_row,
        area.last_column,
        area.last_row,
    )
    if left < right:
        middle = (left + right) // 2
        return [Area(left, top, middle, bottom), Area(middle + 1, top, right, bottom)]
    middle = (top + bottom) // 2
    return [Area(left, top, right, middle), Area(left, middle + 1, right, bottom)]
