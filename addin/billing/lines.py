"""A line of prebilling: one thing to bill in a month, before anybody has looked at it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.money import line_cents, part_of


@dataclass(frozen=True, slots=True)
class Line:
    """What a run wants to bill.

    Attributes:
        key: Stable name of the line: the same sources give the same key in every run.
        month: Month that bills it.
        service: Empty for a fee without a service.
        period: Days served, both inclusive.
        quantity: As printed; hours for time.
        unit_price: Without VAT.
        cents: Quantity x unit price, rounded once; before any override.
        origin: What it was computed from, for the reader and for the next run.
        payer: The one client who pays it; empty when the project's split decides.
        minutes: Exact minutes when the line is printed as h:mm, else None.
        detail: The person, task or entry it stands for, when time is grouped by one.
        note: Text of a schedule that replaces the name of the service.
        late: Whether it catches up on work of an earlier month.
        entries: Sheet rows of the time entries it takes, in their order.
    """

    key: str
    month: Month
    project: str
    client: str
    service: str
    axis: Axis
    period: Period
    quantity: Decimal
    unit: str
    unit_price: Decimal
    cents: int
    origin: str
    payer: str = ""
    minutes: int | None = None
    detail: str = ""
    note: str = ""
    late: bool = False
    entries: tuple[int, ...] = ()

    def renamed(self, key: str) -> "Line":
        """The same line under another key."""
        return replace(self, key=key)


def line_key(month: Month, project: str, service: str, *parts: str) -> str:
    """Key of a line.

    >>> line_key(Month(2026, 3), "P-001", "", "fixed", "2026-01-01")
    '2026-03/P-001/-/fixed/2026-01-01'
    """
    return "/".join((str(month), project, service or "-", *(part for part in parts if part)))


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user typed beside the computed values; None or empty where nothing was typed."""

    quantity: Decimal | None = None
    price: Decimal | None = None
    text: str = ""
    discount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a line comes to once the user's overrides are in.

    Attributes:
        gross_cents: Quantity x unit price, rounded once.
        allowance_cents: The line's discount, rounded once; never negative for a positive line.
    """

    quantity: Decimal
    unit_price: Decimal
    minutes: int | None
    gross_cents: int
    allowance_cents: int

    @property
    def net_cents(self) -> int:
        """Line net amount: what the payers share."""
        return self.gross_cents - self.allowance_cents


def charge(
    quantity: Decimal, unit_price: Decimal, overrides: Overrides, *, by_minutes: bool = False
) -> Charge:
    """Price a line with its overrides.

    Args:
        quantity: As computed; hours when ``by_minutes``.
        unit_price: As computed.
        overrides: Of the user.
        by_minutes: The quantity stands for whole minutes, which are what is priced.

    >>> charge(Decimal("0.8333"), Decimal(100), Overrides(), by_minutes=True).net_cents
    8333
    """
    billed = quantity if overrides.quantity is None else overrides.quantity
    price = unit_price if overrides.price is None else overrides.price
    minutes = round_to_minutes(billed) if by_minutes else None
    exact = billed if minutes is None else Fraction(minutes, 60)
    gross_cents = line_cents(exact, price)
    return Charge(billed, price, minutes, gross_cents, part_of(gross_cents, overrides.discount))


def round_to_minutes(hours: Decimal) -> int:
    """Whole minutes of a number of hours that was written with four decimals.

    >>> round_to_minutes(Decimal("0.8333"))
    50
    """
    return int((hours * 60).to_integral_value())
