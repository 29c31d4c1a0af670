"""The command that shows an electronic invoice, and what the official rules say of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.documents.file_names import safe_name
from addin.einvoices.checks import exact_findings
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.reading import read_file
from addin.einvoices.record import record
from addin.einvoices.rules.documents import read_document
from addin.einvoices.rules.form import form_of
from addin.einvoices.rules.judging import validate
from addin.einvoices.rules.verdict import Breach, Flag, Outcome, Verdict
from addin.einvoices.view import Grid, shown
from addin.errors import BillingError, Finding
from addin.jobs.report import ExitStatus
from addin.words import Language, system_language, text

JOB = "read"


class NotSavedError(BillingError):
    """A file is there already, or cannot be written; takes ``file`` and ``reason``."""

    code = "ERD-08"


def read(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An XML or a PDF.", show_default=False)
    ],
    xml: Annotated[
        Path | None,
        typer.Option(
            "--xml", metavar="OUT", help="Write the XML of a PDF here.", show_default=False
        ),
    ] = None,
    attachments: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Write the files attached to it here.", show_default=False
        ),
    ] = None,
    judged: Annotated[  # noqa: FBT002
        bool, typer.Option("--rules/--no-rules", help="Hold it to the official rules.")
    ] = True,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Show anybody's electronic invoice, and what is wrong with it.

    UBL, CII, or the Factur-X inside a PDF. Nothing that is there already is written over.

    Example: quotepart read invoice.pdf --xml invoice.xml
    """
    language = system_language()
    with refusals(JOB, str(file), language, as_json=as_json):
        invoice, content = read_file(file)
        saved = [*_saved_xml(content, xml), *_saved_attachments(invoice, attachments)]
        checks = exact_findings(invoice, ours=False)
        verdict = _verdict(content) if judged else None
    if as_json:
        told = [_finding(one, language) for one in checks]
        showing.print_json(_record(file, invoice, verdict, saved) | {"checks": told})
    else:
        _show(invoice, checks, language)
        _show_verdict(verdict, language)
        for path in saved:
            showing.console().print(Text(text("read.saved", language, file=path)))
    if checks or (verdict is not None and verdict.fatal_rules()):
        raise typer.Exit(ExitStatus.FINDINGS)


def _verdict(content: bytes) -> Verdict | None:
    form = form_of(read_document(content))
    return validate(content, form) if form else None


def _saved_xml(content: bytes, to: Path | None) -> Iterator[Path]:
    if to is not None:
        yield _saved(to, content)


def _saved_attachments(invoice: ElectronicInvoice, folder: Path | None) -> Iterator[Path]:
    """The files inside the invoice; their names are a stranger's."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NotSavedError(file=folder, reason=fault.strerror or str(fault)) from fault
    for one in invoice.attachments:
        if one.content:
            named = Path((one.filename or one.reference).replace("\\", "/")).name
            stem, suffix = safe_name(Path(named).stem), safe_name(Path(named).suffix)
            yield _saved(folder / f"{stem}.{suffix}".rstrip("."), one.content)


def _saved(path: Path, content: bytes) -> Path:
    """Write a new file.

    Raises:
        NotSavedError: It is there already, or cannot be written.
    """
    try:
        with path.open("xb") as opened:
            opened.write(content)
    except OSError as fault:
        raise NotSavedError(file=path, reason=fault.strerror or str(fault)) from fault
    return path


def _record(
    file: Path, invoice: ElectronicInvoice, verdict: Verdict | None, saved: list[Path]
) -> dict[str, object]:
    outcomes = verdict.outcomes if verdict else ()
    return {
        "job": JOB,
        "file": str(file),
        "invoice": record(invoice),
        "rules": [
            {
                "rules": one.title,
                "version": one.version,
                "run": one.not_run is None,
                "passed": one.passed,
                "breaches": [
                    {"rule": found.rule, "flag": found.flag, "text": found.text, "path": found.path}
                    for found in one.breaches
                ],
            }
            for one in outcomes
        ],
        "written": [str(path) for path in saved],
    }


def _finding(found: Finding, language: Language) -> dict[str, str]:
    return {"code": found.code, "message": found.sentence(language)}


def _show(invoice: ElectronicInvoice, checks: list[Finding], language: Language) -> None:
    screen = showing.console()
    found = shown(invoice, language)
    screen.print(Text(found.title, "bold"))
    facts = Table(box=None, show_header=False, pad_edge=False)
    for label, value in found.facts:
        facts.add_row(Text(label, "dim"), Text(value))
    screen.print(facts)
    for grid in found.grids:
        screen.print(Text(f"\n{grid.title}", "bold"))
        screen.print(_table(grid))
    if checks:
        screen.print(Text(f"\n{text('read.checks', language)}", "bold"))
    for one in checks:
        sign = showing.SIGNS[one.severity]
        screen.print(
            Text.assemble("  ", sign, f" {one.sentence(language)}", (f" ({one.code})", "dim"))
        )


def _show_verdict(verdict: Verdict | None, language: Language) -> None:
    if verdict is None:
        return
    screen = showing.console()
    screen.print(Text(f"\n{text('read.rules', language)}", "bold"))
    for outcome in verdict.outcomes:
        _show_outcome(outcome, language, screen)
    for remark in verdict.remarks:
        screen.print(Text(f"  {remark.sentence(language)}"))


def _table(grid: Grid) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, heading in enumerate(grid.headings):
        table.add_column(heading, justify="right" if place in grid.figures else "left")
    for row in grid.rows:
        table.add_row(*map(Text, row))
    return table


def _show_outcome(outcome: Outcome, language: Language, screen: Console) -> None:
    fatal = {one.rule for one in outcome.breaches if one.flag is Flag.FATAL}
    told = {"title": outcome.title, "version": outcome.version, "count": len(fatal)}
    key = "not_run" if outcome.not_run else "broken" if fatal else "kept"
    screen.print(Text(f"  {text(f'read.rules_{key}', language, **told)}"))
    if outcome.not_run:
        screen.print(Text(f"    {outcome.not_run.sentence(language)}"))
    for breach in outcome.breaches:
        screen.print(_line(breach))


def _line(breach: Breach) -> Text:
    sign, style = showing.SIGNS["error" if breach.flag is Flag.FATAL else "warning"]
    found = f" = {breach.found}" if breach.found else ""
    where = (f"\n      {breach.path}{found}", "dim")
    return Text.assemble("    ", (sign, style), f" {breach.rule}: {breach.text}", where)
