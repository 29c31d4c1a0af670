"""References to cells inside the text of a formula: found, moved and copied down.

Only what refers by address is touched. A name, a structured reference such as ``Plan[amount]``, a
text in quotes and a reference to another workbook are not references to cells here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from addin.books.addresses import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number

_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*"
    | (?P<sheet>'(?:[^']|'')*'!|(?:\[[0-9]+\])?[^\W\d][\w.]*(?::[\w.]+)?!)?
      (?P<cells>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?
        |\$?[A-Z]{1,3}:\$?[A-Z]{1,3}
        |\$?[0-9]{1,7}:\$?[0-9]{1,7})
      (?![\w.(\[!])
    | '(?:[^']|'')*'
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]
    | [\w.\\?]+
    """,
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Z]*)(\$?)([0-9]*)")
_MAYBE = re.compile(r"[A-Z]\$?[0-9]|:")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; column or row is 0 in a whole row or a whole column."""

    column: int
    row: int
    column_fixed: bool
    row_fixed: bool

    @classmethod
    def parse(cls, text: str) -> "Corner":
        """Read ``$B7``, ``$B`` or ``7``."""
        found = _CORNER.fullmatch(text)
        assert found is not None, text
        first, letters, second, digits = found.groups()
        return cls(
            column_number(letters),
            int(digits or 0),
            column_fixed=bool(first and letters),
            row_fixed=bool(second if letters else first),
        )

    def __str__(self) -> str:
        column = "$" * self.column_fixed + column_letters(self.column) if self.column else ""
        return column + ("$" * self.row_fixed + str(self.row) if self.row else "")

    def copied(self, rows: int, columns: int) -> "Corner | None":
        """Where the same formula points from a cell further down and right, or off the sheet."""
        row = self.row + rows * (self.row > 0 and not self.row_fixed)
        column = self.column + columns * (self.column > 0 and not self.column_fixed)
        on_sheet = row in range(bool(self.row), LAST_ROW + 1)
        on_sheet &= column in range(bool(self.column), LAST_COLUMN + 1)
        return replace(self, row=row, column=column) if on_sheet else None


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in a formula.

    Attributes:
        sheet: The sheet it names, without quotes; empty when it names none.
        last: The same as ``first`` for a single cell.
        single: Whether it is written as one cell.
    """

    sheet: str
    first: Corner
    last: Corner
    single: bool

    @property
    def area(self) -> Area | None:
        """Its cells; None for whole rows and columns."""
        if not (self.first.row and self.first.column):
            return None
        return Area.parse(f"{self}")

    def __str__(self) -> str:
        return str(self.first) if self.single else f"{self.first}:{self.last}"

    def over_rows(self, first: int, last: int) -> "Reference":
        """The same columns over other rows; a single cell becomes a range when they differ."""
        return replace(
            self,
            first=replace(self.first, row=first),
            last=replace(self.last, row=last),
            single=self.single and first == last,
        )


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with each of its references put through ``change``; None becomes ``#REF!``."""
    if not _MAYBE.search(formula):
        return formula

    def one(found: re.Match[str]) -> str:
        cells = found["cells"]
        if cells is None:
            return found[0]
        reference = _reference(found["sheet"] or "", cells)
        if max(reference.first.column, reference.last.column) > LAST_COLUMN:
            return found[0]  # a name that looks like an address
        changed = change(reference)
        if changed == reference:
            return found[0]
        return (found["sheet"] or "") + (str(changed) if changed else "#REF!")

    return _TOKEN.sub(one, formula)


@lru_cache(maxsize=4096)
def copied(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it reads when its cell is copied down and right.

    >>> copied("B2*$C$1+SUM('A & B'!B$2:B2)+Plan[[#This Row],[B2]]", 3)
    "B5*$C$1+SUM('A & B'!B$2:B5)+Plan[[#This Row],[B2]]"
    """
    return formula if _stays(formula) else _moved(formula, rows, columns)


@lru_cache(maxsize=256)
def _stays(formula: str) -> bool:
    """Whether it reads the same wherever it is copied: long ones of tables mostly do."""
    return _moved(formula, 1, 1) == formula


def _moved(formula: str, rows: int, columns: int) -> str:
    def change(reference: Reference) -> Reference | None:
        first = reference.first.copied(rows, columns)
        last = reference.last.copied(rows, columns)
        return replace(reference, first=first, last=last) if first and last else None

    return rewritten(formula, change)


def _reference(sheet: str, cells: str) -> Reference:
    first, _, last = cells.partition(":")
    name = sheet.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return Reference(name, Corner.parse(first), Corner.parse(last or first), single=not last)
