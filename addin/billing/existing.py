"""The rows that lie in prebilling before a run, and how they belong together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.lines import Overrides, is_computed

_CORRECTION = "/correction"
_NUMBERED = re.compile(r"\+\d+$")
_CORRECTED = re.compile(rf"(.+){_CORRECTION}(\+[^/]+)?", re.DOTALL)
NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True)
class ExistingLine:
    """A row of prebilling as it lies in the workbook.

    Attributes:
        position: Of the row among the filled rows of the table.
        cents: Quantity x unit price as computed by the run that wrote it.
        origin: What it was computed from; empty for a line that the user added.
        invoiced: Whether at least one payer's part of it has been issued.
        phase: Of the project; empty without one.
        net_cents: What the row comes to with the user's overrides.
        reduction_cents: Part of its amount that is not billed.
        overrides: What the user typed beside the computed values.
    """

    position: int
    key: str
    month: Month
    project: str
    service: str
    axis: Axis | None
    period: Period | None
    quantity: Decimal
    unit_price: Decimal
    cents: int
    origin: str
    invoiced: bool
    phase: str = ""
    net_cents: int = 0
    reduction_cents: int = 0
    overrides: Overrides = NO_OVERRIDES

    @property
    def generated(self) -> bool:
        """Whether a run wrote it; its key tells when somebody has emptied its origin."""
        return bool(self.origin) or is_computed(self.key, self.project, self.service, self.axis)

    @property
    def overridden(self) -> bool:
        """Whether the user typed anything in its override columns."""
        return self.overrides != NO_OVERRIDES


def correction_key(key: str) -> str:
    """Key of the line that corrects an issued one."""
    return f"{key}{_CORRECTION}"


def credited_key(key: str, credit_note: str) -> str:
    """Key under which a credit note takes back a part of an issued line that is open again.

    >>> corrected_key(credited_key("2026-03/P-1/ADV/time/100", "NC2026-00001"))
    '2026-03/P-1/ADV/time/100'
    """
    return f"{correction_key(key)}+{credit_note.replace('/', ' ')}"


def first_key(key: str) -> str:
    """A key without the number (``+2``, ``+3``) of a line that bills the same work once more.

    >>> first_key("2026-03/P-1/ADV/time/100+2")
    '2026-03/P-1/ADV/time/100'
    """
    return _NUMBERED.sub("", key)


def corrected_key(key: str) -> str:
    """Key of the issued line that a line corrects; empty for any other line.

    >>> corrected_key("2026-03/P-1/ADV/time/100+2/correction+3")
    '2026-03/P-1/ADV/time/100+2'
    >>> corrected_key("2026-03/P-1/ADV/time/100")
    ''
    """
    if _CORRECTION not in key:
        return ""
    found = _CORRECTED.fullmatch(key)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Billed:
    """An issued line with what has been added to it or taken back since.

    Attributes:
        corrections: Issued ones, and drafts of another month than that of the run.
    """

    row: ExistingLine
    corrections: tuple[ExistingLine, ...] = ()

    @property
    def is_time(self) -> bool:
        """Whether it bills hours."""
        return self.row.axis is Axis.TIME

    @property
    def quantity(self) -> Decimal:
        """What is billed of it in all, as computed."""
        return sum((one.quantity for one in self.corrections), self.row.quantity)

    @property
    def cents(self) -> int:
        """What it comes to in all, before any override."""
        return self.row.cents + sum(one.cents for one in self.corrections)

    @property
    def reduction_cents(self) -> int:
        """What of it is not billed in all."""
        return self.row.reduction_cents + sum(one.reduction_cents for one in self.corrections)


def billed_lines(existing: Iterable[ExistingLine], month: Month) -> Mapping[str, Billed]:
    """The issued lines that a run wrote, by key, each with its corrections.

    Args:
        existing: The rows of prebilling.
        month: Month of the run: its own drafts are computed again and do not count.
    """
    issued: dict[str, ExistingLine] = {}
    corrections: dict[str, list[ExistingLine]] = {}
    for row in existing:
        if corrected := corrected_key(row.key):
            if row.invoiced or row.month != month:
                corrections.setdefault(corrected, []).append(row)
        elif row.invoiced and row.generated:
            issued[row.key] = row
    return {key: Billed(row, tuple(corrections.get(key, ()))) for key, row in issued.items()}
