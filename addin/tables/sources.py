"""Files to import: csv, xlsx or json, each as a grid of cells."""

import codecs
import csv
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import python_calamine

from addin.errors import BillingError
from addin.tables.excel_errors import error_values
from addin.tables.grid import Cell, Grid

DELIMITERS = ",;\t|"
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


def read_source(path: Path) -> Grid:
    """The rows of a file; the first line, or the names of the fields, are the headings.

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
        grid = reader(path)
    except UNREADABLE as error:
        raise SourceUnreadableError(path=path) from error
    if not grid.headings or not grid.height:
        raise SourceEmptyError(path=path)
    return grid


UNREADABLE = (OSError, ValueError, RecursionError, csv.Error, python_calamine.CalamineError)
"""What readers raise over a file that is damaged, or is not what its name says."""


def _json(path: Path) -> Grid:
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


def _csv(path: Path) -> Grid:
    text = _decoded(path.read_bytes())
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    return _grid(path, rows, [[unguarded(cell) for cell in row] for row in rows[1:]])


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


def _excel(path: Path) -> Grid:
    with python_calamine.load_workbook(str(path)) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    body: list[list[Cell]] = [[_excel_cell(cell) for cell in row] for row in rows[1:]]
    for (row, column), error in error_values(path).items():
        if 0 < row < len(rows):
            body[row - 1][column] = error
    return _grid(path, rows, body)


def _excel_cell(cell: str | float | time | date | timedelta) -> Cell:
    if cell == "":
        return None
    # Hours in a format such as [h]:mm are a number of days to Excel.
    return cell / timedelta(days=1) if isinstance(cell, timedelta) else cell


def _grid(path: Path, rows: Sequence[Sequence[Any]], body: Sequence[Sequence[Cell]]) -> Grid:
    headings = tuple(str(cell or "").strip() for cell in rows[0]) if rows else ()
    columns = tuple(
        [row[at] if at < len(row) else None for row in body] for at in range(len(headings))
    )
    named = [at for at, heading in enumerate(headings) if heading]
    return Grid(
        path.name,
        path.name,
        2,
        tuple(headings[at] for at in named),
        tuple(columns[at] for at in named),
    )
