"""Monthly minimums and hours bought in advance: what they cover, and the hours beyond."""

from collections.abc import Sequence

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import ProjectStatus, RetainerKind
from addin.billing.lines import Line
from addin.billing.retainers import Retainer, in_hours
from addin.errors import Finding
from addin.jobs.agreed.retainers import Retainers, read_retainers
from addin.jobs.content import Content
from addin.jobs.month.blocks import block_balance, block_lines, drawdown_of
from addin.jobs.month.minimums import balances_of, minimum_lines
from addin.jobs.month.overages import RetainerRun
from addin.jobs.month.retained_work import TAKES_HOURS, RetainedWork, retained_mask
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.issued_time import minutes_today
from addin.jobs.work.priced_time import PricedEntry, PricedTime
from addin.jobs.work.pricing_time import pool_time, price_time
from addin.jobs.work.timesheets import Entries
from addin.tables.coded import Mask
from addin.tables.editing import TableEditor
from addin.tables.sheets.engagements import Retainer as RetainerRow
from addin.tables.sheets.work import TimesheetEntry


def retained(sources: Sources, time: PricedTime) -> Mask:
    """The entries that a minimum or a block bills; ordinary time makes no line of them."""
    return retained_mask(read_retainers(sources.content).sound, time)


def lines_of_retainers(sources: Sources, wanted: Wanted) -> list[Line]:
    """The amount of each minimum, each block that is bought, and the hours beyond them."""
    read = read_retainers(sources.content)
    wanted.left_out |= read.stopped
    if not read.of(*TAKES_HOURS):
        return []
    price_time(sources, wanted)  # it tells which projects have hours that cannot be billed
    retainers = _billable(sources, wanted, read)
    run = RetainerRun(sources, wanted, _work(sources, read))
    minimums = [one for one in retainers if one.kind is RetainerKind.MINIMUM]
    blocks = [one for one in retainers if one.kind is RetainerKind.BLOCK]
    lines = [line for one in minimums for line in minimum_lines(run, one)]
    return lines + block_lines(run, blocks)


def _work(sources: Sources, read: Retainers) -> RetainedWork:
    projects = {code for one in read.of(*TAKES_HOURS) for code in one.pool}
    entries = _as_of_today(sources, list(pool_time(sources, projects).entries()))
    return RetainedWork(entries, sources.existing, sources.month, sources.issued)


def _as_of_today(sources: Sources, entries: Sequence[PricedEntry]) -> list[PricedEntry]:
    """The entries, those of issued lines with the minutes that they would be billed for today."""
    issued = {row.key for row in sources.existing if row.invoiced}
    held = [place for place, one in enumerate(entries) if one.line in issued]
    found = list(entries)
    if not held:
        return found
    table = sources.content.table(TimesheetEntry)
    positions = [table.positions[entries[one].row - table.grid.first_row] for one in held]
    chosen = Entries(table, np.array(positions, np.int64))
    minutes = minutes_today(chosen, np.ones(len(held), np.bool_), sources.portfolio)
    for place, billed in zip(held, minutes.tolist(), strict=True):
        found[place] = entries[place]._replace(billed=billed)
    return found


def _billable(sources: Sources, wanted: Wanted, read: Retainers) -> list[Retainer]:
    """The retainers all of whose projects can be billed; the projects of the others are left out.

    Hours that are shared cannot be told apart when some of them are missing.
    """
    retainers = read.of(*TAKES_HOURS)
    told: set[int] = set()
    while True:
        stopped = [
            (one, faulty)
            for one in retainers
            if one.row not in told and (faulty := _faulty(sources, wanted, one))
        ]
        if not stopped:
            break
        for one, faulty in stopped:
            told.add(one.row)
            wanted.left_out.update(one.pool)
            if len(one.pool) > 1:
                values = {"retainer": one.name, "project": faulty}
                wanted.findings.append(Finding("RET-08", one.place("projects"), values))
    return [one for one in retainers if one.row not in told and _is_active(sources, wanted, one)]


def _faulty(sources: Sources, wanted: Wanted, retainer: Retainer) -> str:
    """A project of the pool that cannot be billed because of an error; empty if there is none."""
    portfolio = sources.portfolio
    for code in retainer.pool:
        project = portfolio.projects.get(code)
        if project is None or project.client not in portfolio.clients or code in wanted.left_out:
            return code
    return ""


def _is_active(sources: Sources, wanted: Wanted, retainer: Retainer) -> bool:
    """Whether the project that bills a retainer is active; says so where others wait for it."""
    projects = sources.portfolio.projects
    if projects[retainer.project].status is ProjectStatus.ACTIVE:
        return True
    others = [projects[code] for code in retainer.pool[1:]]
    runs = retainer.served(sources.month) is not None
    if runs and any(one.status is ProjectStatus.ACTIVE for one in others):
        values = {"retainer": retainer.name, "project": retainer.project}
        wanted.findings.append(Finding("RET-11", retainer.place("project"), values))
    return False


def retainers_editor(content: Content, sources: Sources) -> TableEditor:
    """The hours left of each block, and those that each minimum hands on, after the month."""
    editor = content.editor(RetainerRow)
    read = read_retainers(content)
    if not read.of(*TAKES_HOURS):
        return editor
    left = _hours_left(sources, read)
    table = editor.table
    for row, hours in left.items():
        editor.change(table.positions[row - table.grid.first_row], {"balance": in_hours(hours)})
    return editor


def _hours_left(sources: Sources, read: Retainers) -> dict[int, int]:
    """Hundredths of an hour by sheet row, of the retainers that have begun."""
    work = _work(sources, read)
    blocks = read.of(RetainerKind.BLOCK)
    drawn = drawdown_of(blocks, work.of(blocks))
    left = {one.row: block_balance(one, drawn) for one in blocks if _has_begun(one, sources.month)}
    for one in read.of(RetainerKind.MINIMUM):
        balances = balances_of(one, work.of([one]), sources.month)
        if one.rollover.most and sources.month in balances:
            left[one.row] = balances[sources.month].carried_out
    return left


def _has_begun(retainer: Retainer, month: Month) -> bool:
    return retainer.start <= month.last
