"""The commands about the official rules of electronic invoices on this computer."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.cli import showing
from addin.cli.options import DryRun, Json
from addin.cli.refusals import refusals
from addin.einvoices.rules.judging import DESK
from addin.einvoices.rules.kept import KeptRules, rules_folder
from addin.jobs.einvoice_rules import Listed, listed, verified
from addin.jobs.einvoice_rules import install as install_job
from addin.jobs.report import Report
from addin.jobs.telling import tell
from addin.words import Language, system_language, text

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The official rules that electronic invoices are held to.",
)


@app.command("list")
def list_(as_json: Json = False) -> None:  # noqa: FBT002
    """Show every rule set, and whether it is out of date.

    A rule set that is not installed is not run, and an invoice never counts as passing it.

    Example: quotepart rules list
    """
    _shown("rules list", lambda: listed(_kept(), _today()), as_json=as_json)


@app.command()
def verify(as_json: Json = False) -> None:  # noqa: FBT002
    """Prove that each file of rules is what was taken in.

    Example: quotepart rules verify
    """
    _shown("rules verify", lambda: verified(_kept(), _today()), as_json=as_json)


@app.command()
def install(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The publisher's zip file as downloaded, or a .sch or .xslt file out of it.",
            show_default=False,
        ),
    ],
    force: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--force", help="Also a version that is not known, or an older one."),
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Take in official rules, such as those of Peppol.

    Those appear in May and in November. The file is recognised by what it holds, compared with the
    published versions that are known, and run once before it is kept.

    Example: quotepart rules install peppol-bis-invoice-3-3.0.21.zip
    """
    language = system_language()
    with refusals("rules install", str(file), language, as_json=as_json):
        try:
            taken = install_job(file, _kept(), force=force, dry_run=dry_run)
        finally:
            DESK.close()
        if as_json:
            report = Report("rules install", str(file), added=len(taken), dry_run=dry_run)
            rules = [{"name": one.rule_set.name, "version": one.version} for one in taken]
            showing.print_json(report.record() | {"rules": rules, "dry_run": dry_run})
            return
        key = "rules.would_install" if dry_run else "rules.installed"
        for one in taken:
            line = text(key, language, title=one.rule_set.title, version=one.version or "?")
            showing.console().print(Text(line))


def _kept() -> KeptRules:
    return KeptRules(rules_folder())


def _today() -> date:
    return datetime.now().astimezone().date()


def _shown(job: str, look: Callable[[], list[Listed]], *, as_json: bool) -> None:
    language = system_language()
    with refusals(job, "", language, as_json=as_json):
        found = look()
        findings = [tell(one.finding, {}, language) for one in found if one.finding]
        report = Report(job, "", findings=findings)
        if as_json:
            showing.print_json(report.record() | {"rules": [one.record() for one in found]})
        else:
            _show(found, language)
            showing.show_findings(findings, showing.console())
        raise typer.Exit(report.exit_status)


def _show(found: Sequence[Listed], language: Language) -> None:
    screen = showing.console()
    for one in found:
        screen.print(Text(_line(one, language)))


def _line(one: Listed, language: Language) -> str:
    if one.rules is None:
        return text("rules.missing", language, title=one.rule_set.title)
    key = "rules.own" if one.rules.installed else "rules.carried"
    values = {"version": one.rules.version or "?", "day": one.rules.day or "?"}
    return text(key, language, title=one.rule_set.title, **values)
