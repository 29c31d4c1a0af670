"""The command ``quotepart`` for the tests: how it ends, what it says and leaves on the disk."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from addin.books.closed import open_book
from addin.cli import app
from addin.tables.catalogue import BY_NAME
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

Make = Callable[..., Path]
"""Puts a new workbook into a folder of its own: language, and whether it has the sample firm."""
FIELDS = [
    "job",
    "file",
    "added",
    "changed",
    "removed",
    "unchanged",
    "skipped",
    "findings",
    "totals",
]
"""Of every report as JSON."""
FINDING_FIELDS = ["code", "severity", "sheet", "row", "column", "message"]
INVOICE_FIELDS = [
    *("number", "payer", "projects", "net", "vat", "gross", "files", "einvoice", "attach_pdf"),
]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        status: 0 done, 1 done with findings, 2 refused.
        said: What went to the screen.
        warned: What went to the screen as an error.
    """

    status: int
    said: str
    warned: str

    @property
    def report(self) -> dict[str, Any]:
        """The one JSON object that was printed."""
        found: dict[str, Any] = json.loads(self.said)
        return found

    @property
    def codes(self) -> list[str]:
        """Of the findings of the report."""
        return [finding["code"] for finding in self.report["findings"]]


def quotepart(*arguments: object) -> Ended:
    """Run a command; whatever happens, it ends with a status and without a traceback."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stdout + result.stderr
    return Ended(result.exit_code, result.stdout, result.stderr)


def files_of(folder: Path) -> dict[str, str]:
    """Every file below a folder, with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def type_into(path: Path, table: str, index: int, **cells: Cell) -> None:
    """Type into the cells of a data row, counted from 0, whatever a drop-down would say."""
    book = open_book(path)
    [grid] = book.read([table]).values()
    columns = BY_NAME[table].columns
    headings = {column.name: column.heading.all() for column in columns}
    found = {
        next(one for one in grid.headings if one in headings[name]): cell
        for name, cell in cells.items()
    }
    book.write([TableEdit(table, {index: found})])


def column_of(path: Path, table: str, name: str) -> Sequence[Cell]:
    """The cells of a column."""
    [grid] = open_book(path).read([table]).values()
    wanted = BY_NAME[table].column(name).heading.all()
    at = next(at for at, heading in enumerate(grid.headings) if heading in wanted)
    return grid.columns[at]


def written(folder: Path, name: str, text: str) -> Path:
    """A file to import."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
