"""From the instalments and stages of schedules to lines: one amount each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from addin.billing.calendar import Month
from addin.billing.lines import Line, line_key, typed_part
from addin.billing.money import from_cents
from addin.billing.plan import Instalment
from addin.billing.schedule import Schedule

Identity = tuple[str, ...]
"""The document of a schedule, its first day and its phase, where it has them."""

_FIRST_DAY = re.compile(r" \d{4}-\d\d-\d\d$")


def schedule_origin(schedule: Schedule) -> str:
    """What names a schedule in the origin of its lines.

    A fee of a letter that names a document is found again by both; the first day tells a fee
    from the one that replaced it, and the phase that of another.
    """
    return fee_origin(identity(schedule))


def fee_origin(names: Identity) -> str:
    """The same by its identity."""
    return " ".join(("schedule", *names))


def identity(schedule: Schedule) -> Identity:
    """What tells a schedule from others of its project, service and axis."""
    return _named(schedule.document, schedule.start, schedule.phase)


@lru_cache(maxsize=1 << 16)
def _named(document: str, start: date, phase: str) -> Identity:
    first_day = "" if start == date.min else start.isoformat()
    parts = (typed_part(document), first_day, f"@{phase}" if phase else "")
    return tuple(part for part in parts if part)


def origin_without_phase(origin: str, phase: str) -> str:
    """The origin that the same schedule would give without its phase."""
    return origin.removesuffix(f" @{phase}") if phase else origin


def origin_document(origin: str, phase: str) -> str:
    """The part of an origin that names the document.

    >>> origin_document("schedule LM-7 2026-01-01 @DESIGN", "DESIGN")
    'schedule LM-7'
    """
    return _FIRST_DAY.sub("", origin_without_phase(origin, phase))


def fee_key(schedule: Schedule, month: Month) -> str:
    """The key of the line that bills a schedule in a month."""
    axis = schedule.axis.value
    return line_key(month, schedule.project, schedule.service, axis, *identity(schedule))


def fee_lines(
    instalments: Sequence[Instalment], clients: Mapping[str, str], month: Month
) -> list[Line]:
    """One line per instalment billed in ``month``; ``clients`` are by project.

    A negative instalment, of a stage of which more was billed than is due, is a quantity of -1.
    """
    return [
        _line(instalment, clients[instalment.schedule.project])
        for instalment in instalments
        if instalment.month == month and instalment.cents
    ]


def fee_quantity(cents: int) -> Decimal:
    """That of the line of an amount, which is not 0: its sign, as a price has none."""
    return Decimal(1 if cents > 0 else -1)


def progress_line(
    schedule: Schedule, client: str, month: Month, cents: int, detail: str = ""
) -> Line | None:
    """The line of what a fee has progressed in a month; None when that is nothing.

    Args:
        schedule: Billed by progress.
        client: Who ordered the work.
        month: Month that bills.
        cents: Negative, and then a quantity of -1, where the fee or the progress went down.
        detail: How far the fee has come, in words.
    """
    if not cents:
        return None
    served = schedule.served(month.period) or month.period
    line = _line(Instalment(schedule, served, month, cents), client)
    return replace(line, detail=detail)


def _line(instalment: Instalment, client: str) -> Line:
    schedule, month, cents = instalment.schedule, instalment.month, instalment.cents
    return Line(
        key=fee_key(schedule, month),
        month=month,
        project=schedule.project,
        client=client,
        service=schedule.service,
        axis=schedule.axis,
        period=instalment.period,
        quantity=fee_quantity(cents),
        unit="",
        unit_price=from_cents(abs(cents)),
        cents=cents,
        origin=schedule_origin(schedule),
        note=schedule.description,
        phase=schedule.phase,
    )
