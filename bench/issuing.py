"""A large issue, end to end: journal, proof, Word and workbook, in one process."""

import tempfile
from functools import partial
from pathlib import Path

from addin.books.builder import build_workbook
from addin.books.closed import open_book
from addin.jobs.approving import approve
from addin.jobs.generating import generate
from addin.jobs.running import run
from bench.firm import LANGUAGE, MONTH
from bench.issue_firm import issue_rows
from bench.report import milliseconds, seconds, spaced, table
from bench.turns import Way, say, take_turns

STAGES = {
    "read": "read the workbook",
    "issue": "number, write, prove, keep and file every invoice",
    "write": "write the workbook",
}


def measure(sizes: list[int]) -> str:
    """Issue so many invoices, and give the table.

    Args:
        sizes: How many invoices, one month after the other.
    """
    ways = []
    with tempfile.TemporaryDirectory() as folder:
        for invoices in sizes:
            path = Path(folder) / str(invoices) / "month.xlsm"
            _approved(path, invoices)
            way = Way("issue_quotepart", f"{spaced(invoices)} invoices", 1)
            ways.append(way)
            for _ in take_turns([way], partial(_arguments, path)):
                assert way.facts["totals"]["invoices"] == str(invoices), way.facts
                assert len([*path.parent.rglob("*.docx")]) == invoices
    rows = [
        [
            way.title,
            *(seconds(way, [stage]) for stage in STAGES),
            milliseconds(way, ["issue"], invoices),
            f"{way.peak_megabytes:.0f} MB",
        ]
        for way, invoices in zip(ways, sizes, strict=True)
    ]
    return "\n\n".join(
        (
            "### Issue: three lines an invoice, one process",
            table(["wall (cpu)", *STAGES.values(), "an invoice", "memory"], rows),
        )
    )


def _arguments(path: Path, _: Way) -> list[str]:
    return [str(path)]


def _approved(path: Path, invoices: int) -> None:
    """Make a workbook whose month is generated and approved."""
    say(f"building a workbook for {invoices} invoices")
    path.parent.mkdir()
    path.write_bytes(build_workbook(LANGUAGE, issue_rows(invoices)))
    run(open_book(path), lambda content: generate(content, MONTH, confirmed=True))
    run(open_book(path), lambda content: approve(content, MONTH))
