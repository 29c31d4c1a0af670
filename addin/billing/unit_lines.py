"""From quantities of the month to lines: quantity x price, and a line for each tier."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.due_units import BilledUnits, UnitPart, units_due, units_in
from addin.billing.lines import Line, line_key
from addin.billing.tiers import PriceList
from addin.billing.units import UnitCount, UnitPrice, UnitTerms, Work, kept_quantity

# The part of a key that names a tier, behind what names the work.
_TIER = re.compile(r"^(?:/\d{4}-\d\d)?/tier (-?\d+(?:\.\d+)?)(?=[/+]|$)")


def unit_lines(
    counts: Sequence[UnitCount],
    billed: Mapping[Work, Sequence[BilledUnits]],
    terms: Mapping[Work, UnitTerms],
    month: Month,
) -> list[Line]:
    """One line per project, service, month of work and tier.

    Args:
        counts: Of ``month`` or earlier; what was not billed of an earlier month makes catch-up
            lines. Where more was billed than there is now, there is no line.
        billed: Units that issued lines, or drafts of other months, bill already.
        terms: Price and client of each.
        month: Month that bills them.
    """
    totals: dict[Work, Decimal] = {}
    for count in counts:
        work = (count.project, count.service, count.month)
        totals[work] = totals.get(work, Decimal(0)) + count.quantity
    lines = []
    for work in sorted(totals):
        known = billed.get(work, ())
        if kept_quantity(totals[work] - units_in(known)) > 0:
            parts = _put_together(units_due(totals[work], known, terms[work].price))
            lines += [unit_line(work, part, terms[work], month) for part in parts]
    return lines


def _put_together(parts: Iterable[UnitPart]) -> list[UnitPart]:
    """Units of one tier and price that several lines billed are taken back by one."""
    found: dict[tuple[Decimal | None, Decimal, bool], UnitPart] = {}
    for part in parts:
        key = (part.tier, part.unit_price, part.quantity < 0)
        known = found.get(key)
        more = known.quantity if known is not None else Decimal(0)
        found[key] = replace(known or part, quantity=part.quantity + more)
    return list(found.values())


def unit_line(work: Work, part: UnitPart, terms: UnitTerms, month: Month) -> Line:
    """The line that bills some units, or takes some back."""
    project, service, worked = work
    return Line(
        key=_key(work, part, month),
        month=month,
        project=project,
        client=terms.client,
        service=service,
        axis=Axis.UNIT,
        period=Period(worked.first, worked.last),
        quantity=part.quantity,
        unit=terms.unit,
        unit_price=part.unit_price,
        cents=part.cents,
        origin=f"units {worked}",
        detail=_label(part, terms.price),
        home=_key(work, part, worked),
        late=worked != month,
        mirrors=part.mirrors,
    )


def _label(part: UnitPart, price: UnitPrice) -> str:
    """The units of a tier, as the invoice names them; empty without a tier of today's list."""
    if part.tier is None or not isinstance(price, PriceList):
        return ""
    known = any(tier.from_quantity == part.tier for tier in price.tiers)
    return price.label(part.tier) if known else ""


def _key(work: Work, part: UnitPart, month: Month) -> str:
    project, service, worked = work
    return line_key(
        month,
        project,
        service,
        "unit",
        str(worked) if worked != month else "",
        "" if part.tier is None else f"tier {part.tier.normalize():f}",
        f"{part.unit_price.normalize():f}" if part.quantity < 0 else "",
    )


def tier_of(key: str, project: str, service: str) -> Decimal | None:
    """The first unit of the tier that a line bills, by its key; None without a tier.

    >>> tier_of("2026-03/P-1/PAY/unit/2026-02/tier 11+2", "P-1", "PAY")
    Decimal('11')
    """
    stem = line_key(Month(2026, 3), project, service, "unit").removeprefix("2026-03")
    found = _TIER.search(key[len("2026-03") :].removeprefix(stem))
    return Decimal(found[1]) if found else None
