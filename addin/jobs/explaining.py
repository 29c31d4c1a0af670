"""Explain a line: how this cent came to be, in sentences."""

from collections.abc import Callable, Iterator, Mapping

from addin.billing.calendar import Month
from addin.billing.caps import CARRIED
from addin.billing.choices import Axis
from addin.billing.deposits import is_settlement
from addin.billing.existing import corrected_key
from addin.errors import BillingError
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content
from addin.jobs.explained.bill import charge_steps, payer_steps
from addin.jobs.explained.fees import fee_steps
from addin.jobs.explained.others import (
    adjustment_steps,
    carried_steps,
    correction_steps,
    expense_steps,
    settlement_steps,
)
from addin.jobs.explained.retainers import overage_steps, retainer_steps
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.explained.time import time_steps
from addin.jobs.explained.units import unit_steps
from addin.jobs.foreseen import month_foreseen
from addin.jobs.month.prebilled import is_generated
from addin.jobs.telling import sheet_name
from addin.tables.sheets.bills import PrebillingLine


class NoSuchLineError(BillingError):
    """There is no line of this key; takes ``line``, ``sheet``."""

    code = "FORM-01"


Told = Callable[[Asked], Iterator[Step]]
Ahead = Callable[[Month], Content]
"""Gives the workbook as generating a month would leave it."""
Read = Callable[[Content], Portfolio]
"""Gives what was agreed in a workbook."""

SOURCES: Mapping[Axis, Told] = {
    Axis.FIXED: fee_steps,
    Axis.MILESTONE: fee_steps,
    Axis.DEPOSIT: fee_steps,
    Axis.TIME: time_steps,
    Axis.UNIT: unit_steps,
    Axis.PROGRESS: fee_steps,
    Axis.RETAINER: retainer_steps,
    Axis.EXPENSE: expense_steps,
    Axis.ADJUSTMENT: adjustment_steps,
}
"""What tells where the quantity and the price of a line come from, by what it is measured by."""


def explained(
    content: Content, line: str, ahead: Ahead | None = None, read: Read = read_portfolio
) -> list[str]:
    """How a line came to be, in the language of the workbook.

    Args:
        content: The workbook.
        line: Key of a line of *Prebilling*, or of one that generating its month would add.
        ahead: Where somebody has generated months already; None to generate that of the line.
        read: Where somebody has read what was agreed already.

    Raises:
        NoSuchLineError: There is none.
        BillingError: Its month cannot be generated.
    """
    return [step.told(content.language) for step in steps(content, line, ahead, read)]


def steps(
    content: Content, line: str, ahead: Ahead | None = None, read: Read = read_portfolio
) -> list[Step]:
    """The same, figures first.

    Raises:
        BillingError: As ``explained`` does.
    """
    row, known = _found(content, line, ahead or (lambda month: month_foreseen(content, month)))
    asked = Asked(known, row, read)
    return [_heading(asked), *_sources(asked), *charge_steps(asked), *payer_steps(asked)]


def _found(content: Content, line: str, ahead: Ahead) -> tuple[PrebillingLine, Content]:
    """The line, and the workbook that has it."""
    key = line.strip()
    for known in _places(content, key, ahead):
        for row in known.records(PrebillingLine):
            if row.line and row.line.lower() == key.lower():
                return row, known
    sheet = sheet_name(PrebillingLine.spec.name, content.tables, content.language)
    raise NoSuchLineError(line=key, sheet=sheet)


def _places(content: Content, key: str, ahead: Ahead) -> Iterator[Content]:
    """The workbook, then the same with the month of the line generated, only when it is needed."""
    yield content
    try:
        month = Month.parse(key[:7])
    except ValueError:
        return
    yield ahead(month)


def _heading(asked: Asked) -> Step:
    row = asked.row
    values = {
        "description": row.text_override or row.description or row.project,
        "project": row.project,
        "start": row.period_from,
        "end": row.period_to,
        "month": row.month,
    }
    return Step("heading" if row.period_from and row.period_to else "heading_undated", values)


def _sources(asked: Asked) -> Iterator[Step]:
    """Where the quantity and the price come from."""
    row = asked.row
    if not is_generated(row) or row.axis is None:
        yield Step("own")
        return
    if row.axis in {Axis.TIME, Axis.UNIT, Axis.EXPENSE} and row.period_to is not None:
        worked = Month.of(row.period_to)
        if worked != row.month:
            yield Step("late", {"worked": worked, "month": row.month})
    if corrected := corrected_key(asked.key):
        yield from correction_steps(asked, corrected)
    elif row.origin == CARRIED:
        yield from carried_steps(asked)
    elif row.axis is Axis.TIME and (row.origin or "").startswith("retainer "):
        yield from overage_steps(asked)
    elif row.axis is Axis.DEPOSIT and is_settlement(asked.key):
        yield from settlement_steps(asked)
    elif row.axis in SOURCES:
        yield from SOURCES[row.axis](asked)
