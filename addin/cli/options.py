"""The arguments and options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.billing.calendar import Month
from addin.tables.catalogue import BY_COMMAND
from addin.tables.columns import TableSpec
from addin.tables.kinds import DAY, MONTH, CellFault
from addin.words import sentence, system_language


def read_month(text: str) -> Month:
    """A month typed as ``2026-10``."""
    try:
        month: Month = MONTH.from_text(text)
    except CellFault as fault:
        raise typer.BadParameter(_sentence(fault)) from None
    return month


def read_day(text: str) -> date:
    """A date typed as ``2026-10-31``."""
    try:
        day: date = DAY.from_text(text)
    except CellFault as fault:
        raise typer.BadParameter(_sentence(fault)) from None
    return day


def _sentence(fault: CellFault) -> str:
    return sentence(fault.code, system_language(), fault.values)


def read_table_name(text: str) -> TableSpec[Any]:
    """The name of a table in lower case, such as ``clients``."""
    spec = BY_COMMAND.get(text.lower())
    if spec is None:
        values = {"table": text, "tables": tuple(BY_COMMAND)}
        raise typer.BadParameter(sentence("IMP-04", system_language(), values))
    return spec


File = Annotated[Path, typer.Argument(help="The workbook.", show_default=False)]
TableName = Annotated[
    TableSpec[Any],
    typer.Argument(
        parser=read_table_name,
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
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")]
