"""The user's file while a copy of it is open in LibreOffice."""

from pathlib import Path

from addin.books.calc.saving.changes import Changes
from addin.books.calc.saving.office_lock import OfficeLock
from addin.books.closed.book_file import Stamp, refuse_read_only, told_faults
from addin.books.closed.cell_edits import edit_cells, renew_results
from addin.books.closed.closed_book import ClosedBook
from addin.books.closed.package import Package
from addin.books.closed.patching import patch
from addin.books.closed.workbook_part import read_layout

JOB = "calc"
"""Under this name stands the restore point of a save."""


class HeldBook(ClosedBook):
    """A closed book behind a lock of our own; nobody else may have saved it since it was opened."""

    def __init__(self, path: Path, lock: OfficeLock) -> None:
        super().__init__(path)
        self.lock = lock
        self._opened = Stamp.of(path)

    def table_names(self) -> set[str]:
        """The names of all tables in the file, the user's included, in lower case.

        Raises:
            BillingError: The file cannot be read as a workbook.
        """
        with told_faults(self.path), Package(self.path) as package:
            return set(read_layout(package).tables)

    def save(self, changes: Changes, days: int) -> None:
        """Put changes into the file, all of them or none, after a restore point.

        Args:
            changes: What is different.
            days: How long restore points stay.

        Raises:
            BillingError: The file may not be written now (BOOK), or a change cannot be made safely
                (PATCH), or no restore point can be made (SAFE); it is as it was.
        """
        with self.session(writing=True):
            self._stamp = self._opened
            self.require_writable()
            self.keep(JOB, days)
            with told_faults(self.path), Package(self.path) as package:
                layout = read_layout(package)
                if changes.tables:
                    # A formula that is replaced may well have pointed to a row that goes.
                    edit_cells(package, layout, changes.replaced)
                    patch(package, layout, changes.tables)
                edit_cells(package, layout, changes.cells)
                renew_results(package, layout, changes.results)
                temporary = self._saved_beside(package)
            self._put_in_place(temporary)
            self._opened = self._stamp

    def _require_replaceable(self) -> None:
        if self.path.exists():
            refuse_read_only(self.path)  # before the lock is touched, which takes the same right
        with self.lock.lifted():
            super()._require_replaceable()
