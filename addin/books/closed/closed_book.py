"""A workbook that no program has open: its file is read, and patched in place.

Reading takes one pass over each sheet. Writing changes only the parts of the file that an edit
concerns; every other part keeps its very bytes, so charts, pictures, macros, slicers and whatever
else a workbook may hold cannot be lost. The file on the disk is at any moment either the old one
or the new one, whole.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from addin.books.book import TableEdit
from addin.books.closed.book_file import (
    UNKNOWN,
    Stamp,
    refuse_foreign,
    refuse_open_elsewhere,
    refuse_read_only,
)
from addin.books.closed.obstacles import refuse_signed
from addin.books.closed.package import Package
from addin.books.closed.patching import patch
from addin.books.closed.table_cells import read_grids
from addin.books.closed.workbook_part import read_layout
from addin.books.refusals import CannotSaveError, ChangedSinceError, OpenElsewhereError
from addin.tables.grid import Grid


class ClosedBook:
    """An .xlsx or .xlsm file; satisfies ``Book``.

    It holds no handle on the file between calls. Rows in an edit are those of the last reading:
    when another program has saved the file since it was opened, nothing is written.

    Attributes:
        path: The file itself, links resolved.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = Stamp.of(path)

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names, whatever their case; one that is not there is left out.

        Error values are their text; the result of a formula is what Excel last worked out, None
        in rows that it has not seen yet.

        Raises:
            BillingError: The file cannot be read as a workbook.
        """
        with Package(self.path) as package:
            layout = read_layout(package)
            found = {name: layout.tables.get(name.casefold()) for name in tables}
            present = {name: table for name, table in found.items() if table is not None}
            grids = read_grids(package, list(present.values()))
        return dict(zip(present, grids, strict=True))

    def require_writable(self) -> None:
        """Refuse now what would keep the file from being written, whatever the edits are.

        Raises:
            BillingError: Someone has saved the file since it was opened, or has it open, or it is
                read-only or signed (BOOK-07 to BOOK-09, PATCH-01).
        """
        if Stamp.of(self.path) != self._stamp:
            raise ChangedSinceError(file=self.path)
        refuse_open_elsewhere(self.path)
        refuse_read_only(self.path)
        with Package(self.path) as package:
            refuse_signed(package)

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none; at most one edit for a table.

        Raises:
            BillingError: The file may not be written now (BOOK), or an edit cannot be made safely
                (PATCH); the workbook is as it was.
        """
        edits = [edit for edit in edits if edit]
        if not edits:
            return
        self.require_writable()
        with Package(self.path) as package:
            patch(package, read_layout(package), edits)
            temporary = self._saved_beside(package)
        self._put_in_place(temporary)
        self._stamp = Stamp.of(self.path)

    def _saved_beside(self, package: Package) -> Path:
        try:
            return package.save_beside()
        except OSError as fault:
            raise CannotSaveError(file=self.path, reason=fault.strerror or str(fault)) from fault

    def _put_in_place(self, temporary: Path) -> None:
        try:
            # Someone may have opened or saved it while the edits were worked out.
            self.require_writable()
            temporary.replace(self.path)
        except PermissionError as fault:
            # Windows does not let a file be replaced that a program holds open.
            lock = f"~${self.path.name}"
            raise OpenElsewhereError(file=self.path, owner=UNKNOWN, lock=lock) from fault
        except OSError as fault:
            raise CannotSaveError(file=self.path, reason=fault.strerror or str(fault)) from fault
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(self.path.parent)


def open_book(path: Path) -> ClosedBook:
    """The workbook in a file; nothing but its outside is read yet.

    Whether it is open in another program or may be written matters only when it is written.

    Raises:
        BillingError: It is missing, empty, protected by a password, damaged, too large or not a
            workbook of Excel 2007 or later (BOOK-01 to BOOK-06, BOOK-10).
    """
    path = path.resolve()
    refuse_foreign(path)
    with Package(path) as package:
        read_layout(package)
    return ClosedBook(path)


def _flush_folder(folder: Path) -> None:
    """Have the new name survive a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
