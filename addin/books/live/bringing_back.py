"""What brings a table back to what it was, row for row, so that notes and colours stay with theirs.

A job leaves rows as they are or changes some of their cells, takes rows out, and puts rows at the
end. So the rows of then and of now are matched in their order, by what they hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from addin.books.disk import digest_of
from addin.books.kept_tables import KeptTable, kept_tables
from addin.books.live.cells import to_excel
from addin.books.live.change import KeptRow, Return
from addin.books.live.difference import difference
from addin.books.live.open_table import OpenTable
from addin.books.restore_points import CopyGoneError, RestorePoint, RestorePoints
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

Row = tuple[object, ...]


def kept_edits(
    points: RestorePoints, point: RestorePoint, opened: Mapping[str, OpenTable]
) -> tuple[list[TableEdit], dict[str, Return]]:
    """What brings tables back to what the copy of a restore point has.

    Args:
        points: Those of the workbook.
        point: The one to go back to.
        opened: The tables as they are, by the names asked for.

    Returns:
        The edits that change anything, and what they cannot say, by table.

    Raises:
        CopyGoneError: The copy is not there, or not the bytes that were kept.
    """
    copy = points.path_of(point)
    if digest_of(copy) != point.before:
        raise CopyGoneError(copy=copy, moment=point.told_moment)
    edits: list[TableEdit] = []
    returns: dict[str, Return] = {}
    for name, kept in kept_tables(copy, opened).items():
        edit, more = _Comparison(opened[name], kept, name).outcome()
        if edit or more:
            edits.append(edit)
            returns[edit.table] = more
    return edits, returns


class _Comparison:
    """A table as it is and as it was.

    Attributes:
        headings: Of the columns that both have and no formula of the table fills, each with its
            places now and then.
    """

    def __init__(self, opened: OpenTable, kept: KeptTable, name: str) -> None:
        self.opened = opened
        self.kept = kept
        self.name = name
        grid = opened.grid
        self.headings = {
            heading: (grid.headings.index(heading), place)
            for place, heading in enumerate(kept.headings)
            if heading in grid.headings and heading not in grid.calculated
        }

    def outcome(self) -> tuple[TableEdit, Return]:
        """The edit, and the rows and formulas that it cannot bring back."""
        pairs = dict(matched(self._rows_now(), self._rows_then()))
        if not pairs:
            return self._anew()
        inserted, last = self._missing(pairs)
        height = self.opened.grid.height
        places = {**pairs, **{height + step: then for step, then in enumerate(last)}}
        formulas = {
            (row, self.headings[heading][0]): text
            for row, then in places.items()
            for heading, text in self._formulas(then).items()
            if self.opened.formulas.get((row, self.headings[heading][0])) != text
        }
        removed = frozenset(range(height)) - pairs.keys()
        added = [self._values(then) for then in last]
        edit = TableEdit(self.name, self._updates(pairs), removed, added)
        return edit, Return(formulas, inserted)

    def _anew(self) -> tuple[TableEdit, Return]:
        """No row is left of those there were: all are written from the top."""
        columns = {
            heading: [row[then] for row in self.kept.rows]
            for heading, (_, then) in self.headings.items()
        }
        edit = difference(self.opened.grid, columns, len(self.kept.rows))
        formulas = {
            (row, self.headings[heading][0]): text
            for row in range(len(self.kept.rows))
            for heading, text in self._formulas(row).items()
        }
        return edit, Return(formulas)

    def _rows_now(self) -> list[Row]:
        columns = [self.opened.grid.columns[now] for now, _ in self.headings.values()]
        return [tuple(map(to_excel, row)) for row in zip(*columns, strict=True)]

    def _rows_then(self) -> list[Row]:
        places = [then for _, then in self.headings.values()]
        return [tuple(to_excel(row[place]) for place in places) for row in self.kept.rows]

    def _formulas(self, row: int) -> dict[str, str]:
        """The formulas that a row had, by heading."""
        return {
            heading: self.kept.formulas[row, then]
            for heading, (_, then) in self.headings.items()
            if (row, then) in self.kept.formulas
        }

    def _values(self, row: int) -> dict[str, Cell]:
        """The values that a row had, without the results of formulas."""
        return {
            heading: self.kept.rows[row][then]
            for heading, (_, then) in self.headings.items()
            if (row, then) not in self.kept.formulas
        }

    def _updates(self, pairs: Mapping[int, int]) -> dict[int, dict[str, Cell]]:
        grid = self.opened.grid
        updates = {
            row: {
                heading: value
                for heading, value in self._values(then).items()
                if to_excel(value) != to_excel(grid.columns[self.headings[heading][0]][row])
            }
            for row, then in pairs.items()
        }
        return {row: cells for row, cells in updates.items() if cells}

    def _missing(self, pairs: Mapping[int, int]) -> tuple[dict[int, list[KeptRow]], list[int]]:
        """The rows that are gone: those above one that is there, and the numbers of the last."""
        there = {then: now for now, then in pairs.items()}
        inserted: dict[int, list[KeptRow]] = {}
        waiting: list[int] = []
        for then in range(len(self.kept.rows)):
            if then not in there:
                waiting.append(then)
            elif waiting:
                rows = [KeptRow(self._values(row), self._formulas(row)) for row in waiting]
                inserted[there[then]] = rows
                waiting = []
        return inserted, waiting


def matched(now: Sequence[Row], then: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Rows of now with the rows of then that they were, both ascending.

    >>> list(matched([("a", 1), ("c", 5), ("new", 0)], [("a", 1), ("b", 2), ("c", 3)]))
    [(0, 0), (1, 2)]
    """
    same = 0
    while same < min(len(now), len(then)) and now[same] == then[same]:
        yield same, same
        same += 1
    # Of rows that many others are equal to, the matcher makes little, which keeps it quick.
    blocks = SequenceMatcher(None, now[same:], then[same:]).get_opcodes()
    for kind, first, last, start, end in blocks:
        if kind == "equal":
            for step in range(last - first):
                yield same + first + step, same + start + step
        elif kind == "replace":
            yield from _alike(
                now, then, range(same + first, same + last), (same + start, same + end)
            )


def _alike(
    now: Sequence[Row], then: Sequence[Row], rows: range, between: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Rows that were changed: at least half of their cells are what they were."""
    place, end = between
    for row in rows:
        for other in range(place, end):
            same = sum(a == b for a, b in zip(now[row], then[other], strict=True))
            if 2 * same >= len(now[row]):
                yield row, other
                place = other + 1
                break
