"""What was found on this computer and in a workbook, and how to mend what is amiss."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.books.installation.machine import Machine
from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.jobs.examining.examined import Examined, Examiner, Look, State
from addin.jobs.examining.excel import look_at_excel
from addin.jobs.examining.fonts import look_at_fonts
from addin.jobs.examining.programs import look_at_office, look_at_python, look_at_quotepart
from addin.jobs.examining.workbook import look_at_workbook
from addin.jobs.machine_texts import told
from addin.jobs.report import ExitStatus
from addin.words import Language, system_language

LOOKS: tuple[Look, ...] = (
    look_at_python,
    look_at_quotepart,
    look_at_excel,
    look_at_office,
    look_at_fonts,
)


def doctor(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A workbook to look at too.", show_default=False),
    ] = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Look at this machine, and say how to mend what is amiss.

    Versions, Excel's bridge, LibreOffice, fonts. With a file, also at that workbook: its macros,
    settings, folder and journal.

    Example: quotepart doctor Billing.xlsm
    """
    language = system_language()
    with refusals("doctor", str(file or ""), language, as_json=as_json):
        status = examine(Machine.this(), language, file=file, as_json=as_json)
    raise typer.Exit(status)


def examine(
    machine: Machine, language: Language, *, file: Path | None = None, as_json: bool
) -> ExitStatus:
    """Print what was found; 1 when something is missing."""
    results = list(examined(machine, language, file))
    if as_json:
        showing.print_json({"job": "doctor", "checks": [asdict(one) for one in results]})
    else:
        _show(results, language)
    missing = any(one.state == State.MISSING for one in results)
    return ExitStatus.FINDINGS if missing else ExitStatus.DONE


def examined(machine: Machine, language: Language, file: Path | None = None) -> Iterator[Examined]:
    """Everything that is looked at on a computer, and in a workbook if one is named."""
    examiner = Examiner(machine, language)
    for look in LOOKS:
        yield from look(examiner)
    if file is not None:
        yield from look_at_workbook(examiner, file)


def _show(results: list[Examined], language: Language) -> None:
    screen = showing.console()
    states = {state: told("doctor", f"state.{state}", language) for state in State}
    width = max(map(len, states.values()))
    for one in results:
        line = told("doctor", "line", language, what=one.what, found=one.found)
        screen.print(Text(f"{states[State(one.state)]:{width}}  {line}"))
        if one.remedy:
            screen.print(Text(f"{'':{width}}  {one.remedy}"))
