"""The time entries of a month with their prices: by column, as a firm has them by the million."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from addin.tables.coded import Coded, Integers, Mask, coded


class PricedEntry(NamedTuple):
    """One entry, for small numbers of them.

    Attributes:
        row: Sheet row.
        phase: Phase of the project; empty without one.
        worked: Minutes.
        billed: Minutes after the billable part and the client's rounding.
        payer: Client who pays it when that is not the project's; else empty.
        rate: Sale rate of an hour on its day.
        line: Line of prebilling that holds it on the sheet; empty for none.
        free: Whether this run may bill it.
    """

    row: int
    day: date
    project: str
    service: str
    phase: str
    person: str
    task: str
    worked: int
    billed: int
    payer: str
    rate: Decimal
    line: str
    free: bool


@dataclass(frozen=True, slots=True, eq=False)
class PricedTime:
    """Approved, billable entries that no fee covers, in the order of the sheet.

    Each attribute is a column, with one place for each entry; see ``PricedEntry``.

    Attributes:
        rows: Sheet rows.
        days: As ``date.toordinal`` counts them.
    """

    rows: Integers
    days: Integers
    projects: Coded
    services: Coded
    phases: Coded
    persons: Coded
    tasks: Coded
    payers: Coded
    worked: Integers
    billed: Integers
    rates: Coded
    lines: Coded
    free: Mask

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.rows)

    def where(self, mask: Mask) -> "PricedTime":
        """The entries for which ``mask`` is true."""
        chosen: dict[str, Any] = {
            field.name: _where(getattr(self, field.name), mask) for field in fields(self)
        }
        return PricedTime(**chosen)

    def is_one_of(self, column: str, wanted: Collection[str]) -> Mask:
        """Which entries have one of these texts in a column such as ``projects``."""
        values: Coded = getattr(self, column)
        return values.mask(wanted.__contains__)

    def entries(self) -> Iterator[PricedEntry]:
        """Each entry as a tuple of its own."""
        columns = (
            self.rows.tolist(),
            map(date.fromordinal, self.days.tolist()),
            self.projects,
            self.services,
            self.phases,
            self.persons,
            self.tasks,
            self.worked.tolist(),
            self.billed.tolist(),
            self.payers,
            self.rates,
            self.lines,
            self.free.tolist(),
        )
        return map(PricedEntry._make, zip(*columns, strict=True))


def _where(column: Coded | Integers, mask: Mask) -> Coded | Integers:
    return column.where(mask) if isinstance(column, Coded) else column[mask]


def no_time() -> PricedTime:
    """No entry at all."""
    nothing, none = np.zeros(0, np.int64), coded(())
    return PricedTime(
        rows=nothing,
        days=nothing,
        projects=none,
        services=none,
        phases=none,
        persons=none,
        tasks=none,
        payers=none,
        worked=nothing,
        billed=nothing,
        rates=none,
        lines=none,
        free=np.zeros(0, np.bool_),
    )
