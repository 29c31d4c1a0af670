"""``issue`` as the command line runs it: every invoice of a month, in one process."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from addin.books.closed import open_book
from addin.jobs.content import Content
from addin.jobs.issuing import Request, issue
from addin.jobs.report import Proposal
from addin.jobs.running import run
from bench.firm import MONTH
from bench.measuring import Laps


def main(path: Path) -> None:
    """Issue the approved month of a workbook."""
    laps = Laps()
    request = Request(MONTH, MONTH.last, datetime(2026, 3, 31, 18, tzinfo=UTC))

    def job(content: Content) -> Proposal:
        laps.lap("read")
        proposal = issue(content, request)
        laps.lap("issue")
        return proposal

    laps.start()
    report = run(open_book(path), job)
    laps.lap("write")
    laps.facts = {"totals": report.totals, "findings": [one.code for one in report.findings[:9]]}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
