"""``import clients`` as the command line runs it: checked, then written in one write."""

import sys
from datetime import date
from pathlib import Path

from addin.books.closed import open_book
from addin.errors import RefusedError
from addin.jobs.content import Content
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import Proposal
from addin.jobs.running import run
from addin.tables.sheets.clients import Client
from bench.measuring import Laps


def main(path: Path, source: Path) -> None:
    """Import a list of clients; a list with a fault is refused."""
    laps = Laps()
    request = FileRequest(source, today=date(2026, 11, 22))

    def job(content: Content) -> Proposal:
        laps.lap("open")
        proposal = import_file(content, Client.spec, request)
        laps.lap("check")
        return proposal

    laps.start()
    try:
        added = run(open_book(path), job, recover=False).added
        laps.lap("write")
    except RefusedError as refused:
        laps.lap("check")
        added = -len(refused.findings)
    laps.facts = {"added": added}
    laps.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
