"""The whole month as the command line runs it.

``generate --preview``, whose drafts are those of the month just generated; or generate, approve
and issue, three commands that each read the workbook.

The UBL is written in a step of its own, without the proof and the official rules of ``issue``.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from addin.books.closed import open_book
from addin.einvoices.ubl import to_ubl
from addin.jobs import previewing
from addin.jobs.approving import approve
from addin.jobs.content import Content
from addin.jobs.generating import generate
from addin.jobs.invoices import proving
from addin.jobs.invoices.gathering import REHEARSAL
from addin.jobs.issuing import Request, issue
from addin.jobs.previewing import preview
from addin.jobs.report import Proposal, Report
from addin.jobs.running import Job, run
from bench.firm import MONTH
from bench.measuring import Laps
from bench.ways.whole_ubl import invoices_printed, peppol, write_all

REQUEST = Request(MONTH, MONTH.last, datetime(2026, 3, 31, 18, tzinfo=UTC))


def main(path: Path, last: str) -> None:
    """Bill the month of a workbook.

    Args:
        path: Of the workbook.
        last: ``preview`` for the Word files alone; ``issue`` also takes numbers, proves every
            document and keeps it in the journal.
    """
    laps = Laps()
    laps.start()
    with invoices_printed(previewing if last == "preview" else proving) as printed:
        report = (_previewed if last == "preview" else _issued)(path, laps)
    if last == "issue":
        printed.pop(REHEARSAL, None)
    write_all(map(peppol, printed.values()), path.parent / "ubl", to_ubl)
    laps.lap("xml")
    laps.facts = {"totals": report.totals, "added": report.added}
    laps.tell()


def _previewed(path: Path, laps: Laps) -> Report:
    """``quotepart generate --preview``: the report of the drafts."""

    def drafts(content: Content) -> Proposal:
        laps.lap("generate")
        return preview(content, REQUEST)

    report = run(open_book(path), _generate, preview=drafts).preview
    laps.lap("word")
    assert report is not None
    return report


def _issued(path: Path, laps: Laps) -> Report:
    """``quotepart generate``, ``approve``, ``issue``: the report of the last."""
    jobs: dict[str, Job] = {
        "generate": _generate,
        "approve": lambda content: approve(content, MONTH),
        "word": lambda content: issue(content, REQUEST),
    }
    for stage, job in jobs.items():
        report = run(open_book(path), job)
        laps.lap(stage)
    return report


def _generate(content: Content) -> Proposal:
    return generate(content, MONTH, confirmed=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
