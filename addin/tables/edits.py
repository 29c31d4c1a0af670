"""What a job changes in a table, as the books carry it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from addin.tables.grid import Cell


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
