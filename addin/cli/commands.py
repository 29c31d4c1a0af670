"""The commands."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.text import Text

from addin.billing.calendar import Month
from addin.books.closed import open_book
from addin.books.refusals import CannotSaveError
from addin.cli import showing
from addin.cli.attachments import Annexes
from addin.cli.carrying_out import carry_out
from addin.cli.converting import Pdf, finish
from addin.cli.importing import import_
from addin.cli.options import Confirm, DryRun, File, Json, TableName, TheMonth, read_day, read_year
from addin.cli.refusals import refusals
from addin.cli.undoing import bring_back, list_points
from addin.cli.wrong_use import Commands
from addin.jobs.approving import approve as approve_job
from addin.jobs.checking import check as check_job
from addin.jobs.content import load
from addin.jobs.exporting import as_csv, as_json
from addin.jobs.founding import ExistsError, found
from addin.jobs.generating import generate as generate_job
from addin.jobs.issuing import Request
from addin.jobs.issuing import issue as issue_job
from addin.jobs.month_report import compare as compare_job
from addin.jobs.planning import plan as plan_job
from addin.jobs.previewing import preview as preview_job
from addin.jobs.report import Report, told_findings
from addin.tables.catalogue import BY_COMMAND
from addin.words import Language, system_language, text

app = typer.Typer(
    name="quotepart",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The month's billing inside the accountant's workbook.",
)


@app.command()
def new(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Where to put it, such as Billing.xlsm.")
    ],
    lang: Annotated[Language, typer.Option(help="Language of the workbook.")] = Language.EN,
    sample: Annotated[bool, typer.Option("--sample", help="Fill it with a sample firm.")] = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Make a new workbook.

    Example: quotepart new Billing.xlsm --lang fr
    """
    with refusals("new", str(path), lang, as_json=as_json):
        made = found(path, lang, sample=sample)
        if as_json:
            showing.print_json(Report("new", str(made)).record())
            return
        screen = showing.console()
        screen.print(Text(text("summary.made", lang, file=made)))
        screen.print(Text(text("summary.open_it", lang, file=made)))


app.command("import")(import_)


@app.command()
def export(
    table: TableName,
    file: File,
    form: Annotated[Literal["csv", "json"], typer.Option("--format", help="csv or json.")] = "csv",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; else it is printed.")
    ] = None,
) -> None:
    """Write a table out, with field names as headings.

    Example: quotepart export invoices Billing.xlsm --format json -o invoices.json
    """
    language = [system_language()]
    with refusals("export", str(file), language, as_json=False):
        content = load(open_book(file))
        language[0] = content.language
        spec = BY_COMMAND[table]
        written = as_json(content, spec) if form == "json" else as_csv(content, spec)
        if output is None:
            sys.stdout.write(written)
        else:
            # What Excel needs to see that a csv file is UTF-8.
            _save(output, written, "utf-8-sig" if form == "csv" else "utf-8", keep=file)
        findings = told_findings(content, content.tables[spec.name].findings)
        showing.show_findings(findings, showing.console(stderr=True))
        raise typer.Exit(Report("export", str(file), findings=findings).exit_status)


def _save(path: Path, written: str, encoding: str, *, keep: Path) -> None:
    """Write a file that may be there already, but never the workbook itself."""
    if path.resolve() == keep.resolve():
        raise ExistsError(path=path)
    try:
        path.write_text(written, encoding, newline="")
    except OSError as fault:
        raise CannotSaveError(file=path, reason=fault.strerror or fault) from fault


@app.command()
def check(file: File, as_json: Json = False, dry_run: DryRun = False) -> None:  # noqa: FBT002
    """Find everything that is wrong, with its cell and its remedy.

    The findings are also put on the sheet Checks, if the workbook may be written.

    Example: quotepart check Billing.xlsm
    """
    carry_out(
        "check",
        file,
        lambda content: check_job(content, _today()),
        as_json=as_json,
        dry_run=dry_run,
        recover=False,
    )


