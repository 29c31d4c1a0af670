"""The workbook open in Excel, or in LibreOffice through its engine for xlwings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import xlwings
from xlwings.main import Table

from addin.books.disk import digest_of
from addin.books.live.attention import Step
from addin.books.live.bringing_back import kept_edits
from addin.books.live.change import Change, Return
from addin.books.live.filters import filters_lifted, refuse_lasting_filters
from addin.books.live.keeping import UnsavedTypingError, write_copy
from addin.books.live.native import is_protected, is_saved, tables_of
from addin.books.live.obstacles import ProtectedSheetError, refuse_obstacles, refuse_values
from addin.books.live.open_table import OpenTable, read_table
from addin.books.live.window import calculation_by_hand, undisturbed
from addin.books.refusals import NoSuchTableError
from addin.books.restore_points import RestorePoint, RestorePoints
from addin.books.run_lock import alone
from addin.books.table_digest import table_digest
from addin.errors import BillingError, Finding
from addin.tables.catalogue import TABLES
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid

Tell = Callable[[Step, int, int], None]
"""Told how far a job is: the step, how much of it is done, how much there is."""


class WriteRefusedError(BillingError):
    """Excel refused a write and all is as it was; takes ``table``, ``sheet``, ``reason``."""

    code = "LIVE-02"


class HalfWrittenError(BillingError):
    """Excel refused a write, and then to put the table back; takes ``table``, ``sheet``."""

    code = "LIVE-03"


def _nobody(step: Step, done: int, total: int) -> None:
    """Nobody is told."""


class LiveBook:
    """An open workbook; satisfies ``UndoableBook``.

    Nothing is saved: the user sees the change and decides. The user's window stays as it is:
    screen updating, calculation, events, filters, selection and scrolled place are put back
    whatever happens.

    Attributes:
        path: The file it was opened from.
        points: Its restore points.
    """

    def __init__(self, book: xlwings.Book, tell: Tell = _nobody) -> None:
        """What ``tell`` raises ends a reading; a write in which it is raised is taken back."""
        self.book = book
        self.path = Path(book.fullname)
        self.points = RestorePoints(self.path.resolve())
        self._tell = tell
        self._kept = False
        self._in_session = False
        self._known: dict[str, tuple[Table, xlwings.Sheet]] = {}

    @contextmanager
    def session(self, *, writing: bool) -> Iterator[Sequence[Finding]]:
        """The time of one run; what became of the workbook in an earlier one.

        Raises:
            AlreadyRunningError: Another run is at work, and ``writing`` is wanted.
        """
        with ExitStack() as lock:
            found = None
            if lock.enter_context(alone(self.points.workbook, wait=writing)):
                with suppress(OSError):
                    found = self.points.mend()
            if not writing:
                lock.close()
            self._in_session = True
            try:
                yield [found] if found else []
            finally:
                self._in_session = False
                self._known.clear()
                self._forget_kept()

    def keep(self, job: str, days: int) -> None:
        """Copy the workbook as it is now, unless a copy waits for the next write.

        What has been typed since it was saved is in the copy; where the program writes no copies,
        that goes for the cells of the tables.

        Raises:
            CannotKeepError: It cannot be copied.
            UnsavedTypingError: What was typed cannot be put into the copy.
        """
        if not self._kept:
            self._kept = True
            try:
                self.points.keep(job, days, datetime.now(UTC), self._copy)
            except UnsavedTypingError:
                self._forget_kept()
                raise
            except BillingError:
                self._kept = False
                raise

    def _copy(self, path: Path) -> None:
        write_copy(self.book, self.path, path, lambda: self._grids(_OURS))

    def _forget_kept(self) -> None:
        """Take back a restore point after which nothing was written."""
        if self._kept:
            self._kept = False
            with suppress(OSError):
                self.points.withdraw()

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names; one that the workbook does not have is left out.

        A column is taken for a calculated one if most of its cells hold the same formula, seen
        from their own row, and it refers to something: Excel does not tell.
        """
        return self._grids(tables, self._tell)

    def _grids(self, tables: Iterable[str], tell: Tell = _nobody) -> dict[str, Grid]:
        return {name: opened.grid for name, opened in self._open(tables, tell).items()}

    def _open(self, tables: Iterable[str], tell: Tell = _nobody) -> dict[str, OpenTable]:
        """The tables by the names they were asked for; case makes no difference to Excel."""
        there = self._tables()
        asked = [name for name in tables if name.casefold() in there]
        found = {}
        for number, name in enumerate(asked):
            tell(Step.READING, number, len(asked))
            found[name] = read_table(*there[name.casefold()])
        return found

    def _tables(self) -> dict[str, tuple[Table, xlwings.Sheet]]:
        """Every table of the workbook, with its sheet; looked for once in a session."""
        if not self._in_session:
            self._known.clear()
        if not self._known:
            found = tables_of(self.book)
            self._known |= {table.name.casefold(): (table, sheet) for table, sheet in found}
        return self._known

    def require_writable(self) -> None:
        """Refuse now what ``write`` would refuse, before anything that cannot be undone.

        Looked at are the sheets that hold one of Quotepart's tables; what depends on the rows to
        be written, such as filled cells below a table, is not known yet.

        Raises:
            ProtectedSheetError: A sheet is protected.
            FilteredError: A filter could not be set again as it was.
        """
        ours = {name.casefold() for name in _OURS}
        found = {
            sheet.name: (table, sheet)
            for name, (table, sheet) in self._tables().items()
            if name in ours
        }
        for table, sheet in found.values():
            if is_protected(sheet):
                raise ProtectedSheetError(table=table.name, sheet=sheet.name)
            refuse_lasting_filters(sheet)

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none.

        Raises:
            BillingError: The edits cannot be made safely; the workbook is as it was, but after
                ``HalfWrittenError``, when it should be closed without saving.
        """
        edits = [edit for edit in edits if edit]
        if edits:
            self._write(edits, self._open(edit.table for edit in edits), {})

    def _write(
        self,
        edits: Sequence[TableEdit],
        opened: Mapping[str, OpenTable],
        more: Mapping[str, Return],
    ) -> None:
        assert len({edit.table for edit in edits}) == len(edits), "one edit for each table"
        for edit in edits:
            if edit.table not in opened:
                raise NoSuchTableError(file=self.path, table=edit.table)
        changes = [Change(opened[edit.table], edit, more.get(edit.table)) for edit in edits]
        for change, edit in zip(changes, edits, strict=True):
            refuse_values(edit)
            refuse_obstacles(change)
        sheets = {change.opened.sheet.name: change.opened.sheet for change in changes}
        if self._kept:
            self.points.writing(None)
        try:
            self._carry_out(changes, list(sheets.values()))
        except HalfWrittenError:
            self._kept = False  # the copy is what the user may need now
            raise
        if self._kept:
            self._kept = False
            grids = self._grids(edit.table for edit in edits)
            self.points.written({name: table_digest(grid) for name, grid in grids.items()})

    def _carry_out(self, changes: Sequence[Change], sheets: Sequence[xlwings.Sheet]) -> None:
        """Write with the window at rest; whatever the program refuses, all is as it was."""
        try:
            # Rows are hidden again by what they hold once formulas have been calculated.
            with undisturbed(self.book), filters_lifted(sheets), calculation_by_hand(self.book):
                carry_out(changes, self._tell)
        except BillingError:
            raise
        except Exception as error:
            where = {"table": changes[0].grid.table, "sheet": changes[0].grid.sheet}
            raise WriteRefusedError(**where, reason=str(error)) from error

    def changed_since(self, point: RestorePoint) -> datetime | None:
        """Now, if what the job of a point wrote has been changed since; None if nobody has.

        Of a job in the open workbook, the tables that it wrote are compared; of one on the closed
        file, the file, and whether anything was typed since it was opened.
        """
        if point.tables:
            grids = self._grids(point.tables)
            same = point.tables == {name: table_digest(grid) for name, grid in grids.items()}
        else:
            same = point.after == digest_of(self.path) and is_saved(self.book)
        return None if same else datetime.now(UTC)

    def bring_back(self, point: RestorePoint) -> None:
        """Put the tables that a job wrote back as they are in the copy of a restore point.

        Cells beside them and other tables stay as they are.

        Raises:
            BillingError: They may not be written now, or the copy is gone or altered (UNDO-03).
        """
        opened = self._open(point.tables or _OURS)
        edits, more = kept_edits(self.points, point, opened)
        if edits:
            self._write(edits, opened, more)


_OURS = [spec.name for spec in TABLES]


def carry_out(changes: Sequence[Change], tell: Tell = _nobody) -> None:
    """Make every change; when Excel refuses one, put all back.

    Raises:
        WriteRefusedError: Excel refused; the tables are as they were.
        HalfWrittenError: They could not be put back.
    """
    begun: list[Change] = []
    # A table that lies below another one is moved by it until that one has lost its rows.
    upwards = sorted(changes, key=lambda change: -change.opened.area.first_row)
    change = upwards[0]
    try:
        for number, change in enumerate(upwards):
            tell(Step.WRITING, number, len(upwards))
            begun.append(change)
            change.begin()
        for change in reversed(upwards):
            change.finish()
    except BaseException as error:
        where = {"table": change.grid.table, "sheet": change.grid.sheet}
        _put_back(begun)
        if not isinstance(error, Exception):
            raise
        raise WriteRefusedError(**where, reason=str(error)) from error


def _put_back(begun: Sequence[Change]) -> None:
    """Take back what has been done, all of it that can be.

    Raises:
        HalfWrittenError: Of this table it could not; the first, if there are several.
    """
    failed: HalfWrittenError | None = None
    for change in reversed(begun):
        try:
            change.take_back()
        except Exception as error:  # noqa: BLE001 - the other tables are worth it all the same
            if failed is None:
                failed = HalfWrittenError(table=change.grid.table, sheet=change.grid.sheet)
                failed.__cause__ = error
    if failed is not None:
        raise failed
