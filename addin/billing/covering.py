"""Which rows bill the days of a fee already, so that no day is billed twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.deposits import is_settlement
from addin.billing.existing import ExistingLine, corrected_key
from addin.billing.lines import Line
from addin.billing.plan import Schedule

REMAINDERS = frozenset({Axis.TIME, Axis.UNIT, Axis.EXPENSE, Axis.PROGRESS, Axis.ADJUSTMENT})
"""Axes whose wanted line is what no issued line bills yet, so that it may stand beside one."""

Source = tuple[str, str, Axis | None, str]
"""A project, a service, an axis and an origin."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run knows beside its lines.

    Attributes:
        month: Month of the run; rows of other months are read, never changed.
        left_out: Projects with an error: their drafts stay as they are.
        sources: What is agreed today, whatever month bills it.
        schedules: The schedules among them.
        issued: Keys of every line that an invoice bills, whether it still has a row or not.
        lost: Those of them of which nothing is left, neither the row nor a mark on an entry.
        reopened: Keys of the lines that credit notes have opened again whole: their work is billed
            anew, under a key of its own.
    """

    month: Month
    left_out: frozenset[str] = frozenset()
    sources: frozenset[Source] = frozenset()
    schedules: Mapping[Source, Schedule] = field(default_factory=dict)
    issued: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()


def is_remainder(line: Line) -> bool:
    """Whether a wanted line is what no issued line bills yet.

    Any other is an instalment: billed once for its days, whatever it comes to later.
    """
    return line.axis in REMAINDERS or bool(line.home) or bool(line.mirrors)


def source_of(line: Line | ExistingLine) -> Source:
    """What a line was computed from."""
    return (line.project, line.service, line.axis, line.origin)


def _is_instalment(row: ExistingLine) -> bool:
    """Whether a row bills an instalment, and neither corrects one nor gives a deposit back."""
    return not (row.axis in REMAINDERS or corrected_key(row.key) or is_settlement(row.key))


class Covering:
    """Finds the rows that bill the days of an instalment: issued, or drafts of another month."""

    def __init__(self, existing: Iterable[ExistingLine], run: Run, wanted: Iterable[Line]) -> None:
        """``wanted`` are the lines of the run: what they are computed from is agreed today."""
        self._month = run.month
        self._issued = run.issued
        self._reopened = run.reopened
        instalments = (source_of(line) for line in wanted if not is_remainder(line))
        self._agreed = {*run.sources, *run.schedules, *instalments}
        self._replaced: set[int] = set()
        self._by_key: dict[str, ExistingLine] = {}
        self._instalments: dict[tuple[str, str, Axis | None], list[ExistingLine]] = {}
        for row in existing:
            self._by_key[row.key] = row
            if row.generated and _is_instalment(row):
                service = (row.project, row.service, row.axis)
                self._instalments.setdefault(service, []).append(row)

    def row(self, key: str) -> ExistingLine | None:
        """The row with this key."""
        return self._by_key.get(key)

    def is_gone(self, key: str) -> bool:
        """Whether an invoice bills the line with this key, but its row is gone."""
        return key in self._issued and key not in self._by_key

    def is_taken(self, key: str) -> bool:
        """Whether a run may not write to the line with this key."""
        row = self._by_key.get(key)
        if row is None:
            return key in self._issued or key in self._reopened
        return row.invoiced or row.month != self._month

    def rows(self, line: Line) -> list[ExistingLine]:
        """The rows that this run may not change and that bill a day of an instalment.

        A row whose source is no longer there is taken for one of the instalment that has its
        place: the first day or the document of a schedule may have been mended since. It has room
        for one only, so each instalment of a run is to be asked for once.
        """
        rows = [
            row
            for row in self._instalments.get((line.project, line.service, line.axis), ())
            if (row.invoiced or row.month != self._month)
            and row.period is not None
            and row.period.overlap(line.period) is not None
        ]
        if mine := [row for row in rows if row.origin == line.origin]:
            return mine
        same = self._by_key.get(line.key)
        if same is not None and self.is_taken(same.key):
            return [same]
        orphans = [
            row
            for row in rows
            if source_of(row) not in self._agreed and row.position not in self._replaced
        ]
        same_days = [row for row in orphans if row.period == line.period]
        if not same_days:
            return orphans
        replaced = min(same_days, key=lambda row: row.cents != line.cents)
        self._replaced.add(replaced.position)
        return [replaced]
