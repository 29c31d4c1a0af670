"""The command that imports: the rows of a table, or an export that *Metrics* maps."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.text import Text

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json, TableName, read_month, unusable
from addin.cli.refusals import refusals
from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.clients.inviting import JOB as INVITE
from addin.jobs.content import Content
from addin.jobs.importing import JOB
from addin.jobs.imports.headings import LEFT_OUT, Ask, Meanings, Target
from addin.jobs.imports.marking import mark_faults
from addin.jobs.imports.metrics import import_metrics
from addin.jobs.imports.new_clients import client_codes, invite_new
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import ExitStatus, Proposal, Report
from addin.jobs.running import run
from addin.jobs.telling import tell, told_of
from addin.jobs.undoing import settings_of
from addin.tables.catalogue import BY_COMMAND
from addin.tables.columns import TableSpec
from addin.tables.sheets.clients import Client
from addin.tables.sheets.work import Unit
from addin.tables.written_days import Order
from addin.words import Language, system_language, text

MOST_SHOWN = 200
"""Faults that a terminal shows; the marked copy has all of them."""

Metrics = Annotated[
    str | None,
    typer.Option(
        "--metrics",
        metavar="NAME",
        help="The file is an export of payroll or accounting that the sheet Metrics maps to units.",
    ),
]
ExportMonth = Annotated[
    Month | None,
    typer.Option(
        "--month",
        parser=read_month,
        metavar="YYYY-MM",
        help="Month of an export; else that of its column or of the name of the file.",
    ),
]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADING=FIELD",
        help="Which field a column of the file is. It is remembered. Repeatable.",
    ),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="HEADING",
        help="Leave this column of the file out. It is remembered. Repeatable.",
    ),
]
Dates = Annotated[
    Order | None,
    typer.Option(
        "--dates", help="What stands first in dates of figures; else each column tells itself."
    ),
]

Invites = Annotated[
    bool,
    typer.Option("--invite", help="Then invite the new clients by mail, as client invite does."),
]


class OptionsApartError(BillingError):
    """An option of the import stands without the one it goes with."""

    code = "MET-16"


class Import:
    """What is to be imported, and in which language that is spoken of."""

    def __init__(self, table: str, source: Path, month: Month | None, metrics: str | None) -> None:
        self.spec: TableSpec[Any] = BY_COMMAND[table]
        self.source = source
        self.month = month
        self.metrics = metrics
        self.meanings = Meanings()
        self.order: Order | None = None
        self.language = system_language()
        self.known: frozenset[str] = frozenset()

    def job(self, content: Content) -> Proposal:
        """Import it.

        Raises:
            OptionsApartError: A mapping goes with the table *Units*, a month with a mapping.
            BillingError: The file is not imported.
        """
        self.language = content.language
        self.known = client_codes(content)
        if self.metrics is None and self.month is None:
            request = FileRequest(self.source, self.meanings, self.order, _today())
            return import_file(content, self.spec, request)
        if self.metrics is None or self.spec is not Unit.spec:
            raise OptionsApartError
        return import_metrics(content, self.source, self.metrics, self.month)

    def asker(self) -> Ask:
        """Who asks on the terminal what a heading means."""

        def ask(heading: str, likely: Target | None, free: Sequence[Target]) -> str | None:
            sheet = self.spec.sheet[self.language]
            question = text("import.ask_heading", self.language, heading=heading, sheet=sheet)
            screen = showing.console()
            screen.print(Text(question))
            screen.print(Text(", ".join(one.heading[self.language] for one in free), "dim"))
            offered = likely.heading[self.language] if likely else LEFT_OUT
            answer: str = typer.prompt(heading, default=offered)
            return answer

        return ask


def import_(  # noqa: PLR0913, PLR0917 - one parameter per option
    table: TableName,
    file: File,
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A csv, xlsx or json file.")],
    metrics: Metrics = None,
    month: ExportMonth = None,
    mapped: Mapped = None,
    ignored: Ignored = None,
    dates: Dates = None,
    invite: Invites = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Add the rows of a file to a table, and update those it has.

    Headings are field names or headings in any of the four languages, in any order; all rows go in
    or none. A csv or Excel file that is refused gets a copy beside it with every fault in red. With
    --metrics, headings are those of an export, as the sheet Metrics says.

    Example: quotepart import clients Billing.xlsm clients.csv

    Example: quotepart import clients Billing.xlsm list.xlsx --map "Customer=name"

    Example: quotepart import units Billing.xlsm paie_2026-03.csv --metrics PAYROLL
    """
    wanted = Import(table, source, month, metrics)
    asks = not as_json and sys.stdin.isatty() and showing.console().is_terminal
    fields = dict(map(_meaning, mapped or ()))
    wanted.meanings = Meanings(fields, tuple(ignored or ()), wanted.asker() if asks else None)
    wanted.order = dates
    if invite and wanted.spec is not Client.spec:
        raise unusable("invite", table, "--invite")
    _run(file, wanted, as_json=as_json, dry_run=dry_run, invites=invite)


