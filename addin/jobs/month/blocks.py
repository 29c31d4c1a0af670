"""Prepaid blocks: billed when they are bought, drawn down by the work that follows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from addin.billing.blocks import Block, Draw, Drawdown, draw_down
from addin.billing.calendar import Month
from addin.billing.lines import Line
from addin.billing.money import round_half_away
from addin.billing.overage import Overage, Part, block_overage
from addin.billing.retainer_lines import block_line
from addin.billing.retainers import HUNDREDTH, MINUTE, Retainer, in_hours
from addin.errors import Finding
from addin.jobs.month.overages import RetainerRun
from addin.jobs.month.prebilled import two_decimals
from addin.jobs.month.retained_work import Holder, RetainedEntry


def block_lines(run: RetainerRun, blocks: Sequence[Retainer]) -> list[Line]:
    """The blocks bought in a month, and the hours that no block covers."""
    entries = {one.entry.row: one for one in run.work.of(blocks)}
    drawn = drawdown_of(blocks, list(entries.values()))
    beyond = _beyond(drawn, entries)
    due = {
        (block.name, worked): block_overage(
            beyond.get((block.name, worked), []), block.overage_rate, block.pool
        )
        for block in blocks
        for worked in block.months(run.month)
    }
    rows = {row for overages in due.values() for one in overages for row in one.rows}
    covered = _covered(drawn, entries, rows)
    lines: list[Line] = []
    for block in blocks:
        lines += _amount(run, block, covered.get(block.name, []))
        for worked in block.months(run.month):
            parts = beyond.get((block.name, worked), [])
            of_month = [entries[work.row] for work, _ in parts]
            before = partial(_overage_before, block, parts, of_month)
            lines += run.overage_lines(block, worked, due[block.name, worked], of_month, before)
    run.wanted.findings += _block_findings(blocks, drawn, run.month)
    return lines


def _overage_before(
    block: Retainer, parts: Sequence[Part], entries: Sequence[RetainedEntry]
) -> list[Overage]:
    """The hours that no block covers, without the entries that nothing holds."""
    new = {one.entry.row for one in entries if one.holder is Holder.NOBODY}
    known = [(work, seconds) for work, seconds in parts if work.row not in new]
    return block_overage(known, block.overage_rate, block.pool)


def _beyond(
    drawn: Drawdown, entries: Mapping[int, RetainedEntry]
) -> dict[tuple[str, Month], list[Part]]:
    """What no block covers, by the block that prices it and the month of the work."""
    found: dict[tuple[str, Month], list[Part]] = {}
    for one in drawn.drawn:
        if one.beyond:
            work = entries[one.row].work
            found.setdefault((one.last, Month.of(work.day)), []).append((work, one.beyond))
    return found


def _covered(
    drawn: Drawdown, entries: Mapping[int, RetainedEntry], beyond: Collection[int]
) -> dict[str, list[RetainedEntry]]:
    """The entries that are billed by no line of hours beyond, by the block that gave first."""
    found: dict[str, list[RetainedEntry]] = {}
    for one in drawn.drawn:
        if one.covered and one.row not in beyond:
            found.setdefault(one.covered[0][0], []).append(entries[one.row])
    return found


def drawdown_of(blocks: Sequence[Retainer], entries: Sequence[RetainedEntry]) -> Drawdown:
    """How the work up to a month draws on all the blocks."""
    bought = [
        Block(one.name, one.row, HUNDREDTH * (one.included or 0), one.start, one.end)
        for one in blocks
    ]
    suited: dict[tuple[str, str], frozenset[str]] = {}
    work = []
    for held in entries:
        one = held.entry
        kind = (one.project, one.service)
        if kind not in suited:
            suited[kind] = frozenset(block.name for block in blocks if block.concerns(*kind))
        work.append(Draw(one.row, one.day, MINUTE * one.billed, suited[kind]))
    return draw_down(bought, work)


def _amount(run: RetainerRun, block: Retainer, covered: Sequence[RetainedEntry]) -> list[Line]:
    """The line of the block in the month it is bought; the work it covers is told."""
    bought = Month.of(block.start)
    row = run.work.amount_row(block)
    line = None
    if bought == run.month and block.amount and (row is None or row.month == bought):
        line = block_line(block, run.client(block.project))
    if bought < run.month and block.amount and row is None:
        run.wanted.findings += _missed(run, block, bought)
    rows = [one.entry.row for one in covered if one.is_free]
    return run.covered(line, row, rows, covered)


def _missed(run: RetainerRun, block: Retainer, bought: Month) -> Iterator[Finding]:
    """Say that the month in which a block was bought was never generated."""
    if block_line(block, run.client(block.project)).key not in run.sources.issued:
        values = {"retainer": block.name, "month": bought}
        yield Finding("BLK-03", block.place("start"), values)


def _block_findings(blocks: Sequence[Retainer], drawn: Drawdown, month: Month) -> Iterator[Finding]:
    for block in blocks:
        left = block_balance(block, drawn)
        if block.end is not None and Month.of(block.end) == month and left:
            values = {"retainer": block.name, "hours": in_hours(left), "end": block.end}
            yield Finding("BLK-02", block.place("end"), values)
        if _is_current(block, blocks, month):
            yield from _refill(block, blocks, drawn, month)


def _is_current(block: Retainer, blocks: Sequence[Retainer], month: Month) -> bool:
    """Whether a block can still be used after the month and is the newest of its kind."""
    later = [one for one in blocks if _same_work(one, block) and _age(one) > _age(block)]
    runs_on = block.end is None or block.end > month.last
    return block.start <= month.last and runs_on and not later


def _refill(
    block: Retainer, blocks: Sequence[Retainer], drawn: Drawdown, month: Month
) -> Iterator[Finding]:
    """Propose to buy the same block again when too little is left of all that can be used."""
    usable = [one for one in blocks if one.end is None or one.end > month.last]
    left = sum(block_balance(one, drawn) for one in usable if _same_work(one, block))
    if block.threshold is not None and left < block.threshold:
        values = {
            "retainer": block.name,
            "left": in_hours(left),
            "threshold": in_hours(block.threshold),
            "hours": in_hours(block.included or 0),
            "amount": two_decimals(block.amount),
            "project": block.project,
        }
        yield Finding("BLK-01", block.place("threshold_hours"), values)


def _same_work(one: Retainer, other: Retainer) -> bool:
    return set(one.pool) == set(other.pool) and one.service == other.service


def _age(block: Retainer) -> tuple[object, int]:
    return (block.start, block.row)


def block_balance(block: Retainer, drawn: Drawdown) -> int:
    """Hundredths of an hour left of a block, half away from zero."""
    return round_half_away(drawn.left[block.name], HUNDREDTH)
