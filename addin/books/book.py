"""Where the tables live: one protocol, whatever program holds the workbook.

A job reads the tables it needs in one call, decides, and hands back all its edits in one other:
they are written together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from addin.tables.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class TableEdit:
    """What a job changes in one table; rows keep their identity and their order.

    Attributes:
        table: Name of the Excel table.
        updates: New values by data row (from 0, as in ``Grid``), then by heading.
        removed: Data rows that go; the rows below move up within the table.
        added: New rows by heading, put below the last row. A heading that a row does not name
            stays empty, or takes the formula of its column.
    """

    table: str
    updates: Mapping[int, Mapping[str, Cell]] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    added: Sequence[Mapping[str, Cell]] = ()

    def __bool__(self) -> bool:
        return bool(self.updates or self.removed or self.added)


class Book(Protocol):
    """A workbook that can be read and edited table by table."""

    path: Path

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables of these names; one that the workbook does not have is left out."""

    def write(self, edits: Sequence[TableEdit]) -> None:
        """Carry out every edit, or none.

        Raises:
            BillingError: The edits cannot be made safely; the workbook is as it was.
        """
