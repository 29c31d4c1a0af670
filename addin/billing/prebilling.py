"""A run is a difference: the lines it wants against the lines that are there.

What was issued is never touched, what the user overrode stays, what nobody wants any more goes,
and a run that finds nothing new changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.lines import Line
from addin.billing.units import Work

REMAINDERS = frozenset({Axis.TIME, Axis.UNIT})
"""Axes whose wanted line is what no issued line bills yet, so that it may stand beside one."""


@dataclass(frozen=True, slots=True)
class ExistingLine:
    """A row of prebilling as it lies in the workbook.

    Attributes:
        position: Of the row among the filled rows of the table.
        cents: Quantity x unit price as computed by the run that wrote it.
        origin: Empty for a line that the user added.
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
    cents: int
    origin: str
    invoiced: bool
    overridden: bool = False

    @property
    def generated(self) -> bool:
        """Whether a run wrote it."""
        return bool(self.origin)


@dataclass(slots=True)
class Merge:
    """What a run does to the rows of prebilling.

    Attributes:
        added: Lines that get a new row.
        kept: Lines that have a row already, by its position; their cells may still change.
        removed: Rows of lines that are no longer wanted.
        late_changes: Lines that were issued and would now come out differently, with the row they
            were issued by.
    """

    added: list[Line] = field(default_factory=list)
    kept: dict[int, Line] = field(default_factory=dict)
    removed: list[ExistingLine] = field(default_factory=list)
    late_changes: list[tuple[Line, ExistingLine]] = field(default_factory=list)

    @property
    def wanted(self) -> list[Line]:
        """Every line that will be a draft of the month after the run, under its final key."""
        return [*self.kept.values(), *self.added]


def merge(
    wanted: Iterable[Line],
    existing: Sequence[ExistingLine],
    month: Month,
    left_out: frozenset[str] = frozenset(),
) -> Merge:
    """Compare by key.

    Args:
        wanted: What the sources give for ``month``.
        existing: All rows of prebilling, of every month.
        month: Month of the run; rows of other months are read, never changed.
        left_out: Projects with an error: their drafts stay as they are.
    """
    by_key = {row.key: row for row in existing}
    issued = _issued_by_source(existing)
    result = Merge()
    for line in wanted:
        _place(line, by_key, issued.get(_source(line), ()), result)
    used = set(result.kept)
    result.removed = [
        row
        for row in existing
        if row.month == month
        and row.generated
        and not row.invoiced
        and row.project not in left_out
        and row.position not in used
    ]
    return result


def _place(
    line: Line, by_key: Mapping[str, ExistingLine], issued: Iterable[ExistingLine], into: Merge
) -> None:
    if line.axis in REMAINDERS:
        line = line.renamed(_free_key(line.key, by_key))
    elif earlier := _for_the_same_days(line, issued):
        if earlier.cents != line.cents or earlier.period != line.period:
            into.late_changes.append((line, earlier))
        return
    row = by_key.get(line.key)
    if row is None:
        into.added.append(line)
    else:
        into.kept[row.position] = line


def _free_key(key: str, by_key: Mapping[str, ExistingLine]) -> str:
    """The key itself, or with ``+2``, ``+3`` … when lines of that key have been issued."""
    candidate, count = key, 1
    while candidate in by_key and by_key[candidate].invoiced:
        count += 1
        candidate = f"{key}+{count}"
    return candidate


Source = tuple[str, str, Axis | None, str]


def _source(line: Line | ExistingLine) -> Source:
    return (line.project, line.service, line.axis, line.origin)


def _issued_by_source(existing: Iterable[ExistingLine]) -> dict[Source, list[ExistingLine]]:
    issued: dict[Source, list[ExistingLine]] = {}
    for row in existing:
        if row.invoiced and row.generated:
            issued.setdefault(_source(row), []).append(row)
    return issued


def _for_the_same_days(line: Line, issued: Iterable[ExistingLine]) -> ExistingLine | None:
    """The issued line of the same schedule that covers a day of this one."""
    for row in issued:
        if row.period is not None and row.period.overlap(line.period) is not None:
            return row
    return None


def units_taken(existing: Iterable[ExistingLine], month: Month) -> dict[Work, Decimal]:
    """Quantities already billed, or in a draft of another month than ``month``."""
    taken: dict[Work, Decimal] = {}
    for row in existing:
        if row.axis is not Axis.UNIT or not row.generated or row.period is None:
            continue
        if row.invoiced or row.month != month:
            work = (row.project, row.service, Month.of(row.period.start))
            taken[work] = taken.get(work, Decimal(0)) + row.quantity
    return taken


def lines_holding_time(existing: Iterable[ExistingLine], month: Month) -> frozenset[str]:
    """Keys of the lines whose entries a run of ``month`` must leave alone.

    Those are the issued lines, and the drafts of other months.
    """
    return frozenset(row.key for row in existing if row.invoiced or row.month != month)
