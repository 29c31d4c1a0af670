"""Monthly minimums: the amount of the month, the hours it covers and those beyond."""

from collections.abc import Sequence
from functools import partial

from addin.billing.calendar import Month
from addin.billing.lines import Line
from addin.billing.overage import Overage, minimum_overage, without
from addin.billing.retainer_lines import amount_line
from addin.billing.retainers import Retainer, month_balances
from addin.billing.rollover import MonthBalance
from addin.errors import Finding
from addin.jobs.month.overages import RetainerRun
from addin.jobs.month.retained_work import Holder, RetainedEntry


def minimum_lines(run: RetainerRun, retainer: Retainer) -> list[Line]:
    """What a month bills of a minimum, hours of earlier months that came in late included."""
    entries = run.work.of([retainer])
    by_month: dict[Month, list[RetainedEntry]] = {}
    for one in entries:
        by_month.setdefault(Month.of(one.entry.day), []).append(one)
    lines: list[Line] = []
    for worked, balance in balances_of(retainer, entries, run.month).items():
        of_month = by_month.get(worked, [])
        due = _overage(retainer, of_month, balance)
        lines += _amount(run, retainer, worked, of_month, due)
        before = partial(_overage_before, retainer, of_month, balance)
        lines += run.overage_lines(retainer, worked, due, of_month, before)
    _tell_missed_months(run, retainer)
    return lines


def balances_of(
    retainer: Retainer, entries: Sequence[RetainedEntry], until: Month
) -> dict[Month, MonthBalance]:
    """Where the hours of each month went."""
    return month_balances(retainer, [one.work for one in entries], until)


def _overage(
    retainer: Retainer, entries: Sequence[RetainedEntry], balance: MonthBalance
) -> list[Overage]:
    work = [one.work for one in entries]
    return minimum_overage(work, balance, retainer.pool, retainer.overage_rate)


def _overage_before(
    retainer: Retainer, entries: Sequence[RetainedEntry], balance: MonthBalance
) -> list[Overage]:
    """The hours beyond, without the entries that nothing holds."""
    new = {one.entry.row for one in entries if one.holder is Holder.NOBODY}
    known = without([one.work for one in entries], balance, new)
    return _overage(retainer, [one for one in entries if one.entry.row not in new], known)


def _amount(
    run: RetainerRun,
    retainer: Retainer,
    worked: Month,
    entries: Sequence[RetainedEntry],
    due: Sequence[Overage],
) -> list[Line]:
    """The amount of the month that bills; entries that an earlier month's covers are told."""
    beyond = {row for one in due for row in one.rows}
    rows = [one.entry.row for one in entries if one.is_free and one.entry.row not in beyond]
    line = None
    cents = retainer.amount_cents(worked)
    if worked == run.month and cents:
        line = amount_line(retainer, worked, run.client(retainer.project), cents)
    return run.covered(line, run.work.amount_row(retainer, worked), rows, entries)


def _tell_missed_months(run: RetainerRun, retainer: Retainer) -> None:
    """Say which earlier months were never generated.

    Those before the first one that this workbook generated are passed over, but for the last: the
    firm may have billed them before it had the workbook.
    """
    first = min((row.month for row in run.sources.existing if row.generated), default=run.month)
    for month in retainer.months(run.month.plus(-1)):
        if month < first and month != run.month.plus(-1):
            continue
        if retainer.amount_cents(month) and not _is_billed(run, retainer, month):
            values = {"retainer": retainer.name, "month": month}
            run.wanted.findings.append(Finding("RET-10", retainer.place("start"), values))


def _is_billed(run: RetainerRun, retainer: Retainer, month: Month) -> bool:
    """Whether a row bills the amount of a month, or an invoice whose row is lost."""
    if run.work.amount_row(retainer, month) is not None:
        return True
    line = amount_line(retainer, month, run.client(retainer.project), 0)
    return line.key in run.sources.issued
