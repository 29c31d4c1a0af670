"""``generate`` as the command line runs it: Quotepart on a closed workbook."""

import sys
from pathlib import Path

from addin.books.closed import open_book
from addin.jobs.content import Content
from addin.jobs.generating import generate
from addin.jobs.report import Proposal
from addin.jobs.running import run
from bench.firm import MONTH
from bench.measuring import Laps


def main(path: Path) -> None:
    """Generate the month of a workbook."""
    laps = Laps()

    def job(content: Content) -> Proposal:
        laps.lap("read")
        proposal = generate(content, MONTH)
        laps.lap("compute")
        return proposal

    laps.start()
    report = run(open_book(path), job)
    laps.lap("write")
    laps.facts = {"totals": report.totals, "findings": len(report.findings)}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
