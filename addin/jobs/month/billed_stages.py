"""What the rows of a workbook bill of stages and progress already, and what is left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from addin.billing.billed_stages import STAGED, BilledRow, by_schedule
from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.fees import fee_key, schedule_origin
from addin.billing.money import from_cents, to_cents
from addin.billing.plan import Instalment
from addin.billing.prebilling import ExistingLine
from addin.billing.schedule import Schedule
from addin.billing.split import exact_share
from addin.billing.stages import Stage, stage_cents, stage_groups, unbilled_change
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.month.prebilled import charge_of
from addin.tables.sheets.bills import InvoiceLineRow, PrebillingLine

_ANY = Month(2000, 1)
_MONTH = len(str(_ANY))
Staged = Mapping[str, Sequence[Schedule]]
"""Milestones and progress by project."""

RowsOf = Mapping[Schedule, Sequence[BilledRow]]
"""The rows that bill each milestone or progress already."""


def staged_schedules(portfolio: Portfolio) -> Staged:
    """Milestones, by share or not, and progress of the known projects."""
    return {
        project: found
        for project, schedules in portfolio.schedules.items()
        if project in portfolio.projects
        and (found := [one for one in schedules if one.axis in STAGED])
        and any(one.takes_part for one in found)
    }


class BilledStages:
    """What rows that a run may not change bill of the milestones and progress of projects.

    Attributes:
        rows: Those rows, by schedule.
        issued: Keys of those that an invoice bills.
        findings: Issued rows whose schedule is no longer there.
    """

    def __init__(
        self,
        content: Content,
        fixed: Iterable[ExistingLine],
        staged: Staged,
        lost: Iterable[BilledRow],
    ) -> None:
        """``fixed`` are those rows, of any axis and project; ``lost`` are issued without a row."""
        by_project: dict[str, list[BilledRow]] = {}
        self.issued: set[str] = set()
        cents = gross_cents(content)
        for row in fixed:
            if row.axis in STAGED and row.generated and row.project in staged:
                one = _billed_row(row, cents.get(row.key, row.cents))
                by_project.setdefault(row.project, []).append(one)
                self.issued |= {row.key} if row.invoiced else set()
        for gone in lost:
            by_project.setdefault(gone.project, []).append(gone)
            self.issued.add(gone.key)
        self.rows: dict[Schedule, list[BilledRow]] = {}
        self.findings: list[Finding] = []
        for project, schedules in staged.items():
            found, orphans = by_schedule(by_project.get(project, []), schedules)
            self.rows |= found
            self.findings += [
                _finding(content, "STG-07", row, "origin", {"amount": from_cents(row.cents)})
                for row in orphans
                if row.key in self.issued
            ]

    def elsewhere(self, content: Content, month: Month) -> Iterator[Finding]:
        """Milestones of a month that a draft of another one bills still, as before a change."""
        for schedule, rows in self.rows.items():
            if schedule.is_stage and Month.of(schedule.start) == month:
                for row in rows:
                    if row.key not in self.issued and row.month != month:
                        values = {"month": row.month, "wanted": month}
                        yield _finding(content, "PRE-08", row, "month", values)


def lost_rows(content: Content, staged: Staged) -> list[BilledRow]:
    """What invoices bill by lines that have no row any more, told by their lines.

    Without them a progress whose row was deleted would be billed again by the next month.
    """
    kept = set(content.table(PrebillingLine).values["line"])
    gone: dict[str, int] = {}
    for line in content.records(InvoiceLineRow):
        if line.line not in kept:
            gone[line.line] = gone.get(line.line, 0) + to_cents(line.net + line.discount)
    tails = {_tail(fee_key(one, _ANY)): one for found in staged.values() for one in found}
    rows = []
    for key, cents in gone.items():
        if one := tails.get(_tail(key)):
            month, origin = Month.parse(key[:_MONTH]), schedule_origin(one)
            names = (one.project, one.service, one.axis, one.phase, origin)
            rows.append(BilledRow(key, month, *names, month.first, cents))
    return rows


def _tail(key: str) -> str:
    """A key without its month and without the count of a second line of that month."""
    return key[_MONTH:].partition("+")[0]


def gross_cents(content: Content) -> dict[str, int]:
    """What the rows of prebilling bill before discounts, the user's price and quantity in."""
    return {
        row.line: charge_of(row).gross_cents
        for row in content.records(PrebillingLine)
        if row.line and row.axis in STAGED | {Axis.ADJUSTMENT}
    }


