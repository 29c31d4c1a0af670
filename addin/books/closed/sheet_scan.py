"""The cells of tables, read from their sheet by column in one pass.

What comes out is the same as from calamine, cell by cell, but it takes a fraction of the time: a
sheet is never a list of rows, and whatever a hundred cells have in common is done once for them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.books.closed.cell_texts import read_shared_texts, read_texts
from addin.books.closed.number_styles import NumberStyles, Shows
from addin.books.closed.package import Package
from addin.books.closed.row_pieces import row_pieces
from addin.books.closed.sheet_rows import UnknownFormError
from addin.books.closed.sheet_tags import Cells, Numbers, digits_before, find_cells
from addin.tables.grid import Cell

_ATTRIBUTE = re.compile(rb' (s|t|cm|vm)="([A-Za-z0-9]*)"')
_MOST_FORMS = 200
"""Different attributes among the cells of one column in one piece."""

_OF_NUMBERS = b"0123456789.+-eE"
_DIGITS_AT_ONCE = 8


@dataclass(slots=True)
class ColumnCells:
    """A column of a table, to be filled.

    Attributes:
        number: Of the sheet's column, from 1.
        first_row: Of the table's data, by the sheet's numbers.
        cells: One per data row; None where the sheet has nothing.
        waiting: Numbers that are days or durations, by their style: where they go, and what.
    """

    number: int
    first_row: int
    cells: NDArray[np.object_]
    waiting: dict[int, list[tuple[Numbers, NDArray[np.float64]]]] = field(default_factory=dict)

    @classmethod
    def empty(cls, number: int, first_row: int, height: int) -> "ColumnCells":
        """A column of a table with so many rows."""
        return cls(number, first_row, np.full(height, None, object))

    def among(self, cells: Cells) -> Numbers:
        """Which of a piece's cells lie in this column of the table."""
        picked = np.flatnonzero(cells.columns == self.number)
        bounds = (self.first_row, self.first_row + len(self.cells))
        first, end = np.searchsorted(cells.rows[picked], bounds)
        return picked[first:end]


class WorkbookValues:
    """What the cells of all sheets of a workbook refer to.

    Attributes:
        texts: The shared texts, by their place.
        styles: Which numbers are days, times or durations.

    Raises:
        UnknownFormError: They are written in a way not known here, or missing.
        DamagedFileError: They cannot be read, or not without harm.
    """

    def __init__(self, package: Package) -> None:
        part = next(iter(package.targets("", "officeDocument")), "")
        shared = package.targets(part, "sharedStrings")
        if any(name not in package for name in (*shared, *package.targets(part, "styles"))):
            raise UnknownFormError
        self.texts = _objects(read_shared_texts(package.read(shared[0])) if shared else [])
        self.styles = NumberStyles(package, part)


def scan(
    stretches: Iterable[bytes],
    columns: Sequence[ColumnCells],
    values: WorkbookValues,
    *,
    at_once: int = 2 << 20,
) -> None:
    """Fill the columns of the tables on one sheet.

    Args:
        stretches: The content of the sheet, however it is cut.
        columns: Of all its tables; those of one table need not be together.
        values: Of the workbook.
        at_once: Bytes of the sheet that are looked at together.

    Raises:
        UnknownFormError: Something on the sheet is not of a form known here; what has been filled
            so far is worth nothing.
    """
    row = 0
    for piece in row_pieces(stretches, at_once):
        cells = find_cells(piece, row)
        row = cells.last_row
        reader = _PieceReader(cells, values)
        for column in columns:
            reader.fill(column)
    for column in columns:
        for style, found in column.waiting.items():
            places, numbers = map(np.concatenate, zip(*found, strict=True))
            column.cells[places] = values.styles.cells(style, numbers)


