"""The rows of a file to import, each beside the row of the workbook that it is about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.billing.expenses import number_of
from addin.books.closed.book_file import told_faults
from addin.books.closed.package import Package
from addin.books.closed.vast_contents import refuse_vast_contents
from addin.books.refusals import DamagedFileError
from addin.jobs.content import Content
from addin.jobs.work.entry_keys import LETTERS, next_keys
from addin.tables.columns import Writer
from addin.tables.grid import Cell, Grid
from addin.tables.reading import Table, folded_key
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sources import SourceUnreadableError, read_source

WORKBOOKS = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows to import, column by column; each list has one entry per filled row of the source.

    Attributes:
        existing: Position of the row with its key in the workbook; None for a new one.
        values: By field, with the defaults of empty cells. The lists are the import's own.
        filled: By field that the source has, which of its cells hold something.
    """

    existing: list[int | None]
    values: dict[str, list[Any]]
    filled: dict[str, list[bool]]

    def given(self, position: int) -> dict[str, Any]:
        """What the source says of a row, by field."""
        return {
            name: self.values[name][position]
            for name, cells in self.filled.items()
            if cells[position]
        }


def read_outside(path: Path, headed_by: Collection[str] = ()) -> Grid:
    """The rows of a file from outside, which is not trusted; ``headed_by`` as ``read_source``.

    Raises:
        BillingError: It is missing, empty, damaged or none of the kinds that can be imported
            (IMP-01 to IMP-05), or would take more memory than a workbook needs (BOOK-10,
            BOOK-14).
    """
    if path.suffix.lower() in WORKBOOKS and path.is_file() and path.stat().st_size:
        try:
            with told_faults(path), Package(path) as package:
                refuse_vast_contents(package)
        except DamagedFileError as error:
            raise SourceUnreadableError(path=path) from error
    return read_source(path, headed_by)


def incoming_rows(content: Content, source: Table[Any], table: Table[Any]) -> Incoming:
    """The rows of the source; one that is to have a number gets one that neither side has."""
    at: dict[tuple[object, ...], int] = {}
    for position, key in enumerate(table.keys()):
        at.setdefault(folded_key(key), position)
    existing = [
        at.get(folded_key(key)) if any(part != "" for part in key) else None
        for key in _keys(source)
    ]
    values = {
        column.name: list(source.values[column.name])
        for column in source.spec.columns
        if column.writer is not Writer.FORMULA
    }
    column, letter = LETTERS.get(source.spec.name, ("", ""))
    if column and None in values[column]:
        numbers = next_keys(letter, _known_numbers(content, source, column))
        values[column] = [next(numbers) if one is None else one for one in values[column]]
    filled = {name: cells for name, cells in _filled(source).items() if name in values}
    return Incoming(existing, values, filled)


def _known_numbers(content: Content, source: Table[Any], column: str) -> Iterator[str | None]:
    """The numbers that rows have on either side, and those of expenses that lines have billed."""
    yield from content.tables[source.spec.name].values[column]
    yield from source.values[column]
    yield from map(number_of, filter(None, content.table(PrebillingLine).values["origin"]))


def _keys(source: Table[Any]) -> Iterator[tuple[Any, ...]]:
    """The key of each row; that of a table without keys is empty."""
    return source.keys() if source.spec.keys else iter([()] * len(source))


def _filled(source: Table[Any]) -> dict[str, list[bool]]:
    """Which cells of each column of the source hold something."""
    headings = source.grid.headings
    return {
        name: _holding(source.grid.columns[headings.index(heading)], source.indices)
        for name, heading in source.headings.items()
    }


def _holding(cells: list[Cell], indices: list[int]) -> list[bool]:
    holding = [bool(cell.strip()) if type(cell) is str else cell is not None for cell in cells]
    return holding if len(indices) == len(cells) else [holding[index] for index in indices]
