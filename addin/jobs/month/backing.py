"""What stands behind a draft today: its entries, its units, the month computed again."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from addin.billing.billed_units import backed_quantity, work_of
from addin.billing.calendar import Period
from addin.billing.choices import Axis, HoursMode
from addin.billing.corrections import is_plain_time
from addin.billing.existing import ExistingLine, corrected_key
from addin.billing.lines import Line
from addin.billing.money import from_cents
from addin.billing.time import hours
from addin.billing.units import Work
from addin.errors import Finding, Place
from addin.jobs.month.merging import merged_month
from addin.jobs.month.prebilled import plain
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.priced_time import PricedTime
from addin.tables.coded import Integers, combined, grouped

Payers = tuple[tuple[str, Fraction], ...]


class AlikeEntries(NamedTuple):
    """Entries that a line has taken and that have all but their days and minutes in common.

    Attributes:
        line: That has taken them.
        payer: Client who pays them when that is not the project's; else empty.
        first: Their first day, as ``date.toordinal`` counts them.
        last: Their last day.
        billed: Minutes of them all.
        days: Of each entry.
        minutes: Of each entry, as they are billed.
    """

    line: str
    project: str
    service: str
    phase: str
    payer: str
    first: int
    last: int
    billed: int
    days: Integers
    minutes: Integers

    def billed_in(self, period: Period) -> int:
        """The minutes of those that lie in a period."""
        start, end = period.start.toordinal(), period.end.toordinal()
        if start <= self.first and self.last <= end:
            return self.billed
        return int(self.minutes[(start <= self.days) & (self.days <= end)].sum())


class Backing:
    """Holds the drafts of a month against what they were computed from.

    What came in since, an hour or a unit, is for the next run. What has gone or has changed is a
    finding: the line would bill what is no longer there.
    """

    def __init__(self, sources: Sources, wanted: Wanted) -> None:
        """Compare.

        Args:
            sources: Of the month.
            wanted: The month of ``sources`` computed again; lines beside ``time_drafts`` may be
                by column.
        """
        self._rows = {row.key: row for row in sources.existing}
        self._ordinary = _payers_by_column(wanted)
        self._computed = {line.key: line for line in merged_month(sources, wanted).wanted}
        self._entries = _by_line(wanted.time)
        self._units_left = dict(wanted.counted)
        self._unit_drafts: dict[Work, Decimal] = {}
        for row in sources.existing:
            self._count_units(row, sources)

    def _count_units(self, row: ExistingLine, sources: Sources) -> None:
        work = work_of(row)
        if work is None:
            return
        if row.invoiced:
            left = self._units_left.get(work, Decimal(0))
            self._units_left[work] = left - row.quantity
        elif row.month == sources.month:
            self._unit_drafts[work] = self._unit_drafts.get(work, Decimal(0)) + row.quantity

    def fault(self, line: str, place: Place, *, by_minutes: bool) -> Finding | None:
        """What is wrong with a draft; None for a sound one and for a line of the user's own."""
        row = self._rows[line]
        if not row.generated or row.invoiced or row.period is None:
            return None
        billed, found = self._billed_and_found(row, by_minutes=by_minutes)
        if found == billed:
            return None
        return Finding("ISS-08", place, {"line": line, "billed": billed, "found": found})

    def payers(self, line: str) -> Payers:
        """Who pays a line, where its sources say so; empty when the split decides."""
        found = self._ordinary.get(line)
        if found is None:
            computed = self._computed.get(line)
            found = computed.payers if computed is not None else ()
        if found:
            return found
        payer = self._payer(line)
        return ((payer, Fraction(1)),) if payer else ()

    def mirrors(self, line: str) -> str:
        """The issued line that a line corrects or settles; empty for any other."""
        computed = self._computed.get(line)
        return computed.mirrors if computed is not None else ""

    def _billed_and_found(self, row: ExistingLine, *, by_minutes: bool) -> tuple[Decimal, Decimal]:
        """What a draft bills, and what it would bill today: hours, units or an amount."""
        if row.key in self._ordinary:  # hours, and nothing is taken off them
            found = self._hours(row, by_minutes=by_minutes)
            same = found == row.quantity
            return (found, found) if same else (plain(row.quantity), plain(found))
        computed, quantity = self._computed.get(row.key), plain(row.quantity)
        if corrected_key(row.key):
            return _amounts(row, computed)
        if is_plain_time(row):
            found = plain(self._hours(row, by_minutes=by_minutes))
            same = computed is not None and plain(computed.quantity) == quantity == found
            return _amounts(row, computed) if same and row.reduction_cents else (quantity, found)
        if (work := work_of(row)) is not None:
            drafts = self._unit_drafts.get(work, Decimal(0))
            left = self._units_left.get(work, Decimal(0))
            return quantity, plain(backed_quantity(row.quantity, drafts, left))
        more = row.axis is Axis.TIME and computed is not None and computed.quantity > row.quantity
        if more and computed is not None and computed.unit_price == row.unit_price:
            return quantity, quantity
        return _amounts(row, computed)

    def _hours(self, row: ExistingLine, *, by_minutes: bool) -> Decimal:
        """The hours of the entries that name a line and are still work of its kind and days."""
        assert row.period is not None
        entries = self._entries.get(row.key, ())
        kind = (row.project, row.service, row.phase, entries[0].payer if entries else "")
        minutes = 0
        for some in entries:
            if (some.project, some.service, some.phase, some.payer) == kind:
                minutes += some.billed_in(row.period)
        return hours(minutes, HoursMode.MINUTES if by_minutes else HoursMode.DECIMAL)

    def _payer(self, line: str) -> str:
        entries = self._entries.get(line)
        return entries[0].payer if entries else ""


def _payers_by_column(wanted: Wanted) -> dict[str, Payers]:
    """Who pays the lines of time that are given by column, by key; those of projects left out not.

    There may be rows with their keys: these bill the hours of their entries, with nothing off.
    """
    found: dict[str, Payers] = {}
    for lines in wanted.ordinary:
        billed = lines.where(~lines.projects.mask(wanted.left_out.__contains__))
        if billed.is_time:
            found |= zip(billed.keys, billed.payers, strict=True)
    return found


def _amounts(row: ExistingLine, computed: Line | None) -> tuple[Decimal, Decimal]:
    """What a line bills, and what it comes to today for the same days: nothing when not due."""
    billed = row.cents - row.reduction_cents
    same_days = computed is not None and computed.period == row.period
    found = computed.cents - computed.reduction_cents if computed and same_days else 0
    return from_cents(billed), from_cents(found)


def _by_line(time: PricedTime | None) -> dict[str, list[AlikeEntries]]:
    """The entries that a line has taken, by that line; those that come first on the sheet first."""
    found: dict[str, list[AlikeEntries]] = {}
    for some in _alike(time) if time else ():
        found.setdefault(some.line, []).append(some)
    return found


def _alike(time: PricedTime) -> Iterator[AlikeEntries]:
    taken = time.where(time.lines.mask(bool))
    columns = [taken.lines, taken.projects, taken.services, taken.phases, taken.payers]
    alike = combined(columns)
    order = np.argsort(alike.firsts)
    firsts, members = alike.firsts[order], grouped(alike).rearranged(order)
    days, billed = taken.days[members.order], taken.billed[members.order]
    return map(
        AlikeEntries,
        *(column.where(firsts) for column in columns),
        members.smallest(taken.days).tolist(),
        members.largest(taken.days).tolist(),
        members.sums(taken.billed).tolist(),
        (days[start:end] for start, end in members.bounds()),
        (billed[start:end] for start, end in members.bounds()),
    )
