"""Where the tables live: one protocol, whatever program holds the workbook.

A job reads the tables it needs in one call, decides, and hands back all its edits in one other:
they are written together or not at all.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from addin.books.restore_points import RestorePoint, RestorePoints
from addin.errors import Finding
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid

__all__ = ["Book", "TableEdit", "UndoableBook"]


class Book(Protocol):
    """A workbook that can be read and edited table by table."""

    path: Path

    def session(self, *, writing: bool) -> AbstractContextManager[Sequence[Finding]]:
        """The time of one run: no other run of Quotepart works on the workbook meanwhile.

        A restore point that was made and then not needed goes at its end.

        Args:
            writing: Whether the run may write. If not, it never waits for another one.

        Returns:
            What became of the workbook in an earlier run that was interrupted, once.

        Raises:
            BillingError: Another run is at work and does not end in time (SAFE-06).
        """

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names; one that the workbook does not have is left out."""

    def require_writable(self) -> None:
        """Refuse now what ``write`` would refuse, before anything that cannot be undone.

        Raises:
            BillingError: The workbook may not be written.
        """

    def keep(self, job: str, days: int) -> None:
        """Make a restore point of the workbook as it is, unless one waits for the next write.

        Args:
            job: What is about to write, by its name on the command line.
            days: How long restore points stay; older ones go, but never the newest.

        Raises:
            BillingError: It cannot be made; nothing is to be written then (SAFE-05).
        """

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none.

        Raises:
            BillingError: The edits cannot be made safely; the workbook is as it was.
        """


class UndoableBook(Book, Protocol):
    """A workbook that can be brought back to a restore point."""

    @property
    def points(self) -> RestorePoints:
        """Its restore points."""

    def changed_since(self, point: RestorePoint) -> datetime | None:
        """When somebody changed the workbook after the job of a point; None if nobody has."""

    def bring_back(self, point: RestorePoint) -> None:
        """Make the workbook what it was at a restore point, whole or not at all.

        Raises:
            BillingError: It may not be written now, or the copy is gone; it is as it was.
        """
