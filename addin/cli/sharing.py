"""The commands that give a member of staff their part of the workbook, and take it back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from rich.text import Text

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.jobs.sharing_out.merging import JOB as MERGE
from addin.jobs.sharing_out.merging import merge as merge_job
from addin.jobs.sharing_out.sharing import JOB as SHARE
from addin.jobs.sharing_out.sharing import ShareRequest
from addin.jobs.sharing_out.sharing import share as share_job
from addin.jobs.undoing import settings_of
from addin.words import system_language, text

Person = Annotated[
    str,
    typer.Option(
        "--for",
        metavar="PERSON",
        help="Code, e-mail address or name of the member of staff.",
        show_default=False,
    ),
]
To = Annotated[
    Path | None,
    typer.Option(
        "--to", metavar="OUT", help="File to write; else one beside the workbook, with their name."
    ),
]
Shared = Annotated[Path, typer.Argument(metavar="SHARED", help="The file that came back.")]
Again = Annotated[
    bool,
    typer.Option(
        "--again", help="Also what was taken before and is in the workbook no more, as after undo."
    ),
]


def share(
    file: File,
    person: Person,
    to: To = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Give a member of staff a workbook of their own part.

    It holds only what they may see: their own hours and expenses, the clients of their groups and
    the projects of these; no prices, no invoices, no other people. It is built anew: nothing is
    hidden in it.

    Example: quotepart share Billing.xlsm --for ML
    """
    language = [system_language()]
    with refusals(SHARE, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        moment = datetime.now().astimezone()
        report = share_job(book, ShareRequest(person, uuid4().hex, moment, to))
        if not as_json:
            made = text("summary.made", language[0], file=report.file)
            showing.console().print(Text(made))
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))


def merge(
    file: File,
    shared: Shared,
    again: Again = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Take back what a member of staff did in their workbook.

    All of it is taken, or nothing. Rows of other people, of clients outside their groups, and
    changes to what is approved or invoiced are refused; where both sides changed a cell, both
    values are told. Merging the same file twice adds nothing.

    Example: quotepart merge Billing.xlsm "Billing - Marie Lejeune 2026-10-31.xlsx"
    """
    language = [system_language()]
    with refusals(MERGE, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        report = merge_job(book, shared, again=again, dry_run=dry_run)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))
