"""The work that a retainer concerns: what holds it, and what of its hours beyond is billed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

import numpy as np

from addin.billing.calendar import Month, valid_on
from addin.billing.choices import Axis, RetainerKind
from addin.billing.existing import ExistingLine, corrected_key
from addin.billing.lines import line_key, typed_part
from addin.billing.money import to_cents
from addin.billing.overage import Price
from addin.billing.retainer_lines import overage_origin, retainer_origin
from addin.billing.retainers import Retainer, Work, hundredths
from addin.jobs.work.priced_time import PricedEntry, PricedTime
from addin.tables.coded import Mask

TAKES_HOURS = (RetainerKind.MINIMUM, RetainerKind.BLOCK)


class Holder(Enum):
    """What holds an entry."""

    NOBODY = "nobody"  # this run may bill it
    AMOUNT = "amount"  # the amount of a retainer covers it
    OVERAGE = "overage"  # a line of hours beyond a retainer bills it
    LOST_OVERAGE = "lost overage"  # such a line, whose row is gone
    ANOTHER = "another"  # a line that has nothing to do with the retainer


@dataclass(frozen=True, slots=True)
class RetainedEntry:
    """An entry that a retainer concerns, and what holds it."""

    entry: PricedEntry
    holder: Holder

    @property
    def is_free(self) -> bool:
        """Whether a line of this run may mark it as its own."""
        return self.holder in {Holder.NOBODY, Holder.AMOUNT}

    @property
    def work(self) -> Work:
        """As the core sees it."""
        one = self.entry
        return Work(one.row, one.day, one.project, one.service, one.billed, one.rate, one.phase)

    @property
    def value(self) -> Fraction:
        """The time worked at its usual rate, in euros."""
        return Fraction(self.entry.worked, 60) * Fraction(self.entry.rate)


def retained_mask(retainers: Iterable[Retainer], time: PricedTime) -> Mask:
    """The entries that minimums and blocks bill; ordinary time leaves them alone.

    An entry whose payer is not the project's client is ordinary time.
    """
    taking = [one for one in retainers if one.kind in TAKES_HOURS]
    concerned = time.is_one_of("projects", {code for one in taking for code in one.pool})
    concerned &= time.is_one_of("payers", {""})
    # A retainer concerns few of the entries of a firm.
    few = time.where(concerned)
    taken = np.zeros(len(few), np.bool_)
    for one in taking:
        taken |= _runs_on_each(one, few)
    mask = concerned.copy()
    mask[concerned] = taken
    return mask


def _runs_on_each(retainer: Retainer, time: PricedTime) -> Mask:
    runs = time.is_one_of("projects", retainer.pool)
    if retainer.service:
        runs &= time.is_one_of("services", {retainer.service})
    runs &= time.days >= retainer.start.toordinal()
    if retainer.end is not None:
        runs &= time.days <= retainer.end.toordinal()
    return runs


@dataclass
class RetainedWork:
    """All the work of some projects, ready to be asked what a retainer has to do with it.

    Attributes:
        entries: Approved, billable and covered by no fee, billed or not, up to the month.
        existing: The rows of prebilling.
        month: Month of the run.
        issued: Keys of the lines that the journal has, whether they have a row or not.
    """

    entries: Sequence[PricedEntry]
    existing: Sequence[ExistingLine]
    month: Month
    issued: Collection[str] = ()
    _rows: Mapping[str, ExistingLine] = field(init=False)
    _of_project: Mapping[str, list[PricedEntry]] = field(init=False)
    _fixed: Mapping[tuple[Axis | None, str], list[ExistingLine]] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = {row.key: row for row in self.existing}
        of_project: dict[str, list[PricedEntry]] = {}
        for entry in self.entries:
            if not entry.payer:
                of_project.setdefault(entry.project, []).append(entry)
        fixed: dict[tuple[Axis | None, str], list[ExistingLine]] = {}
        for row in self.existing:
            if row.invoiced or row.month != self.month:
                fixed.setdefault((row.axis, row.origin), []).append(row)
        self._of_project, self._fixed = of_project, fixed

    def of(self, family: Collection[Retainer]) -> list[RetainedEntry]:
        """The entries on which one of these retainers runs, in order of day, then of row.

        Args:
            family: One minimum, or all the blocks there are: an entry that one of them holds may
                still be covered by another.
        """
        concerned: dict[str, list[Retainer]] = {}
        for one in family:
            for project in one.pool:
                concerned.setdefault(project, []).append(one)
        found = [
            RetainedEntry(entry, self._holder(entry, retainers))
            for project, retainers in concerned.items()
            for entry in self._of_project.get(project, ())
            if any(_runs_on(one, entry) for one in retainers)
        ]
        found = [one for one in found if one.holder is not Holder.ANOTHER]
        return sorted(found, key=lambda one: (one.entry.day, one.entry.row))

    def amount_row(self, retainer: Retainer, month: Month | None = None) -> ExistingLine | None:
        """The row, out of this run's hands, that bills the amount of a month.

        Args:
            retainer: It names the row.
            month: The month; None for a block, which is bought once, whatever the month.
        """
        rows = self._fixed.get((Axis.RETAINER, retainer_origin(retainer)), ())
        return next((row for row in rows if month in {None, row.month}), None)

    def overage_rows(self, retainer: Retainer, worked: Month) -> list[ExistingLine]:
        """The rows, out of this run's hands, that bill hours of a month beyond a retainer."""
        return self._fixed.get((Axis.TIME, overage_origin(retainer, worked)), [])

    def _holder(self, entry: PricedEntry, family: Collection[Retainer]) -> Holder:
        """By the line that an entry names; a draft of the month is computed again."""
        if entry.free:
            return Holder.NOBODY
        row = self._rows.get(entry.line)
        if row is None:
            lost = _lost_holder(entry, family)
            of_ours = lost is not Holder.ANOTHER and entry.line not in self.issued
            return Holder.NOBODY if of_ours else lost
        fixed = row.invoiced or row.month != self.month
        for one in family:
            if row.origin == retainer_origin(one) and row.axis is Axis.RETAINER:
                return Holder.AMOUNT
            if row.origin == overage_origin(one, Month.of(entry.day)) and row.axis is Axis.TIME:
                return Holder.OVERAGE if fixed else Holder.NOBODY
        return Holder.ANOTHER


