"""The command ``deliver``."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.jobs.delivering.delivering import JOB, DeliverRequest
from addin.jobs.delivering.delivering import deliver as deliver_job
from addin.jobs.running import run
from addin.jobs.undoing import settings_of
from addin.words import system_language

Numbers = Annotated[
    list[str] | None,
    typer.Option("--number", metavar="NUMBER", help="Only this document; may be given again."),
]
Again = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Deliver the named documents also when they arrived, or may have arrived, before.",
    ),
]


def deliver(
    file: File,
    number: Numbers = None,
    again: Again = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Deliver documents to accounting software, each file once.

    The settings say how documents reach the books of the firm and, unless a client's row says
    otherwise, those of its clients. Secrets are kept by quotepart keys. Running it again is safe:
    what arrived is not delivered a second time.

    Example: quotepart deliver Billing.xlsm

    Example: quotepart deliver Billing.xlsm --number 2026-00042 --again
    """
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        with showing.progress(JOB, quiet=as_json) as on_delivered:
            request = DeliverRequest(
                _now,
                tuple(number or ()),
                again=again,
                dry_run=dry_run,
                on_delivered=on_delivered,
            )
            report = run(book, lambda content: deliver_job(content, request), dry_run=dry_run)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))


def _now() -> datetime:
    return datetime.now(UTC)
