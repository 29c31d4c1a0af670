"""The entries of a month brought together: those of one line have everything in common."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from addin.billing.calendar import Month
from addin.billing.time import Group, Work
from addin.jobs.month.sources import Sources
from addin.jobs.work.priced_time import PricedTime
from addin.jobs.work.time_details import Details, Terms
from addin.tables.coded import (
    Coded,
    Integers,
    Mask,
    coded,
    combined,
    grouped,
    in_order,
)


@dataclass(frozen=True, slots=True, eq=False)
class TimeGroups:
    """Groups of entries in the order of what they have in common, by column.

    See ``Group`` and ``Work``, whose attributes these are, with one place for each group.

    Attributes:
        first: First days of the work, as ``date.toordinal`` counts them.
        last: Its last days.
        entries: Sheet rows of the entries of all groups, group after group.
        counts: How many each group has.
        places: Of each group among all groups of the month, from 0.
    """

    projects: Coded
    services: Coded
    phases: Coded
    payers: Coded
    details: Coded
    rates: Coded
    months: Coded
    worked: Integers
    billed: Integers
    first: Integers
    last: Integers
    shown: Coded
    entries: Integers
    counts: Integers
    places: Integers

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.counts)

    def where(self, mask: Mask) -> "TimeGroups":
        """The groups for which ``mask`` is true."""
        if mask.all():
            return self
        return TimeGroups(
            projects=self.projects.where(mask),
            services=self.services.where(mask),
            phases=self.phases.where(mask),
            payers=self.payers.where(mask),
            details=self.details.where(mask),
            rates=self.rates.where(mask),
            months=self.months.where(mask),
            worked=self.worked[mask],
            billed=self.billed[mask],
            first=self.first[mask],
            last=self.last[mask],
            shown=self.shown.where(mask),
            entries=self.entries[np.repeat(mask, self.counts)],
            counts=self.counts[mask],
            places=self.places[mask],
        )

    def works(self) -> list[tuple[Group, Work]]:
        """Each group on its own."""
        ends = np.cumsum(self.counts).tolist()
        rows = self.entries.tolist()
        groups = map(
            Group,
            self.projects,
            self.services,
            self.phases,
            self.payers,
            self.details,
            self.rates,
            self.months,
        )
        works = map(
            Work,
            self.worked.tolist(),
            self.billed.tolist(),
            map(date.fromordinal, self.first.tolist()),
            map(date.fromordinal, self.last.tolist()),
            self.shown,
            (tuple(rows[start:end]) for start, end in zip([0, *ends], ends, strict=False)),
        )
        return list(zip(groups, works, strict=True))


def time_groups(sources: Sources, time: PricedTime, terms: Terms) -> TimeGroups:
    """What the entries of each line have in common and come to.

    One group per project, service, phase, payer, detail, rate and month of work, in this order.
    """
    details, months = Details(sources, time, terms), _months(time)
    kinds = [time.projects, time.services, time.phases, time.payers]
    alike = combined([*kinds, details.column, time.rates, months])
    members = grouped(alike)
    firsts = alike.firsts
    common = [
        *(column.where(firsts) for column in kinds),
        details.keys(firsts),
        time.rates.where(firsts),
        months.where(firsts),
    ]
    order = in_order(common)
    members = members.rearranged(order)
    projects, services, phases, payers, keys, rates, worked_in = (
        column.where(order) for column in common
    )
    return TimeGroups(
        projects=projects,
        services=services,
        phases=phases,
        payers=payers,
        details=keys,
        rates=rates,
        months=worked_in,
        worked=members.sums(time.worked),
        billed=members.sums(time.billed),
        first=members.smallest(time.days),
        last=members.largest(time.days),
        shown=details.shown(members),
        entries=time.rows[members.order],
        counts=np.diff(members.starts, append=len(members.order)),
        places=np.arange(len(order)),
    )


def _months(time: PricedTime) -> Coded:
    days, codes = np.unique(time.days, return_inverse=True)
    months = coded([Month.of(date.fromordinal(day)) for day in days.tolist()])
    return Coded(months.codes[codes], months.values)
