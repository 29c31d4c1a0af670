"""A firm with two groups, and what a member of staff does in the workbook that they get."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from memory_book import MemoryBook
from openpyxl import load_workbook

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.books.run_lock import own_folder
from addin.errors import Finding, RefusedError
from addin.jobs.report import Report
from addin.jobs.sharing_out.merging import merge
from addin.jobs.sharing_out.sharing import ShareRequest, share
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell, Grid
from addin.words import Language

DAY = date(2026, 10, 20)
HOURS: dict[str, Any] = {"date": DAY, "project": "P-A", "service": "ACC", "minutes": 45}
MOMENT = datetime(2026, 10, 31, 17, 30)  # noqa: DTZ001 - the clock on the wall
FIRM: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Settings": [
        {"setting": "language", "value": "en"},
        {"setting": "firm_name", "value": "Fiduciaire du Parc"},
        {"setting": "iban", "value": "BE68539007547034"},
        {"setting": "journal_url", "value": "postgresql://secret-server/journal"},
    ],
    "Lists": [
        {"list": "unit", "value": "payslip", "fr": "fiche de paie"},
        {"list": "text", "value": "Birchwood merger", "fr": "Fusion Birchwood"},
    ],
    "Clients": [
        {
            "client": "ALDER",
            "name": "Alder SRL",
            "email": "office@alder.example",
            "contact": "Ada Alder",
            "groups": "Brussels; Liège",
            "discount_percent": "0.1234",
        },
        {
            "client": "BIRCH",
            "name": "Birchwood SA",
            "email": "office@birchwood.example",
            "vat_number": "BE0403170701",
            "groups": "Liège",
        },
        {"client": "CEDAR", "name": "Cedar BV"},
    ],
    "ClientAccounts": [{"client": "ALDER", "iban": "BE71096123456769"}],
    "Staff": [
        {"person": "AN", "name": "Anne Ash", "email": "anne@parc.example", "groups": "brussels"},
        {"person": "BO", "name": "Bob Beech", "email": "bob@parc.example", "groups": "Liège"},
    ],
    "Services": [
        {"service": "ACC", "name": "Accounts", "unit_price": "77.31"},
        {"service": "PAY", "name": "Payslips", "unit": "payslip", "unit_price": "14.79"},
    ],
    "Rates": [{"person": "AN", "kind": "cost", "rate": "61.23"}],
    "Projects": [
        {"project": "P-A", "name": "Books", "client": "ALDER", "fee": "4321.09"},
        {"project": "P-B", "name": "Merger", "client": "BIRCH"},
        {"project": "P-C", "name": "Taxes", "client": "CEDAR"},
    ],
    "Splits": [{"project": "P-A", "payer": "BIRCH", "share": "1"}],
    "Timesheets": [
        {
            "entry": f"T-{number:06}",
            "date": "2026-10-05",
            "person": person,
            "project": project,
            "service": "ACC",
            "minutes": 60 + number,
            "note": note,
        }
        for number, person, project, note in (
            (1, "AN", "P-A", "first"),
            (2, "AN", "P-C", "second"),
            (3, "BO", "P-A", "talk of Bob"),
            (4, "AN", "P-B", "before the groups"),
        )
    ],
    "Units": [{"month": "2026-10", "project": "P-A", "service": "PAY", "quantity": "37"}],
    "Progress": [{"month": "2026-10", "project": "P-A", "percent": "0.25"}],
    "Expenses": [
        {
            "expense": "X-000001",
            "date": "2026-10-06",
            "person": "AN",
            "project": "P-A",
            "description": "Train",
            "amount": "12.50",
            "markup": "0.17",
        }
    ],
}


class StaffOffice:
    """A firm and the file that one of its people works in.

    Attributes:
        book: The firm's workbook.
        copy: The file, once it was shared.
    """

    def __init__(
        self, folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]] = FIRM
    ) -> None:
        self.book = MemoryBook(tables, folder=folder)
        self._folder = folder
        self._numbers = count(1)
        self.copy = folder / "nobody's"

    def share(self, person: str = "AN") -> Report:
        """Make the file of a person."""
        number = next(self._numbers)
        self.copy = self._folder / f"{number}.xlsx"
        request = ShareRequest(person, f"{number:032x}", MOMENT, self.copy)
        return share(self.book, request)

    def add(self, table: str, **cells: Cell) -> None:
        """Type a row below the others of the file."""
        headings = self._headings(table)
        row = {headings[name]: cell for name, cell in cells.items()}
        open_book(self.copy).write([TableEdit(table, added=(row,))])

    def type(self, table: str, row: int, **cells: Cell) -> None:
        """Type into a data row of the file, counted from 0."""
        headings = self._headings(table)
        update = {headings[name]: cell for name, cell in cells.items()}
        open_book(self.copy).write([TableEdit(table, {row: update})])

    def delete(self, table: str, row: int) -> None:
        """Delete a data row of the file."""
        open_book(self.copy).write([TableEdit(table, removed=frozenset({row}))])

    def merge(self, *, again: bool = False, dry_run: bool = False) -> Report:
        """Take the file back."""
        return merge(self.book, self.copy, again=again, dry_run=dry_run)

    def column(self, table: str, field: str) -> list[Cell]:
        """The cells of a column of the firm's workbook."""
        return _column(self.book.read([table])[table], table, field)

    def shared(self, table: str, field: str) -> list[Cell]:
        """The cells of a column of the file."""
        return _column(open_book(self.copy).read([table])[table], table, field)

    @staticmethod
    def _headings(table: str) -> dict[str, str]:
        return {column.name: column.heading.en for column in BY_NAME[table].columns}


def _column(grid: Grid, table: str, field: str) -> list[Cell]:
    heading = BY_NAME[table].column(field).heading.en
    return grid.columns[grid.headings.index(heading)]


def everything_in(path: Path) -> str:
    """All that a file holds, its members' names included, whatever part it lies in."""
    with ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
        return "\n".join([*archive.namelist(), archive.comment.decode(), *parts])


def found_in(content: str, text: str) -> bool:
    """Whether a text stands anywhere in a file, as it is or as XML writes it."""
    ways = {text, escape(text), escape(text, {'"': "&quot;", "'": "&apos;"})}
    return any(way.casefold() in content.casefold() for way in ways)


def refused(office: StaffOffice) -> list[tuple[str, int | None, str | None]]:
    """Why a merge is refused, each reason with its row and column; nothing may have changed."""
    before, record = office.book.writes, notes(office)
    with pytest.raises(RefusedError) as caught:
        office.merge()
    assert office.book.writes == before
    assert notes(office) == record
    for language in Language:
        assert all(told.sentence for told in told_of(caught.value, language))
    return [_place(finding) for finding in caught.value.findings]


def _place(finding: Finding) -> tuple[str, int | None, str | None]:
    return finding.code, finding.where.row, finding.where.column


def notes(office: StaffOffice) -> list[bytes]:
    """What is noted of the files that were shared."""
    return [path.read_bytes() for path in sorted(note_files(office))]


def note_files(office: StaffOffice) -> Iterator[Path]:
    return (own_folder(office.book.path) / "shared").iterdir()


def rename(path: Path, heading: str, to: str) -> None:
    """Give a column of the file another heading, as its user would."""
    workbook = load_workbook(path)
    try:
        sheet = workbook["Timesheets"]
        for cell in sheet[4]:
            if cell.value == heading:
                cell.value = to
        for column in sheet.tables["Timesheets"].tableColumns:
            if column.name == heading:
                column.name = to
        workbook.save(path)
    finally:
        workbook.close()
