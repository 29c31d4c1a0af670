"""Ordinary lines of time: what is alike in many of them is worked out once."""

from datetime import date
from fractions import Fraction

import numpy as np

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, TimeDetail
from addin.billing.time import (
    hours,
    key_head,
    key_tail,
    time_cents,
    time_origin,
    time_unit,
)
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.prebilled import Subject
from addin.jobs.work.time_details import Terms
from addin.jobs.work.time_groups import TimeGroups
from addin.tables.coded import Coded, answered, numbered, repeated


def time_keys(groups: TimeGroups, month: Month) -> list[str]:
    """The key of the line of each group, as ``billing.time.time_line`` gives it."""
    caught_up = groups.months.translated(lambda worked: "" if worked == month else str(worked))
    heads = answered(
        [groups.projects, groups.services],
        lambda project, service: key_head(month, project, service),
    )
    tails = answered(
        [groups.rates, caught_up, groups.phases, groups.payers, groups.details], key_tail
    )
    return [f"{head}/{tail}" for head, tail in zip(heads, tails, strict=True)]


def columns_of_time(
    groups: TimeGroups, keys: list[str], terms: Terms, month: Month
) -> OrdinaryLines:
    """The lines of some groups, the same as ``billing.time.time_line`` makes of each.

    Args:
        groups: Of ordinary lines only.
        keys: Of these lines.
        terms: Of their projects.
        month: Month that bills them.
    """
    count = len(groups)
    projects = groups.projects.in_use()  # the others may have no terms: their clients are not known
    modes = projects.translated(lambda project: terms[project].hours_mode)
    billed, worked = numbered(groups.billed, int), numbered(groups.worked, int)
    cents = answered([billed, groups.rates, modes], time_cents)
    caught_up = groups.months.translated(lambda worked: None if worked == month else worked)
    return OrdinaryLines(
        month=month,
        keys=keys,
        projects=projects,
        phases=groups.phases,
        clients=projects.translated(lambda project: terms[project].client),
        services=groups.services,
        axes=repeated(Axis.TIME, count),
        periods=_periods(groups, projects, terms, month),
        quantities=answered([billed, modes], hours),
        units=modes.translated(time_unit),
        unit_prices=groups.rates,
        origins=groups.months.translated(time_origin),
        payers=groups.payers.translated(lambda payer: ((payer, Fraction(1)),) if payer else ()),
        cents=cents.numbers(int),
        values=answered([worked, groups.rates, modes], time_cents),
        subjects=answered([groups.services, groups.shown, caught_up], _subject),
        entries=groups.entries,
        counts=groups.counts,
        places=groups.places,
    )


def _subject(service: str, shown: str, caught_up: Month | None) -> Subject:
    return Subject(service, Axis.TIME, "", shown, caught_up)


def _periods(groups: TimeGroups, projects: Coded, terms: Terms, month: Month) -> Coded:
    """The days of the work where they are told, else the month."""
    dated = projects.mask(lambda project: terms[project].detail is TimeDetail.ENTRY)
    dated |= groups.months.mask(month.__ne__)
    days = numbered(np.where(dated, groups.first, 0), int), numbered(groups.last, int)

    def period(first: int, last: int) -> Period:
        if not first:
            return month.period
        return Period(date.fromordinal(first), date.fromordinal(last))

    return answered(days, period)
