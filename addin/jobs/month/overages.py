"""The lines of the hours beyond a retainer, and of the amount that covers the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from addin.billing.calendar import Month
from addin.billing.change import Change, levelled
from addin.billing.choices import EntryStatus
from addin.billing.existing import Billed, ExistingLine, billed_lines, corrected_key
from addin.billing.lines import Line
from addin.billing.overage import Overage, Price, billed_too_much, not_billed
from addin.billing.retainer_lines import overage_line
from addin.billing.retainers import Retainer, hundredths, in_hours
from addin.errors import Finding, Place
from addin.jobs.month.retained_work import (
    Holder,
    RetainedEntry,
    RetainedWork,
    billed_hours,
    value_cents,
)
from addin.jobs.month.sources import Sources, Wanted
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry
from addin.words import text


@dataclass(frozen=True)
class RetainerRun:
    """What the retainers of a month are billed from."""

    sources: Sources
    wanted: Wanted
    work: RetainedWork

    @property
    def month(self) -> Month:
        """The month that bills."""
        return self.sources.month

    def client(self, project: str) -> str:
        """Who ordered a project."""
        return self.sources.portfolio.projects[project].client

    def overage_lines(
        self,
        retainer: Retainer,
        worked: Month,
        due: Sequence[Overage],
        entries: Sequence[RetainedEntry],
        before: Callable[[], Sequence[Overage]],
    ) -> list[Line]:
        """The hours of a month of work beyond a retainer that nothing bills yet.

        Args:
            retainer: It prices them.
            worked: Month of the work.
            due: All hours beyond, as they stand today.
            entries: The work of that month.
            before: Gives the hours beyond without the work that came in since; they stand for
                what was billed by lines whose rows are gone.
        """
        rows = self.work.overage_rows(retainer, worked)
        billed = billed_hours(rows)
        if any(one.holder is Holder.LOST_OVERAGE for one in entries):
            billed = _most(billed, before())
        self.wanted.changes += self._excess(worked, due, rows)
        free = {one.entry.row for one in entries if one.is_free}
        left = not_billed(due, billed)
        self._cover_rounded(due, left, rows, entries)
        lines = []
        for one in left:
            client = self.client(one.price.project)
            line = overage_line(retainer, one, worked, self.month, client)
            line = replace(line, detail=text("line.beyond", self.sources.content.language))
            rows_beyond = [row for row in one.rows if row in free]
            lines.append(self._with_entries(line, rows_beyond, entries))
        return lines

    def _cover_rounded(
        self,
        due: Sequence[Overage],
        left: Sequence[Overage],
        rows: Sequence[ExistingLine],
        entries: Sequence[RetainedEntry],
    ) -> None:
        """Mark entries whose hours are billed already, by the rounding of earlier lines."""
        new = {one.entry.row for one in entries if one.holder is Holder.NOBODY}
        billed = {one.price for one in left}
        rows = [row for row in rows if not corrected_key(row.key)]
        keys = {price: row.key for row in rows for price in billed_hours([row])}
        for one in due:
            if one.price not in billed and rows:
                key = keys.get(one.price, rows[-1].key)
                self.wanted.covered.update({row: key for row in one.rows if row in new})

    def covered(
        self,
        line: Line | None,
        row: ExistingLine | None,
        rows: Sequence[int],
        entries: Sequence[RetainedEntry],
    ) -> list[Line]:
        """A line of a retainer's amount with the entries it covers.

        Args:
            line: What this run bills; None when another month does.
            row: The row, out of this run's hands, that bills the amount already.
            rows: Sheet rows of the entries that the amount covers and that are free.
            entries: The work of the retainer.
        """
        if row is not None:
            marked = {one.entry.row for one in entries if one.entry.line == row.key}
            self.wanted.covered.update({one: row.key for one in rows if one not in marked})
            rows = []
        return [] if line is None else [self._with_entries(line, rows, entries)]

    @staticmethod
    def _with_entries(line: Line, rows: Sequence[int], entries: Sequence[RetainedEntry]) -> Line:
        return replace(line, entries=tuple(rows), value_cents=value_cents(entries, frozenset(rows)))

    def _excess(
        self, worked: Month, due: Sequence[Overage], rows: Sequence[ExistingLine]
    ) -> list[Change]:
        """What takes back issued hours beyond of which there are fewer today.

        Where it cannot be told that they are gone, it is said instead: their entries may have been
        cleared away or have lost their rate, or somebody typed the quantity of the line.
        """
        billed = list(billed_lines(rows, self.month).values())
        hours = billed_hours(row for one in billed for row in (one.row, *one.corrections))
        excess = billed_too_much(due, hours)
        if not excess or any(one.row.month > self.month for one in billed):
            return []
        if all(map(_is_computed, billed)) and self._are_gone(worked, billed):
            return excess_changes(billed, excess)
        self._tell_excess(billed[-1].row, sum(hours.values()), sum(one.hours for one in due))
        return []

    def _are_gone(self, worked: Month, billed: Sequence[Billed]) -> bool:
        """Whether the entries of issued lines are there, and all that count have a price."""
        keys = {one.row.key for one in billed}
        table = self.sources.content.table(TimesheetEntry)
        positions = np.flatnonzero(table.coded("line").mask(keys.__contains__)).tolist()
        if not positions:
            return worked == self.month
        known = {entry.row for entry in self.work.entries}
        return not any(
            table.values["billable"][one]
            and table.values["status"][one] is EntryStatus.APPROVED
            and table.sheet_row(one) not in known
            for one in positions
        )

    def _tell_excess(self, row: ExistingLine, billed: int, found: int) -> None:
        """Say that issued lines bill more hours beyond than there are today."""
        values = {"line": row.key, "billed": in_hours(billed), "found": in_hours(found)}
        place = Place(PrebillingLine.spec.name, self._sheet_row(row.key), "quantity")
        self.wanted.findings.append(Finding("RET-09", place, values))

    def _sheet_row(self, key: str) -> int | None:
        rows = self.sources.content.records(PrebillingLine)
        return next((row.sheet_row for row in rows if row.line == key), None)


def _is_computed(one: Billed) -> bool:
    """Whether a line bills the hours that were computed."""
    return one.row.overrides.quantity is None


def excess_changes(billed: Sequence[Billed], excess: Mapping[Price, int]) -> list[Change]:
    """Take hours back from the lines that billed them, the last one first.

    Args:
        billed: The issued lines of the hours of a month beyond a retainer.
        excess: Hundredths of an hour to take back, by price.
    """
    changes: list[Change] = []
    left = dict(excess)
    for one in reversed(billed):
        (price,) = billed_hours([one.row])
        still = hundredths(one.quantity)
        if (taken := min(left.get(price, 0), still)) > 0:
            left[price] -= taken
            by_hand = one.row.overrides.price
            rate = one.row.unit_price if by_hand is None else by_hand
            if change := levelled(Change(one, -in_hours(taken), rate)):
                changes.append(change)
    return changes


def _most(billed: Mapping[Price, int], before: Sequence[Overage]) -> dict[Price, int]:
    """The hours billed, where some of the rows that would tell are gone."""
    found = dict(billed)
    for one in before:
        found[one.price] = max(found.get(one.price, 0), one.hours)
    return found
