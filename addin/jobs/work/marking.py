"""What a run writes beside the time entries: the line that took each, and what it bills of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from addin.billing.lines import Line
from addin.billing.prebilling import Merge
from addin.jobs.content import Content
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.sources import Wanted
from addin.jobs.work.timesheets import sheet_rows
from addin.tables.coded import Coded, Integers, Mask, coded
from addin.tables.column_updates import KEPT, ColumnUpdates
from addin.tables.editing import cell_of
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry
from addin.words import Language


@dataclass(frozen=True)
class Marking:
    """The run whose marks are written.

    Attributes:
        ordinary: The lines that it writes by column.
        left_out: Projects whose entries keep their marks.
        entry_keys: Numbers for the entries that have none yet, by sheet row.
        numbers: The invoices of an issued line.
        ours: Keys of the drafts that this run may change: entries that it takes no more are free.
    """

    merged: Merge
    ordinary: Sequence[OrdinaryLines]
    left_out: frozenset[str]
    wanted: Wanted
    entry_keys: Mapping[int, str]
    numbers: Callable[[str], str]
    ours: Collection[str]

    def taken(self) -> set[int]:
        """The sheet rows of the entries to which the run gives a line."""
        one_by_one = [*self.merged.wanted, *self.merged.restored]
        return {
            *chain.from_iterable(line.entries for line in one_by_one),
            *chain.from_iterable(lines.entries.tolist() for lines in self.ordinary),
        }


def marks_edit(content: Content, run: Marking) -> TableEdit:
    """Each entry names its line and the minutes billed of it; a new one gets its number."""
    return _Marks(content.table(TimesheetEntry), content.language, run).edit()


class _Marks:
    """The marks, column by column."""

    def __init__(self, table: Table[TimesheetEntry], language: Language, run: Marking) -> None:
        self._table, self._language, self._run = table, language, run
        self._rows = sheet_rows(table)

    def edit(self) -> TableEdit:
        """The cells that are other than those that are there."""
        lines, restored = self._lines()
        columns = {"line": lines, "billed_minutes": self._minutes(lines, restored)}
        if restored.any():
            columns["invoice"] = self._invoices(lines, restored)
        changed = {
            name: self._other(name, column)
            for name, column in columns.items()
            if name in self._table.headings
        }
        if self._run.entry_keys and "entry" in self._table.headings:
            changed["entry"] = self._keys()
        return TableEdit(self._table.spec.name, self._updates(changed))

    def _lines(self) -> tuple[Coded, Mask]:
        """The line of each entry, and which entries go back to one that was lost."""
        run = self._run
        ours, left_out = set(run.ours), run.left_out
        freed = self._table.coded("line").mask(ours.__contains__)
        freed &= ~self._table.coded("project").mask(left_out.__contains__)
        codes = np.where(freed, 0, KEPT)
        values: list[str | None] = [None]
        self._give(codes, values, run.merged.restored)
        restored = codes > 0
        covered = coded(list(run.wanted.covered.values()))
        codes[self._places(run.wanted.covered)] = covered.codes + len(values)
        values += covered.values
        first = len(values)
        self._give(codes, values, run.merged.wanted)
        for lines in run.ordinary:
            self._give_rows(codes, values, lines.entries, lines.counts)
            values += lines.keys
        restored &= codes < first
        return Coded(codes.astype(np.int32), values), restored

    def _give(self, codes: Integers, values: list[str | None], lines: Iterable[Line]) -> None:
        """Give the entries of these lines to them."""
        taking = [line for line in lines if line.entries]
        counts = [len(line.entries) for line in taking]
        rows = np.fromiter(
            chain.from_iterable(line.entries for line in taking), np.int64, sum(counts)
        )
        self._give_rows(codes, values, rows, np.array(counts, np.int64))
        values += [line.key for line in taking]

    def _give_rows(
        self, codes: Integers, values: Sequence[str | None], rows: Integers, counts: Integers
    ) -> None:
        """Give entries to the lines that come next in ``values``: so many to each."""
        numbers = np.arange(len(values), len(values) + len(counts))
        codes[self._places(rows)] = np.repeat(numbers, counts)

    def _places(self, rows: Integers | Collection[int]) -> Integers:
        """The positions of rows of the sheet among the filled ones."""
        wanted = rows if isinstance(rows, np.ndarray) else np.fromiter(rows, np.int64, len(rows))
        return np.searchsorted(self._rows, wanted)

    def _invoices(self, lines: Coded, restored: Mask) -> Coded:
        """The invoice of each entry whose line was lost; the others keep what they have."""
        places = np.flatnonzero(restored)
        numbers = lines.where(places).translated(
            lambda key: self._run.numbers(key) if key else None
        )
        codes = np.full(len(self._rows), KEPT, np.int32)
        codes[places] = numbers.codes
        return Coded(codes, numbers.values)

    def _minutes(self, lines: Coded, restored: Mask) -> Coded:
        """The minutes billed of each entry that this run takes; none of one that it frees."""
        time = self._run.wanted.time
        codes = np.where(lines.codes == 0, 0, KEPT)
        values: list[int | None] = [None]
        if time is not None and len(time):
            places = self._places(time.rows)
            taken = (lines.codes[places] > 0) & ~restored[places]
            codes[places[taken]] = time.billed[taken] + 1
            values += range(int(time.billed.max()) + 1)
        return Coded(codes.astype(np.int32), values)

    def _other(self, name: str, column: Coded) -> Coded:
        """A column whose cells stay where they hold its value already."""
        here = self._table.coded(name)
        code_of = {value: code for code, value in enumerate(column.values)}
        same = here.numbers(lambda value: code_of.get(value, KEPT - 1)) == column.codes
        return Coded(np.where(same, KEPT, column.codes).astype(np.int32), column.values)

    def _keys(self) -> Coded:
        """The number of each entry that gets one."""
        codes = np.full(len(self._rows), KEPT, np.int32)
        codes[self._places(self._run.entry_keys)] = np.arange(len(self._run.entry_keys))
        return Coded(codes, list(self._run.entry_keys.values()))

    def _updates(self, columns: Mapping[str, Coded]) -> Mapping[int, Mapping[str, Cell]]:
        """The rows with a cell that changes."""
        touched = np.zeros(len(self._rows), np.bool_)
        for column in columns.values():
            touched |= column.codes != KEPT
        places = np.flatnonzero(touched)
        return ColumnUpdates(
            self._rows[places] - self._table.grid.first_row,
            {
                self._table.headings[name]: self._cells(name, column.where(places))
                for name, column in columns.items()
            },
        )

    def _cells(self, name: str, column: Coded) -> Coded:
        kind = self._table.spec.column(name)
        return Coded(
            column.codes, [cell_of(kind, value, self._language) for value in column.values]
        )