class _PieceReader:
    """The values of the cells in one piece of a sheet."""

    def __init__(self, cells: Cells, values: WorkbookValues) -> None:
        self._cells = cells
        self._places = cells.places
        self._content = cells.places.content
        self._values = values

    def fill(self, column: ColumnCells) -> None:
        """Put into a column what this piece has of it."""
        for picked, attributes in self._alike(column.among(self._cells)):
            kind, style = _kind_and_style(attributes)
            places = self._cells.rows[picked] - column.first_row
            if (self._cells.inline[picked] != (kind == "inlineStr")).any():
                raise UnknownFormError
            if kind in ("", "n"):
                numbers = self._numbers(picked)
                if self._values.styles.shows(style) is Shows.NUMBER:
                    column.cells[places] = numbers.astype(object)
                else:
                    column.waiting.setdefault(style, []).append((places, numbers))
            else:
                column.cells[places] = self._others(kind, picked)

    def _alike(self, picked: Numbers) -> Iterator[tuple[Numbers, bytes]]:
        """The cells by their attributes other than the address."""
        for _ in range(_MOST_FORMS):
            if not len(picked):
                return
            start, end = self._cells.attributes[picked], self._cells.attributes_end[picked]
            attributes = self._content[start[0] : end[0]]
            same = end - start == len(attributes)
            for at in range(0, len(attributes), 8):
                part = attributes[at : at + 8]
                unseen = np.uint64(8 * (8 - len(part)))
                word = np.uint64(int.from_bytes(part, "little")) << unseen
                same &= self._places.eights[start + at] << unseen == word
            yield picked[same], attributes
            picked = picked[~same]
        raise UnknownFormError

    def _others(self, kind: str, picked: Numbers) -> NDArray[np.object_]:
        """The values of cells that are not numbers."""
        if kind == "s":
            return self._shared(picked)
        if kind == "b":
            return self._booleans(picked)
        if kind == "e":
            return _objects(self._raw(picked))
        if kind == "inlineStr":
            return self._inline(picked)
        if kind == "str":
            return _objects(read_texts(self._raw(picked), kept=True))
        raise UnknownFormError

    def _shared(self, picked: Numbers) -> NDArray[np.object_]:
        places, sound = self._whole(picked)
        if not sound.all() or places.max() >= len(self._values.texts):
            raise UnknownFormError
        found: NDArray[np.object_] = self._values.texts[places]
        return found

    def _booleans(self, picked: Numbers) -> NDArray[np.object_]:
        places, sound = self._whole(picked)
        if not sound.all() or places.max() > 1:
            raise UnknownFormError
        found: NDArray[np.object_] = (places == 1).astype(object)
        return found

    def _inline(self, picked: Numbers) -> NDArray[np.object_]:
        kept = self._cells.kept[picked]
        found = np.empty(len(picked), object)
        for keeps in (False, True):
            some = kept == keeps
            found[some] = _objects(read_texts(self._raw(picked[some]), kept=keeps))
        return found

    def _numbers(self, picked: Numbers) -> NDArray[np.float64]:
        """Numbers as Python reads them; those of few digits are put together at once."""
        numbers, sound = self._whole(picked)
        found = numbers.astype(np.float64)
        rest = picked[~sound]
        if len(rest):
            raw = self._raw(rest)
            if "".join(raw).encode().translate(None, _OF_NUMBERS):
                raise UnknownFormError
            try:
                found[~sound] = list(map(float, raw))
            except ValueError as fault:
                raise UnknownFormError from fault
        return found

    def _whole(self, picked: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """The numbers, and which of them are whole ones of few digits without a sign."""
        end = self._cells.end[picked]
        lengths = end - self._cells.start[picked]
        few = (lengths > 0) & (lengths <= _DIGITS_AT_ONCE)
        numbers, digits = digits_before(self._places, end, np.where(few, lengths, 1))
        return numbers, few & digits

    def _raw(self, picked: Numbers) -> list[str]:
        """What stands in the XML for the values of cells."""
        bounds = zip(
            self._cells.start[picked].tolist(), self._cells.end[picked].tolist(), strict=True
        )
        if self._text is not None:
            return [self._text[start:end] for start, end in bounds]
        try:
            return [self._content[start:end].decode() for start, end in bounds]
        except UnicodeDecodeError as fault:
            raise UnknownFormError from fault

    @cached_property
    def _text(self) -> str | None:
        """The piece as a text with the same places; None if it has other letters than English."""
        return self._content.decode("ascii") if self._content.isascii() else None


def _objects(values: Sequence[Cell]) -> NDArray[np.object_]:
    found = np.empty(len(values), object)
    found[:] = values
    return found


def _kind_and_style(attributes: bytes) -> tuple[str, int]:
    """The type of a cell, empty for a number, and its style.

    Raises:
        UnknownFormError: There is another attribute, or one twice.
    """
    found: dict[str, Any] = {}
    at = 0
    while at < len(attributes):
        attribute = _ATTRIBUTE.match(attributes, at)
        if attribute is None or attribute[1].decode() in found:
            raise UnknownFormError
        found[attribute[1].decode()] = attribute[2].decode()
        at = attribute.end()
    style = found.get("s", "0")
    if not style.isdecimal():
        raise UnknownFormError
    return found.get("t", ""), int(style)
