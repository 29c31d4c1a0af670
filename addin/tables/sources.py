"""Files to import: csv, xlsx or json, each as a grid of cells."""

import csv
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import python_calamine

from addin.errors import BillingError
from addin.tables.grid import Cell, Grid

DELIMITERS = ",;\t|"
GUARDED = ("'=", "'+", "'-", "'@")
"""How a text that a spreadsheet would take for a formula is written in a csv file."""


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
    grid = reader(path)
    if not grid.headings or not grid.height:
        raise SourceEmptyError(path=path)
    return grid


def _json(path: Path) -> Grid:
    try:
        records = json.loads(path.read_text("utf-8-sig"), parse_float=str)
    except (ValueError, UnicodeDecodeError) as error:
        raise SourceUnreadableError(path=path) from error
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise NotRecordsError(path=path)
    headings = list(dict.fromkeys(name for record in records for name in record))
    columns = tuple([_json_cell(record, name) for record in records] for name in headings)
    return Grid(path.name, path.name, 1, tuple(headings), columns)


def _json_cell(record: Mapping[str, Any], name: str) -> Cell:
    value = record.get(name)
    return value if isinstance(value, str | bool | int | None) else json.dumps(value)


def _csv(path: Path) -> Grid:
    text = _decoded(path)
    sample = text.splitlines()[0] if text.splitlines() else ""
    delimiter = max(DELIMITERS, key=sample.count)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    return _grid(path, rows, [[_unguarded(cell) for cell in row] for row in rows[1:]])


def _decoded(path: Path) -> str:
    """UTF-8, or what Excel writes on a western Windows."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARDED) else cell


def _excel(path: Path) -> Grid:
    try:
        with python_calamine.load_workbook(str(path)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError) as error:
        raise SourceUnreadableError(path=path) from error
    return _grid(path, rows, [[None if cell == "" else cell for cell in row] for row in rows[1:]])


def _grid(path: Path, rows: Sequence[Sequence[Any]], body: Sequence[Sequence[Any]]) -> Grid:
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
