"""A line of prebilling: one thing to bill in a month, before anybody has looked at it."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.money import Exact, line_cents, part_of, round_half_away

# Signs of a code that would make two keys read alike, and what stands for them.
_SIGNS = str.maketrans({"%": "%25", "/": "%2F", "+": "%2B"})
# What a run puts into a key by itself: a month or a day, the end of the key of a correction, or a
# part with a mark before it.
_COMPUTED = re.compile(r"\d{4}-\d\d(-\d\d)?|correction|[@=].*", re.DOTALL)


@dataclass(slots=True)
class Line:
    """What a run wants to bill; nobody changes one once it is made.

    That is a rule and not a lock, which would take longer than all the rest of a line.

    Attributes:
        key: Stable name of the line: the same sources give the same key in every run.
        month: Month that bills it.
        service: Empty for a fee without a service.
        period: Days served, both inclusive.
        quantity: As printed; hours for time.
        unit_price: Without VAT.
        cents: Quantity x unit price, rounded once; before any override.
        origin: What it was computed from, for the reader and for the next run.
        payers: Who pays it, with their weights, where the sources say so; empty when the split of
            the project decides.
        minutes: Exact minutes when the line is printed as h:mm, else None.
        detail: The person, the task, or the note of the entry it stands for, when time is grouped
            by one of them.
        note: Text of a schedule that replaces the name of the service.
        home: The key that the same work has when its own month bills it; empty for a fee.
        late: Whether it catches up on work of an earlier month.
        entries: Sheet rows of the time entries it takes, in their order.
        expenses: Sheet rows of the expenses it takes.
        phase: Phase of the project; empty without one.
        reduction_cents: Part of the amount that is not billed, such as what goes beyond a cap; of
            the sign of the amount. It is an allowance on the line (BT-136).
        value_cents: The time worked at its usual rate; None for a line without time.
        mirrors: Key of the issued line that it corrects or settles; empty for any other.
        vat_outside: Whether it is outside the scope of VAT whatever its service bears, as a
            disbursement is.
        place: Among the lines that its axis gives the month, from 0; None where nobody says.
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
    payers: tuple[tuple[str, Fraction], ...] = ()
    minutes: int | None = None
    detail: str = ""
    note: str = ""
    home: str = ""
    late: bool = False
    entries: tuple[int, ...] = ()
    expenses: tuple[int, ...] = ()
    phase: str = ""
    reduction_cents: int = 0
    value_cents: int | None = None
    mirrors: str = ""
    vat_outside: bool = False
    place: int | None = field(default=None, compare=False)

    def renamed(self, key: str) -> "Line":
        """The same line under another key."""
        return self if key == self.key else replace(self, key=key)


def line_key(month: Month, project: str, service: str, *parts: str) -> str:
    """Key of a line: the same for the same things, and another for any others.

    >>> line_key(Month(2026, 3), "P-001", "", "fixed", "2026-01-01")
    '2026-03/P-001/-/fixed/2026-01-01'
    >>> line_key(Month(2026, 3), "2026/001", "ADV", "unit")
    '2026-03/2026%2F001/ADV/unit'
    """
    tail = joined_parts(*parts)
    head = f"{month}/{_stem(project, service)}"
    return f"{head}/{tail}" if tail else head


@lru_cache(maxsize=1 << 16)
def joined_parts(*parts: str) -> str:
    """The end of a key: its parts, those that are empty left out."""
    return "/".join([_quoted(part) for part in parts if part])


@lru_cache(maxsize=1 << 16)
def _stem(project: str, service: str) -> str:
    """The part of a key that names a project and a service."""
    named = _quoted(typed_part(service, "-")) if service else "-"
    return f"{_quoted(project)}/{named}" if project else named


@lru_cache(maxsize=1 << 16)
def _quoted(code: str) -> str:
    return code.translate(_SIGNS)


