"""What the lines of a month are computed from, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.corrections import Change
from addin.billing.lines import Line
from addin.billing.prebilling import ExistingLine
from addin.billing.units import UnitPrice, Work
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.work.priced_time import PricedTime


@dataclass
class Wanted:
    """The lines of a month, and what was found while they were computed.

    Attributes:
        lines: Of sound projects only.
        ordinary: Beside them, those that are given by column, also of projects left out.
        left_out: Projects that cannot be billed, those given and those found.
        time: The entries that may be billed, priced; None until somebody has asked for them by
            ``pricing_time.price_time``.
        counted: The units that there are, those of earlier months included.
        unit_prices: What one of them costs.
        covered: Entries that a line of another month covers, such as a prepaid block that is
            issued: the key of that line by sheet row.
        changes: What the lines that correct issued ones are made of.
        waiting: Work of projects that are not active.
    """

    lines: list[Line] = field(default_factory=list)
    ordinary: list[OrdinaryLines] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    time: PricedTime | None = None
    counted: dict[Work, Decimal] = field(default_factory=dict)
    unit_prices: dict[Work, UnitPrice] = field(default_factory=dict)
    covered: dict[int, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    waiting: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Sources:
    """What the lines of a month are computed from.

    Attributes:
        month: Month that bills.
        existing: The rows of prebilling, of every month.
        left_out: Projects known to have a fault.
        entry_keys: Keys that entries without one will get, by sheet row.
        issued: What the journal has: the cents that each payer was invoiced, by line.
        reopened: Keys of the lines that credit notes have opened again whole; ``existing`` does not
            have their rows.
        issued_minutes: What the entries of each issued line make today, where that is known.
    """

    content: Content
    portfolio: Portfolio
    month: Month
    existing: list[ExistingLine]
    left_out: frozenset[str] = frozenset()
    entry_keys: Mapping[int, str] = field(default_factory=dict)
    issued: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    issued_minutes: Mapping[str, int] | None = None
    reopened: frozenset[str] = frozenset()
