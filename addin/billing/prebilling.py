"""A run is a difference: the lines it wants against the lines that are there.

There are two kinds of lines, and one rule for each. A *remainder* is what is due today less what
issued lines bill of it: time, units, expenses, progress, a correction. It may stand beside issued
lines. An *instalment* is billed once for its days: a fee, a milestone, a deposit. Rows that bill
its days already take its place.

What was issued is never touched, what the user overrode stays, what nobody wants any more goes,
and a run that finds nothing new changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.covering import REMAINDERS, Covering, Run, Source, is_remainder
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line
from addin.billing.units import Work

__all__ = [
    "REMAINDERS",
    "ExistingLine",
    "Merge",
    "Run",
    "Source",
    "lines_holding_time",
    "merge",
    "units_taken",
]


@dataclass(slots=True)
class Merge:
    """What a run does to the rows of prebilling.

    Attributes:
        added: Lines that get a new row.
        kept: Lines that have a row already, by its position; their cells may still change.
        removed: Rows of lines that are no longer wanted.
        restored: Lines, under the key they were issued by, whose row is lost.
        elsewhere: Lines whose days a draft of another month bills already, with that draft.
    """

    added: list[Line] = field(default_factory=list)
    kept: dict[int, Line] = field(default_factory=dict)
    removed: list[ExistingLine] = field(default_factory=list)
    restored: list[Line] = field(default_factory=list)
    elsewhere: list[tuple[Line, ExistingLine]] = field(default_factory=list)

    @property
    def wanted(self) -> list[Line]:
        """Every line that will be a draft of the month after the run, under its final key."""
        return [*self.kept.values(), *self.added]


def merge(wanted: Sequence[Line], existing: Sequence[ExistingLine], run: Run) -> Merge:
    """Compare by key.

    Args:
        wanted: What the sources give for the month.
        existing: All rows of prebilling, of every month.
        run: What else there is to know.
    """
    merging = _Merging(wanted, existing, run)
    for line in wanted:
        merging.place(line)
    return merging.finished()


class _Merging:
    """A merge on its way: what is there, ready to be looked up."""

    def __init__(self, wanted: Sequence[Line], existing: Sequence[ExistingLine], run: Run) -> None:
        self._existing = existing
        self._run = run
        self._covering = Covering(existing, run, wanted)
        self._result = Merge()

    def place(self, line: Line) -> None:
        """Decide what becomes of a wanted line."""
        if lost := self._lost_key(line):
            self._result.restored.append(line.renamed(lost))
            return
        if is_remainder(line):
            free = self._free_key(line.key)
            line = line if free == line.key else line.renamed(free)
        elif self._is_billed(line):
            return
        elif line.key in self._run.reopened:
            line = line.renamed(self._free_key(line.key))
        row = self._covering.row(line.key)
        if row is None:
            self._result.added.append(line)
        else:
            self._result.kept[row.position] = line

    def finished(self) -> Merge:
        """The merge, once every line has its place."""
        run, used = self._run, self._result.kept
        self._result.removed = [
            row
            for row in self._existing
            if row.month == run.month
            and row.generated
            and not row.invoiced
            and row.project not in run.left_out
            and row.position not in used
        ]
        return self._result

    def _lost_key(self, line: Line) -> str:
        """The key under which this work was issued by a line that is lost; or empty."""
        if not is_remainder(line):
            gone = filter(self._covering.is_gone, self._keys_since(line.key))
            if key := next(gone, ""):
                return key
        if not self._run.lost:
            return ""
        keys = [line.home or line.key]
        if line.home:
            tail = line.key.removeprefix(str(line.month))
            since = Period(line.period.start, line.month.last).months
            keys += [f"{month}{tail}" for month in since]
        found = (one for key in keys for one in self._keys_since(key) if one in self._run.lost)
        return next(found, "")

    def _keys_since(self, key: str) -> Iterator[str]:
        """A key, and those under which its work was billed again once it was open again."""
        yield key
        if key not in self._run.reopened:
            return
        candidate, count = key, 1
        while candidate in self._run.reopened or candidate in self._run.issued:
            count += 1
            candidate = f"{key}+{count}"
            yield candidate

    def _free_key(self, key: str) -> str:
        """The key itself, or with ``+2``, ``+3`` … when this run may not write to its line."""
        candidate, count = key, 1
        while self._covering.is_taken(candidate):
            count += 1
            candidate = f"{key}+{count}"
        return candidate

    def _is_billed(self, line: Line) -> bool:
        """Whether other rows bill the days of an instalment already."""
        rows = self._covering.rows(line)
        if rows and not any(row.invoiced for row in rows):
            self._result.elsewhere.append((line, rows[0]))
        return bool(rows)


def units_taken(existing: Iterable[ExistingLine], month: Month) -> dict[Work, Decimal]:
    """Quantities already billed, or in a draft of another month than ``month``."""
    taken: dict[Work, Decimal] = {}
    for row in existing:
        work = work_of(row)
        if work is not None and (row.invoiced or row.month != month):
            taken[work] = taken.get(work, Decimal(0)) + row.quantity
    return taken


def work_of(row: ExistingLine) -> Work | None:
    """What a line of units counts; None for any other line."""
    if row.axis is not Axis.UNIT or not row.generated or row.period is None:
        return None
    return (row.project, row.service, Month.of(row.period.start))


def lines_holding_time(existing: Iterable[ExistingLine], month: Month) -> frozenset[str]:
    """Keys of the lines whose entries a run of ``month`` must leave alone.

    Those are the issued lines, and the drafts of other months.
    """
    return frozenset(row.key for row in existing if row.invoiced or row.month != month)