@app.command()
def plan(
    file: File,
    year: Annotated[
        int,
        typer.Option(
            parser=read_year, metavar="YYYY", help="Year in which the fiscal year starts."
        ),
    ],
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Put the instalments of a fiscal year's fees on the sheet Plan.

    Example: quotepart plan Billing.xlsm --year 2026
    """
    carry_out(
        "plan", file, lambda content: plan_job(content, year), as_json=as_json, dry_run=dry_run
    )


@app.command()
def compare(
    file: File,
    month: TheMonth,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Put a month beside last month and the plan, in the workbook. Unbilled work is shown by age.

    Example: quotepart compare Billing.xlsm --month 2026-10
    """
    carry_out(
        "compare",
        file,
        lambda content: compare_job(content, month),
        as_json=as_json,
        dry_run=dry_run,
        recover=False,
    )


@app.command()
def generate(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    month: TheMonth,
    confirm: Confirm = False,  # noqa: FBT002
    drafts: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--preview",
            help="Also write the invoices as drafts in Word; with --dry-run without changing the "
            "workbook.",
        ),
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Compute what a month is to bill, and who pays it. Running it again is safe.

    Example: quotepart generate Billing.xlsm --month 2026-10 --preview
    """
    with showing.progress("preview", quiet=as_json or not drafts) as on_drafted:
        request = replace(_request(month), on_issued=on_drafted)
        carry_out(
            "generate",
            file,
            lambda content: generate_job(content, month, confirmed=confirm or dry_run),
            as_json=as_json,
            dry_run=dry_run,
            preview=(lambda content: preview_job(content, request)) if drafts else None,
        )


@app.command()
def approve(
    file: File,
    month: TheMonth,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Approve every line of a month that is not on hold.

    Example: quotepart approve Billing.xlsm --month 2026-10
    """
    carry_out(
        "approve",
        file,
        lambda content: approve_job(content, month),
        as_json=as_json,
        dry_run=dry_run,
    )


@app.command()
def preview(file: File, month: TheMonth, as_json: Json = False) -> None:  # noqa: FBT002
    """Write the invoices of a month as drafts in Word. No number is taken.

    Example: quotepart preview Billing.xlsm --month 2026-10
    """
    request = _request(month)
    carry_out(
        "preview",
        file,
        lambda content: preview_job(content, request),
        as_json=as_json,
        dry_run=True,
        recover=False,
    )


@app.command()
def issue(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    month: TheMonth,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=read_day,
            metavar="YYYY-MM-DD",
            help="Date of the invoices; else today.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the documents; else that of the settings.")
    ] = None,
    with_pdf: Pdf = False,  # noqa: FBT002
    with_annex: Annexes = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Number a month's approved lines and write the invoices in Word.

    Example: quotepart issue Billing.xlsm --month 2026-10 --date 2026-10-31
    """
    with showing.progress("issue", quiet=as_json) as on_issued:
        request = replace(
            _request(month, day),
            folder=out,
            dry_run=dry_run,
            on_issued=on_issued,
            annexes=with_annex,
        )
        carry_out(
            "issue",
            file,
            lambda content: issue_job(content, request),
            as_json=as_json,
            dry_run=dry_run,
            then=lambda report: finish(report, file, out, with_pdf=with_pdf, quiet=as_json),
        )


@app.command()
def calc(file: File) -> None:
    """Open the workbook in LibreOffice, with Quotepart's buttons.

    Its cell formulas answer too. The command stays until the window is closed. Saving there changes
    in the file what you changed, and nothing else; LibreOffice itself never writes it.

    Example: quotepart calc Billing.xlsm
    """
    from addin.cli.calc_command import open_in_office  # noqa: PLC0415 - starts xlwings

    open_in_office(file)


@app.command()
def undo(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: File,
    to: Annotated[
        int, typer.Option(min=1, help="Number of the restore point in the list; 1 is the newest.")
    ] = 1,
    force: Annotated[  # noqa: FBT002
        bool, typer.Option("--force", help="Also when the workbook was changed since.")
    ] = False,
    list_: Annotated[  # noqa: FBT002
        bool, typer.Option("--list", help="Show the restore points; bring nothing back.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Bring the workbook back to what it was before its last job.

    Undoing twice takes the undoing back. Invoices that were issued stay issued: only a credit
    note takes one back.

    Example: quotepart undo Billing.xlsm
    """
    if list_:
        list_points(file, as_json=as_json)
        return
    bring_back(file, number=to, force=force, dry_run=dry_run, as_json=as_json)


def _request(month: Month, day: date | None = None) -> Request:
    return Request(month=month, issue_date=day or _today(), moment=datetime.now(UTC))


def _today() -> date:
    return datetime.now().astimezone().date()
