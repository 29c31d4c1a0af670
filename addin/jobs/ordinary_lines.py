"""The lines of a month that nothing in the workbook has to do with yet, by column.

They are nearly all of a large month: no row, no invoice and no override knows them, and each is
shared on its own. So nothing is decided about one that is not decided about all that are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.lines import Line
from addin.jobs.prebilled import Subject
from addin.tables.coded import Coded, Integers, Mask, coded


@dataclass(frozen=True, slots=True, eq=False)
class OrdinaryLines:
    """Lines as columns, with one place for each; see ``Line`` for what they hold.

    Attributes:
        month: Month that bills them.
        keys: Of each line, another one for each.
        payers: Who pays, with their weights; empty when the split decides.
        cents: What the line comes to; nobody has overridden anything.
        values: Cents of the time worked at its usual rate; None for a line without time.
        subjects: What the line says of itself.
        entries: Sheet rows of the time entries of all lines, line after line.
        counts: How many of them each line takes.
        places: Of each line among the lines that its axis gives the month.
    """

    month: Month
    keys: Sequence[str]
    projects: Coded
    phases: Coded
    clients: Coded
    services: Coded
    axes: Coded
    periods: Coded
    quantities: Coded
    units: Coded
    unit_prices: Coded
    origins: Coded
    payers: Coded
    cents: Integers
    values: Coded
    subjects: Coded
    entries: Integers
    counts: Integers
    places: Integers

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.keys)

    @property
    def is_time(self) -> bool:
        """Whether they are lines of time; fees otherwise."""
        return self.axes.values == [Axis.TIME]

    @classmethod
    def of(cls, lines: Sequence[Line], month: Month) -> "OrdinaryLines":
        """Lines that are there one by one."""
        counts = np.fromiter((len(line.entries) for line in lines), np.int64, len(lines))
        rows = chain.from_iterable(line.entries for line in lines)
        return cls(
            month=month,
            keys=[line.key for line in lines],
            projects=coded([line.project for line in lines]),
            phases=coded([line.phase for line in lines]),
            clients=coded([line.client for line in lines]),
            services=coded([line.service for line in lines]),
            axes=coded([line.axis for line in lines]),
            periods=coded([line.period for line in lines]),
            quantities=coded([line.quantity for line in lines]),
            units=coded([line.unit for line in lines]),
            unit_prices=coded([line.unit_price for line in lines]),
            origins=coded([line.origin for line in lines]),
            payers=coded([line.payers for line in lines]),
            cents=np.fromiter((line.cents for line in lines), np.int64, len(lines)),
            values=coded([line.value_cents for line in lines]),
            subjects=coded([Subject.of(line) for line in lines]),
            entries=np.fromiter(rows, np.int64, int(counts.sum())),
            counts=counts,
            places=np.fromiter((line.place or 0 for line in lines), np.int64, len(lines)),
        )

    def where(self, mask: Mask) -> "OrdinaryLines":
        """The lines for which ``mask`` is true."""
        if mask.all():
            return self
        return OrdinaryLines(
            month=self.month,
            keys=list(compress(self.keys, mask.tolist())),
            projects=self.projects.where(mask),
            phases=self.phases.where(mask),
            clients=self.clients.where(mask),
            services=self.services.where(mask),
            axes=self.axes.where(mask),
            periods=self.periods.where(mask),
            quantities=self.quantities.where(mask),
            units=self.units.where(mask),
            unit_prices=self.unit_prices.where(mask),
            origins=self.origins.where(mask),
            payers=self.payers.where(mask),
            cents=self.cents[mask],
            values=self.values.where(mask),
            subjects=self.subjects.where(mask),
            entries=self.entries[np.repeat(mask, self.counts)],
            counts=self.counts[mask],
            places=self.places[mask],
        )
