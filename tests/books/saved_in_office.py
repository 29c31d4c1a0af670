"""A small workbook open in LibreOffice, and what saving it does to its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlwings

from addin.books.calc.expansion import expand_tables, room_below
from addin.books.calc.office import UnoObject
from addin.books.calc.saving.changes import Changes, changes_of
from addin.books.calc.saving.file_formulas import FileFormulas
from addin.books.calc.saving.held_book import HeldBook
from addin.books.calc.saving.losses import Loss
from addin.books.calc.saving.office_lock import OfficeLock
from addin.books.calc.saving.state import state_of
from addin.books.calc.saving.structure import Structure
from addin.cli.calc_saving import DocumentSaving
from books.closed_files import packed_members, part
from books.test_cell_edits import changed_cells

HOURS, NOTES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
DAYS = 30


class Opened:
    """A file, the copy of it that LibreOffice has open, and what it held when it was opened."""

    def __init__(self, path: Path, app: xlwings.App, folder: Path) -> None:
        self.path = path
        self.lock = OfficeLock(path)
        self.held = HeldBook(path, self.lock)
        copy = folder / path.name
        copy.write_bytes(path.read_bytes())
        impl = app.books.impl.open_copy(copy, path)
        self.book = xlwings.Book(impl=impl)
        self.document: UnoObject = impl.document
        self.saving = DocumentSaving(self.document, app.impl.office, self.held)
        self.formulas = FileFormulas(app.impl.office)
        self.room = room_below(self.document)
        self.before = state_of(self.document)
        self.structure = Structure(self.document, self.before)
        self.members = packed_members(path)
        self.xml = {name: part(path, name) for name in (HOURS, NOTES)}

    def changes(self) -> Changes:
        expand_tables(self.document, self.room)
        now = state_of(self.document)
        return changes_of(self.document, self.before, now, self.formulas.written)

    def save(self) -> list[Loss]:
        changes = self.changes()
        if changes:
            self.held.save(changes, DAYS)
        return changes.losses

    def looks_lost(self) -> list[Loss]:
        return self.structure.losses(Structure(self.document, self.before), self.before)

    def sheet(self, name: str) -> xlwings.Sheet:
        return self.book.sheets[name]

    def type(self, sheet: str, address: str, content: str) -> None:
        """Type into a cell as LibreOffice takes it, its notation of formulas included."""
        self.document.Sheets.getByName(sheet).getCellRangeByName(address).setFormula(content)

    def changed(self, name: str) -> set[str]:
        return changed_cells(self.xml[name], part(self.path, name))

    def work(self) -> list[list[Any]]:
        """The data rows of the table in the file."""
        sheet = openpyxl.load_workbook(self.path)["Hours"]
        first, last = sheet.tables["Work"].ref.split(":")
        return [[cell.value for cell in row] for row in sheet[first:last]][1:]


Open = Callable[..., Opened]
