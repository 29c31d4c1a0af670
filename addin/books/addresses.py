"""Cell addresses as Excel writes them, and the rectangles between two of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


@cache
def column_number(letters: str) -> int:
    """The number of a column, from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """The letters of a column, from its number.

    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; all four numbers are from 1 and inclusive."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``A1``, ``A1:C9`` or the same with dollar signs.

        Raises:
            ValueError: The text is something else, such as a whole column.

        >>> Area.parse("$B$2:D9")
        Area(first_column=2, first_row=2, last_column=4, last_row=9)
        """
        found = _AREA.fullmatch(text)
        if found is None:
            message = f"not a range of cells: {text}"
            raise ValueError(message)
        left, top, right, bottom = found.groups()
        columns = sorted((column_number(left), column_number(right or left)))
        rows = sorted((int(top), int(bottom or top)))
        return cls(columns[0], rows[0], columns[1], rows[1])

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        last = f"{column_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    def rows(self, first: int, last: int) -> Self:
        """The same columns over other rows.

        >>> str(Area.parse("A1:C9").rows(2, 5))
        'A2:C5'
        """
        return replace(self, first_row=first, last_row=last)

    def meets(self, other: "Area") -> bool:
        """Whether the two have a cell in common."""
        return (
            self.first_column <= other.last_column
            and other.first_column <= self.last_column
            and self.first_row <= other.last_row
            and other.first_row <= self.last_row
        )

    def within(self, other: "Area") -> bool:
        """Whether every cell of this one is in the other."""
        return (
            other.first_column <= self.first_column
            and self.last_column <= other.last_column
            and other.first_row <= self.first_row
            and self.last_row <= other.last_row
        )

    def joined(self, other: "Area") -> "Area":
        """The smallest rectangle around both.

        >>> str(Area.parse("B2").joined(Area.parse("A5:A9")))
        'A2:B9'
        """
        return Area(
            min(self.first_column, other.first_column),
            min(self.first_row, other.first_row),
            max(self.last_column, other.last_column),
            max(self.last_row, other.last_row),
        )


def areas(text: str) -> Iterator[Area]:
    """The rectangles of a list such as an ``sqref``; whole rows and columns are left out.

    >>> [str(area) for area in areas("A1 B2:B9 C:C")]
    ['A1', 'B2:B9']
    """
    for word in text.split():
        if _AREA.fullmatch(word):
            yield Area.parse(word)
