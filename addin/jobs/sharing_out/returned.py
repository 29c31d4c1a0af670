"""The rows of a copy, each beside what was shared of it and the row of the workbook it is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from addin.jobs.sharing_out.cutting import Spec
from addin.jobs.sharing_out.record import KeptRow, Key, Values
from addin.jobs.sharing_out.rows import folded, json_values, key_of
from addin.tables.reading import Table


@dataclass(frozen=True, slots=True)
class Returned:
    """A row of a copy.

    Attributes:
        position: Among the filled rows of the copy's table.
        key: What names it in the copy; empty where the person left that to the firm.
        values: Its other cells, as JSON.
        kept: What is known of it; None for one that was never shared nor taken.
    """

    position: int
    key: Key
    values: Values
    kept: KeptRow | None


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """A table of a copy.

    Attributes:
        table: Its cells, of the columns that are shared.
        here: The table of the workbook.
        rows: Its rows, in their order.
        gone: What is known of rows that the copy does not have any more.
    """

    table: Table[Any]
    here: Table[Any]
    rows: Sequence[Returned]
    gone: Sequence[KeptRow]

    @property
    def spec(self) -> Spec:
        """The table with the columns that are shared."""
        return self.table.spec


def returned_table(table: Table[Any], here: Table[Any], known: Sequence[KeptRow]) -> ReturnedTable:
    """Find out which row is which.

    A row with a key is the one that was shared or taken under it; the number that it got in the
    workbook serves too. A row without one is a row that was taken before if all its cells are the
    same; each of those is found once.
    """
    by_key = {folded(kept.number): kept for kept in known if kept.number}
    by_key |= {folded(kept.key): kept for kept in known if kept.key}
    unnamed: dict[str, list[KeptRow]] = defaultdict(list)
    for kept in reversed(known):
        if not kept.key:
            unnamed[_content(kept.taken)].append(kept)
    rows, found = [], set()
    for position in range(len(table)):
        key, values = key_of(table, position), json_values(table, position)
        waiting = unnamed[_content(values)] if not key else []
        of_row = by_key.get(folded(key)) if key else (waiting.pop() if waiting else None)
        rows.append(Returned(position, key, values, of_row))
        found.add(id(of_row))
    gone = [kept for kept in known if id(kept) not in found]
    return ReturnedTable(table, here, rows, gone)


def _content(values: Values) -> str:
    return repr(sorted(values.items()))
