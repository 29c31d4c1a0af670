"""What the lines of a month are computed from, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.lines import Line
from addin.billing.prebilling import ExistingLine
from addin.billing.time import TimeEntry
from addin.billing.units import Work
from addin.errors import Finding
from addin.jobs.content import Content
from addin.jobs.portfolio import Portfolio


@dataclass
class Wanted:
    """The lines of a month, and what was found while they were computed.

    Attributes:
        lines: Of sound projects only.
        left_out: Projects that cannot be billed, those given and those found.
        entries: The time entries that the lines take.
        counted: The units that there are, those of earlier months included.
    """

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    entries: list[TimeEntry] = field(default_factory=list)
    counted: dict[Work, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """What the lines of a month are computed from.

    Attributes:
        month: Month that bills.
        existing: The rows of prebilling, of every month.
        left_out: Projects known to have a fault.
        entry_keys: Keys that entries without one will get, by sheet row.
    """

    content: Content
    portfolio: Portfolio
    month: Month
    existing: list[ExistingLine]
    left_out: frozenset[str] = frozenset()
    entry_keys: Mapping[int, str] = field(default_factory=dict)