def is_computed(key: str, project: str, service: str, axis: Axis | None) -> bool:
    """Whether the key of a row is one that a run gives to lines of this project, service and axis.

    >>> is_computed("2026-03/P-1/PAY/unit+2", "P-1", "PAY", Axis.UNIT)
    True
    >>> is_computed("2026-03/P-1/own/1", "P-1", "PAY", Axis.UNIT)
    False
    """
    if axis is None:
        return False
    tail = key[len("2026-03") :]
    stem = line_key(Month(2026, 3), project, service, axis.value).removeprefix("2026-03")
    return tail == stem or tail.startswith((f"{stem}/", f"{stem}+"))


@lru_cache(maxsize=1 << 16)
def typed_part(text: str, *computed: str) -> str:
    """A part of a key that somebody typed, marked where a run might have computed it.

    Args:
        text: What was typed; empty stays empty.
        computed: Texts that a run writes in its place.

    >>> typed_part("audit"), typed_part("2026-02"), typed_part("correction"), typed_part("-", "-")
    ('audit', '=2026-02', '=correction', '=-')
    """
    return f"={text}" if text in computed or _COMPUTED.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user typed beside the computed values; None or empty where nothing was typed.

    Attributes:
        discount: As a fraction, 0.10 being 10 %.
        discount_cents: Taken off after ``discount``; never negative.
        payer: The one client who pays the line.
    """

    quantity: Decimal | None = None
    price: Decimal | None = None
    text: str = ""
    discount: Decimal = Decimal(0)
    discount_cents: int = 0
    payer: str = ""


class Charge(NamedTuple):
    """What a line comes to once the user's overrides are in.

    Attributes:
        gross_cents: Quantity x unit price, rounded once.
        allowance_cents: What is taken off, the reduction and the discounts; each rounded once,
            all of them of the sign of ``gross_cents`` and never beyond it.
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
    quantity: Decimal,
    unit_price: Decimal,
    overrides: Overrides,
    *,
    by_minutes: bool = False,
    reduction_cents: int = 0,
) -> Charge:
    """Price a line with its overrides: less the reduction, then the percentage, then the amount.

    Args:
        quantity: As computed; hours when ``by_minutes``.
        unit_price: As computed.
        overrides: Of the user.
        by_minutes: The quantity stands for whole minutes, which are what is priced.
        reduction_cents: As computed; of a line whose quantity or price is overridden it is
            dropped, as the user has said what to bill.

    >>> charge(Decimal("0.8333"), Decimal(100), Overrides(), by_minutes=True).net_cents
    8333
    """
    billed = quantity if overrides.quantity is None else overrides.quantity
    price = unit_price if overrides.price is None else overrides.price
    minutes = round_to_minutes(billed) if by_minutes else None
    exact: Exact = billed
    if minutes is not None:
        # What is printed as h:mm is what is multiplied, whatever fraction of it was typed.
        billed, exact = hours_of(minutes, 4), Fraction(minutes, 60)
    gross_cents = line_cents(exact, price)
    as_computed = overrides.quantity is None and overrides.price is None
    taken_off = reduction_cents if as_computed else 0
    if overrides.discount:
        taken_off += part_of(gross_cents - taken_off, overrides.discount)
    if overrides.discount_cents:
        taken_off += _at_most(overrides.discount_cents, gross_cents - taken_off)
    return Charge(billed, price, minutes, gross_cents, taken_off)


def _at_most(discount_cents: int, cents: int) -> int:
    """A discount on what is left of a line, of its sign and never more than it."""
    return min(discount_cents, cents) if cents >= 0 else max(-discount_cents, cents)


def round_to_minutes(hours: Decimal) -> int:
    """Whole minutes of a number of hours; half a minute goes away from zero.

    >>> round_to_minutes(Decimal("0.8333")), round_to_minutes(Decimal("0.075"))
    (50, 5)
    """
    numerator, denominator = hours.as_integer_ratio()
    return round_half_away(60 * numerator, denominator)


@lru_cache(maxsize=1 << 16)
def hours_of(minutes: int, decimals: int) -> Decimal:
    """A number of minutes as hours, half away from zero.

    >>> hours_of(50, 2), hours_of(50, 4)
    (Decimal('0.83'), Decimal('0.8333'))
    """
    return Decimal(f"{round_half_away(minutes * 10**decimals, 60)}E-{decimals}")
