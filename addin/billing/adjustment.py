"""A flat fee against the volumes of the year: what was planned and what it came to.

A yearly fee is based on volumes: so many purchase invoices, so many lines of bank. When the fiscal
year is over, the real volumes are priced as the planned ones were, and the difference is billed,
or proposed as a credit.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal

from addin.billing.calendar import Month, fiscal_year_of, fiscal_year_period
from addin.billing.choices import Axis
from addin.billing.lines import Line, line_key
from addin.billing.money import from_cents

VolumeKey = tuple[int, str, str]
"""A fiscal year, a project and a service."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A service of a year whose volume a flat fee is based on.

    Attributes:
        planned: Units on which the fee is based.
        actual: Units there were.
        planned_cents: What the planned units cost, rounded once.
        actual_cents: What the real ones cost, at the same price, rounded once.
    """

    planned: Decimal
    actual: Decimal
    planned_cents: int
    actual_cents: int

    @property
    def difference_cents(self) -> int:
        """To bill, or to credit when it is negative."""
        return self.actual_cents - self.planned_cents


def covered_by_volumes(
    volumes: Container[VolumeKey], project: str, service: str, month: Month, first_month: int
) -> bool:
    """Whether the units of a month are part of a flat fee, and so never billed one by one.

    Args:
        volumes: Rows of the Volumes table.
        project: Project of the units.
        service: What was counted.
        month: Month of the units.
        first_month: Calendar month in which the project's fiscal years start, 1 to 12.
    """
    return (fiscal_year_of(month.first, first_month), project, service) in volumes


def difference_cents(volumes: Sequence[Volume]) -> int:
    """What all services of a project come to beyond the plan; negative where below it."""
    return sum(one.difference_cents for one in volumes)


def next_fee_cents(fee_cents: int, volumes: Sequence[Volume]) -> int | None:
    """The flat fee of a year at the real volumes: the fee as it stands plus the difference.

    None where the project has no flat fee, or where the volumes fell by more than the fee.
    """
    fee = fee_cents + difference_cents(volumes)
    return fee if fee_cents and fee >= 0 else None


@dataclass(frozen=True, slots=True)
class Settled:
    """Whose fiscal year is settled.

    Attributes:
        project: Code of the project.
        client: Who ordered its work.
        service: That of the flat fee, whose VAT the adjustment bears; empty without one.
        first_month: Calendar month in which its fiscal years start, 1 to 12.
    """

    project: str
    client: str
    service: str
    first_month: int


def adjustment_line(
    settled: Settled, month: Month, cents: int, note: str, year: int | None = None
) -> Line | None:
    """The line that settles a year; a credit is a quantity of -1. None when nothing is left.

    Args:
        settled: Whose year.
        month: That bills it: the last of the fiscal year, or a later one.
        cents: What no other line of the year's adjustment bills yet.
        note: Text of the line.
        year: The fiscal year; None for that of the month.
    """
    if not cents:
        return None
    project, service = settled.project, settled.service
    year = fiscal_year_of(month.first, settled.first_month) if year is None else year
    return Line(
        key=line_key(month, project, service, Axis.ADJUSTMENT.value, str(year)),
        month=month,
        project=project,
        client=settled.client,
        service=service,
        axis=Axis.ADJUSTMENT,
        period=fiscal_year_period(year, settled.first_month),
        quantity=Decimal(1 if cents > 0 else -1),
        unit="",
        unit_price=from_cents(abs(cents)),
        cents=cents,
        origin=adjustment_origin(year),
        note=note,
    )


def adjustment_origin(year: int) -> str:
    """What names the volumes of a fiscal year in the origin of their lines."""
    return f"volumes {year}"
