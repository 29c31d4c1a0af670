"""The workbook as a job sees it: its tables, typed, and the firm that bills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from addin.books.book import Book
from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.firm import read_firm
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Record, TableSpec
from addin.tables.edited import edited
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid
from addin.tables.reading import Table, by_place, read_table
from addin.tables.references import unknown_references
from addin.tables.sheets.settings import Firm, Setting
from addin.words import Language

R = TypeVar("R", bound=Record)

NO_TABLE = "TAB-01"
STRUCTURE = frozenset({NO_TABLE, "TAB-02", "TAB-03"})
"""Findings without which no row of a table can be trusted."""


class NoTablesError(BillingError):
    """The workbook is not one of Quotepart's."""

    code = "WB-01"


@dataclass(frozen=True)
class Content:
    """What a workbook holds.

    Attributes:
        tables: By Excel name; a missing one is empty and has a finding.
        firm: The settings.
        findings: What is wrong with the tables themselves, by place.
    """

    book: Book
    tables: Mapping[str, Table[Any]]
    firm: Firm
    findings: tuple[Finding, ...]

    @property
    def language(self) -> Language:
        """Of the workbook and of what is said about it."""
        return self.firm.language

    def table(self, record: type[R]) -> Table[R]:
        """The table of a record."""
        return self.tables[record.spec.name]

    def records(self, record: type[R]) -> list[R]:
        """Its sound rows."""
        return self.table(record).records

    def editor(self, record: type[R]) -> TableEditor:
        """To change it."""
        return TableEditor(self.table(record), self.language)

    def after(self, edits: Iterable[TableEdit]) -> "Content":
        """What the workbook holds once some edits of it are carried out, at most one a table.

        It is what ``load`` would read then, without reading it.
        """
        tables = dict(self.tables)
        for edit in edits:
            before = tables[edit.table]
            grid = edited(before.grid, edit)
            tables[edit.table] = read_table(before.spec, grid, before=before)
        missing = (finding for finding in self.findings if finding.code == NO_TABLE)
        return _checked(self.book, tables, missing)

    def require_structure(self, *tables: str) -> None:
        """Refuse a workbook that lacks a table or a column.

        Args:
            tables: Those that matter; all of them when none is named.

        Raises:
            RefusedError: With every table and column that is missing or doubled.
        """
        missing = [
            finding
            for finding in self.findings
            if finding.code in STRUCTURE and (not tables or finding.where.table in tables)
        ]
        if missing:
            raise RefusedError(missing, self.tables)


def load(book: Book) -> Content:
    """Read every table of a workbook.

    Raises:
        NoTablesError: It has none of them.
        BillingError: It cannot be read.
    """
    grids = book.read(BY_NAME)
    if not grids:
        raise NoTablesError(path=book.path.name)
    tables = {
        name: read_table(spec, grids[name]) if name in grids else empty_table(spec)
        for name, spec in BY_NAME.items()
    }
    missing = [
        Finding(NO_TABLE, Place(name), {"table": name})
        for name, spec in BY_NAME.items()
        if name not in grids and not spec.optional
    ]
    return _checked(book, tables, missing)


def _checked(book: Book, tables: Mapping[str, Table[Any]], missing: Iterable[Finding]) -> Content:
    """The content of these tables, with everything that is wrong in them and between them."""
    findings = [*missing]
    for table in tables.values():
        findings += table.findings
    findings += unknown_references(tables)
    firm, faults = read_firm(tables[Setting.spec.name])
    return Content(book, tables, firm, tuple(sorted(findings + faults, key=by_place)))


def empty_table(spec: TableSpec[R]) -> Table[R]:
    """A table that the workbook does not have."""
    grid = Grid(spec.name, "", 2, (), ())
    return Table(spec, grid, [], {column.name: [] for column in spec.columns}, {}, ())
