"""The commands that hold a workbook against its journal, and bring back what it has lost."""

from pathlib import Path
from typing import Annotated

import typer

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.jobs.content import Content
from addin.jobs.rebuilding import JOB as REBUILD
from addin.jobs.rebuilding import rebuild as rebuild_job
from addin.jobs.report import Proposal
from addin.jobs.running import Job, run
from addin.jobs.undoing import settings_of
from addin.jobs.verifying import JOB as VERIFY
from addin.jobs.verifying import verify as verify_job
from addin.words import system_language


def verify(file: File, as_json: Json = False) -> None:  # noqa: FBT002
    """Compare workbook, journal and documents, and name what differs.

    Nothing is written. Found are a cell edited by hand, a row deleted or typed, a document changed
    or missing, a seal broken.

    Example: quotepart verify Billing.xlsm
    """
    _run(VERIFY, file, verify_job, as_json=as_json, dry_run=True)


def rebuild(
    file: File,
    force: Annotated[  # noqa: FBT002
        bool, typer.Option("--force", help="Also change cells that differ from the journal.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Bring issued invoices back into the workbook.

    With their lines and allocations, from the journal. For a workbook that was lost, or an old
    copy. What was issued is added where it is missing.

    Example: quotepart rebuild Billing.xlsm
    """

    def job(content: Content) -> Proposal:
        return rebuild_job(content, force=force)

    _run(REBUILD, file, job, as_json=as_json, dry_run=dry_run)


def _run(name: str, file: Path, job: Job, *, as_json: bool, dry_run: bool) -> None:
    language = [system_language()]
    with refusals(name, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        report = run(book, job, dry_run=dry_run, recover=False)
        report.dry_run = dry_run and name == REBUILD
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))
