"""From the instalments of the plan to lines: one amount each."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.lines import Line, line_key, typed_part
from addin.billing.money import from_cents
from addin.billing.plan import Instalment, Schedule


def schedule_origin(schedule: Schedule) -> str:
    """What names a schedule in the origin of its lines.

    A fee of a letter that names a document is found again by both; the first day tells a fee
    from the one that replaced it.
    """
    return " ".join(("schedule", *_identity(schedule)))


def _identity(schedule: Schedule) -> tuple[str, ...]:
    """Its document and its first day, where it has them."""
    start = "" if schedule.start == date.min else schedule.start.isoformat()
    return tuple(part for part in (typed_part(schedule.document), start) if part)


def fee_lines(
    instalments: Sequence[Instalment], clients: Mapping[str, str], month: Month
) -> list[Line]:
    """One line per instalment billed in ``month``; ``clients`` are by project."""
    return [
        _line(instalment, clients[instalment.schedule.project], month)
        for instalment in instalments
        if instalment.month == month and instalment.cents
    ]


def _line(instalment: Instalment, client: str, month: Month) -> Line:
    schedule = instalment.schedule
    return Line(
        key=line_key(
            month,
            schedule.project,
            schedule.service,
            schedule.axis.value,
            *_identity(schedule),
        ),
        month=month,
        project=schedule.project,
        client=client,
        service=schedule.service,
        axis=schedule.axis,
        period=instalment.period,
        quantity=Decimal(1),
        unit="",
        unit_price=from_cents(instalment.cents),
        cents=instalment.cents,
        origin=schedule_origin(schedule),
        note=schedule.description,
    )
