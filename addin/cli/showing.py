"""What the terminal shows: a report for people, or one JSON object for a script."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from addin.errors import BillingError, Finding, Place
from addin.jobs.report import ExitStatus, Report
from addin.jobs.summary import summary
from addin.jobs.telling import Told, tell, told_of
from addin.words import Language, text
from addin.words.figures import money

SIGNS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "note": ("·", "dim")}
PLAIN_SIGNS = {"error": ("x", ""), "warning": ("!", ""), "note": ("-", "")}


def console(*, stderr: bool = False) -> Console:
    """Colours only on a terminal; lines are not cut when piped."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=True)
    if not made.is_terminal:
        made = Console(stderr=stderr, highlight=False, soft_wrap=True, no_color=True, width=200)
    return made


def show(report: Report, language: Language, *, as_json: bool) -> ExitStatus:
    """Print a report; the status the command ends with."""
    if as_json:
        print_json(report.record())
        return report.exit_status
    screen = console()
    _show_outcome(report, report.findings, language, screen)
    if report.preview is not None:
        new = [told for told in report.preview.findings if told not in report.findings]
        _show_outcome(report.preview, new, language, screen)
    return report.exit_status


def _show_outcome(
    report: Report, findings: list[Told], language: Language, screen: Console
) -> None:
    screen.print(Text(summary(report, language)))
    show_findings(findings, screen)
    if report.invoices:
        screen.print(invoice_table(report, language))


def print_json(record: dict[str, Any]) -> None:
    """One object, readable and in the order of its fields."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def speak_unicode() -> None:
    """Let every text be written: in UTF-8 to a file or a pipe, as well as it can to a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def show_findings(findings: list[Told], screen: Console) -> None:
    """A line for each, the gravest marked."""
    signs = SIGNS if screen.encoding.lower().startswith("utf") else PLAIN_SIGNS
    for told in findings:
        code = (f" ({told.code})", "dim")
        screen.print(Text.assemble("  ", signs[told.severity], " ", told.message, code))


def invoice_table(report: Report, language: Language) -> Table:
    """One line per invoice, and the totals."""
    table = Table(box=None, pad_edge=False, header_style="bold", footer_style="bold")
    table.show_footer = True
    totals = report.totals
    table.add_column(text("summary.number", language), footer=text("summary.total", language))
    table.add_column(text("summary.payer", language))
    table.add_column(text("summary.project", language))
    for name in ("net", "vat", "gross"):
        figure = _figure(totals.get(name, "0.00"), language)
        table.add_column(text(f"summary.{name}", language), footer=figure, justify="right")
    for invoice in report.invoices or ():
        figures = (_figure(invoice[name], language) for name in ("net", "vat", "gross"))
        projects = ", ".join(invoice["projects"])
        names = (invoice["number"], invoice["payer"], projects)
        table.add_row(*(Text(text) for text in (*names, *figures)))
    return table


def _figure(amount: str, language: Language) -> str:
    return money(int(amount.replace(".", "")), language.value)


def refuse(  # noqa: PLR0913 - what a report needs
    error: BillingError,
    job: str,
    file: str,
    language: Language,
    *,
    as_json: bool,
    status: int = ExitStatus.REFUSED,
) -> NoReturn:
    """Say why nothing was written, and end with 2."""
    told = told_of(error, language)
    if as_json:
        print_json(Report(job, file, findings=told or [_told(error, language)]).record())
    else:
        screen = console(stderr=True)
        screen.print(Text(error.sentence(language)))
        show_findings(told, screen)
    raise typer.Exit(status)


def _told(error: BillingError, language: Language) -> Told:
    """Why nothing was written, as the finding of a report."""
    return tell(Finding(error.code, Place(), error.values), {}, language)


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Any]:
    """A bar on a terminal; yields a function that is told how many are done of how many."""
    if quiet or not console().is_terminal:
        yield lambda done, total: None  # noqa: ARG005 - nobody is looking
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