def _today() -> date:
    return datetime.now().astimezone().date()


def _meaning(option: str) -> tuple[str, str]:
    heading, _, field = option.rpartition("=")
    if not heading.strip():
        raise unusable("map", option, "--map")
    return heading.strip(), field.strip()


def _run(file: Path, wanted: Import, *, as_json: bool, dry_run: bool, invites: bool) -> None:
    language = [wanted.language]
    with refusals(JOB, str(file), language, as_json=as_json):
        book = open_book(file)
        try:
            report = run(book, wanted.job, dry_run=dry_run, recover=False)
        except RefusedError as refused:
            language[0] = settings_of(book).language
            _refuse(refused, file, wanted, language[0], as_json=as_json, dry_run=dry_run)
        except BillingError:
            language[0] = settings_of(book).language
            raise
        if invites and not dry_run:
            _invite(file, report, wanted, as_json=as_json)
        raise typer.Exit(showing.show(report, wanted.language, as_json=as_json))


def _invite(file: Path, report: Report, wanted: Import, *, as_json: bool) -> NoReturn:
    """Invite the new clients; what they were imported with stays, whatever becomes of the mails.

    As JSON the report of the invitations is under ``invitations``.
    """
    invited = Report(INVITE, str(file))
    try:
        job = partial(invite_new, known=wanted.known, clock=lambda: datetime.now(UTC))
        invited = run(open_book(file), job, recover=False)
    except BillingError as error:
        about = Finding(error.code, Place(), error.values)
        invited.findings = told_of(error, wanted.language) or [tell(about, {}, wanted.language)]
    if as_json:
        showing.print_json(report.record() | {"invitations": invited.record()})
        raise typer.Exit(max(report.exit_status, invited.exit_status))
    statuses = [showing.show(one, wanted.language, as_json=False) for one in (report, invited)]
    raise typer.Exit(max(statuses))


def _refuse(  # noqa: PLR0913 - what is said, and how
    refused: RefusedError,
    file: Path,
    wanted: Import,
    language: Language,
    *,
    as_json: bool,
    dry_run: bool,
) -> NoReturn:
    """Say why nothing was imported, and where the copy with the faults marked lies."""
    copy = None if dry_run else _marked(refused, wanted, language)
    if copy is None:
        raise refused
    if as_json:
        told = told_of(refused, language)
        showing.print_json(
            Report(JOB, str(file), findings=told, totals={"marked_copy": str(copy)}).record()
        )
        raise typer.Exit(ExitStatus.REFUSED)
    screen = showing.console(stderr=True)
    screen.print(Text(refused.sentence(language)))
    told = told_of(refused, language)
    showing.show_findings(told[:MOST_SHOWN], screen)
    if len(told) > MOST_SHOWN:
        rest = text("import.rest", language, count=len(told) - MOST_SHOWN)
        screen.print(Text(f"  … {rest}"))
    screen.print(Text(text("import.marked", language, file=copy)))
    raise typer.Exit(ExitStatus.REFUSED)


def _marked(refused: RefusedError, wanted: Import, language: Language) -> Path | None:
    """The marked copy; that there is none must not hide why the file was refused."""
    if wanted.metrics is not None:
        return None
    try:
        return mark_faults(refused, wanted.spec, wanted.source, language)
    except BillingError as error:
        showing.console(stderr=True).print(Text(error.sentence(language)))
        return None
