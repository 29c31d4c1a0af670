"""The month of a large firm from its typed tables, held against the reference to the cent."""

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from addin.errors import Finding
from addin.jobs.content import load
from addin.jobs.generating import generate
from addin.jobs.report import Proposal
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, Grid
from bench.measuring import Laps, peak_megabytes
from bench.month_firm import MONTH, SERVICES, Firm, firm_of, grids_of
from bench.reference_month import Billed, bill_month

Line = tuple[str, str, str]
"""Project, service and amount."""


@dataclass
class HeldBook:
    """A workbook whose tables are in memory, to be read once and never written."""

    path: Path
    grids: Mapping[str, Grid]

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        """The tables that it has."""
        return {name: self.grids[name] for name in tables if name in self.grids}

    def session(self, *, writing: bool) -> AbstractContextManager[tuple[Finding, ...]]:
        """Nobody else is at work."""
        assert not writing
        return nullcontext(())

    def require_writable(self) -> None:
        """It is not asked to be written."""

    def keep(self, job: str, days: int) -> None:
        """There is nothing to keep."""

    def write(self, edits: Iterable[TableEdit]) -> None:
        """It is measured up to its edits."""
        assert not list(edits)


def main(entries: int, *, checked: bool) -> None:
    """Compute a month, as the program does and as the reference does."""
    firm = firm_of(entries)
    laps = Laps()
    with TemporaryDirectory() as folder:
        book = HeldBook(Path(folder) / "Billing.xlsm", grids_of(firm))
        gc.collect()
        laps.start()
        content = load(book)
        laps.lap("type")
        proposal = generate(content, MONTH)
        laps.lap("compute")
    laps.facts = {
        "lines": int(proposal.report.totals["lines"]),
        "findings": len(proposal.report.findings),
        "net": proposal.report.totals["net"],
    }
    laps.facts["peak"] = peak_megabytes()  # without what the comparison needs
    laps.start()
    billed = bill_month(firm)
    laps.lap("reference")
    laps.facts["shares"] = len(billed.share_cents)
    if checked:
        _compare(firm, billed, proposal)
    laps.tell()


def _compare(firm: Firm, billed: Billed, proposal: Proposal) -> None:
    """Every line, every share and every mark."""
    codes, names = _names(firm)
    lines = [
        (codes[project], SERVICES[service], _euros(cents))
        for project, service, cents in zip(
            billed.project.tolist(), billed.service.tolist(), billed.cents.tolist(), strict=True
        )
    ]
    edits = {edit.table: edit for edit in proposal.edits}
    rows = _rows(edits["Prebilling"])
    of_row = {str(row["Line"]): _line(row) for row in rows}
    assert Counter(of_row.values()) == Counter(lines)
    pairs = zip(
        billed.line.tolist(), billed.payer.tolist(), billed.share_cents.tolist(), strict=True
    )
    shares = Counter((lines[line], names[payer], _euros(cents)) for line, payer, cents in pairs)
    found = (
        (of_row[str(row["Line"])], row["Payer"], str(row["Amount"]))
        for row in _rows(edits["Allocations"])
    )
    assert Counter(found) == shares
    marks = edits["Timesheets"].updates
    taken = {at: lines[line] for at, line in enumerate(billed.taken.tolist()) if line >= 0}
    assert {index: of_row[str(cells["Line"])] for index, cells in marks.items()} == taken


def _names(firm: Firm) -> tuple[list[str], list[str]]:
    names = [f"C{one:05}" for one in range(firm.clients)]
    return [f"{names[one // 2]}-{one % 2}" for one in range(firm.projects)], names


def _rows(edit: TableEdit) -> list[Mapping[str, Cell]]:
    return [*edit.updates.values(), *edit.added]


def _line(row: Mapping[str, Cell]) -> Line:
    return str(row["Project"]), str(row["Service"]), str(row["Amount"])


def _euros(cents: int) -> str:
    return str(Decimal(f"{cents}E-2"))


if __name__ == "__main__":
    main(int(sys.argv[1]), checked="--unchecked" not in sys.argv)
