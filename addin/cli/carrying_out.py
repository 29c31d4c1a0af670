"""A job on a workbook as a command: run, told, and ended with its status."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import typer

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.refusals import refusals
from addin.errors import BillingError
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report
from addin.jobs.running import Job, run
from addin.jobs.undoing import settings_of
from addin.words import system_language


def carry_out(  # noqa: PLR0913 - what every job needs
    name: str,
    file: Path,
    job: Job,
    *,
    as_json: bool,
    dry_run: bool = False,
    recover: bool = True,
    preview: Job | None = None,
    then: Callable[[Report], None] | None = None,
) -> NoReturn:
    """Run a job on a file, show its report, and end.

    Args:
        name: Of the job on the command line.
        file: The workbook, in whose language everything is said.
        job: Decides what is to change.
        as_json: Show the report as one JSON object.
        dry_run: Write nothing.
        recover: First bring the workbook level with the journal.
        preview: What to show of the workbook as the job leaves it.
        then: What is still to be done and put into the report, once the workbook is written.

    Raises:
        typer.Exit: Always, with the status.
    """
    language = [system_language()]

    def spoken(content: Content) -> Proposal:
        language[0] = content.language
        return job(content)

    with refusals(name, str(file), language, as_json=as_json):
        book = open_book(file)
        try:
            report = run(book, spoken, dry_run=dry_run, recover=recover, preview=preview)
        except BillingError:
            language[0] = settings_of(book).language
            raise
        if then is not None:
            then(report)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))
