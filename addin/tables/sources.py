"""Files to import: csv, xlsx or json, each as a grid of cells."""

import codecs
import csv
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import python_calamine

from addin.errors import BillingError
from addin.tables.excel_errors import error_values
from addin.tables.grid import Cell, Grid

DELIMITERS = ",;\t|"
_BEHIND = "\ue000"
"""No text of a firm: a sign for private use (Unicode, chapter 23.5)."""

TITLES = 50
"""The headings stand within so many lines from the top."""
# OWASP, "CSV Injection"; the wide ones are signs to the spreadsheets of Asia.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""How a text begins that a spreadsheet would take for a formula."""

_SIGNS = re.escape("".join(FORMULA_SIGNS))
# A spreadsheet whose list separator is another than ours begins a cell in the middle of a text.
_UNGUARDED = re.compile(f"(^|[;\t])(?='*[{_SIGNS}]|'')")
_GUARDED = re.compile(f"(^|[;\t])'(?='*[{_SIGNS}]|')")


class SourceMissingError(BillingError):
    """There is no such file."""

    code = "IMP-01"


class SourceUnreadableError(BillingError):
    """The file is none of the kinds that can be imported."""

    code = "IMP-02"


class SourceEmptyError(BillingError):
    """There is nothing in the file."""

    code = "IMP-03"


class NotRecordsError(BillingError):
    """The json file is not a list of records."""

    code = "IMP-05"


class UnclosedQuoteError(BillingError):
    """A cell of a csv file begins with a quotation mark and has no end."""

    code = "IMP-25"


def read_source(path: Path, headed_by: Collection[str] = ()) -> Grid:
    """The rows of a file; the first line, or the names of the fields, are the headings.

    Args:
        path: The file.
        headed_by: Headings that are looked for, where titles may stand above them: the line with
            most of them has the headings.

    Raises:
        BillingError: The file is missing, empty, or cannot be read.
    """
    if not path.is_file():
        raise SourceMissingError(path=path)
    if path.stat().st_size == 0:
        raise SourceEmptyError(path=path)
    readers = {".json": _json, ".csv": _csv, ".txt": _csv, ".xlsx": _excel, ".xlsm": _excel}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceUnreadableError(path=path)
    try:
        grid = reader(path, frozenset(map(folded_heading, headed_by)))
    except UNREADABLE as error:
        raise SourceUnreadableError(path=path) from error
    if not grid.headings or not grid.height:
        raise SourceEmptyError(path=path)
    return grid


UNREADABLE = (OSError, ValueError, RecursionError, csv.Error, python_calamine.CalamineError)
"""What readers raise over a file that is damaged, or is not what its name says."""


def folded_heading(heading: object) -> str:
    """A heading of a file as headings are compared: without regard to case, spaces and breaks.

    An accent is one character with its letter, whichever way the file has it.
    """
    return normalize("NFC", " ".join(str(heading or "").casefold().split()))


def _json(path: Path, _: frozenset[str]) -> Grid:
    text = path.read_text("utf-8-sig")
    records = json.loads(text, parse_float=str, parse_constant=str)
    if not isinstance(records, list) or not all(map(_is_record, records)):
        raise NotRecordsError(path=path)
    headings = list(dict.fromkeys(name for record in records for name in record))
    columns = tuple([record.get(name) for record in records] for name in headings)
    return Grid(path.name, path.name, 1, tuple(headings), columns)


