"""Where the tables live: one protocol, whatever program holds the workbook.

A job reads the tables it needs in one call, decides, and hands back all its edits in one other:
they are written together or not at all.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from addin.tables.edits import TableEdit
from addin.tables.grid import Grid

__all__ = ["Book", "TableEdit"]


class Book(Protocol):
    """A workbook that can be read and edited table by table."""

    path: Path

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names; one that the workbook does not have is left out."""

    def require_writable(self) -> None:
        """Refuse now what ``write`` would refuse, before anything that cannot be undone.

        Raises:
            BillingError: The workbook may not be written.
        """

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none.

        Raises:
            BillingError: The edits cannot be made safely; the workbook is as it was.
        """
