"""The command that says how a line came to be."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import File, Json
from addin.cli.refusals import refusals
from addin.jobs.content import load
from addin.jobs.explaining import explained
from addin.jobs.report import Report
from addin.words import system_language

JOB = "explain"


def explain(
    file: File,
    line: Annotated[
        str,
        typer.Argument(
            metavar="LINE",
            help="Key of a line, as in the first column of Prebilling.",
            show_default=False,
        ),
    ],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Say how the amount of a line came to be.

    Entries, rate and its row, rounding, shares, VAT. The line may also be one that generating its
    month would add.

    Example: quotepart explain Billing.xlsm 2026-10/HOR-26/ADV/time/95
    """
    _explain(file, line, as_json=as_json)


def _explain(file: Path, line: str, *, as_json: bool) -> None:
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        content = load(open_book(file))
        language[0] = content.language
        sentences = explained(content, line)
        if as_json:
            record = Report(JOB, str(file)).record()
            showing.print_json(record | {"line": line, "explanation": sentences})
            return
        screen = showing.console()
        for sentence in sentences:
            screen.print(Text(sentence))
