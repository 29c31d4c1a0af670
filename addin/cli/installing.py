"""Say what was written for Excel, and what the system may ask before the first button works."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from addin.books.installation.interpreter import MACOS_KEY, WINDOWS_KEY, key_of
from addin.books.installation.machine import Machine, System
from addin.cli import showing
from addin.cli.options import DryRun, Json
from addin.cli.refusals import refusals
from addin.jobs.installing import JOB, Installed, Request, Written
from addin.jobs.installing import install as write_settings
from addin.jobs.machine_texts import keys, told
from addin.jobs.report import ExitStatus, Report
from addin.jobs.telling import Told, tell
from addin.words import Language, system_language

SYSTEMS = {WINDOWS_KEY: System.WINDOWS, MACOS_KEY: System.MACOS}
"""For which system a setting is, whatever this computer runs."""


def install(  # noqa: PLR0913, PLR0917 - one parameter per option
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Workbooks to set up; none for your own settings, which every workbook follows.",
            show_default=False,
        ),
    ] = None,
    python: Annotated[
        str, typer.Option(metavar="PATH", help="The Python to start; else the one at work now.")
    ] = "",
    replace: Annotated[  # noqa: FBT002
        bool, typer.Option("--replace", help="Also when your settings name another Python.")
    ] = False,
    remove: Annotated[  # noqa: FBT002
        bool, typer.Option("--remove", help="Take the settings out again.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Tell Excel which Python runs Quotepart.

    It also says what the system may ask. Without a file it writes your own settings of xlwings;
    with files it writes into those workbooks, which then follow their own settings on every
    computer.

    Example: quotepart install
    """
    # Each once, whatever way it was named.
    found = tuple(dict.fromkeys(file.resolve() for file in files or ()))
    asked = Request(found, python, replace=replace, remove=remove, dry_run=dry_run)
    language = system_language()
    with refusals("install", str(found[0]) if found else "", language, as_json=as_json):
        status = set_up(asked, Machine.this(), language, as_json=as_json)
    raise typer.Exit(status)


def set_up(request: Request, machine: Machine, language: Language, *, as_json: bool) -> ExitStatus:
    """Write the settings and print what came of it; 1 when something needs attention.

    Raises:
        BillingError: It cannot be done.
    """
    installed = write_settings(request, machine)
    findings = [tell(finding, {}, language) for finding in installed.findings]
    system = SYSTEMS[key_of(installed.python)]
    advice = [] if request.remove else _advice(system, language)
    if as_json:
        showing.print_json(_record(request, system, installed, findings, advice))
    else:
        _show(request, installed, findings, language)
        _show_advice(advice, system, language)
    return Report(JOB, "", findings=findings).exit_status


def _advice(system: System, language: Language) -> list[str]:
    return [told("install", key, language) for key in keys("install", f"advice.{system}")]


def _record(
    request: Request,
    system: System,
    installed: Installed,
    findings: list[Told],
    advice: list[str],
) -> dict[str, Any]:
    return {
        "job": JOB,
        "file": str(request.files[0]) if request.files else "",
        "dry_run": request.dry_run,
        "system": system.label,
        "interpreter": installed.python,
        "written": [_written_record(one) for one in installed.written],
        "unchanged": [str(place) for place in installed.unchanged],
        "findings": [finding.record() for finding in findings],
        "advice": advice,
    }


def _written_record(written: Written) -> dict[str, Any]:
    return {
        "kind": written.kind.value,
        "place": str(written.place),
        "changes": {
            key: {"before": before, "after": after}
            for key, (before, after) in written.changes.items()
        },
        "backup": None if written.backup is None else str(written.backup),
    }


def _show(request: Request, installed: Installed, findings: list[Told], language: Language) -> None:
    screen = showing.console()
    if request.dry_run:
        screen.print(Text(told("install", "dry_run", language)))
    if not request.remove:
        screen.print(Text(told("install", "python", language, python=installed.python)))
    for written in installed.written:
        for line in _lines(written, language):
            screen.print(Text(line))
    for place in installed.unchanged:
        screen.print(Text(told("install", "unchanged", language, place=place)))
    showing.show_findings(findings, screen)


def _lines(written: Written, language: Language) -> Iterator[str]:
    yield told("install", written.kind.value, language, place=written.place)
    for key, (_, after) in written.changes.items():
        if after is None:
            yield "  " + told("install", "taken_out", language, key=key)
        else:
            yield "  " + told("install", "set", language, key=key, value=after)
    if written.backup is not None:
        yield "  " + told("install", "backup", language, backup=written.backup)


def _show_advice(advice: list[str], system: System, language: Language) -> None:
    if advice:
        screen = showing.console()
        screen.print()
        screen.print(Text(told("install", f"heading.{system}", language)))
        for text in advice:
            screen.print(Text(f"- {text}"))