def _is_record(record: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether it is an object of plain values."""
    return isinstance(record, Mapping) and not any(
        isinstance(value, list | dict) for value in record.values()
    )


def _csv(path: Path, headed_by: frozenset[str]) -> Grid:
    rows = _csv_rows(path, headed_by)
    body: list[list[Cell]] = [[unguarded(cell) for cell in row] for row in rows[1:]]
    return _grid(path, rows, body, headed_by)


class _Split(NamedTuple):
    """A csv file parted by one sign.

    Attributes:
        unclosed: The line, from 1, of a cell whose quotation mark is never closed, so that it holds
            the rest of the file; 0 where there is none.
    """

    rows: list[list[str]]
    unclosed: int


def _csv_rows(path: Path, headed_by: frozenset[str]) -> list[list[str]]:
    """The cells of a csv file; the sign between them is the one that its headings are parted by."""
    text = _decoded(path.read_bytes())
    usual = max(DELIMITERS, key=text.partition("\n")[0].count)
    found = _split(text, usual)
    if headed_by and _headings_in(found.rows, 0, headed_by) <= 1:
        # A title tells nothing about the signs between the cells below it.
        others = (_split(text, one) for one in DELIMITERS if one != usual and one in text)
        found = max(
            (found, *others),
            key=lambda one: _headings_in(one.rows, _top(one.rows, headed_by), headed_by),
        )
    if found.unclosed:
        raise UnclosedQuoteError(path=path, line=found.unclosed)
    return found.rows


def csv_rows(path: Path, headed_by: Collection[str] = ()) -> list[list[str]]:
    """All the cells of a csv file, as they are written in it.

    Raises:
        UnclosedQuoteError: One of them has no end.
        ValueError: It is no text.
        OSError: It cannot be read.
    """
    return _csv_rows(path, frozenset(map(folded_heading, headed_by)))


def _split(text: str, delimiter: str) -> _Split:
    """The rows of a text; a line of our own behind it tells whether the last of them has an end."""
    whole = text if not text or text.endswith(("\n", "\r")) else f"{text}\n"
    reader = csv.reader(StringIO(whole + _BEHIND, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    line = 0
    for row in reader:
        if row == [_BEHIND]:
            return _Split(rows, 0)
        rows.append(row)
        before, line = line, reader.line_num
    return _Split(rows, before + 1)


def _top(rows: Sequence[Sequence[object]], headed_by: frozenset[str]) -> int:
    """Which row has the headings: the first one, or that with most of those looked for."""
    tops = range(min(len(rows), TITLES)) if headed_by else ()
    return max(tops, key=lambda at: _headings_in(rows, at, headed_by), default=0)


def _headings_in(rows: Sequence[Sequence[object]], top: int, headed_by: frozenset[str]) -> int:
    return len(headed_by.intersection(map(folded_heading, rows[top]))) if rows else 0


def _decoded(raw: bytes) -> str:
    """UTF-8, the *Unicode text* of Excel, or what it writes on a western Windows.

    Raises:
        ValueError: It is no text.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    if b"\0" in raw:
        message = "a zero byte"
        raise ValueError(message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def guarded(text: str) -> str:
    r"""A text as a csv file writes it, so that no spreadsheet takes it for a formula.

    An apostrophe stands where a formula would begin, and one more where it looks as if it did.

    >>> guarded("=1+1"), guarded("a;=1+1"), guarded("'=1"), guarded("'t Zand"), guarded("a-b")
    ("'=1+1", "a;'=1+1", "''=1", "'t Zand", 'a-b')
    """
    return _UNGUARDED.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text that ``guarded`` has written.

    >>> unguarded("'=1+1"), unguarded("a;'=1+1"), unguarded("''=1"), unguarded("'t Zand")
    ('=1+1', 'a;=1+1', "'=1", "'t Zand")
    """
    return _GUARDED.sub(r"\1", cell) if "'" in cell else cell


def _excel(path: Path, headed_by: frozenset[str]) -> Grid:
    with python_calamine.load_workbook(str(path)) as book:
        rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    for (row, column), error in error_values(path).items():
        if 0 < row < len(rows):
            rows[row][column] = error
    grid = _grid(path, rows, rows[1:], headed_by)
    return replace(grid, columns=tuple(map(_excel_cells, grid.columns)))


def _excel_cells(cells: list[Any]) -> list[Cell]:
    """The cells of a column as those of a grid."""
    if timedelta in set(map(type, cells)):
        # Hours in a format such as [h]:mm are a number of days to Excel.
        day = timedelta(days=1)
        cells = [cell / day if isinstance(cell, timedelta) else cell for cell in cells]
    return [None if cell == "" else cell for cell in cells]


def _grid(
    path: Path,
    rows: Sequence[Sequence[Any]],
    body: Sequence[Sequence[Cell]],
    headed_by: frozenset[str],
) -> Grid:
    """The rows below the headings; ``body`` are all rows but the first, as cells."""
    top = _top(rows, headed_by)
    headings = tuple(str(cell or "").strip() for cell in rows[top]) if rows else ()
    body = body[top:]
    columns = [list(column) for column in islice(zip_longest(*body), len(headings))]
    columns += [[None] * len(body) for _ in range(len(headings) - len(columns))]
    named = [at for at, heading in enumerate(headings) if heading]
    return Grid(
        path.name,
        path.name,
        top + 2,
        tuple(headings[at] for at in named),
        tuple(columns[at] for at in named),
    )
