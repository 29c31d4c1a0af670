"""The lines of a month that nothing in the workbook has to do with yet, by column.

They are nearly all of a large month: no row, no invoice and no override knows them, and each is
shared on its own. So nothing is decided about one that is not decided about all that are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.tables.coded import Coded, Integers, Mask


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
