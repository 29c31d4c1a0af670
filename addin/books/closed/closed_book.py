"""A workbook that no program has open: its file is read, and patched in place.

Reading takes one pass over each sheet. Writing changes only the parts of the file that an edit
concerns; every other part keeps its very bytes, so charts, pictures, macros, slicers and whatever
else a workbook may hold cannot be lost. The file on the disk is at any moment either the old one
or the new one, whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from addin.books.book import TableEdit
from addin.books.closed.book_file import (
    UNKNOWN,
    Stamp,
    refuse_foreign,
    refuse_open_elsewhere,
    refuse_passing_place,
    refuse_read_only,
    remove_left_over,
    temporary_prefix,
    told_faults,
)
from addin.books.closed.content_types import refuse_wrong_types
from addin.books.closed.obstacles import refuse_protected, refuse_signed
from addin.books.closed.package import Package
from addin.books.closed.patching import patch
from addin.books.closed.table_cells import read_grids
from addin.books.closed.workbook_part import read_layout
from addin.books.disk import digest_of, flush_folder
from addin.books.refusals import (
    CannotSaveError,
    ChangedSinceError,
    FileMissingError,
    OpenElsewhereError,
)
from addin.books.restore_points import RestorePoint, RestorePoints
from addin.books.run_lock import alone
from addin.errors import Finding
from addin.tables.catalogue import TABLES
from addin.tables.grid import Grid


class ClosedBook:
    """An .xlsx or .xlsm file; satisfies ``UndoableBook``.

    It holds no handle on the file between calls. Rows in an edit are those of the last reading:
    when another program has saved the file since it was opened, nothing is written.

    Attributes:
        path: The file itself, links resolved.
        points: Its restore points.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.points = RestorePoints(path)
        self._stamp = Stamp.of(path)
        self._kept = False

    @contextmanager
    def session(self, *, writing: bool) -> Iterator[Sequence[Finding]]:
        """The time of one run; what became of the file in an earlier one that was interrupted.

        What was read before is not known any more: another run may have ended just now.

        Raises:
            AlreadyRunningError: Another run is at work, and ``writing`` is wanted.
        """
        with ExitStack() as lock:
            nobody_else = lock.enter_context(alone(self.path, wait=writing))
            findings = self._cleared_up() if nobody_else else []
            if not writing:
                lock.close()
            self._stamp = Stamp.of(self.path)
            try:
                yield findings
            finally:
                self._forget_kept()

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names, whatever their case; one that is not there is left out.

        Error values are their text; the result of a formula is what Excel last worked out, None
        in rows that it has not seen yet.

        Raises:
            BillingError: The file cannot be read as a workbook.
        """
        with told_faults(self.path), Package(self.path) as package:
            layout = read_layout(package)
            found = {name: layout.tables.get(name.casefold()) for name in tables}
            present = {name: table for name, table in found.items() if table is not None}
            grids = read_grids(package, list(present.values()))
        return dict(zip(present, grids, strict=True))

    def require_writable(self) -> None:
        """Refuse now what would keep the file from being written, whatever the edits are.

        Raises:
            BillingError: Someone has saved the file since it was opened, or has it open, or it is
                read-only, signed, or lies where it will not stay, or a sheet with one of
                Quotepart's tables is protected (BOOK-07 to BOOK-09, PATCH-01, PATCH-14, SAFE-07).
        """
        self._require_replaceable()
        with told_faults(self.path), Package(self.path) as package:
            refuse_signed(package)
            tables = read_layout(package).tables
            ours = (tables.get(spec.name.casefold()) for spec in TABLES)
            refuse_protected(package, [table for table in ours if table is not None])

    def keep(self, job: str, days: int) -> None:
        """Copy the file as it is, unless a copy waits for the next write.

        Raises:
            BillingError: It may not be written now, or cannot be copied (SAFE-05).
        """
        if not self._kept:
            self._require_replaceable()
            self.points.keep(job, days, datetime.now(UTC))
            self._kept = True

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none; at most one edit for a table.

        Raises:
            BillingError: The file may not be written now (BOOK), or an edit cannot be made safely
                (PATCH); the workbook is as it was.
        """
        edits = [edit for edit in edits if edit]
        if not edits:
            return
        self._require_replaceable()
        with told_faults(self.path), Package(self.path) as package:
            refuse_signed(package)
            patch(package, read_layout(package), edits)
            temporary = self._saved_beside(package)
        # Someone may have opened or saved it while the edits were worked out.
        self._put_in_place(temporary)

    def changed_since(self, point: RestorePoint) -> datetime | None:
        """When the file was last saved, unless the job of a point has left it as it is."""
        if point.after is not None and digest_of(self.path) == point.after:
            return None
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def bring_back(self, point: RestorePoint) -> None:
        """Replace the file by the copy of a restore point, byte for byte.

        Raises:
            BillingError: It may not be written now, or the copy is gone or altered (UNDO-03).
        """
        self._require_replaceable()
        name = f"{temporary_prefix(self.path)}undo.tmp"
        temporary = self.path.with_name(name)
        try:
            self.points.copy_of(point, temporary, mode_of=self.path)
        except OSError as fault:
            temporary.unlink(missing_ok=True)
            raise self._cannot_save(fault) from fault
        self._put_in_place(temporary)

    def _cleared_up(self) -> list[Finding]:
        """Remove what an interrupted run has left beside the file, and tell of it."""
        with suppress(OSError):  # nothing can be written there: the run itself will say so
            remove_left_over(self.path)
            found = self.points.mend()
            return [found] if found else []
        return []

    def _forget_kept(self) -> None:
        """Take back a restore point after which nothing was written."""
        if self._kept:
            self._kept = False
            with suppress(OSError):
                self.points.mend()

    def _require_replaceable(self) -> None:
        refuse_passing_place(self.path)
        if not self.path.exists():
            raise FileMissingError(file=self.path)
        if Stamp.of(self.path) != self._stamp:
            raise ChangedSinceError(file=self.path)
        refuse_open_elsewhere(self.path)
        refuse_read_only(self.path)

    def _saved_beside(self, package: Package) -> Path:
        try:
            return package.save_beside()
        except OSError as fault:
            raise self._cannot_save(fault) from fault

    def _put_in_place(self, temporary: Path) -> None:
        try:
            if self._kept:
                self.points.writing(digest_of(temporary))
            self._require_replaceable()
            temporary.replace(self.path)
        except PermissionError as fault:
            # Windows does not let a file be replaced that a program holds open.
            lock = f"~${self.path.name}"
            raise OpenElsewhereError(file=self.path, owner=UNKNOWN, lock=lock) from fault
        except OSError as fault:
            raise self._cannot_save(fault) from fault
        finally:
            temporary.unlink(missing_ok=True)
        flush_folder(self.path.parent)
        self._stamp = Stamp.of(self.path)
        if self._kept:
            self._kept = False
            self.points.written()

    def _cannot_save(self, fault: OSError) -> CannotSaveError:
        return CannotSaveError(file=self.path, reason=fault.strerror or str(fault))


def open_book(path: Path) -> ClosedBook:
    """The workbook in a file; nothing but its outside is read yet.

    Whether it is open in another program or may be written matters only when it is written.

    Raises:
        BillingError: It is missing, empty, protected by a password, damaged, too large or not a
            workbook of Excel 2007 or later, or cannot be read (BOOK-01 to BOOK-06, BOOK-10,
            BOOK-13).
    """
    path = path.resolve()
    with told_faults(path):
        refuse_foreign(path)
        with Package(path) as package:
            refuse_wrong_types(package, read_layout(package))
    return ClosedBook(path)
