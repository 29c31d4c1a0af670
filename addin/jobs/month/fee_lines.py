"""Ordinary lines of fees: what is alike in many of them is worked out once."""

from collections.abc import Mapping, Sequence

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.fees import fee_origin, fee_quantity, identity
from addin.billing.lines import joined_parts, line_key
from addin.billing.money import from_cents
from addin.billing.plan import Instalment
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.prebilled import Subject
from addin.tables.coded import Integers, answered, coded, numbered, repeated


def columns_of_fees(
    instalments: Sequence[Instalment], places: Integers, clients: Mapping[str, str], month: Month
) -> OrdinaryLines:
    """The lines of some instalments, the same as ``billing.fees.fee_lines`` makes of each.

    Args:
        instalments: Of ordinary lines only.
        places: Of each among the instalments of the month.
        clients: By project.
        month: Month that bills them.
    """
    schedules = [one.schedule for one in instalments]
    projects = coded([one.project for one in schedules])
    services = coded([one.service for one in schedules])
    axes = coded([one.axis for one in schedules])
    names = coded([identity(one) for one in schedules])
    notes = coded([one.description for one in schedules])
    count = len(schedules)
    cents = np.fromiter((one.cents for one in instalments), np.int64, count)

    def head(project: str, service: str, axis: Axis) -> str:
        return line_key(month, project, service, axis.value)

    heads = answered([projects, services, axes], head)
    tails = names.translated(lambda parts: f"/{joined_parts(*parts)}" if parts else "")
    return OrdinaryLines(
        month=month,
        keys=[head + tail for head, tail in zip(heads, tails, strict=True)],
        projects=projects,
        phases=coded([one.phase for one in schedules]),
        clients=projects.translated(clients.__getitem__),
        services=services,
        axes=axes,
        periods=coded([one.period for one in instalments]),
        quantities=numbered(np.sign(cents), fee_quantity),
        units=repeated("", count),
        unit_prices=numbered(np.abs(cents), from_cents),
        origins=names.translated(fee_origin),
        payers=repeated((), count),
        cents=cents,
        values=repeated(None, count),
        subjects=answered([services, axes, notes], _subject),
        entries=np.zeros(0, np.int64),
        counts=np.zeros(count, np.int64),
        places=places,
    )


def _subject(service: str, axis: Axis, note: str) -> Subject:
    return Subject(service, axis, note, "", None)
