"""A run is a difference: the lines it wants against the lines that are there.

What was issued is never touched, what the user overrode stays, what nobody wants any more goes,
and a run that finds nothing new changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.lines import Line, is_computed
from addin.billing.money import line_cents
from addin.billing.units import Work, kept_quantity

REMAINDERS = frozenset({Axis.TIME, Axis.UNIT})
"""Axes whose wanted line is what no issued line bills yet, so that it may stand beside one."""


@dataclass(frozen=True, slots=True)
class ExistingLine:
    """A row of prebilling as it lies in the workbook.

    Attributes:
        position: Of the row among the filled rows of the table.
        cents: Quantity x unit price as computed by the run that wrote it.
        origin: What it was computed from; empty for a line that the user added.
        invoiced: Whether at least one payer's part of it has been issued.
        overridden: Whether the user typed anything in its override columns.
    """

    position: int
    key: str
    month: Month
    project: str
    service: str
    axis: Axis | None
    period: Period | None
    quantity: Decimal
    unit_price: Decimal
    cents: int
    origin: str
    invoiced: bool
    overridden: bool = False

    @property
    def generated(self) -> bool:
        """Whether a run wrote it; its key tells when somebody has emptied its origin."""
        return bool(self.origin) or is_computed(self.key, self.project, self.service, self.axis)


Source = tuple[str, str, Axis | None, str]
"""A project, a service, an axis and an origin."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run knows beside its lines.

    Attributes:
        month: Month of the run; rows of other months are read, never changed.
        left_out: Projects with an error: their drafts stay as they are.
        schedules: The sources of the fees that are agreed today, whatever month they bill in.
        issued: Keys of every line that an invoice bills, whether it still has a row or not.
        lost: Those of them of which nothing is left, neither the row nor a mark on an entry.
    """

    month: Month
    left_out: frozenset[str] = frozenset()
    schedules: frozenset[Source] = frozenset()
    issued: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LateChange:
    """An issued line that would come out otherwise today.

    Attributes:
        cents: Its change; negative when too much was billed.
    """

    row: ExistingLine
    cents: int


@dataclass(slots=True)
class Merge:
    """What a run does to the rows of prebilling.

    Attributes:
        added: Lines that get a new row.
        kept: Lines that have a row already, by its position; their cells may still change.
        removed: Rows of lines that are no longer wanted.
        restored: Lines, under the key they were issued by, whose row is lost.
        late_changes: Rows that were issued and would now come out differently.
        elsewhere: Lines whose days a draft of another month bills already, with that draft.
    """

    added: list[Line] = field(default_factory=list)
    kept: dict[int, Line] = field(default_factory=dict)
    removed: list[ExistingLine] = field(default_factory=list)
    restored: list[Line] = field(default_factory=list)
    late_changes: list[LateChange] = field(default_factory=list)
    elsewhere: list[tuple[Line, ExistingLine]] = field(default_factory=list)

    @property
    def wanted(self) -> list[Line]:
        """Every line that will be a draft of the month after the run, under its final key."""
        return [*self.kept.values(), *self.added]


def merge(wanted: Iterable[Line], existing: Sequence[ExistingLine], run: Run) -> Merge:
    """Compare by key.

    Args:
        wanted: What the sources give for the month.
        existing: All rows of prebilling, of every month.
        run: What else there is to know.
    """
    merging = _Merging(existing, run)
    for line in wanted:
        merging.place(line)
    return merging.finished()


class _Merging:
    """A merge on its way: what is there, ready to be looked up."""

    def __init__(self, existing: Sequence[ExistingLine], run: Run) -> None:
        self._existing = existing
        self._run = run
        self._by_key = {row.key: row for row in existing}
        self._fees = _fees_by_service(row for row in existing if row.axis not in REMAINDERS)
        self._replaced: set[int] = set()
        self._result = Merge()

    def place(self, line: Line) -> None:
        """Decide what becomes of a wanted line."""
        if lost := self._lost_key(line):
            self._result.restored.append(line.renamed(lost))
            return
        if line.axis in REMAINDERS:
            line = line.renamed(self._free_key(line.key))
        elif self._is_billed(line):
            return
        row = self._by_key.get(line.key)
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
        if not self._run.lost:
            return ""
        keys = [line.home or line.key]
        if line.home:
            tail = line.key.removeprefix(str(line.month))
            since = Period(line.period.start, line.month.last).months
            keys += [f"{month}{tail}" for month in since]
        return next((key for key in keys if key in self._run.lost), "")

    def _free_key(self, key: str) -> str:
        """The key itself, or with ``+2``, ``+3`` … when this run may not write to its line."""
        candidate, count = key, 1
        while self._is_taken(candidate):
            count += 1
            candidate = f"{key}+{count}"
        return candidate

    def _is_taken(self, key: str) -> bool:
        row = self._by_key.get(key)
        if row is None:
            return key in self._run.issued
        return row.invoiced or row.month != self._run.month

    def _is_billed(self, line: Line) -> bool:
        """Whether other rows bill the days of a fee already; says so if they bill it otherwise."""
        rows = self._covering(line)
        issued = [row for row in rows if row.invoiced]
        if issued:
            cents = line.cents - sum(row.cents for row in issued)
            if cents or line.period not in {row.period for row in issued}:
                self._result.late_changes.append(LateChange(issued[0], cents))
        elif rows:
            self._result.elsewhere.append((line, rows[0]))
        return bool(rows)

    def _covering(self, line: Line) -> list[ExistingLine]:
        """Rows that this run may not change and that bill a day of the fee.

        A row whose schedule is no longer there is taken for one of the fee that has its place:
        the first day or the document of a schedule may have been mended since.
        """
        rows = [
            row
            for row in self._fees.get((line.project, line.service, line.axis), ())
            if (row.invoiced or row.month != self._run.month)
            and row.period is not None
            and row.period.overlap(line.period) is not None
        ]
        if mine := [row for row in rows if row.origin == line.origin]:
            return mine
        same = self._by_key.get(line.key)
        if same is not None and self._is_taken(same.key):
            return [same]
        orphans = [
            row
            for row in rows
            if _source(row) not in self._run.schedules and row.position not in self._replaced
        ]
        same_days = [row for row in orphans if row.period == line.period]
        if not same_days:
            return orphans
        replaced = min(same_days, key=lambda row: row.cents != line.cents)
        self._replaced.add(replaced.position)
        return [replaced]


Service = tuple[str, str, Axis | None]


def _fees_by_service(rows: Iterable[ExistingLine]) -> dict[Service, list[ExistingLine]]:
    found: dict[Service, list[ExistingLine]] = {}
    for row in rows:
        if row.generated:
            found.setdefault((row.project, row.service, row.axis), []).append(row)
    return found


def _source(row: ExistingLine) -> Source:
    return (row.project, row.service, row.axis, row.origin)


def units_changed(
    existing: Iterable[ExistingLine], counted: Mapping[Work, Decimal]
) -> list[LateChange]:
    """The last issued line of each work of which more units were billed than there are now.

    Args:
        existing: All rows of prebilling.
        counted: Units of today; of a work that is not in it nothing is said.
    """
    billed: dict[Work, list[ExistingLine]] = {}
    for row in existing:
        if row.invoiced and (work := _work(row)) is not None and work in counted:
            billed.setdefault(work, []).append(row)
    changed = []
    for work, rows in billed.items():
        billed_units = sum((row.quantity for row in rows), Decimal(0))
        excess = kept_quantity(billed_units - counted[work])
        if excess > 0:
            changed.append(LateChange(rows[-1], -line_cents(excess, rows[-1].unit_price)))
    return changed


def units_taken(existing: Iterable[ExistingLine], month: Month) -> dict[Work, Decimal]:
    """Quantities already billed, or in a draft of another month than ``month``."""
    taken: dict[Work, Decimal] = {}
    for row in existing:
        work = _work(row)
        if work is not None and (row.invoiced or row.month != month):
            taken[work] = taken.get(work, Decimal(0)) + row.quantity
    return taken


def _work(row: ExistingLine) -> Work | None:
    """What a line of units counts; None for any other line."""
    if row.axis is not Axis.UNIT or not row.generated or row.period is None:
        return None
    return (row.project, row.service, Month.of(row.period.start))


def lines_holding_time(existing: Iterable[ExistingLine], month: Month) -> frozenset[str]:
    """Keys of the lines whose entries a run of ``month`` must leave alone.

    Those are the issued lines, and the drafts of other months.
    """
    return frozenset(row.key for row in existing if row.invoiced or row.month != month)