def _billed_row(row: ExistingLine, cents: int) -> BilledRow:
    assert row.axis is not None
    start = row.period.start if row.period else None
    return BilledRow(
        row.key,
        row.month,
        row.project,
        row.service,
        row.axis,
        row.phase,
        row.origin,
        start,
        cents,
    )


def _finding(
    content: Content, code: str, row: BilledRow, column: str, values: Mapping[str, object]
) -> Finding:
    sheet_rows = (one.sheet_row for one in content.records(PrebillingLine) if one.line == row.key)
    place = Place("Prebilling", next(sheet_rows, None), column)
    return Finding(code, place, {"line": row.key, **values})


@dataclass(frozen=True)
class FeeStages:
    """The milestones that are shares of one fee, in their order.

    Attributes:
        stages: What each is today, beside its schedule.
        cents: What each was billed at, or is to be billed at.
    """

    schedules: Sequence[Schedule]
    stages: Sequence[Stage]
    cents: Sequence[int]

    def instalments(self) -> Iterator[Instalment]:
        """All of them, billed ones included."""
        for schedule, cents in zip(self.schedules, self.cents, strict=True):
            period = Period(schedule.start, schedule.end or schedule.start)
            yield Instalment(schedule, period, Month.of(schedule.start), cents)

    def to_bill(self) -> Iterator[Instalment]:
        """Those that no row bills."""
        for one, stage in zip(self.instalments(), self.stages, strict=True):
            if stage.billed_cents is None:
                yield one

    def findings(self) -> Iterator[Finding]:
        """Different fees among those still to bill; a fee that changed after the last one."""
        rest = [one.schedule for one in self.to_bill()]
        for one in rest[1:]:
            if one.fee != rest[0].fee:
                values = {"fee": one.fee, "first": rest[0].row, "first_fee": rest[0].fee}
                yield Finding("STG-05", one.place("amount"), values)
        if change := unbilled_change(self.stages):
            place = self.schedules[-1].place("share")
            yield Finding("STG-06", place, {"difference": from_cents(change)})


def stages_of(schedules: Iterable[Schedule], rows: RowsOf) -> list[FeeStages]:
    """The milestones by share of a project, fee by fee."""
    found = []
    for group in stage_groups(schedules).values():
        stages = [_stage(one, rows.get(one, ())) for one in group]
        found.append(FeeStages(group, stages, stage_cents(stages)))
    return found


def _stage(schedule: Schedule, rows: Sequence[BilledRow]) -> Stage:
    assert schedule.share is not None
    assert schedule.fee is not None
    billed = sum(row.cents for row in rows) if rows else None
    return Stage(exact_share(schedule.share), to_cents(schedule.fee), billed)


def stage_instalments(
    content: Content, portfolio: Portfolio, existing: Iterable[ExistingLine]
) -> Iterator[Instalment]:
    """Every milestone by share of every project: as it was issued, or as it would be today."""
    staged = staged_schedules(portfolio)
    rows = _all_rows(content, (row for row in existing if row.invoiced), staged)
    for schedules in staged.values():
        for one in stages_of(schedules, rows):
            yield from one.instalments()


def stages_to_bill(
    content: Content, portfolio: Portfolio, existing: Iterable[ExistingLine]
) -> Iterator[Instalment]:
    """The milestones by share that no row bills, whether issued or a draft of any month."""
    staged = staged_schedules(portfolio)
    rows = (
        BilledStages(content, existing, staged, lost_rows(content, staged)).rows if staged else {}
    )
    for schedules in staged.values():
        for one in stages_of(schedules, rows):
            yield from one.to_bill()


def _all_rows(content: Content, existing: Iterable[ExistingLine], staged: Staged) -> RowsOf:
    if not staged:
        return {}
    return BilledStages(content, existing, staged, lost_rows(content, staged)).rows
