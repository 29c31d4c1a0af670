"""The commands that write what goes with invoices: time annexes and statements of account."""

from collections.abc import Callable
from datetime import UTC, datetime
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
from addin.jobs.papers import Paper
from addin.jobs.report import Report, told_findings
from addin.jobs.statement import JOB as STATEMENT
from addin.jobs.statement import Quarter, write_statement
from addin.jobs.undoing import settings_of
from addin.words import system_language, text

Pdf = Annotated[bool, typer.Option("--pdf", help="Also make a PDF of it, with LibreOffice.")]
Annexes = Annotated[
    bool, typer.Option("--annex", help="Also write the hours behind invoices that bill time.")
]
Out = Annotated[
    Path | None, typer.Option(help="Folder for the document; else beside the invoices.")
]


def annex(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Number of an invoice.", show_default=False)
    ],
    by: Annotated[
        TimeDetail | None,
        typer.Option(help="What a row stands for; else what the sheet Clients says of the payer."),
    ] = None,
    out: Out = None,
    with_pdf: Pdf = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Write the time annex of an invoice in Word.

    The hours behind its lines, to the cent.

    Example: quotepart annex Billing.xlsm 2026-00042 --by entry
    """

    def job(content: Content) -> Paper:
        now = datetime.now(UTC)
        return write_annex(content, number, now, detail=by, folder=out, pdf=with_pdf)

    _write(ANNEX, file, job, as_json=as_json)


def statement(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    client: Annotated[
        str, typer.Argument(metavar="CLIENT", help="Code of a client.", show_default=False)
    ],
    quarter: Annotated[
        str, typer.Option(metavar="YYYY-QN", help="Such as 2026-Q1.", show_default=False)
    ],
    out: Out = None,
    with_pdf: Pdf = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Write the statement of account of a client in Word.

    Invoices, credit notes, payments.

    Example: quotepart statement Billing.xlsm DUPONT --quarter 2026-Q1
    """

    def job(content: Content) -> Paper:
        wanted, now = Quarter.parse(quarter), datetime.now(UTC)
        return write_statement(content, client, wanted, now, folder=out, pdf=with_pdf)

    _write(STATEMENT, file, job, as_json=as_json)


def _write(name: str, file: Path, job: Callable[[Content], Paper], *, as_json: bool) -> None:
    language = [system_language()]
    with refusals(name, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        content = load(book)
        paper = job(content)
        findings = told_findings(content, paper.findings)
        report = Report(name, str(file), added=len(paper.files), findings=findings)
        if as_json:
            files = [str(path) for path in paper.files]
            showing.print_json(report.record() | {"files": files})
        else:
            screen = showing.console()
            for path in paper.files:
                screen.print(Text(text("summary.made", language[0], file=path)))
            showing.show_findings(findings, screen)
        raise typer.Exit(report.exit_status)
