"""What payers were allocated of the lines that the run of a month does not touch."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.lines import Line
from addin.billing.money import to_cents
from addin.billing.vat import VatTreatment
from addin.billing.waterfall import Allocated
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.tables.sheets.bills import Allocation, PrebillingLine


class TakenPart(NamedTuple):
    """What a payer was allocated of a line that the run does not touch."""

    phase: str
    deposit: bool
    allocated: Allocated


@dataclass
class Taken:
    """What payers were allocated of lines that the run of a month does not touch.

    Attributes:
        month: Month of the run.
        parts: By project, where amounts are agreed: those of issued lines, and of drafts of other
            months. One of the run's own month is therefore issued.
        allocations: All rows of *Allocations*.
    """

    month: Month
    parts: Mapping[str, Sequence[TakenPart]] = field(default_factory=dict)
    allocations: Sequence[Allocation] = ()

    def vat_of(self, lines: Container[str]) -> dict[tuple[str, str], VatTreatment]:
        """What each part of some lines bears, by line and payer."""
        return {
            (row.line, row.payer): VatTreatment(row.vat_category, row.vat_rate)
            for row in self.allocations
            if row.line in lines
        }


def taken_parts(  # noqa: PLR0913, PLR0917 - the workbook, and what the journal knows of it
    content: Content,
    portfolio: Portfolio,
    month: Month,
    issued: Mapping[str, Mapping[str, int]],
    lost: Iterable[Line] = (),
    reopened: Container[str] = (),
) -> Taken:
    """What payers were allocated of the lines that the run of a month does not touch.

    *Allocations* says it, and the journal of an issued line that has no row there any more.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        month: Month of the run.
        issued: The cents that each payer was invoiced, by line.
        lost: Issued lines without a row of prebilling, as the run puts them back.
        reopened: Keys of the lines that credit notes have opened again: nothing is taken of them.
    """
    by_amount = {
        project
        for project, rows in portfolio.shares.items()
        if any(row.limit_cents is not None for row in rows)
    }
    kept = [line for line in _kept(content, month, issued) if line.project in by_amount]
    kept = [line for line in kept if line.key not in reopened]
    kept += [_Kept.lost(line) for line in lost if line.project in by_amount]
    shown: dict[str, dict[str, int]] = {line.key: {} for line in kept}
    allocations = content.records(Allocation)
    for one in allocations if kept else ():
        if one.line in shown:
            shown[one.line][one.payer] = to_cents(one.amount)
    parts: dict[str, list[TakenPart]] = {}
    for line in kept:
        cents = shown[line.key] or issued.get(line.key, {})
        parts.setdefault(line.project, []).extend(line.parts(cents))
    return Taken(month, parts, allocations)


class _Kept(NamedTuple):
    """A line that the run does not touch."""

    key: str
    project: str
    phase: str
    deposit: bool
    month: Month
    on: date

    @classmethod
    def lost(cls, line: Line) -> "_Kept":
        """One that is put back: its key tells the month that billed it."""
        month = Month.parse(line.key[:7])
        deposit = line.axis is Axis.DEPOSIT
        return cls(line.key, line.project, line.phase, deposit, month, line.period.end)

    def parts(self, cents: Mapping[str, int]) -> Iterator[TakenPart]:
        """What each payer was allocated of it."""
        for payer, amount in cents.items():
            yield TakenPart(self.phase, self.deposit, Allocated(self.month, self.on, payer, amount))


def _kept(content: Content, month: Month, issued: Container[str]) -> Iterator[_Kept]:
    for row in content.records(PrebillingLine):
        kept = row.month != month or row.invoice or row.line in issued
        if not (kept and row.line) or row.period_to is None:
            continue
        # What has a payer by name, of the user or of its entries, is outside every split.
        if not (row.payer_override or is_named(row.line)):
            deposit = row.axis is Axis.DEPOSIT
            yield _Kept(row.line, row.project, row.phase or "", deposit, row.month, row.period_to)


def is_named(key: str) -> bool:
    """Whether the entries of a line name its payer, by its key."""
    return "/@" in key
