"""Rows of prebilling for the tests: what the lines of a run have become in the workbook."""

from dataclasses import replace
from typing import Any

from addin.billing.existing import ExistingLine
from addin.billing.lines import Line


def row_of(line: Line, position: int = 0, *, invoiced: bool = False, **cells: Any) -> ExistingLine:
    """The row that a line has become, but for the cells that are given."""
    written = ExistingLine(
        position=position,
        key=line.key,
        month=line.month,
        project=line.project,
        service=line.service,
        axis=line.axis,
        period=line.period,
        quantity=line.quantity,
        unit_price=line.unit_price,
        cents=line.cents,
        origin=line.origin,
        invoiced=invoiced,
    )
    return replace(written, **cells)
