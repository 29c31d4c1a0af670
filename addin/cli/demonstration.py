"""A sample firm taken through a month, for someone who sees Quotepart for the first time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.refusals import refusals
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.content import Content
from addin.jobs.converting import add_factur_x
from addin.jobs.founding import found, make_way
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.report import ExitStatus, Proposal
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.words import Language, text

MONTH = Month(2026, 10)
ISSUED_ON = date(2026, 10, 31)
NAME = "Billing.xlsm"


def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put it.")] = Path(
        "demo"
    ),
    lang: Annotated[Language, typer.Option(help="Language of the sample firm.")] = Language.EN,
) -> None:
    """Take a sample firm through a month, in a new folder.

    Check, plan, compare, generate, approve, issue.

    Example: quotepart demo my-demo --lang fr
    """
    with refusals("demo", str(folder), lang, as_json=False):
        status = demonstrate(folder, lang)
    raise typer.Exit(status)


def demonstrate(folder: Path, language: Language) -> ExitStatus:
    """Make the workbook, run the month, and show what came out.

    Raises:
        BillingError: The folder holds something else than an earlier demonstration.
    """
    make_way(folder)
    path = found(folder / NAME, language, sample=True)
    screen = showing.console()
    screen.print(Text(text("summary.made", language, file=path)))
    request = Request(month=MONTH, issue_date=ISSUED_ON, moment=datetime.now(UTC))
    jobs: tuple[Callable[[Content], Proposal], ...] = (
        lambda content: check(content, ISSUED_ON),
        lambda content: plan(content, MONTH.year),
        lambda content: compare(content, MONTH),
        lambda content: generate(content, MONTH),
        lambda content: approve(content, MONTH),
        lambda content: issue(content, request),
    )
    status = ExitStatus.DONE
    for job in jobs:
        report = run(open_book(path), job)
        status = max(status, report.exit_status)
        # Whoever just looks may well be without LibreOffice: that is told, and no failure.
        add_factur_x(open_book(path), report, request.moment)
        screen.print(Text(f"quotepart {report.job}", style="bold"), end="  ")
        screen.print(Text(summary(report, language)))
        showing.show_findings(report.findings, screen)
    screen.print()
    screen.print(showing.invoice_table(report, language))
    folder_made = Path(report.invoices[0]["files"][0]).parent if report.invoices else folder
    screen.print()
    screen.print(Text(text("summary.documents", language, folder=folder_made)))
    return status