def _runs_on(retainer: Retainer, entry: PricedEntry) -> bool:
    runs = valid_on(entry.day, retainer.start, retainer.end)
    return runs and retainer.concerns(entry.project, entry.service)


def _lost_holder(entry: PricedEntry, family: Collection[Retainer]) -> Holder:
    """By the key that an entry still names, though the row of that line is gone."""
    worked = Month.of(entry.day)
    tail = entry.line[len(str(worked)) :]
    for one in family:
        name = typed_part(one.name)
        beyond = line_key(worked, entry.project, entry.service, "time", "retainer", name)
        amount = line_key(worked, one.project, one.service, "retainer", name)
        if tail.startswith(f"{beyond.removeprefix(str(worked))}/"):
            return Holder.LOST_OVERAGE
        if tail == amount.removeprefix(str(worked)):
            return Holder.AMOUNT
    return Holder.ANOTHER


def billed_hours(rows: Iterable[ExistingLine]) -> dict[Price, int]:
    """Hundredths of an hour that rows of hours beyond bill, as computed, whatever was overridden.

    What the user has struck off a line is not billed again. A correction counts at the price of
    the line that it corrects.
    """
    found: dict[Price, int] = {}
    prices: dict[str, Price] = {}
    for row in sorted(rows, key=lambda row: bool(corrected_key(row.key))):
        own = Price(row.project, row.service, row.phase, row.unit_price)
        price = prices.get(corrected_key(row.key), own)
        prices[row.key] = price
        found[price] = found.get(price, 0) + hundredths(row.quantity)
    return found


def value_cents(entries: Iterable[RetainedEntry], rows: Collection[int]) -> int:
    """The time worked on some rows at its usual rate, in cents."""
    value = sum((one.value for one in entries if one.entry.row in rows), Fraction(0))
    return to_cents(value)
