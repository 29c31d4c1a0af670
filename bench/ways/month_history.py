"""The last month of a year whose eleven months before are issued."""

import gc
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from addin.billing.calendar import Month
from addin.billing.money import from_cents, round_half_away, to_cents
from addin.jobs.content import load
from addin.jobs.generating import generate
from addin.jobs.report import Proposal
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from bench.measuring import Laps, peak_megabytes
from bench.month_firm import MONTH, Firm, firm_of, grids_of, monthly_fee, quarterly_fee
from bench.ways.month_typed import HeldBook

INVOICE = "2026-00001"
TABLES = ("Prebilling", "Allocations", "Timesheets")
LAST = Month(MONTH.year, 12)


def main(entries: int) -> None:
    """Bill the year month by month, issue each, and measure the last."""
    firm = firm_of(entries)
    grids = grids_of(firm)
    laps = Laps()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Billing.xlsm"
        for month in range(1, LAST.month):
            content = load(HeldBook(path, grids))
            proposal = generate(content, Month(LAST.year, month), confirmed=True)
            grids = _issued(grids, proposal)
        gc.collect()
        laps.start()
        content = load(HeldBook(path, grids))
        laps.lap("type")
        proposal = generate(content, LAST, confirmed=True)
        laps.lap("compute")
    _compare(firm, proposal)
    laps.facts = {
        "lines": int(proposal.report.totals["lines"]),
        "rows": grids["Prebilling"].height,
        "peak": peak_megabytes(),
    }
    laps.tell()


def _compare(firm: Firm, proposal: Proposal) -> None:
    """The last instalments of the year and nothing else: no issued line is corrected."""
    cents = sum(
        _last(to_cents(monthly_fee(project)), 12) + _last(to_cents(quarterly_fee(project)), 4)
        for project in range(firm.projects)
    )
    totals = {"lines": str(2 * firm.projects), "net": str(from_cents(cents))}
    assert proposal.report.totals == totals, proposal.report.totals


def _last(cents: int, instalments: int) -> int:
    return cents - round_half_away(cents * (instalments - 1), instalments)


def _issued(grids: Mapping[str, Grid], proposal: Proposal) -> dict[str, Grid]:
    """The tables after a run, with everything that it proposed on an invoice."""
    edits = {edit.table: edit for edit in proposal.edits}
    after = dict(grids)
    for name in TABLES:
        if name in edits:
            after[name] = _written(grids[name], edits[name])
        lines = _column(after[name], "Line")
        invoices: list[Cell] = [INVOICE if line else None for line in lines]
        after[name] = _with_columns(after[name], {"Invoice": invoices})
    return after


def _written(grid: Grid, edit: TableEdit) -> Grid:
    """A table with its cells changed and its rows added."""
    assert not edit.removed
    columns: dict[str, list[Cell]] = {
        heading: [*_column(grid, heading), *(row.get(heading) for row in edit.added)]
        for heading in grid.headings
    }
    for index, cells in edit.updates.items():
        for heading, cell in cells.items():
            columns[heading][index] = cell
    return _with_columns(grid, columns)


def _column(grid: Grid, heading: str) -> Iterable[Cell]:
    return grid.columns[grid.headings.index(heading)]


def _with_columns(grid: Grid, columns: Mapping[str, list[Cell]]) -> Grid:
    pairs = zip(grid.headings, grid.columns, strict=True)
    return replace(grid, columns=tuple(columns.get(heading, old) for heading, old in pairs))


if __name__ == "__main__":
    main(int(sys.argv[1]))
