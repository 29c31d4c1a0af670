"""The arguments and options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from addin.billing.calendar import Month
from addin.tables.catalogue import BY_COMMAND
from addin.tables.kinds import DAY, MONTH, CellFault
from addin.words import sentence, system_language
from addin.words import text as words

YEARS = range(1900, 9001)
"""That a command may be asked for."""


def unusable(
    what: str, typed: object, option: str | None = None, **values: object
) -> typer.BadParameter:
    """The refusal of something typed on the command line, with what is expected.

    Args:
        what: An entry of ``typed`` among the texts of the interface.
        typed: As it was typed.
        option: Its name; not needed where one option alone is being read.
        values: What else the text says.
    """
    told = words(f"typed.{what}", system_language(), typed=typed, **values)
    return typer.BadParameter(told, param_hint=option)


def read_month(text: str) -> Month:
    """A month typed as ``2026-10``."""
    try:
        month: Month = MONTH.from_text(text)
    except CellFault as fault:
        raise typer.BadParameter(sentence(fault.code, system_language(), fault.values)) from None
    return month


def read_day(text: str) -> date:
    """A date typed as ``2026-10-31``."""
    try:
        day: date = DAY.from_text(text)
    except CellFault:
        raise unusable("day", text) from None
    return day


def read_year(text: str) -> int:
    """A year typed as ``2026``."""
    year = int(text) if text.isdecimal() else 0
    if year not in YEARS:
        raise unusable("year", text, first=str(YEARS[0]), last=str(YEARS[-1]))
    return year


def known_table(text: str) -> str:
    """The name of a table in lower case, such as ``clients``."""
    if text.lower() not in BY_COMMAND:
        values = {"table": text, "tables": tuple(BY_COMMAND)}
        raise typer.BadParameter(sentence("IMP-04", system_language(), values))
    return text.lower()


File = Annotated[Path, typer.Argument(metavar="FILE", help="The workbook.", show_default=False)]
TableName = Annotated[
    str,
    typer.Argument(
        callback=known_table,
        metavar="TABLE",
        help="Name of a table, such as clients or timesheets.",
        show_default=False,
    ),
]
TheMonth = Annotated[
    Month,
    typer.Option(
        "--month", parser=read_month, metavar="YYYY-MM", help="The month.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")]
Confirm = Annotated[
    bool,
    typer.Option("--confirm", help="Also when a client would be billed far more than last month."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")]
