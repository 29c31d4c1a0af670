"""The units that the rows of prebilling bill, held against those that there are.

What the user fixed by hand stays: a line with a price, a quantity or a payer of its own is of no
tier, so that no price list bills its units anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.due_units import BilledUnits, UnitPart, units_due, units_in
from addin.billing.existing import ExistingLine, corrected_key
from addin.billing.lines import Overrides
from addin.billing.unit_lines import tier_of
from addin.billing.units import UnitPrice, Work, kept_quantity

Billed = dict[Work, list[BilledUnits]]
"""The lines that bill some units of a work, by their month and key."""


class UnitCorrection(NamedTuple):
    """What makes the billing of a work right again after some of its units went away.

    Attributes:
        row: The last issued row of the work.
        part: Units taken back; in a list by volume also those that are billed anew at the price
            of a lower tier.
    """

    row: ExistingLine
    work: Work
    part: UnitPart


def billed_units(existing: Iterable[ExistingLine], month: Month) -> Billed:
    """The units billed already, or in a draft of another month than ``month``."""
    return _by_work(row for row in existing if row.invoiced or row.month != month)


def _by_work(rows: Iterable[ExistingLine]) -> Billed:
    found: Billed = {}
    for row, work in _in_order(rows):
        fixed = replace(row.overrides, text="") != Overrides()
        tier = None if fixed else tier_of(row.key, row.project, row.service)
        price = row.unit_price if row.overrides.price is None else row.overrides.price
        line = corrected_key(row.key) or row.key
        units = BilledUnits(row.quantity, price, tier, line)
        found.setdefault(work, []).append(units)
    return found


def _in_order(rows: Iterable[ExistingLine]) -> list[tuple[ExistingLine, Work]]:
    """The rows that count units, in the order in which they were billed."""
    found = [(row, work) for row in rows if (work := work_of(row)) is not None]
    return sorted(found, key=lambda pair: (pair[0].month, pair[0].key))


def work_of(row: ExistingLine) -> Work | None:
    """The units that a row counts; None for a row that counts none."""
    if row.axis is not Axis.UNIT or not row.generated or row.period is None:
        return None
    return (row.project, row.service, Month.of(row.period.start))


def unit_corrections(
    existing: Iterable[ExistingLine],
    counted: Mapping[Work, Decimal],
    prices: Mapping[Work, UnitPrice],
    month: Month,
) -> list[UnitCorrection]:
    """What takes back the units that were issued and that there are no more.

    Units that an issued line, or a draft of another month than ``month``, takes back already are
    not taken back twice. Where somebody typed a quantity over that of an issued line, nothing is.

    Args:
        existing: All rows of prebilling.
        counted: Units of today; of a work that is not in it nothing is said.
        prices: As agreed today.
        month: Month of the run.
    """
    rows = _in_order(existing)
    issued = {work: row for row, work in rows if row.invoiced}
    typed = {work for row, work in rows if row.invoiced and row.overrides.quantity is not None}
    known = [row for row, _ in rows if row.invoiced or (row.month != month and row.quantity < 0)]
    return [
        UnitCorrection(issued[work], work, part)
        for work, billed in _by_work(known).items()
        if work in counted
        and work not in typed
        and kept_quantity(units_in(billed) - counted[work]) > 0
        for part in units_due(counted[work], billed, prices[work])
    ]


def backed_quantity(billed: Decimal, drafts: Decimal, left: Decimal) -> Decimal:
    """How much of a draft's quantity stands behind it today.

    Args:
        billed: Of the draft.
        drafts: Of all drafts of its work together, as a price list gives it several.
        left: What is counted of the work, less what is issued.

    >>> backed_quantity(Decimal(12), Decimal(37), Decimal(37))
    Decimal('12')
    >>> backed_quantity(Decimal(12), Decimal(37), Decimal(35))
    Decimal('10')
    """
    return billed - max(kept_quantity(drafts - left), Decimal(0))
