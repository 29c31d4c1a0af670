"""The commands that write what goes with invoices: time annexes and statements of account."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.billing.choices import TimeDetail
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import File, Json
from addin.cli.refusals import refusals
from addin.jobs.content import Content, load
from addin.jobs.invoices.annex import JOB as ANNEX
from addin.jobs.invoices.annex import write_annex
from addin.jobs.report import Report
from addin.jobs.statement import JOB as STATEMENT
from addin.jobs.statement import Quarter, write_statement
from addin.jobs.undoing import settings_of
from addin.words import system_language, text

Out = Annotated[
    Path | None, typer.Option(help="Folder for the document; else beside the invoices.")
]


def annex(
    file: File,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Number of an invoice.", show_default=False)
    ],
    by: Annotated[
        TimeDetail | None,
        typer.Option(help="What a row stands for; else what the sheet Clients says of the payer."),
    ] = None,
    out: Out = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Write the time annex of an invoice in Word: the hours behind its lines, to the cent.

    Example: quotepart annex Billing.xlsm 2026-00042 --by entry
    """
    _write(ANNEX, file, lambda content: write_annex(content, number, by, out), as_json=as_json)


def statement(
    file: File,
    client: Annotated[
        str, typer.Argument(metavar="CLIENT", help="Code of a client.", show_default=False)
    ],
    quarter: Annotated[
        str, typer.Option(metavar="YYYY-QN", help="Such as 2026-Q1.", show_default=False)
    ],
    out: Out = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Write the statement of account of a client in Word: invoices, credit notes, payments.

    Example: quotepart statement Billing.xlsm DUPONT --quarter 2026-Q1
    """

    def job(content: Content) -> Path:
        return write_statement(content, client, Quarter.parse(quarter), out)

    _write(STATEMENT, file, job, as_json=as_json)


def _write(name: str, file: Path, job: Callable[[Content], Path], *, as_json: bool) -> None:
    language = [system_language()]
    with refusals(name, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        path = job(load(book))
        report = Report(name, str(file), added=1)
        if as_json:
            showing.print_json(report.record() | {"files": [str(path)]})
        else:
            showing.console().print(Text(text("summary.made", language[0], file=path)))
