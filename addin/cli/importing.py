"""What ``quotepart import`` is asked for: the rows of a table, or an export that Metrics maps."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from addin.billing.calendar import Month
from addin.cli.options import read_month
from addin.errors import BillingError
from addin.jobs.content import Content
from addin.jobs.importing import import_table
from addin.jobs.imports.incoming import read_outside
from addin.jobs.imports.metrics import import_metrics
from addin.jobs.report import Proposal
from addin.tables.catalogue import BY_COMMAND
from addin.tables.sheets.work import Unit

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


class OptionsApartError(BillingError):
    """An option of the import stands without the one it goes with."""

    code = "MET-16"


def import_job(
    table: str, source: Path, metrics: str | None, month: Month | None
) -> Callable[[Content], Proposal]:
    """The job that imports a file.

    Raises:
        OptionsApartError: By the job; a mapping goes with the table *Units*, a month with a
            mapping.
    """

    def job(content: Content) -> Proposal:
        if metrics is None and month is None:
            return import_table(content, BY_COMMAND[table], read_outside(source))
        if metrics is None or BY_COMMAND[table] is not Unit.spec:
            raise OptionsApartError
        return import_metrics(content, source, metrics, month)

    return job
